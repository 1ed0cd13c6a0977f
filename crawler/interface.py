"""The base of every source that is a public interface: it asks, checks, and counts what it left.

An interface that answers with an error, or with less than it promised, must never look like one
that knows no clinics: whatever keeps us from all of its rows makes the run one that does not count.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from scrapy.settings import BaseSettings

from crawler.listing import Listing
from crawler.reading.payload import Misshapen, Row, decoded, row_of
from crawler.settings import interface_settings
from crawler.shape import Shape
from crawler.spider import ListingSpider

_T = TypeVar("_T")
SHOWN = 50
"""Rows that are reported one by one; of the others only how many they are."""
UNREAD_AT_MOST = 10
"""Per cent of the rows that may be unreadable before the run fails."""


class UnreadableError(Exception):
    """A part of the source could not be read; says which and why. "" if robots.txt keeps us out."""


class InterfaceSpider(ListingSpider):
    """Asks one public interface, whose answers are JSON, and follows no link."""

    endpoint: str
    """Where it is asked: a setting, so that a mirror or a fixture can stand in for it."""

    def __init__(
        self,
        *args: Any,
        now: Callable[[], datetime],
        states: Sequence[str] = (),
        limit: int = 0,
        endpoint: str = "",
        **kwargs: Any,
    ) -> None:
        """Ask about *states* (none: about all), and stop after *limit* listings (0: never)."""
        super().__init__(*args, **kwargs)
        self.endpoint = endpoint or self.endpoint
        self.states = tuple(states)
        self._now = now
        self._limit = limit
        self.shape = Shape()
        """What the rows are like."""
        self._unread = 0
        # Scrapy lets no redirect leave this host.
        self.allowed_domains = [urlsplit(self.endpoint).hostname or ""]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Ask as one asks an interface, not as one reads a site."""
        super().update_settings(settings)
        settings.setdict(interface_settings(settings), priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """Yield the listings; say what kept us from reading all rows, if anything did."""
        given = 0
        try:
            async with aclosing(self.listings()) as found:
                async for listing in found:
                    yield listing
                    given += 1
                    if given == self._limit:
                        break
        except UnreadableError as error:
            if str(error):
                self.failures.append(str(error))
        self._report_unread()

    def listings(self) -> AsyncGenerator[Listing]:
        """Yield what the source lists; raise UnreadableError where a part of it cannot be had."""
        raise NotImplementedError

    def each(self, wanted: Iterable[_T], steps: str) -> Iterator[_T]:
        """Yield what is *wanted*, and count for whoever watches how much of it is done."""
        parts = list(wanted)
        self.steps, self.total = steps, len(parts)
        for self.done, part in enumerate(parts):
            yield part
        self.done = self.total

    async def ask(self, about: str, read: Callable[[Any], _T], **parameters: object) -> _T:
        """Return what *read* makes of the decoded answer to a question *about* something.

        Raise UnreadableError if there is no answer, or *read* finds it Misshapen.
        """
        url = f"{self.endpoint}?{urlencode(parameters)}"
        response = await self.fetch(url)
        if response is None:
            raise UnreadableError(self._reason(about, url))
        try:
            return read(decoded(response.body))
        except Misshapen as fault:
            self.note(url, str(fault))
            raise UnreadableError(f"{about}: {fault}") from fault

    def rows(
        self, rows: Iterable[Any], read: Callable[[Row], Iterable[_T]], where: str
    ) -> Iterator[_T]:
        """Yield what *read* makes of each row; count a row that is Misshapen, and leave it out."""
        for number, row in enumerate(rows, start=1):
            self.shape.add(row)
            try:
                yield from read(row_of(row, "the row"))
            except Misshapen as fault:
                self._unread += 1
                if self._unread <= SHOWN:
                    self.note(f"{where}, row {number}", f"{fault}: it was left out")

    def _reason(self, about: str, url: str) -> str:
        """Return why *url* gave no page; "" if robots.txt is why: then no run can do better."""
        what = next(one.what for one in reversed(self.problems) if one.url == url)
        return "" if "robots.txt" in what else f"{about}: {what}"

    def _report_unread(self) -> None:
        if (more := self._unread - SHOWN) > 0:
            self.note(self.endpoint, f"{more} more rows could not be read and were left out")
        if self._unread * 100 > self.shape.rows * UNREAD_AT_MOST:
            self.failures.append(f"{self._unread} of {self.shape.rows} rows could not be read")
