"""Tests of what is learnt from labelled websites."""

import tomllib

from benchmarks.reading_weights import Example, weights_of
from indexer.interpret.weighing import WEIGHTS

TITLED = Example("a.example", {"title": 1.0, "offering": 1.0}, is_stated=True)
ASKED = Example("b.example", {"mere: question": 2.0, "offering": 1.0}, is_stated=False)


def test_what_goes_with_offers_weighs_for_them() -> None:
    """A sign of stated treatments weighs more than nothing, one of the others less."""
    signs = tomllib.loads(weights_of([TITLED, ASKED] * 20))["signs"]
    assert signs["title"] > 0 > signs["mere: question"]


def test_same_examples_give_the_same_weights() -> None:
    """Whoever rebuilds the weights gets the same file."""
    assert weights_of([TITLED, ASKED] * 20) == weights_of([TITLED, ASKED] * 20)


def test_packaged_weights_are_such_a_file() -> None:
    """The file that is read holds what the command writes: a threshold, a base, the signs."""
    written = tomllib.loads(weights_of([TITLED, ASKED]))
    packaged = tomllib.loads(WEIGHTS.read_text("utf-8"))
    assert packaged.keys() == written.keys()
    assert packaged["threshold"] == written["threshold"]
    assert {"title", "heading", "in the text"} <= packaged["signs"].keys()
