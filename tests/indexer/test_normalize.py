"""Comparable forms: what counts as the same name, street, unit, phone and website."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.normalize import (
    comparable_name,
    comparable_street,
    comparable_unit,
    distinct_words,
    fold,
    host,
    registrable_domain,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("D.C.", "dc"),
        ("  St. Mary’s – Québec ", "st marys quebec"),
        ("WINSTON-SALEM", "winston salem"),
        ("Straße", "strasse"),
        ("東京", "東京"),
        ("\x00 ...", ""),
    ],
)
def test_fold_leaves_words_alone(text: str, folded: str) -> None:
    """Case, accents, dots and dashes are gone, the words remain."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is its own folded form."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_has_comparable_forms(text: str) -> None:
    """No text makes a form raise, and a comparable name is its own."""
    assert comparable_name(comparable_name(text)) == comparable_name(text)
    comparable_street(text)
    comparable_unit(text)
    registrable_domain(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alder & Light Ketamine, LLC", "Alder and Light Ketamine"),
        ("ALDERLIGHT WELLNESS P.C.", "Alderlight Wellness, PLLC"),
        ("Alderlight Inc.", "alderlight"),
    ],
)
def test_legal_form_and_case_do_not_tell_names_apart(one: str, other: str) -> None:
    """The same business under its legal and its everyday name compares equal."""
    assert comparable_name(one) == comparable_name(other)


def test_distinct_words_are_what_sets_a_clinic_apart() -> None:
    """Generic words and the town go; a name of nothing else has none."""
    name = "Alderlight Ketamine Infusion Center of Austin"
    assert distinct_words(name, "Austin") == "alderlight"
    assert distinct_words("Ketamine Wellness Center") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4300 Montgomery Ave.", "4300 Montgomery Avenue"),
        ("12 N. Main St", "12 north main street"),
        ("5 St. Paul St NE", "5 Saint Paul Street Northeast"),
        ("1 First Ave", "1 1st Avenue"),
        ("20 Mt Vernon Hwy", "20 Mount Vernon Highway"),
    ],
)
def test_street_abbreviations_do_not_tell_streets_apart(one: str, other: str) -> None:
    """Spelled out or short, the street is the same."""
    assert comparable_street(one) == comparable_street(other)


def test_different_streets_stay_different() -> None:
    """Direction, number and kind of street count."""
    forms = {
        comparable_street(s) for s in ("1 N Main St", "1 S Main St", "2 N Main St", "1 N Main Rd")
    }
    assert len(forms) == 4


def test_unit_is_its_number() -> None:
    """However a unit is labelled, its number is what compares."""
    assert {comparable_unit(unit) for unit in ("Suite 304", "Ste. #304", "#304", "unit 304")} == {
        "304"
    }
    assert comparable_unit("Suite 304B") != comparable_unit("Suite 304")
    assert comparable_unit("") == ""


@pytest.mark.parametrize(
    ("url", "named", "domain"),
    [
        ("https://www.alderlight.example/contact", "alderlight.example", "alderlight.example"),
        ("clinic.foo.co.uk:8080", "clinic.foo.co.uk", "foo.co.uk"),
        ("https://alderlight.wixsite.com/home", "alderlight.wixsite.com", "alderlight.wixsite.com"),
        ("HTTPS://WWW.FOO.COM.", "foo.com", "foo.com"),
        ("http://192.0.2.1/", "192.0.2.1", ""),
        ("http://[", "", ""),
        ("http://[::1]/", "::1", ""),
        ("http://localhost/", "localhost", ""),
        ("co.uk", "co.uk", ""),
        ("", "", ""),
    ],
)
def test_website_has_a_host_and_a_registrable_domain(url: str, named: str, domain: str) -> None:
    """A site builder's customers are different sites; an address without a name has no domain."""
    assert host(url) == named
    assert registrable_domain(url) == domain


def test_domains_are_read_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suffix list is the packaged one: no connection is ever opened."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert registrable_domain("https://new.clinic-that-nobody-asked-for.com/") != ""
