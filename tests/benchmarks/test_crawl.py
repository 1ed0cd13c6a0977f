"""The crawl's benchmark measures what it says it does, on a few hosts."""

import json
import subprocess
import sys

from benchmarks.crawl import PAGES, page
from tests.apart import ROOT


def test_all_parts_are_measured() -> None:
    """Every page is asked for and read once, none is read again, and the figures are told."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl", "--hosts", "2", "--memory", "3"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *table, memory, result = done.stdout.splitlines()
    pages = 2 * PAGES
    counts = {line[:15].strip(): [int(word) for word in line[15:].split()[:3:2]] for line in table}
    assert counts == {
        "bare": [pages, 0],
        "full": [pages, pages],
        "bare unchanged": [pages, 0],
        "full unchanged": [pages, 0],
    }
    assert memory.startswith(f"{3 * PAGES} pages: ")
    figures = json.loads(result.removeprefix("RESULT "))
    assert set(figures) == {"download_ratio", "unchanged_over_bare", "rss_growth"}
    assert 0.5 < figures["rss_growth"] < 2


def test_pages_are_of_a_realistic_size_and_always_the_same() -> None:
    """About 20 KB, each another, and the same one each time it is asked for."""
    one, other = page("clinic0001.example", "/"), page("clinic0001.example", "/services-1")
    assert 15_000 < len(one) < 25_000
    assert one != other
    assert one == page("clinic0001.example", "/")
