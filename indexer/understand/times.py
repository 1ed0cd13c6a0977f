"""Reads when it should be open, such as "open now", "saturday morning" or "abierto"; pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from indexer.understand.candidate import Candidate, spanning
from indexer.understand.pieces import Open
from indexer.understand.text import Token

DAYTIME = time(10)
"""The hour at which most that open on a day are open; also on Saturdays and before lunch."""
RANK = 5
_PARTS = {
    "morning": time(10), "manana": time(10), "afternoon": time(14), "tarde": time(15),
    "evening": time(18), "night": time(18), "noche": time(19),
}  # fmt: skip
_DAYS = (
    "monday|mondays|mon|lunes", "tuesday|tuesdays|tues|tue|martes",
    "wednesday|wednesdays|wed|miercoles", "thursday|thursdays|thurs|thur|thu|jueves",
    "friday|fridays|fri|viernes", "saturday|saturdays|sat|sabado|sabados",
    "sunday|sundays|sun|domingo|domingos",
)  # fmt: skip
_WEEKDAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split("|")}
_SHORT = {"mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"}
_DAY = rf"(?P<day>{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})"
_OPEN = r"(?P<open>(?:currently )?open(?: on| for)?|abiert[oa]s?(?: (?:los|el|en))?|on|los|el)"
_CLOCK = (
    r"(?P<hour>1[0-2]|0?[1-9])(?::(?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>1[3-9]|2[0-3]):(?P<minute24>[0-5]\d)"
)
_AT = rf"(?P<at>at|after|by|until|till|past|a las|despues de las|hasta las)? ?(?:{_CLOCK})"
_PART = rf"(?P<part>{'|'.join(_PARTS)})"
_ON_DAY = re.compile(
    rf"(?:\b{_OPEN} )?\b{_DAY}\b(?: (?:por la |en la |in the )?(?:{_PART}s?\b|{_AT}))?"
)
_NOW = re.compile(
    r"\b(?:(?:currently |is |are )?open (?:right )?now|now open|right now|currently open"
    r"|open (?:at )?this (?:hour|moment)|abiert[oa]s? (?:ahora(?: mismo)?|ya)|ahora mismo)\b"
)
_SOON = re.compile(
    rf"\b(?:open |abiert[oa]s? )?(?:(?P<today>today|hoy)|(?P<tonight>tonight|esta noche)"
    rf"|(?P<tomorrow>tomorrow))\b(?: (?:in the )?{_PART}\b| {_AT})?"
)
_AT_CLOCK = re.compile(rf"\b(?:open |abiert[oa]s? )?\b{_AT}")


def times(plain: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield the times that a text names; a short day's name counts only behind "open" or "on"."""
    for match in _NOW.finditer(plain):
        yield from _found(tokens, match, Open())
    for match in _ON_DAY.finditer(plain):
        if match["open"] or match["day"] not in _SHORT:
            yield from _found(
                tokens, match, Open(weekday=_WEEKDAYS[match["day"]], clock=_clock(match))
            )
    for match in _SOON.finditer(plain):
        clock = _clock(match) or (_PARTS["evening"] if match["tonight"] else None)
        yield from _found(tokens, match, Open(days=1 if match["tomorrow"] else 0, clock=clock))
    for match in _AT_CLOCK.finditer(plain):
        yield from _found(tokens, match, Open(days=0, clock=_clock(match)))


def instant(when: Open, now: datetime, time_zone: str) -> datetime:
    """Return the instant meant, by the clock of *time_zone*, or of *now* where that is ""; aware.

    A weekday's is the next one that is not past, today's that of today even if it is past; today
    without an hour is now, once `DAYTIME` is past.
    """
    here = now.astimezone(ZoneInfo(time_zone)) if time_zone else now
    if when.weekday is None and when.days is None:
        return here
    ahead = when.days if when.weekday is None else (when.weekday - here.weekday()) % 7
    date = here.date() + timedelta(days=ahead or 0)
    meant = datetime.combine(date, when.clock or DAYTIME, tzinfo=here.tzinfo)
    if meant >= here or when.days == 1:
        return meant
    if when.weekday is not None:
        return datetime.combine(date + timedelta(days=7), meant.time(), tzinfo=here.tzinfo)
    return meant if when.clock else here


def _found(tokens: Sequence[Token], match: re.Match[str], meaning: Open) -> Iterator[Candidate]:
    if found := spanning(tokens, *match.span(), meaning, RANK):
        yield found


def _clock(match: re.Match[str]) -> time | None:
    """Return the time of day a match names, one minute earlier behind "until"; None without one."""
    said = match.groupdict()
    if said.get("part"):
        return _PARTS[said["part"]]
    if said.get("hour24"):
        named = time(int(said["hour24"]), int(said["minute24"]))
    elif said.get("hour"):
        hour = int(said["hour"]) % 12 + (12 if said["half"] == "p" else 0)
        named = time(hour, int(said["minute"] or 0))
    else:
        return None
    until = said["at"] in {"until", "till", "hasta las"}
    return _minute_before(named) if until else named


def _minute_before(clock: time) -> time:
    minutes = (clock.hour * 60 + clock.minute - 1) % (24 * 60)
    return time(*divmod(minutes, 60))
