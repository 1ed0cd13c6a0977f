"""The crawler's door: which sources, into which store, and what came of it."""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click
import msgspec

from crawler import (
    crawls,
    jobs,
    look,
    outlook,
    removal,
    report,
    run,
    schedule,
    status_page,
    suppression,
)
from crawler.alarm import Alarm
from crawler.archive.file import ArchiveFile, ArchiveUnavailable, alone
from crawler.archive.hosts import Hosts
from crawler.archive.jobs import Plan
from crawler.archive.pruning import CAP_BYTES, prune
from crawler.database import beside, list_beside, shown
from crawler.manners.suppressed_hosts import SETTING
from crawler.report import printable
from crawler.sources.refused import why_refused
from crawler.spider import ListingSpider
from crawler.status import Status, status_of, when_due
from crawler.store import SqlListingStore, StoreAbsent, StoreUnavailable
from crawler.suppression import Kind, Suppressed, SuppressionUnreadable

PACKAGED = ("starter", "seeds")
"""What is run when no source is named: nothing outside is asked."""
MEGABYTE = 1024 * 1024
LISTS = "listings_file"
"""The source that reads what is handed in, and so is never due."""

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
            _sound(alarm, (), error.exit_code, error.message)
            raise

    for option in reversed(alarm_options):
        given = option(given)
    return given


