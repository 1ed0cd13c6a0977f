"""The guide: what a person should know before choosing, and how this finder works."""

from flask import Blueprint, abort, render_template

from webapp import language
from webapp.collaborators import collaborators
from webapp.guide import packaged, shown

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("")
def contents() -> str:
    """List the pages; it needs no index."""
    code = language.present()
    pages = [(page.slug, page.title[code], page.summary[code]) for page in packaged().pages]
    return render_template("guide.html", pages=pages)


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
