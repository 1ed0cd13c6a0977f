"""Finds the place that a text names in a wrong spelling, where none is spelt right; pure."""

from collections.abc import Iterator, Sequence

from indexer.normalize import fold
from indexer.place import Place, PlaceKind
from indexer.understand.candidate import Candidate
from indexer.understand.gazetteer import Gazetteer
from indexer.understand.lexicon import lexicon
from indexer.understand.meant import KNOWN_TOWN
from indexer.understand.pieces import At, Here
from indexer.understand.places import BIG_TOWN, QUALIFIED_RANK
from indexer.understand.text import Token
from indexer.understand.wording import cue_before, wording

ATTEMPTS = 3
"""Spellings looked up for one text: each costs some milliseconds."""
LONGEST = 4
"""Words of a misspelt name, state included."""
SHORTEST = 5
"""Letters of a name that is mended without a cue."""
ZIP_DIGITS = 5
HAMLET = 1_000
"""People; who types the name of a smaller one without its state may mean a big town's."""
ARTICLES = {"los", "las", "la", "el", "del", "the"}
"""What town names begin with, though it asks for nothing elsewhere."""


def misspelt_places(
    text: str, tokens: Sequence[Token], chosen: Sequence[Candidate], gazetteer: Gazetteer
) -> list[Candidate]:
    """Return the place that words nobody has understood are spelt nearly like; [] for none.

    Behind "near" any name counts, and one that is like none we know is an unknown place. Else it
    must have its first letter right and be a big town's, or have its state behind it; behind "in"
    a smaller town will do.
    """
    for first, last in _attempts(tokens, chosen)[:ATTEMPTS]:
        cue, cue_length = cue_before(tokens, first)
        typed = text[tokens[first].start : tokens[last - 1].end]
        similar = gazetteer.similar(typed)
        likely = [place for place in similar if _is_likely(typed, cue, place)]
        start = first - cue_length
        if likely or (similar and cue == "near"):
            same = [place for place in similar if fold(place.name) == fold(typed)]
            choices = tuple(dict.fromkeys([*likely, *same])) or tuple(similar)
            return [_candidate(start, last, At(choices=choices), choices[0].label)]
        if cue == "near":
            return [_candidate(start, last, At(), "")]
    if any(isinstance(one.meaning, At) for one in chosen):
        return []
    return list(_unknown_postcodes(tokens, chosen))[:1]


def _unknown_postcodes(tokens: Sequence[Token], chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield each five digits that nothing reads as an unknown place."""
    taken = {i for one in chosen for i in range(one.first, one.last)}
    for i, token in enumerate(tokens):
        if i not in taken and len(token.word) == ZIP_DIGITS and token.word.isdigit():
            yield _candidate(i - cue_before(tokens, i)[1], i + 1, At(), "")


def _candidate(first: int, last: int, meaning: At, corrected: str) -> Candidate:
    return Candidate(
        first=first, last=last, meaning=meaning, rank=QUALIFIED_RANK, corrected=corrected
    )


def _attempts(tokens: Sequence[Token], chosen: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Return the spans to look up: behind a cue first, then with a state, then word by word."""
    hamlets = [one for one in chosen if _is_hamlet(one)]
    if any(_is_named(one) and one not in hamlets for one in chosen):
        return []
    runs = [_without_cue(tokens, one) for one in hamlets] or list(_runs(tokens, chosen))
    cued = [run for run in runs if cue_before(tokens, run[0])[0] == "near"]
    inside = [run for run in runs if cue_before(tokens, run[0])[0] == "in"]
    with_state = [run for run in runs if tokens[run[1] - 1].word in wording().states]
    whole = [run for run in runs if run[1] - run[0] <= 2]
    single = [(i, i + 1) for first, last in runs for i in range(first, last)]
    long = [run for run in (*whole, *single) if _letters(tokens, run) >= SHORTEST]
    return list(dict.fromkeys([*cued, *with_state, *inside, *long]))


def _letters(tokens: Sequence[Token], run: tuple[int, int]) -> int:
    return sum(len(token.word) for token in tokens[run[0] : run[1]])


def _is_named(one: Candidate) -> bool:
    """Whether a place was found that no misspelt town can be in."""
    if isinstance(one.meaning, At):
        return any(place.kind not in {PlaceKind.STATE} for place in one.meaning.choices)
    return isinstance(one.meaning, Here)


def _is_hamlet(one: Candidate) -> bool:
    """Whether all that bears the name is tiny: a big town's name may be meant, misspelt."""
    choices = one.meaning.choices if isinstance(one.meaning, At) else ()
    return bool(choices) and all(
        place.kind is PlaceKind.CITY and place.weight < HAMLET for place in choices
    )


def _without_cue(tokens: Sequence[Token], one: Candidate) -> tuple[int, int]:
    return next(
        (first, one.last)
        for first in range(one.first, one.last)
        if first - cue_before(tokens, first)[1] == one.first
    )


def _runs(tokens: Sequence[Token], chosen: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words that nothing reads, each with the state right behind it.

    In "garden near Maryland" the state is where, not a part of the name.
    """
    taken = {
        i for one in chosen if not isinstance(one.meaning, At) for i in range(one.first, one.last)
    }
    states = {
        i for one in chosen if isinstance(one.meaning, At) for i in range(one.first, one.last)
    }
    behind = {i for i in states if not _has_cue(tokens, chosen, i)}
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and _may_be_misspelt(tokens, last, taken | states):
            last += 1
        if last > first:
            end = last
            while end < len(tokens) and (end in behind or tokens[end].word in wording().states):
                end += 1
            start = max(first, last - LONGEST)
            yield start - (start > 0 and _is_article(tokens, start - 1, taken)), end
        first = last + 1


def _has_cue(tokens: Sequence[Token], chosen: Sequence[Candidate], i: int) -> bool:
    """Whether the piece that the word *i* belongs to begins with a word such as "near"."""
    return any(
        one.first <= i < one.last and tokens[one.first].word in wording().cue_words
        for one in chosen
    )


def _is_article(tokens: Sequence[Token], i: int, taken: set[int]) -> bool:
    return i not in taken and tokens[i].word in ARTICLES


def _may_be_misspelt(tokens: Sequence[Token], i: int, taken: set[int]) -> bool:
    word = tokens[i].word
    known = word in lexicon().known or word in wording().cue_words
    return word.isalpha() and i not in taken and not known


def _is_likely(typed: str, cue: str, place: Place) -> bool:
    same_start = typed[0].lower() == place.name[0].lower()
    has_state = typed.split()[-1].lower() in wording().states and len(typed.split()) > 1
    known = place.weight >= (KNOWN_TOWN if cue else BIG_TOWN) and place.country in {"US", "CA"}
    big = known and len(typed) >= SHORTEST
    return same_start and (big or has_state) and place.kind is PlaceKind.CITY
