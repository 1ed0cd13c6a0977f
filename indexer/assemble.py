"""One clinic out of the listings that are one place; says which value wins; pure.

The most trusted source wins (a clinic's own site, then a document, then a survey), then the
freshest; for the address the most specific. All that is not chosen stays in the sources and facts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from crawler.listing import SourceKind, Where
from indexer import normalize
from indexer.clinic import Address, Clinic, Gone, Moved
from indexer.geocode import Answers
from indexer.interpret.facts import settled, strongest
from indexer.interpret.text import clean
from indexer.locate import believable, locate
from indexer.place import Gazetteer
from indexer.reading import ReadListing

_T = TypeVar("_T")
_TRUST = {SourceKind.SITE: 0, SourceKind.DOCUMENT: 1, SourceKind.SURVEY: 2}
SEARCHABLE_CHARACTERS = 20_000
"""Of a clinic's own words that can be searched for."""


def assemble(
    clinic_id: str,
    reads: Sequence[ReadListing],
    gazetteer: Gazetteer,
    before: Clinic | Moved | Gone | None,
    today: date,
    answers: Answers | None = None,
) -> Clinic:
    """Return the clinic that *reads* are, dated by what it was *before*.

    *answers* is what an online geocoder told of the addresses, if one was asked.
    """
    reads = sorted(reads, key=_trust)
    address = address_of(reads)
    stated = believable(address, (r.listing.point for r in reads if r.listing.point), gazetteer)
    answer = answers.get(address) if answers else None
    point, time_zone = locate(address, stated, gazetteer, answer)
    name = reads[0].listing.name
    clinic = Clinic(
        id=clinic_id,
        slug=slug(name, address),
        name=name,
        address=address,
        point=point,
        time_zone=time_zone,
        phones=_distinct(phone for read in reads for phone in read.phones),
        emails=_distinct(email for read in reads for email in read.listing.emails),
        website=_first(read.listing.website for read in reads) or "",
        hours=_first(read.listing.hours for read in reads) or (),
        facts=settled(strongest(fact for read in reads for fact in read.facts)),
        passages=_passages(reads),
        sources=tuple(read.provenance for read in reads),
        first_seen=min(read.first_seen for read in reads),
        last_seen=max(read.listing.seen_at.date() for read in reads),
        changed_at=today,
    )
    return _dated(clinic, before) if isinstance(before, Clinic) else clinic


def slug(name: str, address: Address) -> str:
    """Return name and place as they stand in a link: letters, digits and hyphens."""
    words = normalize.fold(" ".join((name, address.city, address.state)))
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:80] or "clinic"


def _trust(read: ReadListing) -> tuple[int, float, tuple[str, str]]:
    return _TRUST[read.source.kind], -read.listing.seen_at.timestamp(), read.ref


def address_of(reads: Iterable[ReadListing]) -> Address:
    """Return the most specific address; among equals the most trusted."""
    return max((read.address for read in sorted(reads, key=_trust)), key=_specificity)


def _specificity(address: Address) -> tuple[bool, ...]:
    return bool(address.street), bool(address.postcode), bool(address.city), bool(address.state)


def _passages(reads: Iterable[ReadListing]) -> tuple[str, ...]:
    texts = _distinct(
        clean(passage.text)
        for read in reads
        for passage in read.listing.passages
        if passage.where is not Where.SURVEY
    )
    kept, room = [], SEARCHABLE_CHARACTERS
    for text in texts:
        room -= len(text)
        if room < 0:
            break
        kept.append(text)
    return tuple(kept)


def _dated(clinic: Clinic, before: Clinic) -> Clinic:
    """*clinic* with its first sight kept, and its date of change kept if nothing else changed."""
    first_seen = min(before.first_seen, clinic.first_seen)
    same = replace(
        clinic,
        first_seen=before.first_seen,
        last_seen=before.last_seen,
        changed_at=before.changed_at,
    )
    changed_at = before.changed_at if same == before else clinic.changed_at
    return replace(clinic, first_seen=first_seen, changed_at=changed_at)


def _first(values: Iterable[_T]) -> _T | None:
    return next((value for value in values if value), None)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
