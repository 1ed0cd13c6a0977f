"""Clinics that asked to be left out are not published; and what is published is not shown.

The list is the crawler's (`crawler.suppression`); this is the indexer's and the web's hand on it.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from crawler.suppression import FILE_NAME, Suppressed, SuppressionUnreadable, suppressed
from indexer.clinic import Clinic, Gone, Moved
from indexer.directory import Directory, Fate
from indexer.search import Answer, ClinicIndex, Query, Region
from indexer.understand.suggestions import ClinicNames

__all__ = ["FILE_NAME", "Suppressed", "SuppressionUnreadable", "Withheld", "suppressed", "without"]

LOOK_EVERY_S = 2.0
KNOWN_AT_MOST = 100_000
"""Clinics of which it is remembered whether they are on the list."""
_log = logging.getLogger(__name__)


def since(clinic: Clinic, listed: Suppressed) -> date | None:
    """Return since when a clinic is left out: by its id, phones, sites or address; else None."""
    hosts = (clinic.website, *(source.url for source in clinic.sources))
    found = [
        listed.clinic_id(clinic.id),
        *(listed.phone(phone, clinic.address.country) for phone in clinic.phones),
        *map(listed.domain, hosts),
        *(listed.domain(mail.rpartition("@")[2]) for mail in clinic.emails),
        listed.address(clinic.address.raw),
    ]
    return next(filter(None, found), None)


def without(
    found: Directory, listed: Suppressed, before: Mapping[str, Fate]
) -> tuple[Directory, int]:
    """Return a directory without those who are left out, and how many these are.

    Their ids are gone, since when they were: a link answers that the clinic is no longer listed.
    """
    out = {clinic.id: day for clinic in found.clinics if (day := since(clinic, listed))}
    gone = {
        clinic.id: _gone(clinic, before.get(clinic.id), out[clinic.id])
        for clinic in found.clinics
        if clinic.id in out
    }
    moved = {old: fate for old, fate in found.moved.items() if fate.to not in out}
    gone |= {
        old: replace(gone[fate.to], listings=fate.listings)
        for old, fate in found.moved.items()
        if fate.to in out
    }
    kept = tuple(clinic for clinic in found.clinics if clinic.id not in out)
    return replace(found, clinics=kept, moved=moved, gone={**found.gone, **gone}), len(out)


def _gone(clinic: Clinic, before: Fate | None, day: date) -> Gone:
    listings = tuple(sorted((one.source, one.key) for one in clinic.sources))
    since = before.since if isinstance(before, Gone) else day
    return Gone(since=since, point=clinic.point, listings=listings)


class NamedIndex(ClinicIndex, ClinicNames, Protocol):
    """An index that also finds the names that are being typed."""


class Withheld:
    """A ClinicIndex that shows nobody who is on the list, whatever snapshot is published.

    The file is looked at every other second. One that cannot be read at the start is refused; one
    that cannot be read later is said once in the log, and the list as it was read last holds.
    """

    def __init__(
        self, index: NamedIndex, file: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Raise SuppressionUnreadable if the list cannot be read."""
        self._index = index
        self._file = file
        self._clock = clock
        self._look_at = clock() + LOOK_EVERY_S
        self._stamp = self._stamp_now()
        self._listed = suppressed(file)
        self._held = self._stamp
        self._known: dict[tuple[str, str], date | None] = {}
        """Since when a clinic of a snapshot is left out."""

    @property
    def generation(self) -> str:
        """Which published snapshot answers."""
        return self._index.generation

    @property
    def edition(self) -> str:
        """Names the snapshot and the list: what is answered stays the same while both do."""
        self._look()
        return f"{self.generation} {self._held}"

    @property
    def size(self) -> int:
        """How many open clinics the snapshot holds."""
        return self._index.size

    def search(self, query: Query) -> Answer:
        """Answer *query* without those on the list; they are gone from the total as well."""
        self._look()
        answer = self._index.search(query)
        if not self._listed.since:
            return answer
        hits = tuple(hit for hit in answer.hits if not self._since(hit.clinic))
        if len(hits) == len(answer.hits):
            return answer
        return replace(answer, hits=hits, total=answer.total - len(answer.hits) + len(hits))

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id; a clinic on the list is gone."""
        found = self._index.clinic(clinic_id)
        if not isinstance(found, Clinic):
            return found
        self._look()
        day = self._since(found)
        return _gone(found, None, day) if day else found

    def named(self, typed: str, limit: int) -> list[Clinic]:
        """Return the clinics with that beginning of a name that are not on the list."""
        self._look()
        return [one for one in self._index.named(typed, limit) if not self._since(one)]

    def towns(self) -> Mapping[Region, int]:
        """Return the towns of the snapshot: who was left out since it was built still counts."""
        return self._index.towns()

    def _since(self, clinic: Clinic) -> date | None:
        key = (self._index.generation, clinic.id)
        if key not in self._known:
            if len(self._known) >= KNOWN_AT_MOST:
                self._known = {}
            self._known[key] = since(clinic, self._listed)
        return self._known[key]

    def _look(self) -> None:
        if self._clock() < self._look_at:
            return
        self._look_at = self._clock() + LOOK_EVERY_S
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self._stamp = stamp
            self._read()
            self._known = {}
            self._held = stamp

    def _read(self) -> None:
        if self._stamp == (0, 0) and self._listed.since:
            _log.error("%s is gone: the list as it was read last holds", self._file)
            return
        try:
            self._listed = suppressed(self._file)
        except SuppressionUnreadable as problem:
            _log.error("%s; the list as it was read last holds", problem)

    def _stamp_now(self) -> tuple[int, int]:
        try:
            found = self._file.stat()
        except OSError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_size)
