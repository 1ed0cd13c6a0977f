"""Every example of the vocabulary is found and every trap is not."""

import pytest

from indexer.interpret.mentions import mentions
from indexer.interpret.text import clean
from indexer.vocabulary import vocabulary

EXAMPLES = [(e.code, text) for e in vocabulary().entries.values() for text in e.examples]
TRAPS = [(e.code, text) for e in vocabulary().entries.values() for text in e.traps]


def _codes(text: str) -> set[str]:
    """The page of an example is the example itself."""
    sentence = clean(text)
    return {mention.code for mention in mentions(sentence, page=sentence)}


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_example_is_mentioned(code: str, text: str) -> None:
    """The example strings of an entry give a hit for its code."""
    assert code in _codes(text)


@pytest.mark.parametrize(("code", "text"), TRAPS)
def test_trap_is_not_mentioned(code: str, text: str) -> None:
    """The ambiguous strings of an entry give no hit for its code."""
    assert code not in _codes(text)
