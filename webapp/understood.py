"""What the one box's text came to: a search in plain parameters, and what must be said of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.place import Place
from indexer.search import ClinicIndex, Hit
from indexer.understand.finding import Found, Way, find
from indexer.understand.pieces import Open, Understanding
from indexer.understand.reading import understand
from indexer.understand.wording import wording
from webapp import asking, filters, opening, placing
from webapp.collaborators import Places
from webapp.language import _
from webapp.radius import DEFAULT, Radius
from webapp.search import Search
from webapp.spot import spot

NOTHING = Search()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is searched for in place of a typed text, and what a visitor must be told of that."""

    search: Search
    """In plain parameters: nothing in it is still to be understood."""
    place: Place | None = None
    others: tuple[Place, ...] = ()
    """Places of the same name, less likely meant."""
    unknown_place: str = ""
    """What stands where a place must and names none that we know."""
    here: bool = False
    """Whether it asks for clinics near the visitor, who has not said where that is."""
    mended: tuple[tuple[str, str], ...] = ()
    """What was typed, and what was taken for it."""
    literal: Search = NOTHING
    """The text as it stands, searched as words."""
    by_words: bool = False
    """Whether nothing was found as understood, so that the words are searched."""
    left_out: tuple[str, ...] = ()
    """What was typed and is not asked, because nobody states all of it."""
    whole: Search = NOTHING
    """All that was understood, asked of clinics that do not say as well."""
    named: tuple[Hit, ...] = ()
    """Clinics whose own name was typed."""
    known: asking.Known | None = None
    """What the index was asked already, as a question in plain parameters."""


def read(search: Search, index: ClinicIndex, places: Places, now: datetime) -> Reading:
    """Return what *search*, with something typed in it, asks for besides its other parameters."""
    told = understand(filters.in_english(search.typed), places, now)
    unknown = told.unknown_place
    if unknown is not None:
        rest = _asked(replace(search, typed=""), told, told.states.values(), told.words)
        name = _without_cue(told.typed(unknown))
        return Reading(search=replace(rest, near=name), unknown_place=name)
    radius_km = (search.radius or DEFAULT).km
    return _found(search, find(told, index, radius_km=radius_km, limit=asking.PAGE_SIZE), places)


def is_to_be_understood(search: Search) -> bool:
    """Whether what was typed may name a place: beside a named place it is words."""
    return bool(search.typed) and (not search.near or spot(search.near) is not None)


def box(search: Search) -> str:
    """Return a text that, typed into the box, asks for the words and the place of *search*."""
    near = "" if spot(search.near) else search.near
    if search.typed or not (search.words and near):
        return search.typed or search.words or near
    return _("%(words)s near %(place)s", words=search.words, place=near)


def _found(search: Search, found: Found, places: Places) -> Reading:
    told, asked = found.understood, found.query
    place = told.choices[0] if told.choices and asked.place is not None else None
    words = asking.mended(asked.words, found.answer)
    bare = replace(search, typed="")
    plain = _asked(bare, told, asked.facets.values(), words)
    if asked.open_at is None:
        plain = replace(plain, open=search.open)
    near = placing.typed(place, places) if place is not None else search.near
    plain = replace(plain, near=near)
    whole = _asked(bare, told, told.states.values(), "").at(near).including_unstated(True)
    return Reading(
        search=plain,
        place=place or spot(search.near),
        others=told.choices[1:] if place else (),
        here=told.here and not search.near,
        mended=_mended(found),
        literal=Search(words=search.typed),
        by_words=found.way is Way.WORDS and bool(told.pieces),
        left_out=found.left_out,
        whole=whole,
        named=found.named,
        known=_known(found),
    )


def _asked(
    search: Search, told: Understanding, codes: Iterable[frozenset[str]], words: str
) -> Search:
    """Return *search* with what was understood beside the place."""
    when = [opening.written(p.meaning) for p in told.pieces if isinstance(p.meaning, Open)]
    radius = search.radius if told.radius_km is None else Radius.typed(told.radius_km)
    return replace(
        search,
        radius=radius,
        codes=search.codes.union(*codes),
        open=when[-1] if when else search.open,
        words=" ".join(part for part in (search.words, words) if part),
        page=1,
    )


def _known(found: Found) -> asking.Known | None:
    """Return the question with its answer; None where words were mended, for a link asks others."""
    if found.answer.corrected or not (found.answer.total or found.query.widen):
        return None
    return replace(found.query, widen=True, fuzzy=False), found.answer


def _mended(found: Found) -> tuple[tuple[str, str], ...]:
    told = found.understood
    pieces = [(told.typed(piece), piece.corrected) for piece in told.pieces if piece.corrected]
    return (*pieces, *found.answer.corrected.items())


def _without_cue(typed: str) -> str:
    """Return a place's name without the "near" before it."""
    words = typed.split()
    for length in (3, 2, 1):
        if " ".join(words[:length]).casefold() in wording().near | wording().inside:
            return " ".join(words[length:]) or typed
    return typed
