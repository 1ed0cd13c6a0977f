"""The search port: what may be asked and what is answered; knows no engine."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from indexer.clinic import Clinic, Gone, Moved
from indexer.filters import entry as filter_entry
from indexer.vocabulary import FACET_GROUPS

MAX_RADIUS_KM = 20_100.0
"""Half the Earth's circumference, rounded up: nothing is farther away."""
MAX_WORDS_LENGTH = 200
"""Characters of free text; more than a person types into a search box."""
WIDER_KM = (50.0, 100.0, 250.0, MAX_RADIUS_KM)
"""The radii through which a search that finds nothing may grow; the last is the whole Earth."""
SHORTEST_PREFIX = 2
"""Letters before a `*`; a `*` after fewer is a sign like any other."""
LONG_WORD = 8
"""Letters from which on two mistakes in a word are mended; one before."""
MOST_MENDED = 8
"""Words of one question that are mended: the first ones that nobody holds."""


class IndexUnavailable(RuntimeError):
    """Raised when there is no index to ask; never to be shown as "no clinics found"."""


class QueryError(ValueError):
    """Raised when a query cannot be asked; its text says what is wrong with it."""


class StaleCursor(QueryError):
    """Raised when a cursor is of another snapshot: its pages cannot be continued."""


class Sort(StrEnum):
    """What orders the hits; ties go by name without case, then by id."""

    BEST = "best"
    """Distance where the question has a point; name within a region; relevance for words alone;
    name otherwise."""
    DISTANCE = "distance"
    NAME = "name"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Within *radius_km*, inclusive, of a point, by great circle on a sphere of the mean radius.

    Distances are to the millimetre: clinics at one point are equally far, and the noise of
    floating point neither orders clinics nor leaves one out. A clinic without a point is never
    near.
    """

    lat: float
    lon: float
    radius_km: float

    def __post_init__(self) -> None:
        """Refuse a point off the Earth or a radius that is not a distance."""
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise QueryError(f"({self.lat}, {self.lon}) is not a point on the Earth")
        if not 0 <= self.radius_km <= MAX_RADIUS_KM:
            raise QueryError(f"{self.radius_km} km is not a radius from 0 to {MAX_RADIUS_KM:.0f}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Everything whose address is in a country, one of its states, or a town, in any case.

    A clinic needs no point to be in a region, and has no distance there. A part that is "" asks
    nothing.
    """

    country: str
    state: str = ""
    """As `Address.region` words it."""
    city: str = ""


