"""What speaks for and against a treatment that no sentence states: the signs to weigh; pure.

A sign is counted up to `MOST` times, so that a long page says no more than a clear one. What a
sign weighs was learnt (`weighing.py`); here is only what it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from crawler.listing import Where
from indexer.clinic import Stance
from indexer.interpret.cues import Cues
from indexer.interpret.mentions import UNSPECIFIED, mentions
from indexer.interpret.readings import Reading
from indexer.interpret.statement import EXPLAINED, HEADS
from indexer.interpret.text import clean
from indexer.vocabulary import vocabulary

MOST = 3
FRAGMENT = 7
"""Words: an entry of a list without list markup."""
_CUES = Cues("")
_DRUG = "ketamine spravato "
"""Before a heading: it need not name the drug again."""


class Site:
    """All that a site mentions of treatments."""

    def __init__(self, by_code: Mapping[str, Sequence[Reading]]) -> None:
        self.by_code = by_code
        entries = vocabulary().entries
        self.routes = {
            code: len(mentions)
            for code, mentions in by_code.items()
            if entries[code].group == "offering" and code != UNSPECIFIED
        }
        """Route -> how often it is mentioned."""
        self._routes_in = Counter(
            sentence for route in self.routes for sentence in {m.sentence for m in by_code[route]}
        )

    def states(self, code: str) -> bool:
        """Whether any sentence states *code*."""
        mentions = self.by_code.get(code, ())
        return any(mention.verdict.stance is Stance.STATED for mention in mentions)

    def names_another_route(self, reading: Reading) -> bool:
        """Whether the sentence of a mention names another route too."""
        own = reading.code in self.routes
        return self._routes_in[reading.sentence] > own


def signals(code: str, site: Site) -> dict[str, float]:
    """Return the signs for and against *code* among all that a site mentions, by code."""
    found: Counter[str] = Counter()
    for reading in site.by_code[code]:
        found.update(_of_reading(reading, site))
    signs = {sign: float(min(count, MOST)) for sign, count in found.items()}
    return signs | _together(signs) | _among_others(code, site)


def _of_reading(reading: Reading, site: Site) -> Iterable[str]:
    if reading.verdict.stance is Stance.STATED_NOT:
        return ("denied",)
    if reading.verdict.rule != EXPLAINED:
        return (f"mere: {reading.verdict.rule}",)
    return _of_head(reading) if reading.passage.where in HEADS else _of_words(reading, site)


def _of_head(reading: Reading) -> Iterable[str]:
    where = reading.passage.where
    yield where.value
    if where is Where.HEADING and _CUES.find("heads", reading.sentence):
        yield "plain heading"
    if where is Where.TITLE and urlsplit(reading.passage.url).path not in ("", "/"):
        yield "page of its own"


def _of_words(reading: Reading, site: Site) -> Iterable[str]:
    sentence, under = reading.sentence, clean(reading.passage.under)
    general = is_general(sentence)
    signs = {
        "in the text": True,
        "told in general": general,
        "told plainly": not general,
        "to you": bool(_CUES.find("sign_you", sentence)),
        "of another place": bool(_CUES.find("sign_another", sentence)),
        "of us": bool(_CUES.find("sign_us", sentence)),
        "a plan": bool(_CUES.find("sign_plan", sentence)),
        "somebody gives": bool(_CUES.find("sign_giver", sentence)),
        "fragment": not general and sentence.count(" ") < FRAGMENT,
        "with a number": not general and bool(_CUES.find("sign_number", sentence)),
        "giving": not general and bool(_CUES.find("giving", sentence)),
        "beside another route": site.names_another_route(reading),
        "under a question": bool(_CUES.find("sign_asked", under)),
        "under its heading": any(m.code == reading.code for m in mentions(under, _DRUG)),
    }
    return [sign for sign, holds in signs.items() if holds]


def is_general(sentence: str) -> bool:
    """Whether a sentence explains the matter, rather than tells of one place."""
    return bool(_CUES.find("sign_general", sentence))


def _together(signs: Mapping[str, float]) -> dict[str, float]:
    return {
        "title and heading": float("title" in signs and "heading" in signs),
        "head and text": float(
            ("title" in signs or "heading" in signs) and "told plainly" in signs
        ),
    }


def _among_others(code: str, site: Site) -> dict[str, float]:
    """What else the site mentions, and states."""
    sizes = site.routes
    group = vocabulary().entries[code].group
    signs = {group: 1.0, f"is {code}": 1.0, "support only": float(site.states("prep_integration"))}
    if code not in sizes:
        return signs
    rivals = [size for route, size in sizes.items() if route != code]
    return signs | {
        "only route": float(not rivals),
        "share of the routes": sizes[code] / sum(sizes.values()),
        "most named route": float(sizes[code] > max(rivals, default=0)),
        "another route is stated": float(
            any(site.states(route) for route in sizes if route != code)
        ),
    }
