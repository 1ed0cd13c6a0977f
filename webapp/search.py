"""What a visitor asks for, and the one URL that asks for it. Pure."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus

from indexer.filters import group_of
from indexer.vocabulary import Entry
from webapp import filters
from webapp.language import localised
from webapp.radius import ANY, DEFAULT, Radius

PATH = "/search"
_UNESCAPED = ":,"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a visitor asks for; the place is not yet looked up."""

    near: str = ""
    """A place as typed, or a point as `placing` writes it."""
    radius: Radius | None = DEFAULT
    """None is any distance."""
    codes: frozenset[str] = frozenset()
    """Vocabulary codes of the groups in `filters`."""
    open: str = ""
    """When it should be open, as `opening` writes it; "" asks nothing."""
    words: str = ""
    """Searched as they stand."""
    typed: str = ""
    """What the one box holds, still to be understood."""
    unstated: bool = False
    """Whether clinics that do not say are included."""
    page: int = 1

    def asked(self, group: str) -> tuple[Entry, ...]:
        """Return what is asked for in one group of filters, in the order of URLs."""
        return tuple(map(filters.entry, self.by_group.get(group, ())))

    @property
    def by_group(self) -> dict[str, list[str]]:
        """The codes asked for, group by group, all in the order of URLs."""
        asked: dict[str, list[str]] = {}
        for code in filters.in_order(self.codes):
            asked.setdefault(group_of(code), []).append(code)
        return asked

    def toggled(self, code: str) -> "Search":
        """Return the search with *code* asked for if it was not, and not if it was."""
        return replace(self, codes=self.codes ^ {code}, page=1)

    def without_group(self, group: str) -> "Search":
        """Return the search with nothing asked for in one group of filters."""
        return replace(self, codes=self.codes.difference(self.by_group.get(group, ())), page=1)

    def at(self, near: str) -> "Search":
        """Return the same search around another place."""
        return replace(self, near=near, page=1)

    def within(self, radius: Radius | None) -> "Search":
        """Return the same search in another radius; None is any distance."""
        return replace(self, radius=radius, page=1)

    def opened(self, when: str) -> "Search":
        """Return the same search for another time; "" is any time."""
        return replace(self, open=when, page=1)

    def saying(self, words: str) -> "Search":
        """Return the same search with other words."""
        return replace(self, words=words, page=1)

    def including_unstated(self, unstated: bool) -> "Search":
        """Return the search with or without the clinics that do not say."""
        return replace(self, unstated=unstated, page=1)

    def on(self, page: int) -> "Search":
        """Return another page of the same search."""
        return replace(self, page=page)

    def url(self) -> str:
        """Return the one URL of this search in the present language: fixed order, no defaults."""
        pairs = [*_head(self), *map(_code_pair, filters.in_order(self.codes)), *_tail(self)]
        pairs += _pair("page", str(self.page) if self.page > 1 else "")
        return f"{localised(PATH)}?{'&'.join(pairs)}" if pairs else localised(PATH)


class Urls:
    """The URLs of the searches that differ from one by one filter, cheaply."""

    def __init__(self, search: Search, joint: str = "&") -> None:
        """Put *joint* between the parameters: "&amp;" for markup."""
        self._codes = search.codes
        self._order = sorted(map(filters.place_of, search.codes))
        codes = [_code_pair(code) for *_, code in self._order]
        head, tail = _head(search), _tail(search)
        self._path, self._joint = localised(PATH), joint
        steps = range(len(codes) + 1)
        self._before = ["".join(pair + joint for pair in [*head, *codes[:at]]) for at in steps]
        self._after = ["".join(joint + pair for pair in [*codes[at:], *tail]) for at in steps]

    def toggled(self, code: str) -> str:
        """Return the URL of `Search.toggled`."""
        at = bisect_left(self._order, filters.place_of(code)) if self._order else 0
        if code not in self._codes:
            return f"{self._path}?{self._before[at]}{_code_pair(code)}{self._after[at]}"
        without = self._before[at] + self._after[at + 1].removeprefix(self._joint)
        without = without.removesuffix(self._joint)
        return f"{self._path}?{without}" if without else self._path


def _head(search: Search) -> tuple[str, ...]:
    """Return what stands before the filters."""
    return _pair("near", search.near) + _pair("within", _within(search.radius))


def _tail(search: Search) -> tuple[str, ...]:
    """Return what stands after the filters, but for the page."""
    unstated = _pair("unstated", "1" if search.unstated else "")
    typed = _pair("words", search.words) + _pair("q", search.typed)
    return _pair("open", search.open) + typed + unstated


def _within(radius: Radius | None) -> str:
    if radius == DEFAULT:
        return ""
    return ANY if radius is None else str(radius)


def _pair(name: str, value: str) -> tuple[str, ...]:
    """Return "name=value"; () for a value that asks nothing."""
    return _written(name, value) if value else ()


@lru_cache(maxsize=100)
def _written(name: str, value: str) -> tuple[str, ...]:
    """Return the pair, made once for the dozens of links of a page."""
    return (f"{name}={quote_plus(value, safe=_UNESCAPED)}",)


@lru_cache(maxsize=2_000)
def _code_pair(code: str) -> str:
    return f"{filters.parameter_of(group_of(code))}={quote_plus(code, safe=_UNESCAPED)}"
