"""One listing interpreted: its address, phones and facts, and its forms for comparing; pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from crawler.listing import Listing, Source, SourceKind
from crawler.store import StoredListing
from indexer import normalize
from indexer.clinic import Address, Fact, Provenance, Stance
from indexer.interpret.address import read_address
from indexer.interpret.facts import facts_of
from indexer.interpret.phone import read_phones
from indexer.interpret.statement import STRICT_GROUPS
from indexer.place import Gazetteer
from indexer.resolve import Record, Ref
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

    @property
    def ref(self) -> Ref:
        """The listing's name for ever."""
        return self.listing.source, self.listing.key

    @property
    def shows_a_clinic(self) -> bool:
        """Whether a person called it a clinic, or its own site states a treatment."""
        if self.source.kind is not SourceKind.SITE:
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
        return Record(
            ref=self.ref,
            name=normalize.comparable_name(self.listing.name),
            site=normalize.host(self.listing.website),
            phones=frozenset(self.phones),
            street=_comparable_street(address),
            city=normalize.fold(address.city),
            state=address.state,
            postcode=address.postcode,
            country=address.country,
        )

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
        )


def read(stored: StoredListing, sources: Sources, gazetteer: Gazetteer) -> ReadListing:
    """Return *stored* interpreted."""
    listing = stored.listing
    address = read_address(listing.address, listing.country, gazetteer)
    return ReadListing(
        listing=listing,
        source=sources[listing.source],
        first_seen=stored.first_seen.date(),
        address=address,
        phones=read_phones(listing.phones, address.country or listing.country),
        facts=facts_of(listing),
    )


def _comparable_street(address: Address) -> str:
    if not address.street:
        return ""
    street = normalize.comparable_street(address.street)
    unit = normalize.comparable_unit(address.unit)
    return f"{street} #{unit}" if unit else street
