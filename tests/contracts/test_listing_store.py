"""What every listing store promises, whatever it keeps the listings in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Source, Where
from crawler.record import Changes, Coverage, Outcome, Problem, Run
from crawler.store import ListingStore, SqlListingStore
from tests.contracts.listing_store import MemoryListingStore
from tests.contracts.listings import DAY, MONDAY, SITES, SURVEY, listing
from tests.postgresql import postgresql_socket, postgresql_url

__all__ = ["postgresql_socket", "postgresql_url"]

KINDS = ("memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ListingStore]:
    """Give an empty store of each kind."""
    if request.param == "memory":
        yield MemoryListingStore()
        return
    url = f"sqlite:///{tmp_path}/clinics.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    with SqlListingStore(url, create=True) as opened:
        yield opened


def good_run(
    store: ListingStore,
    *given: Listing,
    source: Source = SITES,
    at: datetime = MONDAY,
    outcome: Outcome = Outcome.GOOD,
) -> Run:
    """Run *source* with what it gives, a minute long."""
    run = store.begin_run(source, at)
    store.add(run, given)
    return store.finish_run(
        run,
        at=at + timedelta(minutes=1),
        outcome=outcome,
        coverage=Coverage(listings=len(given)),
    )


def keys(store: ListingStore, source: str | None = None) -> list[str]:
    """Return the keys of the current listings."""
    return [one.listing.key for one in store.listings(source)]


def test_a_new_store_is_empty(store: ListingStore) -> None:
    """Nothing is known before the first run."""
    assert store.sources() == ()
    assert keys(store) == []
    assert store.last_good_run("sites") is None
    assert store.runs("sites") == ()


def test_a_listing_comes_back_as_it_was_given(store: ListingStore) -> None:
    """No field, passage or time is lost or changed."""
    good_run(store, listing("a"))

    [kept] = store.listings()
    assert kept.listing == listing("a")
    assert kept.first_seen == MONDAY
    assert kept.missing_since is None


def test_a_listing_that_says_little_comes_back_as_it_was_given(store: ListingStore) -> None:
    """Absence stays absence: "" is not None, and no point is no point."""
    bare = Listing(source="sites", key="b", url="", seen_at=MONDAY, name="Invented")
    good_run(store, bare)
    assert [one.listing for one in store.listings()] == [bare]


def test_times_are_kept_as_moments(store: ListingStore) -> None:
    """A time given in another zone is the same moment, told in UTC, to the microsecond."""
    there = datetime(2026, 11, 2, 4, 30, 0, 123456, tzinfo=timezone(-5 * timedelta(hours=1)))
    good_run(store, replace(listing("a"), seen_at=there))

    [kept] = store.listings()
    assert kept.listing.seen_at == there
    assert kept.listing.seen_at.utcoffset() == timedelta(0)


def test_order_is_by_source_then_key(store: ListingStore) -> None:
    """The order is that of code points, on every database and in every locale."""
    given = ["b", "a", "Z", "é", "a-b", "ab", "_", "😀", "～"]
    good_run(store, *[listing(key, source=SURVEY) for key in given], source=SURVEY)
    good_run(store, *[listing(key) for key in given])

    assert keys(store) == sorted(given) * 2
    assert [one.listing.source for one in store.listings()] == ["sites"] * 9 + ["survey"] * 9


def test_one_source_may_be_asked_for(store: ListingStore) -> None:
    """Only its listings come; an unknown source has none."""
    good_run(store, listing("a"))
    good_run(store, listing("b", source=SURVEY), source=SURVEY)
    assert keys(store, "survey") == ["b"]
    assert keys(store, "nobody") == []


def test_more_listings_than_are_read_at_a_time(store: ListingStore) -> None:
    """Chunks neither lose nor repeat a listing or its passages."""
    given = [listing(f"{number:05}", says=f"Words {number}") for number in range(1203)]
    good_run(store, *given)
    assert [one.listing for one in store.listings()] == given


def test_an_unfinished_run_does_not_count(store: ListingStore) -> None:
    """What a run has written is not current until it is finished."""
    good_run(store, listing("a", says="Before."))
    run = store.begin_run(SITES, MONDAY + DAY)
    store.add(run, [listing("a", says="After."), listing("b")])

    [kept] = store.listings()
    assert kept.listing == listing("a", says="Before.")
    assert store.runs("sites")[0].outcome is Outcome.RUNNING
    assert store.runs("sites")[0].finished is None


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.NOT_PERMITTED, Outcome.TRIAL])
def test_a_run_that_does_not_stand_leaves_the_last_good_one(
    store: ListingStore, outcome: Outcome
) -> None:
    """The listings, the last good run and the fingerprint are those of before."""
    good = good_run(store, listing("a"))
    before = store.fingerprint()

    good_run(store, listing("b"), at=MONDAY + DAY, outcome=outcome)
    assert keys(store) == ["a"]
    assert store.last_good_run("sites") == good
    assert store.runs("sites")[0].outcome is outcome
    assert store.fingerprint() == before


def test_a_warned_run_stands(store: ListingStore) -> None:
    """A warning is for the maintainer; the listings are current."""
    good_run(store, listing("a"))
    warned = good_run(store, listing("b"), at=MONDAY + DAY, outcome=Outcome.WARNED)
    assert store.last_good_run("sites") == warned
    assert "b" in keys(store)


def test_a_source_whose_first_run_failed_is_not_shown(store: ListingStore) -> None:
    """A source without a good run has nothing to be shown for, but its runs are remembered."""
    good_run(store, listing("a"), outcome=Outcome.FAILED)
    assert store.sources() == ()
    assert store.last_good_run("sites") is None
    assert len(store.runs("sites")) == 1


def test_sources_come_by_name_as_their_last_good_run_put_them(store: ListingStore) -> None:
    """A new title shows once a run under it stands, not before."""
    good_run(store, listing("b", source=SURVEY), source=SURVEY)
    good_run(store, listing("a"))
    renamed = replace(SITES, title="Websites", licence="Other.", month_only=True)

    good_run(store, source=renamed, outcome=Outcome.FAILED)
    assert store.sources() == (SITES, SURVEY)
    good_run(store, listing("a"), source=renamed)
    assert store.sources() == (renamed, SURVEY)


def test_a_listing_that_disappears_is_missing_then_withdrawn(store: ListingStore) -> None:
    """It is kept, marked, for one good run, and gone with the second."""
    good_run(store, listing("a"), listing("b"))
    once = good_run(store, listing("a"), at=MONDAY + DAY)

    a, b = store.listings()
    assert a.missing_since is None
    assert b.listing == listing("b")
    assert b.missing_since == once.finished

    good_run(store, listing("a"), at=MONDAY + 2 * DAY)
    assert keys(store) == ["a"]


def test_a_failed_run_makes_nothing_missing(store: ListingStore) -> None:
    """Only good runs count towards withdrawal."""
    good_run(store, listing("a"), listing("b"))
    for day in range(1, 4):
        good_run(store, listing("a"), at=MONDAY + day * DAY, outcome=Outcome.FAILED)
    assert [one.missing_since for one in store.listings()] == [None, None]


def test_a_missing_listing_may_return(store: ListingStore) -> None:
    """It is present again, as it is worded now, and its first sighting is the old one."""
    good_run(store, listing("a"), listing("b"))
    good_run(store, listing("a"), at=MONDAY + DAY)
    back = good_run(store, listing("a"), listing("b", says="New."), at=MONDAY + 2 * DAY)

    b = list(store.listings())[1]
    assert b.listing == listing("b", says="New.")
    assert b.missing_since is None
    assert b.first_seen == MONDAY
    assert back.changes == Changes(changed=1)


def test_the_first_sighting_survives_withdrawal(store: ListingStore) -> None:
    """A clinic that comes back after long was still first seen when it was."""
    good_run(store, listing("a"), listing("b"))
    for day in range(1, 4):
        good_run(store, listing("a"), at=MONDAY + day * DAY)
    back = good_run(store, listing("a"), listing("b"), at=MONDAY + 4 * DAY)

    assert back.changes == Changes(new=1)
    assert list(store.listings())[1].first_seen == MONDAY


def test_a_listing_tells_since_when_it_says_so_and_who_gave_it_last(store: ListingStore) -> None:
    """A later date on the same words is no change; a missing one names the run that gave it."""
    good_run(store, listing("a"), listing("b"))
    good_run(store, replace(listing("a"), seen_at=MONDAY + DAY), listing("b"), at=MONDAY + DAY)
    good_run(store, listing("a", says="New."), at=MONDAY + 2 * DAY, outcome=Outcome.FAILED)
    last = good_run(store, listing("a", says="New."), at=MONDAY + 3 * DAY)

    a, b = store.listings()
    assert (a.first_seen, a.changed_at, a.run) == (MONDAY, MONDAY + 3 * DAY, last.id)
    assert (b.first_seen, b.changed_at, b.run) == (MONDAY, MONDAY, last.id - 2)
    back = good_run(store, listing("a", says="New."), listing("b"), at=MONDAY + 4 * DAY)
    a, b = store.listings()
    assert (a.changed_at, a.run) == (MONDAY + 3 * DAY, back.id)
    assert (b.changed_at, b.run) == (MONDAY, back.id)


def test_reading_better_moves_no_date(store: ListingStore) -> None:
    """A replay may word a listing anew; what its source says has not changed by that."""
    good_run(store, listing("a"))
    run = store.begin_run(SITES, MONDAY + DAY)
    store.add(run, [listing("a", says="Read better.")])
    store.finish_run(
        run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=Coverage(listings=1), looked=False
    )
    [a] = store.listings()
    assert a.listing == listing("a", says="Read better.")
    assert (a.changed_at, a.run) == (MONDAY, run.id)
    good_run(store, listing("a", says="Read better."), at=MONDAY + 2 * DAY)
    assert [one.changed_at for one in store.listings()] == [MONDAY]


def test_only_good_runs_sight(store: ListingStore) -> None:
    """A failed run is no witness of when a listing was first seen; sources do not mix."""
    good_run(store, listing("a"), outcome=Outcome.FAILED)
    good_run(store, listing("a", source=SURVEY), source=SURVEY, at=MONDAY + DAY)
    good_run(store, listing("a"), at=MONDAY + 2 * DAY)
    assert [one.first_seen for one in store.listings()] == [MONDAY + 2 * DAY, MONDAY + DAY]


def test_a_run_tells_what_it_changed(store: ListingStore) -> None:
    """New, changed, missing and withdrawn are counted against the last good run."""
    first = good_run(store, *[listing(key) for key in "abcd"])
    assert first.changes == Changes(new=4)

    second = good_run(
        store, listing("a"), listing("b", says="Other."), listing("e"), at=MONDAY + DAY
    )
    assert second.changes == Changes(new=1, changed=1, missing=2)

    third = good_run(store, listing("a"), listing("c"), at=MONDAY + 2 * DAY)
    assert third.changes == Changes(missing=2, withdrawn=1)


def test_a_later_date_on_the_same_words_is_no_change(store: ListingStore) -> None:
    """It is not counted as changed, but it is what pages show: the fingerprint differs."""
    good_run(store, listing("a"))
    before = store.fingerprint()
    later = replace(
        listing("a"),
        seen_at=MONDAY + DAY,
        passages=tuple(replace(one, seen_at=MONDAY + DAY) for one in listing("a").passages),
    )

    assert good_run(store, later, at=MONDAY + DAY).changes == Changes()
    assert store.fingerprint() != before


def test_a_run_is_remembered_as_it_was_finished(store: ListingStore) -> None:
    """Times, outcome, coverage, changes and problems come back, hostile bytes and all."""
    run = store.begin_run(SITES, MONDAY)
    store.add(run, [listing("a")])
    coverage = Coverage(listings=1, phone=1, address=1, website=1)
    problems = [
        Problem(url="https://b.example/", what="timed out"),
        Problem(url="c.csv:4", what="\x00 😀"),
    ]
    done = store.finish_run(
        run, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=coverage, problems=problems
    )

    assert done.coverage == coverage
    assert done.problems == tuple(problems)
    assert done.finished == MONDAY + DAY
    assert store.last_good_run("sites") == done
    assert store.runs("sites") == (done,)


def test_runs_come_newest_first(store: ListingStore) -> None:
    """Every run of the source is there, and no other source's."""
    done = [good_run(store, listing("a"), at=MONDAY + day * DAY) for day in range(3)]
    good_run(store, listing("a", source=SURVEY), source=SURVEY)
    assert store.runs("sites") == tuple(reversed(done))


