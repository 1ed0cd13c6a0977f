"""The search port in plain Python over a list: slow, and obviously right.

What counts as a word is the engine's own `terms_in`; everything else is thought out anew here.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from indexer.clinic import Clinic, Gone, Moved, Point, Stance, Status
from indexer.cursor import cursor_after, offset_of
from indexer.engine.asked import Asked, Phrase, Prefix, Word, asked_in
from indexer.engine.words import spelled_in, terms_in
from indexer.filters import entries, group_of
from indexer.said import said
from indexer.search import (
    LONG_WORD,
    MOST_MENDED,
    WIDER_KM,
    Answer,
    Hit,
    Near,
    Query,
    Region,
    Sort,
    order_of,
)
from indexer.vocabulary import vocabulary

EARTH_RADIUS_KM = 6371.0088


class MemoryIndex:
    """Answers like a published snapshot of these clinics.

    Its relevance is the number of asked words in the clinic's name, then in its town.
    """

    generation = "memory"

    def __init__(
        self,
        clinics: Iterable[Clinic] = (),
        moved: Mapping[str, Moved] | None = None,
        gone: Mapping[str, Gone] | None = None,
    ) -> None:
        self.clinics = {clinic.id: clinic for clinic in clinics}
        self.moved = moved or {}
        self.gone = gone or {}

    @property
    def size(self) -> int:
        """How many open clinics there are."""
        return len(self._open())

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id, open or not; None if it was never published."""
        return self.clinics.get(clinic_id) or self.moved.get(clinic_id) or self.gone.get(clinic_id)

    def named(self, typed: str, limit: int) -> list[Clinic]:
        """Return the clinics in whose names every typed word begins a word, by their names."""
        words = typed.casefold().split()
        found = [
            clinic
            for clinic in self._open()
            if words
            and all(any(w.startswith(t) for w in clinic.name.casefold().split()) for t in words)
        ]
        return sorted(found, key=lambda clinic: (clinic.name.casefold(), clinic.id))[:limit]

    def towns(self) -> dict[Region, int]:
        """Return every town that open clinics are in, with how many are, by looking at each."""
        written = Counter(
            Region(country=c.address.country, state=c.address.region, city=c.address.city)
            for c in self._open()
        )
        towns: dict[tuple[str, ...], list[Region]] = {}
        for town in sorted(written, key=lambda town: (-written[town], _written(town))):
            towns.setdefault(tuple(map(str.casefold, _written(town))), []).append(town)
        return {towns[key][0]: sum(map(written.__getitem__, towns[key])) for key in sorted(towns)}

    def search(self, query: Query) -> Answer:
        """Answer *query* by looking at every clinic."""
        offset = offset_of(query, self.generation)
        answer = self._answer(query, offset)
        if answer.total or not query.widen or not isinstance(query.place, Near):
            return answer
        for radius_km in WIDER_KM:
            if radius_km > query.place.radius_km:
                place = replace(query.place, radius_km=radius_km)
                wider = self._answer(replace(query, place=place), offset)
                if wider.total:
                    return replace(wider, widened_to_km=radius_km)
        return answer

    def _answer(self, query: Query, offset: int) -> Answer:
        wanted, corrected = self._wanted(query)
        asked = [
            clinic
            for clinic in self._open()
            if is_at(clinic, query.place)
            and all(holds(clinic, terms) for terms in wanted)
            and is_open(clinic, query)
        ]
        found = [clinic for clinic in asked if passes(clinic, query)]
        found.sort(key=lambda clinic: _order(clinic, query))
        page = found[offset : offset + query.limit]
        return Answer(
            hits=tuple(
                Hit(c.id, distance_km(c, query.place), self.clinics.__getitem__) for c in page
            ),
            total=len(found),
            facets={group: _counts(asked, group, query) for group in query.counted},
            corrected=corrected,
            cursor=cursor_after(query, offset, len(found), self.generation),
        )

    def _wanted(self, query: Query) -> tuple[list[set[tuple[str, ...]]], dict[str, str]]:
        """Return for each thing asked the phrases of which one will do, and what was mended."""
        spellings = Counter(
            word for clinic in self._open() for text in texts(clinic) for word in text
        )
        wanted, corrected = [], {}
        for part in asked_in(query.words):
            wanted.append(set(_phrases(part, spellings)))
            fuzzy = query.fuzzy and len(corrected) < MOST_MENDED
            if fuzzy and isinstance(part, Word) and _is_unknown(part, spellings):
                similar = [word for word in spellings if is_near(part.typed, word[0])]
                wanted[-1] |= {(term,) for _, term in similar}
                if similar:
                    best = min(similar, key=lambda word: (-spellings[word], word))
                    corrected[part.typed] = best[0]
        return wanted, corrected

    def _open(self) -> list[Clinic]:
        return [clinic for clinic in self.clinics.values() if clinic.status is Status.OPEN]


def _written(town: Region) -> tuple[str, str, str]:
    return town.country, town.state, town.city


