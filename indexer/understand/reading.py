"""From a text to an understanding of it: the readings of its words compete, the best set wins.

Never worse than searching the words: whatever this understands, the caller asks the words as well
(`finding.py` has the rule), so that a clinic called like a place or an offering is found by its
name. What stands in double quotes, and the beginning of a word before "*", is never understood.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from indexer.search import MAX_WORDS_LENGTH
from indexer.understand.candidate import Candidate, chosen
from indexer.understand.distances import distances
from indexer.understand.gazetteer import AskedOnce, Gazetteer
from indexer.understand.lexicon import NOT_ASKED, Lexicon, lexicon
from indexer.understand.misspelt import misspelt_places
from indexer.understand.pieces import At, Meaning, Open, Piece, States, Understanding
from indexer.understand.places import places
from indexer.understand.text import Token, plain, tokens
from indexer.understand.times import instant, times
from indexer.understand.values import values

PHRASE_RANK = 4
"""Of several words that are also "in" and a town: "in home" is no town in Washington."""


def understand(text: str, gazetteer: Gazetteer, now: datetime) -> Understanding:
    """Return what *text* asks for; any text gives a value, in bounded time.

    *now* is aware. Text beyond `MAX_WORDS_LENGTH` characters is not read.
    """
    text = text[:MAX_WORDS_LENGTH]
    gazetteer = AskedOnce(gazetteer)
    typed = tokens(text)
    plain_text = plain(text)
    fixed = [
        *distances(plain_text, typed),
        *times(plain_text, typed),
        *values(text, plain_text, typed),
        *places(text, typed, gazetteer),
    ]
    spelt = _spelt(typed, fixed)
    candidates = [*fixed, *_phrases(typed, spelt, lexicon())]
    best = chosen(candidates, len(typed))
    mended = misspelt_places(text, typed, best, gazetteer)
    if mended:
        best = chosen([*(c for c in best if not _gives_way(c, mended)), *mended], len(typed))
    asked = [one for one in best if not _stays_words(one.meaning)]
    return _understood(text, typed, spelt, asked, now)


def _spelt(typed: Sequence[Token], fixed: Iterable[Candidate]) -> list[str]:
    """Return the words, each misspelt one that nothing else reads as what it is meant for."""
    read = {i for one in fixed for i in range(one.first, one.last)}
    known = lexicon().known
    return [
        token.word
        if i in read or token.word in known or token.word.removesuffix("s") in known
        else lexicon().spelt(token.word) or token.word
        for i, token in enumerate(typed)
    ]


def _phrases(typed: Sequence[Token], spelt: Sequence[str], known: Lexicon) -> Iterator[Candidate]:
    """Yield the phrases of the vocabulary, but those that a "no" before them turns round."""
    beside_ketamine = any(word.startswith("ketamin") for word in spelt)
    for first in range(len(typed)):
        if first and spelt[first - 1] in known.negations:
            continue
        for last in range(first + 1, min(first + known.longest, len(typed)) + 1):
            words = tuple(spelt[first:last])
            meaning = known.meaning(words) if all(words) else None
            if meaning and (meaning.certain or beside_ketamine):
                as_typed = [token.word for token in typed[first:last]] == list(words)
                corrected = "" if as_typed else " ".join(words)
                said = replace(meaning, words=corrected or meaning.words)
                rank = PHRASE_RANK if last - first > 1 else 0
                yield Candidate(
                    first=first, last=last, meaning=said, rank=rank, corrected=corrected
                )


def _gives_way(one: Candidate, mended: Sequence[Candidate]) -> bool:
    """Whether a mended place takes the words of a place found before, such as a bare state."""
    return isinstance(one.meaning, At) and any(
        other.first < one.last and one.first < other.last for other in mended
    )


def _stays_words(meaning: Meaning) -> bool:
    return isinstance(meaning, States) and meaning.group == NOT_ASKED


def _understood(
    text: str, typed: Sequence[Token], spelt: Sequence[str], asked: list[Candidate], now: datetime
) -> Understanding:
    pieces = tuple(
        Piece(
            start=typed[one.first].start,
            end=typed[one.last - 1].end,
            meaning=one.meaning,
            corrected=one.corrected,
        )
        for one in asked
    )
    found = Understanding(text=text, pieces=pieces, words=text.strip())
    if not pieces:
        return found
    taken = {i for one in asked for i in range(one.first, one.last)}
    left = [i for i in range(len(typed)) if i not in taken and spelt[i] not in lexicon().nothing]
    words = " ".join(text[typed[i].start : typed[i].end] for i in left)
    return replace(found, words=words, open_at=_open_at(found, now))


def _open_at(found: Understanding, now: datetime) -> datetime | None:
    """Return the instant that the last time asked for means, by the clock of the place."""
    asked = [piece.meaning for piece in found.pieces if isinstance(piece.meaning, Open)]
    zone = found.choices[0].time_zone if found.choices else ""
    return instant(asked[-1], now, zone) if asked else None
