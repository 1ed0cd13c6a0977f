"""One page, fetched as a crawl would fetch it, and what a crawl would read from it, with why."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.listing import Listing, Source, SourceKind
from crawler.reading.contact import mails_in
from crawler.reading.interest import on_site, site_of, worth_reading
from crawler.reading.page import Page, read_page
from crawler.reading.places import places_in
from crawler.reading.site import listings_of
from crawler.spider import ListingSpider

SHOWN = 60
"""Passages and links that are told unless all are asked for."""
_TYPES = {".txt": "text/plain", ".md": "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page that was looked at; without a page, why there is none."""

    url: str
    """Where it ended, after redirects."""
    page: Page | None = None
    content_type: str = ""
    size: int = 0
    """Bytes of its body."""
    why_not: str = ""


class LookSpider(ListingSpider):
    """Fetches one page under every rule of `manners`; lists nothing."""

    name = "look"
    source = Source(
        name="look", title="One page", kind=SourceKind.SITE, licence="None.", about="Nothing."
    )

    def __init__(self, *args: Any, url: str, seen_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._url = url
        self._seen_at = seen_at
        self.look = Look(url=url, why_not="it was not asked for")

    async def start(self) -> AsyncIterator[Any]:
        """Fetch the page; there is nothing to yield."""
        response = await self.fetch(self._url)
        if response is None:
            self.look = Look(url=self._url, why_not=self.problems[-1].what)
        else:
            self.look = _of_response(response, self._seen_at)
        for listing in list[Listing]():
            yield listing


def look_at(url: str, settings: Mapping[str, Any], *, seen_at: datetime) -> Look:
    """Fetch a page under the rules of *settings*. Twisted allows this once in a process."""
    process = AsyncCrawlerProcess(Settings(dict(settings)))
    crawler = process.create_crawler(LookSpider)
    process.crawl(crawler, url=url, seen_at=seen_at)
    process.start()
    spider = crawler.spider
    return spider.look if isinstance(spider, LookSpider) else Look(url=url, why_not="cut short")


def look_at_file(file: Path, *, seen_at: datetime) -> Look:
    """Read a page that lies on this machine; raise OSError if it cannot be read."""
    body, kind = file.read_bytes(), _TYPES.get(file.suffix.lower(), "text/html")
    url = file.resolve().as_uri()
    page = read_page(body, kind, url=url, seen_at=seen_at)
    return Look(url=url, page=page, content_type=kind, size=len(body), why_not=page.fault)


def told(look: Look, *, everything: bool = False) -> Iterator[str]:
    """Yield what a crawl would read, for people, line by line."""
    if look.page is None:
        yield f"{look.url}: nothing was read: {look.why_not}"
        return
    page, most = look.page, None if everything else SHOWN
    yield f"{look.url}  ({look.content_type or 'no type'}, {look.size:,} bytes)"
    yield f"title: {page.title or '(none)'}"
    if page.site_name:
        yield f"site name: {page.site_name}"
    if look.why_not:
        yield f"A crawl leaves this page out: {look.why_not}"
    yield from _declared(page)
    yield from _found(page)
    listings = listings_of([page], source="look", website=look.url)
    if not listings:
        yield "listing: none, for nothing on this page says the name of a clinic"
    for listing in listings:
        yield from _listing(listing, most)
    yield from _links(page, most)


def exit_code(look: Look) -> int:
    """Return 0 for a page that a crawl would take, 4 where robots.txt keeps us out, else 1."""
    if not look.why_not:
        return 0
    return 4 if look.page is None and "robots.txt" in look.why_not else 1


def _of_response(response: Response, seen_at: datetime) -> Look:
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    page = read_page(response.body, kind, url=response.url, seen_at=seen_at)
    return Look(
        url=response.url,
        page=page,
        content_type=kind,
        size=len(response.body),
        why_not=page.fault,
    )


def _declared(page: Page) -> Iterator[str]:
    for business in page.businesses:
        said = [business.name, *business.address, *business.phones, *business.hours]
        yield f"declared for machines (schema.org): {'; '.join(filter(None, said))}"


def _found(page: Page) -> Iterator[str]:
    """Yield the addresses, with the words around them that may tell a phone, and the e-mails."""
    places = places_in([page])
    for place in places:
        yield f"address: {', '.join(place.address)}  (key {place.key or 'none'})"
        for spot in place.spots:
            where = "in the footer, " if spot.footer else ""
            yield f"  {where}beside: {' | '.join(spot.around)[:200]}"
    if not places:
        yield "address: none was found"
    lines = [line for block in page.blocks for line in (*block.lines, *block.links)]
    for mail in mails_in(lines):
        yield f"e-mail: {mail}"


def _listing(listing: Listing, most: int | None) -> Iterator[str]:
    yield f"listing: {listing.name}"
    for name in ("address", "phones", "emails", "hours"):
        if values := getattr(listing, name):
            yield f"  {name}: {'; '.join(values)}"
    if listing.point:
        yield f"  point: {listing.point[0]}, {listing.point[1]}"
    yield f"  {len(listing.passages)} passages, each with where it stood and under which words:"
    for passage in listing.passages[:most]:
        under = f" under “{passage.under}”" if passage.under else ""
        yield f"    [{passage.where}{under}] {' / '.join(passage.text.splitlines())}"
    if most and (more := len(listing.passages) - most) > 0:
        yield f"    and {more} more: --all shows them"


def _links(page: Page, most: int | None) -> Iterator[str]:
    site = site_of(page.url)
    wanted = worth_reading(page.links, site)
    yield f"links: {len(page.links)}; a crawl would go on to {len(wanted)}, in this order:"
    yield from (f"  {url}" for url in wanted[:most])
    elsewhere = sum(not on_site(link.url, site) for link in page.links)
    yield f"  left out: {elsewhere} to other sites, the others because they tell nothing of care"
