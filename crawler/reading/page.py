"""One answer of a web server in, its words out: nothing of the markup is kept."""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.etree import _Element as Element

from crawler.reading.blocks import Block, blocks_of_text
from crawler.reading.business import Business, businesses_in
from crawler.reading.charset import clean, text_of
from crawler.reading.markup import kept_apart, texts_in, tree_of
from crawler.reading.walk import blocks_of

MAX_CHARACTERS = 1_000_000
"""What is read of one page; the rest of a huge page is left."""
MAX_LINKS = 1000
LONGEST_LINK = 2083
"""Characters; Scrapy asks for no longer address."""
LINKS_KNOWN = 4_096
"""Every page of a site repeats its menu: where a link leads is remembered so long."""
_XML = re.compile(r"<\?xml[^>]{0,200}>", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"^\W*(?:(?:error\s*)?(?:40[0-9]|50[0-9])\b|page not found|not found|access denied|forbidden|"
    r"internal server error|service unavailable|bad gateway|error establishing a database|"
    r"account (?:has been )?suspended|this (?:account|site|domain) (?:has been |is )?"
    r"(?:suspended|for sale|parked|expired)|domain (?:is )?for sale|just a moment|"
    r"checking your browser|attention required|are you a robot|index of /|"
    r"welcome to nginx|apache2 .{0,20}default page|under construction|site maintenance)",
    re.IGNORECASE,
)
"""How the title or first heading of something begins that is no page, whatever the status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to another page."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The words of one page."""

    url: str
    seen_at: datetime
    """UTC."""
    title: str = ""
    site_name: str = ""
    """What the page says is the name of the whole site (`og:site_name`)."""
    blocks: tuple[Block, ...] = ()
    businesses: tuple[Business, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def fault(self) -> str:
        """Return what the page shows instead of a page, such as "404"; "" if it is sound."""
        if not self.blocks and not self.title and not self.businesses:
            return "the page is empty"
        heading = next((block.text for block in self.blocks if block.level), "")
        wrong = next((text for text in (self.title, heading) if _NO_PAGE.search(text)), "")
        return f"the server says 200, but the page says “{wrong[:80]}”" if wrong else ""


def read_page(body: bytes, content_type: str, *, url: str, seen_at: datetime) -> Page:
    """Return the words of an answer; a page without words if there are none, never an error."""
    text = text_of(body, content_type)[:MAX_CHARACTERS]
    if content_type.partition(";")[0].strip().lower() == "text/plain":
        return Page(url=url, seen_at=seen_at, blocks=blocks_of_text(text))
    # HTML that calls itself XML is HTML all the same.
    document = tree_of(_XML.sub("", text))
    apart = kept_apart(document)
    return Page(
        url=url,
        seen_at=seen_at,
        title=next((_words(tag, apart) for tag in document.iter("title")), ""),
        site_name=_meta(document, "og:site_name"),
        blocks=blocks_of(document),
        businesses=businesses_in(document),
        links=_links(document, url, apart),
    )


def _meta(document: Element, name: str) -> str:
    tags = list(document.iter("meta"))
    named = (tag for key in ("property", "name") for tag in tags if tag.get(key) == name)
    return next((_line(tag.get("content", "")) for tag in named), "")


def _words(tag: Element, apart: Set[Element]) -> str:
    """Return the text of an element as one line; "" if it is kept *apart* from the page's."""
    return "" if tag in apart else _line(" ".join(texts_in(tag)))


def _line(text: str) -> str:
    """Return a text as one line of at most 300 characters, without invisible marks."""
    return " ".join(clean(text).split())[:300]


def _links(document: Element, url: str, apart: Set[Element]) -> tuple[Link, ...]:
    bases = (base for tag in document.iter("base") if (base := tag.get("href")) is not None)
    base = _joined(url, next(bases, "")) or url
    # What begins with one slash leads to the same page from every page of a site.
    root = _joined(base, "/") or base
    found: dict[str, Link] = {}
    linking = ((tag, href) for tag in document.iter("a") if (href := tag.get("href")) is not None)
    for tag, href in islice(linking, MAX_LINKS):
        if len(href) > LONGEST_LINK:
            continue
        shared = href.startswith("/") and not href.startswith("//")
        target = _joined(root if shared else base, href)
        if target and target not in found:
            found[target] = Link(url=target, text=_words(tag, apart))
    return tuple(found.values())


@lru_cache(LINKS_KNOWN)
def _joined(base: str, href: str) -> str:
    """Return the web address that a link leads to; "" if it leads to none."""
    try:
        target = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in ("http", "https") and parts.hostname else ""
