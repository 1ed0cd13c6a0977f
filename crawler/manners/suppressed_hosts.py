"""No request reaches a site whose owner asked to be left out, whatever led there."""

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached

from crawler.suppression import Suppressed

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SETTING = "SUPPRESSED"
"""Scrapy's setting that holds the list."""


class SuppressedHosts:
    """Refuses requests to such sites, redirects and kept pages included."""

    def __init__(self, suppressed: Suppressed) -> None:
        self._suppressed = suppressed
        self._known: dict[str, bool] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Return the rule for one crawl; step aside where nobody is left out."""
        suppressed = crawler.settings.get(SETTING)
        if not suppressed or not suppressed.since:
            raise NotConfigured
        return cls(suppressed)

    def process_request(self, request: Request) -> None:
        """Let a request to any other site pass."""
        host = urlparse_cached(request).hostname or ""
        if host not in self._known:
            self._known[host] = self._suppressed.domain(host) is not None
        if self._known[host]:
            raise IgnoreRequest("its owner asked to be left out")
