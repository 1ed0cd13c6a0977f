"""The language stands in the path: "/es/about" is "/about" in Spanish."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from webapp import language
from webapp.finder import printable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ByPath:
    """Takes the language off a request's path, so that the app itself knows one path a page.

    What it takes off becomes the place where the app is mounted, so `url_for` stays in it.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer in the language that the path begins with."""
        code, path = language.split(environ.get("PATH_INFO", ""))
        if code != language.ENGLISH:
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = path
        with language.speaking(code):
            return self.app(environ, start_response)


def install(app: Flask) -> None:
    """Make *app* answer, and its templates speak, in the language of the path."""
    app.wsgi_app = ByPath(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents it
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # set by the extension
    env.globals.update(_=_said, gettext=_gettext, ngettext=_ngettext)
    for code in language.LANGUAGES:
        language.catalogue(code)  # read now, so that no visitor waits for it


@pass_eval_context
def _said(context: EvalContext, msgid: str, /, **values: object) -> str:
    """Return a text without markup of its own; what is looked up may even be a fetched name."""
    text = language.text(msgid)
    if not values:
        return text
    return _filled(context, escape(text) if context.autoescape else text, values)


@pass_eval_context
def _gettext(context: EvalContext, msgid: str, /, **values: object) -> str:
    """Return what stands between `trans` and `endtrans`: our own words, with their markup."""
    return _filled(context, language.text(msgid), values)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: object) -> str:
    return _filled(
        context, language.plural(one, many, num), {"num": language.number(num), **values}
    )


def _filled(context: EvalContext, text: str, values: dict[str, object]) -> str:
    """Return *text* with its values, which are escaped and made printable like all that we print.

    Jinja's own function would escape them, but Markup is not looked at by `Finder`'s finalizer.
    """
    shown = {name: printable(value) for name, value in values.items()}
    return (Markup(text) if context.autoescape else text) % shown  # noqa: S704  # our own words
