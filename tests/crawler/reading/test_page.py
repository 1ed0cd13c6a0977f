"""Where a page leads, from whatever page of a site it is read."""

from urllib.parse import urldefrag, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.page import LONGEST_LINK
from tests.crawler.reading.pages import page

_PIECES = ["/", "//", ".", "..", "a", "b-c", "?", "q=1", "#f", ";p", "x.example", ":80", "%20", "@"]
_HREF = st.lists(st.sampled_from(_PIECES), max_size=7).map("".join)


@given(_HREF, st.sampled_from(["", "a", "a/", "a/b/c", "a/b?q=/z", "/"]))
def test_link_leads_where_a_browser_goes(href: str, path: str) -> None:
    """A link is joined to the page it stands on, also where all pages of a site share it."""
    url = f"https://clinic.example/{path}"
    expected = urldefrag(urljoin(url, href)).url
    found = [link.url for link in page(f"<a href='{href}'>There</a>", url).links]
    assert found in ([expected], [])
    assert found or not expected.startswith("https://clinic.example/")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/iv", "https://other.example/iv"),
        ("iv", "https://other.example/x/iv"),
        ("https://clinic.example/y#top", "https://clinic.example/y"),
    ],
)
def test_link_is_joined_to_the_base_that_a_page_names(href: str, expected: str) -> None:
    """A page may name another address than its own for its links."""
    markup = f"<base href='https://other.example/x/'><a href='{href}'>There</a>"
    assert [link.url for link in page(markup).links] == [expected]


def test_endless_link_is_left_out() -> None:
    """What no crawl asks for is not kept either."""
    markup = f"<a href='/{'x' * LONGEST_LINK}'>Long</a><a href='/iv'>IV</a>"
    assert [link.text for link in page(markup).links] == ["IV"]
