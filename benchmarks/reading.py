"""How truly our indexer reads clinic pages: precision, recall and F1 over the labelled websites.

Reads each website as the crawler and the indexer do, to the end: what is refused as no clinic's
says nothing. Compares in the same run with what one would write in an hour: a keyword search.

    python benchmarks/reading.py                               the blind split: figures only
    python benchmarks/reading.py --split tuning --errors       each mistake, with the rules
    python benchmarks/reading.py --split tuning --errors --case 018 --field hours --code kap

With `--errors`, "+" was read and is not so, "-" is so and was not read.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath

import click

if __package__ in (None, ""):
    sys.path.insert(0, str(FilePath(__file__).parent.parent))

from benchmarks.reading_paths import Answer, Path, keywords, product
from benchmarks.reading_score import (
    ADDRESS,
    PHONE,
    PRICE,
    Judgement,
    is_table,
    judgements,
    same_hours,
    score,
)
from benchmarks.result import print_result
from indexer.clinic import Stance
from indexer.interpret.page_kind import CLINIC
from indexer.interpret.readings import readings
from indexer.vocabulary import vocabulary
from tests.labelled.cases import SPLITS, TREATMENT, Case, cases

RULES_SHOWN = 6
"""Of the readings behind one mistake."""


@dataclass(frozen=True)
class Run:
    """All cases read in one way."""

    cases: Sequence[Case]
    answers: Sequence[Answer]

    @property
    def pairs(self) -> list[tuple[Case, Answer]]:
        """Each case with its answer."""
        return list(zip(self.cases, self.answers, strict=True))

    @cached_property
    def judged(self) -> list[Judgement]:
        """Every single thing read or to be read."""
        return [one for case, answer in self.pairs for one in judgements(case, answer)]


@click.command(help=__doc__)
@click.option("--split", type=click.Choice(SPLITS), default="test")
@click.option("--errors", is_flag=True, help="List each mistake; never for the blind split.")
@click.option("--case", "prefix", default="", help="Only cases whose name begins so.")
@click.option("--field", default="", help="Only mistakes of this field.")
@click.option("--code", default="", help="Only mistakes of this vocabulary code.")
def main(split: str, errors: bool, prefix: str, field: str, code: str) -> None:
    """Read the cases in both ways and print what came of it."""
    if split == "test" and (errors or prefix):
        raise click.UsageError("the test split is blind: its cases are not shown")
    chosen = [case for case in cases(split) if case.name.startswith(prefix)]
    if not chosen:
        raise click.UsageError("there is no such case")
    ours = _run(product, chosen)
    if errors:
        _print_errors(ours, field, code)
    naive = _run(keywords, chosen)
    _print_codes(ours, naive)
    _print_fields(ours, naive)
    print_result(_summary(ours))


def _run(path: Path, chosen: Sequence[Case]) -> Run:
    return Run(chosen, [path(case) for case in chosen])


def _summary(run: Run) -> dict[str, float]:
    treatment = score(one for one in run.judged if one.field == TREATMENT)
    figures = {
        "offering_precision": treatment.precision,
        "offering_recall": treatment.recall,
        "address_f1": _f1(run, ADDRESS),
        "phone_f1": _f1(run, PHONE),
        "hours_exact": _hours_exact(run),
        "hours_wrong": _hours_wrong(run),
        "price_f1": _f1(run, PRICE),
        "page_kind": _share(case.kind == answer.kind for case, answer in run.pairs),
        "clinic_or_not": _clinic_or_not(run),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _f1(run: Run, field: str) -> float:
    return score(one for one in run.judged if one.field == field).f1


def _hours_exact(run: Run) -> float:
    """Return the share of the printed tables that were read to the minute."""
    tables = [(case, answer) for case, answer in run.pairs if is_table(case.hours)]
    return _share(same_hours(case.hours, answer.hours) for case, answer in tables)


def _hours_wrong(run: Run) -> float:
    """Return the share of tables among the websites from which no certain table follows."""
    others = [answer for case, answer in run.pairs if not is_table(case.hours)]
    return _share(is_table(answer.hours) for answer in others) if others else 0.0


def _hours_mistold(run: Run) -> float:
    """Return the share of the tables read that differ from what is printed."""
    read = [(case, answer) for case, answer in run.pairs if is_table(answer.hours)]
    return _share(not same_hours(case.hours, answer.hours) for case, answer in read)


def _clinic_or_not(run: Run) -> float:
    """Return the share of the websites rightly let in or kept out, for whatever reason."""
    return _share((c.kind == CLINIC) == (a.kind == CLINIC) for c, a in run.pairs)


def _share(found: Iterable[bool]) -> float:
    values = list(found)
    return sum(values) / len(values) if values else 1.0


def _print_codes(ours: Run, naive: Run) -> None:
    print(f"{len(ours.cases)} websites; ours | keyword search: right wrong missed")
    known = {one.item for one in ours.judged if one.field == TREATMENT}
    for code in [code for code in vocabulary().entries if code in known]:
        _print_row(code, ours, naive, field=TREATMENT, item=code)


def _print_fields(ours: Run, naive: Run) -> None:
    for field in dict.fromkeys(one.field for one in ours.judged):
        _print_row(f"all {field}", ours, naive, field=field)
    for name, figure in (
        ("hours exact", _hours_exact),
        ("hours told where unknown", _hours_wrong),
        ("hours told wrongly", _hours_mistold),
        ("clinic or not", _clinic_or_not),
    ):
        print(f"{name:28} {figure(ours):6.3f} {'':35}| {figure(naive):6.3f}")
    for kind in sorted({case.kind for case in ours.cases}):
        pairs = [(case, answer) for case, answer in ours.pairs if case.kind == kind]
        right = sum(answer.kind == kind for _, answer in pairs)
        others = Counter(answer.kind for _, answer in pairs if answer.kind != kind)
        read = "".join(f", {count} read as {other}" for other, count in others.most_common())
        print(f"kind {kind:23} {right:3} of {len(pairs)}{read}")


def _print_row(name: str, ours: Run, naive: Run, *, field: str, item: str = "") -> None:
    cells = []
    for run in (ours, naive):
        judged = [one for one in run.judged if one.field == field and item in ("", one.item)]
        s = score(judged)
        counts = f"{s.right:4} {s.wrong:4} {s.missed:4}"
        cells.append(f"P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f} {counts}")
    print(f"{name:28} " + " | ".join(cells))


def _print_errors(run: Run, field: str, code: str) -> None:
    for case, answer in run.pairs:
        lines = list(_mistakes(case, answer, field, code))
        if lines:
            print(f"== {case.name}")
            print(*lines, sep="\n")
    print()


def _mistakes(case: Case, answer: Answer, field: str, code: str) -> Iterator[str]:
    if field in ("", "kind") and not code and case.kind != answer.kind:
        said = "; ".join(f"{one.reason}: “{one.quote}”" for one in answer.kinds)
        yield f"   kind: read {answer.kind}, is {case.kind} [{said}]"
    if field in ("", "hours") and not code and not same_hours(case.hours, answer.hours):
        printed = [line for one in answer.listings for line in one.hours]
        yield f"   hours: read “{answer.hours}”, is “{case.hours}”, printed {printed}"
    for one in judgements(case, answer):
        if one.read == one.true or field not in ("", one.field) or code not in ("", one.item):
            continue
        yield f" {'+' if one.read else '-'} {one.field}: {one.item}"
        yield from _rules(one, answer)


def _rules(judged: Judgement, answer: Answer) -> Iterator[str]:
    """Yield what was read of the code of a mistake, the telling readings first."""
    found = [one for li in answer.listings for one in readings(li) if one.code == judged.item]
    wanted = Stance.STATED_NOT if judged.field.endswith("denied") else Stance.STATED
    found.sort(key=lambda one: (one.verdict.stance is not wanted, -one.verdict.confidence))
    for one in found[:RULES_SHOWN]:
        verdict, passage = one.verdict, one.passage
        under = f" under “{passage.under[:60]}”" if passage.under else ""
        yield (
            f"      {verdict.stance or 'mere'} {verdict.confidence:.2f} [{verdict.rule}]"
            f" {passage.where}{under}: “{one.sentence}”"
        )
    if not found and judged.item in vocabulary().entries:
        yield "      (never mentioned)"


if __name__ == "__main__":
    main()
