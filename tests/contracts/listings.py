"""Invented sources and listings for the store's tests."""

from datetime import UTC, datetime, timedelta

from crawler.listing import Listing, Passage, Source, SourceKind, Where

DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SITES = Source(
    name="sites",
    title="Clinic websites",
    kind=SourceKind.SITE,
    licence="Facts from public pages.",
    about="What the clinics say of themselves.",
)
SURVEY = Source(
    name="survey",
    title="A survey",
    kind=SourceKind.SURVEY,
    licence="Facts collected for the tests.",
    about="What a person read.",
    month_only=True,
)


def listing(key: str = "a", *, source: Source = SITES, says: str = "We give ketamine.") -> Listing:
    """Return a listing that uses every field."""
    url = f"https://{key}.example/"
    return Listing(
        source=source.name,
        key=key,
        url=url,
        seen_at=MONDAY,
        name=f"Invented Clinic {key}",
        address=("1 Invented St", "Bethesda, MD 20814"),
        country="US",
        phones=("301-555-0101", "301-555-0102"),
        emails=("hello@a.example",),
        website=url,
        point=(38.98, -77.1),
        hours=("Mo-Fr 9-17",),
        identifiers=(("npi", "0000000000"),),
        passages=(
            Passage(text="Invented Clinic", url=url, seen_at=MONDAY, where=Where.TITLE),
            Passage(text=says, url=url, seen_at=MONDAY, where=Where.BODY, under="Services"),
        ),
    )
