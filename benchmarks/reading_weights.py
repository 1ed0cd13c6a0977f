"""Learns what each sign of `indexer/interpret/signals.py` weighs, and writes `weights.toml`.

    python benchmarks/reading_weights.py            cross-validated figures only
    python benchmarks/reading_weights.py --write    the weights, from all labelled examples

From the tuning websites; the blind split is never read. The rules were written with these in view
and decide more of them than they would of others: so what they decide is learnt from too, as if no
sentence had decided it, at a lower weight. The figures are of the undecided treatments of websites
that the weights they are read with were not learnt from (ten parts).
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.reading_paths import product
from indexer.clinic import Stance
from indexer.interpret.mentions import UNSPECIFIED
from indexer.interpret.page_kind import CLINIC
from indexer.interpret.readings import Reading, readings
from indexer.interpret.signals import Site, signals
from indexer.interpret.statement import EXPLAINED
from indexer.interpret.verdict import mere
from indexer.interpret.weighing import WEIGHTS, site_of, undecided
from tests.labelled.cases import TREATMENT, cases

THRESHOLD = 0.7
STRENGTH = 0.5
"""Of the regression: the inverse of its L2 regularisation."""
WEIGHT_OF_DECIDED = 0.3
"""Of an example that a rule decided. Chosen on 120 websites that no rule had yet been written for:
of 48 treatments given and undecided, 27 are found at nine in ten right without such examples, 43
with them; from 0.1 to 1 the choice matters little."""
PARTS = 10
HEAD = """# What each sign of signals.py weighs: logistic regression over the labelled websites.
# Built by `python benchmarks/reading_weights.py --write`; not to be edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A treatment that a website mentions and does not deny."""

    website: str
    signs: dict[str, float]
    is_stated: bool
    weight: float = 1.0


@click.command(help=__doc__)
@click.option("--write", is_flag=True, help="Write the weights that all examples give.")
def main(write: bool) -> None:
    """Learn, say how well it went, and write on demand."""
    examples = list(_of_websites())
    _print_figures(examples)
    if write:
        WEIGHTS.write_text(weights_of(examples), "utf-8")


def weights_of(examples: Sequence[Example]) -> str:
    """Return the weights that *examples* give, as the text of `weights.toml`."""
    names, signs, truth = _table(examples)
    model = _model().fit(signs, truth, sample_weight=_importance(examples))
    weights = zip(names, model.coef_[0], strict=True)
    lines = [f"threshold = {THRESHOLD}", f"base = {model.intercept_[0]:.3f}", "", "[signs]"]
    lines += [f'"{name}" = {weight:.3f}' for name, weight in weights]
    return HEAD + "\n".join(lines) + "\n"


def _table(
    examples: Sequence[Example],
) -> tuple[list[str], NDArray[np.float64], NDArray[np.bool_]]:
    """Return the signs' names, a line of their counts for each example, and the truth."""
    vectorizer = DictVectorizer(sparse=False)
    signs = vectorizer.fit_transform([one.signs for one in examples])
    truth = np.array([one.is_stated for one in examples])
    return list(vectorizer.get_feature_names_out()), signs, truth


def _importance(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([one.weight for one in examples])


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=10_000)


def _of_websites() -> Iterator[Example]:
    for case in cases("tuning"):
        answer = product(case)
        if answer.kind == CLINIC:
            found = [one for listing in answer.listings for one in readings(listing)]
            yield from _examples(case.name, found, case.stated[TREATMENT])


def _examples(name: str, found: Iterable[Reading], stated: Iterable[str]) -> Iterator[Example]:
    site = site_of(found)
    routes = {code for code in stated if code.startswith("ketamine.")} - {UNSPECIFIED}
    known = {UNSPECIFIED} if routes else set()  # beside a route, its label says nothing
    open_codes = set(undecided(site)) - known
    for code in sorted(open_codes):
        yield Example(name, signals(code, site), code in stated)
    for code in sorted(set(site.by_code) - open_codes - known):
        muted = _muted(site, code)
        if code in undecided(muted):
            yield Example(name, signals(code, muted), code in stated, WEIGHT_OF_DECIDED)


def _muted(site: Site, code: str) -> Site:
    """Return the site as if no sentence had stated *code*."""
    mentions = [
        replace(one, verdict=mere(EXPLAINED)) if one.verdict.stance is Stance.STATED else one
        for one in site.by_code[code]
    ]
    return Site({**site.by_code, code: mentions})


def _print_figures(examples: Sequence[Example]) -> None:
    _, signs, truth = _table(examples)
    weights = _importance(examples)
    sure = np.zeros(len(truth))
    for learnt, read in GroupKFold(PARTS).split(signs, truth, [one.website for one in examples]):
        model = _model().fit(signs[learnt], truth[learnt], sample_weight=weights[learnt])
        sure[read] = model.predict_proba(signs[read])[:, 1]
    undecided_by_rules = weights == 1
    sure, truth = sure[undecided_by_rules], truth[undecided_by_rules]
    print(f"{len(truth)} undecided treatments, {truth.sum()} of them stated")
    for threshold in (0.4, 0.5, 0.6, THRESHOLD, 0.8):
        found = sure >= threshold
        right, wrong = (found & truth).sum(), (found & ~truth).sum()
        print(f"at {threshold}: {right} read rightly, {wrong} wrongly")


if __name__ == "__main__":
    main()
