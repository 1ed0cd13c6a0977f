"""Links in, the pages that matter out: where a clinic says where it is, what it gives and at what
price. Pages about persons, articles and shops are never asked for.
"""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlsplit

from crawler.reading.page import Link

LINKS_KNOWN = 4_096
"""Every page of a site repeats its menu: what was found out of a link is remembered so long."""
_WANTED = (
    re.compile(
        r"locations?\b|offices?\b|our-clinics|contact|find-us|visit-us|directions|\bhours\b"
    ),
    re.compile(
        r"ketamin|spravato|infusion|\bkap\b|lozenge|troche|intramuscular|psychotherap"
        r"|treatments?\b|services?\b|therap(?:y|ies)\b|what-we-(?:do|offer|treat)"
    ),
    re.compile(r"pric(?:es?|ing)\b|costs?\b|fees?\b|rates\b|insurance|payment|financ"),
    re.compile(r"faqs?\b|questions?\b|what-to-expect"),
)
"""What a link says that leads to a page that matters, most telling first."""
_UNWANTED = re.compile(
    r"\bblogs?\b|\bnews|articles?\b|\bposts?\b|press\b|\b(?:19|20)\d\d\b|categor|\btags?\b|author"
    r"|\bwp-|log-?in|sign-?in|sign-?up|portal|\bcart\b|\bshop|\bstore\b|checkout|privacy|\bterms\b"
    r"|polic(?:y|ies)\b|disclaimer|consent|careers?\b|jobs?\b|\bteam\b|\bstaff\b|providers?\b"
    r"|doctors?\b|physicians?\b|clinicians?\b|\bmeet-|about-dr|\bbios?\b|testimonials?|reviews?\b"
    r"|gallery|videos?\b|podcast|events?\b|calendar|\bfeed\b|xmlrpc|refer-a|for-providers|donate"
)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|gbraid|wbraid|msclkid|mc_[ce]id|_gl|ref)=")
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)[a-z0-9]{2,5}$")


class Linked(Protocol):
    """A page, as far as the way through its site goes."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    @property
    def links(self) -> tuple[Link, ...]:
        """Where it leads."""
        ...


_P = TypeVar("_P", bound=Linked)


@dataclass(slots=True)
class Visit(Generic[_P]):
    """What has been read of one site, and what is still to be asked for."""

    site: str
    """As `site_of` names it."""
    depths: int
    """How many links away from the home we go."""
    pages: list[_P] = field(default_factory=list)
    waiting: deque[tuple[str, int]] = field(default_factory=deque)
    """Addresses with their distance from the home, the next one first."""
    _known: set[str] = field(default_factory=set)
    """What was read or waits, as `page_key` names it."""
    _read: set[str] = field(default_factory=set)

    def add(self, page: _P, depth: int) -> None:
        """Take a page in and note where it leads; a page that is known is left out."""
        key = page_key(page.url)
        if key in self._read or not on_site(page.url, self.site):
            return
        self.pages.append(page)
        self._read.add(key)
        self._known.add(key)
        if depth < self.depths:
            self.hear_of(page.links, depth + 1)

    def hear_of(self, links: Iterable[Link], depth: int) -> None:
        """Note the pages worth reading that *links* lead to, so far from the home."""
        for url in worth_reading(links, self.site):
            if page_key(url) not in self._known:
                self._known.add(page_key(url))
                self.waiting.append((url, depth))


def worth_reading(links: Iterable[Link], site: str) -> list[str]:
    """Return the addresses on *site* that matter, the most telling first, each once."""
    ranked = sorted(
        (rank, number, link.url)
        for number, link in enumerate(links)
        if on_site(link.url, site) and (rank := _rank(link)) is not None
    )
    return list({page_key(url): without_tracking(url) for _, _, url in reversed(ranked)}.values())[
        ::-1
    ]


@lru_cache(LINKS_KNOWN)
def page_key(url: str) -> str:
    """Return what tells one page of a site from another, however it is addressed."""
    query = urlsplit(without_tracking(url)).query
    return f"{site_of(url)}?{query}" if query else site_of(url)


@lru_cache(LINKS_KNOWN)
def without_tracking(url: str) -> str:
    """Return an address without what advertisers add to it."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.match(pair)]
    return parts._replace(query="&".join(kept), fragment="").geturl()


def site_of(url: str) -> str:
    """Return what names a website, however it is addressed: "clinic.example/houston"."""
    parts = urlsplit(url)
    return _bare(parts.netloc) + parts.path.rstrip("/")


def host_of(url: str) -> str:
    """Return the host of a website, without "www." and port; "" if the address has none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@lru_cache(LINKS_KNOWN)
def on_site(url: str, site: str) -> bool:
    """Whether an address belongs to a site: its host, or a host below it."""
    host, wanted = _bare(urlsplit(url).netloc), site.partition("/")[0]
    return host == wanted or host.endswith(f".{wanted}")


@lru_cache(LINKS_KNOWN)
def _rank(link: Link) -> int | None:
    """Return how telling a link is, 0 for the most; None if it leads nowhere of interest."""
    path = urlsplit(link.url).path.lower().replace("_", "-")
    text = "-".join(link.text.lower().split())
    if _UNWANTED.search(path) or _UNWANTED.search(text[:60]) or _FILE.search(path):
        return None
    return next(
        (rank for rank, wanted in enumerate(_WANTED) if wanted.search(f"{path} {text}")), None
    )


def _bare(netloc: str) -> str:
    host = netloc.rpartition("@")[2].lower()
    return host.removeprefix("www.").removesuffix(":80").removesuffix(":443")
