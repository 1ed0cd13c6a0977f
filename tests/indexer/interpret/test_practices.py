"""Worded examples of payment, access, safety and conditions: what is stated, and what is not."""

from pathlib import Path

import pytest

from indexer.clinic import Stance
from indexer.interpret.facts import facts_of
from indexer.vocabulary import vocabulary
from tests.indexer.interpret.worded import Worded, worded_in

TABLES = Path(__file__).parent / "practices"
GROUPS = {
    "payment": {"payment"},
    "access_and_safety": {"access", "safety"},
    "conditions": {"condition"},
}
"""Table -> the groups of the vocabulary that it labels completely."""


@pytest.mark.parametrize(
    ("groups", "example"),
    [
        pytest.param(
            groups,
            example,
            id=example.name,
            marks=[pytest.mark.xfail(reason=example.limit)] if example.limit else [],
        )
        for table, groups in GROUPS.items()
        for example in worded_in(TABLES / f"{table}.toml")
    ],
)
def test_words_state_exactly_these_practices(groups: set[str], example: Worded) -> None:
    """What the clinic says of them, what it says it does not have, and nothing else."""
    entries = vocabulary().entries
    facts = [fact for fact in facts_of(example.listing) if entries[fact.code].group in groups]
    assert {f.code for f in facts if f.stance is Stance.STATED} == example.stated
    assert {f.code for f in facts if f.stance is Stance.STATED_NOT} == example.denied
