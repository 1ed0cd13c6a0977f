"""A clinic that says on its own site that it has closed: kept, with its words, and not found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.store import StoredListing
from indexer.changes import Change, Kind, changes
from indexer.clinic import Clinic, Evidence, Status
from indexer.directory import Directory, Fate, directory
from indexer.places import Places

TODAY = date(2026, 11, 22)
SEEN_AT = datetime(2026, 11, 20, tzinfo=UTC)
KINDS = {kind.value: kind for kind in SourceKind}
SOURCES = {
    name: Source(name=name, title=name.title(), kind=kind, licence="test", about="test")
    for name, kind in KINDS.items()
}
SITE = "https://lantern.example/"
OPEN = ("We offer IV ketamine.", "Call us for a first visit.")
CLOSED = ("Lantern Ridge is permanently closed.", "Your medical records are kept by request.")
NOTICE = "Lantern Ridge is permanently closed."


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


def listing(source: str, *words: str, days: int = 0, **changed: object) -> Listing:
    """Return what *source* says of the clinic, seen *days* before or after its site was."""
    seen_at = SEEN_AT + timedelta(days=days)
    given = Listing(
        source=source,
        key=SITE if source == "site" else f"{source}-1",
        url=SITE,
        seen_at=seen_at,
        name="Lantern Ridge",
        address=("4 Harbor Ave", "Bethesda, MD 20814"),
        website=SITE,
        passages=tuple(
            Passage(text=text, url=SITE, seen_at=seen_at, where=Where.BODY) for text in words
        ),
    )
    return replace(given, **changed)  # type: ignore[arg-type]  # fields of Listing


def build(
    places: Places, *listings: Listing, before: Mapping[str, Fate] | None = None
) -> Directory:
    """Return the directory of *listings*."""
    stored = [StoredListing(listing=one, first_seen=SEEN_AT) for one in listings]
    return directory(stored, SOURCES, places, before or {}, TODAY)


SURVEY = listing("survey", days=-30)


def test_its_own_site_closes_a_clinic_that_an_older_survey_vouches_for(places: Places) -> None:
    """The words, the page and the day are kept; the survey's address and name stay."""
    found = build(places, SURVEY, listing("site", *CLOSED))
    (clinic,) = found.clinics
    assert clinic.status is Status.CLOSED
    assert clinic.closing == Evidence(quote=NOTICE, url=SITE, seen_on=SEEN_AT.date(), source="site")
    assert (clinic.name, clinic.address.city) == ("Lantern Ridge", "Bethesda")
    assert {source.source for source in clinic.sources} == {"survey", "site"}
    assert found.refused == found.unproven == ()
    assert not found.points


@pytest.mark.parametrize("source", ["document", "list", "register", "records"])
def test_no_list_outvotes_its_own_site(places: Places, source: str) -> None:
    """Lists go on naming what has closed, with a fresh date."""
    site = listing("site", *CLOSED)
    (clinic,) = build(places, SURVEY, site, listing(source, days=40)).clinics
    assert clinic.status is Status.CLOSED


def test_a_person_who_found_it_open_later_is_believed(places: Places) -> None:
    """And so is a second own site seen open on the same day: the clinic took another name."""
    site = listing("site", *CLOSED)
    (surveyed,) = build(places, site, listing("survey", days=3)).clinics
    assert (surveyed.status, surveyed.closing) == (Status.OPEN, None)
    renamed = listing("site", *OPEN, key="https://lantern.example/new")
    (clinic,) = build(places, site, renamed).clinics
    assert clinic.status is Status.OPEN


def test_a_clinic_known_by_its_site_alone_stays_as_it_was_published(places: Places) -> None:
    """Its notice tells nothing else: name, address and id are those of before, for ever after."""
    (was,) = build(places, listing("site", *OPEN)).clinics
    bare = listing("site", *CLOSED, name="Goodbye", address=(), days=2)
    before: Mapping[str, Fate] = {was.id: was}
    for _ in range(2):
        (now,) = build(places, bare, before=before).clinics
        assert (now.id, now.slug, now.name, now.address) == (
            was.id,
            was.slug,
            was.name,
            was.address,
        )
        assert now.status is Status.CLOSED
        before = {now.id: now}


def test_it_opens_again_when_its_site_says_so(places: Places) -> None:
    """The same id, the site's present words, and no notice."""
    (was,) = build(places, SURVEY, listing("site", *CLOSED)).clinics
    (now,) = build(places, SURVEY, listing("site", *OPEN, days=9), before={was.id: was}).clinics
    assert (now.id, now.status, now.closing) == (was.id, Status.OPEN, None)
    assert now.says("ketamine.iv")


def test_a_notice_of_what_we_never_listed_is_for_review(places: Places) -> None:
    """Nobody asks for its page."""
    found = build(places, listing("site", *CLOSED))
    assert found.clinics == ()
    assert [one.kind.kind for one in found.refused] == ["closed"]


def test_a_notice_on_a_site_of_several_places_closes_none(places: Places) -> None:
    """It cannot be said which of them: a person is asked."""
    one = listing("survey", key="1")
    other = listing("survey", key="2", address=("9 Mill Rd", "Rockville, MD 20850"))
    found = build(places, one, other, listing("site", *CLOSED, address=()))
    assert [clinic.status for clinic in found.clinics] == [Status.OPEN, Status.OPEN]
    assert [refused.source.name for refused in found.refused] == ["site"]
    assert found.sitewide == ()


def test_a_register_proves_no_clinic_by_itself(places: Places) -> None:
    """That a place exists is not that it gives ketamine; with a survey it is one more source."""
    assert build(places, listing("register"), listing("records")).clinics == ()
    (clinic,) = build(places, SURVEY, listing("register")).clinics
    assert {source.source for source in clinic.sources} == {"survey", "register"}


def test_the_change_log_tells_of_closing_and_opening(places: Places) -> None:
    """Once each, with the words; nothing while it stays closed."""
    (was,) = build(places, SURVEY).clinics
    shut = build(places, SURVEY, listing("site", *CLOSED), before={was.id: was})
    reopened = build(places, SURVEY, listing("site", *OPEN, days=9), before=shut.fates)
    told = Change(kind=Kind.CLOSED, id=was.id, name="Lantern Ridge", words=NOTICE)
    assert changes({was.id: was}, shut.fates) == (told,)
    assert changes(shut.fates, shut.fates) == ()
    assert changes({}, shut.fates) == (told,)
    assert Kind.REOPENED in {change.kind for change in changes(shut.fates, reopened.fates)}


@given(
    st.lists(
        st.lists(st.sampled_from(["survey", "open", "closed", "list"]), max_size=4, unique=True),
        max_size=6,
    )
)
def test_every_history_of_closing_keeps_the_id(places: Places, runs: list[list[str]]) -> None:
    """Whatever is said from run to run, an id once published is a clinic or gone, and one at most.

    A clinic is closed exactly where its words are kept.
    """
    fates: Mapping[str, Fate] = {}
    for number, said in enumerate(runs):
        words = {"open": OPEN, "closed": CLOSED}
        given = [
            listing("site" if one in words else one, *words.get(one, ()), days=number)
            for one in said
            if not (one == "closed" and "open" in said)
        ]
        found = build(places, *given, before=fates)
        assert set(fates) <= set(found.fates)
        assert len(found.clinics) <= 1
        for clinic in found.clinics:
            assert isinstance(clinic, Clinic)
            assert (clinic.status is Status.CLOSED) is (clinic.closing is not None)
        fates = found.fates
