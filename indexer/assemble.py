"""One clinic out of the listings that are one place; says which value wins; pure.

For each field the most trusted source that says anything wins (a clinic's own site, then a
document, a survey, a list, a register, records), then the freshest. The address is the newest of a
clinic that moved, and of what is left the most specific. A site's own address goes before that of
a copy. All that is not chosen stays in the sources, each with its name, address, phones and
website, and in the facts. A clinic that has closed stays as it was last published, with the words
that say so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from crawler.listing import SourceKind, Where
from indexer import normalize
from indexer.clinic import Address, Clinic, Gone, Moved, Provenance, Status
from indexer.closing import closing_of
from indexer.dating import dated
from indexer.geocode import Answers
from indexer.interpret.facts import settled, strongest
from indexer.interpret.hours import weekly_of
from indexer.interpret.text import clean
from indexer.locate import believable, locate
from indexer.matching.place import Agreement, agreement
from indexer.matching.website import is_copy
from indexer.place import Gazetteer
from indexer.reading import ReadListing

_T = TypeVar("_T")
_TRUST = {
    SourceKind.SITE: 0,
    SourceKind.DOCUMENT: 1,
    SourceKind.SURVEY: 2,
    SourceKind.LIST: 3,
    SourceKind.REGISTER: 4,
    SourceKind.RECORDS: 5,
}
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
    known = before if isinstance(before, Clinic) else None
    closing = closing_of(reads)
    if closing is None or known is None:
        now = _as_told(clinic_id, reads, gazetteer, known, today, answers)
    else:
        now = replace(known, sources=_provenance(reads))
    status = Status.CLOSED if closing else Status.OPEN
    if known is not None and status is not known.status:
        now = replace(now, changed_at=today)
    return replace(now, status=status, closing=closing)


def _as_told(
    clinic_id: str,
    reads: Sequence[ReadListing],
    gazetteer: Gazetteer,
    known: Clinic | None,
    today: date,
    answers: Answers | None,
) -> Clinic:
    sources = _provenance(reads)
    reads = _telling(reads)
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
        website=_website(reads),
        hours=_first(read.listing.hours for read in reads) or (),
        weekly=_first(weekly_of(read.listing) for read in reads) or "",
        prices=_first(read.prices for read in reads) or (),
        facts=settled(strongest(fact for read in reads for fact in read.facts)),
        passages=_passages(reads),
        sources=sources,
        first_seen=min(read.first_seen for read in reads),
        last_seen=max(read.listing.seen_at.date() for read in reads),
        changed_at=today,
    )
    return dated(clinic, known, _last_stated(clinic, reads), today)


def _telling(reads: Iterable[ReadListing]) -> list[ReadListing]:
    """Return *reads*, the most trusted first; a site that has closed tells for want of others."""
    ordered = sorted(reads, key=_trust)
    return [read for read in ordered if not read.closes] or ordered


def _provenance(reads: Iterable[ReadListing]) -> tuple[Provenance, ...]:
    return tuple(read.provenance for read in sorted(reads, key=_trust))


def _last_stated(clinic: Clinic, reads: Iterable[ReadListing]) -> dict[str, date]:
    """Return when a source was last seen to say each field as it was chosen."""
    stated: dict[str, date] = {}
    for read in reads:
        seen_on = read.listing.seen_at.date()
        says = {
            "name": read.listing.name == clinic.name,
            "address": read.address == clinic.address,
            "phones": bool(set(read.phones) & set(clinic.phones)),
            "emails": bool(set(read.listing.emails) & set(clinic.emails)),
            "website": read.listing.website == clinic.website != "",
            "hours": read.listing.hours == clinic.hours != (),
            "prices": read.prices == clinic.prices != (),
            "facts": bool(read.facts),
        }
        for field in (field for field, said in says.items() if said):
            stated[field] = max(seen_on, stated.get(field, seen_on))
    return stated


def slug(name: str, address: Address) -> str:
    """Return name and place as they stand in a link: letters, digits and hyphens."""
    words = normalize.fold(" ".join((name, address.city, address.state)))
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:80] or "clinic"


def _trust(read: ReadListing) -> tuple[int, float, tuple[str, str]]:
    return _TRUST[read.source.kind], -read.listing.seen_at.timestamp(), read.ref


def address_of(reads: Iterable[ReadListing]) -> Address:
    """Return the most specific of where the clinic is now; among equals the most trusted.

    What names no town and several states, such as a provider's page on each, names no place.
    Records of what a place does are not believed about where it is.
    """
    there = _still_there(_telling(reads))
    placing = [read for read in there if read.source.kind is not SourceKind.RECORDS]
    here = [read.address for read in placing or there]
    best = max(here, key=_specificity)
    states = {address.region for address in here if address.region}
    if not (best.city or best.postcode) and len(states) > 1:
        return Address(country=best.country)
    return best


def _still_there(reads: Sequence[ReadListing]) -> list[ReadListing]:
    """Return *reads* without those at an address that the clinic has since moved from."""
    streets = [(read.record, _age(read)) for read in reads if read.address.street]
    return [
        read
        for read in reads
        if not any(
            read.address.street
            and _age(read) > age
            and agreement(read.record, record) is Agreement.MOVED
            for record, age in streets
        )
    ]


def _age(read: ReadListing) -> tuple[bool, float]:
    return read.missing_since is not None, -read.listing.seen_at.timestamp()


def _website(reads: Sequence[ReadListing]) -> str:
    """Return the most trusted website that is no copy on a builder's or test host; else a copy."""
    websites = [read.listing.website for read in reads if read.listing.website]
    return next((url for url in websites if not is_copy(url)), "") or _first(websites) or ""


def _specificity(address: Address) -> tuple[bool, ...]:
    return bool(address.street), bool(address.postcode), bool(address.city), bool(address.region)


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


def _first(values: Iterable[_T]) -> _T | None:
    return next((value for value in values if value), None)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
