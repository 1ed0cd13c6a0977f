"""The web app as its visitors and its machine feel it, over synthetic clinics.

    python -m benchmarks.web --size 5000 --seed 5

Beside it, on the same server with the same settings, a minimal Flask app that says hello: what a
results page costs is told in hellos, by the processor time of the workers. Both are asked in many
short turns, each page's turn between two of hello's, and the middle one of their ratios counts: a
machine that others use changes its pace from one second to the next. Lighthouse is installed by npm
for the while; where that is not possible it is said to be missing. Nobody of the clinics exists.
"""

import re
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import click

from benchmarks import web_lighthouse
from benchmarks.result import print_result
from benchmarks.search_data import SyntheticClinics
from benchmarks.web_browser import axe_violations, cold, interaction_ms
from benchmarks.web_queries import queries
from benchmarks.web_servers import Asked, Server, ask, served
from indexer.clinic import Clinic, Provenance
from indexer.snapshot import publish
from tests.browser.chromium import chromium

TURNS = 50
PAGES = 50
HELLOS = 200
"""Requests in one turn."""
LISTED = re.compile(rb'<ol class="hits[^>]*>')
INSTEAD = re.compile(rb'class="instead"')
ASKS_BACK = re.compile(rb'<ul class="links">')
"""A page that asks which place is meant, or suggests places with a similar name."""


@click.command()
@click.option("--size", default=5_000, show_default=True, help="How many clinics.")
@click.option("--count", default=500, show_default=True, help="How many searches.")
@click.option("--seed", default=5, show_default=True, help="Of clinics and searches.")
@click.option("--runs", default=5, show_default=True, help="Lighthouse's visits to a page.")
@click.option("--without", multiple=True, type=click.Choice(["lighthouse", "browser"]))
def main(size: int, count: int, seed: int, runs: int, without: tuple[str, ...]) -> None:
    """Publish, serve, ask, measure and print."""
    figures: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory(prefix="bench-web-") as folder,
        _finder(folder, size, seed) as (
            finder,
            clinics,
        ),
    ):
        typed = queries(clinics, count, seed)
        figures |= _cost(finder, typed)
        paths = _paths(clinics[0], typed)
        if "browser" not in without:
            figures |= _in_a_browser(finder, paths)
        if "lighthouse" not in without:
            figures |= _lighthouse(finder, paths, runs)
    print_result({name: round(value, 3) for name, value in figures.items()})


@contextmanager
def _finder(folder: str, size: int, seed: int) -> Iterator[tuple[Server, Sequence[Clinic]]]:
    """Serve *size* synthetic clinics with one worker, and without a limit."""
    clinics = [_told(clinic) for clinic in SyntheticClinics(size, seed)]
    print(f"{len(clinics):,} synthetic clinics")
    index = Path(folder) / "index"
    publish(clinics, {}, {}, index, built_at=datetime.now(UTC), inputs=f"synthetic {size} {seed}")
    arguments = ("--index", str(index), "--port", "0", "--workers", "1", "--limit", "0")
    with served("webapp", *arguments) as server:
        yield server, clinics


def _told(clinic: Clinic) -> Clinic:
    """Return the clinic with what a page shows of a real one, too."""
    source = Provenance(
        source="benchmark",
        title="The clinic’s website",
        kind="site",
        key=clinic.id,
        url="https://synthetic.example/",
        name=clinic.name,
        seen_on=date(2026, 11, 2),
    )
    phone = f"+1202555{100 + int(clinic.id[1:]) % 100:04}"
    return replace(clinic, phones=(phone,), website="https://synthetic.example/", sources=(source,))


def _paths(clinic: Clinic, typed: Sequence[str]) -> dict[str, str]:
    """Return one page of each kind that Lighthouse and axe look at."""
    return {
        "home": "/",
        "results": f"/search?near={next(text for text in typed if text.isdigit())}",
        "clinic": f"/c/{clinic.id}/{clinic.slug}",
        "guide": "/guide",
        "browse": "/us",
    }


def _path(text: str) -> str:
    return "/search?" + urlencode({"q": text})


