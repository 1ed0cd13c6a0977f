"""A clinic's week as spells of minutes: the one reader that search and pages share."""

from datetime import UTC, datetime

import pytest

from indexer.weekly import DAY, Spell, is_table, minute_of, spells, zone_of


def test_a_week_is_its_spells_in_order() -> None:
    """Each day's hours from Monday on; what the words leave open is not sure."""
    week = 'Mo,We 09:00-12:00,13:00-17:00; Sa unknown "by appointment or uncertain"'
    assert list(spells(week)) == [
        Spell(540, 720, True),
        Spell(780, 1020, True),
        Spell(2 * DAY + 540, 2 * DAY + 720, True),
        Spell(2 * DAY + 780, 2 * DAY + 1020, True),
        Spell(5 * DAY, 6 * DAY, False),
    ]


def test_a_night_past_sunday_is_two_spells() -> None:
    """It ends with the week, and the week begins with the rest of it."""
    assert list(spells("Su 22:00-02:00")) == [
        Spell(0, 120, True),
        Spell(6 * DAY + 22 * 60, 7 * DAY, True),
    ]


@pytest.mark.parametrize("weekly", ["", "Mon to Fri nine to five", "Mo 25:00-26:99"])
def test_what_is_no_table_has_no_spells(weekly: str) -> None:
    """Nothing is guessed."""
    assert not is_table(weekly)
    assert list(spells(weekly)) == []


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd"])
def test_what_is_no_zone_is_none(name: str) -> None:
    """A hostile name reads no file."""
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("instant", "minute"),
    [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), 6 * DAY + 90),  # 01:30, the first time
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), 6 * DAY + 90),  # 01:30, once more
        (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), 6 * DAY + 180),  # 03:00, and there was no 02:00
    ],
)
def test_the_clock_on_the_wall_counts_when_clocks_change(instant: datetime, minute: int) -> None:
    """Hours are told by the wall clock of the place."""
    zone = zone_of("America/New_York")
    assert zone is not None
    assert minute_of(instant, zone) == minute