def test_an_identical_run_leaves_the_fingerprint(store: ListingStore) -> None:
    """Repeating a run changes nothing that the indexer needs to see, in whatever order."""
    good_run(store, listing("a"), listing("b"))
    before = store.fingerprint()
    good_run(store, listing("b"), listing("a"), at=MONDAY + DAY)
    assert store.fingerprint() == before


@pytest.mark.parametrize(
    "changed",
    [
        replace(listing("a"), name="Another"),
        replace(listing("a"), phones=()),
        replace(listing("a"), address=("1 Invented St Bethesda, MD 20814",)),
        replace(listing("a"), point=None),
        listing("a", says="We give Ketamine."),
        replace(listing("a"), passages=listing("a").passages[::-1]),
    ],
)
def test_any_change_of_content_changes_the_fingerprint(
    store: ListingStore, changed: Listing
) -> None:
    """The indexer rebuilds when a single field or passage differs, and not when it is undone."""
    good_run(store, listing("a"))
    before = store.fingerprint()
    good_run(store, changed, at=MONDAY + DAY)
    assert store.fingerprint() != before
    good_run(store, listing("a"), at=MONDAY + 2 * DAY)
    assert store.fingerprint() == before


def test_what_else_is_current_changes_the_fingerprint(store: ListingStore) -> None:
    """A new listing, a missing one, a withdrawn one, a source and its title each count."""
    prints = [store.fingerprint()]
    good_run(store, listing("a"))
    prints.append(store.fingerprint())
    good_run(store, listing("a"), listing("b"))
    prints.append(store.fingerprint())
    good_run(store, listing("a"))
    prints.append(store.fingerprint())
    good_run(store, listing("a", source=SURVEY), source=SURVEY)
    prints.append(store.fingerprint())
    good_run(store, listing("a"), source=replace(SITES, title="Other"))
    prints.append(store.fingerprint())
    assert len(set(prints)) == len(prints)


