"""Pages for the tests of reading, made from markup."""

from datetime import UTC, datetime

from crawler.reading.page import Page, read_page

SEEN_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page(markup: str, url: str = "https://clinic.example/") -> Page:
    """Return the page that some markup makes."""
    return read_page(markup.encode(), "text/html; charset=utf-8", url=url, seen_at=SEEN_AT)
