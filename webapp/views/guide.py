"""The guide: what a person should know before choosing, and how this finder works."""

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from webapp import language
from webapp.collaborators import collaborators
from webapp.guide import GuidePage, packaged, shown
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
def page(slug: str) -> AnyResponse | str:
    """Show one page; lead to where it stands if that is elsewhere."""
    found = packaged().page(slug)
    if found is None:
        abort(404)
    if found.path != f"/guide/{slug}":
        return redirect(language.localised(found.path), 301)
    return told(found)


def told(page: GuidePage) -> str:
    """Return the page as it may be shown today, with the one before and the one after."""
    guide = packaged()
    place = guide.pages.index(page)
    return render_template(
        "guide_page.html",
        page=shown(page, guide, language.present(), collaborators().today()),
        guide=guide,
        before=guide.pages[place - 1] if place else None,
        after=guide.pages[place + 1] if place + 1 < len(guide.pages) else None,
    )
