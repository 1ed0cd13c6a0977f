"""Lines in, address blocks out, as printed; whether an address is real is the indexer's question.

Two finders share the work. This one knows no place: it must tell a site's places apart while the
site is read, so it goes by form alone and would rather keep too much. The indexer's
(`indexer/interpret/address_finder.py`) asks the place table, and refuses and mends.

An address is found by its end: a state and a ZIP code, or another country's like; or, with a
street that cannot be anything else, a town and a state. It begins at a house number or a PO box on
the same line, or on one of the three lines above, or at a unit before that number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.reading.address_case import as_printed, bears_end, with_capitals
from crawler.reading.address_forms import (
    BEGIN,
    CODE_ALONE,
    END,
    END_WITHOUT_CODE,
    HOUSE_NAME,
    MAY_END,
    NOT_A_STREET,
    PART_LABEL,
    SHORT_NAMES,
    STATE_LAST,
    STREET_SUFFIX,
    UNIT_BEFORE,
    UNIT_FIRST,
    YEAR,
    YEAR_BEFORE,
)

_SEPARATOR = re.compile(r"\s*(?:\s[|·•]|[|·•]\s|\s/\s(?=\D))\s*")
_BARS = ("|", "·", "•", "/")
"""Every separator bears one of them."""
_DIGIT_OR_COMMA = re.compile(r"[0-9,]")
"""What every line bears on which an address ends."""
_BREAK = re.compile(r"[|·•;]|[a-z]{3}[.!?]\s|\s[–—]\s")
_SENTENCE = re.compile(r"[.!?]\s+(?:We|Our|You|It|Call|Now|Please|This|Find|Visit|Come)\s")
"""What stands between an address and the sentence or the entry before it."""
_ABBREVIATED = re.compile(
    rf"\b(?:ave|blvd|pkwy|hwy|ste|bldg|plz|ctr|cir|ter|apt|expy|fwy|{SHORT_NAMES})\.", re.IGNORECASE
)
"""Words whose dot ends no sentence."""
_SMALL_WORDS = frozenset({"of", "on", "upon", "the", "de", "du", "la", "le"})
"""What a town's name may hold in small letters."""
_LONGEST_TOWN = 5
_LONGEST_CODE = 20
"""Characters, of a line that is a postcode; a quick look at its length spares a close one."""
_ELSEWHERE = re.compile(
    r"\b(?:serv(?:e|es|ing)|from|licen[sc]ed|treated|patients|clients|by (?:video|phone)|across)\b",
    re.IGNORECASE,
)
"""What stands before a town whose people are served, and where the clinic need not be."""
_LOOK_BACK = 140
_LABEL = 48
_LINES_ABOVE = 3
_SHORT = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address as it stands in some lines."""

    lines: tuple[str, ...]
    first: int
    """The line on which it begins."""
    last: int
    """The line on which it ends."""
    prefix: str
    """What stands before it on its first line."""
    alone: bool
    """Whether it stands by itself, and not inside a sentence."""
    street: bool
    """Whether it begins with a house number or a PO box, and is not only a town."""


def pieces_of(line: str) -> list[str]:
    """Return the parts of a line that bears an address, cut at its bars and dots; else it whole.

    "Moss | 311 Elm Blvd | Austin, TX 78701" is three lines in the shape of one.
    """
    if not any(bar in line for bar in _BARS):
        return [line]
    parts = [part for part in _SEPARATOR.split(line) if part]
    return parts if len(parts) > 1 and bears_end(" ".join(parts)) else [line]


def addresses_in(lines: Sequence[str]) -> tuple[Found, ...]:
    """Return the addresses in some lines, in order; () if there are none."""
    found: list[Found] = []
    printed = [_without_label(line) for line in lines]
    lines = with_capitals(printed)
    for number, line in enumerate(lines):
        earliest = found[-1].last + 1 if found else 0
        line, joined = _with_code_below(lines, number, line)
        if not _DIGIT_OR_COMMA.search(line):
            continue
        begin = 0
        for end in _ends(line):
            upto, after = line[begin : end.end()], line[end.end() :]
            one = _found(lines, number, upto, _own(after), earliest)
            own = printed[one.first : one.last + joined + 1]
            told = tuple(as_printed(part, own) for part in one.lines)
            if one.street or (end.re is END and _is_town_told(told[0], printed[number])):
                found.append(replace(one, lines=told, last=number + joined))
                earliest = number + joined + 1
                begin = end.end()
    return tuple(found)


def _is_town_told(town: str, line: str) -> bool:
    """Whether a town is told from the words before it: by its capitals, or as all of its line."""
    return not line.islower() or town == line.strip(" ,")


def _ends(line: str) -> Iterator[re.Match[str]]:
    """Yield where addresses may end in a line: at every postcode, else at a state."""
    coded = list(END.finditer(line)) if MAY_END.search(line) else []
    yield from coded or END_WITHOUT_CODE.finditer(line)


def _without_label(line: str) -> str:
    label = PART_LABEL.match(line) if ":" in line or "|" in line else None
    return line[label.end() :] if label else line


def _with_code_below(lines: Sequence[str], number: int, line: str) -> tuple[str, int]:
    """Return a line with the postcode that stands alone below its state, and 1; else it and 0."""
    below = lines[number + 1] if number + 1 < len(lines) else ""
    is_short = len(below) <= _LONGEST_CODE
    if is_short and CODE_ALONE.fullmatch(below := below.strip()) and STATE_LAST.search(line):
        return f"{line} {below}", 1
    return line, 0


def _own(after: str) -> str:
    """Return what follows an address before the next entry or the next address begins."""
    return _SEPARATOR.split(after)[0]


def _found(lines: Sequence[str], number: int, upto: str, after: str, earliest: int) -> Found:
    """Return the address that ends *upto*, a part of line *number*."""
    window = upto[-_LOOK_BACK:]
    begin = _begin(window, strong=not END.search(upto))
    if begin is not None:
        prefix = upto[: len(upto) - len(window) + begin].strip()
        alone = len(prefix) <= _LABEL and len(after) <= _SHORT and not _in_sentence(prefix)
        lines_of_it: tuple[str, ...] = (window[begin:].strip(" ,"),)
        if not prefix and number > earliest and _is_unit(lines[number - 1]):
            lines_of_it = (lines[number - 1].strip(" ,"), *lines_of_it)
        return Found(
            lines=lines_of_it,
            first=number - len(lines_of_it) + 1,
            last=number,
            prefix=prefix,
            alone=alone,
            street=True,
        )
    return _from_above(lines, number, upto, after, earliest)


def _from_above(lines: Sequence[str], number: int, upto: str, after: str, earliest: int) -> Found:
    """Return the address whose street stands on a line above, else only the town's line."""
    alone = len(upto) <= _SHORT and len(after) <= _SHORT
    strong = not END.search(upto)
    for first in range(number - 1, max(earliest, number - _LINES_ABOVE) - 1, -1):
        line = lines[first]
        begin = _begin(line, strong=strong) if len(line) <= _LOOK_BACK else None
        if begin is not None and alone and begin <= _LABEL:
            above = first > earliest and not begin and _is_unit(lines[first - 1])
            street = (lines[first - 1].strip(" ,"),) if above else ()
            return Found(
                lines=(
                    *street, line[begin:].strip(" ,"), *lines[first + 1 : number], upto.strip()
                ),
                first=first - above,
                last=number,
                prefix=line[:begin].strip(),
                alone=True,
                street=True,
            )  # fmt: skip
    below = _street_below(lines, number, upto)
    if below:
        return Found(
            lines=(below, upto.strip()),
            first=number,
            last=number + 1,
            prefix="",
            alone=True,
            street=True,
        )
    prefix, town = _town(upto)
    alone = alone and not _ELSEWHERE.search(prefix)
    return Found(lines=(town,), first=number, last=number, prefix="", alone=alone, street=False)


