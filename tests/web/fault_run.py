"""A scheduled crawl of hosts that go wrong in every way, over days that pass quickly.

What is due is decided as `crawler.schedule` does, by a clock that goes from one tick to the next;
every request is made for real, at its real pace. In the middle of the first run its process is
killed. `fault_run` returns all that can be held against the plan.
"""

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from crawler.listing import SourceKind
from crawler.manners.budgets import trap_in
from crawler.progress import RunReport
from crawler.record import Outcome, Run, StoredListing
from crawler.schedule import due_sources
from crawler.settings import BOT
from crawler.store import SqlListingStore
from tests.crawler.crawls import all_reports, command
from tests.web.faults import FORBID_PRICES, Calendar, Fault, fault_of, hosts_of, number_of
from tests.web.fetch import fixture_settings
from tests.web.server import Asked, FixtureWeb
from tests.web.sites_of_clinics import name_of

FIRST = datetime(2026, 11, 2, 9, tzinfo=UTC)
SOURCE = "clinic_sites"
PACE_S = fixture_settings(0)["DOWNLOAD_DELAY"]
NOTED_LATE_S = 0.25
"""How late a busy machine's server may come to read a request that was sent in time."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOfDay:
    """One run of the schedule, and what the servers saw of it."""

    at: datetime
    killed: bool
    report: RunReport
    asked: tuple[Asked, ...]

    def told(self) -> str:
        """Return what it came to, as a line."""
        hosts = len({one.host for one in self.asked})
        return (
            f"{self.at:%Y-%m-%d %H:%M}  {len(self.asked):5} requests to {hosts:3} hosts  "
            f"{self.report.listings:4} listings  {len(self.report.problems):4} problems  "
            f"{self.report.seconds:5.1f} s  {self.report.outcome}"
            + ("  (killed and resumed)" if self.killed else "")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came of it all."""

    hosts: tuple[str, ...]
    days: Sequence[RunOfDay]
    stored: Sequence[StoredListing]
    runs: tuple[Run, ...]
    port: int
    seconds: float

    def faults(self) -> list[str]:
        """Return everything that is not as it must be; [] if nothing is."""
        return [
            *self._wrong_listings(),
            *self._untold(),
            *self._broken_rules(),
            *self._lost(),
        ]

    def _wrong_listings(self) -> Iterator[str]:
        """Every clinic that can be read is listed once, with its own words, and no other."""
        by_host: dict[str, list[StoredListing]] = {}
        for one in self.stored:
            by_host.setdefault(urlsplit(one.listing.website).hostname or "", []).append(one)
        for host in self.hosts:
            found, fault = by_host.get(host, []), fault_of(host)
            if fault is None or (fault.listed and "linktrap" not in host):
                yield from _unlike(host, found)
            elif found and not fault.listed:
                yield f"{host}: is listed"

    def _untold(self) -> Iterator[str]:
        """The last report names every fault, and nothing of a healthy host."""
        told: dict[str, list[str]] = {}
        for problem in self.days[-1].report.problems:
            host = urlsplit(problem.url).hostname or ""
            told.setdefault(host, []).append(problem.what)
        for host in self.hosts:
            said, fault = told.get(host, []), fault_of(host)
            if fault is None and said:
                yield f"{host}: is healthy, and the report says {said}"
            if fault and fault.told and not any(_names(fault, what) for what in said):
                yield f"{host}: the report does not say {fault.told!r} but {said}"

    def _broken_rules(self) -> Iterator[str]:
        """The servers' log: rules first, nothing that they forbid, no trap, nobody else."""
        for day in self.days:
            paths: dict[str, list[str]] = {}
            for asked in day.asked:
                paths.setdefault(asked.host, []).append(asked.path)
            for host, asked_for in paths.items():
                for fault in _breaches(host, asked_for, self.hosts):
                    yield f"{day.at:%m-%d} {host}: {fault}"
            if not day.killed:  # its second process begins at once
                yield from _too_fast(day)

    def _lost(self) -> Iterator[str]:
        """Every run stands, the killed one was gone on with, and it asked for nothing twice."""
        for day in self.days:
            if not day.report.outcome.stands:
                yield f"{day.at:%m-%d}: the run ended {day.report.outcome}: {day.report.reasons}"
            if day.killed:
                yield from _twice(day)
        ended = [run.outcome for run in reversed(self.runs)]
        wanted = [Outcome.FAILED, *(day.report.outcome for day in self.days)]
        if ended != wanted:
            yield f"the runs ended {ended}: the killed one failed, and nothing else"


