"""The least that Flask can do, on the very server that serves the finder: `hello` for every path.

    python -m benchmarks.web_hello

Prints where it listens, then serves with one worker until it is stopped.
"""

from flask import Flask

from webapp.server import listen, serve


def make_app() -> Flask:
    """Return an app that says hello."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    print(f"Serving at http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    serve(make_app, listener, workers=1)
