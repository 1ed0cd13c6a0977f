"""Runs one engine over prepared listings, alone in its process, and tells time and memory.

`python -m benchmarks.matching_engines ENGINE IN OUT`: IN holds one listing a line, OUT gets the
cluster of each line; the last line printed is the cost. All engines get the same comparable forms.
"""

import gc
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(slots=True, kw_only=True)
class Row:
    """A listing in comparable forms: the fields of `Record`, with one phone and NPI for rivals."""

    source: str
    key: str
    name: str
    core: str
    person: bool
    site: str
    domain: str
    phones: list[str]
    phone: str
    npis: list[str]
    npi: str
    street: str
    unit: str
    city: str
    state: str
    postcode: str
    country: str
    seen_on: str
    missing: bool
    sentences: list[int]
    former: list[str]


TEXTS = ("name", "core", "site", "street", "unit", "city", "state", "postcode", "phone", "npi")
BLOCKS = (
    *(["phone"], ["npi"], ["site", "postcode"], ["site", "core"], ["house", "postcode"]),
    *(["name", "postcode"], ["core", "city"]),
)
SPLINK_AT = ((30_000, 0.99999), (1_000_000, 0.999999))
"""Up to how many listings which match probability gave splink its best F1, of 1 - 10 ** -n."""


def ours(rows: Sequence[Row]) -> list[int]:
    """Return the cluster of each row by our own rules."""
    from indexer.matching.record import Record, said
    from indexer.resolve import resolve

    def record(row: Row) -> Record:
        return Record(
            ref=(row.source, row.key),
            name=row.name,
            core=row.core,
            person=row.person,
            site=row.site,
            domain=row.domain,
            phones=said(row.phones),
            npis=said(row.npis),
            street=row.street,
            unit=row.unit,
            city=row.city,
            state=row.state,
            postcode=row.postcode,
            country=row.country,
            missing=row.missing,
            seen_on=date.fromisoformat(row.seen_on),
            sentences=said(row.sentences),
            former=said(row.former),
        )

    resolution = resolve(map(record, rows))
    cluster_of = {
        record.ref: number for number, clinic in enumerate(resolution.clinics) for record in clinic
    }
    # What is said of a whole site is in no clinic: each such listing counts as one by itself.
    return [cluster_of.get((row.source, row.key), -1 - at) for at, row in enumerate(rows)]


def splink(rows: Sequence[Row]) -> list[int]:
    """Return the cluster of each row by splink: trained without labels, connected components."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = _frame(rows, pd)
    blocks = [block_on(*keys, "person") for keys in BLOCKS]  # person and business never meet
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            cl.JaroWinklerAtThresholds("core", [0.95, 0.88]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("street", [0.95]),
            cl.ExactMatch("unit"),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("site").configure(term_frequency_adjustments=True),
            cl.ExactMatch("npi"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(frame, dataset_display_name="listings"), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phone", "core"), block_on("street", "postcode", "core")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("phone"), block_on("street", "postcode")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted,
        threshold_match_probability=next(at for size, at in SPLINK_AT if len(rows) <= size),
    )
    numbers: dict[str, int] = {}
    found = {
        row["unique_id"]: numbers.setdefault(str(row["cluster_id"]), len(numbers))
        for row in clustered.as_record_list()
    }
    return [found[position] for position in range(len(rows))]


def recordlinkage(rows: Sequence[Row]) -> list[int]:
    """Return the cluster of each row by recordlinkage: ECM without labels, components."""
    import pandas as pd
    import recordlinkage as rl
    from recordlinkage.index import Block

    frame = _frame(rows, pd)
    indexer = rl.Index()
    for keys in BLOCKS:
        indexer.add(Block(left_on=keys))
    pairs = indexer.index(frame)
    persons = frame["person"].to_numpy()
    pairs = pairs[persons[pairs.get_level_values(0)] == persons[pairs.get_level_values(1)]]
    compare = rl.Compare()
    compare.string("core", "core", method="jarowinkler", threshold=0.9, label="core")
    compare.string("street", "street", method="jarowinkler", threshold=0.95, label="street")
    for exact in ("unit", "phone", "site", "npi", "city"):
        compare.exact(exact, exact, label=exact)
    features = compare.compute(pairs, frame)
    links = rl.ECMClassifier(binarize=0.5).fit_predict(features)
    return _components(len(rows), links)


def _frame(rows: Sequence[Row], pd: Any) -> Any:
    """Return the rows as a table, with None for what is not said."""
    columns: dict[str, list[Any]] = {
        name: [getattr(row, name) or None for row in rows] for name in TEXTS
    }
    columns["unique_id"] = list(range(len(rows)))
    columns["person"] = [int(row.person) for row in rows]
    columns["house"] = [row.street.partition(" ")[0] or None for row in rows]
    return pd.DataFrame(columns)


def _components(size: int, links: Any) -> list[int]:
    """Return the connected component of each position."""
    parent = list(range(size))

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    for one, other in links:
        parent[root(one)] = root(other)
    return [root(position) for position in range(size)]


ENGINES: dict[str, Callable[[Sequence[Row]], list[int]]] = {
    "ours": ours,
    "splink": splink,
    "recordlinkage": recordlinkage,
}


def main() -> None:
    """Run the engine named on the command line."""
    name, source, target = sys.argv[1:]
    with Path(source).open(encoding="utf-8") as file:
        rows = [Row(**json.loads(line)) for line in file]
    warnings.simplefilter("ignore")  # the rivals' own
    gc.disable()  # for all alike, as our door does: none of them makes circles worth the looking
    began = time.perf_counter()
    clusters = ENGINES[name](rows)
    took = time.perf_counter() - began
    Path(target).write_text(json.dumps(clusters), "utf-8")
    print(json.dumps({"seconds": round(took, 2), "rss_mb": round(_peak_mb())}))


def _peak_mb() -> float:
    """Return the most memory that this process held; `getrusage` counts its parent's as well."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
