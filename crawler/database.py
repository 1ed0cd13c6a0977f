"""Opens the database behind a store's URL, with its tables up to date; knows no listing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, SQLAlchemyError

from crawler.suppression import FILE_NAME

HEAD = "0003"
"""The newest migration; known here so that a current store opens without loading Alembic."""
MIGRATIONS = Path(__file__).parent / "migrations"
SECRETS = ("password", "sslpassword")
UPGRADE_LOCK = 5_038_412_001
"""Any number, as long as every version of this program asks PostgreSQL for the same one."""
CONNECT_TIMEOUT_S = 10


class StoreUnavailable(RuntimeError):
    """Raised when the store cannot be opened, read or written; names the store and the mend."""


class StoreAbsent(StoreUnavailable):
    """Raised when no store was made yet where the URL says."""


def connect(url: str, *, create: bool, patience_s: float) -> Engine:
    """Return an engine for *url* whose tables are current; raise StoreUnavailable.

    *create* makes the SQLite file and its folder where they are absent; another's lock is
    waited for *patience_s* seconds.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        _find_file(parsed, create=create)
    engine = _engine(parsed, patience_s)
    with guarded(engine.url):
        try:
            _upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def guarded(url: URL) -> Iterator[None]:
    """Turn the database's failures into StoreUnavailable; our own faults pass as they are."""
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise StoreUnavailable(f"{shown(url)}: {said[0]}. {_mend(url, said[0])}") from error


def begin(engine: Engine, *, writes: bool) -> Connection:
    """Return a connection that takes SQLite's write lock at once, or a steady view to read."""
    if writes:
        return engine.connect().execution_options(writes=True)
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()


def shown(url: URL | str) -> str:
    """Return *url* without its secrets."""
    if isinstance(url, str):
        try:
            url = sa.make_url(url)
        except (SQLAlchemyError, ValueError):
            return re.sub(r"//.*@", "//***@", str(url)).partition("?")[0]
    return url.difference_update_query(SECRETS).render_as_string(hide_password=True)


def beside(url: str) -> Path:
    """Return where the page archive of the store at *url* lies: beside its file.

    A server's archive lies in `data`: it is this machine's own.
    """
    return _folder(url) / f"{Path(_parsed(url).database or 'store').stem}.pages.sqlite"


def list_beside(url: str) -> Path:
    """Return where the list of those who asked to be left out lies: beside the store, likewise."""
    return _folder(url) / FILE_NAME


def _folder(url: str) -> Path:
    parsed = _parsed(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)).parent if is_file else Path("data")


def _parsed(url: str) -> URL:
    try:
        parsed = sa.make_url(url)
        supported = parsed.get_dialect().name in ("sqlite", "postgresql")
    except (SQLAlchemyError, ValueError, ImportError) as error:
        raise _bad_url(url) from error
    if not supported:
        raise _bad_url(url)
    return parsed


def _bad_url(url: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"{shown(url)!r} names no store we know. Use sqlite:///FILE or "
        "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
    )


def _find_file(url: URL, *, create: bool) -> None:
    """Make sure that the SQLite file is there or may be made."""
    if not url.database or url.database == ":memory:":
        raise StoreUnavailable(f"{shown(url)}: a store in memory keeps nothing. Name a file.")
    file = Path(url.database)
    if not create and not file.exists():
        raise StoreAbsent(
            f"{shown(url)}: there is no such file. Run `python -m crawler run starter seeds "
            f"--store {shown(url)}` first, or name the store you mean with --store."
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{shown(url)}: {error}. Name a folder you may write to.") from error


def _engine(url: URL, patience_s: float) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            timeout = {"connect_timeout": CONNECT_TIMEOUT_S}
            return sa.create_engine(url, connect_args=timeout, pool_pre_ping=True)
        engine = sa.create_engine(url, connect_args={"timeout": patience_s})
    except (ArgumentError, ImportError) as error:
        raise StoreUnavailable(
            f"{shown(url)}: its driver is not installed. For PostgreSQL: "
            "pip install 'ketamine-clinic-finder[postgresql]', and a URL that begins with "
            "postgresql+psycopg://."
        ) from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set what SQLite forgets between connections."""
    # Python's driver would begin transactions when it sees fit, and commit before DDL.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can be refused; one that says so at once
    # waits its turn.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(engine: Engine) -> None:
    """Apply the migrations that the database lacks; two processes at once take turns."""
    with begin(engine, writes=False) as db, db.begin():
        if _version(db) == HEAD:
            return
    with begin(engine, writes=True) as db, db.begin():
        if engine.dialect.name == "postgresql":
            db.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        if _version(db) != HEAD:
            _migrate(db)


def _version(db: Connection) -> str:
    """Return the migration the database is at, or "" for one without our tables."""
    if not sa.inspect(db).has_table("alembic_version"):
        return ""
    return db.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""


def _migrate(db: Connection) -> None:
    # Alembic takes a second to load, and a store is almost always current.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreUnavailable(
            f"{shown(db.engine.url)}: {error}. It was written by a newer version of this "
            "program; update this one."
        ) from error


def _mend(url: URL, said: str) -> str:
    """Return what to do about an error that the database described as *said*."""
    if "locked" in said or "busy" in said:
        return "Another program is writing to it: wait until it is done, then try again."
    if "not a database" in said or "malformed" in said:
        return "It is no listings store, or a damaged one: move it away, or name another."
    if url.get_backend_name() == "sqlite":
        return "Check that the file and its folder may be read and written by you."
    return "Check that the server runs, and the user, password, host and database in the URL."
