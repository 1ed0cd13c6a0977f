"""Errors as pages that a person can use; none repeats or records what was asked.

Who asks for JSON gets the same words as a problem document (RFC 9457).
"""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask.json import dumps
from werkzeug.exceptions import HTTPException

from indexer.search import IndexUnavailable, QueryError
from webapp.language import N_, _

bp = Blueprint("errors", __name__)

RETRY_AFTER_SECONDS = 60
PROBLEM = "application/problem+json"
_KINDS = ("text/html", PROBLEM, "application/json")


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says."""

    title: str
    text: str


PAGES = {
    400: Words(
        N_("We cannot read this request"), N_("Something in its address is not as it should be.")
    ),
    404: Words(N_("There is no such page"), N_("The address may be mistyped.")),
    405: Words(N_("This page can only be read"), N_("Nothing can be sent to it.")),
    410: Words(N_("This clinic is no longer listed"), N_("Its page was taken out.")),
    414: Words(
        N_("This address is too long"), N_("Places and search words are shorter than that.")
    ),
    429: Words(
        N_("Too many requests from your network"),
        N_("Please wait a minute, then load this page again. Nothing is wrong with your search."),
    ),
    431: Words(N_("This request is too large"), N_("Your browser sent more than we can read.")),
    500: Words(
        N_("Something broke on our side"), N_("It is our fault, not yours. Please try again.")
    ),
    503: Words(
        N_("We cannot search now"),
        N_(
            "Our list of clinics cannot be opened at the moment. This says nothing about whether "
            "there are clinics near you."
        ),
    ),
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


def too_many(wait_seconds: int) -> Response:
    """Ask a network that has asked very often to wait."""
    response = page(429)
    response.headers["Retry-After"] = str(wait_seconds)
    return response


def page(status: int) -> Response:
    """Return the page of an HTTP status; of its class if the status has none of its own."""
    return make_response(render_template("error.html", words=_words(status)), status)


@bp.after_app_request
def as_problem(response: Response) -> Response:
    """Put a problem document in the place of an error's page for who asks for JSON."""
    if response.status_code < 400 or response.mimetype != "text/html":
        return response
    response.vary.add("Accept")
    if request.accept_mimetypes.best_match(_KINDS) in _KINDS[1:]:
        response.set_data(_problem(response.status_code))
        response.content_type = PROBLEM
    return response


def _problem(status: int) -> str:
    words = _words(status)
    return dumps(
        {
            "type": "about:blank",
            "status": status,
            "title": HTTPStatus(status).phrase,
            "detail": f"{_(words.title)}. {_(words.text)}",
        }
    )


def _words(status: int) -> Words:
    return PAGES.get(status) or PAGES[400 if status < 500 else 500]


def page_without_request(status: int) -> Response:
    """Return the page for a request that the server could not even read."""
    with current_app.test_request_context("/"):
        return current_app.process_response(page(status))
