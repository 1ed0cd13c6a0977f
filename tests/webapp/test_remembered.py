"""A place table that remembers answers as the table itself does."""

import pytest

from indexer.place import Choices, Place, Unknown
from indexer.places import Places
from webapp.remembered import Remembered

TYPED = ("20814", "Bethesda, MD", "Springfield", "Bethseda", "no such place at all", "")


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


@pytest.mark.parametrize("text", TYPED)
def test_what_is_remembered_is_what_the_table_says(places: Places, text: str) -> None:
    """At the first time, and when it is remembered."""
    remembering = Remembered(places)
    for _ in range(2):
        assert remembering.find(text) == places.find(text)
        assert remembering.named(text) == places.named(text)
        assert remembering.similar(text) == tuple(places.similar(text))


class Counting:
    """A table that counts how often it is asked, and knows nothing."""

    asked = 0

    def find(self, text: str) -> Place | Choices | Unknown:
        """Count the question."""
        self.asked += 1
        return Unknown()

    def named(self, text: str) -> None:
        """Know no name."""

    def similar(self, text: str) -> list[Place]:
        """Know nothing like it."""
        return []

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Know no beginning."""
        return []


def test_a_text_is_looked_up_once() -> None:
    """However often it is typed."""
    table = Counting()
    remembering = Remembered(table)
    assert {remembering.find("Elsewhere") for _ in range(5)} == {Unknown()}
    assert table.asked == 1
