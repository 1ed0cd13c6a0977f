"""Names, towns and streets as matching compares them: with what sources shorten written out; pure.

Beyond `normalize`, whose forms are also keys of what is kept, these may change with every rule.
"""

import re

from indexer.normalize import comparable_name, comparable_street, distinct_words, fold

_IN_NAMES = {
    "assoc": "associates", "assocs": "associates", "behav": "behavioral", "bldg": "building",
    "chldrns": "childrens", "cmty": "community", "cnty": "county", "comm": "community",
    "ctr": "center", "ctrs": "centers", "dept": "department", "fam": "family",
    "grp": "group", "hlth": "health", "hosp": "hospital", "inst": "institute", "med": "medical",
    "natl": "national", "outpt": "outpatient", "psychiat": "psychiatry", "serv": "services",
    "servs": "services", "svc": "services", "svcs": "services", "trt": "treatment",
    "univ": "university", "yth": "youth", "mt": "mount", "ft": "fort", "st": "saint",
}  # fmt: skip
"""As registries with short columns write them."""
_IN_TOWNS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    "|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts"
    "|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey"
    "|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania"
    "|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington"
    "|west virginia|wisconsin|wyoming"
    "|a[klrz]|c[ao]|de|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdhjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut"
    "|v[at]|w[aivy]"
)  # "ct" and "ne" are "court" and "northeast" by now
_OWNERS = rf"(?:us|u s|state|saint|{_STATES})"
_HIGHWAY = re.compile(rf"\b(?:{_OWNERS} )*(?:highway|route|rt|sr) (?=\d)")
_STATE_ROAD = re.compile(r"\bstate road (?=\d)")
_NUMBERED = re.compile(rf"^(\d+\w?) {_OWNERS} (?=\d+\w?\b)")
_KING = re.compile(r"\b(?:drive )?(?:martin luther king|m l king|m l k|mlk)(?: junior| jr)?\b")
_BOX = re.compile(r"(?:p o|po|post office) box\b")
_IN_QUEENS = re.compile(r"\s*(\d{1,3})-(\d\d)(?=\s)")


def matched_name(name: str) -> str:
    """Return a business name's words, written out, without the legal forms at its end."""
    return comparable_name(_written_out(name))


def matched_core(name: str, city: str) -> str:
    """Return the words of a name that are its own, written out; "" if it has none."""
    return distinct_words(_written_out(name), matched_town(city))


def matched_town(city: str) -> str:
    """Return a town's words, written out."""
    return " ".join(_IN_TOWNS.get(word, word) for word in fold(city).split())


def matched_street(street: str, postcode: str = "") -> str:
    """Return a street line's words, each numbered road in one form; "" for a post office box.

    A house number of Queens ("90-27") is one number, as its postcode tells; elsewhere it is a
    range.
    """
    if postcode.startswith("11"):
        street = _IN_QUEENS.sub(r"\1\2", street, count=1)
    words = comparable_street(street)
    if _BOX.match(words):
        return ""
    first, _, rest = words.partition(" ")
    if rest and first in _NUMBERS:
        words = f"{_NUMBERS[first]} {rest}"
    words = _STATE_ROAD.sub("highway ", _HIGHWAY.sub("highway ", words))
    return _KING.sub("mlk", _NUMBERED.sub(r"\1 highway ", words))


def is_box(street: str) -> bool:
    """Return whether a street line names a post office box: where mail goes, not where one is."""
    return _BOX.match(fold(street)) is not None


def _written_out(name: str) -> str:
    """Return a folded name with its short words written out."""
    words = fold(name.replace("&", " and ")).split()
    return " ".join(_IN_NAMES.get(word, word) for word in words)
