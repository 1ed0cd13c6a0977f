"""Tokens of opening hours in, a week out: which days are open when, closed, or uncertain; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from indexer.interpret.hours_clock import DAY, Span, span
from indexer.interpret.hours_words import Kind, Token

Spans: TypeAlias = tuple[Span, ...] | None
"""When a day is open, () for closed, None for "something is printed, but nothing certain"."""
Week: TypeAlias = Mapping[int, Spans]
"""0 for Monday; a day of which nothing is printed is not there."""
_JOINTS = frozenset({Kind.AND})


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing said: some days, some spans, or a bare token."""

    kind: Kind
    days: tuple[int, ...] = ()
    spans: Spans = ()
    ranged: bool = False
    """Whether the days are printed as "Mon-Fri"."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """What is said of some days; of no day: a pause on every day that is open then."""

    days: tuple[int, ...]
    spans: Spans


def week_of(tokens: Sequence[Token]) -> Week:
    """Return the week that a run of tokens without other words tells; {} if it tells none."""
    items = _items(tokens)
    clauses = _clauses(items)
    if len(clauses) > 1 and all(map(_is_whole, clauses)):
        return merged(_filled(clause) for clause in clauses)
    return _filled(items)


def tells(tokens: Iterable[Token]) -> bool:
    """Whether tokens name times, or say closed or "by appointment", of days."""
    kinds = {token.kind for token in tokens}
    said = kinds & {Kind.TIME, Kind.ALL_DAY, Kind.CLOSED, Kind.APPOINTMENT}
    return Kind.DAYS in kinds and bool(said)


def _items(tokens: Sequence[Token]) -> list[_Item]:
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        item, at = _next_item(tokens, at)
        items.append(item)
    return _joined(items)


def _next_item(tokens: Sequence[Token], at: int) -> tuple[_Item, int]:
    token = tokens[at]
    following = tokens[at + 1 : at + 3]
    ranged = len(following) == 2 and following[0].kind is Kind.TO
    same = ranged and following[1].kind is token.kind
    if token.kind is Kind.DAYS:
        if same:
            return _Item(Kind.DAYS, _from_to(token.days, following[1].days), ranged=True), at + 3
        return _Item(Kind.DAYS, token.days), at + 1
    if token.kind is Kind.ALL_DAY:
        return _Item(Kind.TIME, spans=((0, DAY),)), at + 1
    if token.kind is Kind.TIME:
        if same and token.clock and following[1].clock:
            return _Item(Kind.TIME, spans=_certain(span(token.clock, following[1].clock))), at + 3
        # A time alone opens and closes nothing; a day left alone with it stays uncertain.
        return _Item(Kind.BREAK), at + 1
    return _Item(token.kind), at + 1


def _certain(found: Span | None) -> Spans:
    return (found,) if found else None


def _from_to(first: tuple[int, ...], last: tuple[int, ...]) -> tuple[int, ...]:
    """Return the days from one to another; "Sat-Mon" goes over the week's end."""
    start, end = first[0], last[-1]
    return tuple(day % 7 for day in range(start, end + 1 if end >= start else end + 8))


def _joined(items: Sequence[_Item]) -> list[_Item]:
    """Return the items with neighbouring days as one, and neighbouring spans as one.

    A range of days is only joined by a word: in "closed Sun. Mon-Fri 9-5" a sentence ends.
    """
    joined: list[_Item] = []
    linked = False
    for item in items:
        if item.kind in _JOINTS or item.kind is Kind.TO:
            linked = True
            continue
        last = joined[-1] if joined else None
        if last and last.kind is item.kind is Kind.DAYS and (linked or not item.ranged):
            days = tuple(dict.fromkeys((*last.days, *item.days)))
            joined[-1] = _Item(Kind.DAYS, days, ranged=last.ranged or item.ranged)
        elif last and last.kind is item.kind is Kind.TIME:
            both = last.spans is not None and item.spans is not None
            spans = (*(last.spans or ()), *(item.spans or ())) if both else None
            joined[-1] = _Item(Kind.TIME, spans=_apart(spans))
        else:
            joined.append(item)
        linked = False
    return joined


def _apart(spans: Spans) -> Spans:
    """Return spans that follow each other, None if they overlap."""
    if spans is None or any(a[1] > b[0] for a, b in pairwise(spans)):
        return None
    return spans


def _clauses(items: Sequence[_Item]) -> list[list[_Item]]:
    clauses: list[list[_Item]] = [[]]
    for item in items:
        if item.kind is Kind.BREAK:
            clauses.append([])
        else:
            clauses[-1].append(item)
    return [clause for clause in clauses if clause]


def _is_whole(clause: Sequence[_Item]) -> bool:
    kinds = {item.kind for item in clause}
    return Kind.DAYS in kinds and bool(kinds & {Kind.TIME, Kind.CLOSED, Kind.APPOINTMENT})


