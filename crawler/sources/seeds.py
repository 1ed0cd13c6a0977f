"""Articles by the clinics: what the owner's seed documents say of the clinics that wrote them.

The quotes are packaged (`crawler/data/seed_clinics.toml`), so this source asks nothing of
anyone's site. The owner handed the documents in for this use; they were read on 2026-11-22.
"""

import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.spider import ListingSpider

FILE = Path(__file__).parents[1] / "data" / "seed_clinics.toml"
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = Source(
    name="seeds",
    title="Articles by the clinics, handed in by the owner",
    kind=SourceKind.DOCUMENT,
    licence="Short quotes from documents that the owner handed in for this use.",
    about="What a clinic's own article says of the clinic; not yet re-checked.",
)


class SeedsSpider(ListingSpider):
    """Reads the packaged quotes: a listing for each clinic that wrote a document."""

    name = SOURCE.name
    source = SOURCE

    async def start(self) -> AsyncIterator[Any]:
        """Yield the listings; there is nothing to fetch."""
        for listing in clinics(FILE.read_text("utf-8")):
            yield listing


def clinics(text: str) -> list[Listing]:
    """Return the listings of the packaged file, whose *text* is TOML."""
    return [_listing(clinic) for clinic in tomllib.loads(text)["clinic"]]


def _listing(clinic: dict[str, Any]) -> Listing:
    return Listing(
        source=SOURCE.name,
        key=clinic["key"],
        url=clinic["file"],
        seen_at=SEEN_AT,
        name=clinic["name"],
        address=tuple(clinic["address"]),
        country=clinic["country"],
        passages=tuple(
            Passage(text=quote["text"], url=quote["file"], seen_at=SEEN_AT, where=Where.BODY)
            for quote in clinic["quote"]
        ),
    )
