"""What a person decides of two listings holds in every build."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest

from indexer.matching.decision import Decision, Verdict
from indexer.matching.record import Record
from indexer.resolve import resolve
from indexer.review import BadDecisions, add_decision, read_decisions, ref_in

DAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]


def _record(source: str, name: str, **changes: object) -> Record:
    fields: dict[str, object] = {
        "ref": (source, name),
        "name": name,
        "core": name,
        "city": "austin",
        "state": "TX",
    }
    return Record(**(fields | changes))  # type: ignore[arg-type]


HARBOR = _record("site", "harbor", street="1 oak street", phones=frozenset(("+13015550101",)))
RENAMED = _record("map", "anchor", street="1 oak street", phones=frozenset(("+13015550101",)))
AGAIN = _record("survey", "harbor", street="1 oak street")


def _decide(a: Record, b: Record, verdict: Verdict) -> Decision:
    return Decision(a=a.ref, b=b.ref, verdict=verdict, decided_on=DAY)


def _groups(records: list[Record], *decisions: Decision) -> set[frozenset[str]]:
    found = resolve(records, decisions).clinics
    return {frozenset(record.ref[0] for record in clinic) for clinic in found}


APART = {frozenset({"site"}), frozenset({"map"})}
TOGETHER = {frozenset({"site", "map"})}


def test_same_joins_what_evidence_does_not() -> None:
    """Two names at one address stay two clinics until a person says otherwise."""
    assert _groups([HARBOR, RENAMED]) == APART
    assert _groups([HARBOR, RENAMED], _decide(RENAMED, HARBOR, Verdict.SAME)) == TOGETHER


def test_different_parts_what_evidence_joins() -> None:
    """Listings that agree in everything are two clinics if a person says so."""
    assert _groups([HARBOR, AGAIN]) == {frozenset({"site", "survey"})}
    decided = _decide(HARBOR, AGAIN, Verdict.DIFFERENT)
    assert _groups([HARBOR, AGAIN], decided) == {frozenset({"site"}), frozenset({"survey"})}


def test_the_last_decision_on_a_pair_counts() -> None:
    """A mind may be changed, and the order in which the two are named means nothing."""
    yes, no = _decide(HARBOR, RENAMED, Verdict.SAME), _decide(RENAMED, HARBOR, Verdict.DIFFERENT)
    assert _groups([HARBOR, RENAMED], yes, no) == APART
    assert _groups([HARBOR, RENAMED], no, yes) == TOGETHER


def test_different_holds_through_a_third_listing() -> None:
    """Two that were told apart do not meet by both being like a third."""
    third = _record("directory", "harbor", street="1 oak street")
    no = _decide(HARBOR, AGAIN, Verdict.DIFFERENT)
    for group in _groups([HARBOR, AGAIN, third], no):
        assert not {"site", "survey"} <= group


def test_a_decision_on_a_listing_that_is_away_waits() -> None:
    """It neither fails nor is lost."""
    assert _groups([HARBOR], _decide(HARBOR, RENAMED, Verdict.SAME)) == {frozenset({"site"})}


def test_what_is_decided_is_no_longer_in_doubt() -> None:
    """A pair between the thresholds is shown with its evidence, and once decided no more."""
    near = _record("map", "harbor", site="b.example", domain="b.example")
    mine = _record("site", "harbor", site="a.example", domain="a.example")
    (doubt,) = resolve([mine, near]).doubts
    assert {doubt.a.ref, doubt.b.ref} == {mine.ref, near.ref}
    assert doubt.evidence.score < doubt.needed
    for verdict in Verdict:
        assert resolve([mine, near], [_decide(mine, near, verdict)]).doubts == ()


@pytest.mark.parametrize("seed", range(20))
def test_decisions_do_not_depend_on_the_order_of_listings(seed: int) -> None:
    """The same listings and decisions give the same clinics."""
    records = [HARBOR, RENAMED, AGAIN, _record("directory", "anchor")]
    decisions = [_decide(HARBOR, RENAMED, Verdict.SAME), _decide(AGAIN, RENAMED, Verdict.DIFFERENT)]
    shuffled = records.copy()
    Random(seed).shuffle(shuffled)
    assert resolve(shuffled, decisions) == resolve(records, decisions)


def test_decisions_are_read_back_in_order(tmp_path: Path) -> None:
    """The file is made when first needed, and only added to."""
    path = tmp_path / "data" / "decisions.jsonl"
    assert read_decisions(path) == ()
    decisions = tuple(_decide(HARBOR, RENAMED, verdict) for verdict in Verdict)
    for decision in decisions:
        add_decision(path, decision)
    assert read_decisions(path) == decisions


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    """A build must not silently undo what a person decided."""
    path = tmp_path / "decisions.jsonl"
    add_decision(path, _decide(HARBOR, RENAMED, Verdict.SAME))
    path.write_text(path.read_text("utf-8") + "{oops\n", "utf-8")
    with pytest.raises(BadDecisions, match="line 2"):
        read_decisions(path)


def test_a_listing_is_named_by_source_and_key() -> None:
    """The key may hold colons: it is often an address."""
    assert ref_in("site:https://a.example/") == ("site", "https://a.example/")
    with pytest.raises(ValueError, match="SOURCE:KEY"):
        ref_in("https")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the packaged sources."""
    path = tmp_path_factory.mktemp("review") / "clinics.sqlite"
    _run("crawler", "run", "starter", "seeds", "--store", f"sqlite:///{path}")
    return path


def test_a_decision_at_the_door_changes_the_next_build(store: Path) -> None:
    """Decide, build, and read what the build changed."""
    places = ("--store", f"sqlite:///{store}", "--index", f"{store.parent}/index")
    assert _run("indexer", "build", *places).returncode == 0
    first = _run("indexer", "changes", "--index", places[3])
    assert "added" in first.stdout.splitlines()[0]
    shown = [line.split() for line in first.stdout.splitlines()[1:3]]
    assert shown[0][1] != shown[1][1]

    pair = ("seeds:calliope-health-ketamine", "seeds:cns-center-arizona")
    assert "Kept in" in _run("indexer", "review", *places, "same", *pair).stdout
    assert (store.parent / "decisions.jsonl").exists()
    assert _run("indexer", "build", *places).returncode == 0
    assert "1 merged" in _run("indexer", "changes", "--index", places[3]).stdout
    assert "decided so far: 1" in _run("indexer", "review", *places).stdout


@pytest.mark.parametrize("b", ["seeds:nobody", "calliope", "seeds:calliope-health-ketamine"])
def test_a_decision_on_nothing_is_refused(store: Path, b: str) -> None:
    """A listing that is not there, no listing's name, and one listing twice."""
    places = ("--store", f"sqlite:///{store}", "--index", f"{store.parent}/none")
    done = _run("indexer", "review", *places, "same", "seeds:calliope-health-ketamine", b)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
