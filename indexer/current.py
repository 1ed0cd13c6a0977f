"""The index that serves: always the newest good snapshot of a folder, swapped while it is asked."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from indexer.clinic import Clinic, Gone, Moved
from indexer.engine import shelf
from indexer.engine.index import EmbeddedIndex
from indexer.search import Answer, IndexUnavailable, Query, Region
from indexer.snapshot import newest_good, open_current

LOOK_EVERY_S = 1.0
RETRY_EVERY_S = 30.0
"""How often a refused snapshot is tried again: a copy from another machine may since be whole."""
_log = logging.getLogger(__name__)


class CurrentIndex:
    """A ClinicIndex that always answers from the newest good snapshot of a folder.

    It looks for a new one at most once a second, when it is asked, and opens it before it lets go
    of the old: no request is dropped. A bad snapshot is refused, said once in the log, and what
    served before goes on serving; at the start that is the newest good one on the shelf.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._looking = threading.Lock()
        self._index: EmbeddedIndex | None = None
        self._name: str | None = None
        self._problem = ""
        self._look_at = self._retry_at = -float("inf")

    @property
    def generation(self) -> str:
        """Which published snapshot answers."""
        return self._newest().generation

    @property
    def size(self) -> int:
        """How many open clinics there are."""
        return self._newest().size

    def search(self, query: Query) -> Answer:
        """Answer *query*; raise IndexUnavailable if there is no good snapshot."""
        return self._newest().search(query)

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id, open or not; None if it was never published."""
        return self._newest().clinic(clinic_id)

    def towns(self) -> Mapping[Region, int]:
        """Return every town that open clinics are in, with how many are."""
        return self._newest().towns()

    def named(self, typed: str, limit: int) -> list[Clinic]:
        """Return open clinics in whose names every typed word begins a word; the first *limit*."""
        return self._newest().named(typed, limit)

    def _newest(self) -> EmbeddedIndex:
        # Who comes while another thread looks is answered from the old snapshot, if there is one.
        first = self._index is None
        due = first or self._clock() >= self._look_at
        if due and self._looking.acquire(blocking=first):
            try:
                self._look(self._clock())
            finally:
                self._looking.release()
        if self._index is None:
            raise IndexUnavailable(self._problem)
        return self._index

    def _look(self, now: float) -> None:
        if now < self._look_at:
            return  # another thread has just looked
        self._look_at = now + LOOK_EVERY_S
        name = shelf.current_name(self._folder)
        if name == self._name and (not self._problem or now < self._retry_at):
            return
        self._name = name
        try:
            self._index = open_current(self._folder)
            self._problem = ""
        except IndexUnavailable as problem:
            self._refuse(str(problem), now)

    def _refuse(self, problem: str, now: float) -> None:
        if problem != self._problem:
            _log.error("%s", problem)
        self._problem = problem
        self._retry_at = now + RETRY_EVERY_S
        if self._index is None:
            self._index = newest_good(self._folder, shelf.generations(self._folder))
            if self._index is not None:
                _log.warning("the older snapshot %s serves", self._index.generation)
