"""One run from its first listing to its report: what is kept, refused, and when it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.listing import Listing
from crawler.progress import BATCH, MAX_PROBLEMS, Progress, RunReport, Terms
from crawler.record import Changes, Coverage, Outcome, Problem
from crawler.shape import Shape
from crawler.store import StoreUnavailable
from tests.contracts.listing_store import MemoryListingStore
from tests.contracts.listings import MONDAY, SITES, SURVEY, listing


def seconds_pass() -> Callable[[], datetime]:
    """Return a clock that goes on by a second each time it is asked."""
    moments = iter(MONDAY + timedelta(seconds=count) for count in range(1_000))
    return lambda: next(moments)


def run(
    store: MemoryListingStore, *items: object, problems: tuple[Problem, ...] = (), **how: Any
) -> RunReport:
    """Run a source that yields *items*."""
    progress = Progress(store, SITES, seconds_pass())
    progress.begin()
    for item in items:
        progress.take(item)
    return progress.settle(problems, Terms(**how))


def many(count: int) -> list[Listing]:
    """Return so many listings."""
    return [
        replace(listing(f"{n:04}"), point=(20 + n / 100, -77.1), phones=(f"301-555-{n:04}",))
        for n in range(count)
    ]


def keys(store: MemoryListingStore) -> list[str]:
    """Return the keys of the current listings."""
    return [one.listing.key for one in store.listings()]


def test_a_good_run_is_kept_and_reported() -> None:
    """Every listing is in the store, more than a batch of them, and the report counts them."""
    store = MemoryListingStore()
    report = run(store, *many(BATCH + 1))
    assert keys(store) == [one.key for one in many(BATCH + 1)]
    assert report == RunReport(
        source="sites",
        outcome=Outcome.GOOD,
        listings=BATCH + 1,
        changes=Changes(new=BATCH + 1),
        seconds=2.0,
    )
    kept = store.last_good_run("sites")
    assert kept is not None
    assert replace(kept.coverage, alike={}, states=0) == Coverage(
        listings=BATCH + 1, phone=BATCH + 1, address=BATCH + 1, website=BATCH + 1
    )
    assert kept.started == MONDAY


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ({"name": "Invented"}, "a dict is no listing"),
        (replace(listing("a"), name=" "), "has no name"),
        (listing("a", source=SURVEY), "names the source 'survey'"),
        (listing("0000", says="Again."), "the key '0000' came twice"),
    ],
)
def test_what_cannot_be_kept_is_a_problem_and_the_rest_is_kept(item: object, what: str) -> None:
    """A faulty item costs itself, not the run."""
    store = MemoryListingStore()
    report = run(store, listing("0000"), item, listing("b"))
    assert report.outcome is Outcome.GOOD
    assert keys(store) == ["0000", "b"]
    [problem] = report.problems
    assert what in problem.what
    assert store.runs("sites")[0].problems == report.problems


def test_a_collapse_leaves_the_last_good_run() -> None:
    """The store keeps what it had, and remembers why the run failed."""
    store = MemoryListingStore()
    run(store, *many(10))
    report = run(store, *many(4))
    assert report.outcome is Outcome.FAILED
    assert report.reasons == ("4 listings; the last good run had 10",)
    assert len(keys(store)) == 10
    assert store.runs("sites")[0].problems[-1].what == report.reasons[0]


def test_a_collapse_may_be_accepted() -> None:
    """Who has shortened the list says so, and the run stands; nothing at all never does."""
    store = MemoryListingStore()
    run(store, *many(10))
    assert run(store, accept_fewer=True).outcome is Outcome.FAILED
    report = run(store, *many(4), accept_fewer=True)
    assert report.outcome is Outcome.GOOD
    assert report.changes == Changes(missing=6)


def test_a_register_that_answers_oddly_leaves_the_last_good_run() -> None:
    """All in one state though the nation was asked, and a field that no row says any more."""
    store = MemoryListingStore()
    assert run(store, *many(30), nationwide=True).outcome is Outcome.FAILED
    assert run(store, *many(30), shape=shape("phone")).outcome is Outcome.GOOD
    report = run(store, *many(30), shape=shape("telephone"))
    assert report.outcome is Outcome.FAILED
    assert report.reasons == ("no row has the field phone any more; 100 % had it",)
    assert store.runs("sites")[0].problems[-1].what == report.reasons[0]
    assert run(store, *many(30), shape=shape("telephone"), accept_fewer=True).outcome.stands
    assert run(store, *many(30), shape=shape("telephone")).outcome is Outcome.GOOD


def shape(field: str) -> Shape:
    """Return the shape of many rows that have one field."""
    found = Shape()
    for _ in range(30):
        found.add({field: "x"})
    return found


def test_a_warning_stands() -> None:
    """The listings count, and those not found are missing."""
    store = MemoryListingStore()
    run(store, *many(10))
    report = run(store, *many(8))
    assert report.outcome is Outcome.WARNED
    assert report.changes == Changes(missing=2)


def test_a_trial_stands_only_where_nothing_did() -> None:
    """A first look may be shown; a later one must not make clinics missing."""
    store = MemoryListingStore()
    assert run(store, *many(2), trial=True).outcome is Outcome.GOOD
    run(store, *many(10))
    report = run(store, *many(9), trial=True)
    assert report.outcome is Outcome.TRIAL
    assert len(keys(store)) == 10
    assert [one.missing_since for one in store.listings()] == [None] * 10
    assert run(store, trial=True).outcome is Outcome.FAILED


def test_sites_that_forbid_us_are_told_apart_from_a_failure() -> None:
    """Every page was closed by robots.txt: nothing is broken, we are not welcome."""
    closed = Problem(url="https://a.example/", what="robots.txt forbids this page")
    broken = Problem(url="https://b.example/", what="the server answers 500")
    store = MemoryListingStore()
    assert run(store, problems=(closed,)).outcome is Outcome.NOT_PERMITTED
    assert run(store, problems=(closed, broken)).outcome is Outcome.FAILED
    assert run(store).outcome is Outcome.FAILED
    assert run(store, listing("a"), problems=(closed,)).outcome is Outcome.GOOD


def test_a_failure_outweighs_what_was_found() -> None:
    """A spider that broke half way says nothing of what is missing."""
    store = MemoryListingStore()
    progress = Progress(store, SITES, seconds_pass())
    progress.begin()
    progress.take(listing("a"))
    progress.fail("the spider broke")
    progress.take(listing("b"))
    report = progress.settle()
    assert report.outcome is Outcome.FAILED
    assert report.reasons == ("the spider broke",)
    assert report.listings == 1
    assert keys(store) == []


def test_not_all_of_a_flood_of_problems_is_stored() -> None:
    """The report has all, the store the first thousand and the count of the others."""
    store = MemoryListingStore()
    flood = [Problem(url=f"https://a.example/{number}", what="timed out") for number in range(1500)]
    report = run(store, listing("a"), problems=tuple(flood))
    assert len(report.problems) == 1500
    stored = store.runs("sites")[0].problems
    assert len(stored) == MAX_PROBLEMS + 1
    assert stored[-1].what == "and 500 problems more"


class BrokenStore(MemoryListingStore):
    """A store whose database goes away at one call."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def __getattribute__(self, name: str) -> object:
        if name != "at" and name == object.__getattribute__(self, "at"):
            raise StoreUnavailable("sqlite:///clinics.sqlite: the disk is full")
        return object.__getattribute__(self, name)


