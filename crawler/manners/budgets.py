"""A host gives us a few web pages, no more: no endless trees, no calendars, no downloads."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Headers, Request
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.robots import is_robots_txt

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

XML = ("application/xml", "text/xml")
"""What a sitemap is; only what is called .xml may be it."""
_ENDLESS = re.compile(
    r"(?:cal(?:endar)?|date|day|week|month|year|event\w*|ical|tribe\w*|filter\w*|sort\w*|order\w*"
    r"|facet\w*|session\w*|sid|replytocom|share|print|add[-_]to[-_]cart|page|paged|offset|start)",
    re.IGNORECASE,
)
"""Names of query parameters behind which there is always one more page."""


class Budgets:
    """Counts the pages of each host, and refuses the ways into an endless one."""

    def __init__(self, pages_per_host: int, *, follows_links: bool) -> None:
        self._limit = pages_per_host
        self._follows_links = follows_links
        self._asked: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Return the budgets of one crawl."""
        settings = crawler.settings
        return cls(
            settings.getint("PAGES_PER_HOST"), follows_links=settings.getbool("FOLLOWS_LINKS")
        )

    def process_request(self, request: Request) -> None:
        """Let a page pass while its host's budget lasts; a second try is not a second page."""
        if is_robots_txt(request):
            return
        if self._follows_links and (trap := trap_in(request.url)):
            raise IgnoreRequest(f"left out: {trap}")
        host = urlparse_cached(request).hostname or ""
        if "retry_times" not in request.meta:
            self._asked[host] += 1
        if self._asked[host] > self._limit:
            raise IgnoreRequest(f"left out: more than {self._limit} pages of one host")


def trap_in(url: str) -> str:
    """Return the way into an endless site that an address looks like, or ""."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) != len(set(segments)):
        return "a path that repeats itself"
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if any(_ENDLESS.fullmatch(name) for name in names):
        return "a calendar or filter"
    return ""


class WebPagesOnly:
    """Hangs up on anything that is not a web page before its body arrives."""

    def __init__(self, page_types: Iterable[str]) -> None:
        self._page_types = frozenset(page_types)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Listen for every answer's headers."""
        extension = cls(crawler.settings.getlist("PAGE_TYPES"))
        crawler.signals.connect(extension.headers_received, signal=signals.headers_received)
        return extension

    def headers_received(self, headers: Headers, request: Request, **_: Any) -> None:
        """Stop the download of a film, an archive or a PDF."""
        declared = (headers.get("Content-Type") or b"").decode("latin-1")
        kind = declared.partition(";")[0].strip().lower()
        if kind in self._page_types or is_robots_txt(request):
            return
        if kind not in XML or not urlparse_cached(request).path.endswith(".xml"):
            raise StopDownload
