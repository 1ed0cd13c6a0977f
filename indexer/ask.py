"""Asks a published index in words and tells the answer as a person reads it, with the reasons.

Prints nothing itself. What it tells of a clinic is what its sources state, with the date.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from indexer import snapshot
from indexer.clinic import Clinic, Gone, Moved, Precision
from indexer.distance import KM_PER_MILE
from indexer.filters import filter_of
from indexer.places import Places
from indexer.search import MAX_RADIUS_KM, Answer, ClinicIndex, Hit, Near, Query, Region
from indexer.understand.finding import Found, Way, find
from indexer.understand.pieces import At, Here, Meaning, Open, States, Understanding, Within
from indexer.understand.reading import understand
from indexer.vocabulary import vocabulary

GROUPS_SHOWN = ("offering", "therapy", "payment")
_CENTRES = {
    Precision.ZIP: ", to the centre of its postcode",
    Precision.CITY: ", to the centre of its town",
}

Clock = Callable[[], float]
"""Seconds from any moment on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Something that was done for an answer."""

    name: str
    seconds: float
    came_of_it: str = ""


@dataclass(slots=True, kw_only=True)
class TimedIndex:
    """A ClinicIndex that notes each question it passes on."""

    index: ClinicIndex
    clock: Clock
    stages: list[Stage] = field(default_factory=list)

    @property
    def generation(self) -> str:
        """Which published snapshot answers."""
        return self.index.generation

    @property
    def size(self) -> int:
        """How many open clinics there are."""
        return self.index.size

    def search(self, query: Query) -> Answer:
        """Pass *query* on and note how long the answer took."""
        started = self.clock()
        answer = self.index.search(query)
        seconds = self.clock() - started
        stage = Stage(name=_asked(query), seconds=seconds, came_of_it=f"{answer.total:,} found")
        self.stages.append(stage)
        return answer

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Pass the question on; it is not noted."""
        return self.index.clinic(clinic_id)

    def towns(self) -> Mapping[Region, int]:
        """Pass the question on; it is not noted."""
        return self.index.towns()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An answer and how it came about."""

    found: Found
    generation: str
    stages: tuple[Stage, ...]


def ask(
    text: str,
    folder: Path,
    *,
    now: datetime,
    radius_km: float,
    limit: int,
    clock: Clock = time.perf_counter,
) -> Asked:
    """Ask the current snapshot in *folder*; raise IndexUnavailable, with the mend, without one."""
    started = clock()
    index = TimedIndex(index=snapshot.open_current(folder), clock=clock)
    opened = clock()
    places = Places()
    understand("near nowhere", places, now)  # reads every table that a server keeps in memory
    ready = clock()
    understood = understand(text, places, now)
    read = clock()
    found = find(understood, index, radius_km=radius_km, limit=limit)
    stages = (
        Stage(
            name="open the index", seconds=opened - started, came_of_it=f"{index.size:,} clinics"
        ),
        Stage(name="read the places and the vocabulary", seconds=ready - opened),
        Stage(name="understand", seconds=read - ready),
        *index.stages,
    )
    return Asked(found=found, generation=index.generation, stages=stages)


def told(asked: Asked, *, explain: bool) -> Iterator[str]:
    """Yield the answer line by line; with *explain* what was understood and each stage's time."""
    found = asked.found
    if explain:
        yield from _understanding(found.understood)
    yield from _caveats(found)
    if found.named:
        yield "A clinic of that name:"
        yield from _hits(found.named)
    yield _heading(found)
    yield from _hits(found.answer.hits)
    if explain:
        yield f"Times, index {asked.generation}:"
        for stage in asked.stages:
            yield f"  {stage.seconds * 1000:8.2f} ms  {stage.name:36} {stage.came_of_it}".rstrip()


