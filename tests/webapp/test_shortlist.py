"""Clinics side by side: the address is the only store, and nobody comes off better by it."""

from dataclasses import replace

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Stance
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import rich, world
from tests.webapp.conftest import Page
from tests.webapp.reading import links, text
from tests.webapp.test_hostile import assert_harmless
from webapp.shortlist import BOTH, DENIED, MOST, STATED, SUGGESTED, UNSAID, ids_in, lines

OTHER = replace(
    rich.RICH,
    id="other001",
    name="Other Invented Clinic",
    facts=(
        world.stated("ketamine.iv", "IV ketamine here.", world.SITE),
        world.stated("esketamine.nasal", "No Spravato.", world.SITE, Stance.STATED_NOT),
    ),
)


def said(label: str) -> list[str]:
    """Return what the two clinics say of one thing."""
    (line,) = [line for line in lines((rich.RICH, OTHER)) if line.label == label]
    return [cell.said for cell in line.cells]


def test_each_says_one_of_five_things() -> None:
    """Stated, suggested, denied, both, or nothing: which is not "no"."""
    assert said("Ketamine by IV infusion") == [STATED, STATED]
    assert said("Esketamine nasal spray (Spravato)") == [BOTH, DENIED]
    assert said("Ketamine by injection into a muscle") == [DENIED, UNSAID]
    assert said("Therapist in the room") == [SUGGESTED, UNSAID]


def test_values_are_told_and_one_denied_is_no_contradiction() -> None:
    """Three insurers stated, another denied."""
    (line,) = [line for line in lines((rich.RICH,)) if line.label == "Named insurers"]
    assert (line.cells[0].said, line.cells[0].values) == (STATED, ("Aetna", "Cigna", "Humana"))


def test_what_differs_comes_first() -> None:
    """What is the same everywhere helps nobody to choose."""
    differing = [line.differs for line in lines((rich.RICH, OTHER))]
    assert differing == sorted(differing, reverse=True)
    assert {True, False} == set(differing)


@given(st.lists(st.text(max_size=50), max_size=20))
def test_no_address_names_more_than_twelve_clinics(texts: list[str]) -> None:
    """Each once, and nothing that is no id."""
    found = ids_in(texts)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(one.isascii() and one.isalnum() for one in found)


def test_the_list_is_its_address(page: Page) -> None:
    """In its order, merged ids as what they became, each with a way to take it out."""
    found = page("/list?c=meadow01,merged01&c=harbor01")
    assert [text(head) for head in found.select("thead th")] == [
        "Meadow Invented Ketamine",
        "Harbor Calm Clinic",
    ]
    assert [str(a["href"]) for a in found.select(".remove a")] == [
        "/list?c=harbor01",
        "/list?c=meadow01",
    ]
    assert found.select_one("meta[name=robots]")["content"] == "noindex"
    assert "Read by us Not yet re-checked. on its own website" in text(found.main)


def test_who_left_is_counted_and_not_named(page: Page) -> None:
    """Gone, closed, withdrawn and never listed alike."""
    found = page("/list?c=harbor01,gone0001,shut0001,removed1,never000")
    assert "4 clinics of this list are no longer listed." in text(found.main)
    assert "Imaginary" not in str(found)
    empty = page("/list?c=gone0001")
    assert "No clinic is on this list." in text(empty.main)


def test_a_clinics_page_compares_it_with_the_nearest(page: Page) -> None:
    """A link with itself first."""
    near = page("/c/harbor01/harbor-calm-clinic").select_one(".nearby")
    assert near is not None
    url = links(near)["Compare what they state, side by side"]
    assert url.startswith("/list?c=harbor01")
    assert len(page(url).select("thead th")) == 6


def test_hostile_clinics_stay_text(page: Page) -> None:
    """Also side by side."""
    assert_harmless(page("/list?c=hostile1,harbor01"))


def test_the_list_can_be_printed_and_filled_in_by_hand() -> None:
    """With the day and the address, and no field to type into."""
    client = world.app(MemoryIndex([rich.RICH, OTHER])).test_client()
    found = BeautifulSoup(client.get("/list?c=harbor01,other001").data, "lxml")
    assert len(found.select(".sheet .line")) == 4
    printed = text(found.select_one(".printed"))
    assert printed.startswith("Printed November 22, 2026 from http://localhost/list?c=harbor01")
    assert not found.select("main form, main input")
