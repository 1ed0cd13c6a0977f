"""A clinic's page: every fact with its words, source and date."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.clinic import Moved
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from tests.webapp.conftest import Page
from tests.webapp.reading import links, names, text

HARBOR = "/c/harbor01/harbor-calm-clinic"
MEADOW = "/c/meadow01/meadow-invented-ketamine"
WILLOW = "/c/willow01/willow-made-up-center"


def fact(found: BeautifulSoup, label: str) -> BeautifulSoup:
    """Return the block of one fact by its heading."""
    blocks = [b for b in found.select(".fact") if text(b.h3).startswith(label)]
    assert len(blocks) == 1
    return BeautifulSoup(str(blocks[0]), "lxml")


def test_contact_data_stand_as_stated(page: Page) -> None:
    """Address lines, phone, mail, site and hours; the site's link tells the clinic nothing."""
    found = page(HARBOR)
    contact = " ".join(text(section) for section in found.select(".contact"))
    for stated in ("1 Nowhere Street", "Anytown, MD 20814", "Mon–Fri 9–17", "Sat by appointment"):
        assert stated in contact
    told = links(found)
    assert told["(202) 555-0101"] == "tel:+12025550101"
    assert told["desk@harbor.example"] == "mailto:desk@harbor.example"
    assert told["harbor.example"].startswith("https://")
    outside = [a for a in found.select(".clinic a[href^=http]") if "example" in a["href"]]
    assert outside
    assert all(a["rel"] == ["noreferrer", "noopener", "nofollow"] for a in outside)


def test_what_is_missing_is_said_in_words(page: Page) -> None:
    """Never an empty cell."""
    found = page(MEADOW)
    contact = text(found.select_one(".contact"))
    assert "Phone Not stated" in contact
    assert "No street is stated, so we cannot give directions." in contact
    assert "Not stated. Call before you go." in text(found.select_one(".hours"))
    assert "it stands at the center of its town." in text(found.select_one(".origins"))


def test_a_fact_carries_its_words_source_link_and_date(page: Page) -> None:
    """All that is needed to judge it."""
    block = fact(page(HARBOR), "Ketamine by mouth")
    assert text(block.select_one(".by")) == "Its website states:"
    assert text(block.blockquote) == "Lozenges can be prescribed after your visit."
    assert text(block.select_one(".quote .from")) == (
        "The clinic’s website, harbor.example , seen November 2, 2026"
    )
    assert links(block)["harbor.example"] == "https://harbor.example/services"


def test_every_fact_has_a_source_and_a_date(page: Page) -> None:
    """Nothing is said without both."""
    for url in (HARBOR, MEADOW, WILLOW):
        quotes = page(url).select(".quote")
        assert quotes
        assert all(text(quote.time) and text(quote.select_one(".by")) for quote in quotes)


def test_what_a_source_denies_is_told_apart(page: Page) -> None:
    """In the heading and in the sentence."""
    block = fact(page(HARBOR), "Ketamine by injection into a muscle")
    assert text(block.select_one(".tag")) == "stated as not given"
    assert text(block.select_one(".by")) == "Its website states that it does NOT have:"
    assert block.select(".notice") == []


def test_a_contradiction_is_shown_with_both_quotes(page: Page) -> None:
    """We do not choose between the clinic's sentences."""
    block = fact(page(HARBOR), "Esketamine nasal spray")
    assert "The sources contradict each other." in text(block)
    quotes = [text(quote) for quote in block.select("blockquote")]
    assert quotes == ["We are a Spravato treatment center.", "We no longer give Spravato."]


def test_several_sources_of_one_fact_are_all_shown(page: Page) -> None:
    """The clinic's own words first; a survey's label is no quote of the clinic."""
    block = fact(page(HARBOR), "Ketamine by IV infusion")
    assert [text(by) for by in block.select(".by")] == [
        "Its website states:",
        "Stated in a survey of its website, November 2026, not yet re-checked:",
    ]
    assert len(block.select("blockquote")) == 1
    assert text(block.q) == "iv_infusion"


