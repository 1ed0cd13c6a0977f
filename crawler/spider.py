"""The base of every source's spider: it fetches and keeps count of what went wrong.

It knows no selector and no site, and it never stops a run: a page that cannot be had is a
`Problem` in words that a maintainer can act on.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.archive.middleware import ANSWER
from crawler.health import Problem
from crawler.listing import Source
from crawler.manners.reasons import UNREACHABLE, why

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ListingSpider(scrapy.Spider):
    """Yields listings of one source; `problems` tells what could not be had, and why."""

    source: ClassVar[Source]
    steps = ""
    """What `done` and `total` count, such as "sites"."""
    done = 0
    total = 0
    """0 where a source cannot tell before it has ended how much there is to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []
        self.failures: list[str] = []
        """Why what was found is not all there is: such a run does not count."""

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> Self:
        """Return the spider, listening for the requests that Scrapy drops and our own faults."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.request_scheduled, signal=signals.request_scheduled)
        crawler.signals.connect(spider.request_dropped, signal=signals.request_dropped)
        crawler.signals.connect(spider.spider_error, signal=signals.spider_error)
        return spider

    async def fetch(self, url: str, *, on_the_chance: bool = False) -> Response | None:
        """Return the page at *url*, or None and a problem if it cannot be had.

        The request passes every rule of `manners`, as any other does. What is asked for only *on
        the chance* that it is there is no problem if it is not.
        """
        if self.crawler.engine is None:
            raise RuntimeError("pages can be fetched only while a crawl runs")
        try:
            request = Request(url, callback=NO_CALLBACK)
            response = await self.crawler.engine.download_async(request)
        except (*UNREACHABLE, StopDownload, ValueError) as error:  # ValueError: no address at all
            trouble = why(error)
        else:
            if response.status < 300:
                return response
            trouble = f"the server answers {response.status}"
        if not on_the_chance:
            self.note(url, trouble)
        return None

    @staticmethod
    def seen_at(response: Response) -> datetime | None:
        """Return when the server was asked for a page; None where no archive keeps that."""
        answer = response.meta.get(ANSWER)
        return answer.at if answer else None

    def failed(self, failure: Failure) -> None:
        """Note why a request gave no page; made to be an `errback`."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._note_request(request, why(failure.value))

    def note(self, url: str, what: str) -> None:
        """Add a problem, unless it is known."""
        problem = Problem(url=url, what=what)
        if problem not in self.problems:
            self.problems.append(problem)

    def request_scheduled(self, request: Request) -> None:
        """Note a redirect that leaves our sites: Scrapy drops it without a word."""
        host = urlparse_cached(request).hostname or ""
        ours = getattr(self, "allowed_domains", None) or [host]
        if not any(host == domain or host.endswith(f".{domain}") for domain in ours):
            self._note_request(request, "this is another site")

    def request_dropped(self, request: Request) -> None:
        """Note a request that Scrapy's scheduler did not take, such as a redirect in a circle."""
        self._note_request(request, "this run already asked for it")

    def _note_request(self, request: Request, what: str) -> None:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        on_the_way = f"it leads to {request.url}: " if "redirect_urls" in request.meta else ""
        self.note(asked, on_the_way + what)

    def spider_error(self, failure: Failure, response: Response | None) -> None:
        """Note a page at which our own code broke: that page is lost, the run goes on.

        Scrapy gives no page when `start` itself broke.
        """
        where = response.url if response else f"{self.name} itself"
        self.note(where, f"reading it failed, which is our fault: {failure.value!r}")
