"""Two ways from a website's pages to what it says: ours, and a keyword search; both pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias
from urllib.parse import urljoin

import phonenumbers

from crawler.listing import Listing
from crawler.reading.interest import Visit, site_of
from crawler.reading.page import Page, read_page
from crawler.reading.passages import passages_of
from crawler.reading.places import Place
from crawler.reading.site import listings_of
from crawler.sources.clinic_sites import ClinicSitesSpider
from crawler.store import StoredListing
from indexer.clinic import Address, Fact, Price, Stance
from indexer.interpret.facts import settled, strongest
from indexer.interpret.hours import weekly_of
from indexer.interpret.page_kind import CLINIC, Kind, kind_of
from indexer.interpret.prices import prices_of
from indexer.places import Places
from indexer.reading import ReadListing, read
from indexer.vocabulary import Entry, vocabulary
from tests.labelled.cases import Case

SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = ClinicSitesSpider.source
UNLISTED = "unlisted"
"""The kind of a site that says no clinic's name: it gives no listing."""
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was read of one website."""

    kind: str
    stated: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    addresses: tuple[Address, ...] = ()
    phones: frozenset[str] = frozenset()
    hours: str = ""
    """As in a `Case`."""
    prices: tuple[Price, ...] = ()
    kinds: tuple[Kind, ...] = ()
    """Of each listing, with the reason."""
    listings: tuple[Listing, ...] = field(default=(), repr=False)


Path: TypeAlias = Callable[[Case], Answer]


def product(case: Case) -> Answer:
    """Return what our index would say: all that the site's listings that are a clinic's say."""
    listings = tuple(_listings(case))
    kinds = tuple(map(kind_of, listings)) or (_kind_without_name(case),)
    reads = [_read(one) for one, kind in zip(listings, kinds, strict=False) if kind.is_clinic]
    facts = settled(strongest(fact for one in reads for fact in one.facts))
    kept = [one.listing for one in reads]
    return Answer(
        kind=_kind(kinds),
        stated=_codes(facts, Stance.STATED),
        denied=_codes(facts, Stance.STATED_NOT),
        addresses=tuple(one.address for one in reads if one.address.raw),
        phones=frozenset(phone for one in reads for phone in one.phones),
        hours=_hours(kept),
        prices=tuple(price for one in kept for price in prices_of(one)),
        kinds=kinds,
        listings=listings,
    )


def keywords(case: Case) -> Answer:
    """Return what a keyword search says: a synonym anywhere states, a number is a phone."""
    text = " ".join(
        (*(page.title for page in _pages(case)), *(b.text for p in _pages(case) for b in p.blocks))
    )
    matches = phonenumbers.PhoneNumberMatcher(text, "US")
    form = phonenumbers.PhoneNumberFormat.E164
    return Answer(
        kind=CLINIC,
        stated=frozenset(
            entry.code for entry in vocabulary().entries.values() if _occurs(entry, text)
        ),
        phones=frozenset(phonenumbers.format_number(match.number, form) for match in matches),
    )


def _kind_without_name(case: Case) -> Kind:
    """Return what a site is that gives no listing, because it says no name: never a clinic."""
    pages = _pages(case)
    words = passages_of(Place(""), pages, [])
    url = case.pages[0][0]
    nameless = Listing(
        source=SOURCE.name, key=url, url=url, seen_at=SEEN_AT, name="", passages=words
    )
    kind = kind_of(nameless)
    return Kind(kind=UNLISTED, reason="it says no name") if kind.is_clinic else kind


def _listings(case: Case) -> list[Listing]:
    home = urljoin(case.pages[0][0], "/")
    return listings_of(_pages(case), source=SOURCE.name, website=home)


def _pages(case: Case) -> list[Page]:
    """Return the pages as the spider reads them: none twice, none that is no page."""
    visit = Visit(site_of(urljoin(case.pages[0][0], "/")), depths=0)
    for url, html in case.pages:
        page = read_page(html.encode(), "text/html; charset=utf-8", url=url, seen_at=SEEN_AT)
        if not page.fault:
            visit.add(page, depth=1)
    return visit.pages


def _read(listing: Listing) -> ReadListing:
    stored = StoredListing(listing=listing, first_seen=SEEN_AT)
    return read(stored, {SOURCE.name: SOURCE}, _gazetteer())


@cache
def _gazetteer() -> Places:
    return Places()


def _kind(kinds: Iterable[Kind]) -> str:
    """Return a clinic's kind if any of the site's listings is one."""
    return min((one.kind for one in kinds), key=lambda kind: kind != CLINIC, default=UNLISTED)


def _codes(facts: Iterable[Fact], stance: Stance) -> frozenset[str]:
    return frozenset(fact.code for fact in facts if fact.stance is stance)


def _hours(listings: Iterable[Listing]) -> str:
    """Return the one table of all places; "unknown" where none is certain, or they differ."""
    listings = list(listings)
    tables = {weekly_of(one) for one in listings}
    if len(tables) == 1 and "" not in tables:
        return tables.pop()
    return UNKNOWN if any(one.hours for one in listings) else ""


def _occurs(entry: Entry, text: str) -> bool:
    folded = text.casefold()
    return any(word.casefold() in folded for word in entry.synonyms) or any(
        word in text.split() for word in entry.exact
    )
