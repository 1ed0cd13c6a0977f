"""Asks a fresh index what its builder knows the answers to, before anyone else asks it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from indexer.clinic import Clinic, Point, Status
from indexer.engine.index import WHOOSH, EmbeddedIndex
from indexer.engine.manifest import BadSnapshot
from indexer.engine.text import BOOSTS
from indexer.engine.words import ask_whoosh, terms_in
from indexer.search import MAX_WORDS_LENGTH, Hit, Near, Query

SAMPLES = 20
"""Clinics that are searched for; every clinic is looked up by its id."""


def check(index: EmbeddedIndex, clinics: Sequence[Clinic], folder: Path) -> None:
    """Raise BadSnapshot unless *index*, in *folder*, knows exactly *clinics*."""
    open_clinics = [clinic for clinic in clinics if clinic.status is Status.OPEN]
    for clinic in clinics:
        if not _is_kept(index, clinic):
            raise BadSnapshot(f"it does not give back the clinic {clinic.id} as it was")
    if index.size != len(open_clinics) or index.search(Query()).total != len(open_clinics):
        raise BadSnapshot(f"it finds {index.size} clinics in place of {len(open_clinics)}")
    open_ids = {clinic.id for clinic in open_clinics}
    for clinic in open_clinics[:: max(1, len(open_clinics) // SAMPLES)]:
        _check_place(index, clinic)
        _check_words(index, clinic, open_ids, folder)


def _is_kept(index: EmbeddedIndex, clinic: Clinic) -> bool:
    try:
        return index.clinic(clinic.id) == clinic
    except msgspec.ValidationError:  # a value that its field may not have, such as no number
        return False


def _check_place(index: EmbeddedIndex, clinic: Clinic) -> None:
    if clinic.point and not any(hit.clinic == clinic for hit in _hits_at(index, clinic.point)):
        raise BadSnapshot(f"it does not find the clinic {clinic.id} at its own point")


def _hits_at(index: EmbeddedIndex, point: Point) -> list[Hit]:
    """Return every clinic at exactly this point, page by page."""
    query = Query(place=Near(lat=point.lat, lon=point.lon, radius_km=0), limit=1000)
    total = index.search(query).total
    pages = [replace(query, offset=offset) for offset in range(0, total, query.limit)]
    return [hit for page in pages for hit in index.search(page).hits]


def _check_words(index: EmbeddedIndex, clinic: Clinic, open_ids: set[str], folder: Path) -> None:
    """Let Whoosh judge: the words of a name find the same clinics in its index as in ours."""
    words = clinic.name[:MAX_WORDS_LENGTH]
    if not terms_in(words):
        return
    judged = open_ids & ask_whoosh(folder / WHOOSH, terms_in(words), BOOSTS).keys()
    answer = index.search(Query(words=words, limit=1000))
    if answer.total != len(judged) or not judged.issuperset(hit.clinic.id for hit in answer.hits):
        raise BadSnapshot(f"it finds {answer.total} for {words!r} where Whoosh finds {len(judged)}")
