"""Remembers what geocoders answered, "not found" included, in one SQLite file; never an error."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer import normalize
from indexer.clinic import Precision
from indexer.geocode import Answer, Question

ANSWERS_LAST = timedelta(days=365)
MISSES_LAST = timedelta(days=60)
"""Maps grow: what was not found is asked again sooner."""

_TABLE = """CREATE TABLE IF NOT EXISTS answer (
    geocoder TEXT NOT NULL, question TEXT NOT NULL, answered_on TEXT NOT NULL,
    lat REAL, lon REAL, precision TEXT, PRIMARY KEY (geocoder, question)) WITHOUT ROWID"""

_LOOK = "SELECT answered_on, lat, lon, precision FROM answer WHERE geocoder = ? AND question = ?"


class Memory:
    """The answers of all geocoders, open inside a `with` block."""

    def __init__(self, path: Path, *, patience_s: float = 30.0) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = _opened(path, patience_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._file.close()

    def known(
        self, geocoder: str, questions: Iterable[Question], today: date
    ) -> dict[Question, Answer | None]:
        """Return what is remembered and has not expired; None for "not found"."""
        found: dict[Question, Answer | None] = {}
        for question in questions:
            row = self._file.execute(_LOOK, (geocoder, _key(question))).fetchone()
            if row and _holds(date.fromisoformat(row[0]), row[1] is None, today):
                found[question] = _answer(*row[1:])
        return found

    def keep(self, geocoder: str, answers: Mapping[Question, Answer | None], today: date) -> None:
        """Remember *answers* as of *today*, at once and for good."""
        rows = [
            (geocoder, _key(question), today.isoformat(), *(astuple(a) if a else (None,) * 3))
            for question, a in answers.items()
        ]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", rows)


def _opened(path: Path, patience_s: float) -> sqlite3.Connection:
    """Return the file open, anew if it is no SQLite file: what it held can be asked again."""
    file = sqlite3.connect(path, timeout=patience_s)
    try:
        file.execute(_TABLE)
    except sqlite3.OperationalError:  # such as a locked file or a full disk: it is sound
        file.close()
        raise
    except sqlite3.DatabaseError:
        file.close()
        path.unlink()
        return _opened(path, patience_s)
    return file


def _key(question: Question) -> str:
    """Return a question in comparable form: one address asked in two wordings is asked once."""
    parts = (
        normalize.comparable_street(question.street),
        normalize.fold(question.city),
        question.state,
        question.postcode.replace(" ", "").partition("-")[0],
        question.country,
    )
    return json.dumps(parts, ensure_ascii=False)


def _holds(answered_on: date, missed: bool, today: date) -> bool:
    return today - answered_on < (MISSES_LAST if missed else ANSWERS_LAST)


def _answer(lat: float | None, lon: float | None, precision: str | None) -> Answer | None:
    if lat is None or lon is None or precision is None:
        return None
    return Answer(lat=lat, lon=lon, precision=Precision(precision))
