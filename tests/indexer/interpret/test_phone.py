"""Phone numbers as sources print them, and those that are never a clinic's."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listing import Listing
from indexer.interpret.phone import (
    CRISIS_LINES,
    PRODUCT_LINES,
    is_fictional,
    phones_of,
    read_phones,
)

CLINIC = "+13015550142"


@pytest.mark.parametrize(
    "printed",
    [
        "(301) 555-0142",
        "301.555.0142",
        "301‑555–0142",
        "301 — 555 — 0142",
        "+1 301 555 0142",
        "tel:+13015550142",
        "Call or text: 301-555-0142 ext. 7",
        "301-555-0142 x1115",
        "Phone: 301-555-0142 | Fax: 301-555-0143",
        "P 301-555-0142 F: 301-555-0143",
        "301-555-0142 fax 301-555-0143",
        "301-555-0143 (fax), 301-555-0142",
        "Fax Number 301-555-0143. Office 301-555-0142",
        "Phone/Fax: 301-555-0142",
        "In crisis call 988 or 911; us: 301-555-0142",
        "301-555-0142, Suite 400, Bethesda, MD 20814",
        "301.555.0142 (voice) / 301.555.0143 (fax)",
        "301-555-0142 (o) 301-555-0143 (f)",
        "301-555-0143 Fax | 301-555-0142 Office",
        "Voice & Fax 301-555-0142",
        "P 301-555-0142 F 301-555-0143",
        "We are no crisis service! Call 301-555-0142",
        "We serve veterans: 301-555-0142",
        "Call us: +1 301-555-0142",
        "Text us: 301-555-0142",
        "(301)555-0142",
        "301‐555‐0142",
        "301‒555‒0142",
        "301−555−0142",
        "1.301.555.0142",
        "+1 (301) 555-0142 extension 12",
        "301-555-0142, press 2",
        "Call us 24/7 at 301-555-0142",
        "Spravato REMS 1-855-382-6022; our office: 301-555-0142",
        "If you are suicidal call 1-800-273-8255, not 301-555-0142",
    ],
)
def test_printed_number_is_read(printed: str) -> None:
    """Every common way to print a number gives the one E.164 number, without faxes."""
    assert read_phones((printed,), "US") == (CLINIC,)


@pytest.mark.parametrize(
    ("printed", "phone"),
    [
        ("1-800-KETAMINE", "+18005382646"),
        ("1 (855) KET-HELP today", "+18555384357"),
        ("(713) KET-HELP", "+17135384357"),
        ("888-FLOWERS", "+18883569377"),
        ("1‑844‑KETAMINE", "+18445382646"),
        ("1–833–KET–HELP", "+18335384357"),
        ("1.866.KETAMINE", "+18665382646"),
        ("1-800-273-HELP", "+18002734357"),
    ],
)
def test_vanity_number_becomes_ten_digits(printed: str, phone: str) -> None:
    """Letters become digits, and what goes beyond a number's length is for show."""
    assert read_phones((printed,), "US") == (phone,)


@pytest.mark.parametrize(
    "printed",
    [
        *("988", "911", "Text HOME to 741741", "1-800-273-TALK", "1-800-273-8255", "838255"),
        *("555-555-5555", "301-555-5555", "123-456-7890", "301-123-4567", "555-5555", "123-4567"),
        *("000-000-0000", "999-999-9999", "Fax: 301-555-0143", "facsimile 301-555-0143"),
        *("Call us or send a fax: 301-555-0143", "301-555-0143 fax", "F 301-555-0143"),
        *("Crisis line: 240-555-0199", "Fax us: 301-555-0143", "Poison help 240-555-0199"),
        *("National Suicide Prevention Lifeline 1-800-273-8255", "NPI 2013550142"),
        *("1-800-FDA-1088", "1-855-382-6022", "1-800-4-A-CHILD", "01234 567890 is no phone"),
        *("B12-INJECTION", "COVID-19", "24-HOUR-SUPPORT", "2026-11-22", "10000-20000"),
        *("", "\x00", "Bethesda, MD 20814-1234", "NPI 1234567893", "$400-600 each", "9-5"),
    ],
)
def test_what_is_no_line_of_a_clinic_is_left_out(printed: str) -> None:
    """Crisis lines, placeholders, faxes and other digits give no phone."""
    assert read_phones((printed,), "US") == ()


@pytest.mark.parametrize("line", sorted(CRISIS_LINES | PRODUCT_LINES))
def test_no_public_line_is_a_clinics_phone(line: str) -> None:
    """Each listed line is refused, and a North American number beside it would not be."""
    assert read_phones((line,), "US") == ()
    neighbour = line[:-1] + str((int(line[-1]) + 1) % 10)
    if line.startswith("+1") and neighbour not in CRISIS_LINES | PRODUCT_LINES:
        assert read_phones((neighbour,), "US") == (neighbour,)


@pytest.mark.parametrize(
    ("printed", "country"),
    [("116 123", "GB"), ("0800 58 58 58", "GB"), ("13 11 14", "AU"), ("1300 22 4636", "AU")],
)
def test_a_crisis_line_is_known_as_its_country_prints_it(printed: str, country: str) -> None:
    """National forms too."""
    assert read_phones((printed,), country) == ()


def test_order_is_kept_and_doubles_go() -> None:
    """Numbers come in the order of the page, each once."""
    raw = "734-555-0185; 248-555-0109\n(734) 555-0185\nToll free 1-855-555-0154"
    assert read_phones((raw,), "US") == ("+17345550185", "+12485550109", "+18555550154")


def test_the_first_text_that_names_a_clinics_number_counts() -> None:
    """A fax or a crisis line beside the address leaves the word to what other lines print."""
    texts = ("Fax 301-555-0143\nSAMHSA 1-800-662-4357", "Call 301-555-0142", "734-555-0185")
    assert read_phones(texts, "US") == (CLINIC,)
    assert read_phones(texts[:1], "US") == ()


def test_a_sites_ending_tells_the_country_that_nothing_else_tells() -> None:
    """An Australian site's national number is Australian."""
    listing = Listing(
        source="s",
        key="k",
        url="https://moss.example/",
        seen_at=datetime(2026, 11, 22, tzinfo=UTC),
        name="Moss",
        phones=("(03) 9555 0111",),
        website="https://moss.com.au/",
    )
    assert phones_of(listing, "") == ("+61395550111",)
    assert phones_of(listing, "US") == ()


def test_country_decides_how_a_number_is_read() -> None:
    """A national number belongs to the stated country, the United States without one."""
    assert read_phones(("020 7946 0958",), "GB") == ("+442079460958",)
    assert read_phones(("020 7946 0958",), "US") == ()
    assert read_phones(("416-555-0123",), "CA") == ("+14165550123",)
    assert read_phones(("301-555-0142",), "") == (CLINIC,)
    assert read_phones(("+44 20 7946 0958",), "US") == ("+442079460958",)


def test_invented_numbers_are_read_and_flagged() -> None:
    """555-0100 to 555-0199 are read like any other, and can be told apart."""
    assert is_fictional(CLINIC)
    assert not is_fictional("+13015550200")
    assert not is_fictional("+13012550142")
    assert not is_fictional("+442079460958")


@given(st.lists(st.text()).map(tuple), st.sampled_from(["US", "CA", "GB", "AU", "", "ZZ"]))
def test_any_text_is_read(raw: tuple[str, ...], country: str) -> None:
    """No text raises, and whatever is read is in E.164."""
    for phone in read_phones(raw, country):
        assert phone.startswith("+")
        assert phone[1:].isdecimal()
