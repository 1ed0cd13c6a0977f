"""A failure is told in words that a person can act on."""

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest

from crawler.manners.reasons import UNREACHABLE, why


@pytest.mark.parametrize("kind", UNREACHABLE, ids=lambda kind: kind.__name__)
def test_every_way_a_fetch_may_end_has_words(kind: type[Exception]) -> None:
    """Even a failure without a text of its own says something."""
    assert why(kind())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotResolveHostError("x"), "no public web server"),
        (DownloadCancelledError("x"), "larger than we read"),
        (IgnoreRequest("Filtered offsite request to 'x.example'"), "another site"),
        (IgnoreRequest("because its body exceeded DOWNLOAD_MAXSIZE"), "larger than we read"),
        (IgnoreRequest("robots.txt forbids this page"), "robots.txt forbids this page"),
    ],
)
def test_scrapys_words_become_ours(error: Exception, words: str) -> None:
    """Known refusals are reworded, and our own are kept."""
    assert words in why(error)
