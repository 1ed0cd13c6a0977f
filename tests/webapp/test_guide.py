"""The guide: whole, sourced, dated, easy to read, hidden when it runs out, and findable."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp import readability, world
from tests.webapp.reading import text
from tests.webapp.test_words_we_avoid import banned_in
from webapp import guide, notices
from webapp.guide.content import Text
from webapp.language import LANGUAGES, localised

ROOT = Path(__file__).parents[2]
GUIDE = guide.packaged()
PAGES = [
    pytest.param(page, code, id=f"{page.slug}-{code}") for page in GUIDE.pages for code in LANGUAGES
]
HARDEST_PAGE = 8.0
HARDEST_PARAGRAPH = 11.0
"""School grades."""
EASE_OF_A_PAGE = 65.0
EASE_OF_A_PARAGRAPH = 50.0
"""On the INFLESZ scale: fairly easy, and the middle of what is somewhat hard."""
_AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:mg|milligram|miligramo|ml)", re.IGNORECASE)


def page_of(paragraph: str = "", **changes: str) -> str:
    """Return the TOML of a small invented page, its lines changed by name."""
    lines = {
        "title": 'title = { en = "Invented", es = "Inventado" }',
        "summary": 'summary = { en = "A page.", es = "Una página." }',
        "dates": "reviewed = 2026-01-01\nexpires = 2027-01-01",
        "section": '[[section]]\nid = "one"\ntitle = { en = "One", es = "Uno" }',
        "words": 'words = { en = ["invented words"], es = [] }',
        "paragraph": '[[section.paragraph]]\nid = "first"',
        "en": 'en = "Said [there](/guide/choosing)."',
        "es": 'es = "Dicho [allí](/guide/choosing)."',
        "sources": 'sources = ["paper"]',
    }
    return "\n".join({**lines, **changes}.values()) + f"\n{paragraph}"


SOURCES = '[paper]\ntitle = { en = "A paper", es = "Un artículo" }\ndated = 2025-01-01\nurl = "https://paper.example/"'
SECOND = (
    '[[section.paragraph]]\nid = "second"\nen = "More."\nes = "Más."\nsources = ["paper"]\n'
    "expires = 2026-06-01"
)


def texts(page: guide.GuidePage) -> Iterator[Text]:
    """Give every text of a page."""
    yield page.title
    yield page.summary
    yield from (section.title for section in page.sections)
    for paragraph in page.paragraphs:
        yield paragraph.text
        yield from paragraph.points


def prose(paragraph: guide.Paragraph, code: str) -> str:
    """Return what a paragraph says, each point of its list a sentence."""
    said = [guide.plain(one, code) for one in (paragraph.text, *paragraph.points)]
    return " ".join(one if one.endswith((".", "?", ":")) else f"{one}." for one in said)


@cache
def client(today: date = world.TODAY) -> FlaskClient:
    """Ask the app over the invented world, on a day."""
    return world.app(today=lambda: today).test_client()


def fetched(page: guide.GuidePage, code: str, today: date = world.TODAY) -> BeautifulSoup:
    """Return a page of the guide as the app shows it."""
    response = client(today).get(localised(page.path, code))
    assert response.status_code == 200
    return BeautifulSoup(response.data, "lxml")


def test_nothing_in_the_guide_has_run_out() -> None:
    """When this fails, read the sources again, then set new dates or mend the text."""
    today = datetime.now(UTC).date()
    over = [f"{page.slug}/{one.id}" for page in GUIDE.pages for one in page.paragraphs
            if not one.reviewed <= today <= one.expires]  # fmt: skip
    assert over == []


def test_the_rule_on_video_visits_runs_out_with_the_rule() -> None:
    """It ends on December 31, 2026; so does each sentence on it."""
    on_it = [
        one
        for page in GUIDE.pages
        for one in page.paragraphs
        if "telehealth-rule" in one.sources or "December 31, 2026" in one.text["en"]
    ]
    assert len(on_it) >= 2
    assert {one.expires for one in on_it} == {date(2026, 12, 31)}


def test_every_source_is_used_and_can_be_followed() -> None:
    """By an https address, or as a document that lies in this project."""
    used = {key for page in GUIDE.pages for one in page.paragraphs for key in one.sources}
    assert used == set(GUIDE.sources)
    for source in GUIDE.sources.values():
        assert source.url.startswith("https://") or (ROOT / source.document).is_file(), source
        assert source.precision in {"day", "month", "year", "read"}


def test_what_we_say_of_ourselves_alone_rests_on_our_own_documents() -> None:
    """What is said of medicine always names someone else."""
    for page in GUIDE.pages:
        for one in page.paragraphs:
            outside = any(GUIDE.sources[key].url for key in one.sources)
            assert outside or page.ours or one.id in {
                "print", "where-to-start", "our-prices", "links-last", "no-patient-data"
            }, one.id  # fmt: skip


@pytest.mark.parametrize("page", GUIDE.pages, ids=lambda page: page.slug)
def test_a_tired_reader_can_read_it(page: guide.GuidePage) -> None:
    """Grade 8 or lower in English, fairly easy in Spanish, drug names aside."""
    english = [prose(one, "en") for one in page.paragraphs]
    spanish = [prose(one, "es") for one in page.paragraphs]
    assert readability.grade(" ".join(english)) <= HARDEST_PAGE
    assert [one for one in english if readability.grade(one) > HARDEST_PARAGRAPH] == []
    assert readability.ease(" ".join(spanish)) >= EASE_OF_A_PAGE
    assert [one for one in spanish if readability.ease(one) < EASE_OF_A_PARAGRAPH] == []


@pytest.mark.parametrize("page", GUIDE.pages, ids=lambda page: page.slug)
def test_the_guide_neither_praises_nor_promises_nor_names_amounts(page: guide.GuidePage) -> None:
    """In either language; in quotes it repeats what others say."""
    for said in texts(page):
        for code in LANGUAGES:
            quoted = guide.plain(said, code).replace("«", "“").replace("»", "”")
            assert banned_in(quoted) == []
        assert not any(_AMOUNT.search(one) for one in said.values())


@pytest.mark.parametrize(("page", "code"), PAGES)
def test_a_page_is_whole(page: guide.GuidePage, code: str) -> None:
    """One heading, each id once, all its words, and no field to type anything into."""
    shown = fetched(page, code)
    assert [text(one) for one in shown.select("h1")] == [page.title[code]]
    ids = [str(one["id"]) for one in shown.select("[id]")]
    assert len(ids) == len(set(ids))
    for one in page.paragraphs:
        found = shown.select_one(f"#{one.id}")
        assert found
        assert found.get_text().startswith(guide.plain(one.text, code))
    assert shown.select("main form, main input, main select") == []


@pytest.mark.parametrize(("page", "code"), PAGES)
def test_every_link_leads_somewhere(page: guide.GuidePage, code: str) -> None:
    """Inside this site to a page, in the same language, and to a part of it that exists."""
    shown = fetched(page, code)
    for link in shown.select("main a[href]"):
        path, _, part = str(link["href"]).partition("#")
        if path.startswith(("https://", "tel:")):
            continue
        assert not path or path.startswith("/es/") == (code == "es")
        there = BeautifulSoup(client().get(path).data, "lxml") if path else shown
        assert not part or there.select_one(f"#{part}"), link


def test_the_page_on_this_finder_has_one_address() -> None:
    """Footers and old links lead to "/about"."""
    response = client().get("/es/guide/this-finder")
    assert (response.status_code, response.location) == (301, "/es/about")


def test_every_paragraph_shows_its_sources() -> None:
    """As numbers that lead to the list at the end of the page."""
    for page in GUIDE.pages:
        shown = fetched(page, "en")
        numbers = [text(link) for link in shown.select(".references a")]
        assert len(numbers) == sum(len(one.sources) for one in page.paragraphs)
        assert len(shown.select("section.sources ol > li")) == len(set(numbers))


def test_what_has_run_out_is_hidden_and_the_page_says_so() -> None:
    """On the day itself it still stands; from the next day a line tells that a part is gone."""
    page = GUIDE.page("at-home")
    assert page
    last = date(2026, 12, 31)
    before, after = (fetched(page, "en", last + timedelta(days=days)) for days in (0, 1))
    assert before.select_one("#video-rule")
    assert not before.select(".unchecked")
    assert not after.select_one("#video-rule")
    assert "A part of this is hidden" in text(after.select_one(".unchecked"))


def test_a_page_of_which_all_has_run_out_still_answers() -> None:
    """With its headings, and nothing else."""
    page = GUIDE.page("studies")
    assert page
    shown = fetched(page, "es", date(2099, 1, 1))
    assert shown.select("main p[id]") == []
    assert len(shown.select(".unchecked")) == len(page.sections)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (page_of(es=""), "write it in each of en, es"),
        (page_of(title='title = { en = "Invented" }'), "invented: title"),
        (page_of(sources="sources = []"), "name at least one source"),
        (page_of(sources='sources = ["rumour"]'), "not in sources.toml: rumour"),
        (page_of(dates="reviewed = 2026-01-01"), "expires"),
        (page_of(dates="reviewed = 2027-01-01\nexpires = 2026-01-01"), "before it is reviewed"),
        (page_of(SECOND.replace("second", "first")), "'first' stands twice"),
        (page_of(en='en = "Said."\nauthor = "me"'), "author"),
    ],
)
def test_a_page_that_is_not_whole_is_refused(fault: str, told: str) -> None:
    """With an error that names the page and what to mend."""
    with pytest.raises(guide.GuideError, match=re.escape(told)) as refused:
        guide.read({"10-invented.toml": fault}, SOURCES)
    assert "invented" in str(refused.value)


@pytest.mark.parametrize("url", ["http://paper.example/", ""])
def test_a_source_that_cannot_be_followed_is_refused(url: str) -> None:
    """An address must be https, or there must be a document."""
    with pytest.raises(guide.GuideError, match="paper"):
        guide.read({}, SOURCES.replace("https://paper.example/", url))


def test_a_paragraph_may_have_dates_of_its_own() -> None:
    """Those of the page hold for all others."""
    read = guide.read({"10-invented.toml": page_of(SECOND)}, SOURCES)
    first, second = read.pages[0].paragraphs
    assert (first.expires, second.expires) == (date(2027, 1, 1), date(2026, 6, 1))
    assert second.reviewed == date(2026, 1, 1)


def test_a_promise_names_tests_that_exist() -> None:
    """P1 to P9, each with its tests or with none, which the page then says."""
    assert [proof.key for proof in GUIDE.proofs] == [f"P{number}" for number in range(1, 10)]
    for proof in GUIDE.proofs:
        for named in proof.tests:
            path, _, function = named.partition("::")
            tree = ast.parse((ROOT / path).read_text("utf-8"))
            found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert function in found, named


def test_a_promise_without_a_test_is_told() -> None:
    """We do not claim what we do not show."""
    page = GUIDE.page("proof")
    assert page
    shown = text(fetched(page, "en").select_one(".proofs"))
    assert shown.count("No test yet") == sum(not proof.tests for proof in GUIDE.proofs)


def test_every_figure_has_a_command_that_exists() -> None:
    """So that anyone can measure it again."""
    for figure in GUIDE.figures:
        program = figure.command.removeprefix("python ").removeprefix("-m ").split()[0]
        path = program if program.endswith(".py") else program.replace(".", "/") + ".py"
        assert (ROOT / path).is_file(), figure.command


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("is ketamine addictive?", "/guide/side-effects#dependence"),
        ("KETAMINE COST", "/guide/paying#price"),
        ("efectos secundários", "/guide/side-effects#often"),
        ("I want to die", "/guide/crisis#now"),
        ("quiero morir", "/guide/crisis#now"),
        ("suicidal", "/guide/crisis#now"),
        ("spravato near 97214", "/guide/about#ways"),
    ],
)
def test_typed_words_lead_to_the_guide(typed: str, first: str) -> None:
    """Case, accents and plurals aside; who is in danger is led to help first."""
    assert guide.topics_for(typed, "en", world.TODAY)[0].url == first


def test_a_topic_is_told_in_the_visitors_language() -> None:
    """And its link stays in it."""
    topic = guide.topics_for("bladder", "es", world.TODAY)[0]
    assert (topic.title, topic.url) == (
        "Vejiga, hígado, pensamiento",
        "/es/guide/side-effects#bladder",
    )


def test_what_has_run_out_is_no_topic() -> None:
    """A search must not lead to an empty part."""
    assert guide.topics_for("dea rule", "en", date(2026, 12, 31))
    assert guide.topics_for("dea rule", "en", date(2027, 1, 1)) == ()


@pytest.mark.parametrize("key", notices.NOTICES)
def test_a_notice_leads_to_the_guide(key: str) -> None:
    """To a part that exists, and as long as both hold."""
    notice = notices.NOTICES[key]
    assert guide.part(notice.guide, "es", notice.expires)
    assert guide.part(notice.guide, "en", date(2099, 1, 1)) is None


@pytest.mark.parametrize(
    ("url", "status", "leads_to"),
    [
        ("/search?q=is+ketamine+addictive", 200, "/guide/side-effects#dependence"),
        ("/search?near=side+effects", 404, "/guide/side-effects#often"),
        ("/es/search?q=cuánto+cuesta", 200, "/es/guide/paying#price"),
        ("/search?near=20814", 200, ""),
    ],
)
def test_a_search_leads_to_the_guide(url: str, status: int, leads_to: str) -> None:
    """Beside what it found, or where the place is not known; not where nothing of it was typed."""
    response = client().get(url)
    assert response.status_code == status
    found = BeautifulSoup(response.data, "lxml").select(".caveat a[href*='/guide/']")
    assert [str(link["href"]) for link in found][:1] == ([leads_to] if leads_to else [])


@given(st.text(max_size=200))
def test_any_text_has_at_most_three_topics(typed: str) -> None:
    """Whatever is typed."""
    assert len(guide.topics_for(typed, "en", world.TODAY)) <= 3


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("table", 2), ("made", 1), ("started", 2), ("people", 2), ("medicine", 3), ("doses", 2)],
)
def test_english_syllables_are_counted(word: str, syllables: int) -> None:
    """By ear."""
    assert readability.english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("día", 2), ("cuidado", 3), ("ciudad", 2), ("aerosol", 4), ("país", 2), ("náuseas", 3)],
)
def test_spanish_syllables_are_counted(word: str, syllables: int) -> None:
    """Diphthongs are one, two strong vowels two."""
    assert readability.spanish_syllables(word) == syllables


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    """The measure would see a label's own language."""
    hard = (
        "Contraindicated in individuals with aneurysmal vascular disease, arteriovenous"
        " malformation, or demonstrated hypersensitivity to constituent excipients."
    )
    assert readability.grade(hard) > HARDEST_PARAGRAPH > readability.grade("You may feel sick.")