def _filled(items: Sequence[_Item]) -> Week:
    week: dict[int, Spans] = {}
    for statement in _statements(items):
        if not statement.days:
            week = {day: _without(spans, statement.spans) for day, spans in week.items()}
        for day in statement.days:
            week[day] = _both(week[day], statement.spans) if day in week else statement.spans
    return week


def _both(known: Spans, more: Spans) -> Spans:
    """Return what holds if both are said of one day: closed wins, spans apart add up."""
    if known is None or more is None or known == more:
        return None if known is None or more is None else known
    if not known or not more:
        return ()
    return _apart(tuple(sorted((*known, *more))))


def _statements(items: Sequence[_Item]) -> list[_Statement]:
    kinds = [item.kind for item in items if item.kind in (Kind.DAYS, Kind.TIME)]
    times_first = kinds[:1] == [Kind.TIME] and Kind.DAYS in kinds
    found: list[_Statement] = []
    at = 0
    while at < len(items):
        at = _read(items, at, found, times_first)
    return found


def _read(items: Sequence[_Item], at: int, found: list[_Statement], times_first: bool) -> int:
    """Add what is said at a position to *found*; return the position after it."""
    item = items[at]
    second = _after(items, at)
    if item.kind is Kind.DAYS:
        return _read_days(items, at, second, found)
    if item.kind is Kind.TIME and times_first and _kind(items, second) is Kind.DAYS:
        found.append(_Statement(items[second].days, item.spans))
        return second + 1
    if item.kind is Kind.TIME:
        _doubt_last(found, item.spans)
    elif item.kind in (Kind.CLOSED, Kind.LUNCH):
        return _read_closed(items, at, second, found)
    elif item.kind is Kind.SOME and _kind(items, second) is Kind.DAYS:
        found.append(_Statement(items[second].days, None))
        third = _after(items, second)
        return third + 1 if _kind(items, third) is Kind.TIME else second + 1
    elif item.kind is Kind.SOME or _spoils(items, at):
        _doubt_last(found, None)
    return at + 1


def _read_days(items: Sequence[_Item], at: int, second: int, found: list[_Statement]) -> int:
    """Take days with what is said of them; with nothing said they are uncertain."""
    days, told = items[at].days, _kind(items, second)
    if told is Kind.TIME:
        found.append(_Statement(days, items[second].spans))
        return second + 1
    paused = _kind(items, _after(items, second)) in (Kind.TIME, Kind.LUNCH)
    if told is Kind.CLOSED and not paused:
        found.append(_Statement(days, ()))
        return second + 1
    found.append(_Statement(days, None))
    return second + 1 if told is Kind.APPOINTMENT else at + 1


def _read_closed(items: Sequence[_Item], at: int, second: int, found: list[_Statement]) -> int:
    """Take "closed Sunday", or a pause such as "closed for lunch 12-1"."""
    if _kind(items, second) is Kind.DAYS:
        found.append(_Statement(items[second].days, ()))
        return second + 1
    if _kind(items, second) is Kind.LUNCH:
        second = _after(items, second)
    if _kind(items, second) is Kind.TIME:
        found.append(_Statement((), items[second].spans))
        third = _after(items, second)
        return third + 1 if _kind(items, third) is Kind.LUNCH else second + 1
    return at + 1


def _spoils(items: Sequence[_Item], at: int) -> bool:
    """Whether "by appointment" stands right behind times."""
    return bool(items[at].kind is Kind.APPOINTMENT and at and items[at - 1].kind is Kind.TIME)


def _doubt_last(found: list[_Statement], more: Spans) -> None:
    """Add spans to those of the days last spoken of; without spans those are uncertain."""
    if found and found[-1].days:
        known = found[-1].spans
        spans = _apart((*known, *more)) if known and more else None
        found[-1] = _Statement(found[-1].days, spans)


def _after(items: Sequence[_Item], at: int) -> int:
    """Return the position of the next item that is no break."""
    later = range(at + 1, len(items))
    return next((i for i in later if items[i].kind is not Kind.BREAK), len(items))


def _kind(items: Sequence[_Item], at: int) -> Kind | None:
    return items[at].kind if at < len(items) else None


def _without(spans: Spans, pause: Spans) -> Spans:
    """Return spans without a pause; None if it is uncertain when that is."""
    if not spans or not pause:
        return spans if spans == () else None
    kept = [part for one in spans for part in _around(one, pause[0])]
    return tuple((start, end) for start, end in kept if end > start)


def _around(one: Span, pause: Span) -> list[Span]:
    if pause[1] <= one[0] or one[1] <= pause[0]:
        return [one]
    return [(one[0], pause[0]), (pause[1], one[1])]


def merged(weeks: Iterable[Week]) -> Week:
    """Return weeks as one; a day of which they say different things is uncertain.

    What is certain in one of them counts before what is uncertain in another.
    """
    told: dict[int, set[Spans]] = {}
    for week in weeks:
        for day, spans in week.items():
            told.setdefault(day, set()).add(spans)
    return {
        day: next(iter(certain)) if len(certain := said - {None}) == 1 else None
        for day, said in told.items()
    }