def test_the_fingerprint_is_the_same_in_every_store(store: ListingStore) -> None:
    """It tells of content alone: a copied or rebuilt store has the same."""
    other = MemoryListingStore()
    for each in (store, other):
        good_run(each, listing("a"), listing("b"))
        good_run(each, listing("a"), at=MONDAY + DAY)
    assert store.fingerprint() == other.fingerprint()


def test_a_run_that_looked_at_nothing_withdraws_nothing(store: ListingStore) -> None:
    """What was missing stays missing since then, however often the kept pages are read again."""
    good_run(store, listing("a"), listing("b"))
    good_run(store, listing("a"), at=MONDAY + DAY)
    [_, missing] = store.listings()
    for day in (2, 3):
        run = store.begin_run(SITES, MONDAY + day * DAY)
        store.add(run, [listing("a")])
        again = store.finish_run(
            run,
            at=MONDAY + day * DAY,
            outcome=Outcome.GOOD,
            coverage=Coverage(listings=1),
            looked=False,
        )
        assert again.changes == Changes()
        assert list(store.listings())[1] == missing
    assert good_run(store, listing("a"), at=MONDAY + 4 * DAY).changes == Changes(withdrawn=1)


def test_a_listing_can_be_forgotten(store: ListingStore) -> None:
    """It is gone at once, with its passages and its first sighting; the fingerprint says so."""
    good_run(store, listing("a"), listing("b"))
    other = MemoryListingStore()
    good_run(other, listing("b"))
    assert store.forget("sites", ["a", "nothing"]) == 1
    assert store.forget("nobody", ["a"]) == 0
    assert keys(store) == ["b"]
    assert store.fingerprint() == other.fingerprint()
    last = store.last_good_run("sites")
    assert last is not None
    assert last.coverage == Coverage(listings=1, phone=1, address=1, website=1)
    assert good_run(store, listing("b"), at=MONDAY + DAY).changes == Changes()
    good_run(store, listing("a"), listing("b"), at=MONDAY + 2 * DAY)
    assert [one.first_seen for one in store.listings()] == [MONDAY + 2 * DAY, MONDAY]


