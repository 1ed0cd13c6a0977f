"""Where the facts come from, what we never do, and how to have a mistake mended."""

from flask import Blueprint, render_template

bp = Blueprint("about", __name__)


@bp.get("/about")
def page() -> str:
    """Show the page; it needs no index."""
    return render_template("about.html")
