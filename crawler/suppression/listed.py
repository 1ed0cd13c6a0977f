"""The list, open for questions; knows no file."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crawler.listing import Listing
from crawler.suppression.values import Kind, address_value, domains_of, numbers_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """The list, open for questions; an empty one leaves nobody out."""

    key: bytes = field(default=b"", repr=False)
    since: Mapping[str, date] = field(default_factory=dict)
    """Marks, and since when each is on the list."""

    @property
    def fingerprint(self) -> str:
        """Return what changes whenever the list does; "" of an empty one."""
        marks = "".join(sorted(self.since))
        return hashlib.sha256(marks.encode()).hexdigest() if marks else ""

    def phone(self, text: str, country: str = "") -> date | None:
        """Return since when a number in *text* is on the list; None if none is."""
        return self._first((Kind.PHONE, number) for number in numbers_in(text, country))

    def domain(self, url_or_host: str) -> date | None:
        """Return since when a host, or a domain above it, is on the list; None if none is."""
        return self._first((Kind.DOMAIN, domain) for domain in domains_of(url_or_host))

    def address(self, lines: Sequence[str]) -> date | None:
        """Return since when an address is on the list; None if it is not."""
        return self._first((Kind.ADDRESS, value) for value in filter(None, [address_value(lines)]))

    def clinic_id(self, clinic_id: str) -> date | None:
        """Return since when a clinic's id is on the list; None if it is not."""
        return self._first([(Kind.ID, clinic_id)])

    def listing(self, listing: Listing) -> date | None:
        """Return since when whom a listing is about is on the list; None if they are not."""
        hosts = (
            listing.website,
            listing.url,
            *(mail.rpartition("@")[2] for mail in listing.emails),
        )
        found = [
            *(self.phone(text, listing.country) for text in listing.phones),
            *map(self.domain, hosts),
            self.address(listing.address),
        ]
        return next(filter(None, found), None)

    def _first(self, values: Iterable[tuple[Kind, str]]) -> date | None:
        if not self.since:
            return None
        marks = (mark_of(self.key, kind, value) for kind, value in values)
        return next((self.since[mark] for mark in marks if mark in self.since), None)


def mark_of(key: bytes, kind: Kind, value: str) -> str:
    """Return the keyed hash under which a value is on the list."""
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:40]
