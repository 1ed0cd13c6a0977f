"""Worded examples, a table for each way a page can mislead: what is stated, and what is not."""

import pytest

from indexer.clinic import Stance
from indexer.interpret.facts import facts_of, settled
from indexer.vocabulary import vocabulary
from tests.indexer.interpret.worded import Worded, worded_examples

LABELLED_SETTINGS = {"home_self", "home_visit", "retreat"}


def labelled(code: str) -> bool:
    """Whether the tables label *code*: the treatments, and where they are taken."""
    group = vocabulary().entries[code].group
    return group in ("offering", "therapy") or code in LABELLED_SETTINGS


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(
            example,
            id=example.name,
            marks=[pytest.mark.xfail(reason=example.limit)] if example.limit else [],
        )
        for example in worded_examples()
    ],
)
def test_passage_states_exactly_this(example: Worded) -> None:
    """What the clinic says it gives, what it says it does not give, and nothing else."""
    facts = [fact for fact in settled(facts_of(example.listing)) if labelled(fact.code)]
    assert {f.code for f in facts if f.stance is Stance.STATED} == example.stated
    assert {f.code for f in facts if f.stance is Stance.STATED_NOT} == example.denied