def test_many_statements_of_one_fact_fold_up_after_the_third() -> None:
    """All of them are there; the rest open on demand, without a script."""
    facts = [world.stated("kap", f"Sentence {number}.", world.SITE) for number in range(5)]
    client = world.app(MemoryIndex([replace(world.HARBOR, facts=tuple(facts))])).test_client()
    block = fact(BeautifulSoup(client.get(HARBOR).data, "lxml"), "Ketamine with psychotherapy")
    assert len(block.select("blockquote")) == 5
    assert len(block.select("details blockquote")) == 2
    assert text(block.summary) == "2 more"


def test_a_document_is_named_not_linked(page: Page) -> None:
    """There is no address to go to."""
    block = fact(page(WILLOW), "Ketamine with psychotherapy")
    assert text(block.select_one(".by")) == "Stated in an article by the clinic:"
    assert "invented_article.txt" in text(block.select_one(".quote .from"))
    assert block.select(".quote a") == []


def test_facts_not_yet_checked_are_announced_at_the_top(page: Page) -> None:
    """Whether from a survey or from an article; a crawled site needs no such note."""
    survey = text(page(MEADOW).select_one(".unchecked"))
    assert (
        "These facts come from a survey of clinic websites in November 2026"
        " and were not yet re-checked." in survey
    )
    article = text(page(WILLOW).select_one(".unchecked"))
    assert "These facts come from an article by the clinic and were not yet re-checked." in article
    assert page(HARBOR).select(".unchecked") == []


def test_a_regulators_notice_stands_beside_what_it_is_about(page: Page) -> None:
    """In its section, once, each with its source and date."""
    found = page(HARBOR)
    given = text(found.select_one("section[aria-labelledby=g-offering]"))
    assert given.count("The FDA has not approved compounded ketamine") == 1
    assert "October 10, 2023" in given
    assert "certified sites" in given
    place = text(found.select_one("section[aria-labelledby=g-setting]"))
    assert "no one on site watches you" in place
    assert "December 31, 2026" in place
    assert all("Source:" in text(notice) for notice in found.select(".notice"))


def test_a_mention_of_a_condition_is_no_evidence(page: Page) -> None:
    """The page says so beside the conditions."""
    found = page(HARBOR)
    section = found.select_one("section[aria-labelledby=g-condition]")
    assert "does not show that ketamine helps with it" in text(section)


def test_what_is_not_stated_becomes_questions(page: Page) -> None:
    """Of the filters only; what was stated either way is no question."""
    asked = [text(item) for item in page(HARBOR).select(".checklist li")]
    assert "Ketamine by injection under the skin" in asked
    assert "Therapist in the room" in asked
    assert "Oxygen level watched" in asked
    assert not any("A price is stated" in line for line in asked)
    assert not any(
        line.startswith(("Ketamine by IV", "Ketamine by injection into")) for line in asked
    )
    assert not any("route not stated" in line for line in asked)


def test_the_sources_tell_under_which_name_each_lists_it(page: Page) -> None:
    """Also-listed-as, with where and when."""
    assert [text(item) for item in page(HARBOR).select(".sources li")] == [
        "The clinic’s website . Lists it as “Harbor Calm Clinic”."
        " Read at harbor.example , seen November 2, 2026 .",
        "Survey of clinic websites , not yet re-checked. Lists it as “Harbor Calm”."
        " Read at meadow.example , seen November 2026 .",
    ]


def test_statements_that_rest_on_the_same_words_stand_together() -> None:
    """One sentence that names three conditions is quoted once."""
    said = "We see people with depression, anxiety and PTSD."
    three = [world.stated(code, said, world.SITE) for code in ("mdd", "anxiety", "ptsd")]
    other = world.stated("ocd", "We see people with OCD.", world.SITE)
    clinic = replace(world.HARBOR, facts=(*three, other))
    client = world.app(MemoryIndex([clinic])).test_client()
    found = BeautifulSoup(client.get(HARBOR).data, "lxml")
    cards = found.select("section[aria-labelledby=g-condition] .fact")
    assert [[text(h3) for h3 in card.select("h3")] for card in cards] == [
        ["Depression", "Post-traumatic stress (PTSD)", "Anxiety"],
        ["Obsessive-compulsive disorder (OCD)"],
    ]
    assert [text(card.blockquote) for card in cards] == [said, "We see people with OCD."]


