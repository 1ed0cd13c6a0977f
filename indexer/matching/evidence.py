"""What speaks for and against two records being one clinic, in weights; pure.

The weights are the measured ones of our notes on matching: name, address and phone agreeing are
nine, and four is enough to join. What many places share weighs little or nothing.
"""

from typing import NamedTuple

from rapidfuzz import fuzz

from indexer.matching.person import same_person
from indexer.matching.place import Agreement, agreement
from indexer.matching.record import Record
from indexer.matching.sharing import Sharing
from indexer.matching.website import is_builder

JOIN = 4.0
"""From here on two records are one clinic, if nothing forbids it."""
REVIEW = 2.5
"""From here on a person is asked."""
_PLACE = {
    Agreement.ADDRESS: 3.0,
    Agreement.NEARLY: 1.0,
    Agreement.TOWN: 2.0,
    Agreement.STATE: 1.0,
    Agreement.UNSAID: 0.0,
    Agreement.MOVED: -3.0,
    Agreement.ELSEWHERE: -6.0,
}


class Evidence(NamedTuple):
    """The weight of each kind of evidence; 0.0 where nothing can be compared."""

    name: float
    place: float
    unit: float
    phone: float
    site: float
    npi: float
    text: float
    agreement: Agreement

    @property
    def score(self) -> float:
        """The sum of all."""
        return self.name + self.place + self.unit + self.phone + self.site + self.npi + self.text


def weigh(a: Record, b: Record, common: Sharing, where: Agreement | None = None) -> Evidence:
    """Return the evidence that *a* and *b* are one clinic; *where* is their agreement, if known."""
    where = agreement(a, b) if where is None else where
    in_house = where is Agreement.ADDRESS
    shared = a.phones & b.phones
    text = _text(a, b, common) if shared and a.domain != b.domain else 0.0
    site = _site(a, b, where, common) if a.site and b.site else 0.0
    if in_house and site < 0.0 and a.core and a.name == b.name:
        site /= 2  # one clinic with two sites, rather than two of one full name in one house
    return Evidence(
        name=_name(a, b, known_site=site > 0.0),
        place=_PLACE[where],
        unit=_unit(a, b) if in_house else 0.0,
        phone=_phone(a, b, shared, common),
        site=max(site, 0.0) if text else site,
        npi=6.0 if a.npis & b.npis else 0.0,
        text=text,
        agreement=where,
    )


def _name(a: Record, b: Record, *, known_site: bool) -> float:
    """Weigh the names; on one site a different name is mostly another wording."""
    if a.person and b.person:
        return 3.0 if same_person(a.name, b.name) else -4.0
    if not (a.core and b.core):
        weight = _plain(a, b)
    elif a.core == b.core or a.name == b.name or a.core in b.former or b.core in a.former:
        weight = 3.0
    else:
        weight = _likeness(a.core, b.core)
    return max(weight, -1.0) if known_site else weight


def _plain(a: Record, b: Record) -> float:
    """Weigh two names of which one, such as "Ketamine Clinic", has nothing of its own."""
    if _without_town(a) == _without_town(b):
        return 1.5
    if fuzz.token_sort_ratio(a.name, b.name) >= 90:
        return 1.0
    return -2.5 if a.core or b.core else -4.0


def _without_town(record: Record) -> set[str]:
    return set(record.name.split()) - set(record.city.split()) - {"the", "of", "in"}


def _likeness(one: str, other: str) -> float:
    alike = fuzz.ratio(one, other)
    if alike < 90:
        alike = max(alike, fuzz.token_sort_ratio(one, other))
    if alike >= 90:
        return 3.0
    if alike >= 75 or _holds(one, other):
        return 1.0
    return -1.0 if alike >= 65 else -4.0


def _holds(one: str, other: str) -> bool:
    """Return whether all words of one name stand in the other, one long word at least."""
    words, others = set(one.split()), set(other.split())
    return (words <= others or others <= words) and any(len(word) > 4 for word in words & others)


def _unit(a: Record, b: Record) -> float:
    if not (a.unit and b.unit):
        return 0.0
    return 1.0 if a.unit == b.unit else -3.0


def _phone(a: Record, b: Record, shared: frozenset[str], common: Sharing) -> float:
    if shared:
        return 3.0 if shared - common.phones else 0.5
    return -0.5 if a.phones and b.phones else 0.0


def _site(a: Record, b: Record, where: Agreement, common: Sharing) -> float:
    """Weigh two sites; a record without a town is known by its site alone."""
    if a.site == b.site:
        if not (a.placed and b.placed):
            return 5.5
        if a.site not in common.sites:
            return 3.0
        return -3.0 if where is Agreement.MOVED else 0.0
    if a.domain == b.domain or is_builder(a.site) or is_builder(b.site):
        return 0.0
    return -2.0


def _text(a: Record, b: Record, common: Sharing) -> float:
    """Weigh sentences in common: half of the shorter text's own ones, two at least, is a copy."""
    own, others = a.sentences - common.sentences, b.sentences - common.sentences
    same = len(own & others)
    return 2.0 if same >= 2 and 2 * same >= min(len(own), len(others)) else 0.0
