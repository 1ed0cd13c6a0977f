"""A host that says 429 or 503 is left in peace: for as long as it asks, and longer each time.

Scrapy does not honour Retry-After (scrapy/scrapy #3849). The pause holds back the whole host and
no other host.
"""

from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.pace import delay_of, live_slot, slow_down, turn_back

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_PAUSE_SECONDS = 300.0
"""The longest Retry-After that a run waits for; a host that asks for more is left for this run."""
MAX_DELAY_SECONDS = 60.0
"""Doubling stops here."""
MAX_REFUSALS = 4
"""A host that refuses this often in a row is left for this run."""


class BackOff:
    """Pauses, slows down and at last leaves a host that asks for it."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._refusals: Counter[str] = Counter()
        self._left: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Return the rule for one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse every further request to a host that we have left."""
        host = urlparse_cached(request).hostname or ""
        if host in self._left:
            raise IgnoreRequest(self._left[host])

    def process_response(self, request: Request, response: Response) -> Response:
        """Take note of what the host asks for; the response itself passes unchanged."""
        host = urlparse_cached(request).hostname or ""
        if response.status not in (429, 503):
            self._refusals.pop(host, None)
        elif "cached" not in response.flags:
            self._refused(host, response)
        return response

    def _refused(self, host: str, response: Response) -> None:
        self._refusals[host] += 1
        value = (response.headers.get("Retry-After") or b"").decode("latin-1")
        pause = retry_after_seconds(value, datetime.now(UTC))
        slow_down(self._crawler, host, min(2 * delay_of(self._crawler, host), MAX_DELAY_SECONDS))
        if pause > MAX_PAUSE_SECONDS:
            self._leave(host, f"the host asks us to come back in {pause:.0f} s: left for this run")
        elif self._refusals[host] >= MAX_REFUSALS:
            self._leave(host, f"the host answers {response.status} again and again: left alone")
        elif slot := live_slot(self._crawler, host):
            slot.lastseen = max(slot.lastseen, monotonic() + pause)

    def _leave(self, host: str, reason: str) -> None:
        self._left[host] = reason
        turn_back(self._crawler, host, reason)


def retry_after_seconds(value: str, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for: a number, or a date.

    0.0 if it is empty, unreadable or already past.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
