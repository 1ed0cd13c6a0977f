"""What the one box may be about to say, for the script that shows it; nothing is remembered."""

import re

from flask import Blueprint, Response, jsonify, request, url_for

from indexer.understand.suggestions import Kind, Suggestion, suggestions
from webapp import language
from webapp.collaborators import collaborators

bp = Blueprint("suggest", __name__)
_NEAR = re.compile(r"\b(?:near|in|around|at|cerca de|en)\s+\S*\s*$", re.IGNORECASE)
"""What is being typed behind such a word is a place first."""


@bp.get("/suggest")
def beginning() -> Response:
    """Return as JSON what *q* may become: kind, label, text for the box, and where it leads."""
    told, text = collaborators(), request.args.get("q", "")
    found = suggestions(text, told.places, told.index)
    if _NEAR.search(text):
        found.sort(key=lambda one: one.kind is not Kind.PLACE)
    return jsonify([_line(one) for one in found])


def _line(one: Suggestion) -> dict[str, str]:
    """Return one suggestion; only a clinic has an address of its own."""
    url = ""
    if one.clinic is not None:
        url = url_for("clinic.page", clinic_id=one.clinic.id, slug=one.clinic.slug)
    label = language.text(one.label) if one.kind is Kind.OFFERING else one.label
    text = one.text.removesuffix(one.label) + label if one.kind is Kind.OFFERING else one.text
    return {"kind": one.kind, "label": label, "text": text, "url": url}
