"""Which of a site's pages are articles: what they explain, the clinic does not state by it."""

import re
from collections.abc import Iterable

from crawler.listing import Passage

_ARTICLE = re.compile(r"/(?:blog|news|articles?|posts?|press|library|resources|20\d\d)(?:/|$)")
_SAYS_SO = re.compile(
    r"\b(?:this|in this) (?:article|blog post|blog|post)\b|\bpopular posts\b|\beste artículo\b",
    re.IGNORECASE,
)
_TEXT_END = 1500
"""Characters of a passage that are searched: an article says so early."""


def is_article(url: str) -> bool:
    """Whether an address is that of a blog post or a news item."""
    return bool(_ARTICLE.search(url))


def articles_among(passages: Iterable[Passage]) -> frozenset[str]:
    """Return the URLs of the pages that are articles, by their address or by their own words."""
    return frozenset(
        passage.url
        for passage in passages
        if is_article(passage.url) or _SAYS_SO.search(passage.text[:_TEXT_END])
    )
