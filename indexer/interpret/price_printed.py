"""Finds the sums that a listing prints, with the words around them that may say what for; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crawler.listing import Listing, Passage, Where
from indexer.interpret.article import is_article
from indexer.interpret.money import Sum, has_sum, sums_in
from indexer.interpret.price_unit import PER, is_unit_named, unit_in
from indexer.interpret.price_words import cues, tables
from indexer.interpret.text import clean, sentences

MAX_SUMS = 40
"""Of one sentence; a clinic's price list is shorter, hostile text is not."""
LONGEST_LEAD = 60
"""Characters; a longer line above a sum is not its name."""
EARLIER = 8
"""Passages of a page that are remembered."""
_CLAUSE_END = re.compile(r"[;,·|•(=]|\.\s|\s/\s|\s(?:and|or|plus|y|o)\s(?!up\b)", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[;,·|•:]|\s/\s|\s(?:and|or|plus|y)\s", re.IGNORECASE)
_CELLS = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
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
    earlier: tuple[str, ...]
    """What the page says before, the nearest last."""
    quote: str
    """The sentence or the table's row as printed."""
    passage: Passage
    named: bool
    """Whether ketamine care was spoken of last, where vitamins are sold on the same page."""

    @property
    def own(self) -> str:
        """The sum's own words."""
        return f"{self.before} {self.after}"

    def nearest_first(self) -> Iterator[str]:
        """Yield ever wider parts of the words before it, the nearest clause first."""
        starts = [match.end() for match in _CLAUSE_START.finditer(self.before)]
        yield from (self.before[start:] for start in reversed([0, *starts]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Above:
    """What stands above a passage on its page."""

    heading: str = ""
    lead: str = ""
    """The short line directly above."""
    header: tuple[str, ...] = ()
    """The cells of its table's first row."""
    named: bool = True
    """See `Printed.named`."""
    earlier: tuple[str, ...] = ()
    """See `Printed.earlier`."""


def printed_in(listing: Listing, dollar: str) -> Iterator[Printed]:
    """Yield the sums on a listing's pages, in order; a bare "$" is of the currency *dollar*."""
    for passage, above in _passages(listing):
        yield from _in_passage(passage, above, dollar)


def _passages(listing: Listing) -> Iterator[tuple[Passage, _Above]]:
    """Yield the passages that may print a price, with what stands above each."""
    heading = lead = url = ""
    header: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    named = True
    for passage in listing.passages:
        text = clean(passage.text)
        if passage.url != url:
            url, lead, header, named, earlier = passage.url, "", (), True, ()
        if passage.where is Where.HEADING:
            heading = text
        named = _named(f"{clean(passage.under)} {text}", before=named)
        if passage.where in (Where.TITLE, Where.SURVEY) or is_article(passage.url):
            continue
        header = _header(text, header)
        above = _Above(
            heading=clean(passage.under) or ("" if passage.where is Where.HEADING else heading),
            lead=lead,
            header=header,
            named=named or bool(cues()["named"].search(text)),
            earlier=earlier,
        )
        yield passage, above
        earlier = (*earlier[1 - EARLIER :], text)
        lead = text if len(passage.text) <= LONGEST_LEAD else ""


def _named(text: str, *, before: bool) -> bool:
    """Return whether ketamine care, and not vitamins, is what was spoken of last."""
    ours = max((match.start() for match in cues()["named"].finditer(text)), default=-1)
    others = max((match.start() for match in cues()["mixed"].finditer(text)), default=-1)
    return before if ours == others else ours > others


def _header(text: str, header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first row of the table that a passage is of; () if it is of none."""
    if _CELLS not in text:
        return ()
    return header or tuple(text.split(_CELLS))


def _in_passage(passage: Passage, above: _Above, dollar: str) -> Iterator[Printed]:
    if cues()["heading_always"].search(above.heading):
        return
    forbidden = bool(cues()["heading_veto"].search(above.heading))
    before = above.lead
    for line in passage.text.split("\n"):
        for sentence in sentences(clean(line)):
            near = before.endswith("?") or len(before) <= LONGEST_LEAD
            context = f"{before} {above.heading}" if near else above.heading
            for words in _columns(sentence, above.header):
                if not forbidden or cues()["named_here"].search(words):
                    yield from _in_sentence(words, sentence, context, passage, above, dollar)
            before = sentence


def _columns(row: str, header: tuple[str, ...]) -> list[str]:
    """Return a row's cells, each with the row's and its column's name, if columns name treatments.

    "Our price | $850 | $450" below "Spravato | IV infusion" is two prices. Other texts as they are.
    """
    cells = row.split(_CELLS)
    if len(cells) == 1 or row == _CELLS.join(header):
        return [row]
    if len(cells) == len(header) and all(has_sum(cell) for cell in cells):
        return [_CELLS.join(pair) for pair in zip(header, cells, strict=True)]
    names = header[1 - len(cells) :]
    if len(names) < max(2, len(cells) - 1) or not all(map(is_unit_named, names)):
        return [row]
    return [_CELLS.join((cells[0], *pair)) for pair in zip(names, cells[1:], strict=True)]


def _in_sentence(
    sentence: str, quote: str, context: str, passage: Passage, above: _Above, dollar: str
) -> Iterator[Printed]:
    found = list(islice(sums_in(sentence, dollar, tables()["currencies"]), MAX_SUMS))
    if not found or cues()["sentence_veto"].search(sentence):
        return
    start = 0
    for index, one in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(sentence)
        before, behind = sentence[start : one.start], _clause(sentence[one.end : end])
        closed = index + 1 == len(found) or len(behind) < end - one.end
        after = behind if _is_label(behind, before, closed=closed) else ""
        yield Printed(
            sum=one,
            before=before,
            after=after,
            behind=behind,
            sentence=sentence,
            context=context,
            quote=quote,
            passage=passage,
            named=above.named,
            earlier=above.earlier,
        )
        start = one.end + len(after)


def _is_label(behind: str, before: str, *, closed: bool) -> bool:
    """Whether the words behind a sum say what it is for: "per infusion", or "$200 evaluation".

    Without a "per" they do if their clause ends there and the words before do not say it.
    """
    nearest = _CLAUSE_START.split(before)[-1]
    return bool(PER.match(behind)) or (
        closed and bool(unit_in(behind)) and not unit_in(nearest) and not unit_in(before)
    )


def _clause(text: str) -> str:
    """Return the words directly behind a sum, up to the end of their clause."""
    begin = text.index("(") + 1 if text.lstrip().startswith("(") else 0
    end = _CLAUSE_END.search(text, begin + 1)
    return text[: end.start()] if end else text
