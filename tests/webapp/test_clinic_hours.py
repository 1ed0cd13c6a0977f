"""A clinic's hours as its page tells them: by its own clock, and only where they are certain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.world import HARBOR
from webapp import language
from webapp.clinic_page.hours import Hours, hours

MONDAY_NOON = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
"""12:00 in New York."""


def told(weekly: str, at: datetime = MONDAY_NOON, zone: str = "America/New_York") -> Hours:
    """Return what the page tells of a week."""
    found = hours(replace(HARBOR, weekly=weekly, time_zone=zone), at)
    assert found is not None
    return found


def now(weekly: str, at: datetime = MONDAY_NOON) -> str:
    """Return whether it is open, with the plain spaces of a keyboard."""
    return told(weekly, at).now.replace("\u202f", " ")


def days(weekly: str) -> list[str]:
    """Return the week's rows."""
    rows = told(weekly).days
    return [f"{day.name}: {', '.join(day.times)}".replace("\u202f", " ") for day in rows]


@pytest.mark.parametrize("weekly", ["", "by appointment", "Mo 99:00"])
def test_no_certain_table_is_no_hours(weekly: str) -> None:
    """Then the page shows the words as printed."""
    assert hours(replace(HARBOR, weekly=weekly), MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("weekly", "words"),
    [
        ("Mo-Fr 09:00-17:00", "Open now until 5:00 PM"),
        ("Mo-Fr 09:00-24:00", "Open now until midnight"),
        ("Mo 09:00-12:00", "Closed now. Opens on Monday at 9:00 AM"),
        ("Mo 13:00-17:00", "Closed now. Opens today at 1:00 PM"),
        ("Tu 08:30-17:00", "Closed now. Opens tomorrow at 8:30 AM"),
        ("Th 09:00-17:00", "Closed now. Opens on Thursday at 9:00 AM"),
        ("24/7", "Open now, day and night"),
        ("Mo-Fr 00:00-24:00", "Open now until Friday"),
        ('Mo unknown "by appointment"; Tu 09:00-17:00',
         "Its hours at this time are not certain. Call first."),
        ('Tu unknown "by appointment"', "Closed now"),
    ],
)  # fmt: skip
def test_what_holds_now_is_said_in_words(weekly: str, words: str) -> None:
    """By the clock of the clinic, not of the visitor or the server."""
    assert now(weekly) == words


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    """Also from Sunday to Monday, over the end of the week."""
    assert days("Su 20:00-02:00")[6] == "Sunday: 8:00 PM to 2:00 AM the next day"
    assert days("Su 20:00-02:00")[0] == "Monday: Closed"
    early_monday = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)  # 01:30 there
    assert now("Su 20:00-02:00", early_monday) == "Open now until 2:00 AM"
    assert now("Su 20:00-02:00", datetime(2026, 11, 16, 7, 0, tzinfo=UTC)).startswith("Closed now")


def test_a_day_may_have_several_times_or_none_that_are_certain() -> None:
    """A pause is a pause; what the words leave open is said."""
    found = days('Mo 09:00-12:00,13:00-17:00; We 00:00-24:00; Sa unknown "by appointment"')
    assert found[0] == "Monday: 9:00 AM to 12:00 PM, 1:00 PM to 5:00 PM"
    assert found[2] == "Wednesday: Open all day"
    assert found[5] == "Saturday: Not certain, or by appointment"
    assert found[6] == "Sunday: Closed"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 10, 31, 13, 30, tzinfo=UTC), "Open now until 5:00 PM"),  # summer: 09:30
        (datetime(2026, 11, 1, 13, 30, tzinfo=UTC), "Closed now. Opens today at 9:00 AM"),  # 08:30
        (datetime(2026, 11, 1, 14, 0, tzinfo=UTC), "Open now until 5:00 PM"),
    ],
)
def test_clocks_that_change_change_the_answer(at: datetime, words: str) -> None:
    """One hour of UTC is another hour there after the night in which clocks change."""
    assert now("Sa-Su 09:00-17:00", at) == words


def test_without_a_clock_nothing_is_said_of_now() -> None:
    """The week is still told."""
    found = told("Mo-Fr 09:00-17:00", zone="")
    assert (found.now, found.is_open, found.clock_of) == ("", False, "")
    assert not any(day.is_today for day in found.days)


def test_today_is_the_clinics_day() -> None:
    """In Sydney it is Tuesday already."""
    rows = told("Mo-Fr 09:00-17:00", zone="Australia/Sydney").days
    assert [day.name for day in rows if day.is_today] == ["Tuesday"]


def test_hours_speak_the_visitors_language() -> None:
    """Days and times by the locale's own habit."""
    with language.speaking("es"):
        found = told("Mo-Fr 09:00-17:00")
    assert found.days[0].name == "lunes"
    assert "a.m." in found.days[0].times[0]


WEEKS = st.sampled_from(
    ["24/7", "Mo-Fr 09:00-17:00", "Sa,Su 22:00-02:00", "Su 20:00-08:00", "Fr 12:00-24:00",
     "Mo-We 00:00-24:00", 'Mo 09:00-17:00; Tu unknown "x"']
)  # fmt: skip


MOMENTS = st.integers(0, 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(WEEKS, MOMENTS)
def test_every_moment_of_every_week_has_words(weekly: str, at: datetime) -> None:
    """Open exactly where the words say so; one day is today, and each day says something."""
    found = told(weekly, at)
    assert found.is_open == found.now.startswith("Open now")
    assert sum(day.is_today for day in found.days) == 1
    assert all(day.times for day in found.days)
