"""robots.txt is obeyed, also under concurrency and when it cannot be read.

Scrapy 2.14 to 2.19 lets every second waiter for a robots.txt in flight pass unchecked (it came
with scrapy/scrapy #6802), and reads a robots.txt that answers 5xx as "everything is allowed".

| robots.txt answers              | we read it as                                             |
|---------------------------------|-----------------------------------------------------------|
| 2xx                             | its rules                                                 |
| 404, 410 and other 4xx          | no rules (RFC 9309, section 2.3.1.3)                       |
| 401, 403                        | keep out: whoever hides the rules may well not want us     |
| 429, 5xx, timeout, no such host | keep out for this run (RFC 9309, section 2.3.1.4)          |

A Crawl-delay that a run cannot wait for also means: keep out. We never go faster than asked.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.manners.reasons import UNREACHABLE, why

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

MAX_AGE_SECONDS = 24 * 60 * 60
"""How long rules may be kept, per RFC 9309, section 2.4."""
MAX_CRAWL_DELAY_SECONDS = 60.0
"""The longest delay between two pages that a run can wait for."""

_KEEP_OUT = b"User-agent: *\nDisallow: /"
_MARK = "crawler.manners.robots"
_ITSELF = object()
"""Marks the requests for robots.txt; a meta key that a spider could set would be a switch."""


@dataclass(frozen=True, slots=True)
class _Rules:
    parser: RobotParser
    because: str
    read_at: float


def is_robots_txt(request: Request) -> bool:
    """Whether this is our own question for a robots.txt, which no page rule applies to."""
    return request.meta.get(_MARK) is _ITSELF


class HonestRobots(RobotsTxtMiddleware):
    """Asks each origin once, lets everyone else wait, and keeps out where it cannot know."""

    def __init__(self, crawler: "Crawler") -> None:
        super().__init__(crawler)
        self._token: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._locks: dict[str, asyncio.Lock] = {}
        self._known: dict[str, _Rules] = {}

    async def process_request(self, request: Request, spider: "Spider | None" = None) -> None:
        """Refuse a page that the origin's rules forbid; `dont_obey_robotstxt` means nothing."""
        if is_robots_txt(request):
            return
        rules = await self._rules(request)
        if not rules.parser.allowed(request.url, self._token):
            self._stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest(rules.because)

    async def robot_parser(self, request: Request) -> RobotParser:
        """Return the rules of the request's origin."""
        return (await self._rules(request)).parser

    async def _rules(self, request: Request) -> _Rules:
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            known = self._known.get(origin)
            if known is None or monotonic() - known.read_at > MAX_AGE_SECONDS:
                known = self._known[origin] = await self._ask(origin, request)
            return known

    async def _ask(self, origin: str, request: Request) -> _Rules:
        body, because = await self._body(f"{origin}/robots.txt")
        rules = self._parsed(body)
        delay = rules.crawl_delay(self._token) or 0.0
        if delay > MAX_CRAWL_DELAY_SECONDS:
            because = f"robots.txt asks for {delay:g} s between pages, more than a run can wait"
            rules = self._parsed(_KEEP_OUT)
        # Crawl-delay hangs on this signal.
        await self.crawler.signals.send_catch_log_async(
            signals.robots_parsed, robotparser=rules, request=request
        )
        return _Rules(rules, because, monotonic())

    async def _body(self, url: str) -> tuple[bytes, str]:
        ask = Request(
            url,
            priority=self.DOWNLOAD_PRIORITY,
            meta={_MARK: _ITSELF},
            callback=NO_CALLBACK,
        )
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("robots.txt can be asked for only while a crawl runs")
        try:
            reply = await engine.download_async(ask)
        except UNREACHABLE as error:
            return _KEEP_OUT, f"robots.txt could not be read, so we keep out: {why(error)}"
        return _read(reply)

    def _parsed(self, body: bytes) -> RobotParser:
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        return rules


def _read(reply: Response) -> tuple[bytes, str]:
    """Return the rules that an answer amounts to, and what to say when they forbid a page."""
    hidden = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
    if 200 <= reply.status < 300:
        return reply.body, "robots.txt forbids this page"
    if 400 <= reply.status < 500 and reply.status not in hidden:
        return b"", ""
    return _KEEP_OUT, f"robots.txt answers {reply.status}, so we keep out"
