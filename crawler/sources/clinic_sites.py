"""Clinics' own websites: what a clinic says of itself, read page by page, one listing a place.

Licence: facts and short quotes with their address and date; no page is copied or shown whole.
Robots: each site's robots.txt is read on every run and obeyed (crawler/manners/robots.py); there
is no verdict for all of them. Policy last reviewed 2026-11-22.
To be believed about: where the clinic says it is, how to reach it, and what it says it gives.
Not to be believed about: what other clinics do, and how well any of it works.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.http import Request, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from twisted.python.failure import Failure

from crawler.archive.middleware import SETTING
from crawler.listing import Listing, Source, SourceKind
from crawler.reading.interest import Visit, host_of, on_site, site_of
from crawler.reading.page import Link
from crawler.reading.sitemap import sitemap_in, telling
from crawler.site_memory import Glance, SiteMemory
from crawler.spider import ListingSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAPS_OF_A_SITE = 3
"""Sitemaps that are asked for, out of the site's budget of pages."""


class ClinicSitesSpider(ListingSpider):
    """Reads the pages that matter of each site it is given, and tells the places they name."""

    name = "clinic_sites"
    steps = "sites"
    source = Source(
        name="clinic_sites",
        title="Clinics' own websites",
        kind=SourceKind.SITE,
        licence="Facts and short quotes from the clinics' own public pages, each with its address.",
        about="What a clinic says of itself: where it is, how to reach it, what it gives.",
    )

    def __init__(
        self, *args: Any, sites: Sequence[str], now: Callable[[], datetime], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sites = list({site_of(site): site for site in sites}.values())
        self._now = now
        self._sitemaps: dict[str, list[str]] = {}
        self.total = len(self._sites)
        # Scrapy lets no redirect leave these hosts; those below them are theirs.
        self.allowed_domains = [host_of(site) for site in self._sites]

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> Self:
        """Return the spider, listening for each robots.txt that is read."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the home of every site; the rest of a site follows from there."""
        for site in self._sites:
            try:
                home = Request(site, self.read_site, errback=self.failed, cb_kwargs={"site": site})
            except ValueError as error:
                self.note(site, f"this is no web address: {error}")
            else:
                yield home

    async def read_site(self, response: Response, site: str) -> AsyncIterator[Any]:
        """Read a site from its home on, and yield a listing for each of its places."""
        async for listing in self._places(response, site):
            yield listing
        self.done += 1

    def failed(self, failure: Failure) -> None:
        """Note why a site's home was not had."""
        super().failed(failure)
        self.done += 1

    async def _places(self, response: Response, site: str) -> AsyncIterator[Listing]:
        if not on_site(response.url, site_of(site)):
            self.note(site, f"the site has moved to another, {response.url}: list that one instead")
            return
        pages = await self._pages(response, site)
        website = urlsplit(response.url)._replace(path=urlsplit(site).path or "/", query="")
        found = self._memory.listings(pages, source=self.name, website=website.geturl())
        if pages and not found:
            self.note(site, "no page of the site says the name of a clinic")
        for listing in found:
            yield listing

    async def _pages(self, home: Response, site: str) -> list[Glance]:
        """Return the pages of a site that matter, its home first; [] if the home is no page."""
        visit = Visit[Glance](site_of(site), depths=self.settings.getint("DEPTH_LIMIT"))
        self._read(home, visit, depth=0)
        asked = await self._look_into_sitemaps(visit, home.url) if visit.pages else 0
        for _ in range(self.settings.getint("PAGES_PER_HOST") - 1 - asked):
            if not visit.waiting or not visit.pages:
                break
            url, depth = visit.waiting.popleft()
            if response := await self.fetch(url):
                self._read(response, visit, depth=depth)
        return visit.pages

    async def _look_into_sitemaps(self, visit: Visit[Glance], home: str) -> int:
        """Add the pages that a site itself lists; return how many lists were asked for.

        Those that its robots.txt names; the usual one only where its home leads nowhere, as one
        does whose menu is made by a script.
        """
        named = self._sitemaps.get(urlsplit(home).netloc, [])
        waiting = [url for url in named if on_site(url, visit.site)]
        if not named and not visit.waiting:
            waiting = [urljoin(home, "/sitemap.xml")]
        asked = 0
        while waiting and asked < MAPS_OF_A_SITE:
            asked += 1
            if response := await self.fetch(waiting.pop(0), on_the_chance=True):
                found = sitemap_in(response.body)
                visit.hear_of([Link(url=url, text="") for url in found.pages], depth=1)
                waiting += [url for url in telling(found.maps) if on_site(url, visit.site)]
        return asked

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember which sitemaps a site names."""
        if isinstance(robotparser, ProtegoRobotParser):
            named = list(robotparser.rp.sitemaps)[:MAPS_OF_A_SITE]
            self._sitemaps[urlsplit(request.url).netloc] = named

    def _read(self, response: Response, visit: Visit[Glance], *, depth: int) -> None:
        seen_at = self.seen_at(response) or self._now()
        page = self._memory.glance(response, site=visit.site, seen_at=seen_at)
        if page.fault:
            self.note(response.url, page.fault)
        else:
            visit.add(page, depth)

    @cached_property
    def _memory(self) -> SiteMemory:
        return SiteMemory(self.settings.get(SETTING))
