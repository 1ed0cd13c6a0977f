"""The door: opens the published index, and serves it until stopped."""

import errno
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
from flask import Flask

from indexer.current import CurrentIndex
from indexer.places import Places
from indexer.search import IndexUnavailable
from indexer.snapshot import open_latest_good
from indexer.withheld import FILE_NAME, SuppressionUnreadable, Withheld, suppressed
from webapp import create_app
from webapp.limiting import Limiter
from webapp.server import CannotListenError, listen, serve
from webapp.wording import mailable, web_address


def _contact(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return a contact that pages can link to; refuse any other."""
    sound = mailable(value) or (value.startswith("https://") and web_address(value))
    if value and not sound:
        raise click.BadParameter("give a mailbox or an address that begins with https://")
    return value


@click.command(context_settings={"show_default": True})
@click.option(
    "--index",
    "folder",
    default="data/index",
    type=click.Path(path_type=Path),
    help="Folder of the published index.",
)
@click.option(
    "--suppressed",
    "suppressed_file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KCF_SUPPRESSED",
    show_envvar=True,
    show_default=False,
    help="The list of those who asked to be left out; its key lies beside it.  [default: "
    f"{FILE_NAME} beside the index]",
)
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option("--workers", default=2, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option(
    "--limit",
    default=300,
    type=click.IntRange(0, 100_000),
    help="Pages a minute that each worker sends to one network (an IPv4 /24, an IPv6 /48); 0 sets "
    "no limit, as behind a proxy on another machine, which must limit instead.",
)
@click.option(
    "--contact",
    default="",
    envvar="KCF_CONTACT",
    show_envvar=True,
    show_default=False,
    callback=_contact,
    help="Where people report mistakes and ask for removal: a mailbox or an https address.  "
    "[default: the pages name the project's issue tracker]",
)
def main(
    folder: Path,
    suppressed_file: Path | None,
    host: str,
    port: int,
    workers: int,
    limit: int,
    contact: str,
) -> None:
    """Serve the clinic finder.

    Exits with 1 if there is no index, the list of those who asked to be left out cannot be read, or
    the port is taken.
    """
    listed = suppressed_file or folder.parent / FILE_NAME
    try:
        clinics = open_latest_good(folder).size
        suppressed(listed)
    except IndexUnavailable as why:
        sys.exit(f"No index to serve: {why} (or: make run)")
    except SuppressionUnreadable as why:
        sys.exit(f"Nothing is served, for somebody may have asked to be left out: {why}")
    try:
        listener = listen(host, port)
    except CannotListenError as error:
        sys.exit(_refusal(host, port, error))
    click.echo(f"Serving {clinics:,} clinics at {_address(listener)} (Ctrl-C stops)")
    serve(partial(_app, folder, listed, limit, contact), listener, workers)


def _app(folder: Path, listed: Path, limit: int, contact: str) -> Flask:
    index = Withheld(CurrentIndex(folder), listed)
    with suppress(IndexUnavailable):
        _ = index.size  # opens it now, so that no visitor waits for that
    return create_app(
        index,
        Places(),
        edition=lambda: index.edition,
        limiter=Limiter(a_minute=limit),
        contact=contact,
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _refusal(host: str, port: int, error: CannotListenError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Choose another: make run PORT={port % 65535 + 1}"
    return f"Cannot listen on {host} port {port}: {error.strerror}"


if __name__ == "__main__":
    main()
