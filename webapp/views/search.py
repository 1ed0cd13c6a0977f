"""The search form and its results."""

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.place import Choices, Place, Unknown
from webapp import asking, filters, forms, notices, opening, placing, results, understood, wording
from webapp.asking import PAGE_SIZE
from webapp.cards import cards
from webapp.collaborators import collaborators
from webapp.forms import Problem
from webapp.language import _
from webapp.maps.of_list import map_of
from webapp.narrowing import boxes
from webapp.results import Alternative
from webapp.rows import pins, rows
from webapp.search import Search
from webapp.spot import coarse, spot
from webapp.understood import Reading

bp = Blueprint("search", __name__)


@bp.get("/")
def home() -> str:
    """Show the search form; it needs no index, so it stands even when we cannot search."""
    approval = notices.current(("off_label", "esketamine"), collaborators().today())
    return render_template("home.html", search=Search(), groups=filters.groups(), approval=approval)


@bp.get("/search")
def found() -> AnyResponse:
    """Show the clinics that a search finds, or say kindly why it cannot be asked."""
    search, problems = forms.read(request.query_string)
    if problems:
        return _refuse(search, problems)
    if (point := coarse(search.near)) and point != search.near:
        return redirect(search.at(point).url(), 303)
    if understood.is_to_be_understood(search):
        return _understood(search)
    words = " ".join(part for part in (search.words, search.typed) if part)
    return _look(replace(search, words=words, typed=""))


def _understood(search: Search) -> Response:
    """Answer what was typed into the one box."""
    collaborating = collaborators()
    reading = understood.read(
        search, collaborating.index, collaborating.places, collaborating.now()
    )
    if reading.unknown_place:
        return _look(reading.search)
    return _answer(replace(reading.search, page=search.page), reading.place, reading)


def _look(search: Search) -> Response:
    """Answer a search in plain parameters."""
    place = _place(search.near)
    if isinstance(place, Unknown | Choices):
        return _ask_back(search, place)
    return _answer(search, place, Reading(search=search, place=place))


def _place(near: str) -> Place | Choices | Unknown | None:
    if not near:
        return None
    return spot(near) or collaborators().places.find(near)


def _refuse(search: Search, problems: tuple[Problem, ...]) -> Response:
    page = render_template("refused.html", search=search, problems=problems)
    return make_response(page, 400)


def _ask_back(search: Search, place: Unknown | Choices) -> Response:
    """Ask which place is meant.

    An unknown place is a 404: no script or cache may take this page for an answer that found
    nothing.
    """
    if isinstance(place, Choices):
        links = _links(search, place.places)
        return make_response(render_template("choices.html", search=search, links=links))
    links = _links(search, place.suggestions)
    return make_response(render_template("unknown_place.html", search=search, links=links), 404)


def _links(search: Search, places: tuple[Place, ...]) -> list[tuple[str, str]]:
    """Return what to call each place, and the same search around it."""
    table = collaborators().places
    return [(_choice(place), search.at(placing.typed(place, table)).url()) for place in places]


def _choice(place: Place) -> str:
    """Return the place's name; "All of" tells a state from the city that bears its name."""
    if asking.is_point(place):
        return wording.label(place)
    return _("All of %(place)s", place=wording.label(place))


def _answer(search: Search, place: Place | None, reading: Reading) -> Response:
    index, now = collaborators().index, collaborators().now()
    generation = index.generation
    outcome = asking.ask(index, search, place, now, reading.known)
    total = outcome.answer.total
    if total and not outcome.answer.hits:
        last = -(-total // PAGE_SIZE)
        return make_response(render_template("no_page.html", search=search, last=last), 404)
    kept = generation if index.generation == generation else ""
    at = opening.meant(search.open, now, place.time_zone if place else "")
    shown = (*outcome.answer.hits, *outcome.nearest)
    present = cards()
    listed = [(hit, present.of(hit, kept)) for hit in shown]
    first = (search.page - 1) * PAGE_SIZE + 1 if total else 1
    return make_response(
        render_template(
            "results.html",
            search=search,
            place=place,
            at=at,
            reading=reading,
            others=_links(search, reading.others[:6]),
            outcome=outcome,
            total=total,
            first=first,
            pins=pins,
            rows=rows(listed, first, search, place),
            boxes=boxes(search, outcome.answer.facets),
            zooms=results.zooms(search, place),
            picture=map_of(search, place, listed, outcome),
            more=[] if outcome.as_asked else _more(search, place, now),
            open_now=_open_now(search, place, now),
            state=_by_name(search, place),
            results=results,
            asking=asking,
        )
    )


def _open_now(search: Search, place: Place | None, now: datetime) -> Alternative:
    """Return the same search among those open now; without it where it is asked for already."""
    if search.open:
        return Alternative(text=_("Open now"), url=search.opened("").url())
    opened = search.opened(opening.NOW)
    found = asking.total(collaborators().index, opened, place, now)
    return Alternative(text=_("Open now"), url=opened.url(), total=found)


def _by_name(search: Search, place: Place | None) -> tuple[str, str] | None:
    """Return the name of the state around a point, and the search that lists it by name."""
    if place is None or not asking.is_point(place):
        return None
    state = placing.state_of(place, collaborators().places)
    if state is None:
        return None
    return wording.label(state), search.at(placing.typed(state, collaborators().places)).url()


def _more(search: Search, place: Place | None, now: datetime) -> list[Alternative]:
    """Return the searches that find something where this one does not, each with how many."""
    index = collaborators().index
    ways = [(results.loosened(search, less), less) for less in asking.looser(search)]
    if search.words and (words := asking.respelt(index, search, place, now)):
        ways.insert(0, (_("with the words “%(words)s”", words=words), search.saying(words)))
    found = [
        Alternative(text=text, url=less.url(), total=asking.total(index, less, place, now))
        for text, less in ways
    ]
    return [way for way in found if way.total]
