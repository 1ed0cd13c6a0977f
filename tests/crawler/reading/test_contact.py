"""Phones, mail addresses and hours are the clinic's own, and never a crisis line."""

import pytest

from crawler.reading.contact import hours_in, mails_in, phones_in, region_of, wordless_links


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Call (303) 555-0111 today", ["(303) 555-0111"]),
        ("303.555.0111 or +1 303 555 0112", ["303.555.0111", "+1 303 555 0112"]),
        ("Phone: 303-555-0111 | Fax: 303-555-0112", ["303-555-0111"]),
        ("P 303-555-0111 F 303-555-0112", ["303-555-0111"]),
        ("F: 303-555-0112", []),
        ("In a crisis call or text 988, or call 911.", []),
        ("National Suicide Prevention Lifeline 1-800-273-8255", []),
        ("SAMHSA 1-800-662-4357", []),
        ("Crisis line: (240) 555-0199", []),
        ("Order 12345, 2026-11-22", []),
        ("303.555.0111 (voice) / 303.555.0112 (fax)", ["303.555.0111"]),
        ("303-555-0112 Fax", []),
        ("303-555-0111 Fax 303-555-0112", ["303-555-0111"]),
        ("Phone & fax: 303-555-0111", ["303-555-0111"]),
        ("303‑555–0111", ["303‑555–0111"]),
        ("Text us at 303-555-0111", ["303-555-0111"]),
        ("We are no crisis service! Call 303-555-0111", ["303-555-0111"]),
        ("We serve veterans: 303-555-0111", ["303-555-0111"]),
        ("Call 1-855-KET-HELP or 303-555-0111", ["1-855-KET-HELP", "303-555-0111"]),
        ("(303) KET-HELP", ["(303) KET-HELP"]),
        ("Lifeline 1-800-273-TALK", []),
        ("Your number: 303-555-5555 or 303-123-4567", []),
    ],
)
def test_a_phone_is_the_clinics_or_none(line: str, found: list[str]) -> None:
    """As printed; faxes and help lines are left out."""
    assert [phone.printed for phone in phones_in([line], "US")] == found


def test_one_number_is_one_phone() -> None:
    """Two ways to print a number are one phone, in its first form."""
    (phone,) = phones_in(["(303) 555-0111", "+1-303-555-0111"], "US")
    assert phone.printed == "(303) 555-0111"
    assert phone.e164 == "+13035550111"


def test_a_national_number_is_read_in_the_sites_country() -> None:
    """An Australian site's number is Australian."""
    (phone,) = phones_in(["(03) 9555 0111"], region_of("clinic.com.au"))
    assert phone.e164 == "+61395550111"
    assert region_of("clinic.example") == "US"


def test_a_number_behind_words_is_found_and_one_behind_a_number_is_not_needed() -> None:
    """ "Call us" hides its number; a fax or crisis link stays hidden."""
    assert wordless_links("Call us", ["tel:+1%20303-555-0111"]) == ("+1 303-555-0111",)
    assert wordless_links("Crisis line 240-555-0199", ["tel:240-555-0199"]) == ()
    assert wordless_links("Fax us", ["tel:303-555-0112"]) == ()
    assert wordless_links("Write", ["MAILTO:a@clinic.example"]) == ("a@clinic.example",)


def test_mail_addresses_are_found_once() -> None:
    """In lower case, without what surrounds them."""
    assert mails_in(["Mail Hello@Clinic.example.", "<hello@clinic.example>"]) == (
        "hello@clinic.example",
    )
    assert mails_in(["no@mail", "@home", "a@b"]) == ()


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("Monday to Thursday 8am - 5pm", True),
        ("Mon-Fri: 9:00-17:00", True),
        ("Sunday closed", True),
        ("Daily 9 to 6", True),
        ("We opened on a Monday.", False),
        ("A session takes 40 to 60 minutes", False),
    ],
)
def test_hours_are_lines_with_days_and_times(line: str, tells: bool) -> None:
    """A day and a time, or a day and "closed"."""
    assert bool(hours_in([line])) is tells
