"""The web app: shows what the index answers; takes its collaborators and knows no path."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from math import ceil

from flask import Flask, Response, redirect, request
from flask_compress import Compress
from werkzeug.wrappers import Response as AnyResponse

from indexer.withheld import NamedIndex
from webapp import by_path, forms, language, presentation, static_files, validators
from webapp.collaborators import Collaborators, Places
from webapp.finder import Finder
from webapp.headers import protect
from webapp.limiting import Limiter
from webapp.remembered import Remembered
from webapp.views import (
    about,
    browse,
    clinic,
    clinic_files,
    errors,
    front_door,
    health,
    machines,
    report,
    search,
    shortlist,
    suggest,
)
from webapp.views import guide as guide_pages
from webapp.views import treatments as treatment_pages

CONCERNS = (
    static_files,
    front_door,
    search,
    suggest,
    clinic,
    clinic_files,
    browse,
    treatment_pages,
    guide_pages,
    shortlist,
    report,
    machines,
    about,
    health,
    errors,
)
"""Each answers some addresses, or what none answers."""


def create_app(
    index: NamedIndex,
    places: Places,
    *,
    today: Callable[[], date] | None = None,
    now: Callable[[], datetime] | None = None,
    edition: Callable[[], str] | None = None,
    limiter: Limiter | None = None,
    contact: str = "",
) -> Flask:
    """Return the app that answers from *index* and finds typed places in *places*.

    Without a *limiter*, everyone may ask as often as they like. *contact* is where mistakes are
    reported, a mailbox or an https address; "" for the issue tracker beside the source code.
    """
    app = Finder(__name__)
    app.extensions["collaborators"] = Collaborators(
        index=index,
        places=Remembered(places),
        today=today or _today,
        now=now or _now,
        edition=edition or (lambda: index.generation),
        contact=contact,
    )
    for concern in CONCERNS:
        app.register_blueprint(concern.bp)
    by_path.install(app)
    app.jinja_env.globals.update(presentation.names())  # imported templates know only these
    if limiter:
        app.before_request(partial(_hold_back, limiter))
    app.before_request(_drop_tracking)
    app.before_request(validators.unchanged)
    app.config["COMPRESS_ZSTD_LEVEL"] = 1  # a third less time than level 3, for a page 4 % larger
    Compress(app)  # registered before what seals an answer, so it packs a sealed one
    app.after_request(_seal)
    return app


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()


def _hold_back(limiter: Limiter) -> Response | None:
    """Ask who asks too often to wait; static files are as good as free."""
    if request.blueprint == static_files.bp.name:
        return None
    wait = limiter.wait_for(request.remote_addr or "")
    return errors.too_many(ceil(wait)) if wait else None


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
    if request.blueprint != static_files.bp.name:
        validators.put(response)
    return response
