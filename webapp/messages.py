"""Gathers the texts to translate and keeps the catalogues in step; `make messages` runs it.

The guide is not among them: its files carry each paragraph in every language.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from indexer import filters
from indexer.place import COUNTRY_NAMES
from indexer.vocabulary import FACET_GROUPS, vocabulary
from webapp.language import CATALOGUES, ENGLISH, LANGUAGES

_WEBAPP = Path(__file__).parent
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS: dict[str, dict[str, Any]] = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
SOURCE_TITLES = (
    "Articles by the clinics, handed in by the owner",
    "A list handed in by whoever runs this finder",
    "Clinics' own websites",
    "Medicare Part B billing, 2024",
    "NPPES, the US register of health-care providers",
    "OpenStreetMap",
    "SAMHSA FindTreatment.gov",
    "Survey of clinic websites, November 2026",
)
"""What the crawler's sources call themselves: the web app may not ask them, so a test does."""


def gathered() -> Catalog:
    """Return every text of ours: of templates, of code, and what we say of others' data."""
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
    for words in _filters():
        found.add(words, locations=[("indexer/filters.py", 0)])
    for words in (*COUNTRY_NAMES.values(), *SOURCE_TITLES):
        found.add(words, locations=[("webapp/messages.py", 0)])
    return found


def _filters() -> Iterator[str]:
    """Yield what is said of filters that stand in no vocabulary; a value's name is not ours."""
    for group in FACET_GROUPS:
        for entry in filters.entries(group):
            yield from (entry.label, entry.explain)
    for group in filters.VALUED_GROUPS:
        if example := filters.entry(group, filters.value_code(group, "example")):
            yield example.explain


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
