"""When clinics are open: every distinct week once, and which one each clinic keeps.

Minutes are those of the week in the clinic's own time zone; holidays are not known.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.weekly import is_table, minute_of, spells, zone_of

_CLOSED, _OPEN, _UNSAID = range(3)


class Hours:
    """The weeks of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._week_of = arrays.load(folder, "week_of")
        self._starts, self._ends, self._states, self._weeks = arrays.load(folder, "spells")
        weeks = msgspec.json.decode((folder / "weeks.json").read_bytes(), type=list[list[str]])
        self._zones = [zone_of(name) if is_table(weekly) else None for weekly, name in weeks]

    @staticmethod
    def write(kept: Sequence[tuple[str, str]], folder: Path) -> None:
        """Write the columns of each row's week and time zone into *folder*."""
        weeks = sorted(set(kept))
        numbers = {week: number for number, week in enumerate(weeks)}
        kept_open = [
            (start, end, _OPEN if is_sure else _UNSAID, number)
            for number, (weekly, _) in enumerate(weeks)
            for start, end, is_sure in spells(weekly)
        ]
        arrays.save(
            folder,
            week_of=np.array([numbers[week] for week in kept], np.int32),
            spells=np.array(kept_open, np.int32).reshape(-1, 4).T.copy(),
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


def _minute(instant: datetime, zone: ZoneInfo | None) -> int:
    """Return the minute of the week that a clock there shows; -1 where there is none."""
    return -1 if zone is None else minute_of(instant, zone)
