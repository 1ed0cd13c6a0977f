"""The search form and its results."""

from flask import Blueprint, Response, make_response, render_template, request

from indexer.place import Choices, Place, Unknown
from webapp import forms, notices, placing, results
from webapp.collaborators import collaborators
from webapp.forms import Problem, Search
from webapp.results import Alternative

bp = Blueprint("search", __name__)


@bp.get("/")
def home() -> str:
    """Show the search form; it needs no index, so it stands even when we cannot search."""
    approval = notices.current(("off_label", "esketamine"), collaborators().today())
    return render_template("home.html", search=Search(), approval=approval)


@bp.get("/search")
def found() -> Response:
    """Show the clinics that a search finds, or say kindly why it cannot be asked."""
    search, problems = forms.read(request.query_string)
    if problems:
        return _refuse(search, problems)
    place = collaborators().places.find(search.near) if search.near else None
    if isinstance(place, Unknown | Choices):
        return _ask_back(search, place)
    return _answer(search, place)


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
    return place.label if results.is_point(place) else f"All of {place.label}"


def _answer(search: Search, place: Place | None) -> Response:
    answer = collaborators().index.search(results.query(search, place))
    if answer.total and not answer.hits:
        last = -(-answer.total // results.PAGE_SIZE)
        page = render_template("no_page.html", search=search, last=last)
        return make_response(page, 404)
    return make_response(
        render_template(
            "results.html",
            search=search,
            place=place,
            answer=answer,
            rows=results.rows(search, place, answer.hits),
            more=_more(search, place) if answer.total == 0 else [],
            state=_by_name(search, place),
            results=results,
        )
    )


def _by_name(search: Search, place: Place | None) -> tuple[str, str] | None:
    """Return the name of the state around a point, and the search that lists it by name."""
    if place is None or not results.is_point(place):
        return None
    state = placing.state_of(place, collaborators().places)
    if state is None:
        return None
    return state.label, search.at(placing.typed(state, collaborators().places)).url()


def _more(search: Search, place: Place | None) -> list[tuple[Alternative, int]]:
    """Return the searches that find something where this one does not, each with how many.

    A wider radius is told only if it finds more than the one before it.
    """
    found: list[tuple[Alternative, int]] = []
    most = 0
    for alternative in results.wider(search, place):
        total = _total(alternative.search, place)
        if total > most:
            found.append((alternative, total))
            most = total
    for alternative in results.looser(search):
        total = _total(alternative.search, place)
        if total:
            found.append((alternative, total))
    return found


def _total(search: Search, place: Place | None) -> int:
    return collaborators().index.search(results.query(search, place, limit=1)).total
