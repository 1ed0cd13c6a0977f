"""Every mention in a listing's passages, with the verdict on it; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Stance
from indexer.interpret.passages import judged, settings
from indexer.interpret.text import clean
from indexer.interpret.verdict import Verdict
from indexer.vocabulary import vocabulary

LABELS = {"cms_part_b": "hcpcs", "findtreatment": "samhsa"}
"""Sources whose labels are codes of another list, and what the vocabulary calls that list."""
CODES = {"ketamine infusion therapy": "KIT"}
"""Labels that are printed without their code."""
_LABEL = Verdict(stance=Stance.STATED, confidence=0.6, rule="register's label")
_SURVEY = Verdict(stance=Stance.STATED, confidence=0.6, rule="survey label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One mention, the sentence it stands in, and the verdict on it."""

    code: str
    sentence: str
    passage: Passage
    verdict: Verdict


def readings(listing: Listing) -> Iterator[Reading]:
    """Yield every mention in the listing's passages with its verdict, in reading order."""
    page = " ".join(clean(passage.text) for passage in listing.passages)
    for passage, setting in settings(listing):
        if passage.where is Where.SURVEY:
            yield from _survey(passage)
            continue
        if passage.where is Where.LABEL and listing.source in LABELS:
            yield from _coded(LABELS[listing.source], passage)
            continue
        for one in judged(clean(passage.text), setting, page):
            yield Reading(
                code=one.code, sentence=one.sentence, passage=passage, verdict=one.verdict
            )


def _coded(system: str, passage: Passage) -> Iterator[Reading]:
    """Yield what a label, or the code before its colon, stands for; nothing if it is unknown."""
    label = passage.text.partition(":")[0].strip()
    entry = vocabulary().external(system, CODES.get(label.casefold(), label))
    if entry:
        yield Reading(code=entry.code, sentence=passage.text, passage=passage, verdict=_LABEL)


def _survey(passage: Passage) -> Iterator[Reading]:
    entry = vocabulary().external("survey", passage.text)
    if entry:
        yield Reading(code=entry.code, sentence=passage.text, passage=passage, verdict=_SURVEY)
