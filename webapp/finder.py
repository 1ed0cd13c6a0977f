"""Our Flask: escapes and strips whatever a template prints, and keeps visitors out of the log."""

import traceback
from types import TracebackType
from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined
from markupsafe import Markup

_UNPRINTABLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if chr(code) not in "\t\n"),
        *range(0x7F, 0xA0),
        0x061C,  # Arabic letter mark
        *range(0x200B, 0x2010),  # zero width, left-to-right and right-to-left marks
        *range(0x202A, 0x202F),  # bidirectional embeddings and overrides
        *range(0x2060, 0x2070),  # invisible operators, isolates
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
    ]
)


def printable(value: Any) -> Any:
    """Return text without the characters that hide or reorder others; other values unchanged."""
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return value.translate(_UNPRINTABLE)
    return value


class Finder(Flask):
    """A Flask whose templates print fetched text harmlessly and whose log holds no query."""

    def __init__(self, name: str) -> None:
        super().__init__(name, static_folder=None)  # webapp.static_files sends those
        self.jinja_options = {
            "finalize": printable,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }

    def log_exception(
        self,
        exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
        /,
    ) -> None:
        """Log where a fault happened, never what was asked: an error's text may hold the query."""
        kind, _, trace = exc_info
        places = [f"{step.filename}:{step.lineno}" for step in traceback.extract_tb(trace)]
        name = kind.__name__ if kind else "fault"
        self.logger.error("%s in %s at %s", name, request.url_rule, " < ".join(reversed(places)))
