"""What counts as a word."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.asked import Phrase, Prefix, Word, asked_in
from indexer.engine.folding import END, LONGEST_WORD, WORD_PATTERN, fold, folded_words
from indexer.engine.judge.analysis import ANALYSER
from indexer.engine.words import term_of, terms_in, terms_of

PACKAGE = Path(__file__).parents[3] / "indexer"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine infusions", ["ketamin", "infus"]),
        ("the clinic in Reno, NV", ["clinic", "reno", "nv"]),
        ("Clínica Ñandú", ["clinic", "nandu"]),
        ("I.V. and IV", ["iv", "iv"]),
        ("Washington, D.C. 20001-1234", ["washington", "dc", "20001", "1234"]),
        ("women's, women’s", ["women", "women"]),
        ("Spravato™ (esketamine)®", ["spravat", "esketamin"]),
        ("ﬁne STRASSE straße", ["fine", "strass", "strass"]),
        ("soft\u00adhyphen zero\u200bwidth", ["softhyphen", "zerowidth"]),
        ("診所 кетамин", ["診所", "кетамин"]),
        ("snake_case 1.5 mg", ["snake", "case", "1", "5", "mg"]),
        ("\ud800\x00*?~ — …", []),
        ("", []),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    """Case, accents, endings, apostrophes and signs are what people would leave out."""
    assert terms_in(text) == words


@pytest.mark.parametrize(
    "words",
    ["clínica clínicas clinic clinics", "infusión infusiones infusion infusions",
     "ketamina ketamine", "asistida asistidas asistido", "terapia terapias",
     "doctor doctores doctors", "intravenosa intravenosas intravenoso", "consulta consultas"],
)  # fmt: skip
def test_english_and_spanish_endings_do_not_matter(words: str) -> None:
    """One word in its endings, and some words of both languages, are one term."""
    assert len(set(terms_in(words))) == 1


@pytest.mark.parametrize(
    "words", ["center cent", "spa sp", "doctor docto", "house hous casa", "harper harp", "reno ren"]
)
def test_different_words_stay_apart(words: str) -> None:
    """Endings that are none are left alone."""
    assert len(set(terms_in(words))) > 1


@given(st.text(max_size=300))
def test_any_text_gives_short_plain_words(text: str) -> None:
    """Whatever the text, its words are short, folded, and made of letters and digits."""
    for word in terms_in(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word == word.casefold()


@given(st.text(max_size=300))
def test_words_are_those_of_whooshs_analyser(text: str) -> None:
    """Word by word, with each word's term remembered, comes what Whoosh makes of the text."""
    assert terms_in(text) == [token.text for token in ANALYSER(text)]


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folded text stays as it is."""
    assert terms_in(fold(text)) == terms_in(text)


def test_a_word_without_end_is_cut() -> None:
    """A word of a hundred thousand letters becomes words of bounded length, and soon."""
    assert {len(word) for word in terms_in("x" * 100_000)} == {LONGEST_WORD, 100_000 % LONGEST_WORD}


def test_typed_words_are_told_from_beginnings_and_phrases() -> None:
    """Quotes of either shape and stars mean something; what they leave open does not."""
    assert asked_in('Calm “gentle infusions” harb* a* "one') == [
        Word("calm", "calm"), Phrase(("gentl", "infus")), Prefix("harb"), Word("one", "on"),
    ]  # fmt: skip


@given(st.text(alphabet=st.sampled_from("ab \"*“”.'ñ\u0301\x1f"), max_size=40))
def test_any_text_asks_something_bounded(text: str) -> None:
    """Whatever is typed is read, and each thing is asked once."""
    asked = asked_in(text)
    assert len(asked) == len(set(asked)) <= len(text)


def test_whoosh_is_imported_in_one_room() -> None:
    """No other module of the indexer imports Whoosh, so that it can be exchanged."""
    importing = {
        path.relative_to(PACKAGE).parent.as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "whoosh")
        or (isinstance(node, ast.Import) and any(n.name.startswith("whoosh") for n in node.names))
    }
    assert importing == {"engine/judge"}


printed = st.text(max_size=80) | st.text(alphabet="aB.I'V \x01é-x9", max_size=80)


@given(st.lists(printed, max_size=4))
def test_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """The fast way for plain text cuts as the slow one does, and tells where each text ends."""
    expected = [
        word
        for text in texts
        for word in (*re.findall(WORD_PATTERN, fold(text.replace("\x01", " "))), END.decode())
    ]
    try:
        assert [word.decode() for word in folded_words(texts)] == expected
    except UnicodeEncodeError:
        assert any(not text.isprintable() for text in texts)  # half a character is no text


def test_a_word_that_is_too_long_is_cut_in_plain_text_too() -> None:
    """The fast way leaves it to the slow one."""
    words = folded_words(["x" * (LONGEST_WORD + 3)])
    assert words == [b"x" * LONGEST_WORD, b"xxx", END]


@given(st.lists(st.text(max_size=12).map(fold), max_size=8))
def test_terms_of_many_words_are_those_of_each(texts: list[str]) -> None:
    """Analysed together or one by one, a word stands for the same term."""
    spelled = [word for text in texts for word in re.findall(WORD_PATTERN, text)]
    assert terms_of(spelled) == [term_of(word) for word in spelled]
