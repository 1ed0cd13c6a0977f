"""How much evidence two records of one cluster need, whatever joined their clusters; pure."""

from datetime import timedelta
from math import inf

from indexer.matching.evidence import JOIN, Evidence
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
    if where is Agreement.MOVED:
        return JOIN if may_have_moved(a, b, common) else NEVER
    return _units(a, b, where) + _sources(a, b, where)


def _units(a: Record, b: Record, where: Agreement) -> float:
    differ = where is Agreement.ADDRESS and a.unit and b.unit and a.unit != b.unit
    return OTHER_UNIT if differ or where is Agreement.NEARLY else JOIN


def _sources(a: Record, b: Record, where: Agreement) -> float:
    """Return what one source adds; one that lists two places of one site means two places."""
    if a.ref[0] != b.ref[0] or a.missing is not b.missing:
        return 0.0
    if a.site != b.site or not a.site:
        return SAME_SOURCE - JOIN
    if not (a.placed and b.placed):
        return 0.0  # said of the site itself, not of a second place
    twice = where is Agreement.TOWN and a.name == b.name and not (a.street or b.street)
    one_place = where is Agreement.ADDRESS and a.unit == b.unit
    return SAME_SOURCE - JOIN if twice or one_place else NEVER


def may_have_moved(a: Record, b: Record, common: Sharing) -> bool:
    """Return whether nothing speaks against two addresses being one clinic's, old and new.

    The one was last seen long before the other, or its source no longer lists it; what both say
    of phone and site agrees; and the site is not one of several places.
    """
    apart = abs(a.seen_on - b.seen_on) >= MOVED_AFTER and a.ref[0] != b.ref[0]
    if not (apart or a.missing is not b.missing):
        return False
    one_site = not (a.site and b.site) or a.site == b.site
    one_phone = not (a.phones and b.phones) or bool(a.phones & b.phones)
    return one_site and one_phone and not {a.site, b.site} & common.sites


def proves_a_move(a: Record, b: Record, evidence: Evidence) -> bool:
    """Return whether a pair shows that its clinic moved: it kept name, site and a phone of its own.

    Any pair that does not tell of two addresses has nothing to prove.
    """
    if evidence.agreement is not Agreement.MOVED:
        return True
    return evidence.name >= 1.0 and evidence.phone >= 3.0 and a.site == b.site != ""
