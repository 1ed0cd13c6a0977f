"""Which of a site's pages are articles: what they explain, the clinic does not state by it."""

import re

_ARTICLE = re.compile(r"/(?:blog|news|articles?|posts?|press|library|resources|20\d\d)(?:/|$)")


def is_article(url: str) -> bool:
    """Whether an address is that of a blog post or a news item."""
    return bool(_ARTICLE.search(url))
