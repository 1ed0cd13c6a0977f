"""The guide: what a person should know before choosing, and how this finder works."""

from flask import Blueprint, abort, render_template

from webapp import language
from webapp.collaborators import collaborators
from webapp.guide import packaged, shown
from webapp.language import _

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("")
def contents() -> str:
    """List the pages, those on the treatment first; it needs no index."""
    pages = packaged().pages
    parts = [
        (_("The treatment"), [page for page in pages if not page.ours]),
        (_("This finder"), [page for page in pages if page.ours]),
    ]
    return render_template("guide.html", parts=parts)


@bp.get("/<slug>")
def page(slug: str) -> str:
    """Show one page as it may be shown today, and lead to the one before and the one after."""
    guide = packaged()
    found = guide.page(slug)
    if found is None:
        abort(404)
    place = guide.pages.index(found)
    return render_template(
        "guide_page.html",
        page=shown(found, guide, language.present(), collaborators().today()),
        guide=guide,
        before=guide.pages[place - 1] if place else None,
        after=guide.pages[place + 1] if place + 1 < len(guide.pages) else None,
    )
