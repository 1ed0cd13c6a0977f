"""Lighthouse on a phone's settings; installed by npm into a folder of its own for the while."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from statistics import median

PACKAGES = ("node@22", "lighthouse@13")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = "/usr/bin/chromium"
TIMINGS = {
    "lcp_ms": "largest-contentful-paint",
    "tbt_ms": "total-blocking-time",
    "cls": "cumulative-layout-shift",
}
"""What we call a timing -> Lighthouse's audit."""
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def install(folder: Path) -> bool:
    """Install Lighthouse into *folder*; return whether that could be done."""
    npm = shutil.which("npm")
    if npm is None or not Path(CHROMIUM).exists():
        return False
    (folder / "package.json").write_text("{}", "utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", *PACKAGES]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def judged(folder: Path, url: str, runs: int) -> Mapping[str, float]:
    """Return the medians of *runs* visits to *url*: scores of 100, and timings.

    Prints what a visit found fault with. Raises RuntimeError if no visit could be made.
    """
    visits = [_visit(folder, url) for _ in range(runs)]
    faults = {name for visit in visits for name in _faults(visit)}
    if faults:
        print(f"  lighthouse: {url}: {', '.join(sorted(faults))}")
    scores = {
        one: median(round((visit["categories"][one]["score"] or 0) * 100) for visit in visits)
        for one in CATEGORIES
    }
    timings = {
        name: median(visit["audits"][audit]["numericValue"] for visit in visits)
        for name, audit in TIMINGS.items()
    }
    return {**scores, **timings}


def _visit(folder: Path, url: str) -> dict[str, dict[str, dict[str, float]]]:
    modules = folder / "node_modules"
    command = [
        str(modules / ".bin/node"),
        str(modules / "lighthouse/cli/index.js"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={_FLAGS}",
    ]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"lighthouse could not visit {url}: {done.stderr[-500:]}")
    told: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout)
    return told


def _faults(visit: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Return the audits that cost a score other than that of performance, which varies."""
    weighed = {
        ref["id"]  # type: ignore[index]
        for name, category in visit["categories"].items()
        if name != "performance"
        for ref in category["auditRefs"]  # type: ignore[attr-defined]
        if ref["weight"]  # type: ignore[index]
    }
    return [name for name in weighed if visit["audits"][name]["score"] not in (1, None)]
