"""How much evidence two records of one cluster need, whatever joined their clusters; pure."""

from datetime import timedelta
from math import inf

from indexer.matching.evidence import JOIN, Evidence, weigh
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record
from indexer.matching.sharing import Sharing

OTHER_UNIT = 6.0
"""For two units of one house: name, address and phone agree, at least."""
SAME_SOURCE = 7.0
"""For two listings of one source, which mostly lists a place once."""
NEVER = inf
MOVED_AFTER = timedelta(days=30)
"""A new address seen so much later than the old one may be a move; sources differ by less."""


def needed(a: Record, b: Record, common: Sharing) -> float:
    """Return the score from which *a* and *b* may be one clinic; `NEVER` if they cannot be."""
    if a.person is not b.person or (a.npis and b.npis and not a.npis & b.npis):
        return NEVER
    where = agreement(a, b)
    if where is Agreement.ELSEWHERE:
        return NEVER
    if where is Agreement.MOVED and not proven_move(a, b, common):
        return NEVER
    return _units(a, b, where) + _sources(a, b, where)


def _units(a: Record, b: Record, where: Agreement) -> float:
    differ = where is Agreement.ADDRESS and a.unit and b.unit and a.unit != b.unit
    return OTHER_UNIT if differ or where is Agreement.NEARLY else JOIN


def _sources(a: Record, b: Record, where: Agreement) -> float:
    """Return what one source adds; one that lists two places of one site means two places."""
    if a.ref[0] != b.ref[0]:
        return 0.0
    if a.site != b.site or not a.site:
        return SAME_SOURCE - JOIN
    if not (a.placed and b.placed):
        return 0.0  # said of the site itself, not of a second place
    return SAME_SOURCE - JOIN if where is Agreement.ADDRESS and a.unit == b.unit else NEVER


def proven_move(a: Record, b: Record, common: Sharing) -> bool:
    """Return whether two addresses are one clinic's, before and after it moved.

    It has kept its name, its phone and its site, neither the phone nor the site is many places',
    and the one address was last seen long before the other.
    """
    if a.ref[0] == b.ref[0] or abs(a.seen_on - b.seen_on) < MOVED_AFTER or a.site in common.sites:
        return False
    evidence: Evidence = weigh(a, b, common)
    kept = evidence.name >= 1.0 and evidence.phone >= 3.0
    return kept and a.site == b.site != ""
