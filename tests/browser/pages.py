"""Every kind of page that a visitor may see, where the browser's tests find it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask

from tests.browser.servers import served
from tests.webapp import rich, world
from tests.webapp.test_answers import CASES, broken
from webapp import language

HARBOR = "/c/harbor01/harbor-calm-clinic"
KINDS: dict[str, tuple[Callable[[], Flask], str]] = {
    "home": (world.app, "/"),
    "results": (world.app, "/search?near=20814&offers=ketamine.iv&unstated=1"),
    "zero results": (world.app, "/search?near=20814&within=5&q=qwxyzzz"),
    "which place": (world.app, "/search?near=Sametown"),
    "unknown place": (world.app, "/search?near=Qwxyzzz"),
    "refused": (world.app, "/search?near=20814&colour=blue"),
    "clinic": (world.app, HARBOR),
    "closed": (world.app, "/c/shut0001/shut-imaginary-clinic"),
    "gone": (world.app, "/c/gone0001/x"),
    "rich clinic": (rich.app, HARBOR),
    "browse": (world.app, "/browse"),
    "country": (world.app, "/us"),
    "state": (world.app, "/us/maryland"),
    "town": (world.app, "/us/maryland/anytown"),
    "treatments": (world.app, "/treatments"),
    "treatment": (world.app, "/treatments/ketamine-iv"),
    "report": (world.app, "/report?c=harbor01"),
    "guide": (world.app, "/guide"),
    "guide page": (world.app, "/guide/choosing"),
    "about": (world.app, "/about"),
    "not found": (world.app, "/none"),
    "fault": (broken, "/search"),
    "unavailable": (world.unavailable_app, "/search"),
}
"""Name -> the app that shows such a page, and its path there in English."""


def address(origins: dict[Callable[[], Flask], str], kind: str, code: str = "en") -> str:
    """Return the URL of a kind of page in a language."""
    make, path = KINDS[kind]
    return origins[make] + language.localised(path, code)


@contextmanager
def all_served() -> Iterator[dict[Callable[[], Flask], str]]:
    """Serve each app of `KINDS` and of the cases of every route, and give its origin."""
    with ExitStack() as stack:
        makes = dict.fromkeys((*(m for m, _ in KINDS.values()), *(m for _, _, m in CASES)))
        yield {make: stack.enter_context(served(make())) for make in makes}
