"""A site's own list of its pages in, addresses out (sitemaps.org, protocol 0.9); pure.

Hostile as any page: no entity is resolved, nothing is fetched, and what is no XML lists nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree

MAX_ADDRESSES = 5_000
"""Of one list; a clinic's site has fewer pages."""
_OF_PAGES = re.compile(r"page|location|service|clinic|treatment", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"post|blog|news|categor|tag|author|product|event|image|video|team|review", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one list names, in its order."""

    pages: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    """Further lists."""


def sitemap_in(body: bytes) -> Sitemap:
    """Return what a list names; nothing if it is none."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        # libxml2 gives no root at all for a hopeless document, whatever its types say.
        root = cast("etree._Element | None", etree.fromstring(body, parser))
    except (etree.XMLSyntaxError, ValueError):
        return Sitemap()
    found = islice(root.iter("{*}loc"), MAX_ADDRESSES) if root is not None else ()
    named = [(_parent(loc), (loc.text or "").strip()) for loc in found]
    return Sitemap(
        pages=tuple(url for parent, url in named if parent == "url" and url),
        maps=tuple(url for parent, url in named if parent == "sitemap" and url),
    )


def telling(maps: Sequence[str]) -> list[str]:
    """Return the lists that may name pages that matter, the most telling first."""
    kept = [url for url in maps if not _OF_OTHERS.search(url.rpartition("/")[2])]
    return sorted(kept, key=lambda url: not _OF_PAGES.search(url.rpartition("/")[2]))


def _parent(loc: etree._Element) -> str:
    parent = loc.getparent()
    return etree.QName(parent).localname if parent is not None else ""