def fault_run(
    url: str, *, each: int, healthy: int, ticks: Sequence[timedelta], say: Say = lambda _: None
) -> Findings:
    """Crawl *each* hosts of every fault and so many *healthy* ones, if due at each of the *ticks*.

    A tick is the time since the first; what is due and when it is told moves with it alone.
    """
    calendar, begun, done = Calendar(), time.monotonic(), list[RunOfDay]()
    with FixtureWeb(hosts_of(each, healthy, calendar)) as web:
        for tick in ticks:
            at = FIRST + tick
            if not _is_due(url, at):
                continue
            web.forget()
            calendar.day = tick.days
            killed = not done
            report = _killed_and_resumed(web, url, at) if killed else _run(web, url, at)
            done.append(RunOfDay(at=at, killed=killed, report=report, asked=web.requests))
            say(done[-1].told())
        with SqlListingStore(url) as store:
            return Findings(
                hosts=web.hosts,
                days=done,
                stored=list(store.listings(SOURCE)),
                runs=store.runs(SOURCE),
                port=web.port,
                seconds=time.monotonic() - begun,
            )


def _is_due(url: str, at: datetime) -> bool:
    """Whether the schedule would run the clinics' sites now."""
    with SqlListingStore(url, create=True) as store:
        return bool(due_sources({SOURCE: SourceKind.SITE}, store.runs, at))


def _words(web: FixtureWeb, at: datetime) -> list[str]:
    return [*(f"--site={host}" for host in web.hosts), f"--at={at:%Y-%m-%dT%H:%M}"]


def _run(web: FixtureWeb, url: str, at: datetime) -> RunReport:
    [report] = all_reports("due", url, web.port, *_words(web, at), timeout_s=600)
    return report


def _killed_and_resumed(web: FixtureWeb, url: str, at: datetime) -> RunReport:
    """Kill the run in its middle, when all hosts may have been asked once, then go on with it."""
    words = command("due", url, web.port, *_words(web, at))
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    until = time.monotonic() + 120
    while len(web.requests) < 2 * len(web.hosts) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    [report] = all_reports("resume", url, web.port, f"--at={at:%Y-%m-%dT%H:%M}", timeout_s=600)
    return report


def _names(fault: Fault, what: str) -> bool:
    return fault.told in what or bool(fault.or_told and fault.or_told in what)


def _unlike(host: str, found: Sequence[StoredListing]) -> Iterator[str]:
    """Yield in what a host's listing is not its clinic's."""
    number = number_of(host)
    if len(found) != 1:
        yield f"{host}: {len(found)} listings"
        return
    [one] = found
    if name_of(number) not in one.listing.name:
        yield f"{host}: is called {one.listing.name!r}"
    if one.listing.address != (f"{400 + number} Invented Street", "Denver, CO 80202"):
        yield f"{host}: lies at {one.listing.address}"
    words = " ".join(passage.text for passage in one.listing.passages)
    if f"at {name_of(number)}." not in words or "Spravato" in words:
        yield f"{host}: does not say what it says"
    if one.missing_since is not None:
        yield f"{host}: is missing since {one.missing_since}"


def _breaches(host: str, paths: Sequence[str], hosts: Sequence[str]) -> Iterator[str]:
    """Yield what in the paths that a host was asked for breaks a rule."""
    if host not in hosts:
        yield "nobody listed it"
        return
    fault = fault_of(host)
    if paths[0] != "/robots.txt":
        yield f"was asked for {paths[0]} before its rules"
    if fault and fault.closed and set(paths) != {"/robots.txt"}:
        yield f"is closed to us, and was asked for {set(paths)}"
    if host.startswith("rulesforbidone"):
        rules = Protego.parse(FORBID_PRICES.body.decode())
        yield from (f"forbids {path}" for path in paths if not rules.can_fetch(path, BOT))
    yield from (f"{path} is a trap" for path in paths if trap_in(path) or "secret" in path)
    if len(set(paths)) > 26:
        yield f"was asked for {len(set(paths))} pages"


def _too_fast(day: RunOfDay) -> Iterator[str]:
    """Yield the hosts that were asked faster than our pace: so long from first to last request.

    What is noted is when the server came to read a request, so the first may be noted late.
    """
    times: dict[str, list[float]] = {}
    for one in day.asked:
        times.setdefault(one.host, []).append(one.at)
    for host, at in times.items():
        if at[-1] - at[0] + NOTED_LATE_S < PACE_S * (len(at) - 1):
            yield f"{day.at:%m-%d} {host}: {len(at)} requests within {at[-1] - at[0]:.2f} s"


def _twice(day: RunOfDay) -> Iterator[str]:
    """Yield the healthy hosts that a resumed run asked for the same page more than it may.

    One request of a host may have been on its way when the process was killed.
    """
    counted = Counter((one.host, one.path) for one in day.asked if fault_of(one.host) is None)
    for (host, path), count in counted.items():
        if count > 2:
            yield f"{host}: was asked {count} times for {path}"
