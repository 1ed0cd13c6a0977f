"""`python -m indexer explain` shows facts, quotes, and the rules that fired or vetoed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _explain(page: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "indexer", "explain", page]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_page_is_explained() -> None:
    """A denial and a statement, each with its rule and its words."""
    shown = _explain("tests/web/sites/quietharbor.example/index.html").stdout
    assert "- esketamine.nasal" in shown
    assert "- denies               “We do not offer Spravato.”" in shown
    assert "+ gives" in shown
    assert "phone: +15035550131  (555-0100 to 0199 is kept for invention" in shown


def test_a_document_of_nobody_is_said_to_be_one() -> None:
    """Seed 002 names no clinic: nothing to explain, said in words, with exit code 1."""
    done = _explain("tests/seeds/002_adff5d73d71b355f.txt")
    assert done.returncode == 1
    assert "Nothing is said of a clinic" in done.stderr
