"""The labelled pairs: nearly nothing is joined that is not one clinic, and little is missed."""

from collections import Counter

from indexer.places import Places
from indexer.resolve import resolve
from tests.indexer.matching.labelled import BLIND, figures, pairs, records


def test_there_are_pairs_of_every_hard_case() -> None:
    """At least 400, and of each case several."""
    cases = Counter(pair.case for pair in pairs())
    assert cases.total() >= 400
    assert min(cases.values()) >= 8


def test_precision_and_recall_on_the_labelled_pairs() -> None:
    """Precision at least 0.995, recall at least 0.95."""
    resolution = resolve(records(Places()))
    cluster_of = {r.ref: n for n, clinic in enumerate(resolution.clinics) for r in clinic}
    precision, recall, wrong = figures(cluster_of)
    assert precision >= 0.995, {case: len(found) for case, found in wrong.items()}
    assert recall >= 0.95, {case: len(found) for case, found in wrong.items()}


def test_the_blind_pairs_contradict_nothing() -> None:
    """There are 300, half of them with a real row, and what is one clinic is never also two."""
    blind = pairs(BLIND)
    assert len({frozenset((pair.a, pair.b)) for pair in blind}) == len(blind) == 300
    assert sum({pair.a[0], pair.b[0]} & {"samhsa", "starter"} != set() for pair in blind) >= 150
    clinic = {ref: {ref} for pair in blind for ref in (pair.a, pair.b)}
    for pair in (pair for pair in blind if pair.same):
        both = clinic[pair.a] | clinic[pair.b]
        clinic |= dict.fromkeys(both, both)
    assert [pair for pair in blind if (pair.b in clinic[pair.a]) is not pair.same] == []
