"""Reads distances such as "within 25 miles", "25mi" or "a 10 km"; pure."""

import re
from collections.abc import Iterator, Sequence

from indexer.distance import KM_PER_MILE
from indexer.search import MAX_RADIUS_KM
from indexer.understand.candidate import Candidate, spanning
from indexer.understand.pieces import Within
from indexer.understand.text import Token

RANK = 6
_NAMED = {
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty five": 25, "thirty": 30,
    "forty": 40, "fifty": 50, "hundred": 100,
    "diez": 10, "veinte": 20, "cincuenta": 50, "cien": 100,
}  # fmt: skip
_DISTANCE = re.compile(
    r"(?:\b(?:within|in|under|less than|up to|at most|max|about|around|inside|a menos de|menos de"
    r"|dentro de|hasta|en un radio de|radio de|en|a) )?(?:a |an |un )?"
    rf"\b(?P<number>\d{{1,5}}(?:[.,]\d{{1,3}})?|{'|'.join(sorted(_NAMED, key=len, reverse=True))})"
    r"[ -]?(?P<unit>mi|miles?|millas?|km|kms|kilomet(?:er|re)s?|kilometros?)\b"
    r"(?: (?:radius|away|or less|max|de distancia|a la redonda))?"
)
_ANYWHERE = re.compile(r"\b(?:any distance|anywhere|cualquier distancia|cualquier lugar)\b")


def distances(plain: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield the distances that a text names; none for 0, and the longest possible at most."""
    for match in _DISTANCE.finditer(plain):
        radius_km = _number(match["number"]) * (1 if match["unit"][0] == "k" else KM_PER_MILE)
        if radius_km > 0:
            yield from _found(tokens, match, min(radius_km, MAX_RADIUS_KM))
    for match in _ANYWHERE.finditer(plain):
        yield from _found(tokens, match, MAX_RADIUS_KM)


def _found(tokens: Sequence[Token], match: re.Match[str], radius_km: float) -> Iterator[Candidate]:
    meaning = Within(radius_km=radius_km)
    if found := spanning(tokens, *match.span(), meaning, RANK):
        yield found


def _number(text: str) -> float:
    """Return what a number says; a comma before three digits parts thousands."""
    if text in _NAMED:
        return _NAMED[text]
    return float(re.sub(r"[.,](?=\d{3}$)", "", text).replace(",", "."))
