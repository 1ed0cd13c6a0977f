"""One listing interpreted: its address, phones and facts, and its forms for comparing; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer import normalize
from indexer.clinic import Address, Fact, Price, Provenance, Stance
from indexer.interpret.address_finder import address_of
from indexer.interpret.facts import facts_of
from indexer.interpret.page_kind import CLOSED, VOUCHED, Kind, kind_of
from indexer.interpret.phone import phones_of
from indexer.interpret.prices import prices_of
from indexer.interpret.statement import STRICT_GROUPS
from indexer.matching.former import former_names
from indexer.matching.person import is_person
from indexer.matching.record import Record, Ref, said
from indexer.matching.sentences import digests
from indexer.matching.website import site_of
from indexer.matching.wording import (
    is_box,
    matched_core,
    matched_name,
    matched_street,
    matched_town,
)
from indexer.place import Gazetteer
from indexer.vocabulary import vocabulary

Sources: TypeAlias = dict[str, Source]
"""By name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadListing:
    """A listing and what it says."""

    listing: Listing
    source: Source
    first_seen: date
    address: Address
    phones: tuple[str, ...]
    facts: tuple[Fact, ...]
    prices: tuple[Price, ...] = ()
    kind: Kind = VOUCHED
    """Whether its pages are a clinic's at all."""
    missing_since: date | None = None

    @property
    def ref(self) -> Ref:
        """The listing's name for ever."""
        return self.listing.source, self.listing.key

    @property
    def closes(self) -> bool:
        """Whether it is a clinic's own site, which says that the clinic has closed for good."""
        return self.kind.kind == CLOSED

    @property
    def shows_a_clinic(self) -> bool:
        """Whether a person called it a clinic, or its own words state a treatment.

        A register proves that a place exists, and records confirm what a place does.
        """
        if self.closes or self.source.kind is SourceKind.RECORDS:
            return False
        if self.source.kind not in (SourceKind.SITE, SourceKind.REGISTER):
            return True
        entries = vocabulary().entries
        return any(
            fact.stance is Stance.STATED and entries[fact.code].group in STRICT_GROUPS
            for fact in self.facts
        )

    @property
    def record(self) -> Record:
        """The listing in comparable forms."""
        address = self.address
        site = site_of(self.listing.website)
        return Record(
            ref=self.ref,
            name=matched_name(self.listing.name),
            core=matched_core(self.listing.name, address.city),
            person=is_person(self.listing.name),
            site=site,
            domain=normalize.registrable_domain(site),
            phones=said(self.phones),
            npis=said(value for kind, value in self.listing.identifiers if kind == "npi"),
            street=matched_street(address.street, address.postcode),
            unit=normalize.comparable_unit(address.unit),
            city=matched_town(address.city),
            state=address.region,
            postcode="" if address.city and is_box(address.street) else address.postcode,
            country=address.country,
            seen_on=self.listing.seen_at.date(),
            missing=self.missing_since is not None,
            sentences=digests(passage.text for passage in self._own_passages),
            former=former_names(passage.text for passage in self._own_passages),
        )

    @property
    def _own_passages(self) -> Iterator[Passage]:
        wordy = (Where.BODY, Where.ITEM, Where.STRUCTURED)
        return (passage for passage in self.listing.passages if passage.where in wordy)

    @property
    def provenance(self) -> Provenance:
        """Who listed it, as what, where and when."""
        return Provenance(
            source=self.source.name,
            title=self.source.title,
            kind=self.source.kind,
            key=self.listing.key,
            url=self.listing.url,
            name=self.listing.name,
            seen_on=self.listing.seen_at.date(),
            month_only=self.source.month_only,
            address=self.listing.address,
            phones=self.phones,
            website=self.listing.website,
            missing_since=self.missing_since,
            attribution=self.source.attribution,
        )


def read(stored: StoredListing, sources: Sources, gazetteer: Gazetteer) -> ReadListing:
    """Return *stored* interpreted."""
    listing = stored.listing
    source = sources[listing.source]
    address = address_of(listing, gazetteer)
    prices = prices_of(listing)
    facts = facts_of(listing, prices)
    return ReadListing(
        listing=listing,
        source=source,
        first_seen=stored.first_seen.date(),
        address=address,
        phones=phones_of(listing, address.country or listing.country),
        facts=facts,
        prices=prices,
        kind=kind_of(listing, facts) if source.kind is SourceKind.SITE else VOUCHED,
        missing_since=stored.missing_since.date() if stored.missing_since else None,
    )
