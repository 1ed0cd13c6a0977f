"""Gathers the texts to translate and keeps the catalogues in step; `make messages` runs it.

The guide is not among them: its files carry each paragraph in every language.
"""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from indexer.vocabulary import vocabulary
from webapp.language import CATALOGUES, ENGLISH, LANGUAGES

_WEBAPP = Path(__file__).parent
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS: dict[str, dict[str, Any]] = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def gathered() -> Catalog:
    """Return every text of ours: of templates, of code, and of the vocabulary's entries."""
    found = Catalog(charset="utf-8")
    for file, _line, message, comments, context in extract_from_dir(
        _WEBAPP, _METHODS, _OPTIONS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(
            message, locations=[(f"webapp/{file}", 0)], auto_comments=comments, context=context
        )
    for entry in vocabulary().entries.values():
        for words in (entry.label, entry.explain):
            found.add(words, locations=[("indexer/vocabulary.toml", 0)])
    return found


def catalogue(code: str) -> Catalog:
    """Return the stored catalogue of one language."""
    with (CATALOGUES / f"{code}.po").open("rb") as stored:
        return read_po(stored, locale=code)


def renewed(code: str) -> Catalog:
    """Return one language's catalogue with each text that there is now, and no other."""
    kept = catalogue(code)
    kept.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    return kept


def renew() -> None:
    """Write every catalogue anew; a text without a translation stands in it with an empty one."""
    for code in LANGUAGES:
        if code == ENGLISH:
            continue
        fresh = renewed(code)
        with (CATALOGUES / f"{code}.po").open("wb") as stored:
            write_po(stored, fresh, width=100, include_lineno=False, sort_by_file=True)
        lacking = [message.id for message in fresh if message.id and not message.string]
        print(f"{code}: {len(fresh)} texts, {len(lacking)} without a translation")  # noqa: T201


if __name__ == "__main__":
    renew()
