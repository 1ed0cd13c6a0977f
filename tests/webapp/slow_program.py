"""The server of `python -m webapp` over an app that takes two seconds for an answer."""

import time

from flask import Flask

from webapp.server import listen, serve

SECONDS = 2.0


def make_app() -> Flask:
    """Return an app that says "done" after two seconds."""
    app = Flask("slow")
    app.add_url_rule("/", view_func=_slowly)
    return app


def _slowly() -> str:
    time.sleep(SECONDS)
    return "done"


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    print(f"at :{listener.getsockname()[1]}/", flush=True)  # noqa: T201  # the test reads it
    serve(make_app, listener, workers=2)
