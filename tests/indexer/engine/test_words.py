"""What counts as a word."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.words import LONGEST_WORD, ask_whoosh, fold, terms_in, write_whoosh

PACKAGE = Path(__file__).parents[3] / "indexer"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine infusions", ["ketamin", "infus"]),
        ("the clinic in Reno, NV", ["clinic", "reno", "nv"]),
        ("Clínica Ñandú", ["clinica", "nandu"]),
        ("I.V. and IV", ["iv", "iv"]),
        ("Washington, D.C. 20001-1234", ["washington", "dc", "20001", "1234"]),
        ("women's, women’s", ["women", "women"]),
        ("Spravato™ (esketamine)®", ["spravato", "esketamin"]),
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


@given(st.text(max_size=300))
def test_any_text_gives_short_plain_words(text: str) -> None:
    """Whatever the text, its words are short, folded, and made of letters and digits."""
    for word in terms_in(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word == word.casefold()


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text: str) -> None:
    """Folded text stays as it is."""
    assert terms_in(fold(text)) == terms_in(text)


def test_a_word_without_end_is_cut() -> None:
    """A word of a hundred thousand letters becomes words of bounded length, and soon."""
    assert {len(word) for word in terms_in("x" * 100_000)} == {LONGEST_WORD, 100_000 % LONGEST_WORD}


def test_whoosh_finds_what_was_written(tmp_path: Path) -> None:
    """Whoosh's own search finds documents in which every word occurs, with a score."""
    documents = [{"name": ["calm"], "town": ["reno"]}, {"name": ["calm"], "town": []}]
    write_whoosh(["a", "b"], documents, ["name", "town"], tmp_path)
    boosts = {"name": 2.0, "town": 1.0}
    assert ask_whoosh(tmp_path, ["calm", "reno"], boosts).keys() == {"a"}
    assert ask_whoosh(tmp_path, ["calm"], boosts).keys() == {"a", "b"}
    assert ask_whoosh(tmp_path, ["nobody"], boosts) == {}


def test_whoosh_is_imported_here_alone() -> None:
    """No other module of the indexer imports Whoosh, so that it can be exchanged."""
    importing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "whoosh")
        or (isinstance(node, ast.Import) and any(n.name.startswith("whoosh") for n in node.names))
    }
    assert importing == {"engine/words.py"}
