"""Finds the sums that a listing prints, with the words around them that may say what for; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from crawler.listing import Listing, Passage, Where
from indexer.interpret.article import is_article
from indexer.interpret.money import Sum, has_sum, sums_in
from indexer.interpret.price_columns import cells_named, header_of
from indexer.interpret.price_unit import PER, unit_in
from indexer.interpret.price_words import cues, tables
from indexer.interpret.text import clean, sentences

MAX_SUMS = 40
"""Of one sentence; a clinic's price list is shorter, hostile text is not."""
LONGEST_LEAD = 60
"""Characters; a longer line above a sum is not its name."""
LONGEST_BEFORE = 160
"""Characters; a longer sentence before a sum, in the same passage, speaks of more than it."""
LONGEST_BELOW = 120
"""Characters; a longer line below a sum that stands alone does not say what it pays for."""
EARLIER = 8
"""Passages of a page that are remembered."""
_CLAUSE_END = re.compile(
    r"[;,·|•(=]|\.\s|\s/\s|\s(?:and|or|plus|y|o)\s(?!up\b)|\sinstead\sof\b", re.IGNORECASE
)
_CLAUSE_START = re.compile(r"[;,·|•:]|\s/\s|\s(?:and|or|plus|y)\s", re.IGNORECASE)
_SUM_NEXT = re.compile(r"(?<=[a-z)][.!?]) (?=[$£€])")
"""Where a sentence ends before one that begins with a sum."""
_OPENING = re.compile(
    r"\W*(?:(?:from|only|just|starting (?:at|from)|starts at|now) *)*", re.IGNORECASE
)
"""What may stand before a sum that stands alone."""
_BRACKETS = re.compile(r"\([^()]*\)")
_NEGATION = re.compile(r"\b(?:not|never|rather|no longer|\w+n't)\b", re.IGNORECASE)
"""In a sentence that may name another treatment than the one whose sum follows."""


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
    """The short line or question before, and the heading beside."""
    below: str
    """What a card says below a sum that is its only word; "" for none."""
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

    @property
    def is_alone(self) -> bool:
        """Whether a sum stands alone, and what it pays for above or below it."""
        return bool(_OPENING.fullmatch(self.before)) and not self.behind.strip(" .")

    def nearest_first(self) -> Iterator[str]:
        """Yield ever wider parts of the words before it, the nearest clause and no remark first."""
        for words in dict.fromkeys((_BRACKETS.sub(" ", self.before), self.before)):
            starts = [match.end() for match in _CLAUSE_START.finditer(words)]
            yield from (words[start:] for start in reversed([0, *starts]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What stands above a passage on its page, and below it."""

    heading: str = ""
    below: str = ""
    """See `Printed.below`."""
    lead: str = ""
    """The short line directly beside."""
    header: tuple[str, ...] = ()
    """The cells of its table's first row."""
    named: bool = True
    """`Printed.named` as it was before the passage."""
    earlier: tuple[str, ...] = ()
    """See `Printed.earlier`."""


def printed_in(listing: Listing, dollar: str) -> Iterator[Printed]:
    """Yield the sums on a listing's pages, in order; a bare "$" is of the currency *dollar*."""
    for passage, beside in _passages(listing):
        yield from _in_passage(passage, beside, dollar)


def _passages(listing: Listing) -> Iterator[tuple[Passage, _Beside]]:
    """Yield the passages that may print a price, with what stands beside each."""
    heading = lead = url = ""
    header: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    named = True
    for index, passage in enumerate(listing.passages):
        text = clean(passage.text)
        if passage.url != url:
            url, lead, header, named, earlier = passage.url, "", (), True, ()
        if passage.where is Where.HEADING:
            heading = text
        talk = "" if passage.where is Where.MENU else f"{clean(passage.under)} {text}"
        before, named = named, _named(talk, before=named)
        if passage.where in (Where.TITLE, Where.SURVEY) or is_article(passage.url):
            continue
        header = header_of(text, header)
        beside = _Beside(
            heading=clean(passage.under) or ("" if passage.where is Where.HEADING else heading),
            lead=lead,
            below=_below(listing.passages[index : index + 3]),
            header=header,
            named=before,
            earlier=earlier,
        )
        yield passage, beside
        earlier = (*earlier[1 - EARLIER :], text)
        lead = text if len(passage.text) <= LONGEST_LEAD else ""


def _below(passages: Sequence[Passage]) -> str:
    """Return what the second of some passages says of the first, where both are of one card.

    "$595" below "Single" and above "One 40-minute infusion" is an infusion's. "" if the second is
    of another heading, prints a sum itself, or is the name of a sum that follows it.
    """
    if len(passages) < 2 or not has_sum(passages[0].text):
        return ""
    first, second, *rest = passages
    card = first.text if first.where is Where.HEADING else first.under
    names_next = bool(rest) and has_sum(rest[0].text) and rest[0].under == second.under
    own = bool(card) and second.under == card and second.url == first.url
    if not own or names_next or has_sum(second.text) or len(second.text) > LONGEST_BELOW:
        return ""
    return _clause(next(iter(sentences(clean(second.text))), ""))


def _named(text: str, *, before: bool) -> bool:
    """Return whether ketamine care, and not vitamins, is what was spoken of last."""
    ours = max((match.start() for match in cues()["named"].finditer(text)), default=-1)
    others = max((match.start() for match in cues()["mixed"].finditer(text)), default=-1)
    return before if ours == others else ours > others


def _in_passage(passage: Passage, beside: _Beside, dollar: str) -> Iterator[Printed]:
    if cues()["heading_always"].search(beside.heading):
        return
    forbidden = bool(cues()["heading_veto"].search(beside.heading))
    before, longest = beside.lead, LONGEST_LEAD
    named, said = _named(clean(passage.under), before=beside.named), _is_ours(passage.text)
    for sentence in _sentences(passage.text):
        near = before.endswith("?") or len(before) <= longest
        denied = unit_in(beside.heading) and _NEGATION.search(before) and not before.endswith("?")
        context = f"{before} {beside.heading}" if near and not denied else beside.heading
        named = _named(sentence, before=named)
        here = replace(beside, named=named or said)
        for words in cells_named(sentence, beside.header):
            if not forbidden or cues()["named_here"].search(words):
                yield from _in_sentence(words, sentence, context, passage, here, dollar)
        before, longest = sentence, LONGEST_BEFORE


def _is_ours(text: str) -> bool:
    """Whether a text names ketamine care."""
    return cues()["named"].search(clean(text)) is not None


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text; one may begin with a sum: "Bring a driver. $450 each."."""
    whole = (sentence for line in text.split("\n") for sentence in sentences(clean(line)))
    return [one for sentence in whole for one in _SUM_NEXT.split(sentence)]


def _in_sentence(
    sentence: str, quote: str, context: str, passage: Passage, beside: _Beside, dollar: str
) -> Iterator[Printed]:
    found = list(islice(sums_in(sentence, dollar, tables()["currencies"]), MAX_SUMS))
    vetoed = bool(cues()["sentence_veto"].search(sentence))
    start = 0
    for index, one in enumerate(found):
        end = found[index + 1].start if index + 1 < len(found) else len(sentence)
        before, behind = sentence[start : one.start], _clause(sentence[one.end : end])
        closed = index + 1 == len(found) or len(behind) < end - one.end
        if vetoed and not cues()["without"].search(behind):
            continue
        after = behind if _is_label(behind, before, closed=closed) else ""
        yield Printed(
            sum=one,
            before=before,
            after=after,
            behind=behind,
            sentence=sentence,
            context=context,
            below=beside.below,
            quote=quote,
            passage=passage,
            named=beside.named,
            earlier=beside.earlier,
        )
        is_fee = cues()["behind"].search(behind)
        start = one.end + len(behind if is_fee else after)


def _is_label(behind: str, before: str, *, closed: bool) -> bool:
    """Whether the words behind a sum say what it is for: "per infusion", or "$200 evaluation".

    Without a "per" they do if their clause ends there and the words before do not say it. A slash
    parts two prices where the words before say it and the next sum follows.
    """
    nearest = _CLAUSE_START.split(before)[-1]
    parted = behind.startswith(" / ") and not closed and bool(unit_in(before))
    return bool(PER.match(behind) and not parted) or (
        closed and bool(unit_in(behind)) and not unit_in(nearest) and not unit_in(before)
    )


def _clause(text: str) -> str:
    """Return the words directly behind a sum, up to the end of their clause."""
    begin = text.index("(") + 1 if text.lstrip().startswith("(") else 0
    end = _CLAUSE_END.search(text, begin + 1)
    return text[: end.start()] if end else text