@pytest.mark.parametrize("call", ["begin_run", "add", "last_good_run", "finish_run"])
def test_a_store_that_fails_fails_the_run(call: str) -> None:
    """The report says why; no exception reaches the other sources."""
    store = BrokenStore("")
    run(store, *many(3))
    store.at = call
    report = run(store, *many(BATCH + 1))
    assert report.outcome is Outcome.FAILED
    assert "the disk is full" in report.reasons[-1]
    store.at = ""
    assert len(keys(store)) == 3


def test_a_run_for_some_states_replaces_only_what_lies_in_them() -> None:
    """Maryland alone is a trial where Texas stands too; it stands where Maryland stood alone."""
    maryland = listing("a")
    texas = replace(listing("b"), address=("1 Invented St", "Austin, TX 78701"))
    nowhere = replace(listing("c"), address=())

    both = MemoryListingStore()
    run(both, maryland, texas)
    trial = run(both, maryland, narrowed_to=("MD",))
    assert (trial.outcome, keys(both)) == (Outcome.TRIAL, ["a", "b"])
    assert run(both, maryland, texas, narrowed_to=("MD", "TX")).outcome is Outcome.GOOD

    alone = MemoryListingStore()
    assert run(alone, maryland, nowhere, narrowed_to=("MD",)).outcome is Outcome.GOOD
    again = run(alone, replace(maryland, name="New"), nowhere, narrowed_to=("MD",))
    assert (again.outcome, again.changes) == (Outcome.GOOD, Changes(changed=1))
