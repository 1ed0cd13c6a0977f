"""Errors as pages that a person can use; none repeats or records what was asked."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from indexer.search import IndexUnavailable, QueryError

bp = Blueprint("errors", __name__)

RETRY_AFTER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says."""

    title: str
    text: str


PAGES = {
    400: Words("We cannot read this request", "Something in its address is not as it should be."),
    404: Words("There is no such page", "The address may be mistyped."),
    405: Words("This page can only be read", "Nothing can be sent to it."),
    414: Words("This address is too long", "Places and search words are shorter than that."),
    431: Words("This request is too large", "Your browser sent more than we can read."),
    500: Words("Something broke on our side", "It is our fault, not yours. Please try again."),
}


@bp.app_errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """Answer an HTTP error with its page, keeping what the standard asks, such as Allow."""
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response


@bp.app_errorhandler(QueryError)
def unanswerable(_: QueryError) -> Response:
    """Answer a search that the index refuses to be asked."""
    return page(400)


@bp.app_errorhandler(IndexUnavailable)
def unavailable(_: IndexUnavailable) -> Response:
    """Say that we cannot search now; never let that look like "no clinics"."""
    response = make_response(render_template("unavailable.html"), 503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def page(status: int) -> Response:
    """Return the page of an HTTP status; of its class if the status has none of its own."""
    words = PAGES.get(status) or PAGES[400 if status < 500 else 500]
    return make_response(render_template("error.html", words=words), status)


def page_without_request(status: int) -> Response:
    """Return the page for a request that the server could not even read."""
    with current_app.test_request_context("/"):
        return current_app.process_response(page(status))
