"""What is understood of a text: a table of examples, and what holds for any text at all."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.filters import filter_of
from indexer.places import Places
from indexer.search import MAX_WORDS_LENGTH
from indexer.understand.lexicon import lexicon
from indexer.understand.pieces import Understanding
from indexer.understand.reading import understand
from indexer.understand.text import tokens
from indexer.understand.wording import wording
from indexer.vocabulary import vocabulary
from tests.indexer.understand.table import NOW, described, examples

PLACES = Places()
EXAMPLES = examples()
BOUND_S = 1.0
"""Far above the few milliseconds it takes: a busy machine is no failure, a blow-up is one."""


def read(text: str, now: datetime = NOW) -> Understanding:
    """Return what is understood of *text* with the packaged places."""
    return understand(text, PLACES, now)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["text"] for example in EXAMPLES])
def test_example(example: dict[str, Any]) -> None:
    """The text means exactly what the table says: no more and no less."""
    assert described(read(example["text"])) | {"text": example["text"]} == example


def test_there_are_enough_examples() -> None:
    """At least 200, none twice."""
    texts = [example["text"] for example in EXAMPLES]
    assert len(set(texts)) == len(texts) >= 200


WORDS = sorted(
    {word for phrase in lexicon().phrases for word in phrase}
    | wording().cue_words
    | {"houston", "portland", "OR", "97214", "25", "miles", "open", "saturday", "español", "M5V"}
)
worded = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40).map(" ".join)
texts = worded | st.text() | st.text(alphabet="aeiost 0123456789.,\"*-/'\u0301", max_size=300)


@given(texts)
def test_any_text_is_understood_in_time(text: str) -> None:
    """Whatever is typed gives a result whose pieces lie in order inside the text."""
    started = time.process_time()
    found = read(text)
    assert time.process_time() - started < BOUND_S
    ends = [0, *(end for piece in found.pieces for end in (piece.start, piece.end))]
    assert all(a <= b for a, b in pairwise([*ends, len(found.text)]))
    assert all(found.typed(piece).strip() for piece in found.pieces)


@given(texts)
def test_no_word_is_lost(text: str) -> None:
    """Every word typed is in a piece, is left to be searched, or is one that asks for nothing."""
    found = read(text)
    spans = [(piece.start, piece.end) for piece in found.pieces]
    for token in tokens(found.text):
        in_piece = any(start <= token.start and token.end <= end for start, end in spans)
        asks_nothing = {token.word, lexicon().spelt(token.word)} & lexicon().nothing
        if not in_piece and not asks_nothing:
            assert found.text[token.start : token.end] in found.words


@given(texts)
def test_taking_away_a_piece_leaves_the_rest(text: str) -> None:
    """A chip that is removed takes its own characters away and no others."""
    found = read(text)
    for piece in found.pieces:
        rest = "".join(found.without(piece).split())
        signs = "".join((found.text[: piece.start] + found.text[piece.end :]).split())
        assert rest.replace(",", "").replace(";", "") == signs.replace(",", "").replace(";", "")


@pytest.mark.parametrize(
    "text",
    [
        "houston " * 30,
        "in " * 100,
        "portand huston pheonix bostn denvr " * 10,
        "a" * 10_000,
        '"' * 500,
        "1 " * 200,
        "97214 " * 100,
        "san " * 60,
        "within 25 miles of " * 20,
        "open monday at 3pm " * 20,
    ],
)
def test_hostile_text_takes_no_longer(text: str) -> None:
    """Repetition and length are bounded: what is too long to ask is not read."""
    started = time.process_time()
    found = read(text)
    assert time.process_time() - started < BOUND_S
    assert len(found.text) <= MAX_WORDS_LENGTH


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from(  # noqa: DTZ001
    ["open now", "open saturday boise", "open today at 9am nyc", "open tonight", "open until 12am"]
))  # fmt: skip
def test_time_asked_for_is_within_a_week(moment: datetime, text: str) -> None:
    """Whatever the clock says, the instant has a time zone and lies near."""
    now = moment.replace(tzinfo=UTC)
    found = read(text, now)
    assert found.open_at is not None
    assert found.open_at.utcoffset() is not None
    assert now - timedelta(days=1) <= found.open_at <= now + timedelta(days=8)


def test_words_that_search_is_told_to_take_as_they_are() -> None:
    """Quotes and a star keep a town's or a drug's name out of understanding."""
    assert read('"denver" spravato*').words == '"denver" spravato*'
    assert not read('"denver" spravato*').pieces


def test_phrases_lead_to_codes_of_the_vocabulary() -> None:
    """No phrase of the search box stands for a code that the vocabulary has not."""
    for phrase, meaning in lexicon().phrases.items():
        assert all(phrase), phrase
        for code in meaning.codes:
            known = filter_of(code) or vocabulary().entries[code]
            assert known.group == meaning.group
