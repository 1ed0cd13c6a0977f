"""Phones, mail addresses and hours come out as printed, each with the words beside it."""

import pytest

from crawler.reading.contact import digits_of, hours_in, mails_in, numbers_in, wordless_links


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Call (303) 555-0111 today", True),
        ("Phone: 303-555-0111 | Fax: 303-555-0112", True),
        ("National Suicide Prevention Lifeline 1-800-273-8255", True),
        ("303‑555–0111", True),
        ("(03) 9555 0111", True),
        ("0161 496 0142", True),
        ("Call 1-855-KET-HELP", True),
        ("(303) KET-HELP", True),
        ("Bethesda, MD 20814-1234", False),
        ("In a crisis call or text 988, or call 911.", False),
        ("Order 12345, 2026-11-22", False),
        ("Monday 9-5, Tuesday 10-4", False),
        ("Suite 300-400, Bldg 2", False),
        ("303-555-0111 " + "and more words " * 40, False),
    ],
)
def test_a_line_with_a_number_is_kept_whole(line: str, kept: bool) -> None:
    """Whose number it is, and whether a fax or a help line, is for the indexer to say."""
    assert numbers_in([line, line]) == ((line,) if kept else ())


def test_one_number_is_told_however_it_is_printed() -> None:
    """Two ways to print a number are one."""
    told = {digits_of(line) for line in ("Call (303) 555-0111", "+1-303-555-0111")}
    assert told == {"3035550111"}
    assert digits_of("no number") == ""


def test_a_number_behind_words_is_found_and_one_behind_a_number_is_not_needed() -> None:
    """ "Call us" hides its number; the words stay with it, so that a fax's can be told."""
    assert wordless_links("Call us", ["tel:+1%20303-555-0111"]) == ("Call us: +1 303-555-0111",)
    assert wordless_links("Fax us", ["tel:303-555-0112"]) == ("Fax us: 303-555-0112",)
    assert wordless_links("Call 303-555-0111", ["tel:303-555-0111"]) == ()
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
