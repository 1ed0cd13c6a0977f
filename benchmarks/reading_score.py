"""Compares what was read of the labelled websites with the truth; pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from opening_hours import OpeningHours

from benchmarks.reading_paths import UNKNOWN, Answer
from indexer import normalize
from indexer.clinic import Address, Price
from indexer.vocabulary import vocabulary
from tests.labelled.cases import TREATMENT, Case, TrueAddress, TruePrice

SETTINGS = frozenset({"home_self", "home_visit", "retreat"})
"""The settings that the cases label."""
ADDRESS, PHONE, PRICE, DENIED = "address", "phone", "price", "denied"
_MONDAY = datetime(2026, 6, 1)  # noqa: DTZ001  (a clinic's own wall clock)
Item: TypeAlias = Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One thing that was read, or that stands in the truth, of one case."""

    case: str
    field: str
    """A group of the vocabulary, `TREATMENT`, or one of this module's names."""
    item: Item
    """A code, or the value itself."""
    read: bool
    true: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was read that is true; 1.0 if nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was read; 1.0 if there was nothing to read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


def judgements(case: Case, answer: Answer) -> Iterator[Judgement]:
    """Yield every single thing read or to be read of a case."""
    for field, read, true in _fields(case, answer):
        for item in sorted(read | true, key=repr):
            yield Judgement(
                case=case.name, field=field, item=item, read=item in read, true=item in true
            )


def score(judged: Iterable[Judgement]) -> Score:
    """Return the counts of some judgements."""
    counted = Counter((one.read, one.true) for one in judged)
    return Score(counted[True, True], counted[True, False], counted[False, True])


def same_hours(one: str, other: str) -> bool:
    """Whether two tables open and close at the same minutes of the week, or neither is one."""
    if not (is_table(one) and is_table(other)):
        return not is_table(one) and not is_table(other)
    return one == other or _week(one) == _week(other)


def is_table(hours: str) -> bool:
    """Whether hours are a table, not "" or unknown."""
    return hours not in ("", UNKNOWN)


def _week(hours: str) -> list[tuple[datetime, datetime]]:
    spans = OpeningHours(hours).intervals(_MONDAY, _MONDAY + timedelta(days=7))
    return [(start, end) for start, end, state, _ in spans if str(state) == "open"]


def _fields(case: Case, answer: Answer) -> Iterator[tuple[str, set[Item], set[Item]]]:
    for group, true in case.stated.items():
        yield group, set(_in_group(answer.stated, group)), set(true)
    for group, true in case.denied.items():
        name = DENIED if group == TREATMENT else f"{group} denied"
        yield name, set(_in_group(answer.denied, group)), set(true)
    yield (
        ADDRESS,
        set(map(_comparable, answer.addresses)),
        set(map(_comparable, case.addresses)),
    )
    yield PHONE, set(answer.phones), set(case.phones)
    if case.prices is not None:
        yield PRICE, *_prices(case.prices, answer.prices)


def _prices(true: Iterable[TruePrice], read: Iterable[Price]) -> tuple[set[Item], set[Item]]:
    """Return the prices read and those labelled; how many a package holds only where labelled."""
    counted = {_price(price) for price in true if price.count}
    return (
        {(*_price(p), p.count if _price(p) in counted else None) for p in read},
        {(*_price(p), p.count) for p in true},
    )


def _price(price: Price | TruePrice) -> tuple[float, float, str, str]:
    return price.amount, price.upto, price.currency, price.unit


def _in_group(codes: frozenset[str], wanted: str) -> Iterator[str]:
    entries = vocabulary().entries
    for code in codes:
        group = entries[code].group
        labelled = group in ("offering", "therapy") or code in SETTINGS
        if labelled if wanted == TREATMENT else group == wanted:
            yield code


def _comparable(address: Address | TrueAddress) -> tuple[str, ...]:
    return (
        normalize.comparable_street(address.street),
        normalize.comparable_unit(address.unit),
        normalize.fold(address.city),
        address.state,
        address.postcode.replace(" ", "").partition("-")[0],
    )
