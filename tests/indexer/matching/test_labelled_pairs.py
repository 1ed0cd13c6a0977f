"""The labelled pairs: nearly nothing is joined that is not one clinic, and little is missed."""

from collections import Counter

from indexer.places import Places
from indexer.resolve import resolve
from tests.indexer.matching.labelled import figures, pairs, records


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
