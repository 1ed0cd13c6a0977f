"""What searches may filter by, and what each filter is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.filters import (
    LONGEST_CODE,
    VALUED_GROUPS,
    entries,
    entry,
    filter_of,
    group_of,
    known_codes,
    value_code,
)
from indexer.interpret.languages import LANGUAGES
from indexer.interpret.payers import payers_known
from indexer.vocabulary import FACET_GROUPS


@pytest.mark.parametrize(
    ("group", "value", "code", "label"),
    [
        ("payer", "Aetna", "payer:aetna", "Aetna"),
        ("payer", "UnitedHealthcare", "payer:unitedhealthcare", "UnitedHealthcare"),
        (
            "payer",
            "Blue Cross Blue Shield of North Carolina",
            "payer:blue-cross-blue-shield-of-north-carolina",
            "Blue Cross Blue Shield of North Carolina",
        ),
        ("language", "es", "language:es", "Spanish"),
        ("language", "ase", "language:ase", "ASL"),
        ("virtual_states", "NY", "virtual_states:ny", "New York"),
    ],
)
def test_a_value_is_a_filter_with_a_name(group: str, value: str, code: str, label: str) -> None:
    """Its code is made by one rule, and it is shown as we show the value."""
    found = entry(group, code)
    assert value_code(group, value) == code
    assert found is not None
    assert (found.code, found.group, found.label) == (code, group, label)


def test_every_value_that_we_read_is_a_filter() -> None:
    """No insurer and no language has a code that cannot be asked for."""
    for group, values in (("payer", payers_known()), ("language", LANGUAGES.values())):
        for value in values:
            assert entry(group, value_code(group, value)), value


def test_known_filters_have_words_and_one_group() -> None:
    """Each known code is told in words, and belongs to the group that lists it."""
    assert len({*known_codes()}) == len([*known_codes()])
    for group in FACET_GROUPS:
        for one in entries(group):
            assert one.label
            assert one.explain
            assert group_of(one.code) == group
            assert filter_of(one.code) == entry(group, one.code) == one


@pytest.mark.parametrize("code", ["", "tms", "payer:", "nonsense:x", "ages:12", "payer:Aetna"])
def test_what_is_no_filter_is_none(code: str) -> None:
    """Other services, values without a word, unknown groups and unknown bands are no filters."""
    assert filter_of(code) is None


@given(st.sampled_from(VALUED_GROUPS), st.text(max_size=200))
def test_the_code_of_any_value_can_be_asked_for(group: str, value: str) -> None:
    """Whatever a page names, its code is a filter, unless it holds no word or is too long."""
    code = value_code(group, value)
    assert (filter_of(code) is None) == (code == f"{group}:" or len(code) > LONGEST_CODE)
