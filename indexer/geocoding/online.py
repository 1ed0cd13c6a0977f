"""Asks an online geocoder for what is not remembered, patiently; keeps answers, never errors."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from indexer.clinic import Address
from indexer.geocode import Answer, Answers, Geocoder, GeocodingFailed, Question, question_of
from indexer.geocoding.census import CensusGeocoder
from indexer.geocoding.memory import Memory
from indexer.geocoding.nominatim import NominatimGeocoder

FAILURES_IN_A_ROW = 3
"""After so many a service is taken to be down, and left alone until the next build."""
LONGEST_WAIT_S = 60.0
"""For one question; a service that wants more rest gets it until the next build."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What became of a build's questions."""

    remembered: int = 0
    found: int = 0
    not_found: int = 0
    unanswered: int = 0
    reason: str = ""
    """Why, of the last that went unanswered."""

    def __str__(self) -> str:
        """The report as one line."""
        text = (
            f"{self.remembered} remembered, {self.found} found, {self.not_found} not found, "
            f"{self.unanswered} unanswered"
        )
        return f"{text}: {self.reason}; build again with --force" if self.reason else text


class Online:
    """Answers addresses from memory, else from one geocoder; an `indexer.geocode.Ask`."""

    def __init__(
        self,
        geocoder: Geocoder,
        memory: Memory,
        today: date,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.report = Report()
        self._geocoder = geocoder
        self._memory = memory
        self._today = today
        self._sleep = sleep

    def __call__(self, addresses: Collection[Address]) -> Answers:
        """Return the answers there are; an address without one is not in them."""
        asked = {address: question_of(address) for address in addresses}
        wanted = [q for q in dict.fromkeys(asked.values()) if q and self._geocoder.covers(q)]
        known = self._memory.known(self._geocoder.name, wanted, self._today)
        self.report.remembered += len(known)
        known |= self._asked([question for question in wanted if question not in known])
        return {
            address: answer
            for address, question in asked.items()
            if question and (answer := known.get(question))
        }

    def _asked(self, questions: Sequence[Question]) -> dict[Question, Answer | None]:
        """Return and remember the answers that the service gives now."""
        found: dict[Question, Answer | None] = {}
        failures = 0
        calls = list(_batches(questions, self._geocoder.per_call))
        for call in calls[: self._geocoder.per_build]:
            try:
                answers = self._patiently(call)
            except GeocodingFailed as failure:
                self.report.reason = str(failure)
                failures += 1
                if failure.final or failures == FAILURES_IN_A_ROW:
                    break
                continue
            failures = 0
            self._memory.keep(self._geocoder.name, answers, self._today)
            found |= answers
        self._count(questions, found)
        return found

    def _patiently(self, call: Sequence[Question]) -> Mapping[Question, Answer | None]:
        """Return the answers to one call, asked twice if the service is worth the wait."""
        try:
            return self._geocoder.ask(call)
        except GeocodingFailed as failure:
            wait_s = failure.again_after_s
            if wait_s is None or wait_s > LONGEST_WAIT_S:
                raise
            self._sleep(wait_s)
            return self._geocoder.ask(call)

    def _count(
        self, questions: Sequence[Question], found: Mapping[Question, Answer | None]
    ) -> None:
        missed = sum(answer is None for answer in found.values())
        self.report.found += len(found) - missed
        self.report.not_found += missed
        self.report.unanswered += len(questions) - len(found)
        if self.report.unanswered and not self.report.reason:
            self.report.reason = "more than one build may ask, or left out of the reply"


def geocoder_named(text: str, *, contact: str = "") -> Geocoder:
    """Return the geocoder of an option "census" or "nominatim=URL"; raise ValueError for another.

    *contact* is a web or mail address of the operator, which the public Nominatim demands.
    """
    kind, _, url = text.partition("=")
    if text == "census":
        return CensusGeocoder()
    if kind == "nominatim" and url:
        return NominatimGeocoder(url, contact=contact)
    raise ValueError(f'"{text}" is no geocoder: census, or nominatim=https://your.server')


def _batches(questions: Iterable[Question], size: int) -> Iterator[tuple[Question, ...]]:
    rest = iter(questions)
    while batch := tuple(islice(rest, size)):
        yield batch
