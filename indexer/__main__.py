"""The indexer's door: from the store to a published snapshot, in one command."""

import gc
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from crawler.listing import Listing
from crawler.reading.page import read_page
from crawler.reading.site import listings_of
from crawler.store import SqlListingStore, StoreUnavailable
from indexer import ask as asking
from indexer import build as building
from indexer import change_files, inspection, normalize, snapshot
from indexer.changes import told as told_changes
from indexer.directory import directory
from indexer.explain import explained
from indexer.geocode import Geocoder
from indexer.geocoding.online import geocoder_named
from indexer.places import Places
from indexer.resolve import Decision, Verdict
from indexer.review import BadDecisions, add_decision, read_decisions, ref_in
from indexer.review import told as told_doubts
from indexer.search import IndexUnavailable, QueryError
from indexer.withheld import FILE_NAME, SuppressionUnreadable, suppressed

index_option = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data/index"),
    show_default=True,
    help="The folder of snapshots.",
)
store_option = click.option(
    "--store",
    "store_url",
    default="sqlite:///data/clinics.sqlite",
    show_default=True,
    help="Any SQLAlchemy URL.",
)
decisions_option = click.option(
    "--decisions",
    "decisions_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What was decided of pairs in doubt.  [default: decisions.jsonl beside the index]",
)
suppressed_option = click.option(
    "--suppressed",
    "suppressed_file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KCF_SUPPRESSED",
    show_envvar=True,
    help=f"The list of those who asked to be left out.  [default: {FILE_NAME} beside the index]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn stored listings into an index of clinics.

    Every fact keeps the words that state it, where they stood, and when they were seen.

    \b
    Exit codes: 0 done · 1 failed, what was published still serves · 2 bad usage
    """


@main.command()
@store_option
@index_option
@decisions_option
@suppressed_option
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--geocode",
    default="",
    metavar="NAME",
    help="Ask an online geocoder for clinics' own addresses: census, or "
    "nominatim=https://your.server. Off by default.",
)
@click.option("--contact", default="", help="Whom the public Nominatim may write to.")
def build(
    store_url: str,
    folder: Path,
    decisions_path: Path | None,
    suppressed_file: Path | None,
    force: bool,
    geocode: str,
    contact: str,
) -> None:
    """Read the store, merge, locate and publish a new snapshot."""
    gc.disable()  # one short run that makes millions of objects, and no circles to look for
    decisions = _decisions(folder, decisions_path)
    geocoder = _geocoder(geocode, contact)
    try:
        with SqlListingStore(store_url) as store:
            built = building.build(
                store,
                folder,
                decisions=decisions,
                geocoder=geocoder,
                now=datetime.now(UTC),
                force=force,
                listed=suppressed(suppressed_file or folder.parent / FILE_NAME),
            )
    except (StoreUnavailable, SuppressionUnreadable, snapshot.PublishError) as problem:
        sys.exit(f"Nothing was published, what was published still serves: {problem}")
    if built is None:
        click.echo("Index: nothing has changed since the last build.")
        return
    if built.asked:
        click.echo(built.asked)
    click.echo("\n".join(building.told(built.found)))
    if built.withheld:
        click.echo(f"  {built.withheld} clinics are withheld, as they asked.")


@main.command()
@index_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.argument("generation", default="")
def changes(folder: Path, as_json: bool, generation: str) -> None:
    """Show what the last build changed, or that of GENERATION."""
    log = change_files.read(building.changes_folder(folder), generation)
    if log is None:
        sys.exit(f"There is no change log in {building.changes_folder(folder)} yet.")
    click.echo(msgspec.json.encode(log).decode() if as_json else told_changes(log), nl=as_json)


@main.group(invoke_without_command=True)
@store_option
@index_option
@decisions_option
@click.pass_context
def review(
    context: click.Context, store_url: str, folder: Path, decisions_path: Path | None
) -> None:
    """Show the listings that may be one clinic; decide with `same` or `different`.

    A decision wins over all evidence in every build from then on. The last one on a pair counts.
    """
    context.obj = (store_url, _decisions_path(folder, decisions_path))
    if context.invoked_subcommand:
        return
    try:
        with SqlListingStore(store_url) as store:
            sources = {source.name: source for source in store.sources()}
            today = datetime.now(UTC).date()
            decisions = _decisions(folder, decisions_path)
            found = directory(store.listings(), sources, Places(), {}, today, decisions=decisions)
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for text in told_doubts(found.in_doubt):
        click.echo(f"{text}\n")
    click.echo(f"{len(found.in_doubt)} pairs in doubt; decided so far: {len(decisions)}.")


@review.command()
@click.argument("a")
@click.argument("b")
@click.pass_obj
def same(given: tuple[str, Path], a: str, b: str) -> None:
    """A and B, each SOURCE:KEY, are one clinic."""
    _decide(given, a, b, Verdict.SAME)


@review.command()
@click.argument("a")
@click.argument("b")
@click.pass_obj
def different(given: tuple[str, Path], a: str, b: str) -> None:
    """A and B, each SOURCE:KEY, are two clinics."""
    _decide(given, a, b, Verdict.DIFFERENT)


@main.command()
@store_option
@click.option("--all", "everything", is_flag=True, help="Show every mention, not only treatments.")
@click.argument("page")
def explain(store_url: str, everything: bool, page: str) -> None:
    """Show what PAGE states and why: each mention with the rule that fired or vetoed.

    PAGE is a file of HTML or text, or the web address of a site in the store, in the words of
    its last good crawl. "+" is stated, "-" stated as not given, "·" merely mentioned.
    """
    try:
        found = _page_file(Path(page)) if Path(page).is_file() else _stored(store_url, page)
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for listing in found:
        click.echo("\n".join(explained(listing, everything=everything)))
    if not found:
        sys.exit(f"Nothing is said of a clinic in {page}, and no listing of the store is there.")


@main.command()
@index_option
@click.option("--explain", is_flag=True, help="Show what was understood and each stage's time.")
@click.option(
    "--miles",
    type=click.FloatRange(0.1, 12_000),
    default=50.0,
    show_default=True,
    help="How far to look where TEXT does not say.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.argument("text")
def search(folder: Path, explain: bool, miles: float, limit: int, text: str) -> None:
    """Search the index for TEXT, in plain words: "spravato near Denver medicaid".

    \b
    python -m indexer search "iv ketamine 97214 within 25 miles open now" --explain
    """
    try:
        asked = asking.ask(
            text,
            folder,
            now=datetime.now(UTC),
            radius_km=miles * asking.KM_PER_MILE,
            limit=limit,
        )
    except (IndexUnavailable, QueryError) as problem:
        sys.exit(f"Cannot search: {problem}")
    click.echo("\n".join(asking.told(asked, explain=explain)))


@main.command()
@index_option
def rollback(folder: Path) -> None:
    """Serve the snapshot before the current one again."""
    try:
        click.echo(f"Now current: {snapshot.rollback(folder).name}")
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@main.command()
@index_option
@click.argument("generation", default="")
def inspect(folder: Path, generation: str) -> None:
    """Verify the current snapshot, or GENERATION, byte by byte, and show what it holds."""
    try:
        click.echo("\n".join(inspection.inspected(folder, generation)))
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@main.command()
@index_option
@click.argument("before")
@click.argument("after", default="")
def diff(folder: Path, before: str, after: str) -> None:
    """Show what differs between the generations BEFORE and AFTER, or the current one."""
    try:
        click.echo("\n".join(inspection.difference(folder, before, after)))
    except IndexUnavailable as problem:
        sys.exit(str(problem))


@main.command("export-whoosh")
@index_option
@click.option("--generation", default="", help="Not the current one.")
@click.argument("into", type=click.Path(path_type=Path, file_okay=False))
def export_whoosh(folder: Path, generation: str, into: Path) -> None:
    """Write the snapshot as a plain Whoosh index into the empty folder INTO.

    Its files are pickles: open one only where you made it.
    """
    try:
        count = inspection.export_whoosh(folder, generation, into)
    except (IndexUnavailable, OSError) as problem:
        sys.exit(f"Nothing was exported: {problem}")
    click.echo(f"Wrote {count} clinics into {into}.")


@main.command("build-places")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def build_places(path: Path) -> None:
    """Build the packaged place table at PATH from the pinned packages (needs the dev set)."""
    from indexer.place_table import build_place_table

    build_place_table(path)
    click.echo(f"Wrote {path}, {path.stat().st_size / 1e6:.1f} MB.")


def _page_file(path: Path) -> list[Listing]:
    """The listings of a page in a file, as the crawler would read it."""
    kind = "text/html" if path.suffix.lower() in {".html", ".htm"} else "text/plain"
    address = path.resolve().as_uri()
    page = read_page(path.read_bytes(), kind, url=address, seen_at=datetime.now(UTC))
    return listings_of([page], source="file", website=address)


def _stored(store_url: str, address: str) -> list[Listing]:
    """The store's listings whose page or website is on the host of *address*."""
    wanted = normalize.host(address)
    with SqlListingStore(store_url) as store:
        listings = [stored.listing for stored in store.listings()]
    return [
        one for one in listings if wanted in (normalize.host(one.website), normalize.host(one.url))
    ]


def _decide(given: tuple[str, Path], a: str, b: str, verdict: Verdict) -> None:
    """Keep a verdict on two listings that the store knows."""
    store_url, path = given
    try:
        pair = ref_in(a), ref_in(b)
        with SqlListingStore(store_url) as store:
            known = {(one.listing.source, one.listing.key) for one in store.listings()}
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    except StoreUnavailable as problem:
        sys.exit(str(problem))
    for ref in pair:
        if ref not in known:
            raise click.UsageError(f"the store has no listing {':'.join(ref)}")
    if pair[0] == pair[1]:
        raise click.UsageError("these are one listing")
    today = datetime.now(UTC).date()
    add_decision(path, Decision(a=pair[0], b=pair[1], verdict=verdict, decided_on=today))
    click.echo(f"Kept in {path}; the next build follows it.")


def _decisions_path(folder: Path, path: Path | None) -> Path:
    return path or folder.parent / "decisions.jsonl"


def _decisions(folder: Path, path: Path | None) -> tuple[Decision, ...]:
    """What was decided; a file that cannot be read stops the build before it undoes a decision."""
    try:
        return read_decisions(_decisions_path(folder, path))
    except (BadDecisions, OSError) as problem:
        sys.exit(f"Nothing was published, what was published still serves: {problem}")


def _geocoder(name: str, contact: str) -> Geocoder | None:
    """The geocoder of that name; None for "": the place table alone locates."""
    try:
        return geocoder_named(name, contact=contact) if name else None
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--geocode") from problem


if __name__ == "__main__":
    main()
