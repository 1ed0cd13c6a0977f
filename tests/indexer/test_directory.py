"""Listings become clinics: merged, placed, named, dated."""

from datetime import UTC, date, datetime

import pytest

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer.clinic import Clinic, Precision
from indexer.directory import Directory, directory
from indexer.places import Places

TODAY = date(2026, 11, 22)
SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
SOURCES = {
    name: Source(name=name, title=name.title(), kind=kind, licence="test", about="test")
    for name, kind in (("site", SourceKind.SITE), ("survey", SourceKind.SURVEY))
}


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


def _listing(source: str, key: str, *words: str, **changes: object) -> StoredListing:
    where = Where.SURVEY if source == "survey" else Where.BODY
    passages = tuple(Passage(text=w, url=key, seen_at=SEEN_AT, where=where) for w in words)
    fields: dict[str, object] = {
        "source": source,
        "key": key,
        "url": key,
        "seen_at": SEEN_AT,
        "name": "Lantern Ridge Clinic",
        "website": "https://lantern.example/",
        "country": "US",
        "passages": passages,
    }
    listing = Listing(**(fields | changes))  # type: ignore[arg-type]
    return StoredListing(listing=listing, first_seen=SEEN_AT)


def _build(
    places: Places, *listings: StoredListing, before: Directory | None = None, today: date = TODAY
) -> Directory:
    fates = {c.id: c for c in before.clinics} | dict(before.moved) if before else {}
    return directory(listings, SOURCES, places, fates, today)


SURVEY = _listing("survey", "https://lantern.example/", "iv_infusion", address=("Bethesda, MD",))
SITE = _listing(
    "site",
    "https://lantern.example/contact",
    "We offer Spravato.",
    address=("4 Harbor Ave Suite 2", "Bethesda, MD 20814"),
    phones=("(301) 555-0142",),
)


def test_survey_and_site_become_one_clinic(places: Places) -> None:
    """The site gives the address; facts and provenance of both are kept."""
    (clinic,) = _build(places, SURVEY, SITE).clinics
    assert clinic.address.street == "4 Harbor Ave"
    assert clinic.phones == ("+13015550142",)
    assert {(f.code, f.evidence.source) for f in clinic.facts} == {
        ("ketamine.iv", "survey"),
        ("esketamine.nasal", "site"),
    }
    assert [one.source for one in clinic.sources] == ["site", "survey"]


def test_clinic_is_placed_as_exactly_as_it_says(places: Places) -> None:
    """A ZIP gives the ZIP's centre, a town the town's; a state alone gives no point."""
    zip_code = _build(places, SITE).clinics[0]
    town = _build(places, SURVEY).clinics[0]
    state = _build(places, _listing("survey", "k", "kap", address=("Arizona",))).clinics[0]
    assert zip_code.point is not None
    assert zip_code.point.precision is Precision.ZIP
    assert town.point is not None
    assert town.point.precision is Precision.CITY
    assert zip_code.time_zone == "America/New_York"
    assert state.point is None
    assert state.address.state == "AZ"


def test_site_without_treatment_awaits_review(places: Places) -> None:
    """A site that states no ketamine treatment is not shown, and not lost."""
    explains = _listing("site", "k", "Spravato is a nasal spray.", address=("Bethesda, MD",))
    found = _build(places, explains)
    assert found.clinics == ()
    assert [one.ref for one in found.unproven] == [("site", "k")]


def test_second_build_changes_nothing(places: Places) -> None:
    """The same listings a week later: same ids, same dates."""
    first = _build(places, SURVEY, SITE)
    again = _build(places, SURVEY, SITE, before=first, today=date(2026, 11, 29))
    assert again.clinics == first.clinics


def test_change_is_dated_and_the_id_stays(places: Places) -> None:
    """A new phone: the same clinic, changed today, first seen then."""
    first = _build(places, SITE)
    moved_on = _listing(
        "site",
        "https://lantern.example/contact",
        "We offer Spravato.",
        address=("4 Harbor Ave Suite 2", "Bethesda, MD 20814"),
        phones=("(301) 555-0143",),
    )
    later = date(2026, 11, 29)
    (clinic,) = _build(places, moved_on, before=first, today=later).clinics
    assert clinic.id == first.clinics[0].id
    assert clinic.changed_at == later
    assert clinic.first_seen == first.clinics[0].first_seen


def test_slug_is_safe_in_a_link(places: Places) -> None:
    """Only lower-case letters, digits and hyphens, whatever the name holds."""
    odd = _listing("survey", "k", "kap", name='Clínica «Ünïque» <b>&"/', address=("Houston, TX",))
    clinic: Clinic = _build(places, odd).clinics[0]
    assert clinic.slug == "clinica-unique-b-houston-tx"
