"""The time at which a clinic should be open, as a URL writes it and as a page says it. Pure."""

import re
from datetime import datetime, time

from babel.dates import format_date, format_time, get_timezone_name

from indexer.understand.pieces import Open
from indexer.understand.times import instant
from webapp import language
from webapp.language import _

NOW = "now"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = ("today", "tomorrow")
_WRITTEN = re.compile(
    rf"(?P<day>{'|'.join((*_DAYS, *_RELATIVE))})(?:-(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d))?"
)
FALLBACK_ZONE = "America/Chicago"
"""Whose clock counts where a search names no place with one clock: the page says which it is."""


def written(when: Open) -> str:
    """Return how a URL writes a time, such as "now", "sat" or "tomorrow-1800"."""
    if when.weekday is None and when.days is None:
        return NOW
    day = _RELATIVE[when.days or 0] if when.weekday is None else _DAYS[when.weekday]
    return f"{day}-{when.clock:%H%M}" if when.clock else day


def read(text: str) -> Open | None:
    """Return the time that a URL writes so; None if it writes none so."""
    if text == NOW:
        return Open()
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    clock = time(int(match["hour"]), int(match["minute"])) if match["hour"] else None
    if match["day"] in _RELATIVE:
        return Open(days=_RELATIVE.index(match["day"]), clock=clock)
    return Open(weekday=_DAYS.index(match["day"]), clock=clock)


def meant(text: str, now: datetime, time_zone: str) -> datetime | None:
    """Return the instant that a URL's time means; None where it names none."""
    when = read(text)
    return instant(when, now, time_zone or FALLBACK_ZONE) if when else None


def said(text: str, at: datetime) -> str:
    """Return the time in words, with the clock that counts."""
    if text == NOW:
        return _("now")
    locale = language.locale()
    return _(
        "on %(day)s at %(clock)s (%(zone)s)",
        day=format_date(at, "full", locale=locale),
        clock=format_time(at, "short", locale=locale),
        zone=get_timezone_name(at, locale=locale),
    )
