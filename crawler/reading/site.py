"""All pages of one site in, its listings out: one for each place; pure.

A site that says no name goes by its host if it says how to reach it, and gives none otherwise.
A site that says no address gives one listing without a place.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from crawler.listing import Listing
from crawler.reading.address_forms import country_of
from crawler.reading.contact import (
    digits_of,
    hours_in,
    mails_in,
    numbers_in,
    wordless_links,
)
from crawler.reading.interest import host_of, on_site, site_of
from crawler.reading.naming import name_of_place, name_of_site
from crawler.reading.page import Page
from crawler.reading.passages import passages_of
from crawler.reading.places import Place, places_in

MAX_NUMBERS = 8
"""Lines with a number, of those that stand nowhere near an address."""
MAX_HOURS = 14
"""Lines; two for each day."""
_FREE_MAIL = frozenset({"gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    pages: Sequence[Page]
    lines: Sequence[Sequence[str]]
    """Of each page, with the numbers and addresses behind its links."""
    places: Sequence[Place]
    name: str
    source: str
    website: str

    @property
    def key(self) -> str:
        return site_of(self.website)


def listings_of(pages: Sequence[Page], *, source: str, website: str) -> list[Listing]:
    """Return the listings of the site at *website*, whose first page is its home; [] for none."""
    places = places_in(pages)
    name = name_of_site(pages, places)
    site = _Site(
        pages=pages,
        lines=[list(_lines(page)) for page in pages],
        places=places or [Place("")],
        name=name,
        source=source,
        website=website,
    )
    return [_listing(site, place) for place in site.places if _name(site, place)]


def _name(site: _Site, place: Place) -> str:
    """Return what a place is called; its host, if it only says how to reach it; else ""."""
    reachable = place.key or _phones(site, place)
    return name_of_place(place, site.name) or (host_of(site.website) if reachable else "")


def _listing(site: _Site, place: Place) -> Listing:
    page = site.pages[_own_page(site, place)]
    declared = [business for _, business in place.businesses]
    return Listing(
        source=site.source,
        key=f"{site.key}#{place.key}" if place.key else site.key,
        url=page.url,
        seen_at=page.seen_at,
        name=_name(site, place),
        address=place.address,
        country=_country(place),
        phones=_phones(site, place),
        emails=_emails(site, place),
        website=site.website,
        point=next((business.point for business in declared if business.point), None),
        hours=_hours(site, place),
        passages=passages_of(place, site.pages, site.places),
    )


def _own_page(site: _Site, place: Place) -> int:
    """Return the page that speaks most of a place: of it alone, and not the home if possible."""
    on_page = Counter(
        page
        for other in site.places
        for page in {spot.page for spot in other.spots if not spot.footer}
    )
    spots = [(spot.footer, on_page[spot.page], spot.page == 0, spot.page) for spot in place.spots]
    declared = [(False, on_page[page], page == 0, page) for page, _ in place.businesses]
    return min([*spots, *declared], default=(False, 0, True, 0))[-1]


def _country(place: Place) -> str:
    stated = [business.country for _, business in place.businesses]
    return next(filter(None, stated), "") or country_of(", ".join(place.address))


def _phones(site: _Site, place: Place) -> tuple[str, ...]:
    """Return the lines with a number declared for a place or printed near its address, as one text.

    For the only place of a site, the other lines that bear one follow, each a text: they count
    where the first names no number of the clinic. Those that most pages print come first.
    """
    declared = [text for _, business in place.businesses for text in business.phones]
    near = numbers_in([*declared, *_around(place)])
    first = ("\n".join(near),) if near else ()
    return first if len(site.places) > 1 else (*first, *_numbers_elsewhere(site, near))


def _numbers_elsewhere(site: _Site, near: Sequence[str]) -> list[str]:
    known = {digits_of(line) for line in near}
    pages = [numbers_in(lines) for lines in site.lines]
    printed = {digits_of(line): line for lines in reversed(pages) for line in reversed(lines)}
    counted = Counter(key for lines in pages for key in dict.fromkeys(map(digits_of, lines)))
    return [printed[key] for key, _ in counted.most_common(MAX_NUMBERS) if key not in known]


def _emails(site: _Site, place: Place) -> tuple[str, ...]:
    """Return the addresses declared for a place, or printed and plainly the site's own."""
    declared = [mail for _, business in place.businesses for mail in mails_in(business.emails)]
    printed = _around(place)
    if len(site.places) == 1:
        printed += chain.from_iterable(site.lines)
    own = [mail for mail in mails_in(printed) if _is_own(mail, host_of(site.website))]
    return tuple(dict.fromkeys([*declared, *own]))


def _is_own(mail: str, host: str) -> bool:
    domain = mail.rpartition("@")[2]
    return domain in _FREE_MAIL or on_site(f"https://{domain}", host)


def _hours(site: _Site, place: Place) -> tuple[str, ...]:
    declared = [line for _, business in place.businesses for line in business.hours]
    declared = declared or _hours_of_no_place(site)
    lines: Iterable[str] = _around(place)
    if len(site.places) == 1:
        lines = chain.from_iterable(site.lines)
    return tuple(dict.fromkeys(declared or hours_in(lines)))[:MAX_HOURS]


def _hours_of_no_place(site: _Site) -> list[str]:
    """Return the hours that a site declares without saying of which place: they hold for all."""
    placed = [business for place in site.places for _, business in place.businesses]
    return [
        line
        for page in site.pages
        for business in page.businesses
        if business not in placed
        for line in business.hours
    ]


def _around(place: Place) -> list[str]:
    return [line for spot in place.spots for line in spot.around]


def _lines(page: Page) -> Iterator[str]:
    for block in page.blocks:
        yield from block.lines
        if block.links:
            yield from wordless_links(block.text, block.links)
