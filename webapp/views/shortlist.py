"""A shortlist that lives in its address: clinics side by side, to compare and to print."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from indexer.clinic import Clinic, Status
from webapp import shortlist, statements
from webapp.clinic_page.hours import hours
from webapp.collaborators import collaborators
from webapp.views.clinic import followed

bp = Blueprint("shortlist", __name__)


@bp.get("/list")
def page() -> Response:
    """Show the clinics that the address names; who left or never was is left out, and counted."""
    asked = shortlist.ids_in(request.args.getlist("c"))
    found = [clinic for clinic in map(_open, asked) if clinic]
    clinics = tuple({clinic.id: clinic for clinic in found}.values())
    ids = [clinic.id for clinic in clinics]
    now = collaborators().now()
    return make_response(
        render_template(
            "shortlist.html",
            clinics=clinics,
            hours=[hours(clinic, now) for clinic in clinics],
            without=[_url([one for one in ids if one != clinic]) for clinic in ids],
            lines=shortlist.lines(clinics),
            words=shortlist.WORDS,
            unchecked=[statements.unchecked(clinic) for clinic in clinics],
            lost=len(asked) - len(found),
            address=url_for("shortlist.page", c=",".join(ids), _external=True),
            today=collaborators().today(),
        )
    )


def _open(clinic_id: str) -> Clinic | None:
    """Return the clinic that an id stands for today; None if it is not open."""
    found = followed(clinic_id)
    return found if isinstance(found, Clinic) and found.status is Status.OPEN else None


def _url(ids: list[str]) -> str:
    return url_for("shortlist.page", c=",".join(ids) or None)
