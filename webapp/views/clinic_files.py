"""A clinic's page as files: a card for an address book, its data as JSON, its address as a QR code.

The same facts as the page; an id that moved or is gone answers as the page does.
"""

import io
from collections.abc import Callable
from typing import Any

import msgspec
import segno
from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.clinic import Clinic, Gone
from webapp.clinic_page.card import vcard
from webapp.language import _
from webapp.views.clinic import gone, settled

bp = Blueprint("clinic_files", __name__)

_UNSHOWN = ("passages",)
"""Fields of a clinic that are for searching only."""


@bp.get("/c/<clinic_id>.vcf")
def card(clinic_id: str) -> AnyResponse:
    """Send the clinic's contact data as a vCard."""
    return _file(clinic_id, "clinic_files.card", _card)


@bp.get("/c/<clinic_id>.json")
def data(clinic_id: str) -> AnyResponse:
    """Send all that the page shows as JSON."""
    return _file(clinic_id, "clinic_files.data", _data)


@bp.get("/qr/<clinic_id>.svg")
def qr(clinic_id: str) -> AnyResponse:
    """Send the page's address as a QR code."""
    return _file(clinic_id, "clinic_files.qr", _qr)


def _file(clinic_id: str, endpoint: str, made: Callable[[Clinic], Response]) -> AnyResponse:
    found = settled(clinic_id)
    if isinstance(found, Gone):
        return gone(found)
    if found.id != clinic_id:
        return redirect(url_for(endpoint, clinic_id=found.id), 301)
    return made(found)


def _address(clinic: Clinic) -> str:
    return url_for("clinic.page", clinic_id=clinic.id, slug=clinic.slug, _external=True)


def _card(clinic: Clinic) -> Response:
    note = _("As its sources state. Not checked by us, not medical advice.")
    response = Response(vcard(clinic, _address(clinic), note), mimetype="text/vcard")
    response.headers["Content-Disposition"] = f'attachment; filename="{clinic.id}.vcf"'
    return response


def _data(clinic: Clinic) -> Response:
    shown: dict[str, Any] = msgspec.to_builtins(clinic)
    for field in _UNSHOWN:
        shown.pop(field)
    body = msgspec.json.encode({"page": _address(clinic), **shown})
    return Response(body, mimetype="application/json")


def _qr(clinic: Clinic) -> Response:
    """Return the short address, which leads to the page: fewer squares, easier to read."""
    address = url_for("clinic.page", clinic_id=clinic.id, _external=True)
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True, light="#fff"
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")