def meant(meaning: Meaning) -> str:
    """Return what a piece means, in words."""
    if isinstance(meaning, At):
        labels = [place.label for place in meaning.choices[:4]]
        return f"the place {' or perhaps '.join(labels)}" if labels else "a place we do not know"
    if isinstance(meaning, Here):
        return "where you are, which we do not know here"
    if isinstance(meaning, Within):
        return f"within {_distance(meaning.radius_km)}"
    if isinstance(meaning, Open):
        return "open at a time"
    if isinstance(meaning, States):
        labels = [entry.label for code in sorted(meaning.codes) if (entry := filter_of(code))]
        either = " or ".join(labels)
        return f"states: {either}" if either else f"the word “{meaning.words}”"
    return f"states: {vocabulary().entries[meaning.code].label}: {meaning.value}"


def _understanding(understood: Understanding) -> Iterator[str]:
    yield "Understood:" if understood.pieces else "Understood: nothing; searched as words."
    for piece in understood.pieces:
        mended = f", read as “{piece.corrected}”" if piece.corrected else ""
        yield f"  “{understood.typed(piece)}”{mended}: {meant(piece.meaning)}"
    if understood.open_at:
        yield f"  the time: {understood.open_at:%A %Y-%m-%d %H:%M %Z}"
    if understood.pieces and understood.words:
        yield f"  words: {understood.words}"


def _caveats(found: Found) -> Iterator[str]:
    """Yield what a reader must know before the hits: what was not, or not quite, as asked."""
    if found.understood.unknown_place:
        place = found.understood.typed(found.understood.unknown_place)
        yield f"We know no place “{place}”; this is what its words find anywhere."
    if found.understood.here:
        yield "We do not know where you are; name a town or a postcode."
    if found.way is Way.WORDS and found.understood.pieces:
        yield "Nothing was found as understood; these hold the words as typed."
    if found.way is Way.BEYOND:
        yield f"None in {found.understood.choices[0].label}; nearest to its middle."
    if found.left_out:
        left_out = ", ".join(f"“{typed}”" for typed in found.left_out)
        yield f"Nobody states all of it; found without {left_out}."
    for typed, taken in found.answer.corrected.items():
        yield f"No clinic has “{typed}”; searched for “{taken}” and the like."
    if widened_to_km := found.answer.widened_to_km:
        everywhere = widened_to_km >= MAX_RADIUS_KM
        circle = "everywhere" if everywhere else f"within {_distance(widened_to_km)}"
        yield f"Nothing nearer: looked {circle}."


def _heading(found: Found) -> str:
    total, shown = found.answer.total, len(found.answer.hits)
    count = "No clinic" if not total else f"{total:,} {'clinic' if total == 1 else 'clinics'}"
    return f"{count} found{f'; the first {shown}:' if shown < total else ':' if total else '.'}"


def _hits(hits: tuple[Hit, ...]) -> Iterator[str]:
    for number, hit in enumerate(hits, 1):
        clinic = hit.clinic
        yield f"{number:3}. {clinic.name}{_town(clinic)}"
        yield f"     {' · '.join(_details(hit))}"


def _town(clinic: Clinic) -> str:
    address = clinic.address
    town = ", ".join(part for part in (address.city, address.state) if part)
    return f", {town} {address.postcode}".rstrip() if town else ""


def _details(hit: Hit) -> Iterator[str]:
    clinic = hit.clinic
    if hit.distance_km is not None and clinic.point:
        centre = _CENTRES.get(clinic.point.precision, "")
        yield f"about {_distance(hit.distance_km)}, straight line{centre}"
    yield from clinic.phones[:1]
    entries = vocabulary().entries
    stated = [entry for entry in entries.values() if entry.group in GROUPS_SHOWN]
    labels = [entry.label for entry in stated if clinic.says(entry.code)]
    yield f"states {', '.join(labels)}" if labels else "states no treatment by name"
    yield f"seen {clinic.last_seen}"
    yield f"/c/{clinic.id}/{clinic.slug}"


def _distance(km: float) -> str:
    miles = km / KM_PER_MILE
    return f"{miles:.0f} miles ({km:.0f} km)" if miles >= 2 else f"{miles:.1f} miles ({km:.1f} km)"


def _asked(query: Query) -> str:
    """Return what kind of question was asked of the index."""
    if isinstance(query.place, Near):
        return f"search around a point{', growing' if query.widen else ''}"
    if isinstance(query.place, Region):
        return "search in a region"
    return "search by words" if query.words else "search"
