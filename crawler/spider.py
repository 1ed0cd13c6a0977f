"""The base of every source's spider: it fetches and keeps count of what went wrong.

It knows no selector and no site, and it never stops a run: a page that cannot be had is a
`Problem` in words that a maintainer can act on.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.health import Problem
from crawler.listing import Source
from crawler.manners.robots import UNREACHABLE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_WORDS: dict[type[Exception], str] = {
    CannotResolveHostError: "no public web server has this name: is the address still right?",
    DownloadCancelledError: "the page is larger than we read",
    DownloadConnectionRefusedError: "the server refuses the connection",
    DownloadTimeoutError: "no whole answer came in time",
    ResponseDataLossError: "the answer broke off in the middle",
    StopDownload: "this is a file, not a web page",
}


class ListingSpider(scrapy.Spider):
    """Yields listings of one source; `problems` tells what could not be had, and why."""

    source: ClassVar[Source]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []

    @classmethod
    def from_crawler(cls, crawler: "Crawler", *args: Any, **kwargs: Any) -> Self:
        """Return the spider, listening for the requests that Scrapy drops and our own faults."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.request_dropped, signal=signals.request_dropped)
        crawler.signals.connect(spider.spider_error, signal=signals.spider_error)
        return spider

    async def fetch(self, url: str) -> Response | None:
        """Return the page at *url*, or None and a problem if it cannot be had.

        The request passes every rule of `manners`, as any other does.
        """
        if self.crawler.engine is None:
            raise RuntimeError("pages can be fetched only while a crawl runs")
        try:
            request = Request(url, callback=NO_CALLBACK)
            response = await self.crawler.engine.download_async(request)
        except (*UNREACHABLE, StopDownload, ValueError) as error:  # ValueError: no address at all
            self.note(url, why(error))
            return None
        if response.status >= 300:
            self.note(url, f"the server answers {response.status}")
            return None
        return response

    def failed(self, failure: Failure) -> None:
        """Note why a request gave no page; made to be an `errback`."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self.note(request.url, why(failure.value))

    def note(self, url: str, what: str) -> None:
        """Add a problem, unless it is known."""
        problem = Problem(url=url, what=what)
        if problem not in self.problems:
            self.problems.append(problem)

    def request_dropped(self, request: Request) -> None:
        """Note a request that Scrapy's scheduler did not take, such as a redirect in a circle."""
        self.note(request.url, "the site leads to an address that this run already asked for")

    def spider_error(self, failure: Failure, response: Response) -> None:
        """Note a page at which our own code broke: that page is lost, the run goes on."""
        self.note(response.url, f"reading it failed, which is our fault: {failure.value!r}")


def why(error: BaseException | None) -> str:
    """Return what a failed request means for whoever looks after the list of sites."""
    if isinstance(error, HttpError):
        return f"the server answers {error.response.status}"
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words
    return str(error) or type(error).__name__
