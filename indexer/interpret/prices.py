"""Prices of ketamine care out of a clinic's words, each with the words that print it; pure.

A sum counts only with a currency mark and with the thing it pays for. Left out: fees for missed
visits, deposits, copays, averages, other clinics' prices, vitamins, talk therapy without the
medicine. The words are in `prices.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from crawler.listing import Listing, Where
from indexer.clinic import Evidence, Price
from indexer.interpret.price_printed import Printed, printed_in
from indexer.interpret.price_settled import AROUND, settled
from indexer.interpret.price_unit import (
    ONE_EACH,
    PREPAID,
    SINGLE,
    SINGLE_BEFORE,
    SINGLES,
    VAGUE,
    count_in,
    counts_hours,
    first_unit_in,
    single_unit_in,
    unit_in,
)
from indexer.interpret.price_words import cues, tables
from indexer.interpret.text import clean, quote

MAX_PRINTED = 1000
"""Sums of one listing that are weighed, its first; a site that prints more sells other things."""
LEAST = 20.0
"""Units of currency; ketamine care costs more, smaller sums are for something else."""
_FOREIGN = re.compile(r"\b(?:CAD|AUD|NZD)\b")
_ADDRESS_OF = {
    "CA": re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    "AU": re.compile(r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}\b"),
}


def prices_of(listing: Listing) -> tuple[Price, ...]:
    """Return the prices that a listing prints for its ketamine care, in order; () for none."""
    found: list[Price] = []
    last: Printed | None = None
    for printed in islice(printed_in(listing, _dollar(listing)), MAX_PRINTED):
        price = _price(_as_last(printed, last), listing.source)
        if price:
            last = printed
            found.append(price)
    return settled(found, is_infusing=_is_infusing(listing))


def _as_last(printed: Printed, last: Printed | None) -> Printed:
    """Return a reduced price with the words of what was priced before it: "Sliding scale $300"."""
    reduced = cues()["reduced"].search(printed.before) and not unit_in(printed.own)
    if last is None or not reduced or last.passage is not printed.passage:
        return printed
    return replace(printed, before=last.before, after=last.after, sentence=last.sentence)


def _price(printed: Printed, source: str) -> Price | None:
    """Return the price that a sum is; None for a fee, for other care, or for nothing named.

    Its unit is `AROUND` for care around the medicine, such as a session to prepare.
    """
    unit = AROUND if _is_around(printed.own) and not _count(printed) else _unit(printed)
    if not unit or not printed.named or printed.sum.upto < LEAST or _is_other_money(printed):
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
    if printed.is_alone and not unit_in(words):
        words = f"{words} {printed.below}"
    return bool(
        cues()["veto"].search(words)
        or cues()["behind"].search(printed.behind)
        or (_is_around(words) and not _is_around(printed.own))
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
    if cues()["all_in"].search(printed.before) or cues()["lodging"].search(printed.sentence):
        return "package"
    if cues()["total"].search(printed.before) and count_in(printed.sentence):
        return "package"
    if _is_for_one(printed):
        return _single(printed)
    told = first_unit_in(printed.after)
    if told and ONE_EACH.match(printed.after):
        return told
    if _count(printed) and (printed.after or any(map(unit_in, _widening(printed)))):
        return "package"
    told = told or next(filter(None, map(unit_in, _widening(printed))), "")
    return told or ("package" if cues()["stay"].search(printed.passage.text) else "")


def _is_for_one(printed: Printed) -> bool:
    """Whether a sum is said to pay for one of what was spoken of: "$450 each", "Single: $450"."""
    if SINGLE.match(printed.behind) and not first_unit_in(printed.behind):
        return True
    return SINGLE_BEFORE.search(printed.before) is not None


def _single(printed: Printed) -> str:
    """Return of what a sum pays for one, where only "each" is said behind it."""
    near = (*printed.nearest_first(), printed.sentence, printed.context)
    telling = (VAGUE.sub(" ", text) for text in near)
    texts = (*telling, *near, *reversed(printed.earlier))
    if unit_in(printed.before) == "consultation":
        return "consultation"
    told = next(filter(None, map(single_unit_in, texts)), "")
    return told or next(filter(None, map(unit_in, _widening(printed))), "")


def _widening(printed: Printed) -> Iterator[str]:
    yield from printed.nearest_first()
    yield printed.sentence
    vague = unit_in(printed.context) in SINGLES and not unit_in(VAGUE.sub(" ", printed.context))
    if printed.is_alone and vague:
        yield printed.below
    yield printed.context
    if printed.is_alone:
        yield printed.below


def _count(printed: Printed) -> int | None:
    """Return how many infusions or sessions a sum pays for together; None if it pays for one."""
    if ONE_EACH.match(printed.after) and not count_in(printed.after):
        return None
    if cues()["total"].search(printed.before):
        return count_in(printed.sentence)
    prepaid = [printed.behind] if PREPAID.match(printed.behind) else []
    texts = [printed.after, *prepaid, *printed.nearest_first()]
    if printed.is_alone:
        texts += [printed.context] if unit_in(printed.context) else [printed.context, printed.below]
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


def _is_infusing(listing: Listing) -> bool:
    """Whether a listing's name, or a title or heading of its pages, names infusions of ours."""
    headings = (one.text for one in listing.passages if one.where in (Where.TITLE, Where.HEADING))
    named = (clean(text) for text in (listing.name, *headings))
    return any(
        single_unit_in(text) == "infusion" and not cues()["mixed"].search(text) for text in named
    )
