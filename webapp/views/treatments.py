"""Pages on the ways of giving the medicine, and on talk therapy with it."""

from flask import Blueprint, abort, render_template, url_for

from indexer.search import UNCOUNTED, IndexUnavailable, Query
from webapp import language, notices, treatments
from webapp.clinic_page.facts import GROUP_TITLES
from webapp.collaborators import collaborators
from webapp.search import Search
from webapp.treatments import Treatment

bp = Blueprint("treatments", __name__, url_prefix="/treatments")


@bp.get("")
def contents() -> str:
    """List the pages by group, with how many clinics state each; it needs no index."""
    groups = [
        (
            GROUP_TITLES[group],
            [
                (one, _count(one))
                for one in treatments.treatments().values()
                if one.entry.group == group
            ],
        )
        for group in treatments.GROUPS
    ]
    return render_template("treatments.html", groups=groups)


@bp.get("/<slug>")
def page(slug: str) -> str:
    """Show one page; without an index it stands, only without the number of clinics."""
    found = treatments.treatments().get(slug)
    if found is None:
        abort(404)
    today = collaborators().today()
    keys = notices.keys_for(found.entry.code, found.entry.warn)
    return render_template(
        "treatment.html",
        treatment=found,
        page=treatments.told(found, language.present(), today),
        notices=notices.current(keys, today),
        count=_count(found),
        search=Search(codes=frozenset({found.entry.code})).url(),
        address=url_for("treatments.page", slug=slug, _external=True),
    )


def _count(treatment: Treatment) -> int | None:
    """Return how many clinics state it; None if we cannot search now."""
    code = treatment.entry.code
    query = Query(facets={treatment.entry.group: frozenset({code})}, limit=0, counted=UNCOUNTED)
    try:
        return collaborators().index.search(query).total
    except IndexUnavailable:
        return None
