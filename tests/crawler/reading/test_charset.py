"""Text comes out right whatever the page says of itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.charset import clean, text_of

WORDS = "We don’t hurry – café “Fennel”"
UTF8 = "text/html; charset=utf-8"
SEEDS = Path(__file__).parents[2] / "seeds"


MAC = WORDS.encode("mac_roman")
MISREAD = "".join(
    chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
    for byte in WORDS.encode()
)


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        pytest.param(WORDS.encode(), UTF8, id="right"),
        pytest.param(WORDS.encode(), "", id="not declared"),
        pytest.param(WORDS.encode(), "text/html; charset=iso-8859-1", id="declared as 8 bit"),
        pytest.param(WORDS.encode(), "text/html; charset=nonsense", id="declared as nonsense"),
        pytest.param(b"\xef\xbb\xbf" + WORDS.encode(), "", id="marked"),
        pytest.param(WORDS.encode("utf-16"), UTF8, id="marked as UTF-16"),
        pytest.param(WORDS.encode("cp1252"), UTF8, id="Windows under UTF-8"),
        pytest.param(WORDS.encode("cp1252"), "text/html; charset=windows-1252", id="Windows"),
        pytest.param(MAC, UTF8, id="Mac under UTF-8"),
        pytest.param(MAC, "", id="Mac, not declared"),
        pytest.param(MAC.decode("latin-1").encode(), UTF8, id="Mac read as Latin-1"),
        pytest.param(MISREAD.encode(), UTF8, id="UTF-8 read as Windows"),
    ],
)
def test_the_words_come_out_as_they_were_meant(body: bytes, declared: str) -> None:
    """Right, missing, wrong and doubly wrong declarations all give the clinic's words."""
    assert text_of(body, declared) == WORDS


def test_the_seed_that_was_read_in_the_wrong_charset_is_repaired() -> None:
    """Seed 002 has "donÕt" and "solutionÑa": both come out right, and none is left."""
    text = text_of((SEEDS / "002_adff5d73d71b355f.txt").read_bytes(), "text/plain; charset=utf-8")
    assert "don’t always deliver" in text
    assert "solution—a beacon" in text
    assert not set("ÕÑ") & set(text)


def test_words_of_other_languages_are_left_alone() -> None:
    """A capital Õ or Ñ that belongs there is not taken for an apostrophe or a dash."""
    text = "ÕUN, Niño, ESPAÑA, São Paulo, PEÑA"
    assert text_of(text.encode(), UTF8) == text


def test_what_is_no_text_gives_none() -> None:
    """A picture that calls itself a page has no words."""
    assert text_of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", UTF8) == ""
    assert text_of(b"", UTF8) == ""


@given(st.binary(max_size=300), st.sampled_from(["", UTF8, "text/html; charset=shift_jis", "x"]))
def test_no_bytes_break_the_reader(body: bytes, declared: str) -> None:
    """Any bytes under any declaration give some text without invisible marks."""
    text = text_of(body, declared)
    assert clean(text) == text
    assert not set(text) & set("\x00\x07\u202e\u2066\u200b\ufeff")
