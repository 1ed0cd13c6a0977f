"""Where the facts come from, what we never do, and how to have a mistake mended."""

from flask import Blueprint, abort

from webapp.guide import packaged
from webapp.views.guide import told

bp = Blueprint("about", __name__)


@bp.get("/about")
def page() -> str:
    """Show the guide's page on this finder; it needs no index."""
    found = packaged().page("this-finder")
    return told(found) if found else abort(404)
