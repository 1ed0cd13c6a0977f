"""Settles a clinic's prices by each other: what a booster is of, and what is said twice; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from indexer.clinic import Price
from indexer.interpret.price_unit import single_unit_in
from indexer.interpret.price_words import cues

AROUND = "around"
"""The unit of care around the medicine until it is settled what the clinic sells."""
_Key: TypeAlias = tuple[float, float, str, str, int | None]


def settled(prices: list[Price], *, is_infusing: bool) -> tuple[Price, ...]:
    """Return prices in order, each once, with units that all can read; () for none.

    *is_infusing*: whether the clinic's name or headings name infusions.
    """
    return tuple(_without_doubles(_with_units(prices, is_infusing=is_infusing)))


def _with_units(prices: list[Price], *, is_infusing: bool) -> Iterator[Price]:
    """Yield prices with the units that a clinic's other prices tell.

    A booster is one more of what is boosted: an infusion where the clinic prices any, alone or in a
    package, or prices no session and *is_infusing*. Care around the medicine is a session where the
    medicine's is priced too; elsewhere it is a therapist's, and no price of ours.
    """
    units = {price.unit for price in prices}
    units |= {single_unit_in(price.evidence.quote) for price in prices if price.count}
    infused = "infusion" in units or (is_infusing and "session" not in units)
    medicine = any(p.unit != AROUND and cues()["medicine"].search(p.evidence.quote) for p in prices)
    told = {"booster": "infusion" if infused else "session", AROUND: "session" if medicine else ""}
    for price in prices:
        unit = told.get(price.unit, price.unit)
        if unit:
            yield replace(price, unit=unit)


def _without_doubles(prices: Iterable[Price]) -> Iterator[Price]:
    """Yield prices, but none that another tells more exactly: "session" beside "infusion".

    Nor what a range's lower end says again: "from $299" beside "$299 to $399".
    """
    found: dict[_Key, Price] = {}
    for price in prices:
        found.setdefault(_key(price), price)
    ranges = {(low, *what, bool(n)) for low, top, *what, n in found if top > low}
    sums = {(*key, bool(count)) for *key, count in found}
    for (amount, upto, currency, unit, count), price in found.items():
        better = unit == "session" and (amount, upto, currency, "infusion", False) in sums
        counted = not count and (amount, upto, currency, unit, True) in sums
        ranged = upto == amount and (amount, currency, unit, bool(count)) in ranges
        if not (better or counted or ranged):
            yield price


def _key(price: Price) -> _Key:
    return price.amount, price.upto, price.currency, price.unit, price.count
