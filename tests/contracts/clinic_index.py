"""The search port in plain Python over a list: slow, and obviously right.

What counts as a word is the engine's own `terms_in`; everything else is thought out anew here.
"""

import math
from collections.abc import Iterable, Mapping

from indexer.clinic import Clinic, Gone, Moved, Point, Stance, Status
from indexer.engine.words import terms_in
from indexer.search import Answer, Hit, Near, Query, Region
from indexer.vocabulary import FACET_GROUPS, vocabulary

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

    def search(self, query: Query) -> Answer:
        """Answer *query* by looking at every clinic."""
        asked = [
            clinic
            for clinic in self._open()
            if is_at(clinic, query.place) and has_words(clinic, query.words)
        ]
        found = [clinic for clinic in asked if passes(clinic, query)]
        found.sort(key=lambda clinic: _order(clinic, query))
        page = found[query.offset : query.offset + query.limit]
        return Answer(
            hits=tuple(Hit(clinic=c, distance_km=distance_km(c, query.place)) for c in page),
            total=len(found),
            facets={group: _counts(asked, group, query) for group in FACET_GROUPS},
        )

    def _open(self) -> list[Clinic]:
        return [clinic for clinic in self.clinics.values() if clinic.status is Status.OPEN]


def is_at(clinic: Clinic, place: Near | Region | None) -> bool:
    """Whether a clinic is where the question asks; anywhere will do if it does not."""
    if place is None:
        return True
    if isinstance(place, Region):
        same_country = clinic.address.country.casefold() == place.country.casefold()
        same_state = clinic.address.state.casefold() == place.state.casefold()
        return same_country and (same_state or not place.state)
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


def has_words(clinic: Clinic, words: str) -> bool:
    """Whether every word asked occurs somewhere in the clinic's searchable text."""
    entries = vocabulary().entries
    stated = [entries[f.code] for f in clinic.facts if f.stance is Stance.STATED]
    texts = [
        *_names(clinic),
        clinic.address.postcode,
        *clinic.passages,
        *(entry.label for entry in stated),
        *(synonym for entry in stated for synonym in (*entry.synonyms, *entry.exact)),
    ]
    return set(terms_in(words)) <= {term for text in texts for term in terms_in(text)}


def passes(clinic: Clinic, query: Query, without: str = "") -> bool:
    """Whether a clinic passes every group of the question, but for the group *without*."""
    return all(
        any(_passes_code(clinic, code, query.include_unstated) for code in codes)
        for group, codes in query.facets.items()
        if codes and group != without
    )


def _passes_code(clinic: Clinic, code: str, include_unstated: bool) -> bool:
    silent = all(fact.code != code for fact in clinic.facts)
    return clinic.says(code) or (include_unstated and silent)


def _counts(asked: list[Clinic], group: str, query: Query) -> dict[str, int]:
    others = [clinic for clinic in asked if passes(clinic, query, without=group)]
    counts = {e: sum(c.says(e.code) for c in others) for e in vocabulary().group(group)}
    return {entry.code: count for entry, count in counts.items() if count or entry.facet}


def _order(clinic: Clinic, query: Query) -> tuple[float, int, int, str, str]:
    name, town = (len(set(terms_in(query.words)) & set(terms_in(t))) for t in _names(clinic))
    if query.place is not None:
        name = town = 0
    distance = distance_km(clinic, query.place) or 0.0
    return distance, -name, -town, clinic.name.casefold(), clinic.id


def _names(clinic: Clinic) -> tuple[str, str]:
    return clinic.name, f"{clinic.address.city} {clinic.address.state}"