def test_a_key_given_twice_is_kept_once(store: ListingStore) -> None:
    """The later one is kept, with its passages alone, within a batch and across batches."""
    run = store.begin_run(SITES, MONDAY)
    store.add(run, [listing("a", says="1"), listing("a", says="2"), listing("b", says="1")])
    store.add(run, [listing("b", says="2")])
    store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=2))
    assert [one.listing for one in store.listings()] == [
        listing("a", says="2"),
        listing("b", says="2"),
    ]


@pytest.mark.parametrize(
    "fault",
    [
        listing("a", source=SURVEY),
        replace(listing("a"), key=" "),
        replace(listing("a"), key="k" * 2_401),
        replace(listing("a"), name=""),
        replace(listing("a"), seen_at=datetime(2026, 11, 2)),  # noqa: DTZ001
    ],
)
def test_a_faulty_listing_is_refused_with_its_batch(store: ListingStore, fault: Listing) -> None:
    """The batch is all or nothing, so the caller knows what is kept."""
    run = store.begin_run(SITES, MONDAY)
    with pytest.raises(ValueError, match=r"listing|key|time"):
        store.add(run, [listing("b"), fault])
    store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage())
    assert keys(store) == []


def test_the_longest_key_is_kept(store: ListingStore) -> None:
    """A key of every size up to the limit fits every database's index."""
    key = "".join(chr(0x100 + number * 7919 % 0x4000) for number in range(800))
    good_run(store, replace(listing("a"), key=key))
    assert keys(store) == [key]