def naming_the_mend(command: Callable[..., None]) -> Callable[..., None]:
    """Let *command* end with the store's message and exit code 1 if the store cannot be used."""

    @wraps(command)
    def guarded(**arguments: Any) -> None:
        try:
            command(**arguments)
        except (StoreUnavailable, ArchiveUnavailable, SuppressionUnreadable) as error:
            raise click.ClickException(str(error)) from error

    return guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Collect what ketamine clinics say of themselves, with the words, the page and the date.

    \b
    Examples:
      python -m crawler sources
      python -m crawler run starter seeds
      python -m crawler run clinic_sites --contact https://example.org/bot --limit 5
      python -m crawler run findtreatment --contact https://example.org/bot --state MD

    The listings go into a store; `python -m indexer build` makes them searchable.
    """


@main.command("sources")
@store_option
@naming_the_mend
def list_sources(store_url: str) -> None:
    """List the sources that can be run: last good run, next due, health, and their terms."""
    found, now = run.spiders(), datetime.now(UTC)
    with _store_if_there(store_url) as store:
        rows = [_source_cells(one, now) for one in _statuses(store, now)]
    headings = ("source", "listings", "last good run", "next due", "health", "title")
    click.echo("\n".join(report.table(headings, rows)))
    for name, spider in found.items():
        click.echo(f"\n{name}: {spider.source.about}\n  Terms: {spider.source.licence}")
        if spider.source.attribution:
            click.echo(f"  Shown with: {spider.source.attribution}")
        if run.narrows(spider):
            click.echo("  Can be narrowed with --state.")


@main.command("status")
@store_option
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the page as HTML, too; a file that is there is replaced at once.",
)
@naming_the_mend
def status_command(store_url: str, html_file: Path | None) -> None:
    """Show on one page how each source is doing, and what its last run complained of.

    \b
    Exit codes: 0 all is well · 1 a source fails · 2 bad usage · 3 one is stale or was warned of
    """
    now = datetime.now(UTC)
    with _store_if_there(store_url) as store:
        found = _statuses(store, now)
    click.echo(status_page.as_text(found, now), nl=False)
    if html_file:
        _replace(html_file, status_page.as_html(found, now))
    codes = {one.health.exit_code for one in found}
    sys.exit(next((code for code in (1, 3) if code in codes), 0))


@main.command("run")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@pages_option
@suppressed_option
@keep_option
@click.option(
    "--sites",
    "sites_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The clinics' websites to crawl, one address a line; # begins a comment. A bad line is "
    "reported and the rest is taken. Without it: the websites that the other sources list.",
)
@contact_option
@click.option(
    "--listings",
    "listings_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list of clinics for `listings_file`: CSV, JSON Lines, JSON or GeoJSON. May be given "
    "several times: all lists of one run together are the source.",
)
@click.option(
    "--columns",
    "columns_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column of the lists says what, whose they are and when they were read, in TOML; "
    "docs/listings-file.md has an example.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="ST",
    help="Only this state of the US, by its postal code, such as MD; may be given several times. "
    "For sources that can narrow (`sources` tells which). The listings count only if what the "
    "source had before lies in these states, too.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Try: at most N sites, and at most N listings of each source. The listings count only "
    "if the source had no good run before.",
)
@click.option(
    "--accept-fewer",
    is_flag=True,
    help="Take a run as good although far fewer listings came than last time: for a list of "
    "sites that you have shortened yourself.",
)
@click.option(
    "--due",
    "due_only",
    is_flag=True,
    help="Of the clinics' sites ask only those that are due; what the others said last is taken "
    "over, with its date. A site that changes is due sooner, after 1 to 30 days.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Only say what would be asked for, and from whom: nothing is fetched, nothing is stored.",
)
@json_option
@verbose_option
@alarm_option
@naming_the_mend
def run_command(
    sources: tuple[str, ...],
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    sites_file: Path | None,
    listings_files: tuple[Path, ...],
    columns_file: Path | None,
    contact: str,
    states: tuple[str, ...],
    limit: int | None,
    due_only: bool,
    accept_fewer: bool,
    dry_run: bool,
    as_json: bool,
    verbose: bool,
    alarm: Alarm,
) -> None:
    """Run each SOURCE and keep its listings; without a name, the packaged `starter` and `seeds`.

    A run counts only if it finishes well. If it fails, is interrupted or killed, or gives far
    fewer listings than the last good run, that one stands, and the exit code says so. A listing
    that is not found any more is marked missing, and dropped after two good runs without it.

    Every page is kept in an archive beside the store. The next run asks a server only for what
    has changed since, and reads only that. A run that was cut off goes on with `resume`.

    On clinics' own sites we obey robots.txt, ask for one page at a time, and wait when a site
    says so. No option changes that. Ctrl-C ends the run cleanly.

    \b
    Exit codes:
      0  every source is good
      1  a source failed, or the store cannot be used
      2  the command line is wrong
      3  a source stands with a warning: look at it
      4  a source's sites do not permit us to read them
    """
    spiders = jobs.chosen(sources or PACKAGED)
    template = Plan(
        source="",
        states=jobs.within(states, spiders),
        limit=limit or 0,
        accept_fewer=accept_fewer,
        due_only=due_only,
        files=tuple(str(file.absolute()) for file in listings_files),
        columns=str(columns_file.absolute()) if columns_file else "",
        contact=contact,
    )
    if dry_run:
        _tell_plans(spiders, template, store_url, pages_file, sites_file)
        return
    jobs.settings_for(spiders, contact, verbose=verbose)  # refuses before anything is made
    jobs.check_lists(spiders, template)
    with _crawl(store_url, pages_file, suppressed_file, keep_mb, verbose=verbose) as by:
        plans = jobs.plans_for(spiders, by.store, template, sites_file=sites_file)
        reports = crawls.crawl(by, plans)
    _end(reports, store_url, alarm, as_json=as_json)


@main.command("resume")
@store_option
@pages_option
@suppressed_option
@keep_option
@json_option
@verbose_option
@alarm_option
@naming_the_mend
def resume_command(
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    as_json: bool,
    verbose: bool,
    alarm: Alarm,
) -> None:
    """Go on with a run that was cut off: by a kill, a crash or Ctrl-C.

    What had been fetched comes from the page archive, so that no server is asked twice for a page;
    the sources that had not begun are run as they were asked for. Exit codes are those of `run`;
    0 too if there is nothing to go on with.
    """
    with _crawl(store_url, pages_file, suppressed_file, keep_mb, verbose=verbose) as by:
        reports = crawls.resume(by)
    if not reports:
        click.echo("There is nothing to resume: no run was cut off.", err=as_json)
        return
    _end(reports, store_url, alarm, as_json=as_json)


@main.command("suppress")
@store_option
@pages_option
@suppressed_option
@click.option("--phone", "phones", multiple=True, metavar="NUMBER", help="Whoever has this phone.")
@click.option(
    "--domain", "domains", multiple=True, metavar="NAME", help="This website, and all below it."
)
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="TEXT",
    help="Whoever is at this address: house number, street, unit if there is one, and postcode, "
    "in one text.",
)
@click.option("--id", "ids", multiple=True, metavar="ID", help="This page of ours: /c/ID/name.")
@click.option(
    "--reference",
    default="",
    metavar="TEXT",
    help="Where the request is kept, such as 'issue 12'. Never whom it is about: it is stored "
    "as it is.",
)
@click.option("--lift", is_flag=True, help="Take these off the list again: they asked for it.")
@naming_the_mend
def suppress_command(
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    phones: tuple[str, ...],
    domains: tuple[str, ...],
    addresses: tuple[str, ...],
    ids: tuple[str, ...],
    reference: str,
    lift: bool,
) -> None:
    """Leave a clinic out, for good: it asked for it (docs/removal.md).

    Give all that is known of it: each option may be given several times, and whoever matches one
    of them is left out. The list holds keyed hashes, never what you type here; keep its key file
    as safe as the list, and out of the reach of others. Crawl, index and web each obey the list.

    What the store and the page archive hold of it is deleted now; its page is gone as soon as the
    web app has looked at the list, within seconds. Without any option: how long the list is.
    """
    file = suppressed_file or list_beside(store_url)
    given = [
        *((Kind.PHONE, text) for text in phones),
        *((Kind.DOMAIN, text) for text in domains),
        *((Kind.ADDRESS, text) for text in addresses),
        *((Kind.ID, text) for text in ids),
    ]
    if not given:
        click.echo(f"{file}: {len(suppression.suppressed(file).since)} marks")
        return
    try:
        values = [(kind, suppression.value_of(kind, text)) for kind, text in given]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    suppression.suppress(
        file, values, on=datetime.now(UTC).date(), reference=reference, lifted=lift
    )
    click.echo(f"{'Lifted' if lift else 'Added'}: {len(values)} marks in {file}")
    if not lift:
        _remove(store_url, pages_file, suppression.suppressed(file))
        click.echo("Now run `python -m indexer build`, so that no copy of the index holds it.")


def _remove(store_url: str, pages_file: Path | None, listed: Suppressed) -> None:
    """Delete what we hold of whoever is listed, and say what it was, for a last look."""
    with _store_if_there(store_url) as store:
        found = removal.matched(store, listed) if store else []
        for one in found:
            place = ", ".join((*one.address, *one.phones, one.website))
            click.echo(f"  deleted from {one.source}: {printable(f'{one.name}: {place}')}")
        if store:
            removal.remove(store, found)
    pages = pages_file or beside(store_url)
    if pages.exists():
        with alone(pages), ArchiveFile(pages) as archive:
            click.echo(f"  deleted from the page archive: {removal.remove_pages(archive, listed)}")
    if not found:
        click.echo("  The store holds no listing that matches; check what you typed.")


@main.command("schedule")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@store_option
@pages_option
@suppressed_option
@contact_option
@click.option(
    "--every",
    "minutes",
    type=click.IntRange(1, 1440),
    default=15,
    show_default=True,
    metavar="MINUTES",
    help="How often to look for what is due.",
)
@click.option(
    "--once", is_flag=True, help="Look once, run what is due, and end: for cron and timers."
)
@click.option(
    "--then",
    default="",
    metavar="COMMAND",
    help="Run this after each run, without a shell, such as 'python -m indexer build'.",
)
@alarm_option
@naming_the_mend
def schedule_command(
    sources: tuple[str, ...],
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    contact: str,
    minutes: int,
    once: bool,
    then: str,
    alarm: Alarm,
) -> None:
    """Keep the due runs of each SOURCE going, in the foreground; without a name, of all that need
    nothing handed in.

    What was cut off is resumed first. Clinics' sites come round daily, and of them each run asks
    the hosts that are due; registers come round weekly, records monthly, packaged sources once; a
    run that fails is tried again after a day. What came due while the machine was off is done
    once. Two runs never overlap. SIGTERM and Ctrl-C end a run cleanly: it is resumed at the next
    start. docs/scheduling.md has systemd units and a cron line.

    \b
    Exit codes: with --once those of `run`, the worst of the round; else 0 when stopped.
    """
    names = sources or tuple(name for name in run.spiders() if name != LISTS)
    spiders = jobs.chosen(names)
    if LISTS in names:
        raise click.UsageError(f"{LISTS} reads files that you hand in: `run` it when they change")
    jobs.settings_for(spiders, contact, verbose=False)  # refuses a missing contact now
    try:
        then_words = shlex.split(then)
    except ValueError as error:
        raise click.UsageError(f"--then: {then!r} is no command: {error}") from error
    shared = ["--store", store_url]
    shared += ["--pages", str(pages_file)] if pages_file else []
    shared += ["--suppressed", str(suppressed_file)] if suppressed_file else []
    told = [*shared, "--on-failure", alarm.command, "--webhook", alarm.webhook]

    def due() -> list[str]:
        kinds = {spider.name: spider.source.kind for spider in spiders}
        with SqlListingStore(store_url, create=True) as store:
            return schedule.due_sources(kinds, store.runs, datetime.now(UTC))

    doing = schedule.Round(
        due=due,
        command=lambda names: schedule.this_program(
            "run", *names, "--due", "--contact", contact, *told
        ),
        resume=schedule.this_program("resume", *told),
        then=then_words,
        say=lambda what: click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {what}", err=True),
        failures=(StoreUnavailable,),
    )
    if once:
        sys.exit(doing())
    schedule.keep_going(doing, minutes=minutes)


@main.command("replay")
@click.argument("source")
@store_option
@pages_option
@suppressed_option
@json_option
@verbose_option
@naming_the_mend
def replay_command(
    source: str,
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Read the pages of SOURCE's last good run again, out of the archive; ask nobody.

    For when we have learnt to read better. With the same program it gives the same listings, bit
    for bit. The run is judged as any other; exit codes are those of `run`.
    """
    jobs.chosen([source])
    with _crawl(store_url, pages_file, suppressed_file, 0, verbose=verbose) as by:
        try:
            reports = crawls.replay(by, source)
        except crawls.NothingToReplayError as error:
            raise click.ClickException(str(error)) from error
    _end(reports, store_url, Alarm(), as_json=as_json)


