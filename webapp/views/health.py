"""Whether we can search, for a machine that asks."""

from flask import Blueprint, Response, jsonify, make_response

from indexer.search import IndexUnavailable
from webapp.collaborators import collaborators

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> Response:
    """Return which snapshot answers and how many clinics it has; 503 if none does."""
    index = collaborators().index
    try:
        state = {"status": "ok", "generation": index.generation, "clinics": index.size}
    except IndexUnavailable:
        return make_response(jsonify(status="unavailable"), 503)
    return jsonify(state)
