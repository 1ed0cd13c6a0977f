"""When a run stands: half the listings gone is a failure, a field gone is one, nothing is one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.census import with_listing
from crawler.health import judge
from crawler.record import Coverage, Outcome
from tests.contracts.listings import MONDAY, listing

WHOLE = Coverage(listings=100, phone=80, address=60, website=100)


def of(listings: int, *, phone: int = 80, address: int = 60, website: int = 100) -> Coverage:
    """Return the coverage of a run with these per cents."""
    return Coverage(
        listings=listings,
        phone=listings * phone // 100,
        address=listings * address // 100,
        website=listings * website // 100,
    )


@pytest.mark.parametrize(
    ("listings", "outcome"),
    [
        (0, Outcome.FAILED),
        (1, Outcome.FAILED),
        (49, Outcome.FAILED),
        (50, Outcome.WARNED),
        (85, Outcome.WARNED),
        (86, Outcome.GOOD),
        (100, Outcome.GOOD),
        (1000, Outcome.GOOD),
    ],
)
def test_a_run_is_measured_by_the_last_good_one(listings: int, outcome: Outcome) -> None:
    """Below half it fails, up to 85 % it warns; more than before is no fault."""
    judgement = judge(
        Coverage(listings=listings, phone=listings, address=listings, website=listings), WHOLE
    )
    assert judgement.outcome is outcome
    assert bool(judgement.reasons) is (outcome is not Outcome.GOOD)


def test_the_reason_tells_both_numbers() -> None:
    """A maintainer sees at once how much is gone."""
    assert judge(of(60), WHOLE).reasons == ("60 listings; the last good run had 100",)


@pytest.mark.parametrize("field", ["phone", "address", "website"])
def test_a_field_that_falls_by_more_than_15_points_fails(field: str) -> None:
    """The listings may all be there, and the site have changed so that we read no phone."""
    before = of(100, phone=80, address=80, website=80)
    assert judge(of(100, **{"phone": 80, "address": 80, "website": 80, field: 65}), before) == (
        judge(before, before)
    )
    fallen = judge(of(100, **{"phone": 80, "address": 80, "website": 80, field: 64}), before)
    assert fallen.outcome is Outcome.FAILED
    assert fallen.reasons == (
        f"64 % of the listings have a {field}; it was 80 % in the last good run",
    )


def test_every_fault_is_told() -> None:
    """Fewer listings, and of those fewer with phones."""
    assert len(judge(of(40, phone=10, address=10), WHOLE).reasons) == 3


def test_the_first_run_is_good_if_it_found_anything() -> None:
    """There is nothing to measure it by."""
    assert judge(Coverage(listings=1), None).outcome is Outcome.GOOD
    assert judge(Coverage(), None).outcome is Outcome.FAILED
    assert judge(Coverage(listings=1), Coverage()).outcome is Outcome.GOOD


@given(st.integers(1, 10_000), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_the_same_again_is_good(listings: int, phone: int, address: int, website: int) -> None:
    """A run that gives what the last one gave is never held up."""
    same = of(listings, phone=phone, address=address, website=website)
    assert judge(same, same).outcome is Outcome.GOOD


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_finding_more_is_never_worse(fewer: int, more: int, before: int) -> None:
    """The verdict does not get worse as listings are added."""
    order = (Outcome.FAILED, Outcome.WARNED, Outcome.GOOD)
    low, high = sorted((fewer, more))
    verdicts = [judge(Coverage(listings=count), Coverage(listings=before)) for count in (low, high)]
    assert order.index(verdicts[0].outcome) <= order.index(verdicts[1].outcome)


def test_a_listing_counts_for_the_fields_it_says() -> None:
    """An absent field is not covered."""
    whole = with_listing(Coverage(), listing("a"))
    assert whole == Coverage(listings=1, phone=1, address=1, website=1)
    bare = replace(listing("b"), phones=(), address=(), website="", seen_at=MONDAY)
    assert with_listing(whole, bare) == Coverage(listings=2, phone=1, address=1, website=1)
