"""Sorted strings on disk against Python's own lists."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.strings import Strings

texts = st.text(alphabet=st.sampled_from("abñ診𐀀\x00"), max_size=4)


@settings(deadline=None)
@given(st.sets(texts), st.lists(texts))
def test_strings_are_a_sorted_list(kept: set[str], asked: list[str]) -> None:
    """Every string is found at its place, others nowhere, and beginnings give their range."""
    with TemporaryDirectory() as folder:
        Strings.write(sorted(kept), Path(folder), "s")
        strings = Strings(Path(folder), "s")
        assert [*strings] == strings[:] == sorted(kept)
        for text in [*kept, *asked]:
            found = strings.find(text)
            assert (found is not None) == (text in kept)
            assert found is None or strings[found] == text
            beginning = [sorted(kept)[n] for n in strings.beginning(text)]
            assert beginning == [other for other in sorted(kept) if other.startswith(text)]


def test_half_a_letter_is_not_found(tmp_path: Path) -> None:
    """What is no text is in no list of texts."""
    Strings.write(["a"], tmp_path, "s")
    assert Strings(tmp_path, "s").find("\ud800") is None
