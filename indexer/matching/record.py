"""A listing in comparable forms, as matching sees it; stdlib only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, TypeVar

Ref: TypeAlias = tuple[str, str]
"""(source, key): a listing's name for ever."""
_Said = TypeVar("_Said")
_NONE: frozenset[Any] = frozenset()


def said(values: Iterable[_Said]) -> frozenset[_Said]:
    """Return *values*; where there are none, one empty set for all: each takes 216 bytes."""
    return frozenset(values) or _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A listing in comparable forms; "" where it does not say."""

    ref: Ref
    name: str
    core: str = ""
    """The words that set the name apart; "" if it has none, such as "ketamine clinic"."""
    person: bool = False
    """Whether it names a person, as in "Jane Doe, MD"."""
    site: str = ""
    """The host of its website, without "www." and the labels of test copies."""
    domain: str = ""
    """The registrable domain of `site`."""
    phones: frozenset[str] = frozenset()
    npis: frozenset[str] = frozenset()
    street: str = ""
    """House number and street, without the unit."""
    unit: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    country: str = ""
    seen_on: date = date.min
    missing: bool = False
    """Whether its source no longer lists it."""
    sentences: frozenset[int] = frozenset()
    """A sample of digests of its own sentences: two copies of one site share them."""
    former: frozenset[str] = frozenset()
    """The cores of the names that it says it had before."""

    @property
    def placed(self) -> bool:
        """Whether a town or a postcode is known."""
        return bool(self.city or self.postcode)
