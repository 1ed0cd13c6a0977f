"""The Spanish texts: whole, in step with the English ones, polite, and never vouching."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from crawler.run import spiders
from tests.webapp.test_words_we_avoid import banned_in
from webapp import messages

_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
_MARKUP = re.compile(r"<[^>]+>")
_FAMILIAR = re.compile(r"(?<!\w)(?:tú|tu|tus|ti|contigo|puedes|debes|tienes|quieres)(?!\w)", re.I)


def forms(texts: str | tuple[str, ...] | list[str]) -> list[str]:
    """Return the forms of a text: one, or one for each number."""
    return [texts] if isinstance(texts, str) else list(texts)


def key(message: Message) -> tuple[str, ...]:
    """Return what a text is known by: its English forms."""
    return tuple(forms(message.id))


def spanish() -> list[Message]:
    """Return every text of the stored catalogue."""
    return [message for message in messages.catalogue("es") if message.id]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each Spanish form beside the English one that has its placeholders."""
    english = forms(message.id)
    return [(english[min(n, len(english) - 1)], one) for n, one in enumerate(forms(message.string))]


def test_no_text_is_a_guess() -> None:
    """A fuzzy translation belongs to another text; an obsolete one to none."""
    stored = messages.catalogue("es")
    assert [message.id for message in stored if message.id and message.fuzzy] == []
    assert list(stored.obsolete) == []


def test_every_text_has_its_spanish() -> None:
    """If not: run `make messages` and write what it says is lacking into the catalogue."""
    now = {key(message) for message in messages.gathered() if message.id}
    stored = {key(message): forms(message.string) for message in spanish()}
    assert {one for one in now if not all(stored.get(one, [""]))} == set()
    assert set(stored) - now == set()


def test_no_text_hides_in_another() -> None:
    """Before Python 3.12 the gathering cannot look into an f-string."""
    hidden = [
        f"{path.name}: {ast.unparse(call)}"
        for path in Path(messages.__file__).parent.rglob("*.py")
        for whole in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"_", "N_", "ngettext"}
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_gathering_again_changes_nothing() -> None:
    """Neither a translation nor the head of the file."""
    kept, renewed = messages.catalogue("es"), messages.renewed("es")
    assert {key(m): m.string for m in renewed if m.id} == {key(m): m.string for m in kept if m.id}
    assert renewed.mime_headers == kept.mime_headers


@pytest.mark.parametrize("message", spanish(), ids=lambda message: forms(message.id)[0][:40])
def test_a_translation_holds_what_its_text_holds(message: Message) -> None:
    """The same values to fill in, and the same marks."""
    for english, translated in pairs(message):
        for kind in (_PLACEHOLDER, _MARKUP):
            assert Counter(kind.findall(translated)) == Counter(kind.findall(english))


def test_no_translation_speaks_for_a_clinic() -> None:
    """The rules on words hold in Spanish too."""
    said = {form: banned_in(form) for message in spanish() for form in forms(message.string)}
    assert {form: found for form, found in said.items() if found} == {}


def test_visitors_are_spoken_to_politely() -> None:
    """As "usted", everywhere."""
    said = [form for message in spanish() for form in forms(message.string)]
    assert [form for form in said if _FAMILIAR.search(form)] == []


def test_every_source_has_a_spanish_name() -> None:
    """The web app may not ask the crawler what its sources are called, so it keeps their titles."""
    titles = {spider.source.title for spider in spiders().values()}
    assert titles == set(messages.SOURCE_TITLES)


def test_the_vocabulary_has_no_signs_of_its_own() -> None:
    """A percent sign in a label would be taken for a placeholder."""
    from_vocabulary = [
        message
        for message in messages.gathered()
        if message.id and ("indexer/vocabulary.toml", 0) in message.locations
    ]
    assert len(from_vocabulary) > 200
    assert [message.id for message in from_vocabulary if "%" in message.id] == []