def test_a_code_that_was_given_up_is_still_shown() -> None:
    """An old snapshot's fact is not lost without a word."""
    client = world.app(MemoryIndex([world.RELIC])).test_client()
    found = BeautifulSoup(client.get("/c/relic001/relic").data, "lxml")
    assert "Also stated" in text(found.main)
    assert text(fact(found, "given.up").blockquote) == "We offer given.up."


def test_the_way_to_report_a_mistake_is_there(page: Page) -> None:
    """It leads to the place that explains it."""
    article = page(HARBOR).article
    assert article is not None
    assert links(article)["Report a mistake or ask for removal"] == ("/report?c=harbor01")
    found = page("/report?c=harbor01")
    assert "http://localhost/c/harbor01/harbor-calm-clinic" in text(found.main)
    assert links(found)["How removal works"] == "/about#removal"


@pytest.mark.parametrize(
    "old",
    ["/c/harbor01", "/c/harbor01/old-name", "/c/merged01/any", "/c/merged02"],
)
def test_old_addresses_lead_to_the_present_one(client: FlaskClient, old: str) -> None:
    """Another slug, none, or an id merged twice over: one permanent redirect."""
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, HARBOR)


@pytest.mark.parametrize("gone", ["/c/gone0001/x", "/c/gone0001"])
def test_a_clinic_that_is_gone_leads_to_the_nearest_ones(page: Page, gone: str) -> None:
    """410, the date, and alternatives by distance."""
    found = page(gone, status=410)
    assert text(found.h1) == "This clinic is no longer listed"
    assert "October 5, 2026" in text(found.main)
    assert names(found)[:2] == ["Meadow Invented Ketamine", "Harbor Calm Clinic"]
    assert len(names(found)) == 5


def test_a_clinic_gone_from_an_unknown_place_leads_to_the_search(page: Page) -> None:
    """Without a point there are no nearest ones."""
    found = page("/c/gone0002", status=410)
    assert names(found) == []
    assert links(found)["Search for clinics"] == "/"


def test_a_withdrawn_clinic_shows_nothing_of_itself(page: Page) -> None:
    """It asked to be left out."""
    assert "Removed Imaginary" not in str(page("/c/removed1/x", status=410))


def test_a_closed_clinic_keeps_its_page_and_says_so(page: Page) -> None:
    """Its own words, where and when they were seen, and the nearest clinics; never its offers."""
    found = page("/c/shut0001/shut-imaginary-clinic")
    assert text(found.h1) == "Shut Imaginary Clinic: closed"
    assert text(found.blockquote) == "Shut Imaginary Clinic is permanently closed."
    assert "https://shut.example/" in links(found).values()
    assert "November 2, 2026" in text(found.main)
    assert "IV infusion" not in text(found.main)
    assert found.select_one("meta[name=robots]")["content"] == "noindex"
    assert len(names(found)) == 5


def test_no_search_finds_a_closed_clinic(page: Page) -> None:
    """Not by its name either."""
    assert "Shut Imaginary" not in text(page("/search?q=imaginary").main)


def test_an_id_that_never_was_is_not_found(page: Page) -> None:
    """404, not 410."""
    assert text(page("/c/never000/x", status=404).h1) == "There is no such page"


def test_merges_that_run_in_a_circle_end() -> None:
    """A fault of a snapshot is a 404, not a hang."""
    index = MemoryIndex(moved={"a": Moved(to="b"), "b": Moved(to="a")})
    assert world.app(index).test_client().get("/c/a").status_code == 404