@main.command("check")
@click.argument("page", metavar="URL|FILE")
@store_option
@suppressed_option
@contact_option
@click.option("--all", "everything", is_flag=True, help="Show every passage and link.")
@verbose_option
@naming_the_mend
def check_command(
    page: str,
    store_url: str,
    suppressed_file: Path | None,
    contact: str,
    everything: bool,
    verbose: bool,
) -> None:
    """Show what a crawl would read from one page, with where each passage stood and why.

    URL is fetched as in any crawl: robots.txt, pace, limits and the guard against private addresses
    hold. FILE is a page saved on this machine: nobody is asked. Nothing is stored. What the words
    state is the indexer's to say: `python -m indexer explain FILE`.

    \b
    Exit codes: 0 the page was read · 1 it was not, or a crawl would leave it out ·
      2 bad usage · 4 the site does not permit us
    """
    now = datetime.now(UTC)
    file = Path(page)
    if file.is_file():
        found = look.look_at_file(file, seen_at=now)
    else:
        settings = _settings_to_look(page, contact, verbose=verbose)
        settings[SETTING] = suppression.suppressed(suppressed_file or list_beside(store_url))
        found = look.look_at(page, settings, seen_at=now)
    click.echo("\n".join(look.told(found, everything=everything)))
    sys.exit(look.exit_code(found))


