"""A Crawl-delay in robots.txt is kept.

Scrapy 2.18 and later read the line but do not apply it. One that is too long to wait for is
refused in `robots`, so whatever arrives here is kept in full.
"""

from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.http import Request
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.pace import slow_down

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class CrawlDelay:
    """Slows a host down as soon as its robots.txt has been read."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._token: str = crawler.settings["ROBOTSTXT_USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Listen for every robots.txt that has been read."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Keep the delay that is asked of us, if any."""
        delay = robotparser.crawl_delay(self._token)
        if delay:
            slow_down(self._crawler, urlparse_cached(request).hostname or "", delay)
