"""Lines in, address blocks out, as printed; whether an address is real is the indexer's question.

An address is found by its end: a state and a ZIP code, or a Canadian province and postcode. It
begins at a house number or a PO box on the same line, or on one of the three lines above.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia"
    "|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts"
    "|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey"
    "|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania"
    "|Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia"
    "|Washington|West Virginia|Wisconsin|Wyoming|District of Columbia"
)
_STATE_CODES = (
    "A[KLRZ]|C[AOT]|D\\.?C\\.?|DE|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]"
    "|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
)
_PROVINCES = "AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT"
_END = re.compile(
    rf"\b(?:(?:(?i:{_STATE_NAMES})|{_STATE_CODES})\s*,?\s*\d{{5}}(?:-\d{{4}})?"
    rf"|(?:{_PROVINCES})\s*,?\s*[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b"
    r"(?:,?\s*(?:United States(?: of America)?|USA|U\.S\.A\.|US|Canada)\b)?",
)
_BEGIN = re.compile(
    r"(?<![\w$#.,:/-])(?:\d{1,6}(?:-\d{1,5})?[A-Za-z]?(?:\s+1/2)?\s+(?=(?:[NSEW]\b|[NSEW]\.|\d|[A-Z]))"
    r"|[NSEW]\d{2,5}\s+[NSEW]\d{2,5}\s|(?:P\.?\s?O\.?\s+Box|One|Two|Three)\s+(?=[A-Z0-9]))",
)
_UNIT_BEFORE = re.compile(
    r"(?:\b(?:suite|ste|unit|bldg|building|floor|fl|apt|room|rm|box|no|highway|hwy|route)\.?|#)\s*$",
    re.IGNORECASE,
)
_NOT_A_STREET = re.compile(
    r"^\S+\s+(?:\S+\s+){0,3}?(?:infusions?|treatments?|sessions?|patients?|people|clients?|reviews?|weeks?"
    r"|months?|years?|days?|hours?|minutes?|miles?|mg|percent|doses?|locations|clinics|[ap]\.?m)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[|·•;]|[a-z]{3}[.!?]\s|\s[–—]\s")
"""What stands between an address and the sentence or the entry before it."""
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


def addresses_in(lines: Sequence[str]) -> tuple[Found, ...]:
    """Return the addresses in some lines, in order; () if there are none."""
    found: list[Found] = []
    for number, line in enumerate(lines):
        begin = 0
        for end in _END.finditer(line):
            earliest = found[-1].last + 1 if found else 0
            found.append(
                _found(lines, number, line[begin : end.end()], line[end.end() :], earliest)
            )
            begin = end.end()
    return tuple(found)


def _found(lines: Sequence[str], number: int, upto: str, after: str, earliest: int) -> Found:
    """Return the address that ends *upto*, a part of line *number*."""
    window = upto[-_LOOK_BACK:]
    begin = _begin(window)
    if begin is not None:
        prefix = upto[: len(upto) - len(window) + begin].strip()
        alone = len(prefix) <= _LABEL and len(after) <= _SHORT and not _in_sentence(prefix)
        return Found(
            lines=(window[begin:].strip(" ,"),),
            first=number,
            last=number,
            prefix=prefix,
            alone=alone,
            street=True,
        )
    return _from_above(lines, number, upto, after, earliest)


def _from_above(lines: Sequence[str], number: int, upto: str, after: str, earliest: int) -> Found:
    """Return the address whose street stands on a line above, else only the town's line."""
    alone = len(upto) <= _SHORT and len(after) <= _SHORT
    for first in range(number - 1, max(earliest, number - _LINES_ABOVE) - 1, -1):
        line = lines[first]
        match = _BEGIN.search(line) if len(line) <= _LOOK_BACK else None
        if match and alone and match.start() <= _LABEL:
            return Found(
                lines=(line[match.start() :].strip(" ,"), *lines[first + 1 : number], upto.strip()),
                first=first,
                last=number,
                prefix=line[: match.start()].strip(),
                alone=True,
                street=True,
            )
    town = re.split(r"[|·•;:]", upto)[-1].strip(" ,")
    return Found(lines=(town,), first=number, last=number, prefix="", alone=alone, street=False)


def _begin(window: str) -> int | None:
    """Return where the address in *window* begins, or None if it has no house number.

    The leftmost candidate counts that no sentence's end and no entry's end follows.
    """
    for match in _BEGIN.finditer(window):
        before = window[: match.start()]
        rest = window[match.start() :]
        if not (_UNIT_BEFORE.search(before) or _BREAK.search(rest) or _NOT_A_STREET.search(rest)):
            return match.start()
    return None


def _in_sentence(prefix: str) -> bool:
    """Whether what stands before an address is a sentence, not a label or a name."""
    return bool(re.search(r"\b(?:at|in|near|from|to|of|is|are|on)$", prefix, re.IGNORECASE))


def place_key(lines: Sequence[str]) -> str:
    """Return what tells one place of a site from another, however its address is worded.

    The house number, the longest word of the street and the postcode: "4300-montgomery-20814".
    """
    street = _UNIT.split((lines[0] if lines else "").casefold())[0]
    words = re.findall(r"\w+", street)
    number = next((word for word in words if word[0].isdigit()), "")
    names = [word for word in words if word != number and word not in _STREET_WORDS]
    postcode = _postcode(" ".join(lines))
    return "-".join(filter(None, (number, max(names, key=len, default=""), postcode)))


_UNIT = re.compile(r",|\b(?:suite|ste|unit|floor|bldg)\b|#")
_STREET_WORDS = frozenset(
    {"street", "avenue", "boulevard", "parkway", "highway", "north", "south", "east", "west"}
    | {"northeast", "northwest", "southeast", "southwest", "road", "drive", "place", "square"}
)


def _postcode(text: str) -> str:
    codes = re.findall(r"\b\d{5}(?=-\d{4}\b|\b)|\b[a-z]\d[a-z]\s?\d[a-z]\d\b", text, re.IGNORECASE)
    return codes[-1].replace(" ", "").lower() if codes else ""