def _cost(finder: Server, typed: Sequence[str]) -> dict[str, float]:
    """Return what a results page costs, how long it takes, and how often it lists nobody."""
    paths = [_path(text) for text in typed]
    pages: list[Asked] = []
    hellos: list[Asked] = []
    with served("benchmarks.web_hello") as hello:
        ask(finder, paths)
        hellos.append(ask(hello, ["/"] * HELLOS))
        for turn in range(TURNS):
            first = turn * PAGES % len(paths)
            pages.append(ask(finder, paths[first : first + PAGES]))
            hellos.append(ask(hello, ["/"] * HELLOS))
    page_ms, hello_ms = (median(one.cpu_ms for one in found) for found in (pages, hellos))
    p95 = _p95([time for page in pages for time in page.times_ms])
    print(f"results page: {page_ms:.2f} ms of processor, p95 {p95:.1f} ms; hello {hello_ms:.3f} ms")
    return {
        "cpu_over_hello": _over(pages, hellos),
        "cpu_ms": page_ms,
        "p95_ms": p95,
        "zero_result_rate": _zero_rate(finder, typed),
    }


def _over(pages: Sequence[Asked], hellos: Sequence[Asked]) -> float:
    """Return what a page costs in hellos: the middle of each turn's ratio to its neighbours."""
    return median(
        2 * page.cpu_ms / (before.cpu_ms + after.cpu_ms)
        for page, before, after in zip(pages, hellos, hellos[1:], strict=False)
    )


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _zero_rate(finder: Server, typed: Sequence[str]) -> float:
    """Return the share of searches, after widening, that neither list a clinic nor ask back."""
    answers = [_answer(finder, _path(text)) for text in typed]
    failed = [text for text, (status, _) in zip(typed, answers, strict=True) if status >= 500]
    if failed:
        sys.exit(f"searches that failed: {failed[:5]}")
    asked_back = [bool(ASKS_BACK.search(page)) and not LISTED.search(page) for _, page in answers]
    nothing = [
        text
        for text, (_, page), back in zip(typed, answers, asked_back, strict=True)
        if not LISTED.search(page) and not back
    ]
    print(
        f"{len(typed)} searches: {sum(asked_back)} ask which place is meant, "
        f"{len(nothing)} list nobody"
    )
    widened = sum(bool(INSTEAD.search(page)) for _, page in answers)
    print(f"{widened} list what is farther away or states less, and say so")
    for text in nothing[:10]:
        print(f"  nobody: {text}")
    return len(nothing) / len(typed)


def _answer(finder: Server, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(finder.origin + path, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def _in_a_browser(finder: Server, paths: dict[str, str]) -> dict[str, float]:
    with chromium() as browser:
        for name, path in paths.items():
            loaded = cold(browser, finder.origin + path)
            print(f"{name}: {loaded.kb:.1f} KB in {loaded.requests} requests")
        loaded = cold(browser, finder.origin + paths["results"])
        urls = [f"{finder.origin}{code}{path}" for code in ("", "/es") for path in paths.values()]
        return {
            "page_kb": loaded.kb,
            "requests": loaded.requests,
            "interaction_ms": interaction_ms(browser, finder.origin + paths["results"]),
            "axe_violations": axe_violations(browser, urls),
        }


def _lighthouse(finder: Server, paths: dict[str, str], runs: int) -> dict[str, float]:
    """Return the lowest score of any page in either language, and the results page's timings."""
    with tempfile.TemporaryDirectory(prefix="bench-lighthouse-") as folder:
        if not web_lighthouse.install(Path(folder)):
            print("Lighthouse is missing: npm and Chromium are needed")
            return {}
        told = {
            (name, code): web_lighthouse.judged(Path(folder), f"{finder.origin}{code}{path}", runs)
            for name, path in paths.items()
            for code in ("", "/es")
        }
    for (name, code), scores in told.items():
        row = "  ".join(f"{key} {value:g}" for key, value in scores.items())
        print(f"lighthouse {name}{code}: {row}")
    lowest = min(scores[one] for scores in told.values() for one in web_lighthouse.CATEGORIES)
    results = told["results", ""]
    return {"lighthouse_min": lowest} | {one: results[one] for one in web_lighthouse.TIMINGS}


if __name__ == "__main__":
    main()
