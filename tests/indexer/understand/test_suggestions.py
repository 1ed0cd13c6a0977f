"""What is suggested under the box while somebody types."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Clinic
from indexer.filters import entries
from indexer.places import Places
from indexer.understand.reading import understand
from indexer.understand.suggestions import ASKED_GROUPS, Kind, Suggestion, suggestions
from indexer.vocabulary import Entry
from tests.indexer.clinics import clinic
from tests.indexer.understand.table import NOW

PLACES = Places()
LOUNGE = clinic(id="l1", name="Invented Lime Lounge", city="Seattle", state="WA")


class OneName:
    """An index of one clinic."""

    def named(self, typed: str, limit: int) -> Sequence[Clinic]:
        """Return the clinic if every typed word begins a word of its name."""
        words = LOUNGE.name.lower().split()
        starts = typed.lower().split()
        return [LOUNGE] if all(any(w.startswith(s) for w in words) for s in starts) else []


def suggested(text: str) -> list[Suggestion]:
    """Return what is suggested for *text*."""
    return suggestions(text, PLACES, OneName())


def texts(text: str, kind: Kind) -> list[str]:
    """Return what the box would hold, of one kind."""
    return [one.text for one in suggested(text) if one.kind is kind]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sprav", "Esketamine nasal spray (Spravato)"),
        ("ketamine inf", "Ketamine by IV infusion"),
        ("medica", "Medicare"),
        ("depr", "Depression"),
        ("troch", "Ketamine by mouth (lozenge or tablet)"),
        ("weekend", "Open on a Saturday or Sunday"),
        ("at ho", "At home, by yourself (mailed medicine)"),
        ("denver telehea", "denver Phone or video follow-up"),
    ],
)
def test_offerings_are_found_by_label_and_synonym(typed: str, first: str) -> None:
    """The label stands in the box, whatever word led to it."""
    assert texts(typed, Kind.OFFERING)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("den", "Denver, CO"),
        ("spravato near den", "spravato near Denver, CO"),
        ("ketamine 972", "ketamine 97201 (Portland, OR)"),
        ("los angel", "Los Angeles, CA"),
        ("cerca de mia", "cerca de Miami, FL"),
        ("m5", "M5A (Toronto, ON, Canada)"),
    ],
)
def test_places_complete_the_end_of_the_text(typed: str, first: str) -> None:
    """What stands before is left as it is."""
    assert texts(typed, Kind.PLACE)[0] == first


def test_clinics_are_found_by_all_that_is_typed() -> None:
    """A clinic comes with its town, and as what it is."""
    [found] = [one for one in suggested("lime lou") if one.kind is Kind.CLINIC]
    assert (found.text, found.label) == (
        "Invented Lime Lounge",
        "Invented Lime Lounge (Seattle, WA)",
    )
    assert found.clinic == LOUNGE


@pytest.mark.parametrize("typed", ["", " ", "?", '"denver"', "keta*", "zzqx"])
def test_nothing_is_suggested_for_nothing(typed: str) -> None:
    """Nor for what is to be searched as it stands."""
    assert suggested(typed) == []


@pytest.mark.parametrize(
    "entry",
    [entry for group in ASKED_GROUPS for entry in entries(group)],
    ids=lambda entry: str(entry.code),
)
def test_a_chosen_offering_is_understood(entry: Entry) -> None:
    """The box understands the labels that it suggests."""
    found = [one for one in suggested(entry.label.lower()[:-1]) if one.text == entry.label]
    understood = understand(entry.label, PLACES, NOW)
    if found:
        assert entry.code in understood.states.get(entry.group, ())


@pytest.mark.parametrize("start", ["san", "por", "new", "st ", "972", "lo", "was", "k", "o", "m4"])
def test_a_chosen_place_is_understood(start: str) -> None:
    """The box understands the places that it suggests, as the likeliest or one of the likely."""
    for one in suggested(start):
        if one.kind is Kind.PLACE:
            found = understand(one.text, PLACES, NOW)
            assert one.label in [place.label for place in found.choices]


@given(st.text(max_size=300))
def test_any_text_has_suggestions_in_time(text: str) -> None:
    """Whatever is typed gives a list of at most four of each kind."""
    started = time.process_time()
    found = suggested(text)
    assert time.process_time() - started < 1
    assert all(sum(one.kind is kind for one in found) <= 4 for kind in Kind)
