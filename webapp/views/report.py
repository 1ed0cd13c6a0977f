"""How to report a mistake or ask to be left out: what to send and where. Nothing is sent from here.

No form: a form would invite people to write about their own health.
"""

from urllib.parse import quote

from flask import Blueprint, render_template, request, url_for

from indexer.clinic import Clinic, Status
from webapp.collaborators import collaborators
from webapp.language import _
from webapp.views.machines import contact_url

bp = Blueprint("report", __name__)

_LONGEST_ID = 40
"""Characters; ids are far shorter."""


@bp.get("/report")
def page() -> str:
    """Say what to send and where; for the clinic that the link names, with its address."""
    clinic = _named(request.args.get("c", ""))
    return render_template("report.html", clinic=clinic, contact=_contact(clinic))


def _named(clinic_id: str) -> Clinic | None:
    """Return the clinic of that id; None for any other text, and for one that left."""
    if not clinic_id or len(clinic_id) > _LONGEST_ID:
        return None
    found = collaborators().index.clinic(clinic_id)
    shown = isinstance(found, Clinic) and found.status is not Status.WITHDRAWN
    return found if shown and isinstance(found, Clinic) else None


def _contact(clinic: Clinic | None) -> tuple[str, str]:
    """Return the contact and a link to it, its mail begun; ("", "") if none was named."""
    contact = collaborators().contact
    link = contact_url(contact) if contact else ""
    if clinic is None or not link.startswith("mailto:"):
        return contact, link
    address = url_for("clinic.page", clinic_id=clinic.id, slug=clinic.slug, _external=True)
    subject, body = quote(_("A page to mend or remove")), quote(f"{address}\r\n\r\n")
    return contact, f"{link}?subject={subject}&body={body}"
