"""No request reaches a site that must never be crawled, whoever asks and whatever led there."""

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from crawler.sources.refused import why_refused


class RefusedHosts:
    """Refuses requests to the sites of `crawler.sources.refused`, redirects included."""

    def process_request(self, request: Request) -> None:
        """Let a request to any other site pass."""
        if reason := why_refused(request.url):
            raise IgnoreRequest(reason)
