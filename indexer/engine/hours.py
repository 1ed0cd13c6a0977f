"""When clinics are open: every distinct week once, and which one each clinic keeps.

Minutes are those of the week in the clinic's own time zone; holidays are not known.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import numpy as np
from numpy.typing import NDArray
from opening_hours import OpeningHours, State, validate

from indexer.engine import arrays

DAY = 24 * 60
"""Minutes."""
_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  # of any week: tables know times of the week only
_WEEK = timedelta(days=7)
_CLOSED, _OPEN, _UNSAID = range(3)


class Hours:
    """The weeks of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._week_of = arrays.load(folder, "week_of")
        self._starts, self._ends, self._states, self._weeks = arrays.load(folder, "spells")
        weeks = msgspec.json.decode((folder / "weeks.json").read_bytes(), type=list[list[str]])
        self._zones = [_zone(name) if _is_table(weekly) else None for weekly, name in weeks]

    @staticmethod
    def write(kept: Sequence[tuple[str, str]], folder: Path) -> None:
        """Write the columns of each row's week and time zone into *folder*."""
        weeks = sorted(set(kept))
        numbers = {week: number for number, week in enumerate(weeks)}
        spells = [
            (*spell, number)
            for number, (weekly, _) in enumerate(weeks)
            for spell in _spells(weekly)
        ]
        arrays.save(
            folder,
            week_of=np.array([numbers[week] for week in kept], np.int32),
            spells=np.array(spells, np.int32).reshape(-1, 4).T.copy(),
        )
        (folder / "weeks.json").write_bytes(msgspec.json.encode(weeks))

    def open_at(self, instant: datetime, include_unstated: bool) -> NDArray[np.bool_]:
        """Return for each row whether it is open then, or on demand whether it may be."""
        minutes = np.array([_minute(instant, zone) for zone in self._zones], np.int32)
        now = minutes[self._weeks]
        covering = (self._starts <= now) & (now < self._ends)
        states = np.full(len(minutes), _CLOSED)
        states[self._weeks[covering]] = self._states[covering]
        states[minutes < 0] = _UNSAID
        passing = (states == _OPEN) | (include_unstated & (states == _UNSAID))
        mask: NDArray[np.bool_] = passing[self._week_of]
        return mask


def _spells(weekly: str) -> Iterator[tuple[int, int, int]]:
    """Yield (first minute, minute after it, state) of what a table in OSM's syntax leaves open."""
    if not _is_table(weekly):
        return
    week = OpeningHours(weekly).intervals(_MONDAY, _MONDAY + _WEEK)
    for start, end, state, _ in week:
        if state is not State.CLOSED:
            open_or_unsaid = _OPEN if state is State.OPEN else _UNSAID
            yield _since_monday(start), _since_monday(end), open_or_unsaid


def _is_table(weekly: str) -> bool:
    """Whether *weekly* can be read; the week of a clinic without a table is unsaid altogether."""
    return bool(weekly) and validate(weekly)


def _since_monday(moment: datetime) -> int:
    return (moment - _MONDAY) // timedelta(minutes=1)


def _zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name; None for "" and for what is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _minute(instant: datetime, zone: ZoneInfo | None) -> int:
    """Return the minute of the week that a clock there shows; -1 where there is none."""
    if zone is None:
        return -1
    local = instant.astimezone(zone)
    return local.weekday() * DAY + local.hour * 60 + local.minute