def _settings_to_look(page: str, contact: str, *, verbose: bool) -> dict[str, Any]:
    """Return the settings under which *page* is fetched; refuse what is no address of a page."""
    if urlsplit(page).scheme not in ("http", "https"):
        raise click.UsageError(
            f"{page!r} is neither a file here nor a web address such as https://clinic.example/"
        )
    if refused := why_refused(page):
        raise click.UsageError(refused)
    return jobs.settings_for([run.spiders()[jobs.THEMSELVES]], contact, verbose=verbose)


@contextmanager
def _crawl(
    store_url: str,
    pages_file: Path | None,
    suppressed_file: Path | None,
    keep_mb: int,
    *,
    verbose: bool,
) -> Iterator[crawls.Crawl]:
    """Give what a crawl works with, alone with its archive; prune that afterwards."""
    pages = pages_file or beside(store_url)
    listed = suppression.suppressed(suppressed_file or list_beside(store_url))
    with (
        SqlListingStore(store_url, create=True) as store,
        alone(pages),
        ArchiveFile(pages) as archive,
    ):
        yield crawls.Crawl(
            store=store,
            archive=archive,
            clock=lambda: datetime.now(UTC),
            suppressed=listed,
            settings_for=lambda plans: jobs.settings_of(plans, verbose=verbose),
        )
        if keep_mb and prune(archive, keep_mb * MEGABYTE).over:
            click.echo(
                f"The page archive {pages} is larger than {keep_mb} MB, and the last good runs "
                "need all of it: allow more with --keep-pages.",
                err=True,
            )


