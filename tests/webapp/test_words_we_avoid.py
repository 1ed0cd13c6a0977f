"""We never vouch: words that praise, promise or speak for a clinic do not stand in our voice."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from indexer.vocabulary import vocabulary
from tests.webapp import world
from webapp import messages, notices, statements
from webapp.clinic_page import facts as clinic_facts
from webapp.views import errors

WEBAPP = Path(statements.__file__).parent
BANNED = (
    r"best|top|leading|safe|proven|cures?|guaranteed?|verified|board[- ]certified"
    r"|licensed ketamine clinics?|breakthroughs?|miracles?|game[- ]changers?|game[- ]changing"
    r"|life[- ]changing|transformative|rewires?|reset your brain|FDA[- ]approved ketamine"
    r"|commit(?:s|ted|ting)? suicide|addicts?|suffers from"
    r"|offers|provides|accepts"
)
BANNED_IN_SPANISH = (
    r"mejor(?:es)?|líder(?:es)?|probad[oa]s?|curas?|curan|garantiza\w*"
    r"|(?<!\bel )(?<!\bdel )(?<!\bal )(?<!\bmi )(?<!\bsu )(?<!\bun )segur[oa]s?(?! médic)"
    r"|verificad[oa]s?|revolucionari[oa]s?|milagros?|milagros[oa]s?|transformador(?:a|es|as)?"
    r"|cambia(?:r|rá)? (?:la|su) vida|reprograma\w*|ketamina aprobada por la FDA"
    r"|comet\w+ suicidio|adict[oa]s?|sufren? de"
    r"|ofrecen?|proporcionan?|brindan?|aceptan?"
)
_BANNED = re.compile(rf"(?<![\w-])(?:{BANNED}|{BANNED_IN_SPANISH})(?![\w-])", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
ALLOWED = ("Best match of your words first",)
"""Speaks of an order of words, not of a clinic."""


def banned_in(said: str) -> list[str]:
    """Return the words in our own voice that we must not use."""
    for phrase in ALLOWED:
        said = said.replace(phrase, "")
    return [found.group() for found in _BANNED.finditer(_QUOTED.sub(" ", said))]


def prose(template: str) -> str:
    """Return what a template says by itself: no markup, no code of the template's own."""
    without_code = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)
    return BeautifulSoup(without_code, "lxml").get_text(" ")


@pytest.mark.parametrize(
    "path", sorted((WEBAPP / "templates").glob("*.html")), ids=lambda path: path.name
)
def test_no_template_speaks_for_a_clinic(path: Path) -> None:
    """Neither its text nor the texts inside its expressions."""
    template = path.read_text("utf-8")
    inside = " ".join(re.findall(r"'([^'<>]*)'", template))
    assert banned_in(prose(template)) == []
    assert banned_in(inside.replace("offers", "")) == []  # the name of a parameter


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/about",
        "/search?near=20814&offers=ketamine.iv&offers=ketamine.oral&therapy=kap&unstated=1",
        "/search?near=20814&within=5&offers=ketamine.sc",
        "/search?q=harbor",
        "/search?near=nowhere",
        "/search?near=Sametown",
        "/search?colour=blue",
        "/c/harbor01/harbor-calm-clinic",
        "/c/meadow01/meadow-invented-ketamine",
        "/c/willow01/willow-made-up-center",
        "/c/gone0001",
        "/none",
    ],
)
@pytest.mark.parametrize("language", ["", "/es"])
def test_no_page_speaks_for_a_clinic(language: str, url: str) -> None:
    """What is shown, with the clinics' own quotes taken out."""
    page = BeautifulSoup(world.app().test_client().get(language + url).data, "lxml")
    for quoted in page.select("blockquote, q"):
        quoted.decompose()
    assert banned_in(page.get_text(" ")) == []


def test_no_text_of_the_catalogue_speaks_for_a_clinic() -> None:
    """Everything that pages may say, in English; `test_catalogue` looks at the Spanish."""
    said = [message.id for message in messages.gathered() if message.id]
    texts = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    assert {text: banned_in(text) for text in texts if banned_in(text)} == {}


def test_no_notice_error_or_title_speaks_for_a_clinic() -> None:
    """The texts that stand in Python."""
    said = [
        *(notice.text for notice in notices.NOTICES.values()),
        *(f"{words.title}. {words.text}" for words in errors.PAGES.values()),
        *clinic_facts.GROUP_TITLES.values(),
        *(
            entry.explain
            for group in statements.HEADLINE_GROUPS
            for entry in vocabulary().group(group)
        ),
    ]
    assert banned_in(" ".join(said)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A breakthrough for treatment-resistant depression.",
        "The clinic offers IV infusions.",
        "It provides Spravato and accepts insurance.",
        "The best ketamine clinic in town.",
        "Top-rated, leading and board-certified staff.",
        "A SAFE and proven way to rewire the brain.",
        "This game-changer gives life-changing relief.",
        "FDA-approved ketamine, guaranteed.",
        "She suffers from depression.",
        "La mejor clínica, líder en ketamina segura.",
        "Ofrece infusiones y acepta su seguro.",
        "Un tratamiento garantizado que cambia la vida.",
        "Ella sufre de depresión.",
    ],
)
def test_the_check_sees_the_seeds_style(sentence: str) -> None:
    """Sentences in the style of the seed articles are all caught."""
    assert banned_in(sentence)


@given(st.sampled_from(["safe", "best", "offers"]))
def test_a_clinics_own_words_may_say_anything(word: str) -> None:
    """Inside quotes it is the clinic that speaks."""
    assert banned_in(f"Its website states: “We are the {word} one.”") == []


@pytest.mark.parametrize("key", notices.NOTICES)
def test_every_notice_has_a_source_and_has_not_expired(key: str) -> None:
    """When this fails, read the source again, then set a new date or drop the notice."""
    notice = notices.NOTICES[key]
    assert notice.references
    assert datetime.now(UTC).date() <= notice.expires


def test_an_expired_notice_is_no_longer_shown() -> None:
    """Silence is better than a rule that no longer holds."""
    expires = notices.NOTICES["telehealth_rule"].expires
    assert notices.current(["telehealth_rule"], expires)
    assert notices.current(["telehealth_rule"], expires.replace(year=expires.year + 1)) == ()


def test_every_warning_of_the_vocabulary_has_a_notice() -> None:
    """A mark in the vocabulary that showed nothing would be a promise not kept."""
    marks = {entry.warn for entry in vocabulary().entries.values()} - {""}
    assert marks <= set(notices.NOTICES)
