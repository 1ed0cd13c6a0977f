"""A clinic's hours: whether it is open now, and its week; only where they are certain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from indexer.clinic import Clinic
from indexer.weekly import DAY, Spell, minute_of, spells, zone_of
from webapp.language import _
from webapp.printed import city_of, clock, weekday

WEEK = 7 * DAY
_EARLY = DAY // 2
"""A night that ends by noon belongs to the day on which it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One row of the table."""

    name: str
    times: tuple[str, ...]
    """In words, "Closed" among them: never empty."""
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What the printed hours say."""

    now: str
    """Whether it is open at this moment; "" where we do not know its clock."""
    is_open: bool
    days: tuple[Day, ...]
    clock_of: str
    """The city whose clock counts; "" where we do not know."""


def hours(clinic: Clinic, instant: datetime) -> Hours | None:
    """Return the week as of *instant*; None where no certain table follows from the words."""
    week = _joined(tuple(spells(clinic.weekly)))
    if not week:
        return None
    zone = zone_of(clinic.time_zone)
    minute = minute_of(instant, zone) if zone else None
    return Hours(
        now="" if minute is None else _now(week, minute),
        is_open=minute is not None and _is_open(week, minute),
        days=tuple(_days(week, minute)),
        clock_of=city_of(clinic.time_zone) if zone else "",
    )


def _joined(week: tuple[Spell, ...]) -> tuple[Spell, ...]:
    """Return the spells with a night from Sunday to Monday as one, which ends after the week."""
    if len(week) < 2:
        return week
    first, last = week[0], week[-1]
    if first.start != 0 or last.end != WEEK or first.is_sure != last.is_sure:
        return week
    return (*week[1:-1], Spell(last.start, WEEK + first.end, last.is_sure))


def _covering(week: tuple[Spell, ...], minute: int) -> Spell | None:
    return next(
        (s for s in week if s.start <= minute < s.end or s.start <= minute + WEEK < s.end), None
    )


def _is_open(week: tuple[Spell, ...], minute: int) -> bool:
    spell = _covering(week, minute)
    return spell is not None and spell.is_sure


def _now(week: tuple[Spell, ...], minute: int) -> str:
    """Return in words whether it is open, and when that changes."""
    spell = _covering(week, minute)
    if spell is None:
        return _closed(week, minute)
    if not spell.is_sure:
        return _("Its hours at this time are not certain. Call first.")
    if spell.end - spell.start >= WEEK:
        return _("Open now, day and night")
    if (spell.end - minute) % WEEK > DAY:
        return _("Open now until %(day)s", day=weekday((spell.end - 1) // DAY))
    return _("Open now until %(time)s", time=_end(spell.end))


def _closed(week: tuple[Spell, ...], minute: int) -> str:
    after = min(week, key=lambda spell: (spell.start - minute) % WEEK)
    if not after.is_sure:
        return _("Closed now")
    days = (after.start // DAY - minute // DAY) % 7
    if days == 0 and after.start > minute:
        return _("Closed now. Opens today at %(time)s", time=clock(after.start))
    if days == 1:
        return _("Closed now. Opens tomorrow at %(time)s", time=clock(after.start))
    day = weekday(after.start // DAY)
    return _("Closed now. Opens on %(day)s at %(time)s", day=day, time=clock(after.start))


def _days(week: tuple[Spell, ...], minute: int | None) -> Iterator[Day]:
    pieces = [piece for spell in week for piece in _by_day(spell)]
    for number in range(7):
        of_day = [piece for piece in pieces if piece.start // DAY == number]
        yield Day(
            name=weekday(number),
            times=tuple(map(_times, of_day)) or (_("Closed"),),
            is_today=minute is not None and minute // DAY == number,
        )


def _by_day(spell: Spell) -> Iterator[Spell]:
    """Yield a spell day by day, but a night as one."""
    start = spell.start
    midnight = (start // DAY + 1) * DAY
    while spell.end > midnight + _EARLY:
        yield Spell(start % WEEK, start % WEEK + midnight - start, spell.is_sure)
        start, midnight = midnight, midnight + DAY
    yield Spell(start % WEEK, start % WEEK + spell.end - start, spell.is_sure)


def _times(piece: Spell) -> str:
    if not piece.is_sure:
        return _("Not certain, or by appointment")
    if piece.end - piece.start == DAY:
        return _("Open all day")
    times = {"start": clock(piece.start), "end": _end(piece.end)}
    if piece.end > (piece.start // DAY + 1) * DAY:
        return _("%(start)s to %(end)s the next day", **times)
    return _("%(start)s to %(end)s", **times)


def _end(minute: int) -> str:
    return clock(minute) if minute % DAY else _("midnight")
