"""What geocoders answered is remembered, for a while."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from indexer.clinic import Precision
from indexer.geocode import Answer
from indexer.geocoding.memory import ANSWERS_LAST, MISSES_LAST, Memory
from tests.indexer.geocoding.questions import question

TODAY = date(2026, 11, 22)
HERE = Answer(lat=38.9822, lon=-77.0932, precision=Precision.ROOFTOP)
KNOWN, UNKNOWN = question(), question("12 Nowhere Lane")


def test_answers_and_misses_outlast_the_program(tmp_path: Path) -> None:
    """Both come back from the file, and an open question is neither."""
    with Memory(tmp_path / "new" / "geocodes.sqlite") as memory:
        memory.keep("census", {KNOWN: HERE, UNKNOWN: None}, TODAY)
    with Memory(tmp_path / "new" / "geocodes.sqlite") as memory:
        asked = [KNOWN, UNKNOWN, question("1 Elm St")]
        assert memory.known("census", asked, TODAY) == {KNOWN: HERE, UNKNOWN: None}


@pytest.mark.parametrize(
    ("one", "lasts"), [(KNOWN, ANSWERS_LAST), (UNKNOWN, MISSES_LAST)], ids=["answer", "miss"]
)
def test_both_expire(tmp_path: Path, one: object, lasts: timedelta) -> None:
    """Until the day before they hold, from that day on they are asked again."""
    with Memory(tmp_path / "geocodes.sqlite") as memory:
        memory.keep("census", {KNOWN: HERE, UNKNOWN: None}, TODAY)
        before = memory.known("census", [KNOWN, UNKNOWN], TODAY + lasts - timedelta(days=1))
        after = memory.known("census", [KNOWN, UNKNOWN], TODAY + lasts)
    assert one in before
    assert one not in after


def test_a_newer_answer_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """A miss that was found since is found."""
    with Memory(tmp_path / "geocodes.sqlite") as memory:
        memory.keep("census", {KNOWN: None}, TODAY)
        memory.keep("census", {KNOWN: HERE}, TODAY)
        assert memory.known("census", [KNOWN], TODAY) == {KNOWN: HERE}


def test_one_address_in_two_wordings_is_one_question(tmp_path: Path) -> None:
    """Case, abbreviations and ZIP+4 ask nothing new; another street, town or geocoder does."""
    with Memory(tmp_path / "geocodes.sqlite") as memory:
        memory.keep("census", {KNOWN: HERE}, TODAY)
        same = question("7315 WISCONSIN AVENUE", city="bethesda", postcode="20814-1234")
        others = [question("7315 Wisconsin Ct"), question(city="Rockville"), question(state="VA")]
        assert memory.known("census", [same, *others], TODAY) == {same: HERE}
        assert memory.known("nominatim", [KNOWN], TODAY) == {}


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    """What it held can be asked again: a build must not fail for it."""
    path = tmp_path / "geocodes.sqlite"
    path.write_bytes(b"this is no SQLite file, whatever its name says" * 100)
    with Memory(path) as memory:
        memory.keep("census", {KNOWN: HERE}, TODAY)
        assert memory.known("census", [KNOWN], TODAY) == {KNOWN: HERE}


def test_a_file_in_use_is_not_thrown_away(tmp_path: Path) -> None:
    """A lock is no damage."""
    path = tmp_path / "geocodes.sqlite"
    with Memory(path) as memory:
        memory.keep("census", {KNOWN: HERE}, TODAY)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError), Memory(path, patience_s=0.1) as memory:
        memory.keep("census", {UNKNOWN: None}, TODAY)
    other.close()
    with Memory(path) as memory:
        assert memory.known("census", [KNOWN], TODAY) == {KNOWN: HERE}
