"""How well, how fast and how small we join listings, beside splink and recordlinkage.

Runs every engine, each in a process of its own, over the same listings: the labelled pairs of the
tests (`tests/indexer/matching/`), the blind pairs beside them, which no rule is tuned on, and
invented listings (`matching_data.py`). The last line is for machines: `precision`, `recall` and
`f1` are ours on the labelled pairs, `blind_precision`, `blind_recall` and `blind_f1` on the blind
ones (with `_splink` or `_recordlinkage` at the end: theirs), the rest is of the largest invented
set. A rival that is not installed is said to be missing.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
if __package__ in (None, ""):
    sys.path.insert(0, str(ROOT))

from benchmarks.matching_data import listings  # noqa: E402  (after the path)
from benchmarks.result import print_result  # noqa: E402
from indexer import normalize  # noqa: E402
from indexer.matching.person import is_person  # noqa: E402
from indexer.matching.record import Record  # noqa: E402
from indexer.matching.website import site_of  # noqa: E402
from indexer.matching.wording import (  # noqa: E402
    matched_core,
    matched_name,
    matched_street,
    matched_town,
)
from indexer.places import Places  # noqa: E402
from tests.indexer.matching import labelled  # noqa: E402

ENGINES = ("ours", "splink", "recordlinkage")
SEED = 20261122
ROUNDS = 3
"""Turns that the engines take; the least time and memory of each counts, on a busy machine."""
Figures = dict[str, float]
Judge = Callable[[Sequence[int]], Figures]


def record_of(row: Mapping[str, Any]) -> Record:
    """Return an invented listing in comparable forms."""
    site = site_of(row["site"])
    return Record(
        ref=(row["source"], row["key"]),
        name=matched_name(row["name"]),
        core=matched_core(row["name"], row["city"]),
        person=is_person(row["name"]),
        site=site,
        domain=normalize.registrable_domain(site),
        phones=frozenset((row["phone"],) if row["phone"] else ()),
        npis=frozenset((row["npi"],) if row["npi"] else ()),
        street=matched_street(row["street"], row["postcode"]),
        unit=normalize.comparable_unit(row["unit"]),
        city=matched_town(row["city"]),
        state=row["state"],
        postcode=row["postcode"],
        seen_on=date.fromisoformat(row["seen_on"]),
    )


def prepared(record: Record) -> dict[str, Any]:
    """Return a record as every engine gets it."""
    row = asdict(record) | {"seen_on": str(record.seen_on)}
    row |= {name: sorted(row[name]) for name in ("phones", "npis", "sentences", "former")}
    source, key = row.pop("ref")
    first = {"phone": row["phones"][:1], "npi": row["npis"][:1]}
    return row | {"source": source, "key": key} | {k: "".join(v) for k, v in first.items()}


def pair_figures(clusters: Sequence[Hashable], truth: Sequence[Hashable]) -> Figures:
    """Return precision, recall and F1 over all pairs that either side joins."""
    both = _pairs(Counter(zip(clusters, truth, strict=True)).values())
    joined, true = _pairs(Counter(clusters).values()), _pairs(Counter(truth).values())
    precision, recall = both / max(joined, 1), both / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "f1": f1}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def run(engine: str, rows: Sequence[Mapping[str, Any]], python: str) -> tuple[list[int], Figures]:
    """Return an engine's clusters and its cost; raise MissingRival if it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.jsonl"), Path(folder, "out.json")
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        done = subprocess.run(  # noqa: S603  (our own module)
            [python, "-m", "benchmarks.matching_engines", engine, str(source), str(target)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if "ModuleNotFoundError" in done.stderr:
            raise MissingRival(
                f"{engine} is not installed: pip install 'splink>=5,<6' recordlinkage"
            )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(target.read_text("utf-8")), json.loads(done.stdout.splitlines()[-1])


class MissingRival(Exception):
    """Raised when a rival cannot be imported; says what to install."""


def compared(
    title: str, records: Sequence[Record], judge: Judge, rivals: str
) -> dict[str, Figures]:
    """Print and return the figures of every engine over the same listings."""
    rows = [prepared(record) for record in records]
    print(f"\n{title}: {len(rows):,} listings")
    print(f"{'engine':14} {'precision':>9} {'recall':>7} {'F1':>7} {'seconds':>8} {'MB':>6}")
    found: dict[str, Figures] = {}
    told: set[str] = set()
    for engine in ENGINES * ROUNDS:
        try:
            clusters, cost = run(engine, rows, sys.executable if engine == "ours" else rivals)
        except MissingRival as missing:
            if engine not in told:
                print(missing)
            told.add(engine)
            continue
        known = found.get(engine, cost)
        found[engine] = judge(clusters) | {name: min(cost[name], known[name]) for name in cost}
    for engine in found:
        print(
            "{:14} {precision:9.4f} {recall:7.4f} {f1:7.4f} {seconds:8.2f} {rss_mb:6.0f}".format(
                engine, **found[engine]
            )
        )
    return found


def invented(size: int, rivals: str) -> dict[str, Figures]:
    """Compare on *size* invented listings."""
    rows = listings(size, SEED)
    truth = [row["entity"] for row in rows]
    return compared(
        f"Invented, seed {SEED}",
        [record_of(row) for row in rows],
        lambda clusters: pair_figures(clusters, truth),
        rivals,
    )


def labelled_pairs(title: str, folder: Path, rivals: str) -> dict[str, Figures]:
    """Compare on a set of labelled pairs."""
    found = labelled.records(Places(), folder)

    def judge(clusters: Sequence[int]) -> Figures:
        cluster_of = {record.ref: cluster for record, cluster in zip(found, clusters, strict=True)}
        precision, recall, _ = labelled.figures(cluster_of, folder)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        return {"precision": precision, "recall": recall, "f1": f1}

    return compared(f"{len(labelled.pairs(folder))} {title}", found, judge, rivals)


def of_pairs(found: dict[str, Figures], engine: str = "ours") -> Figures:
    """Return an engine's precision, recall and F1."""
    return {name: round(found[engine][name], 4) for name in ("precision", "recall", "f1")}


def of_blind_pairs(found: dict[str, Figures]) -> Figures:
    """Return every engine's figures on the blind pairs, the rivals' with their name."""
    return {
        f"blind_{name}{'' if engine == 'ours' else f'_{engine}'}": value
        for engine in found
        for name, value in of_pairs(found, engine).items()
    }


def against(found: dict[str, Figures], largest: str) -> Figures:
    """Return our figures over those of each rival that ran: F1, and seconds (below 1 is faster)."""
    ours = found["ours"]
    ratios = {
        f"{name}_over_{rival}": round(ours[figure] / found[rival][figure], 4)
        for rival in ENGINES[1:]
        if rival in found
        for name, figure in (("f1", "f1"), ("seconds", "seconds"))
    }
    own = {f"f1_{largest}": ours["f1"], f"precision_{largest}": ours["precision"]}
    cost = {f"seconds_{largest}": ours["seconds"], f"rss_mb_{largest}": ours["rss_mb"]}
    return {name: round(value, 4) for name, value in (own | cost | ratios).items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Joining listings, beside two rivals.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rivals", default=sys.executable, help="a Python that has the rivals")
    asked = parser.parse_args()
    tuned = labelled_pairs("labelled pairs", labelled.TUNED, asked.rivals)
    blind = labelled_pairs("blind pairs", labelled.BLIND, asked.rivals)
    for size in asked.sizes:
        found = invented(size, asked.rivals)
    print(
        "\ngoals: precision >= 0.995 and recall >= 0.95 on both sets of pairs; 100,000 listings in"
    )
    print("<= 30 s and <= 500 MB; F1 ahead of both; faster than recordlinkage, <= 1.1 x splink")
    print_result(
        of_pairs(tuned) | of_blind_pairs(blind) | against(found, f"{asked.sizes[-1] // 1000}k")
    )


if __name__ == "__main__":
    main()
