"""A passage read sentence by sentence, with what earlier words carry into later ones; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crawler.listing import Listing, Passage
from indexer.interpret.article import articles_among
from indexer.interpret.cues import Cues
from indexer.interpret.mentions import OTHER_DRIP, UNSPECIFIED, Mention, mentions
from indexer.interpret.practice import PLAIN_GROUPS
from indexer.interpret.statement import is_question, is_strict, judge
from indexer.interpret.text import clean, sentences, without_quotations
from indexer.interpret.verdict import Setting, Verdict, denied, stated
from indexer.vocabulary import vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One mention, the sentence that was judged, and the verdict."""

    code: str
    sentence: str
    verdict: Verdict


def settings(listing: Listing) -> Iterator[tuple[Passage, Setting]]:
    """Yield each passage of a listing with where its sentences stand, in reading order."""
    articles = articles_among(listing.passages)
    for passage in listing.passages:
        yield (
            passage,
            Setting(
                where=passage.where,
                under=clean(passage.under),
                name=clean(listing.name),
                article=passage.url in articles,
            ),
        )


def judged(text: str, setting: Setting, page: str) -> Iterator[Judged]:
    """Yield every mention in a cleaned passage with its verdict, in reading order."""
    cues = setting.cues
    text = without_quotations(text, _said_by_another(cues))
    named = _names_drug(setting.under) or (_names_drug(page) and not OTHER_DRIP.search(page))
    around = f"{setting.under}\n{text}"
    before = _Before(setting.under, mentions(setting.under, page, named=named), named)
    for sentence in sentences(text.replace("? | ", "? ")):
        if cues.find("notice", sentence):
            continue
        found = mentions(sentence, page, named=before.named, around=around)
        yield from _answers(sentence, before, setting)
        yield from _detail_answers(sentence, before, setting, page)
        carried = list(_carried(sentence, before, found, setting))
        yield from carried or _headed(sentence, found, setting, page)
        yield from _judged(sentence, () if carried else found, setting)
        before = before.after(sentence, found)


def _said_by_another(cues: Cues) -> Callable[[str], bool]:
    return lambda beside: bool(
        cues.find("attributed", beside) and not cues.find("ours_quoted", beside)
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What the words before a sentence named."""

    sentence: str
    found: tuple[Mention, ...]
    named: bool

    def after(self, sentence: str, found: tuple[Mention, ...]) -> "_Before":
        """What is known after one more sentence; one that names no treatment changes little."""
        if any(is_strict(mention.code) for mention in found):
            return _Before(sentence, found, named=True)
        named = self.named or _names_drug(sentence)
        if is_question(sentence):
            return _Before(sentence, found, named)
        return _Before(self.sentence, self.found, named)


def _names_drug(text: str) -> bool:
    return "ketamin" in text.casefold()


def _judged(sentence: str, found: tuple[Mention, ...], setting: Setting) -> Iterator[Judged]:
    for mention in found:
        verdict = judge(sentence, mention, setting)
        yield Judged(code=mention.code, sentence=sentence, verdict=verdict)


def _answers(sentence: str, before: _Before, setting: Setting) -> Iterator[Judged]:
    """A yes or no to a question states or denies what the question names."""
    if not is_question(before.sentence):
        return
    cues = setting.cues
    verdict = None
    if cues.find("presumes", before.sentence):
        verdict = stated("presumes", 0.8)
    elif cues.find("asks", before.sentence) and cues.find("no", sentence):
        verdict = denied("no")
    elif cues.find("asks", before.sentence) and cues.find("yes", sentence):
        verdict = stated("yes", 0.85)
    if verdict:
        for mention in filter(lambda m: is_strict(m.code), before.found):
            yield Judged(
                code=mention.code, sentence=f"{before.sentence} {sentence}", verdict=verdict
            )


def _detail_answers(
    sentence: str, before: _Before, setting: Setting, page: str
) -> Iterator[Judged]:
    """The same of practices: "Do you take Medicaid? Yes.", and "Can I drive home? No."."""
    cues = setting.cues
    if setting.article or not is_question(before.sentence):
        return
    both = f"{before.sentence} {sentence}"
    seam = len(before.sentence)
    for mention in mentions(both, page):
        if mention.start < seam < mention.end and not is_strict(mention.code):
            yield Judged(code=mention.code, sentence=both, verdict=stated("answer", 0.8))
    short = cues.find("short_answer", sentence) and cues.find("asks", before.sentence)
    for mention in before.found if short else ():
        if vocabulary().entries[mention.code].group in PLAIN_GROUPS:
            verdict = denied("no") if cues.find("no", sentence) else stated("yes", 0.8)
            yield Judged(code=mention.code, sentence=both, verdict=verdict)


def _carried(
    sentence: str, before: _Before, found: tuple[Mention, ...], setting: Setting
) -> Iterator[Judged]:
    """ "We give it here" states the one treatment that the sentence before named."""
    named = [mention for mention in before.found if is_exact(mention)]
    if len(named) != 1 or any(map(is_exact, found)) or is_question(before.sentence):
        return
    if verdict := _carrying(sentence, setting.cues):
        words = f"{before.sentence} {sentence}"
        yield Judged(code=named[0].code, sentence=words, verdict=verdict)


def _carrying(sentence: str, cues: Cues) -> Verdict | None:
    if cues.find("carried_denial", sentence):
        return denied("carried_denial")
    return stated("carried", 0.75) if cues.find("carried", sentence) else None


def _headed(
    sentence: str, found: tuple[Mention, ...], setting: Setting, page: str
) -> Iterator[Judged]:
    """What we say below a heading that only names a treatment is said of that treatment."""
    cues = setting.cues
    if setting.article or not cues.find("heads", setting.under):
        return
    named = [mention for mention in mentions(setting.under, page) if is_exact(mention)]
    routes = all(_is_offering(mention) for mention in found if is_exact(mention))
    if any(map(is_exact, found)) and not (routes and not any(map(_is_offering, named))):
        return
    mere = any(cues.find(rule, sentence) for rule in ("general", "elsewhere", "not_now", "denies"))
    if sum(map(_is_offering, named)) > 1 or mere or not cues.find("heads_detail", sentence):
        return
    for mention in named:
        yield Judged(
            code=mention.code,
            sentence=f"{setting.under}: {sentence}",
            verdict=stated("headed", 0.7),
        )


def _is_offering(mention: Mention) -> bool:
    return vocabulary().entries[mention.code].group == "offering"


def is_exact(mention: Mention) -> bool:
    """Whether a mention names one treatment, route and all."""
    return is_strict(mention.code) and mention.code != UNSPECIFIED
