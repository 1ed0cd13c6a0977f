"""What a store may keep of a listing, and digests that tell whether it changed; pure."""

import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from crawler.listing import Listing, Passage, Source

KEY_BYTES = 2_400
"""The longest key: PostgreSQL indexes at most a third of an 8 KB page."""
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair; hostile pages send both."""
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def fault(listing: Listing, source: str) -> str:
    """Return why a run of *source* may not keep *listing*; "" if it may."""
    if listing.source != source:
        return f"the listing names the source {listing.source!r}"
    if not listing.key.strip():
        return "the listing has no key"
    if len(listing.key.encode("utf-8", "replace")) > KEY_BYTES:
        return f"the listing's key is longer than {KEY_BYTES} bytes"
    if not listing.name.strip():
        return "the listing has no name"
    moments = (listing.seen_at, *(passage.seen_at for passage in listing.passages))
    if any(moment.tzinfo is None for moment in moments):
        return "a time in the listing has no time zone"
    return ""


def cleaned(listing: Listing) -> Listing:
    """Return *listing* as every database can keep it; usually the listing itself, unchanged."""
    point = listing.point
    return replace(
        listing,
        key=_text(listing.key),
        url=_text(listing.url),
        seen_at=listing.seen_at.astimezone(UTC),
        name=_text(listing.name),
        address=_texts(listing.address),
        country=_text(listing.country),
        phones=_texts(listing.phones),
        emails=_texts(listing.emails),
        website=_text(listing.website),
        point=point if point and all(map(math.isfinite, point)) else None,
        hours=_texts(listing.hours),
        identifiers=tuple((_text(system), _text(value)) for system, value in listing.identifiers),
        passages=tuple(map(_passage, listing.passages)),
    )


def digest(listing: Listing) -> str:
    """Return a digest of everything *listing* says."""
    return _digest(msgspec.json.encode(listing))


def wording(listing: Listing) -> str:
    """Return a digest of what *listing* says, whenever it was seen."""
    passages = tuple(replace(passage, seen_at=NO_TIME) for passage in listing.passages)
    return digest(replace(listing, seen_at=NO_TIME, passages=passages))


def digest_of_run(kept: Iterable[tuple[str, str, bool]]) -> str:
    """Return a digest of the (key, digest, whether missing) that a run left, in key order."""
    return _digest(msgspec.json.encode(list(kept)))


def fingerprint(standing: Iterable[tuple[Source, str]]) -> str:
    """Return a digest of the sources and the digests of their runs, in any order."""
    return _digest(msgspec.json.encode(sorted(standing, key=lambda pair: pair[0].name)))


def _passage(passage: Passage) -> Passage:
    if _is_keepable(passage):
        return passage
    return replace(
        passage,
        text=_text(passage.text),
        url=_text(passage.url),
        seen_at=passage.seen_at.astimezone(UTC),
        under=_text(passage.under),
    )


def _is_keepable(passage: Passage) -> bool:
    """Whether a passage may stay as it is, as nearly all may."""
    texts = (passage.text, passage.url, passage.under)
    return passage.seen_at.tzinfo is UTC and all(map(_is_sound, texts))


def _is_sound(text: str) -> bool:
    # Nothing that can be printed is unkeepable, and to see that takes a tenth of the time.
    return text.isprintable() or not UNKEEPABLE.search(text)


def _text(text: str) -> str:
    return UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_text, texts))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
