"""All clinics out of all listings: interpret, resolve, name, locate; pure.

What it may not decide it does not hide: every listing is in a clinic, or is named in the report.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from crawler.store import StoredListing
from indexer.assemble import address_of, assemble
from indexer.clinic import Clinic, Gone, Moved, Status
from indexer.geocode import Ask, ask_nobody
from indexer.identity import Identities, Published, identify
from indexer.locate import contradicts
from indexer.place import Gazetteer
from indexer.reading import ReadListing, Sources, read
from indexer.resolve import Decision, Doubt, Ref, resolve

Fate: TypeAlias = Clinic | Moved | Gone
"""What an id stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The clinics, what became of every other id, and the listings that are in none."""

    clinics: tuple[Clinic, ...]
    moved: Mapping[str, Moved]
    gone: Mapping[str, Gone]
    sitewide: tuple[ReadListing, ...]
    """They speak of a site with several places: its places are listed, each by itself."""
    unproven: tuple[ReadListing, ...]
    """Their own site states no ketamine or esketamine treatment: for a person to review."""
    refused: tuple[ReadListing, ...] = ()
    """Their pages are no clinic's, by `ReadListing.kind`, or say that a clinic has closed which is
    none of ours, or one of several of its site: for a person to review."""
    in_doubt: tuple[tuple[ReadListing, ReadListing, Doubt], ...] = ()
    """Pairs that may be one clinic, the likeliest first: for a person to decide."""
    misplaced: tuple[ReadListing, ...] = ()
    """Their source's point lies outside the postcode or town that it states; it is not used."""

    @property
    def fates(self) -> dict[str, Fate]:
        """What every id ever published stands for now."""
        return {clinic.id: clinic for clinic in self.clinics} | dict(self.moved) | dict(self.gone)

    @property
    def points(self) -> Counter[str]:
        """How many open clinics are located, by precision; "" for those that are not."""
        there = (clinic.point for clinic in self.clinics if clinic.status is Status.OPEN)
        return Counter(point.precision if point else "" for point in there)


def directory(
    listings: Iterable[StoredListing],
    sources: Sources,
    gazetteer: Gazetteer,
    before: Mapping[str, Fate],
    today: date,
    ask: Ask = ask_nobody,
    decisions: Iterable[Decision] = (),
) -> Directory:
    """Return the clinics that *listings* are; *before* is what every id stood for until now.

    *ask* is told all clinics' addresses at once and answers those that it can. *decisions* are a
    person's, on which listings are one clinic; they win over all evidence.
    """
    reads = [read(stored, sources, gazetteer) for stored in listings]
    by_ref = {one.ref: one for one in reads}
    resolution = resolve(
        (one.record for one in reads if one.kind.is_clinic or one.closes), decisions
    )
    places = [[by_ref[record.ref] for record in records] for records in resolution.clinics]
    listed = _listed(before)
    proven = [place for place in places if _is_a_clinic(place, listed)]
    kept = {one.ref for place in proven for one in place}
    ids = _identities(proven, before, today)
    answers = ask(tuple(dict.fromkeys(address_of(place) for place in proven)))
    return Directory(
        clinics=tuple(
            assemble(clinic_id, place, gazetteer, before.get(clinic_id), today, answers)
            for clinic_id, place in zip(ids.ids, proven, strict=True)
        ),
        moved=ids.moved,
        gone=ids.gone,
        sitewide=tuple(
            by_ref[record.ref] for record in resolution.sitewide if not by_ref[record.ref].closes
        ),
        unproven=tuple(
            one for place in places for one in place if not (one.ref in kept or one.closes)
        ),
        refused=tuple(one for one in reads if not (one.kind.is_clinic or one.ref in kept)),
        in_doubt=tuple(
            (by_ref[doubt.a.ref], by_ref[doubt.b.ref], doubt) for doubt in resolution.doubts
        ),
        misplaced=tuple(one for one in reads if _is_misplaced(one, gazetteer)),
    )


def _is_misplaced(one: ReadListing, gazetteer: Gazetteer) -> bool:
    point = one.listing.point
    return point is not None and contradicts(one.address, point, gazetteer)


def _listed(before: Mapping[str, Fate]) -> frozenset[Ref]:
    """Return the listings of the clinics that were published."""
    clinics = (fate for fate in before.values() if isinstance(fate, Clinic))
    return frozenset((one.source, one.key) for clinic in clinics for one in clinic.sources)


def _is_a_clinic(place: Iterable[ReadListing], listed: frozenset[Ref]) -> bool:
    """Return whether a listing shows a clinic, or says that one that was published has closed."""
    return any(one.shows_a_clinic or (one.closes and one.ref in listed) for one in place)


def _identities(
    places: Iterable[Iterable[ReadListing]], before: Mapping[str, Fate], today: date
) -> Identities:
    groups = [frozenset(one.ref for one in place) for place in places]
    known = Identities(
        moved={i: fate for i, fate in before.items() if isinstance(fate, Moved)},
        gone={i: fate for i, fate in before.items() if isinstance(fate, Gone)},
    )
    published = {i: _published(fate) for i, fate in before.items() if isinstance(fate, Clinic)}
    return identify(groups, published, known, today)


def _published(clinic: Clinic) -> Published:
    refs: frozenset[Ref] = frozenset((one.source, one.key) for one in clinic.sources)
    return Published(refs=refs, first_seen=clinic.first_seen, point=clinic.point)
