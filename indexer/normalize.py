"""Pure comparable forms of names, streets and websites; for matching, never for show."""

import re
import unicodedata
from urllib.parse import urlsplit

import tldextract

# No network and no cache on disk: only the suffix list that ships with the package. Private
# suffixes count, because "a.wixsite.com" and "b.wixsite.com" are two clinics.
_suffixes = tldextract.TLDExtract(
    suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
)


def _words(text: str) -> list[str]:
    return text.split()


_LEGAL = frozenset(
    _words(
        "llc inc incorporated pc pllc pa pbc ltd limited llp lp corp corporation co company plc pty"
        " apc psc sc"
    )
)
_GENERIC = frozenset(
    _words(
        "ketamine esketamine spravato infusion infusions iv therapy therapies treatment treatments"
        " wellness clinic clinics center centers centre centres health healthcare medical medicine"
        " mental psychiatry psychiatric institute services group practice care and of the"
        " at for pain brain"
    )
)
_STREET_WORDS = {
    "aly": "alley", "av": "avenue", "ave": "avenue", "blvd": "boulevard", "cir": "circle",
    "ct": "court", "ctr": "center", "cv": "cove", "dr": "drive", "expy": "expressway",
    "fwy": "freeway", "hwy": "highway", "ln": "lane", "pike": "pike", "pkwy": "parkway",
    "pky": "parkway", "pl": "place", "plz": "plaza", "rd": "road", "rte": "route",
    "sq": "square", "st": "street", "str": "street", "ter": "terrace", "trl": "trail",
    "tpke": "turnpike", "wy": "way", "mt": "mount", "ft": "fort",
    "n": "north", "s": "south", "e": "east", "w": "west",
    "ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
_DIRECTIONS = frozenset(
    _words("north south east west northeast northwest southeast southwest n s e w ne nw se sw")
)
_UNIT_WORDS = frozenset(
    _words("suite ste unit apt apartment room rm no number building bldg floor fl")
)


def fold(text: str) -> str:
    """Return lower-case words without accents, dots or apostrophes; "" if nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold()  # "𝑨" is now "A"
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    joined = re.sub(r"[.'’ʻ`]", "", letters)
    return " ".join(re.findall(r"[^\W_]+", joined))


def comparable_name(name: str) -> str:
    """Return a business name's words without the legal forms at its end."""
    words = fold(name.replace("&", " and ")).split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words)


def distinct_words(name: str, city: str = "") -> str:
    """Return the words of a name that are its own; "" for one such as "Ketamine Clinic"."""
    dull = _GENERIC.union(fold(city).split())
    return " ".join(word for word in comparable_name(name).split() if word not in dull)


def comparable_street(street: str) -> str:
    """Return a street line's words in full ("4300 montgomery avenue"), ordinals as numbers."""
    words = fold(street).split()
    return " ".join(_street_word(word, words[i + 1 :]) for i, word in enumerate(words))


def _street_word(word: str, following: list[str]) -> str:
    names_more = any(w not in _DIRECTIONS and not w[0].isdigit() for w in following)
    if word in ("st", "saint") and names_more:
        return "saint"
    return _STREET_WORDS.get(word, word)


def comparable_unit(unit: str) -> str:
    """Return a unit's number alone ("Suite 304" and "#304" are "304")."""
    return "".join(word for word in fold(unit).split() if word not in _UNIT_WORDS)


def host(url: str) -> str:
    """Return a web address's host without "www.", or "" if it has none."""
    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # such as an unclosed "[": no host can be read
        return ""
    return name.rstrip(".").removeprefix("www.")


def registrable_domain(url: str) -> str:
    """Return the domain that its owner registered ("foo.co.uk"), or "" if there is none.

    An unlisted suffix counts as one label, as the Public Suffix List's algorithm says.
    """
    name = host(url)
    found = _suffixes.extract_str(name)
    if found.suffix or found.ipv4 or ":" in name:
        return found.top_domain_under_public_suffix
    labels = name.split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 and all(labels) else ""
