"""Two printed times in, minutes of a day out: "9-5" is nine to five in the afternoon; pure.

Only for a clinic's office hours: between six in the morning and ten at night one reading of times
without "am" or "pm" must be left, or none is given.
"""

from collections.abc import Iterator
from typing import TypeAlias

from indexer.interpret.hours_words import Clock

Span: TypeAlias = tuple[int, int]
"""Opening and closing minute of one day, 0 to 1440."""
DAY = 24 * 60
_HALF = 12 * 60
_EARLIEST, _LATEST = 6 * 60, 22 * 60
_SHORTEST, _LONGEST = 30, 18 * 60


def span(start: Clock, end: Clock) -> Span | None:
    """Return the minutes that *start* and *end* mean; None where that is not certain."""
    return _sound(_span(start, end))


def _span(start: Clock, end: Clock) -> Span | None:
    if start.padded or end.padded:
        return _on_24_hours(start, end)
    if start.half and end.half:
        closing = _fixed(end)
        return _fixed(start), closing or DAY
    if end.half:
        return _start_for(start, _fixed(end) or DAY, end.half)
    if start.half:
        opening = _fixed(start)
        return opening, next(minute for minute in (*_either(end), DAY * 2) if minute > opening)
    both = [(a, b) for a in _either(start) for b in _either(end) if _in_the_day(a, b)]
    return both[0] if len(both) == 1 else None


def _on_24_hours(start: Clock, end: Clock) -> Span:
    opening, closing = _minute(start), _minute(end)
    if not end.padded and not end.half and closing <= opening:
        # "08:30-5:00": only the morning was padded.
        closing += _HALF
    return opening, closing or DAY


def _start_for(start: Clock, closing: int, half: str) -> Span | None:
    """Return the span up to a closing time of a printed half: "1-5pm" shares it, "9-5pm" not."""
    later_first = sorted(_either(start), reverse=True)
    shared = (m for m in later_first if m < closing and (half != "a" or m < _HALF))
    return next(((minute, closing) for minute in shared), None)


def _either(clock: Clock) -> Iterator[int]:
    """Yield the two minutes that a time without a half may mean, the earlier first."""
    minute = clock.hour % 12 * 60 + clock.minute
    yield from (minute, minute + _HALF)


def _fixed(clock: Clock) -> int:
    if clock.half == "!":
        return clock.hour % 24 * 60
    return clock.hour % 12 * 60 + clock.minute + (_HALF if clock.half == "p" else 0)


def _minute(clock: Clock) -> int:
    return _fixed(clock) if clock.half else clock.hour * 60 + clock.minute


def _in_the_day(opening: int, closing: int) -> bool:
    return _EARLIEST <= opening < closing <= _LATEST and closing - opening >= _SHORTEST


def _sound(found: Span | None) -> Span | None:
    """Return a span, or None if no office is open so: it ends before it starts, or never."""
    if found is None:
        return None
    opening, closing = found
    if (opening, closing) in ((0, DAY), (0, DAY - 1)):
        return (0, DAY)
    sound = closing <= DAY and _SHORTEST <= closing - opening <= _LONGEST
    return found if sound else None
