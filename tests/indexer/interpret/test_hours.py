"""Printed hours become the week that they certainly tell, or none."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from crawler.listing import Listing, Passage, Where
from indexer.interpret.hours import weekly_in, weekly_of

TABLE = Path(__file__).with_name("hours_printed.toml")
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://lantern.example/"


def _printed() -> list[Any]:
    return [
        pytest.param(printed, week, id=f"{group}: {printed[:50]}")
        for group, table in tomllib.loads(TABLE.read_text("utf-8")).items()
        for printed, week in table.items()
    ]


def listing(*texts: str, hours: tuple[str, ...] = (), where: Where = Where.BODY) -> Listing:
    """Return a listing whose page shows *texts*, each as a passage."""
    passages = tuple(Passage(text=text, url=URL, seen_at=SEEN_AT, where=where) for text in texts)
    return Listing(
        source="s",
        key="k",
        url=URL,
        seen_at=SEEN_AT,
        name="Lantern",
        hours=hours,
        passages=passages,
    )


@pytest.mark.parametrize(("printed", "week"), _printed())
def test_printed_hours_give_exactly_this_week(printed: str, week: str) -> None:
    """Each line of the table gives its week; what is uncertain gives none."""
    assert weekly_in(printed.split("\n")) == week


def test_the_table_is_long_enough_to_mean_something() -> None:
    """At least a hundred printed forms, a quarter of them without a certain week."""
    weeks = [param.values[1] for param in _printed()]
    assert len(weeks) >= 100
    assert weeks.count("") >= len(weeks) // 5


def test_days_and_times_in_neighbouring_passages_belong_together() -> None:
    """Div soup that prints a day and its hours in elements of their own is read as a table."""
    shown = listing("Monday", "9am - 5pm", "Tuesday", "9am - 4pm", "Saturday", "Closed")
    assert weekly_of(shown) == "Mo 09:00-17:00; Tu 09:00-16:00"


def test_two_tables_that_disagree_give_none() -> None:
    """A page that prints two opening times for one day tells no certain table."""
    shown = listing("Mon-Fri 9-5", "Our two rooms are ready.", "Mon-Fri 8-4")
    assert weekly_of(shown) == ""


def test_tables_that_add_to_each_other_are_one() -> None:
    """A second table with other days is the rest of the week."""
    shown = listing("Mon-Thu 9-5", "Our two rooms are ready.", "Fri 9-1")
    assert weekly_of(shown) == "Mo-Th 09:00-17:00; Fr 09:00-13:00"


def test_declared_hours_are_read() -> None:
    """What a site declares in schema.org's own form is read as printed hours are."""
    assert weekly_of(listing(hours=("Mo-Fr 08:00-17:00",))) == "Mo-Fr 08:00-17:00"
    assert weekly_of(listing(hours=("Monday, Friday 09:00-16:00",))) == "Mo,Fr 09:00-16:00"


def under(heading: str, times: str) -> Listing:
    """Return a listing whose page prints times below a heading."""
    printed = ((heading, Where.HEADING), (times, Where.BODY))
    passages = tuple(
        Passage(text=text, url=URL, seen_at=SEEN_AT, where=where) for text, where in printed
    )
    return Listing(source="s", key="k", url=URL, seen_at=SEEN_AT, name="L", passages=passages)


@pytest.mark.parametrize("heading", ["Group meetings", "Phone hours", "Support line"])
def test_hours_under_a_heading_of_other_things_are_not_the_clinics(heading: str) -> None:
    """When a group meets is not when the clinic is open."""
    assert weekly_of(under(heading, "Tuesday 6pm-8pm")) == ""


@pytest.mark.parametrize("heading", ["Who calls us", "Meet Dr. Fern", "Meet the team"])
def test_a_heading_that_only_sounds_so_hides_no_hours(heading: str) -> None:
    """A footer's hours stand below the page's last heading, whatever that is."""
    assert weekly_of(under(heading, "Mon-Fri 9am-5pm")) == "Mo-Fr 09:00-17:00"


def test_when_to_call_is_not_when_the_clinic_is_open() -> None:
    """A comma ties the hours to the call; a footer's number and hours only stand in one line."""
    assert weekly_in(["Call 301-555-0142, Monday to Friday, 8 a.m. to 4 p.m."]) == ""
    assert weekly_in(["Call 301-555-0142 Mon-Fri 8am-4pm"]) == "Mo-Fr 08:00-16:00"


def test_video_visits_are_a_telehealth_practices_hours() -> None:
    """Who sees people by video only prints when that is."""
    assert weekly_in(["Video visits Mon-Fri, 10am-6pm"]) == "Mo-Fr 10:00-18:00"


_PIECES = st.sampled_from(
    ["Mon", "M", "Tue-Thu", "weekends", "9", "9am", "17:00", "noon", "-", "to", ",", ";", "\n",
     "closed", "by appointment", "for lunch", "every other", "24/7", "office", "word", "12:30"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_whatever_is_printed_gives_a_sound_week_or_none(text: str) -> None:
    """No heap of hour words breaks the reader, and what it tells is OpenStreetMap's syntax."""
    week = weekly_in(text.split("\n"))
    assert week == "" or OpeningHours(week)


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """Hostile text gives a week or none, never an error."""
    assert isinstance(weekly_in([text]), str)
