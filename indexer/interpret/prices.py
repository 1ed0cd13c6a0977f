"""Prices of ketamine care out of a clinic's words, each with the words that print it; pure.

A sum counts only with a currency mark and with the thing it pays for. Left out: fees for missed
visits, deposits, copays, averages, other clinics' prices, vitamins, talk therapy without the
medicine. The words are in `prices.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Evidence, Price
from indexer.interpret.article import is_article
from indexer.interpret.money import Sum, sums_in
from indexer.interpret.text import clean, quote, sentences

LEAST = 20.0
"""Units of currency; ketamine care costs more, smaller sums are for something else."""
MAX_SUMS = 40
"""Of one sentence; a clinic's price list is shorter, hostile text is not."""
LONGEST_LEAD = 60
"""Characters; a longer line above a sum is not its name."""
_UNITS = ("month", "package", "consultation", "infusion", "session", "booster")
_PER = re.compile(
    r"\s*[(]?\s*(?:/|\b(?:per|each|every|an?|for|por|cada|la|al|monthly|total for)\b)",
    re.IGNORECASE,
)
_ONE_EACH = re.compile(r"\s*[(]?\s*(?:/|\b(?:per|each|every|an?|por|cada|la)\b)", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;,·|•(=]|\.\s|\s(?:and|or|plus|y|o)\s(?!up\b)", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[;,·|•:]|\s(?:and|or|plus|y)\s", re.IGNORECASE)
_FOREIGN = re.compile(r"\b(?:CAD|AUD|NZD)\b")
_ADDRESS_OF = {
    "CA": re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    "AU": re.compile(r"\b(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT),? \d{4}\b"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """A sum with the words that are its own, and the words around those."""

    sum: Sum
    before: str
    after: str
    """Only words that say what the sum is for: "per infusion"."""
    behind: str
    """All words up to the clause's end."""
    sentence: str
    context: str
    """The short line or question before, and the heading above."""
    passage: str
    """All of the passage, with the line before it."""

    @property
    def own(self) -> str:
        """The sum's own words."""
        return f"{self.before} {self.after}"


def prices_of(listing: Listing) -> tuple[Price, ...]:
    """Return the prices that a listing prints for its ketamine care, in order; () for none."""
    page = " ".join(passage.text for passage in listing.passages)
    dollar = _dollar(listing, page)
    mixed = bool(_cues()["mixed"].search(page))
    found: dict[tuple[Any, ...], Price] = {}
    for passage, heading, lead in _passages(listing):
        for printed in _printed(passage, heading, lead, dollar):
            price = _price(printed, passage, listing.source, mixed)
            if price:
                found.setdefault(_key(price), price)
    return tuple(_without_doubles(_boosters_named(list(found.values()))))


def _boosters_named(prices: list[Price]) -> Iterator[Price]:
    """Yield prices with "booster" as what is boosted: an infusion where the clinic prices any."""
    units = {price.unit for price in prices}
    boosted = "infusion" if "infusion" in units else "session"
    for price in prices:
        yield replace(price, unit=boosted) if price.unit == "booster" else price


def _passages(listing: Listing) -> Iterator[tuple[Passage, str, str]]:
    """Yield the passages that may print a price, with the heading and the short line above."""
    heading = lead = ""
    for passage in listing.passages:
        if passage.where is Where.HEADING:
            heading = clean(passage.text)
        told = passage.where not in (Where.TITLE, Where.SURVEY, Where.MENU)
        if told and not is_article(passage.url):
            above = "" if passage.where is Where.HEADING else heading
            yield passage, clean(passage.under) or above, lead
            lead = clean(passage.text) if len(passage.text) <= LONGEST_LEAD else ""


def _printed(passage: Passage, heading: str, lead: str, dollar: str) -> Iterator[_Printed]:
    if _cues()["heading_always"].search(heading):
        return
    forbidden = bool(_cues()["heading_veto"].search(heading))
    before = lead
    for line in passage.text.split("\n"):
        for sentence in sentences(clean(line)):
            near = before.endswith("?") or len(before) <= LONGEST_LEAD
            context = f"{before} {heading}" if near else heading
            if not forbidden or _cues()["named_here"].search(sentence):
                yield from _in_sentence(sentence, context, f"{lead} {passage.text}", dollar)
            before = sentence


def _in_sentence(sentence: str, context: str, passage: str, dollar: str) -> Iterator[_Printed]:
    found = list(islice(sums_in(sentence, dollar, _tables()["currencies"]), MAX_SUMS))
    if not found or _cues()["sentence_veto"].search(sentence):
        return
    start = 0
    for index, one in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(sentence)
        before, behind = sentence[start : one.start], _clause(sentence[one.end : end])
        closed = index + 1 == len(found) or len(behind) < end - one.end
        after = behind if _is_label(behind, before, closed=closed) else ""
        yield _Printed(
            sum=one,
            before=before,
            after=after,
            behind=behind,
            sentence=sentence,
            context=context,
            passage=passage,
        )
        start = one.end + len(after)


def _is_label(behind: str, before: str, *, closed: bool) -> bool:
    """Whether the words behind a sum say what it is for: "per infusion", or "$200 evaluation".

    Without a "per" they do if their clause ends there and the words before do not say it.
    """
    nearest = _CLAUSE_START.split(before)[-1]
    return bool(_PER.match(behind)) or (
        closed and bool(_unit_in(behind)) and not _unit_in(nearest) and not _unit_in(before)
    )


def _clause(text: str) -> str:
    """Return the words directly behind a sum, up to the end of their clause."""
    begin = text.index("(") + 1 if text.lstrip().startswith("(") else 0
    end = _CLAUSE_END.search(text, begin + 1)
    return text[: end.start()] if end else text


def _price(printed: _Printed, passage: Passage, source: str, mixed: bool) -> Price | None:
    unit = _unit(printed)
    named = not mixed or _cues()["named"].search(f"{printed.passage} {printed.context}")
    if not unit or not named or printed.sum.amount < LEAST or _is_other_money(printed):
        return None
    return Price(
        amount=printed.sum.amount,
        upto=printed.sum.upto,
        currency=printed.sum.currency,
        unit=unit,
        count=_count(printed) if unit == "package" else None,
        evidence=Evidence(
            quote=quote(printed.sentence),
            url=passage.url,
            seen_on=passage.seen_at.date(),
            source=source,
        ),
    )


def _is_other_money(printed: _Printed) -> bool:
    """Whether a sum is a fee, a saving, an average, or for something else than ketamine care."""
    cues = _cues()
    words = printed.own if _unit_in(printed.own) else f"{printed.own} {printed.context}"
    return bool(
        cues["veto"].search(words)
        or cues["behind"].search(printed.behind)
        or (cues["around"].search(words) and not cues["around_unless"].search(words))
        or (cues["generic"].search(words) and not cues["generic_unless"].search(printed.sentence))
    )


def _unit(printed: _Printed) -> str:
    """Return what a sum pays for: as said behind it, before it, in its sentence or above it."""
    if _cues()["total"].search(printed.before) and _count_in(printed.sentence):
        return "package"
    told = _first_unit_in(printed.after)
    if told and _ONE_EACH.match(printed.after):
        return told
    if _count(printed):
        return "package"
    if told:
        return told
    return next(filter(None, map(_unit_in, _nearest_first(printed))), "")


def _nearest_first(printed: _Printed) -> Iterator[str]:
    """Yield ever wider texts in which a sum's unit may stand, the nearest clause first."""
    starts = [match.end() for match in _CLAUSE_START.finditer(printed.before)]
    yield from (printed.before[start:] for start in reversed([0, *starts]))
    yield printed.sentence
    yield printed.context


def _unit_in(text: str) -> str:
    units = _units()
    return next((unit for unit in _UNITS if units[unit].search(text)), "")


def _first_unit_in(text: str) -> str:
    """Return the unit named first: "per infusion for the pain protocol" is an infusion's."""
    found = [(match.start(), unit) for unit in _UNITS if (match := _units()[unit].search(text))]
    return min(found, key=lambda one: one[0], default=(0, ""))[1]


def _count(printed: _Printed) -> int | None:
    """Return how many infusions or sessions a sum pays for together; None if it pays for one."""
    if _ONE_EACH.match(printed.after) and not _count_in(printed.after):
        return None
    if _cues()["total"].search(printed.before):
        return _count_in(printed.sentence)
    return _count_in(printed.after) or next(
        filter(None, map(_count_in, list(_nearest_first(printed))[:-2])), None
    )


def _count_in(text: str) -> int | None:
    table = _tables()["count"]
    for match in re.finditer(table["pattern"], text, re.IGNORECASE):
        word = match["count"] or match["count2"] or match["count3"] or match["count4"]
        number = int(word) if word.isdigit() else int(table["words"][word.lower()])
        if number > 1:
            return number
    return None


def _dollar(listing: Listing, page: str) -> str:
    """Return the currency of a bare "$": as the pages say, else that of the clinic's country."""
    said = set(_FOREIGN.findall(page))
    if len(said) == 1:
        return str(said.pop())
    ending = (urlsplit(listing.website or listing.url).hostname or "").rpartition(".")[2].upper()
    lines = " ".join(listing.address)
    by_address = next((c for c, pattern in _ADDRESS_OF.items() if pattern.search(lines)), "")
    country = listing.country or by_address or ending
    return str(_tables()["countries"].get(country, "USD"))


def _key(price: Price) -> tuple[Any, ...]:
    return price.amount, price.upto, price.currency, price.unit, price.count


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


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _units() -> dict[str, re.Pattern[str]]:
    return {unit: _either(cues) for unit, cues in _tables()["units"].items()}


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    tables = _tables()
    return {
        "veto": _either(tables["not_a_price"]["cues"]),
        "sentence_veto": _either(tables["sentence_veto"]["cues"]),
        "heading_always": _either(tables["heading_veto"]["always"]),
        "heading_veto": _either(tables["heading_veto"]["cues"]),
        "mixed": _either(tables["mixed"]["cues"]),
        "behind": _either(tables["behind"]["cues"]),
        "around": _either(tables["around"]["cues"]),
        "around_unless": _either(tables["around"]["unless"]),
        "generic": _either(tables["generic"]["cues"]),
        "generic_unless": _either(tables["generic"]["unless"]),
        "total": _either(tables["total"]["cues"]),
        "named": _either(tables["mixed"]["named"]),
        "named_here": _either(tables["heading_veto"]["unless"]),
    }


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
