"""Prices of ketamine care out of a clinic's words, each with the words that print it; pure.

A sum counts only with a currency mark and with the thing it pays for. Left out: fees for missed
visits, deposits, copays, averages, other clinics' prices, vitamins, talk therapy without the
medicine. The words are in `prices.toml`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import urlsplit

from crawler.listing import Listing
from indexer.clinic import Evidence, Price
from indexer.interpret.price_printed import Printed, printed_in
from indexer.interpret.price_unit import (
    ONE_EACH,
    SINGLE,
    count_in,
    counts_hours,
    first_unit_in,
    single_unit_in,
    unit_in,
)
from indexer.interpret.price_words import cues, tables
from indexer.interpret.text import quote

LEAST = 20.0
"""Units of currency; ketamine care costs more, smaller sums are for something else."""
_FOREIGN = re.compile(r"\b(?:CAD|AUD|NZD)\b")
_ADDRESS_OF = {
    "CA": re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    "AU": re.compile(r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}\b"),
}
_Key: TypeAlias = tuple[float, float, str, str, int | None]


def prices_of(listing: Listing) -> tuple[Price, ...]:
    """Return the prices that a listing prints for its ketamine care, in order; () for none."""
    found: dict[_Key, Price] = {}
    for printed in printed_in(listing, _dollar(listing)):
        price = _price(printed, listing.source)
        if price:
            found.setdefault(_key(price), price)
    return tuple(_without_doubles(list(_boosters_named(list(found.values())))))


def _price(printed: Printed, source: str) -> Price | None:
    """Return the price that a sum is; None for a fee, for other care, or for nothing named."""
    unit = _unit(printed)
    if not unit or not printed.named or printed.sum.amount < LEAST or _is_other_money(printed):
        return None
    return Price(
        amount=printed.sum.amount,
        upto=printed.sum.upto,
        currency=printed.sum.currency,
        unit=unit,
        count=_count(printed) if unit == "package" else None,
        evidence=Evidence(
            quote=quote(printed.quote),
            url=printed.passage.url,
            seen_on=printed.passage.seen_at.date(),
            source=source,
        ),
    )


def _is_other_money(printed: Printed) -> bool:
    """Whether a sum is a fee, a saving, an average, or for something else than ketamine care."""
    words = printed.own if unit_in(printed.own) else f"{printed.own} {printed.context}"
    return bool(
        cues()["veto"].search(words)
        or cues()["behind"].search(printed.behind)
        or _is_around(printed.own)
        or _is_around(words)
        or (
            cues()["generic"].search(words)
            and not cues()["generic_unless"].search(printed.sentence)
        )
    )


def _is_around(words: str) -> bool:
    """Whether words name care around the medicine, and not the medicine with it."""
    return bool(cues()["around"].search(words) and not cues()["around_unless"].search(words))


def _unit(printed: Printed) -> str:
    """Return what a sum pays for: as said behind it, before it, in its sentence or above it."""
    if cues()["all_in"].search(printed.before):
        return "package"
    if cues()["total"].search(printed.before) and count_in(printed.sentence):
        return "package"
    if SINGLE.match(printed.behind) and not first_unit_in(printed.behind):
        return _single(printed)
    told = first_unit_in(printed.after)
    if told and ONE_EACH.match(printed.after):
        return told
    if _count(printed):
        return "package"
    return told or next(filter(None, map(unit_in, _widening(printed))), "")


def _single(printed: Printed) -> str:
    """Return of what a sum pays for one, where only "each" is said behind it."""
    near = (*printed.nearest_first(), printed.sentence, printed.context)
    texts = (*near, *reversed(printed.earlier))
    told = next(filter(None, map(single_unit_in, texts)), "")
    return told or next(filter(None, map(unit_in, _widening(printed))), "")


def _widening(printed: Printed) -> Iterator[str]:
    yield from printed.nearest_first()
    yield printed.sentence
    yield printed.context


def _count(printed: Printed) -> int | None:
    """Return how many infusions or sessions a sum pays for together; None if it pays for one."""
    if ONE_EACH.match(printed.after) and not count_in(printed.after):
        return None
    if cues()["total"].search(printed.before):
        return count_in(printed.sentence)
    bare = not printed.before.strip() and not printed.behind.strip(" .")
    texts = [printed.after, *printed.nearest_first(), *([printed.context] if bare else [])]
    hours = counts_hours(printed.sentence)
    return next(filter(None, (count_in(text, hours=hours) for text in texts)), None)


def _dollar(listing: Listing) -> str:
    """Return the currency of a bare "$": as the pages say, else that of the clinic's country."""
    said = {found for one in listing.passages for found in _FOREIGN.findall(one.text)}
    if len(said) == 1:
        return str(said.pop())
    ending = (urlsplit(listing.website or listing.url).hostname or "").rpartition(".")[2].upper()
    lines = " ".join(listing.address)
    by_address = next((c for c, pattern in _ADDRESS_OF.items() if pattern.search(lines)), "")
    country = listing.country or by_address or ending
    return str(tables()["countries"].get(country, "USD"))


def _boosters_named(prices: list[Price]) -> Iterator[Price]:
    """Yield prices with "booster" as what is boosted: an infusion where the clinic prices any."""
    units = {price.unit for price in prices}
    boosted = "infusion" if "infusion" in units else "session"
    for price in prices:
        yield replace(price, unit=boosted) if price.unit == "booster" else price


def _without_doubles(prices: Iterable[Price]) -> Iterator[Price]:
    """Yield prices, but none that another tells more exactly: "session" beside "infusion"."""
    prices = list(prices)
    sums = {(*_key(price)[:4], bool(price.count)) for price in prices}
    for price in prices:
        amount, upto, currency, unit, count = _key(price)
        better = unit == "session" and (amount, upto, currency, "infusion", False) in sums
        counted = not count and (amount, upto, currency, unit, True) in sums
        if not better and not counted:
            yield price


def _key(price: Price) -> _Key:
    return price.amount, price.upto, price.currency, price.unit, price.count