def is_at(clinic: Clinic, place: Near | Region | None) -> bool:
    """Whether a clinic is where the question asks; anywhere will do if it does not."""
    if place is None:
        return True
    if isinstance(place, Region):
        same_country = clinic.address.country.casefold() == place.country.casefold()
        same_state = place.state.casefold() in ("", clinic.address.region.casefold())
        same_town = place.city.casefold() in ("", clinic.address.city.casefold())
        return same_country and same_state and same_town
    distance = distance_km(clinic, place)
    return distance is not None and distance <= place.radius_km


def distance_km(clinic: Clinic, place: Near | Region | None) -> float | None:
    """Return how far a clinic is, to the millimetre; None without two points."""
    if not isinstance(place, Near) or clinic.point is None:
        return None
    here, there = _unit_vector(place), _unit_vector(clinic.point)
    half_chord = math.dist(here, there) / 2
    return round(2 * EARTH_RADIUS_KM * math.asin(min(1.0, half_chord)), 6)


def _unit_vector(point: Near | Point) -> tuple[float, float, float]:
    lat, lon = math.radians(point.lat), math.radians(point.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _phrases(part: Asked, spellings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    if isinstance(part, Phrase):
        yield part.terms
    elif isinstance(part, Prefix):
        yield from ((term,) for word, term in spellings if word.startswith(part.start))
    else:
        yield (part.term,)


def _is_unknown(part: Word, spellings: Iterable[tuple[str, str]]) -> bool:
    no_digit = not any(sign.isdigit() for sign in part.typed)
    return no_digit and all(term != part.term for _, term in spellings)


def is_near(typed: str, word: str) -> bool:
    """Whether *word* is within the edit distance that a word of that length is allowed."""
    return edits(typed, word) <= (2 if len(typed) >= LONG_WORD else 1)


def edits(a: str, b: str) -> int:
    """Return how many letters to insert, drop or exchange make one of the other."""
    row = list(range(len(b) + 1))
    for i, sign in enumerate(a, 1):
        before, row = row, [i]
        for j, other in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (sign != other)))
    return row[-1]


def holds(clinic: Clinic, phrases: set[tuple[str, ...]]) -> bool:
    """Whether one of *phrases* stands in the clinic's searchable text; two words in its own."""
    return any(
        phrase == tuple(term for _, term in text[start : start + len(phrase)])
        for phrase in phrases
        for text in (texts(clinic) if len(phrase) == 1 else own_texts(clinic))
        for start in range(len(text))
    )


def texts(clinic: Clinic) -> list[list[tuple[str, str]]]:
    """Return the words of everything that is searched, text by text."""
    entries = vocabulary().entries
    codes = sorted({fact.code for fact in clinic.facts if fact.stance is Stance.STATED})
    stated = [entries[code] for code in codes]
    labels = [label for e in stated for label in (e.label, *e.synonyms, *e.exact)]
    return [*own_texts(clinic), *map(_spelled_in, labels)]


def own_texts(clinic: Clinic) -> list[list[tuple[str, str]]]:
    """Return the words of what the clinic itself prints, text by text."""
    town = f"{clinic.address.city} {clinic.address.region} {clinic.address.postcode}"
    return [_spelled_in(text) for text in (clinic.name, town, *clinic.passages)]


@lru_cache(maxsize=100_000)
def _spelled_in(text: str) -> list[tuple[str, str]]:
    return spelled_in(text)


def is_open(clinic: Clinic, query: Query) -> bool:
    """Whether the clinic is open at the instant asked, by OpenStreetMap's own evaluation."""
    if query.open_at is None:
        return True
    if not (clinic.weekly and clinic.time_zone):
        return query.include_unstated
    local = query.open_at.astimezone(ZoneInfo(clinic.time_zone)).replace(tzinfo=None)
    state, _ = OpeningHours(clinic.weekly).state(local)
    return state is State.OPEN or (query.include_unstated and state is State.UNKNOWN)


def passes(clinic: Clinic, query: Query, without: str = "") -> bool:
    """Whether a clinic passes every group of the question, but for the group *without*."""
    return all(
        any(_passes_code(clinic, code, query.include_unstated) for code in codes)
        for group, codes in query.facets.items()
        if codes and group != without
    )


def _passes_code(clinic: Clinic, code: str, include_unstated: bool) -> bool:
    return said(clinic).get(code, include_unstated)


def _counts(asked: list[Clinic], group: str, query: Query) -> dict[str, int]:
    others = [clinic for clinic in asked if passes(clinic, query, without=group)]
    counts = {entry.code: 0 for entry in entries(group) if entry.facet}
    for code, stated in (told for clinic in others for told in said(clinic).items()):
        if stated and group_of(code) == group:
            counts[code] = counts.get(code, 0) + 1
    return counts


def _order(clinic: Clinic, query: Query) -> tuple[float, int, int, str, str]:
    order = order_of(query)
    distance = distance_km(clinic, query.place) or 0.0 if order is Sort.DISTANCE else 0.0
    asked = set(terms_in(query.words)) if order is Sort.RELEVANCE else set()
    name, town = (len(asked & set(terms_in(text))) for text in _names(clinic))
    return distance, -name, -town, clinic.name.casefold(), clinic.id


def _names(clinic: Clinic) -> tuple[str, str]:
    return clinic.name, f"{clinic.address.city} {clinic.address.state}"
