"""The comparable forms behind matching: persons, sites, places."""

import pytest

from indexer.matching.person import is_person
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record
from indexer.matching.sentences import digests
from indexer.matching.website import is_copy, site_of


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Jane Doe, MD", True),
        ("Jane Q. Doe MD PhD", True),
        ("Dr. Jane Doe", True),
        ("DOE, JANE A", True),
        ("Jane Doe PMHNP-BC", True),
        ("Jane Doe MD, PLLC", False),
        ("Dr. Jane Doe's Ketamine Clinic", False),
        ("Doe & Roe Psychiatry", False),
        ("Jane Doe", False),
        ("Serenity, LLC", False),
        ("KETAMINE, HOUSTON", False),
        ("MD", False),
        ("", False),
    ],
)
def test_persons_are_told_from_businesses(name: str, person: bool) -> None:
    """A credential, a title or a registry's form make a person; a business's word unmakes it."""
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.harbor.example/x", "harbor.example"),
        ("https://staging.harbor.example/", "harbor.example"),
        ("https://dev2.harbor.example", "harbor.example"),
        ("https://austin.harbor.example", "austin.harbor.example"),
        ("https://old.example/", "old.example"),
        ("https://harbor.wixsite.com/home", "harbor.wixsite.com"),
        ("https://www.facebook.com/harbor", ""),
        ("https://www.psychologytoday.com/us/x", ""),
        ("", ""),
    ],
)
def test_site_of_an_address(url: str, site: str) -> None:
    """Test copies fold into their site; a page on a stranger's site names none."""
    assert site_of(url) == site


def test_copies_are_known() -> None:
    """Test hosts and builders' domains; not a site whose own name is "old"."""
    assert is_copy("https://staging.harbor.example/")
    assert is_copy("https://harbor.squarespace.com/")
    assert not is_copy("https://www.harbor.example/") or site_of("https://www.harbor.example/")
    assert not is_copy("https://old.example/")


def _at(street: str, city: str = "austin", state: str = "TX", postcode: str = "") -> Record:
    return Record(
        ref=("s", street), name="", street=street, city=city, state=state, postcode=postcode
    )


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (_at("12 oak street"), _at("12 oak street"), Agreement.ADDRESS),
        (_at("12 oak street"), _at("12 oak"), Agreement.ADDRESS),
        (_at("12 oak street"), _at("12 north oak street"), Agreement.ADDRESS),
        (_at("12 cedar street"), _at("12 ceadr street"), Agreement.ADDRESS),
        (_at("12 lake street"), _at("12 lak street"), Agreement.ADDRESS),
        (_at("12 north oak street"), _at("12 south oak street"), Agreement.MOVED),
        (_at("12 21st street"), _at("12 22nd street"), Agreement.MOVED),
        (_at("12 oak street"), _at("12 oak avenue"), Agreement.MOVED),
        (_at("1200 oak street"), _at("1210 oak street"), Agreement.NEARLY),
        (_at("12 oak street"), _at("99 oak street"), Agreement.MOVED),
        (_at("12 oak street"), _at("12 oak street", city="dallas"), Agreement.MOVED),
        (_at("12 oak street"), _at("12 oak street", state="OK"), Agreement.ELSEWHERE),
        (_at("12 oak street"), _at(""), Agreement.TOWN),
        (_at(""), _at("", city="dallas"), Agreement.ELSEWHERE),
        (_at(""), _at("", city=""), Agreement.STATE),
        (_at("", city="", state=""), _at(""), Agreement.UNSAID),
        (
            _at("12 oak street", city="hollywood", postcode="90028"),
            _at("12 oak street", city="los angeles", postcode="90028"),
            Agreement.ADDRESS,
        ),
    ],
)
def test_agreement_on_a_place(a: Record, b: Record, expected: Agreement) -> None:
    """Slips and omissions are one house; other directions, ordinals and kinds of street are not."""
    assert agreement(a, b) is agreement(b, a) is expected


def test_a_copy_of_a_text_has_its_digests() -> None:
    """Case, spaces and the order of passages do not matter; short passages do not count."""
    text = ["At Lantern Ridge a nurse stays with you from start to end.", "Call us today."]
    copy = ["At lantern ridge  a nurse stays with you, from start to end"]
    assert digests(text) == digests(copy) != frozenset()
    assert digests(["Call us today."]) == frozenset()
