"""Reads a search from a URL's query; `Search.url` writes it back in its one canonical form."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qsl, quote_from_bytes, unquote_plus

from indexer.filters import entry
from indexer.search import MAX_WORDS_LENGTH
from webapp import filters, opening
from webapp.language import _
from webapp.radius import ANY, LONGEST, Radius
from webapp.search import Search

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


def read(query: bytes) -> tuple[Search, tuple[Problem, ...]]:
    """Return the search that *query* asks for, and each parameter left out because it is faulty.

    Any bytes will do. A parameter without a value asks for nothing.
    """
    try:
        pairs = parse_qsl(
            query.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS
        )
    except ValueError:
        return Search(), (Problem(parameter="", text=_("The address holds too many parameters.")),)
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
    if name not in _readers():
        raise RefusedValueError(_("We do not know this parameter."))
    if not value:
        return search
    if again and name not in filters.by_parameter():
        raise RefusedValueError(_("It is given more than once."))
    return _readers()[name](search, value)


def _clean(text: str) -> str:
    """Return *text* on one line, without invisible marks that came along with a paste."""
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def _legible(value: str) -> str:
    if any(c == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(c) == "Cc" for c in value):
        raise RefusedValueError(_("It holds characters that we cannot read."))
    return value


def _near(search: Search, value: str) -> Search:
    if len(value) > MAX_PLACE_LENGTH:
        longest = MAX_PLACE_LENGTH
        raise RefusedValueError(
            _("Names of places are shorter than that: at most %(num)s characters.", num=longest)
        )
    return replace(search, near=_legible(value))


def _words(search: Search, value: str) -> Search:
    return replace(search, words=_said(value))


def _typed(search: Search, value: str) -> Search:
    return replace(search, typed=_said(value))


def _said(value: str) -> str:
    if len(value) > MAX_WORDS_LENGTH:
        longest = MAX_WORDS_LENGTH
        raise RefusedValueError(
            _("Searches are shorter than that: at most %(num)s characters.", num=longest)
        )
    return _legible(value)


def _within(search: Search, value: str) -> Search:
    radius = Radius.read(value)
    if radius is None and value != ANY:
        raise RefusedValueError(
            _(
                "A distance is a whole number of miles up to %(longest)s, such as 25, or of "
                "kilometers, such as 40km, or “any”.",
                longest=LONGEST,
            )
        )
    return replace(search, radius=radius)


def _open(search: Search, value: str) -> Search:
    if opening.read(value) is None:
        raise RefusedValueError(
            _("A time is “now”, or a day such as “sat”, or a day and an hour such as “sat-1400”.")
        )
    return replace(search, open=value)


def _code(group: str) -> Callable[[Search, str], Search]:
    def read_code(search: Search, value: str) -> Search:
        if entry(group, value) is None:
            raise RefusedValueError(_("We do not know “%(value)s”.", value=value[:40]))
        return replace(search, codes=search.codes | {value})

    return read_code


def _unstated(search: Search, value: str) -> Search:
    if value != "1":
        raise RefusedValueError(_("It is 1, or it is left out."))
    return replace(search, unstated=True)


def _page(search: Search, value: str) -> Search:
    if not re.fullmatch("[1-9][0-9]{0,3}", value):
        raise RefusedValueError(_("A page is a whole number from 1 to 9999."))
    return replace(search, page=int(value))


@cache
def _readers() -> dict[str, Callable[[Search, str], Search]]:
    return {
        "near": _near,
        "within": _within,
        **{parameter: _code(group.name) for parameter, group in filters.by_parameter().items()},
        "open": _open,
        "words": _words,
        "q": _typed,
        "unstated": _unstated,
        "page": _page,
    }
