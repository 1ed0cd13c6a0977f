"""The front door of a language, where its address lacks the slash."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from webapp import language

bp = Blueprint("front_door", __name__)

_OTHERS = ",".join(code for code in language.LANGUAGES if code != language.ENGLISH)


@bp.get(f"/<any({_OTHERS}):code>")
def enter(code: str) -> AnyResponse:
    """Lead "/es" to "/es/"."""
    return redirect(language.localised("/", code), 301)
