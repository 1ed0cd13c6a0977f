"""The guide: what a person should know before choosing, and how this finder works."""

from flask import Blueprint, abort, render_template

from webapp import guide, language
from webapp.collaborators import collaborators

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("")
def contents() -> str:
    """List the pages; it needs no index."""
    code = language.present()
    pages = [(page.slug, page.title[code], page.summary[code]) for page in guide.guide().pages]
    return render_template("guide.html", pages=pages)


@bp.get("/<slug>")
def page(slug: str) -> str:
    """Show one page as it may be shown today, and lead to the one before and the one after."""
    whole = guide.guide()
    found = whole.page(slug)
    if found is None:
        abort(404)
    place = whole.pages.index(found)
    return render_template(
        "guide_page.html",
        page=guide.shown(found, whole, language.present(), collaborators().today()),
        guide=whole,
        before=whole.pages[place - 1] if place else None,
        after=whole.pages[place + 1] if place + 1 < len(whole.pages) else None,
    )
