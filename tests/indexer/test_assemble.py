"""Which value wins a field, and that nothing that lost is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer.assemble import address_of, assemble
from indexer.clinic import Clinic
from indexer.places import Places
from indexer.reading import ReadListing, read

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
SOURCES = {
    kind.value: Source(name=kind.value, title=kind.value, kind=kind, licence="test", about="test")
    for kind in SourceKind
}


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


def _read(
    places: Places, source: str, *, age: int = 0, missing: bool = False, **changes: object
) -> ReadListing:
    seen_at = NOW - timedelta(days=age)
    words = Passage(text="We offer ketamine infusions.", url="p", seen_at=seen_at, where=Where.BODY)
    fields: dict[str, object] = {
        "source": source,
        "key": f"{source} {age}",
        "url": "https://lantern.example/",
        "seen_at": seen_at,
        "name": f"Lantern Ridge by {source}",
        "country": "US",
        "passages": (words,),
    }
    listing = Listing(**(fields | changes))  # type: ignore[arg-type]
    stored = StoredListing(
        listing=listing, first_seen=seen_at, missing_since=NOW if missing else None
    )
    return read(stored, SOURCES, places)


def _clinic(
    places: Places, *reads: ReadListing, before: Clinic | None = None, today: date = TODAY
) -> Clinic:
    return assemble("id", reads, places, before, today)


def test_the_clinics_own_site_names_it_and_other_names_are_kept(places: Places) -> None:
    """Site before document before survey, however fresh; each source keeps its name."""
    reads = [_read(places, kind, age=age) for age, kind in enumerate(("survey", "document"))]
    clinic = _clinic(places, *reads, _read(places, "site", age=90))
    assert clinic.name == "Lantern Ridge by site"
    assert [one.name for one in clinic.sources] == [
        f"Lantern Ridge by {kind}" for kind in ("site", "document", "survey")
    ]


def test_of_equal_sources_the_freshest_wins(places: Places) -> None:
    """An old reading of the same site gives way."""
    old = _read(places, "site", age=60, name="Old Name", hours=("Mo 9-5",))
    new = _read(places, "site", age=1, name="New Name", hours=("Mo 10-6",))
    clinic = _clinic(places, old, new)
    assert (clinic.name, clinic.hours) == ("New Name", ("Mo 10-6",))


def test_the_most_specific_address_wins(places: Places) -> None:
    """A survey's street before the site's town; both stay in the sources."""
    town = _read(places, "site", address=("Bethesda, MD",))
    street = _read(places, "survey", address=("4 Harbor Ave", "Bethesda, MD 20814"))
    clinic = _clinic(places, town, street)
    assert clinic.address.street == "4 Harbor Ave"
    assert [one.address for one in clinic.sources] == [
        ("Bethesda, MD",),
        ("4 Harbor Ave", "Bethesda, MD 20814"),
    ]


@pytest.mark.parametrize("old", [{"age": 90}, {"age": 7, "missing": True}])
def test_who_moved_is_at_the_newer_address(places: Places, old: dict[str, int]) -> None:
    """The older reading is of a more trusted source, and is still where it was, not where it is."""
    then = _read(places, "site", address=("4 Harbor Ave", "Bethesda, MD 20814"), **old)
    now = _read(places, "survey", address=("9 Cedar Rd", "Bethesda, MD 20814"))
    assert address_of([then, now]).street == "9 Cedar Rd"


def test_pages_on_many_states_name_no_place(places: Places) -> None:
    """A provider at a distance is in none of the states that it has pages on."""
    pages = [_read(places, "site", age=n, address=(s,)) for n, s in enumerate(("Texas", "Ohio"))]
    address = address_of(pages)
    assert (address.state, address.city) == ("", "")


def test_a_copys_address_is_no_clinics_website(places: Places) -> None:
    """The real site wins over the fresher staging copy; for want of one, the copy stands."""
    copy = _read(places, "site", website="https://staging.lantern.example/")
    real = _read(places, "site", age=9, website="https://lantern.example/")
    assert _clinic(places, copy, real).website == "https://lantern.example/"
    assert _clinic(places, copy).website == "https://staging.lantern.example/"


def test_each_field_has_its_own_dates(places: Places) -> None:
    """A new phone dates the phones and nothing else."""
    first = _read(places, "site", age=30, phones=("(301) 555-0142",))
    known = _clinic(places, first, today=TODAY - timedelta(days=30))
    again = _read(places, "site", phones=("(301) 555-0143",))
    clinic = _clinic(places, again, before=known)
    dates = {one.field: one for one in clinic.dates}
    assert dates["phones"].changed_at == TODAY
    assert dates["phones"].first_seen == NOW.date() - timedelta(days=30)
    assert dates["name"].changed_at == TODAY - timedelta(days=30)
    assert dates["name"].last_seen == NOW.date()
    assert "hours" not in dates


def test_records_say_what_a_place_does_and_never_where_it_is(places: Places) -> None:
    """The more exact address of a record is not the clinic's; what the source asks for is kept."""
    site = _read(places, "site", address=("Austin, TX",))
    record = _read(places, "records", address=("1 Billing Rd", "Austin, TX 78701"))
    assert address_of([site, record]).postcode == ""
    assert address_of([record]).postcode == "78701"
    assert not record.shows_a_clinic
    asking = replace(record, source=replace(record.source, attribution="Name us."))
    assert asking.provenance.attribution == "Name us."
