"""Serves the app with gunicorn: several processes, several threads each, and no access log.

gunicorn's own words about a request it cannot read would repeat the request, so ours stand in
their place.
"""

import gc
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from webapp.views.errors import page_without_request

THREADS = 4
GRACE_SECONDS = 10
"""How long a stopping worker may take to finish what it answers."""

OBJECTS_BETWEEN_LOOKS = 20_000
"""Made and not yet freed, until Python looks for circles among them: a page makes thousands, and
at the usual 700 a quarter of its processor time went into looking."""


class CannotListenError(OSError):
    """Raised when the address cannot be listened on: taken, not ours, or not allowed."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to *host* and *port*, any free one for port 0.

    Raises CannotListenError.
    """
    try:
        return socket.create_server((host, port), family=_family(host), backlog=2048)
    except OSError as error:
        raise CannotListenError(*error.args) from error


def serve(make_app: Callable[[], Flask], listener: socket.socket, workers: int) -> None:
    """Serve on *listener* until a signal ends the process; each worker makes its own app."""
    _Server(make_app, {**_SETTINGS, "bind": f"fd://{listener.fileno()}", "workers": workers}).run()


class QuietWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """A worker that answers an unreadable request with a page of ours, and logs none of it."""

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Stop at Ctrl-C as at SIGTERM: what is being answered is answered.

        gunicorn would shut the pool of threads down from within the signal. If that came while the
        pool took a request, it would wait for a lock that only itself could give back.
        """
        self.handle_exit(sig, frame)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer *exc*, raised before or beside the app, without a word of the request."""
        status = _status(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("%s while a request was read", type(exc).__name__)
        with self.wsgi.app_context():
            answer = _message(status, page_without_request(status))
        try:
            client.sendall(answer)
        except OSError:
            self.log.debug("The visitor hung up before the answer.")


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, make_app: Callable[[], Flask], settings: dict[str, Any]) -> None:
        self.make_app = make_app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = self.make_app()
        gc.collect()
        gc.freeze()  # what is there now stays: no look goes over it again
        gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
        return app


_SETTINGS: dict[str, Any] = {
    "worker_class": QuietWorker,
    "threads": THREADS,
    "graceful_timeout": GRACE_SECONDS,
    "limit_request_line": 8190,  # the most it can be asked to read
    "control_socket_disable": True,
    "accesslog": None,
    "errorlog": "-",
    "loglevel": "error",  # at "warning" it prints each faulty request
}


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _status(exc: Exception) -> HTTPStatus:
    if isinstance(exc, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(exc, LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    refused = isinstance(exc, ParseException)
    return HTTPStatus.BAD_REQUEST if refused else HTTPStatus.INTERNAL_SERVER_ERROR


def _message(status: HTTPStatus, response: Response) -> bytes:
    body = response.get_data()
    response.headers["Connection"] = "close"
    response.headers["Content-Length"] = len(body)
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{response.headers}"
    return head.encode("latin-1") + body