UNCOUNTED: frozenset[str] = frozenset()
"""No group of filters, for who wants no counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question about open clinics. An empty one asks for all of them.

    Facet codes are ORed inside a group and ANDed across groups: a clinic passes a group if it
    states any code asked for. A group without codes asks nothing.
    """

    place: Near | Region | None = None
    words: str = ""
    """Plain text. Every word must occur in the clinic's name, its town, its passages, or the labels
    and synonyms of what it states. Case, accents and English and Spanish endings do not matter.

    "Double quotes" ask for words that follow each other in the name, the town or one passage. A
    word of at least `SHORTEST_PREFIX` letters that ends in `*` asks for any word with that
    beginning, with all its endings. Other signs, and words such as "in" and "the", ask nothing.
    """
    fuzzy: bool = False
    """Whether a word that no open clinic holds stands for the words within edit distance 1, or 2
    from `LONG_WORD` letters on, any of them matching. Prefixes, phrases and what has a digit in
    it are taken as typed: one postcode is not another one misspelt. So are all words once
    `MOST_MENDED` are mended."""
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Group, one of `FACET_GROUPS` -> codes asked for, as `indexer.filters` words them."""
    counted: frozenset[str] = frozenset(FACET_GROUPS)
    """The groups whose filters are counted."""
    include_unstated: bool = False
    """Whether a clinic also passes a group if, for at least one code asked, it says nothing at all:
    neither that it has it nor that it has it not."""
    open_at: datetime | None = None
    """An instant, with a time zone, at which the clinic's certain weekly hours, in its own time
    zone, say that it is open. They know no holidays. Who prints no certain hours, or whose time
    zone is not known, passes only with `include_unstated`."""
    sort: Sort = Sort.BEST
    widen: bool = False
    """Whether the radius of a `Near` without any hit grows through `WIDER_KM`."""
    offset: int = 0
    limit: int = 25
    """Hits at most; 0 asks only how many there are."""
    cursor: str = ""
    """The cursor of an answer to this question, for the page that follows it; "" for `offset`."""

    def __post_init__(self) -> None:
        """Refuse words no person types, pages that cannot be, and orders without a sense."""
        if len(self.words) > MAX_WORDS_LENGTH:
            raise QueryError(f"more than {MAX_WORDS_LENGTH} characters to search for")
        if self.offset < 0 or not 0 <= self.limit <= 1000:
            raise QueryError("a page starts at 0 or later and holds 0 to 1000 clinics")
        if self.cursor and self.offset:
            raise QueryError("a page starts at a cursor or at an offset, not at both")
        if self.open_at is not None and self.open_at.utcoffset() is None:
            raise QueryError("the time at which to be open has no time zone")
        if self.open_at is not None and not 1970 <= self.open_at.year < 9999:
            raise QueryError(f"the year {self.open_at.year} is too far away to be open in")
        if self.sort is Sort.DISTANCE and not isinstance(self.place, Near):
            raise QueryError("only around a point can clinics be sorted by distance")
        if self.sort is Sort.RELEVANCE and not self.words.strip():
            raise QueryError("without words there is no relevance to sort by")
        _check_groups(self.facets.keys() | self.counted)
        _check_codes(self.facets)


def order_of(query: Query) -> Sort:
    """Return what orders the hits of *query*: never `BEST`."""
    if query.sort is not Sort.BEST:
        return query.sort
    if isinstance(query.place, Near):
        return Sort.DISTANCE
    return Sort.RELEVANCE if query.words and query.place is None else Sort.NAME


def _check_groups(groups: Set[str]) -> None:
    """Refuse what searches do not filter by."""
    for group in groups:
        if group not in FACET_GROUPS:
            raise QueryError(f"there is no filter {_short(group)}")


def _check_codes(facets: Mapping[str, frozenset[str]]) -> None:
    """Refuse what no filter is called; a value that no clinic states is none the less one."""
    for group, codes in facets.items():
        for code in codes:
            if filter_entry(group, code) is None:
                raise QueryError(f"there is no {group} {_short(code)}")


def _short(text: str) -> str:
    """Return *text* as it may stand in a message: hostile input cut and quoted."""
    return repr(text[:60])


class Hit(NamedTuple):
    """One clinic found. Whoever looks only at its id, or counts hits, decodes no clinic."""

    id: str
    distance_km: float | None
    """None where the question or the clinic has no point."""
    read: Callable[[str], Clinic]
    """Gives the clinic of the id, as the index knew it when it answered."""

    @property
    def clinic(self) -> Clinic:
        """The clinic, decoded when it is looked at."""
        return self.read(self.id)

    def __eq__(self, other: object) -> bool:
        """Whether the same clinic was found as far away, by whichever index."""
        return (
            isinstance(other, Hit)
            and (self.id, self.distance_km) == (other.id, other.distance_km)
            and (self.clinic == other.clinic)
        )

    def __hash__(self) -> int:
        """Hits that are equal have one hash."""
        return hash((self.id, self.distance_km))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found, in the order that `Sort` tells."""

    hits: tuple[Hit, ...]
    """The page asked for."""
    total: int
    facets: Mapping[str, Mapping[str, int]]
    """Group -> code -> clinics that state it, with the place, the words, the time and all other
    groups' filters applied. Every group of `Query.counted` is there, with each of its codes that is
    shown as a filter (zero included) and each other code, such as a value's, that any of them
    states. `indexer.filters.entry` tells what a code says to people."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Word typed -> the most frequent of the words taken in its place, the first of the alphabet
    among equals; both in small letters without accents. {} where nothing was replaced."""
    widened_to_km: float | None = None
    """The radius at which something was found; None if it did not grow, or to no avail."""
    cursor: str = ""
    """Where the next page starts, in this snapshot only; "" after the last one."""


class ClinicIndex(Protocol):
    """An index of clinics, open for questions."""

    @property
    def generation(self) -> str:
        """Which published snapshot answers."""
        ...

    @property
    def size(self) -> int:
        """How many open clinics there are."""
        ...

    def search(self, query: Query) -> Answer:
        """Answer *query*; raise IndexUnavailable if it cannot be asked now.

        Raises QueryError for a cursor that is none, StaleCursor for one of another snapshot.
        """
        ...

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Return what became of an id, open or not; None if it was never published."""
        ...

    def towns(self) -> Mapping[Region, int]:
        """Return every town that open clinics are in, as most of them write it, with how many are.

        In the order of their names without case. What an address does not state is "", even the
        country. Raises IndexUnavailable if it cannot be asked now.
        """
        ...
