"""Options that several commands share, and what every command does when something fails."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from crawler import suppression
from crawler.alarm import Alarm
from crawler.archive.file import ArchiveUnavailable
from crawler.archive.pruning import CAP_BYTES
from crawler.database import beside, list_beside
from crawler.progress import RunReport
from crawler.store import SqlListingStore, StoreAbsent, StoreUnavailable
from crawler.suppression import SuppressionUnreadable

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a crawl's files lie, as the command line says, or else beside the store."""

    store_url: str
    pages_file: Path | None
    suppressed_file: Path | None

    @property
    def pages(self) -> Path:
        """The archive of fetched pages; raise StoreUnavailable for a URL that names no store."""
        return self.pages_file or beside(self.store_url)

    @property
    def suppressed(self) -> Path:
        """The list of those who asked to be left out; raise as above."""
        return self.suppressed_file or list_beside(self.store_url)


store_option = click.option(
    "--store",
    "store_url",
    envvar="KCF_STORE",
    show_envvar=True,
    default="sqlite:///data/clinics.sqlite",
    show_default=True,
    metavar="URL",
    help="Where listings are kept: sqlite:///FILE, or "
    "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE.",
)
contact_option = click.option(
    "--contact",
    envvar="KCF_CONTACT",
    show_envvar=True,
    default="",
    metavar="URL",
    help="A web page where the owner of a crawled site can reach you. It is in every request; "
    "nobody's site is crawled without it.",
)
pages_option = click.option(
    "--pages",
    "pages_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="KCF_PAGES",
    show_envvar=True,
    metavar="FILE",
    help="The archive of fetched pages.  [default: beside the store, NAME.pages.sqlite]",
)
suppressed_option = click.option(
    "--suppressed",
    "suppressed_file",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="KCF_SUPPRESSED",
    show_envvar=True,
    metavar="FILE",
    help="The list of those who asked to be left out.  [default: beside the store, "
    f"{suppression.FILE_NAME}]",
)
keep_option = click.option(
    "--keep-pages",
    "keep_mb",
    type=click.IntRange(min=1),
    default=CAP_BYTES // MEGABYTE,
    show_default=True,
    metavar="MB",
    help="How large the archive may grow. The pages of each source's last good run are always "
    "kept.",
)
alarm_options = (
    click.option(
        "--on-failure",
        "alarm_command",
        envvar="KCF_ON_FAILURE",
        show_envvar=True,
        default="",
        metavar="COMMAND",
        help="Run this, without a shell, if a run is not simply good; it reads the report as JSON "
        "on its standard input. It may take 20 seconds, and changes no exit code.",
    ),
    click.option(
        "--webhook",
        envvar="KCF_WEBHOOK",
        show_envvar=True,
        default="",
        metavar="URL",
        help="The same, posted as JSON to a web address.",
    ),
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the report as JSON, in full."
)
verbose_option = click.option(
    "--verbose", is_flag=True, help="Say on standard error what Scrapy is doing."
)


def alarm_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* take an `alarm` to sound, out of the options that name one."""

    @wraps(command)
    def given(*, alarm_command: str, webhook: str, **arguments: Any) -> None:
        alarm = Alarm(command=alarm_command, webhook=webhook)
        if fault := alarm.fault():
            raise click.UsageError(f"--on-failure, --webhook: {fault}")
        try:
            command(alarm=alarm, **arguments)
        except click.UsageError:
            raise
        except click.ClickException as error:
            sound(alarm, (), error.exit_code, error.message)
            raise

    for option in reversed(alarm_options):
        given = option(given)
    return given


def place_option(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* take a `place`, out of the options that name its files."""

    @wraps(command)
    def given(
        *, store_url: str, pages_file: Path | None, suppressed_file: Path | None, **arguments: Any
    ) -> None:
        place = Place(store_url=store_url, pages_file=pages_file, suppressed_file=suppressed_file)
        command(place=place, **arguments)

    return store_option(pages_option(suppressed_option(given)))


def naming_the_mend(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* end with the store's message and exit code 1 if the store cannot be used."""

    @wraps(command)
    def guarded(**arguments: Any) -> None:
        try:
            command(**arguments)
        except (StoreUnavailable, ArchiveUnavailable, SuppressionUnreadable) as error:
            raise click.ClickException(str(error)) from error

    return guarded


def sound(alarm: Alarm, reports: Sequence[RunReport], code: int, reason: str = "") -> None:
    """Tell whom the alarm names; say on standard error what went wrong in it."""
    for fault in alarm.sound(reports, code, reason):
        click.echo(fault, err=True)


def store_if_there(url: str) -> AbstractContextManager[SqlListingStore | None]:
    """Give the store, or None where none was made yet."""
    try:
        return SqlListingStore(url)
    except StoreAbsent:
        return nullcontext()
