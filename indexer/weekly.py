"""Reads a clinic's week, as `Clinic.weekly` words it, into spells; pure, and the only reader of it.

Minutes are those of the week from Monday 00:00 in the clinic's own time zone; a table knows no
holidays, and a night in which clocks change shows its own hours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opening_hours import OpeningHours, State, validate

DAY = 24 * 60
"""Minutes."""
_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  # of any week: tables know times of the week only
_WEEK = timedelta(days=7)


class Spell(NamedTuple):
    """A time of the week that is not closed, from its first minute to the one after its last.

    A night's spell that goes past Sunday 24:00 is two: one ends there, one starts on Monday 00:00.
    """

    start: int
    end: int
    is_sure: bool
    """Whether it is open then; else the words leave that open."""


def is_table(weekly: str) -> bool:
    """Whether *weekly* can be read; the week of a clinic without a table is unsaid altogether."""
    return bool(weekly) and validate(weekly)


def spells(weekly: str) -> Iterator[Spell]:
    """Yield when a week is open or may be, in its order; nothing for what is no table."""
    if not is_table(weekly):
        return
    for start, end, state, _ in OpeningHours(weekly).intervals(_MONDAY, _MONDAY + _WEEK):
        if state is not State.CLOSED:
            yield Spell(_since_monday(start), _since_monday(end), state is State.OPEN)


@lru_cache(maxsize=1_000)  # Python's own keeps the last eight, and reads a file for any other
def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name; None for "" and for what is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def minute_of(instant: datetime, zone: ZoneInfo) -> int:
    """Return the minute of the week that a clock in *zone* shows at an instant."""
    local = instant.astimezone(zone)
    return local.weekday() * DAY + local.hour * 60 + local.minute


def _since_monday(moment: datetime) -> int:
    return (moment - _MONDAY) // timedelta(minutes=1)
