"""Hears what a Scrapy crawl finds, what breaks in it, and how it ends."""

import asyncio

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.python.failure import Failure

from crawler.progress import Progress


class Ear:
    """Hears what a crawl finds and how it ends."""

    def __init__(self, crawler: Crawler, progress: Progress, limit: int) -> None:
        self._crawler = crawler
        self._progress = progress
        self._limit = limit
        self._stopping: asyncio.Future[None] | None = None
        self.reason = "it never started"
        connect = crawler.signals.connect
        connect(self.item_scraped, signal=signals.item_scraped)
        connect(self.spider_error, signal=signals.spider_error)
        connect(self.spider_closed, signal=signals.spider_closed)

    def item_scraped(self, item: object) -> None:
        """Take an item; end the crawl if the store does not take it."""
        if self._limit and self._progress.count >= self._limit:
            return  # CLOSESPIDER_ITEMCOUNT would hang, as told in `_stop`
        failed_before = self._progress.failed
        self._progress.take(item)
        if self._progress.failed and not failed_before:
            self._stopping = asyncio.ensure_future(self._stop())

    def spider_error(self, failure: Failure, response: object) -> None:
        """Fail the run if the spider's plan broke; one page that cannot be read is a problem."""
        if response is None:
            self._progress.fail(f"the spider broke: {failure.value!r}")

    async def _stop(self) -> None:
        """End the crawl, once no item is on its way: Scrapy 2.19 would wait for it for ever."""
        while (slot := self._crawler.engine.scraper.slot) and slot.itemproc_size:
            await asyncio.sleep(0.01)
        await self._crawler.stop_async()

    def spider_closed(self, reason: str) -> None:
        """Remember how the crawl ended; our own stop is not the user's."""
        self.reason = reason if self._stopping is None else "the store failed"