def _tell_plans(
    spiders: Sequence[type[ListingSpider]],
    template: Plan,
    store_url: str,
    pages_file: Path | None,
    sites_file: Path | None,
) -> None:
    """Print what a run would ask for, and from whom; nothing is fetched, nothing is made."""
    pages = pages_file or beside(store_url)
    with _store_if_there(store_url) as store, ExitStack() as stack:
        plans = jobs.plans_for(spiders, store, template, sites_file=sites_file)
        archive = stack.enter_context(ArchiveFile(pages)) if pages.exists() else None
        hosts = Hosts(archive) if archive else None
        click.echo("\n".join(outlook.told(plans, hosts, datetime.now(UTC))))


def _end(
    reports: Sequence[run.RunReport], store_url: str, alarm: Alarm, *, as_json: bool
) -> NoReturn:
    """Tell what came of a crawl, and end with its code, whatever becomes of the telling."""
    code = report.exit_code(reports)
    _print(reports, shown(store_url), as_json=as_json)
    sys.stdout.flush()
    if code:
        _sound(alarm, reports, code)
    sys.exit(code)


def _sound(alarm: Alarm, reports: Sequence[run.RunReport], code: int, reason: str = "") -> None:
    for fault in alarm.sound(reports, code, reason):
        click.echo(fault, err=True)


def _store_if_there(url: str) -> AbstractContextManager[SqlListingStore | None]:
    try:
        return SqlListingStore(url)
    except StoreAbsent:
        return nullcontext()


def _statuses(store: SqlListingStore | None, now: datetime) -> list[Status]:
    """Return how every source is doing."""
    return [
        status_of(spider.source, store.runs(name) if store else (), now)
        for name, spider in run.spiders().items()
    ]


def _source_cells(one: Status, now: datetime) -> tuple[str, ...]:
    good = one.last_good
    listings = str(good.coverage.listings) if good else "-"
    when = f"{good.finished:%Y-%m-%d %H:%M} UTC" if good and good.finished else "never"
    due = when_due(one, now)
    return (one.source.name, listings, when, due, one.health.value, one.source.title)


def _replace(file: Path, text: str) -> None:
    """Write a file whole, or leave what was there."""
    aside = file.with_name(f".{file.name}.new")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error}") from error


def _print(reports: Sequence[run.RunReport], store: str, *, as_json: bool) -> None:
    if as_json:
        told = {"store": store, "exit_code": report.exit_code(reports), "runs": reports}
        click.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
        return
    click.echo(report.summary(reports))
    click.echo(f"\nThe listings are in {store}")


if __name__ == "__main__":
    main(prog_name="python -m crawler")
