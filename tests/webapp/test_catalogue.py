"""The Spanish texts: whole, in step with the English ones, polite, and never vouching."""

import re
from collections import Counter

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


def test_the_catalogue_is_stored_as_the_tool_writes_it() -> None:
    """Gathering twice changes nothing, so a difference in a change is a difference in words."""
    once = messages.renewed("es")
    assert {forms(m.id)[0] for m in once if m.id} == {
        forms(m.id)[0] for m in messages.gathered() if m.id
    }


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
