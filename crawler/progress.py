"""One run of one source under way: takes what its spider yields, and settles it with the store."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.census import Census
from crawler.health import Judgement, judge
from crawler.listing import Listing, Source
from crawler.record import Changes, Coverage, Outcome, Problem, Run
from crawler.shape import Shape
from crawler.states import state_of
from crawler.storable import fault
from crawler.store import ListingStore, StoreUnavailable
from crawler.suppression import Suppressed

BATCH = 1_000
"""Listings and passages written at a time: what a crash may lose of a run that does not count
anyway. A clinic's own site has hundreds of passages, a register's row hardly one."""
MAX_PROBLEMS = 1_000
"""Problems remembered of a run; a maintainer reads fewer."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What came of a run, for people."""

    source: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    """Why it is not simply good."""
    listings: int
    changes: Changes
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    fetched: int = 0
    """Answers that servers gave in this run."""
    unchanged: int = 0
    """Of them those that brought nothing new."""
    read: int = 0
    """Pages whose markup was read: new ones, and changed ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a run was asked for, as far as it is judged by it."""

    trial: bool = False
    """Cut short on purpose: it stands only where the source had no good run."""
    narrowed_to: Collection[str] = ()
    """States of the US: the run is a trial too, if what stands lies in others as well."""
    accept_fewer: bool = False
    """Good although it gives far less than the last good run."""
    looked: bool = True
    """Whether anybody was asked; what only read again what was kept withdraws nothing."""
    nationwide: bool = False
    """Whether a register was asked about the whole country."""
    shape: Shape | None = None
    """Of a register's rows; None where the source is none."""

    def seen_in(self, counted: Coverage) -> Coverage:
        """Return what was *counted* with the rows that it was taken from."""
        if self.shape is None:
            return counted
        return replace(counted, rows=self.shape.rows, fields=dict(self.shape.fields))


class Progress:
    """Holds a run from its first listing to its report; a store that fails, fails the run."""

    def __init__(
        self,
        store: ListingStore,
        source: Source,
        clock: Clock,
        suppressed: Suppressed = Suppressed(),  # noqa: B008  # frozen, and empty
    ) -> None:
        self._store = store
        self._source = source
        self._clock = clock
        self._suppressed = suppressed
        self._left_out = 0
        self._begun = clock()
        self._run: Run | None = None
        self._batch: list[Listing] = []
        self._waiting = 0
        """How many listings and passages the batch holds."""
        self._keys: set[str] = set()
        self._census = Census()
        self._problems: list[Problem] = []
        self._failures: list[str] = []

    @property
    def failed(self) -> bool:
        """Whether nothing that may still come can make this a good run."""
        return bool(self._failures)

    @property
    def count(self) -> int:
        """How many listings were taken."""
        return self._census.listings

    @property
    def source(self) -> str:
        """The name of the source."""
        return self._source.name

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return (self._clock() - self._begun).total_seconds()

    def begin(self) -> None:
        """Open the run in the store."""
        try:
            self._run = self._store.begin_run(self._source, self._begun)
        except StoreUnavailable as error:
            self.fail(str(error))

    def take(self, item: object) -> None:
        """Keep a listing, or note why it cannot be kept."""
        if self.failed:
            return
        if not isinstance(item, Listing):
            self.note(self._source.name, f"a {type(item).__name__} is no listing: it was left out")
        elif refused := fault(item, self._source.name):
            self.note(item.url or item.key, f"{refused}: it was left out")
        elif self._suppressed.listing(item):
            self._left_out += 1
        elif item.key in self._keys:
            self.note(item.url, f"the key {item.key!r} came twice: the second was left out")
        else:
            self._keys.add(item.key)
            self._census.add(item)
            self._batch.append(item)
            self._waiting += 1 + len(item.passages)
            if self._waiting >= BATCH:
                self._flush()

    def note(self, url: str, what: str) -> None:
        """Add a problem."""
        self._problems.append(Problem(url=url, what=what))

    def fail(self, reason: str) -> None:
        """Make this a failed run."""
        self._failures.append(reason)

    def settle(
        self,
        problems: Iterable[Problem] = (),
        terms: Terms = Terms(),
    ) -> RunReport:
        """Close the run with the spider's *problems* added; return its report."""
        self._problems.extend(problems)
        if self._left_out:
            # Never which: what is told here is kept.
            self.note("", f"{self._left_out} listings were left out, as their owners asked")
        self._flush()
        if self._leaves_out(terms.narrowed_to):
            terms = replace(terms, trial=True)
        coverage = terms.seen_in(self._census.coverage())
        judgement, changes = self._judge(terms, coverage), Changes()
        if self._run is not None:
            try:
                closed = self._finish(self._run, judgement, coverage, looked=terms.looked)
                changes = closed.changes
            except StoreUnavailable as error:
                reasons = (*judgement.reasons, str(error))
                judgement = Judgement(outcome=Outcome.FAILED, reasons=reasons)
        return RunReport(
            source=self._source.name,
            outcome=judgement.outcome,
            reasons=judgement.reasons,
            listings=self.count,
            changes=changes,
            problems=tuple(self._problems),
            seconds=self.seconds,
        )

    def _judge(self, terms: Terms, coverage: Coverage) -> Judgement:
        if not self.failed:
            try:
                last = self._store.last_good_run(self._source.name)
            except StoreUnavailable as error:
                self.fail(str(error))
        if self.failed:
            return Judgement(outcome=Outcome.FAILED, reasons=tuple(self._failures))
        if not self.count and self._closed_to_us():
            reasons = ("robots.txt keeps us out of every page",)
            return Judgement(outcome=Outcome.NOT_PERMITTED, reasons=reasons)
        if terms.trial and last and self.count:
            reasons = ("a limited run is a trial: the last good run stands",)
            return Judgement(outcome=Outcome.TRIAL, reasons=reasons)
        before = last.coverage if last and not terms.accept_fewer else None
        return judge(coverage, before, nationwide=terms.nationwide and not terms.trial)

    def _leaves_out(self, states: Collection[str]) -> bool:
        """Whether what stands lies in more states than *states*; False if these are all."""
        if not states or self.failed:
            return False
        inside = {"", *states}
        try:
            standing = self._store.listings(self._source.name)
            return any(state_of(stored.listing.address) not in inside for stored in standing)
        except StoreUnavailable as error:
            self.fail(str(error))
            return False

    def _closed_to_us(self) -> bool:
        """Whether robots.txt, and nothing else, stood between us and the pages."""
        said = [problem.what for problem in self._problems if problem.url]
        return bool(said) and all("robots.txt" in what for what in said)

    def _flush(self) -> None:
        batch, self._batch, self._waiting = self._batch, [], 0
        if not batch or self.failed or self._run is None:
            return
        try:
            self._store.add(self._run, batch)
        except StoreUnavailable as error:
            self.fail(str(error))

    def _finish(self, run: Run, judgement: Judgement, coverage: Coverage, *, looked: bool) -> Run:
        kept = self._problems[:MAX_PROBLEMS]
        if more := len(self._problems) - len(kept):
            kept.append(Problem(url="", what=f"and {more} problems more"))
        kept.extend(Problem(url="", what=reason) for reason in judgement.reasons)
        return self._store.finish_run(
            run,
            at=self._clock(),
            outcome=judgement.outcome,
            coverage=coverage,
            problems=kept,
            looked=looked,
        )
