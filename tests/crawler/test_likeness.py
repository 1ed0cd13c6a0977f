"""Listings that are too much alike, and registers that change their form, are heard at once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.census import Census, left_of
from crawler.health import judge
from crawler.likeness import FROM
from crawler.listing import Listing
from crawler.record import Coverage, Outcome
from crawler.shape import MOST_FIELDS, Shape, fields_of
from tests.contracts.listings import listing

TOWNS = ("Bethesda, MD 20814", "Austin, TX 78701", "Denver, CO 80202")


def clinic(number: int, **changes: object) -> Listing:
    """Return one of many clinics that have nothing in common."""
    return replace(
        listing(f"{number:03}"),
        name=f"Invented Ketamine {number}",
        phones=(f"Call (303) 555-01{number % 100:02}, ext. {number}",),
        point=(39 + number / 100, -105.0),
        address=(f"{number} Invented St", TOWNS[number % 3]),
        **changes,
    )


def counted(*listings: Listing) -> Coverage:
    """Return the coverage of a run that gave these."""
    census = Census()
    for one in listings:
        census.add(one)
    return census.coverage()


MANY = [clinic(number) for number in range(40)]
SOUND = counted(*MANY)


def test_what_is_alike_is_counted() -> None:
    """By name, number, point and state, however these are printed."""
    first = clinic(1)
    shouting = replace(clinic(2), name="INVENTED  KETAMINE 1", phones=("303.555.0101",))
    same = counted(first, shouting, replace(clinic(3), point=first.point, phones=()))
    assert same.alike == {"name": 2, "phone": 2, "point": 2, "state": 1}
    assert same.states == 3
    bare = replace(first, phones=("by appointment",), point=None, address=("1 Elm St",))
    assert counted(bare) == Coverage(
        listings=1, phone=1, address=1, website=1, alike={"name": 1}, states=0
    )


def test_a_run_like_the_last_is_good() -> None:
    """Also the first one; and few may well be alike."""
    assert judge(SOUND, None, nationwide=True).outcome is Outcome.GOOD
    assert judge(SOUND, SOUND, nationwide=True).outcome is Outcome.GOOD
    few = counted(*[replace(one, name="Same", point=(1.0, 1.0)) for one in MANY[: FROM - 1]])
    assert judge(few, None, nationwide=True).outcome is Outcome.GOOD


@pytest.mark.parametrize(
    ("changes", "first", "later", "what"),
    [
        ({"point": (39.0, -105.0)}, Outcome.FAILED, Outcome.FAILED, "the same point"),
        ({"name": "Page not found"}, Outcome.WARNED, Outcome.FAILED, "the same name"),
        ({"phones": ("(303) 555-0100",)}, Outcome.WARNED, Outcome.FAILED, "the same phone"),
        ({"address": ("1 St", TOWNS[0])}, Outcome.GOOD, Outcome.FAILED, "their state lie in one"),
    ],
)
def test_what_is_all_the_same_is_an_alarm(
    changes: dict[str, object], first: Outcome, later: Outcome, what: str
) -> None:
    """A default answer, swapped coordinates, the frame of a page, an agency's number."""
    same = counted(*[replace(one, **changes) for one in MANY])
    assert judge(same, None).outcome is first
    judgement = judge(same, SOUND)
    assert judgement.outcome is later
    assert any(what in reason for reason in judgement.reasons)
    assert judge(same, same).outcome is (Outcome.FAILED if "point" in changes else Outcome.GOOD)


def test_a_whole_nation_in_one_state_is_an_alarm_at_once() -> None:
    """Whoever asks for one state alone is content with it."""
    maryland = counted(*[replace(one, address=("1 St", TOWNS[0])) for one in MANY])
    assert judge(maryland, None, nationwide=True).outcome is Outcome.FAILED
    assert judge(maryland, None).outcome is Outcome.GOOD


def test_a_rise_is_a_warning() -> None:
    """A third shares one number that nobody shared before."""
    agency = [replace(one, phones=("(303) 555-0199",)) for one in MANY[:13]]
    judgement = judge(counted(*agency, *MANY[13:]), SOUND)
    assert judgement.outcome is Outcome.WARNED
    assert judgement.reasons == (
        "32 % of the listings have the same phone; it was 2 % in the last good run",
    )


def test_an_older_run_that_did_not_count_is_no_measure() -> None:
    """Its figures are unknown, not zero."""
    old = Coverage(listings=40, phone=40, address=40, website=40)
    assert judge(SOUND, old).outcome is Outcome.GOOD
    third = counted(*[replace(one, name="Same") for one in MANY[:16]], *MANY[16:])
    assert judge(third, old).outcome is Outcome.GOOD


def test_what_is_left_keeps_its_measure() -> None:
    """Whoever asked to be left out does not make the others look alike."""
    left = left_of(SOUND, Coverage(listings=1, phone=1))
    assert (left.listings, left.states, max(left.alike.values())) == (1, 3, 1)


def shape(*rows: object) -> Coverage:
    """Return the coverage of a run over a register's rows."""
    found = Shape()
    for row in rows:
        found.add(row)
    return replace(SOUND, rows=found.rows, fields=dict(found.fields))


ROW = {
    "name": "X",
    "phone": "1",
    "empty": "",
    "places": [{"city": "A"}, {"zip": None}],
    "of": {"a": 1},
}


def test_the_fields_of_a_row_are_those_that_say_something() -> None:
    """As paths; what is empty says nothing."""
    assert set(fields_of(ROW)) == {"name", "phone", "places", "places[].city", "of", "of.a"}
    assert list(fields_of("no row")) == []


@pytest.mark.parametrize(
    ("common", "outcome"), [(40, Outcome.FAILED), (20, Outcome.FAILED), (8, Outcome.WARNED),
                            (2, Outcome.GOOD)],
)  # fmt: skip
def test_a_field_that_vanishes_from_every_row_is_an_alarm(common: int, outcome: Outcome) -> None:
    """The register renamed it, or emptied it; by how many rows had it."""
    before = shape(*[ROW] * common, *[{"name": "X"}] * (40 - common))
    judgement = judge(shape(*[{**ROW, "phone": "", "telephone": "1"}] * 40), before)
    assert judgement.outcome is outcome
    if outcome is not Outcome.GOOD:
        assert judgement.reasons == (
            f"no row has the field phone any more; {100 * common / 40:.0f} % had it",
        )


def test_a_handful_of_rows_proves_nothing() -> None:
    """Neither a short answer nor a short memory."""
    assert judge(shape(*[{"name": "X"}] * 5), shape(*[ROW] * 40)).outcome is Outcome.GOOD
    assert judge(shape(*[{"name": "X"}] * 40), shape(*[ROW] * 5)).outcome is Outcome.GOOD


@given(st.recursive(
    st.none() | st.text(max_size=3) | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
))  # fmt: skip
def test_any_row_has_a_shape(row: object) -> None:
    """Whatever a register sends is counted as one row."""
    found = Shape()
    found.add(row)
    assert found.rows == 1
    assert set(found.fields.values()) <= {1}


def test_an_endless_register_does_not_fill_the_store() -> None:
    """Fields beyond so many are not told apart."""
    found = Shape()
    for number in range(2 * MOST_FIELDS):
        found.add({f"field{number}": 1})
    assert len(found.fields) == MOST_FIELDS
