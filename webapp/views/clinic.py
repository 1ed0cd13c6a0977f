"""A clinic's page at its permanent address, and what became of addresses that moved."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from indexer.clinic import Clinic, Evidence, Gone, Moved, Provenance, Status
from webapp import linked_data, regions, statements, treatments
from webapp.clinic_page import directions, facts, origins, prices, questions
from webapp.clinic_page.hours import hours
from webapp.collaborators import collaborators
from webapp.nearest import nearest

bp = Blueprint("clinic", __name__)

_LONGEST_CHAIN = 10
"""Merges of merges that are followed; more would be a fault in the snapshot."""


@bp.get("/c/<clinic_id>")
@bp.get("/c/<clinic_id>/<slug>")
def page(clinic_id: str, slug: str = "") -> AnyResponse:
    """Show a clinic; lead an old or merged address to the present one."""
    found = settled(clinic_id)
    if isinstance(found, Gone):
        return gone(found)
    if (found.id, found.slug) != (clinic_id, slug):
        return redirect(url_for("clinic.page", clinic_id=found.id, slug=found.slug), 301)
    return _closed(found) if found.status is Status.CLOSED else _show(found)


def followed(clinic_id: str) -> Clinic | Gone | None:
    """Return what an id stands for today, through every merge; None if nothing."""
    found: Clinic | Moved | Gone | None = Moved(to=clinic_id)
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(found, Moved):
            return found
        found = collaborators().index.clinic(found.to)
    return None if isinstance(found, Moved) else found


def settled(clinic_id: str) -> Clinic | Gone:
    """Return what an id stands for today, what was withdrawn as gone; abort with 404 if nothing."""
    found = followed(clinic_id) or abort(404)
    if isinstance(found, Clinic) and found.status is Status.WITHDRAWN:
        return Gone(since=found.changed_at, point=found.point)
    return found


def gone(clinic: Gone) -> Response:
    """Say that a clinic is no longer listed, and show the nearest that are."""
    nearby = nearest(collaborators().index, clinic.point)
    return make_response(render_template("gone.html", since=clinic.since, nearest=nearby), 410)


def _show(clinic: Clinic) -> Response:
    now = collaborators().now()
    nearby = nearest(collaborators().index, clinic.point, {clinic.id})
    trail = regions.trail(clinic.address, collaborators().places)
    address = url_for("clinic.page", clinic_id=clinic.id, slug=clinic.slug, _external=True)
    return make_response(
        render_template(
            "clinic.html",
            clinic=clinic,
            unchecked=statements.unchecked(clinic),
            summary=statements.headline(clinic),
            hours=hours(clinic, now),
            directions=directions,
            sections=facts.sections(clinic, collaborators().today()),
            prices=prices.prices(clinic),
            questions=questions.questions(clinic),
            any_clinic=questions.ANY_CLINIC,
            origins=origins,
            nearby=nearby,
            compare=url_for("shortlist.page", c=",".join([clinic.id, *(hit.id for hit in nearby)])),
            trail=trail,
            treatment_slug=treatments.slug_of,
            address=address,
            linked=[
                linked_data.clinic(clinic, address),
                regions.linked(trail, request.host_url.rstrip("/")),
            ],
            today=collaborators().today(),
        )
    )


def _closed(clinic: Clinic) -> Response:
    """Say that the clinic has closed, in its own words, and show the nearest that are open."""
    nearby = nearest(collaborators().index, clinic.point, {clinic.id})
    source = next((s for s in clinic.sources if _said_by(s, clinic.closing)), None)
    return make_response(
        render_template("closed.html", clinic=clinic, source=source, nearest=nearby)
    )


def _said_by(source: Provenance, evidence: Evidence | None) -> bool:
    return evidence is not None and source.source == evidence.source
