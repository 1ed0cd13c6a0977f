"""A store in memory: the port's meaning in the fewest words, kept to the same contract."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.census import left_of, with_listing
from crawler.listing import Listing, Source
from crawler.record import Changes, Coverage, Outcome, Problem, Run, StoredListing
from crawler.storable import cleaned, digest, digest_of_run, fault, fingerprint, wording
from crawler.turnover import ABANDONED_AFTER

KILLED = Problem(url="", what="the run stopped without finishing")


class MemoryListingStore:
    """Keeps every run in a list and, for each source, what its last good run left."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._open: dict[int, dict[str, Listing]] = {}
        self._current: dict[str, dict[str, StoredListing]] = {}
        self._standing: dict[str, Run] = {}
        self._sightings: dict[tuple[str, str], datetime] = {}
        self._changes: dict[tuple[str, str], tuple[str, datetime]] = {}

    def begin_run(self, source: Source, at: datetime) -> Run:
        """Open a run; close those of the source that were killed long ago."""
        for run in self.runs(source.name):
            if run.id in self._open and run.started < at - ABANDONED_AFTER:
                self._close(replace(run, finished=at, outcome=Outcome.FAILED, problems=(KILLED,)))
        run = Run(id=len(self._runs) + 1, source=source, started=at)
        self._runs.append(run)
        self._open[run.id] = {}
        return run

    def add(self, run: Run, listings: Iterable[Listing]) -> None:
        """Keep listings with an open run, all or none."""
        sound = []
        for listing in listings:
            if found := fault(listing, run.source.name):
                raise ValueError(found)
            sound.append(cleaned(listing))
        self._given(run).update({listing.key: listing for listing in sound})

    def finish_run(
        self,
        run: Run,
        *,
        at: datetime,
        outcome: Outcome,
        coverage: Coverage,
        problems: Sequence[Problem] = (),
        looked: bool = True,
    ) -> Run:
        """Close a run; let its source stand on it if it stands."""
        if outcome is Outcome.RUNNING:
            raise ValueError("a finished run is no longer running")
        given = self._given(run)
        closed = replace(
            run, finished=at, outcome=outcome, coverage=coverage, problems=tuple(problems)
        )
        if outcome.stands:
            closed = replace(closed, changes=self._turn_over(closed, given, looked=looked))
            self._standing[closed.source.name] = closed
        self._close(closed)
        return closed

    def forget(self, source: str, keys: Collection[str]) -> int:
        """Delete listings for good."""
        current = self._current.get(source, {})
        gone = [key for key in set(keys) if current.pop(key, None)]
        for key in gone:
            self._sightings.pop((source, key), None)
            self._changes.pop((source, key), None)
        if source in self._standing:
            counted, before = Coverage(), self._standing[source]
            for one in current.values():
                counted = counted if one.missing_since else with_listing(counted, one.listing)
            coverage = left_of(before.coverage, counted)
            self._standing[source] = replace(before, coverage=coverage)
        return len(gone)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources that stand."""
        return tuple(self._standing[name].source for name in sorted(self._standing))

    def listings(self, source: str | None = None) -> Iterator[StoredListing]:
        """Yield what the last good runs left."""
        for name in sorted(self._current):
            if source in (None, name):
                current = self._current[name]
                yield from [current[key] for key in sorted(current)]

    def last_good_run(self, source: str) -> Run | None:
        """Return the run a source stands on."""
        return self._standing.get(source)

    def runs(self, source: str) -> tuple[Run, ...]:
        """Return a source's runs, the newest first."""
        return tuple(run for run in reversed(self._runs) if run.source.name == source)

    def fingerprint(self) -> str:
        """Return a digest of what is current."""
        return fingerprint(
            (run.source, digest_of_run(self._digests(name))) for name, run in self._standing.items()
        )

    def _digests(self, source: str) -> Iterator[tuple[str, str, bool]]:
        for one in self.listings(source):
            yield one.listing.key, digest(one.listing), one.missing_since is not None

    def _given(self, run: Run) -> dict[str, Listing]:
        if run.id not in self._open:
            raise ValueError("the run is not open")
        return self._open[run.id]

    def _close(self, run: Run) -> None:
        del self._open[run.id]
        self._runs[run.id - 1] = run

    def _turn_over(self, run: Run, given: dict[str, Listing], *, looked: bool) -> Changes:
        name = run.source.name
        before = self._current.get(name, {})
        absent = {key: one for key, one in before.items() if key not in given}
        missed = {key: one for key, one in absent.items() if one.missing_since is None}
        still = {} if looked else {key: one for key, one in absent.items() if key not in missed}
        for key, listing in given.items():
            self._sightings.setdefault((name, key), run.started)
            said, since = self._changes.get((name, key), ("", run.started))
            now = wording(listing)
            moved = said != now and looked
            self._changes[name, key] = (now, run.started if moved else since)
        self._current[name] = (
            {
                key: StoredListing(
                    listing=listing,
                    first_seen=self._sightings[name, key],
                    changed_at=self._changes[name, key][1],
                    run=run.id,
                )
                for key, listing in given.items()
            }
            | {key: replace(one, missing_since=run.finished) for key, one in missed.items()}
            | still
        )
        again = [key for key in given if key in before]
        return Changes(
            new=len(given) - len(again),
            changed=sum(wording(given[key]) != wording(before[key].listing) for key in again),
            missing=len(missed),
            withdrawn=len(absent) - len(missed) - len(still),
        )
