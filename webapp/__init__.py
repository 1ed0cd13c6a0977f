"""The web app: shows what the index answers; takes its collaborators and knows no path."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.search import ClinicIndex
from webapp import by_path, forms, language, presentation
from webapp.collaborators import Collaborators, Places
from webapp.finder import Finder
from webapp.headers import protect
from webapp.views import about, clinic, errors, front_door, health, search


def create_app(
    index: ClinicIndex, places: Places, *, today: Callable[[], date] | None = None
) -> Flask:
    """Return the app that answers from *index* and finds typed places in *places*."""
    app = Finder(__name__)
    app.extensions["collaborators"] = Collaborators(
        index=index, places=places, today=today or _today
    )
    for concern in (front_door, search, clinic, about, health, errors):
        app.register_blueprint(concern.bp)
    by_path.install(app)
    app.context_processor(presentation.names)
    app.before_request(_drop_tracking)
    app.after_request(_seal)
    return app


def _today() -> date:
    return datetime.now(UTC).date()


def _drop_tracking() -> AnyResponse | None:
    """Send a link that carries another site's tracking marks to the same page without them."""
    kept = forms.without_tracking(request.query_string)
    # Without a matched rule the path may be "//host", which a browser takes for another site.
    if kept is None or request.url_rule is None:
        return None
    path = language.localised(request.path)
    return redirect(f"{path}?{kept}" if kept else path)


def _seal(response: Response) -> Response:
    """Give every answer the protecting headers, and a page its validator."""
    protect(response.headers)
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language.present()
    if response.status_code == 200 and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response
