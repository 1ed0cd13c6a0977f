"""How far two records agree on where they are; pure."""

from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from indexer.matching.record import Record

ALIKE = 85
"""Street names at least so alike (0 to 100) are one, misspelt."""
_OPPOSED = frozenset(
    ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
)  # two that differ are two streets; one that is missing was left out

_KINDS = frozenset(
    (
        *("street", "avenue", "road", "boulevard", "drive", "lane", "court", "circle", "place"),
        *("way", "parkway", "highway", "square", "terrace", "trail", "plaza", "alley", "pike"),
    )
)


class Agreement(IntEnum):
    """What two records say together of their places."""

    ADDRESS = 1
    """One house, perhaps in different units."""
    NEARLY = 2
    """One street in one town, and house numbers that a slip of the finger tells apart; or one
    house number, postcode and phone, on streets of two names: many a road has two."""
    TOWN = 3
    """One town; at least one of them gives no street."""
    STATE = 4
    """One state; at least one of them gives no town."""
    UNSAID = 5
    """Too little is said to tell."""
    MOVED = 6
    """Two addresses in one state."""
    ELSEWHERE = 7
    """Two towns, states or countries."""


def agreement(a: Record, b: Record) -> Agreement:
    """Return how far *a* and *b* agree on where they are."""
    if a.country != b.country and a.country and b.country:
        return Agreement.ELSEWHERE
    one_zip = a.postcode == b.postcode != ""
    one_state = not (a.state and b.state) or a.state == b.state
    one_town = one_zip or (a.city == b.city != "" and one_state)
    if a.street and b.street:
        return _streets(a, b, one_town=one_town, one_state=one_state)
    if one_zip or (one_town and not (a.postcode and b.postcode)):
        return Agreement.TOWN
    if not one_state or (a.city and b.city) or (a.postcode and b.postcode):
        return Agreement.ELSEWHERE
    return Agreement.STATE if a.state and b.state else Agreement.UNSAID


def _streets(a: Record, b: Record, *, one_town: bool, one_state: bool) -> Agreement:
    if one_town or not (a.placed and b.placed):
        if a.street == b.street or streets_alike(a.street, b.street):
            return Agreement.ADDRESS
        if a.placed and b.placed and (_nearly(a.street, b.street) or _one_number(a, b)):
            return Agreement.NEARLY
    return Agreement.MOVED if one_state else Agreement.ELSEWHERE


@lru_cache(maxsize=1 << 16)
def streets_alike(one: str, other: str) -> bool:
    """Return whether two street lines name one house: words left out or misspelt in one."""
    number, _, street = one.partition(" ")
    other_number, _, other_street = other.partition(" ")
    return number == other_number and _one_street(street, other_street)


def _nearly(one: str, other: str) -> bool:
    number, _, street = one.partition(" ")
    other_number, _, other_street = other.partition(" ")
    digits = min(len(number), len(other_number)) >= 3 and number.isdigit()
    return street == other_street and digits and OSA.distance(number, other_number) == 1


def _one_number(a: Record, b: Record) -> bool:
    """Return whether all but the street's name agrees: number, unit, postcode, phone.

    Two streets with a word in common, such as "5th Avenue" and "5th Street", are two streets.
    """
    number, _, street = a.street.partition(" ")
    other_number, _, other_street = b.street.partition(" ")
    if number != other_number or len(number) < 3 or not a.phones & b.phones:
        return False
    if a.postcode != b.postcode or not a.postcode or (a.unit and b.unit and a.unit != b.unit):
        return False
    return not set(street.split()) & set(other_street.split()) - _KINDS


def _one_street(one: str, other: str) -> bool:
    words, other_words = set(one.split()), set(other.split())
    mine, theirs = words - other_words, other_words - words
    if not mine or not theirs:
        return bool(words & other_words)
    if any(word in _OPPOSED or word[0].isdigit() for word in mine | theirs):
        return False
    if mine <= _KINDS and theirs <= _KINDS:
        return False
    return max(fuzz.ratio(one, other), fuzz.ratio(_bare(one), _bare(other))) >= ALIKE


def _bare(street: str) -> str:
    """Return a street's name without its last word, if that says only what kind of street it is."""
    name, _, last = street.rpartition(" ")
    return name if name and last in _KINDS else street
