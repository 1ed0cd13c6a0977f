"""Reads insurers, languages and ages that a text asks for; pure."""

import re
from collections.abc import Iterator, Sequence

from indexer.interpret.languages import LANGUAGES
from indexer.interpret.payers import payers_in
from indexer.understand.candidate import Candidate, spanning
from indexer.understand.pieces import Value
from indexer.understand.text import Token, plain

RANK = 4
PAYER_RANK = 3
ADULT = 18
TEEN = 13
_NAMES = {plain(name): code for name, code in LANGUAGES.items()}
_LANGUAGE = re.compile(
    r"(?:\b(?:that |who )?(?:speaks?|speaking|in|habla[ns]?|se habla|hablen|en|idioma) )?"
    rf"\b(?P<name>{'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})\b"
    r"(?:[ -](?:speaking|spoken|language|speakers?))?"
)
_NOT_ASKED = {"ase", "bfi", "asf"}
"""Sign languages: the vocabulary has a code for them."""
_AGE = re.compile(
    r"(?:\b(?:for|age|aged|ages|para|my|an?|edad|under|over) )*"
    r"\b(?P<age>\d{1,2})[ -]?(?:(?:years?|yrs?|yr|y)[ -]?(?:olds?|o)|yo|anos)\b"
    r"|\b(?:under|menores de|menor de) (?:the age of )?(?P<under>18|21)\b"
    r"|\bages? (?P<bare>\d{1,2})\b"
)
_YOUNG = re.compile(
    r"\b(?:for )?(?:teens?|teenagers?|adolescents?|adolescentes?|youth|minors?|menores)\b"
)
_CHILD = re.compile(r"\b(?:for )?(?:children|child|kids?|pediatrics?|ninos?|ninas?|hijos?)\b")
_A_TEEN, _A_CHILD = 15, 10
_CLINICA = re.compile(r"\b(?:clinicas?|atencion|ayuda|terapia|cita) $")


def values(text: str, folded: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield the insurers, languages and ages that *text* names, *folded* being its plain form."""
    yield from _insurers(text, folded, tokens)
    for match in _LANGUAGE.finditer(folded):
        code = _NAMES[match["name"]]
        if code not in _NOT_ASKED:
            yield from _found(tokens, match.span(), "language", code, _spelled(code))
    yield from _ages(folded, tokens)


def _insurers(text: str, folded: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    for payer in payers_in(text):
        # "Clínica médica" is no clinic of the insurer Medica.
        if not _CLINICA.search(folded[: payer.start]):
            name = " ".join(w if w == "of" else w[:1].upper() + w[1:] for w in payer.text.split())
            span = (payer.start, payer.end)
            yield from _found(tokens, span, "payer", name, text[slice(*span)], PAYER_RANK)


def _ages(folded: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    for match in _AGE.finditer(folded):
        age = int(match["age"] or match["bare"] or int(match["under"]) - 1)
        yield from _found(tokens, match.span(), "ages", str(age), _age_words(age))
    for pattern, age in ((_YOUNG, _A_TEEN), (_CHILD, _A_CHILD)):
        for match in pattern.finditer(folded):
            yield from _found(tokens, match.span(), "ages", str(age), _age_words(age))


def _age_words(age: int) -> str:
    """Return "" for adults: nearly every clinic treats them, and few say so."""
    if age >= ADULT:
        return ""
    return "adolescents" if age >= TEEN else "children"


def _spelled(code: str) -> str:
    """Return a language's first name in our list, the one that English pages use."""
    return next(name for name, its in LANGUAGES.items() if its == code)


def _found(
    tokens: Sequence[Token],
    span: tuple[int, int],
    code: str,
    value: str,
    words: str,
    rank: int = RANK,
) -> Iterator[Candidate]:
    if found := spanning(tokens, *span, Value(code=code, value=value, words=words), rank):
        yield found
