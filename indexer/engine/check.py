"""Asks a fresh index what its builder knows the answers to, before anyone else asks it."""

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

import msgspec

from indexer.clinic import Clinic, Point, Status
from indexer.engine.index import EmbeddedIndex
from indexer.engine.judge.plain import Group, Searcher, scores, snapshot_searcher
from indexer.engine.manifest import BadSnapshot
from indexer.search import Hit, Near, Query, Sort

KEPT_SAMPLES = 5_000
"""Clinics that are looked up by their ids; of fewer, each one."""
SAMPLES = 50
"""Clinics that are searched for, by their points and by their words."""
RARE = 500
"""Clinics that hold what another is searched by, at most: Whoosh is slow on long lists."""
ALIKE = 1e-5
"""By how much of it a score may differ: ours are kept in four bytes."""


def check(index: EmbeddedIndex, clinics: Collection[Clinic]) -> None:
    """Raise BadSnapshot unless *index* knows *clinics*, and Whoosh's search finds what it finds."""
    for clinic in _sample(clinics, KEPT_SAMPLES):
        if not _is_kept(index, clinic):
            raise BadSnapshot(f"it does not give back the clinic {clinic.id} as it was")
    opened = sum(clinic.status is Status.OPEN for clinic in clinics)
    if index.size != opened or index.search(Query()).total != opened:
        raise BadSnapshot(f"it finds {index.size} clinics in place of {opened}")
    for clinic in _sample(clinics, SAMPLES):
        if clinic.status is Status.OPEN:
            _check_place(index, clinic)
    whoosh = snapshot_searcher(index.fields())
    for query in sample_queries(index, SAMPLES):
        _check_words(index, query, whoosh)


def sample_queries(index: EmbeddedIndex, count: int) -> Iterator[Query]:
    """Yield *count* questions in rare words that the index holds, or fewer; phrases among them."""
    words = index.relevance
    step = max(1, index.size // (2 * count))
    asked = 0
    for row in range(0, index.size, step):
        rare = [t for t in words.printed.in_row(row) if 0 < len(words.postings.of(t)[0]) <= RARE]
        if rare and asked < count:
            asked += 1
            spelled = [words.lexicon.spelling_of(term) for term in rare[:2]]
            kinds = (" ".join(spelled), f'"{" ".join(spelled)}"', f"{spelled[0]}*")
            query = Query(words=kinds[asked % 3], sort=Sort.RELEVANCE, limit=20)
            few = all(rows.count() <= RARE for rows in words.wanted(query).rows)
            yield query if few else replace(query, words=kinds[0])


def groups_of(index: EmbeddedIndex, query: Query) -> list[Group]:
    """Return what the words of *query* ask for, as Whoosh's search is asked."""
    terms = index.relevance.lexicon.terms
    groups = index.relevance.wanted(query).groups
    return [([terms[n] for n in group.terms], group.kind) for group in groups]


def _check_words(index: EmbeddedIndex, query: Query, whoosh: Searcher) -> None:
    """Let Whoosh judge: its search finds the same clinics, and scores the best alike."""
    by_whoosh = scores(groups_of(index, query), whoosh)
    found = index.search(query)
    if found.total != len(by_whoosh):
        raise BadSnapshot(
            f"it finds {found.total} for {query.words!r} where Whoosh finds {len(by_whoosh)}"
        )
    best = sorted(by_whoosh.values(), reverse=True)[: query.limit]
    ours = [score for _, score in index.ranked(query)]
    if not all(math.isclose(a, b, rel_tol=ALIKE) for a, b in zip(ours, best, strict=True)):
        raise BadSnapshot(f"it does not score the clinics found for {query.words!r} as Whoosh does")


def _is_kept(index: EmbeddedIndex, clinic: Clinic) -> bool:
    try:
        return index.clinic(clinic.id) == clinic
    except msgspec.ValidationError:  # a value that its field may not have, such as no number
        return False


def _check_place(index: EmbeddedIndex, clinic: Clinic) -> None:
    if clinic.point and not any(hit.clinic == clinic for hit in _hits_at(index, clinic.point)):
        raise BadSnapshot(f"it does not find the clinic {clinic.id} at its own point")


def _hits_at(index: EmbeddedIndex, point: Point) -> Iterator[Hit]:
    """Yield every clinic at exactly this point, page by page."""
    query = Query(place=Near(lat=point.lat, lon=point.lon, radius_km=0), limit=1000)
    total = index.search(query).total
    for offset in range(0, total, query.limit):
        yield from index.search(replace(query, offset=offset)).hits


def _sample(clinics: Collection[Clinic], count: int) -> Iterator[Clinic]:
    """Yield *count* clinics or a few more, evenly spread; all of fewer."""
    return islice(clinics, 0, None, max(1, len(clinics) // count))