@pytest.mark.parametrize("hostile", ["a\x00b", "a\ud800b"])
def test_text_that_a_database_cannot_keep_is_marked(store: ListingStore, hostile: str) -> None:
    """Pages send NUL and broken surrogates in any field; the rest of the words is kept."""
    good_run(store, saying(hostile))
    assert [one.listing for one in store.listings()] == [saying("a\ufffdb")]


def saying(text: str) -> Listing:
    """Return a listing that says *text* in every field that holds words."""
    return Listing(
        source="sites",
        key=text,
        url=text,
        seen_at=MONDAY,
        name=text,
        address=(text, text),
        country=text,
        phones=(text,),
        emails=(text,),
        website=text,
        hours=(text,),
        identifiers=((text, text),),
        passages=(Passage(text=text, url=text, seen_at=MONDAY, where=Where.BODY, under=text),),
    )


@pytest.mark.parametrize("point", [(float("nan"), 1.0), (1.0, float("inf"))])
def test_a_point_that_is_none_is_dropped(store: ListingStore, point: tuple[float, float]) -> None:
    """A page may print NaN for a latitude; that is no position."""
    good_run(store, replace(listing("a"), point=point))
    assert [one.listing.point for one in store.listings()] == [None]


def test_a_finished_run_is_closed(store: ListingStore) -> None:
    """Nothing may be added to it, and it cannot be finished again or finished as running."""
    run = store.begin_run(SITES, MONDAY)
    with pytest.raises(ValueError, match="running"):
        store.finish_run(run, at=MONDAY, outcome=Outcome.RUNNING, coverage=Coverage())
    store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage())
    with pytest.raises(ValueError, match="not open"):
        store.add(run, [listing("a")])
    with pytest.raises(ValueError, match="not open"):
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage())


