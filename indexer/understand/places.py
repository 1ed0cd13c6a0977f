"""Finds the places that a text names, each with the cue before it; pure."""

import re
from collections.abc import Iterator, Sequence

from indexer.place import Choices, Place
from indexer.understand.candidate import Candidate
from indexer.understand.gazetteer import Gazetteer
from indexer.understand.meant import is_meant
from indexer.understand.pieces import At, Here
from indexer.understand.text import Token
from indexer.understand.wording import Words, cue_before, wording

LONGEST_NAME = 6
"""Words, state included: "truth or consequences new mexico" has five."""
LONGEST_ADDRESS = 10
"""Words of a name that begins with a house number."""
BIG_TOWN = 100_000
"""People of a town that is meant even if it is misspelt, or if an insurer is called so."""
HERE_RANK, NEAR_RANK, QUALIFIED_RANK, IN_RANK, BARE_RANK = 6, 5, 4, 3, 2
_INSIDE_A_NAME = re.compile(r"[\s,.'’()-]*")


def places(text: str, tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield every place that *text* may mean, each with the cue before it, and "near me"."""
    yield from _here(tokens)
    for first in range(len(tokens)):
        cue, cue_length = cue_before(tokens, first)
        longest = LONGEST_ADDRESS if _is_house_number(tokens, first) else LONGEST_NAME
        for last in range(first + 1, min(first + longest, len(tokens)) + 1):
            if not _may_be_one_name(text, tokens, first, last):
                break
            words = Words(
                text=text, tokens=tokens, first=first, last=last, cue=cue, cue_length=cue_length
            )
            found = _named(words, gazetteer)
            if found and is_meant(words, found, gazetteer):
                yield Candidate(
                    first=first - cue_length,
                    last=last,
                    meaning=At(choices=found),
                    rank=_rank(words, found),
                )


def _here(tokens: Sequence[Token]) -> Iterator[Candidate]:
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + 4, len(tokens)) + 1):
            phrase = " ".join(token.word for token in tokens[first:last])
            longer = " ".join(token.word for token in tokens[first : last + 1])
            # "cerca" is here, "cerca de Tucson" is not.
            if phrase in wording().here and longer not in wording().near - {phrase}:
                yield Candidate(first=first, last=last, meaning=Here(), rank=HERE_RANK)


def _is_house_number(tokens: Sequence[Token], i: int) -> bool:
    followed = i + 1 < len(tokens) and not tokens[i + 1].word.isdigit()
    return tokens[i].word.isdigit() and followed


def _may_be_one_name(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    if not tokens[last - 1].word:
        return False
    between = text[tokens[last - 2].end : tokens[last - 1].start] if last - first > 1 else ""
    return bool(_INSIDE_A_NAME.fullmatch(between))


def _named(words: Words, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the places of that name, the likeliest first; () for none."""
    names = wording().aliases.get(words.name, [words.typed])
    found = [gazetteer.named(name) for name in names]
    each = [one.places if isinstance(one, Choices) else (one,) for one in found if one]
    return tuple(dict.fromkeys(place for places in each for place in places))


def _rank(words: Words, found: tuple[Place, ...]) -> int:
    if words.cue == "near" or (words.is_all and found[0].weight >= BIG_TOWN):
        return NEAR_RANK
    if words.cue:
        return IN_RANK
    return QUALIFIED_RANK if words.last - words.first > 1 else BARE_RANK
