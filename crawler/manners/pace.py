"""The one place that changes how fast a host is asked; it can only slow down."""

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler


def delay_of(crawler: "Crawler", host: str) -> float:
    """Return the seconds that pass between two requests to *host* now."""
    downloader = _downloader(crawler)
    default = crawler.settings.getfloat("DOWNLOAD_DELAY")
    return float(downloader.per_slot_settings.get(host, {}).get("delay", default))


def slow_down(crawler: "Crawler", host: str, seconds: float) -> None:
    """Leave at least *seconds* between two requests to *host*, for the rest of the run."""
    downloader = _downloader(crawler)
    delay = max(seconds, delay_of(crawler, host))
    # An idle slot is thrown away after a minute: the next one starts from these settings.
    downloader.per_slot_settings.setdefault(host, {})["delay"] = delay
    if slot := downloader.slots.get(host):
        slot.delay = delay


def live_slot(crawler: "Crawler", host: str) -> "Slot | None":
    """Return the queue of requests to *host*, or None if there is none now."""
    return _downloader(crawler).slots.get(host)


def turn_back(crawler: "Crawler", host: str, reason: str) -> None:
    """Refuse every request that already stands in the queue of *host*."""
    slot = live_slot(crawler, host)
    while slot and slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(IgnoreRequest(reason))


def _downloader(crawler: "Crawler") -> "Downloader":
    if crawler.engine is None:
        raise RuntimeError("a host's pace can be changed only while a crawl runs")
    return crawler.engine.downloader
