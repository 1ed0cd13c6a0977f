"""What is no clinic's page reaches the review list, and what a clinic prints reaches its page."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer.directory import Directory, directory
from indexer.places import Places

TODAY = date(2026, 11, 22)
SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
SOURCES = {
    name: Source(name=name, title=name.title(), kind=kind, licence="test", about="test")
    for name, kind in (("site", SourceKind.SITE), ("document", SourceKind.DOCUMENT))
}


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


def _listing(key: str, *words: str) -> Listing:
    return Listing(
        source="site",
        key=key,
        url=key,
        seen_at=SEEN_AT,
        name="Lantern Ridge",
        address=("4 Harbor Ave", "Bethesda, MD 20814"),
        hours=("Mon-Fri 9-5",),
        passages=tuple(
            Passage(text=text, url=key, seen_at=SEEN_AT, where=Where.BODY) for text in words
        ),
    )


def _build(places: Places, *listings: Listing) -> Directory:
    stored = [StoredListing(listing=one, first_seen=SEEN_AT) for one in listings]
    return directory(stored, SOURCES, places, {}, TODAY)


SHOP = _listing(
    "https://shop.example/",
    "We offer IV ketamine. Buy ketamine vials online.",
    "No prescription, discreet shipping, Bitcoin only.",
)


def test_a_shop_is_kept_out_and_named_for_review(places: Places) -> None:
    """It states a treatment, and is refused all the same, with the kind and the words."""
    found = _build(places, SHOP)
    assert found.clinics == ()
    (refused,) = found.refused
    assert refused.kind.kind == "illicit_seller"
    assert refused.kind.quote in {passage.text for passage in SHOP.passages}


def test_what_a_person_handed_in_is_never_refused(places: Places) -> None:
    """A document was chosen by a person: a report about a clinic may read like news."""
    found = _build(places, replace(SHOP, source="document"))
    assert found.refused == ()
    assert len(found.clinics) == 1


def test_a_refused_page_does_not_touch_the_clinic_at_its_address(places: Places) -> None:
    """The clinic whose address a shop borrows keeps its own words only."""
    clinic = _listing("https://lantern.example/", "We offer Spravato. Spravato visit: $300.")
    (shown,) = _build(places, clinic, SHOP).clinics
    assert {fact.code for fact in shown.facts} == {"esketamine.nasal", "price_stated"}
    assert [source.key for source in shown.sources] == ["https://lantern.example/"]


def test_a_clinic_has_its_week_and_its_prices(places: Places) -> None:
    """As its own site prints them."""
    clinic = _listing("https://lantern.example/", "We offer IV ketamine: $450 per infusion.")
    (shown,) = _build(places, clinic).clinics
    assert shown.weekly == "Mo-Fr 09:00-17:00"
    (price,) = shown.prices
    assert (price.amount, price.currency, price.unit) == (450.0, "USD", "infusion")
    assert price.evidence.source == "site"
