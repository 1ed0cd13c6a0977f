"""Reads pages and sites, and each wording of them only once: what did not change is remembered.

A result is kept under everything that went into it: the body, the way it was served, and the code
that read it. Times are no part of it, and are put back when it is used again.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
from scrapy.http import Response

from crawler.archive.file import ArchiveUnavailable
from crawler.archive.middleware import ANSWER
from crawler.archive.session import Session
from crawler.listing import Listing
from crawler.reading.interest import worth_reading
from crawler.reading.page import Link, Page, read_page
from crawler.reading.site import listings_of

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_PAGE = msgspec.msgpack.Decoder(Page)
_LISTINGS = msgspec.msgpack.Decoder(tuple[Listing, ...])


class _Kept(msgspec.Struct, array_like=True):
    """What the way through a site needs of a page, without its words."""

    fault: str
    links: tuple[Link, ...]


_GLANCE = msgspec.msgpack.Decoder(_Kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What the way through a site needs of a page; its words are had on demand."""

    url: str
    seen_at: datetime
    """UTC."""
    key: bytes
    """Names the page's wording, and who read it."""
    fault: str
    """As `Page.fault`."""
    links: tuple[Link, ...]
    """Those that lead to pages of its site that matter."""
    page: Callable[[], Page]


class SiteMemory:
    """Reads the pages of one job, with what its archive remembers; without one, each anew."""

    def __init__(self, session: Session | None) -> None:
        self._session = session

    def glance(self, response: Response, *, site: str, seen_at: datetime) -> Glance:
        """Return what a server's answer is as a page of *site*."""
        declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
        key = _key(response.url, site, declared, _name_of(response))
        pages: list[Page] = []

        def page() -> Page:
            if not pages:
                kept = self._find(key + b"page")
                pages.append(_PAGE.decode(kept) if kept else self._read(response, declared))
            return replace(pages[0], seen_at=seen_at)

        kept = self._find(key)
        if kept is None:
            seen = _seen(page(), site)
            self._keep({key + b"page": pages[0], key: seen})
        else:
            seen = _GLANCE.decode(kept)
        return Glance(
            url=response.url,
            seen_at=seen_at,
            key=key,
            fault=seen.fault,
            links=seen.links,
            page=page,
        )

    def listings(self, glances: Sequence[Glance], *, source: str, website: str) -> list[Listing]:
        """Return the listings of a site, as `listings_of` does from its pages."""
        key = _key(source, website, *(glance.key for glance in glances))
        kept = self._find(key)
        if kept is None:
            found = listings_of([one.page() for one in glances], source=source, website=website)
            self._keep({key: found})
            return found
        seen_at = {glance.url: glance.seen_at for glance in glances}
        return [_seen_at(one, seen_at) for one in _LISTINGS.decode(kept)]

    def _read(self, response: Response, declared: str) -> Page:
        if self._session is not None:
            self._session.read += 1
        return read_page(response.body, declared, url=response.url, seen_at=NO_TIME)

    def _find(self, key: bytes) -> bytes | None:
        if self._session is None:
            return None
        try:
            return self._session.readings.find(key)
        except ArchiveUnavailable as error:
            self._session.broke(error)
            return None

    def _keep(self, results: Mapping[bytes, object]) -> None:
        if self._session is None:
            return
        packed = {key: msgspec.msgpack.encode(result) for key, result in results.items()}
        try:
            self._session.readings.keep(packed)
        except ArchiveUnavailable as error:
            self._session.broke(error)


def _seen(page: Page, site: str) -> _Kept:
    links = () if page.fault else page.links
    return _Kept(page.fault, tuple(link for link in links if worth_reading([link], site)))


def _name_of(response: Response) -> bytes:
    """Return what names a body, out of the archive if it is there: unpacking it takes longer."""
    answer = response.meta.get(ANSWER)
    return answer.body if answer else hashlib.blake2b(response.body, digest_size=20).digest()


def _seen_at(listing: Listing, seen_at: Mapping[str, datetime]) -> Listing:
    """Return *listing* as seen when its pages were; at no time where that is not known."""
    return replace(
        listing,
        seen_at=seen_at.get(listing.url, NO_TIME),
        passages=tuple(
            replace(passage, seen_at=seen_at.get(passage.url, NO_TIME))
            for passage in listing.passages
        ),
    )


def _key(*parts: str | bytes) -> bytes:
    digest = hashlib.blake2b(_reader(), digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


@cache
def _reader() -> bytes:
    """Return a digest of the code that reads pages: whoever betters it reads all of them anew."""
    here = Path(__file__).parent
    files: Iterable[Path] = [*sorted((here / "reading").glob("*.*")), here / "listing.py"]
    digest = hashlib.blake2b(digest_size=20)
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.digest()