def _town(upto: str) -> tuple[str, str]:
    """Part a text that ends in a town with its state or postcode from the words before the town."""
    ends = list(END.finditer(upto)) or list(END_WITHOUT_CODE.finditer(upto))
    begin = ends[-1].start() if ends else len(upto)
    words = re.split(r"[|·•;:]", upto[:begin])[-1].split()
    name: list[str] = []
    while words and len(name) < _LONGEST_TOWN and _names_town(words, name):
        name.insert(0, words.pop())
    town = " ".join([*name, upto[begin:].lstrip()]).strip(" ,")
    return " ".join(words), town.replace(" ,", ",")


def _names_town(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the last of *words* still belongs to a town's *name*, or to a county behind it."""
    last = words[-1]
    small = last in _SMALL_WORDS and len(words) > 1 and words[-2][0].isupper()
    apart = last.endswith(",") and any(word.endswith(",") for word in name)
    return (last[0].isupper() or small) and not apart and not _ELSEWHERE.match(last)


def _street_below(lines: Sequence[str], number: int, town: str) -> str:
    """Return the street on the line below a heading that is a town; "" if it has its own town."""
    below = lines[number + 1].strip() if number + 1 < len(lines) else ""
    beyond = " ".join(lines[number + 1 : number + 2 + _LINES_ABOVE])
    whole = len(below) <= _SHORT and _begin(below, strong=True) == 0
    mine = not END.search(beyond) and not END_WITHOUT_CODE.search(beyond)
    return below if whole and mine and town.strip(" ,") == _town(town)[1] else ""


def _begin(window: str, *, strong: bool) -> int | None:
    """Return where the address in *window* begins, or None if it has no house number.

    The leftmost candidate counts that no sentence's end and no entry's end follows; where no
    postcode vouches for it (*strong*), only with a street word after it.
    """
    for match in BEGIN.finditer(window):
        before = window[: match.start()]
        rest = window[match.start() :]
        if _is_count(before, rest) or (strong and not STREET_SUFFIX.search(rest)):
            continue
        name = window[match.end() :]
        if not (_SENTENCE.search(name) or _BREAK.search(_ABBREVIATED.sub(" ", name))):
            unit = UNIT_FIRST.search(before)
            return unit.start() if unit else match.start()
    return None


def _is_count(before: str, rest: str) -> bool:
    """Whether a number is a unit's, a year, or counts something that is no street."""
    if UNIT_BEFORE.search(before) or NOT_A_STREET.search(rest):
        return True
    return bool(YEAR.match(rest) and YEAR_BEFORE.search(before))


def _is_unit(line: str) -> bool:
    """Whether a line is a unit and no more than its house's name: "Elm Pavilion, 3rd floor"."""
    unit = UNIT_FIRST.search(line.strip()) if len(line) <= _LABEL else None
    return bool(unit and (unit.start() == 0 or HOUSE_NAME.fullmatch(line.strip()[: unit.start()])))


def _in_sentence(prefix: str) -> bool:
    """Whether what stands before an address is a sentence, not a label or a name."""
    return bool(re.search(r"\b(?:at|in|near|from|to|of|is|are|on)$", prefix, re.IGNORECASE))
