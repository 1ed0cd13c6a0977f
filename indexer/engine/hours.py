"""When clinics are open: every distinct week once, and which one each clinic keeps.

Minutes are those of the week in the clinic's own time zone; holidays are not known.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.engine import arrays
from indexer.engine.bitmaps import WORD, RowSet, packed, words_of
from indexer.weekly import is_table, minute_of, spells, zone_of

_CLOSED, _OPEN, _UNSAID = range(3)
_UNKNOWN = -1
"""The zone of a week that no certain table or no zone is known of; its minute."""


class Hours:
    """The weeks of one snapshot's clinics, by row."""

    def __init__(self, folder: Path) -> None:
        self._week_of = arrays.load(folder, "week_of")
        self._zone_of = arrays.load(folder, "zone_of_week")
        self._starts, self._ends, self._states, self._weeks = arrays.load(folder, "spells")
        self._zones = msgspec.json.decode((folder / "zones.json").read_bytes(), type=list[str])
        self._last: tuple[datetime, NDArray[np.int64]] | None = None

    @staticmethod
    def write(kept: Sequence[tuple[str, str]], folder: Path) -> None:
        """Write the columns of each row's week and time zone into *folder*."""
        weeks = sorted(set(kept))
        zones = sorted({zone for weekly, zone in weeks if is_table(weekly) and zone_of(zone)})
        numbers = {week: number for number, week in enumerate(weeks)}
        kept_open = [
            (start, end, _OPEN if is_sure else _UNSAID, number)
            for number, (weekly, _) in enumerate(weeks)
            for start, end, is_sure in spells(weekly)
        ]
        zone_numbers = {zone: number for number, zone in enumerate(zones)}
        zone_of_week = [
            zone_numbers.get(zone, _UNKNOWN) if is_table(weekly) else _UNKNOWN
            for weekly, zone in weeks
        ]
        whole = np.full(words_of(len(kept)) * WORD, len(weeks), np.int32)
        whole[: len(kept)] = [numbers[week] for week in kept]
        arrays.save(
            folder,
            week_of=whole,
            zone_of_week=np.array(zone_of_week, np.int32),
            spells=np.array(kept_open, np.int32).reshape(-1, 4).T.copy(),
        )
        (folder / "zones.json").write_bytes(msgspec.json.encode(zones))

    def open_at(self, instant: datetime, include_unstated: bool, among: RowSet) -> RowSet:
        """Return which of *among* are open then, or on demand may be."""
        passing = self._passing(instant, include_unstated)
        weeks = self._week_of.reshape(-1, WORD)[among.at]
        return RowSet(among.at, packed(passing[weeks]).ravel() & among.bits)

    def _passing(self, instant: datetime, include_unstated: bool) -> NDArray[np.bool_]:
        """Return for each week, and for none, whether it is open then, or may be on demand."""
        minute = instant.astimezone(UTC).replace(second=0, microsecond=0)
        last = self._last
        if last is None or last[0] != minute:
            last = self._last = minute, self._states_at(minute)
        passing: NDArray[np.bool_] = last[1] == _OPEN
        return passing | (last[1] == _UNSAID) if include_unstated else passing

    def _states_at(self, instant: datetime) -> NDArray[np.int64]:
        """Return for each week how it is then; closed, last of all, for the rows of no clinic."""
        by_zone = [_minute(instant, zone) for zone in self._zones]
        minutes = np.array([*by_zone, _UNKNOWN], np.int32)[self._zone_of]
        now = minutes[self._weeks]
        covering = (self._starts <= now) & (now < self._ends)
        states = np.full(len(minutes) + 1, _CLOSED)
        states[self._weeks[covering]] = self._states[covering]
        states[:-1][minutes == _UNKNOWN] = _UNSAID
        return states


def _minute(instant: datetime, name: str) -> int:
    """Return the minute of the week that a clock there shows."""
    zone = zone_of(name)
    return _UNKNOWN if zone is None else minute_of(instant, zone)