def test_two_runs_at_once_do_not_mix(store: ListingStore) -> None:
    """Each keeps its own listings; the source stands on the one finished last."""
    one = store.begin_run(SITES, MONDAY)
    two = store.begin_run(SITES, MONDAY)
    store.add(one, [listing("a", says="1")])
    store.add(two, [listing("a", says="2")])
    coverage = Coverage(listings=1)
    store.finish_run(two, at=MONDAY, outcome=Outcome.GOOD, coverage=coverage)
    last = store.finish_run(one, at=MONDAY + DAY, outcome=Outcome.GOOD, coverage=coverage)

    assert [one.listing for one in store.listings()] == [listing("a", says="1")]
    assert store.last_good_run("sites") == last


def test_a_killed_run_is_swept_after_days(store: ListingStore) -> None:
    """A young unfinished run may still be at work; an old one is closed as failed."""
    killed = store.begin_run(SITES, MONDAY)
    store.add(killed, [listing("a")])

    good_run(store, listing("b"), at=MONDAY + DAY)
    assert store.runs("sites")[-1].outcome is Outcome.RUNNING
    good_run(store, listing("b"), at=MONDAY + 3 * DAY)
    assert store.runs("sites")[-1].outcome is Outcome.FAILED
    assert "without finishing" in store.runs("sites")[-1].problems[0].what
    assert keys(store) == ["b"]


def test_reading_is_of_one_moment(store: ListingStore) -> None:
    """Who reads while a run finishes sees all of the old listings or all of the new, no mixture."""
    good_run(store, *[listing(f"{n:04}", says="old") for n in range(700)])
    reading = iter(
        list(store.listings()) if isinstance(store, MemoryListingStore) else store.listings()
    )
    first = next(reading)
    good_run(store, *[listing(f"{n:04}", says="new") for n in range(700)], at=MONDAY + DAY)

    seen = [first, *reading]
    assert {one.listing.passages[1].text for one in seen} == {"old"}
    assert len(seen) == 700


TEXTS = st.text(max_size=20)
LISTINGS = st.builds(
    Listing,
    source=st.just("sites"),
    key=st.text(min_size=1, max_size=30).map(lambda text: f"k{text}"),
    url=TEXTS,
    seen_at=st.datetimes(timezones=st.timezones(), min_value=datetime(1990, 1, 1)),  # noqa: DTZ001
    name=TEXTS.map(lambda text: f"n{text}"),
    address=st.lists(TEXTS, max_size=3).map(tuple),
    phones=st.lists(TEXTS, max_size=2).map(tuple),
    point=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    identifiers=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    passages=st.lists(
        st.builds(
            Passage,
            text=st.text(),
            url=TEXTS,
            seen_at=st.just(MONDAY),
            where=st.sampled_from(Where),
            under=TEXTS,
        ),
        max_size=3,
    ).map(tuple),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=st.lists(LISTINGS, unique_by=lambda one: one.key, max_size=4))
def test_any_listing_goes_in_and_comes_out(store: ListingStore, found: list[Listing]) -> None:
    """Whatever a page prints, every store keeps the same of it as the store in memory."""
    memory = MemoryListingStore()
    good_run(memory, *found)
    good_run(store, *found, at=MONDAY)
    present = [one.listing for one in store.listings() if one.missing_since is None]
    assert present == [one.listing for one in memory.listings()]
