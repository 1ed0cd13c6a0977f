"""Reads a search from a URL's query and writes it back in its one canonical form."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote_from_bytes, unquote_plus, urlencode

from indexer.search import MAX_WORDS_LENGTH
from indexer.vocabulary import Entry, vocabulary
from webapp.language import localised

RADII_MILES = (5, 10, 25, 50, 100, 250)
DEFAULT_MILES = 50
ANY = "any"
GROUP_OF = {"offers": "offering", "therapy": "therapy"}
"""URL parameter -> vocabulary group. Published names: links to them must never break."""
MAX_PLACE_LENGTH = 100
"""Characters; the longest place name in use has 85."""
MAX_FIELDS = 100
QUERY_SIGNS = "%=&+:,;/?@!$'()*~"
"""What may stand in a query as it is."""
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_eid", re.IGNORECASE)


class RefusedValueError(ValueError):
    """Raised when a parameter's value cannot be asked for; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A parameter that cannot be asked for, and why, in words for the visitor."""

    parameter: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a visitor asks for, as typed; the place is not yet looked up."""

    near: str = ""
    miles: int | None = DEFAULT_MILES
    """The radius; None is any distance."""
    codes: frozenset[str] = frozenset()
    """Vocabulary codes of the groups in `GROUP_OF`."""
    words: str = ""
    unstated: bool = False
    """Whether clinics that do not say are included."""
    page: int = 1

    def asked(self, group: str) -> tuple[Entry, ...]:
        """Return what is asked for in one vocabulary group, in the vocabulary's order."""
        return tuple(entry for entry in vocabulary().group(group) if entry.code in self.codes)

    def toggled(self, code: str) -> "Search":
        """Return the search with *code* asked for if it was not, and not if it was."""
        return replace(self, codes=self.codes ^ {code}, page=1)

    def at(self, near: str) -> "Search":
        """Return the same search around another place."""
        return replace(self, near=near, page=1)

    def including_unstated(self, unstated: bool) -> "Search":
        """Return the search with or without the clinics that do not say."""
        return replace(self, unstated=unstated, page=1)

    def on(self, page: int) -> "Search":
        """Return another page of the same search."""
        return replace(self, page=page)

    def url(self) -> str:
        """Return the one URL of this search in the present language: fixed order, no defaults."""
        pairs = [("near", self.near)]
        if self.miles != DEFAULT_MILES:
            pairs.append(("within", str(self.miles or ANY)))
        for parameter, group in GROUP_OF.items():
            pairs += [(parameter, entry.code) for entry in self.asked(group)]
        pairs += [("q", self.words), ("unstated", "1" if self.unstated else "")]
        pairs.append(("page", str(self.page) if self.page > 1 else ""))
        query = urlencode([pair for pair in pairs if pair[1]], safe=":,")
        return localised(f"/search?{query}" if query else "/search")


def read(query: bytes) -> tuple[Search, tuple[Problem, ...]]:
    """Return the search that *query* asks for, and each parameter left out because it is faulty.

    Any bytes will do. A parameter without a value asks for nothing.
    """
    try:
        pairs = parse_qsl(
            query.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS
        )
    except ValueError:
        return Search(), (Problem(parameter="", text="The address holds too many parameters."),)
    search, problems, seen = Search(), [], set()
    for name, value in pairs:
        try:
            search = _with(search, name, _clean(value), again=name in seen)
        except RefusedValueError as refusal:
            problems.append(Problem(parameter=name, text=str(refusal)))
        if value.strip():
            seen.add(name)
    return search, tuple(problems)


def without_tracking(query: bytes) -> str | None:
    """Return *query* without other sites' tracking parameters; None if it holds none."""
    fields = query.split(b"&")
    kept = [field for field in fields if not _TRACKING.fullmatch(_name(field))]
    if len(kept) == len(fields):
        return None
    return quote_from_bytes(b"&".join(kept), safe=QUERY_SIGNS)


def _name(field: bytes) -> str:
    return unquote_plus(field.partition(b"=")[0].decode("utf-8", "replace"))


def _with(search: Search, name: str, value: str, *, again: bool) -> Search:
    if name not in _READERS:
        raise RefusedValueError("We do not know this parameter.")
    if not value:
        return search
    if again and name not in GROUP_OF:
        raise RefusedValueError("It is given more than once.")
    return _READERS[name](search, value)


def _clean(text: str) -> str:
    """Return *text* on one line, without invisible marks that came along with a paste."""
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def _typed(value: str, longest: int, what: str) -> str:
    if len(value) > longest:
        raise RefusedValueError(f"{what} are shorter than that: at most {longest} characters.")
    if any(c == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(c) == "Cc" for c in value):
        raise RefusedValueError("It holds characters that we cannot read.")
    return value


def _near(search: Search, value: str) -> Search:
    return replace(search, near=_typed(value, MAX_PLACE_LENGTH, "Names of places"))


def _words(search: Search, value: str) -> Search:
    return replace(search, words=_typed(value, MAX_WORDS_LENGTH, "Searches by words"))


def _within(search: Search, value: str) -> Search:
    if value == ANY:
        return replace(search, miles=None)
    if value not in map(str, RADII_MILES):
        choices = ", ".join(map(str, RADII_MILES))
        raise RefusedValueError(f"A distance is one of {choices} (miles), or “{ANY}”.")
    return replace(search, miles=int(value))


def _code(group: str) -> Callable[[Search, str], Search]:
    def read_code(search: Search, value: str) -> Search:
        entry = vocabulary().entries.get(value)
        if entry is None or entry.group != group:
            raise RefusedValueError(f"We do not know “{value[:40]}”.")
        return replace(search, codes=search.codes | {value})

    return read_code


def _unstated(search: Search, value: str) -> Search:
    if value != "1":
        raise RefusedValueError("It is 1, or it is left out.")
    return replace(search, unstated=True)


def _page(search: Search, value: str) -> Search:
    if not re.fullmatch("[1-9][0-9]{0,3}", value):
        raise RefusedValueError("A page is a whole number from 1 to 9999.")
    return replace(search, page=int(value))


_READERS: dict[str, Callable[[Search, str], Search]] = {
    "near": _near,
    "within": _within,
    **{parameter: _code(group) for parameter, group in GROUP_OF.items()},
    "q": _words,
    "unstated": _unstated,
    "page": _page,
}
