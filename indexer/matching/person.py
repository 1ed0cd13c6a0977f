"""Tells a person's name from a business's; pure."""

import re

from indexer.normalize import fold

_CREDENTIALS = frozenset(
    fold(
        "md do mbbs mbchb phd psyd np dnp fnp arnp aprn pmhnp crna rn bsn msn pa pac lcsw licsw"
        " lmsw lmhc lpc lpcc lmft mft edd facp faap dc dds pharmd mph mba ms ma msw bc fnpbc"
        " pmhnpbc fapa dfapa abpn"
    ).split()
)
_BUSINESS = frozenset(
    fold(
        "and of the clinic clinics center centers centre centres group services health healthcare"
        " care medical medicine wellness institute psychiatry psychiatric ketamine infusion"
        " infusions therapy therapies treatment treatments associates practice hospital mental"
        " behavioral counseling spa solutions recovery family program llc inc pllc pc ltd lp llp"
        " corp company spravato iv pain office partners specialists integrative holistic"
        " psychotherapy psychology"
    ).split()
)
_LAST_FIRST = re.compile(r"[^\W\d_][\w'’ -]*, [^\W\d_][\w'’. -]*")
LONGEST = 4
"""Words in a person's name, without titles."""


def is_person(name: str) -> bool:
    """Return whether *name* is a person's: "Jane Doe, MD", "Dr. Jane Doe", "DOE, JANE A".

    A practice that bears a person's name and says so ("Jane Doe MD, PLLC") is a business.
    """
    words = fold(name).split()
    if not words or _BUSINESS.intersection(words) or any(word.isdigit() for word in words):
        return False
    titled = words[0] in ("dr", "doctor")
    bare = words[titled:]
    ends = _credentials_at_end(bare)
    named = 2 <= len(bare) - ends <= LONGEST
    listed = name.isupper() and _LAST_FIRST.fullmatch(name) is not None
    return named and bool(titled or ends or listed)


def same_person(one: str, other: str) -> bool:
    """Return whether two names of persons may be one's: "DOE, JANE A" and "Dr. Jane Doe".

    Given name and family name must be the same, or one an initial of the other.
    """
    fewer, more = sorted((_own_words(one), _own_words(other)), key=len)
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        found = next((w for w in left if w == word), None) or next(
            (w for w in left if w[0] == word[0] and 1 in (len(w), len(word))), None
        )
        if found is None:
            return False
        left.remove(found)
    return len(fewer) >= 2


def _own_words(name: str) -> list[str]:
    """Return the words of a person's name without titles and credentials."""
    return [w for w in fold(name).split() if w not in _CREDENTIALS and w not in ("dr", "doctor")]


def _credentials_at_end(words: list[str]) -> int:
    count = 0
    while count < len(words) and words[-1 - count] in _CREDENTIALS:
        count += 1
    return count
