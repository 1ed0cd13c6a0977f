"""A clinic's page at its permanent address, and what became of addresses that moved."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.clinic import Clinic, Evidence, Gone, Moved, Point, Provenance, Status
from indexer.search import MAX_RADIUS_KM, Hit, Near, Query
from indexer.vocabulary import Entry, vocabulary
from webapp import notices, results, statements
from webapp.collaborators import collaborators

bp = Blueprint("clinic", __name__)

GROUP_TITLES = {
    **results.FACET_TITLES,
    "setting": "Where it takes place",
    "safety": "Safety practices stated",
    "payment": "Paying",
    "access": "Getting in",
    "staff": "Kinds of staff stated",
    "condition": "Conditions its sources mention",
    "adjacent": "Other treatments stated",
    "": "Also stated",
}
_NEAREST = 5
_LONGEST_CHAIN = 10
"""Merges of merges that are followed; more would be a fault in the snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Statements that rest on the same words, with those words."""

    told: tuple[statements.Told, ...]
    notices: tuple[notices.Notice, ...]

    @property
    def quotes(self) -> tuple[statements.Quote, ...]:
        """The words that say all of it."""
        return self.told[0].quotes

    @property
    def contradicted(self) -> bool:
        """Whether some of the words deny it."""
        return self.told[0].contradicted


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One vocabulary group on the page."""

    group: str
    title: str
    cards: tuple[Card, ...]


@bp.get("/c/<clinic_id>")
@bp.get("/c/<clinic_id>/<slug>")
def page(clinic_id: str, slug: str = "") -> AnyResponse:
    """Show a clinic; lead an old or merged address to the present one."""
    found = _settled(clinic_id)
    if isinstance(found, Gone):
        return _gone(found.since, found.point)
    if found.status is Status.WITHDRAWN:
        return _gone(found.changed_at, found.point)
    if (found.id, found.slug) != (clinic_id, slug):
        return redirect(url_for("clinic.page", clinic_id=found.id, slug=found.slug), 301)
    return _closed(found) if found.status is Status.CLOSED else _show(found)


def _settled(clinic_id: str) -> Clinic | Gone:
    """Return what an id stands for today, through every merge; abort with 404 if nothing."""
    found: Clinic | Moved | Gone | None = Moved(to=clinic_id)
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(found, Moved):
            break
        found = collaborators().index.clinic(found.to)
    return abort(404) if found is None or isinstance(found, Moved) else found


def _show(clinic: Clinic) -> Response:
    sections = [
        Section(group=group, title=title, cards=_cards(statements.told(clinic, group)))
        for group, title in GROUP_TITLES.items()
    ]
    return make_response(
        render_template(
            "clinic.html",
            clinic=clinic,
            unchecked=statements.unchecked(clinic),
            sections=[section for section in sections if section.cards],
            questions={group: _questions(clinic, group) for group in results.FACETS},
        )
    )


def _cards(told: tuple[statements.Told, ...]) -> tuple[Card, ...]:
    """Return the statements, those together that rest on the same words and notices."""
    together: dict[tuple[object, ...], list[statements.Told]] = {}
    for one in told:
        together.setdefault((one.quotes, one.denied, _notices(one)), []).append(one)
    return tuple(Card(told=tuple(same), notices=_notices(same[0])) for same in together.values())


def _questions(clinic: Clinic, group: str) -> tuple[Entry, ...]:
    """Return the filters of which the clinic says nothing, other than that it does not say."""
    entries = (entry for entry in vocabulary().group(group) if entry.facet)
    return statements.unstated(clinic, (e for e in entries if not e.code.endswith(".unspecified")))


def _notices(told: statements.Told) -> tuple[notices.Notice, ...]:
    if told.entry is None or told.denied:
        return ()
    keys = notices.keys_for(told.code, told.entry.warn)
    return notices.current(keys, collaborators().today())


def _gone(since: date, point: Point | None) -> Response:
    """Say that the clinic is no longer listed, and show the nearest that are."""
    return make_response(render_template("gone.html", since=since, nearest=_nearest(point)), 410)


def _closed(clinic: Clinic) -> Response:
    """Say that the clinic has closed, in its own words, and show the nearest that are open."""
    source = next((s for s in clinic.sources if _said_by(s, clinic.closing)), None)
    return make_response(
        render_template("closed.html", clinic=clinic, source=source, nearest=_nearest(clinic.point))
    )


def _said_by(source: Provenance, evidence: Evidence | None) -> bool:
    return evidence is not None and source.source == evidence.source


def _nearest(point: Point | None) -> tuple[Hit, ...]:
    """Return the nearest clinics; () where we do not know where it was."""
    if point is None:
        return ()
    near = Near(lat=point.lat, lon=point.lon, radius_km=MAX_RADIUS_KM)
    return collaborators().index.search(Query(place=near, limit=_NEAREST)).hits
