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
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.archive.middleware import SETTING
from crawler.listing import Listing, Source, SourceKind
from crawler.reading.interest import Visit, host_of, on_site, site_of
from crawler.site_memory import Glance, SiteMemory
from crawler.spider import ListingSpider


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
        self.total = len(self._sites)
        # Scrapy lets no redirect leave these hosts; those below them are theirs.
        self.allowed_domains = [host_of(site) for site in self._sites]

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
        for _ in range(self.settings.getint("PAGES_PER_HOST") - 1):
            if not visit.waiting or not visit.pages:
                break
            url, depth = visit.waiting.popleft()
            if response := await self.fetch(url):
                self._read(response, visit, depth=depth)
        return visit.pages

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
