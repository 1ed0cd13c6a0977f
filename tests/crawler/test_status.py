"""How a source is doing, on one page: for a terminal and for a browser, hostile text or not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crawler.__main__ import main
from crawler.due import FIRST, LONGEST, SHORTEST, Due, Visit, next_due, source_due
from crawler.listing import SourceKind
from crawler.record import Coverage, Outcome, Problem, Run
from crawler.status import Health, Status, status_of
from crawler.status_page import as_html, as_text, sparkline
from tests.contracts.listings import DAY, MONDAY, SITES

HOSTILE = '<script>alert("x")</script>\x1b[2J\u202eevil'


def run(day: float, outcome: Outcome = Outcome.GOOD, listings: int = 10, what: str = "") -> Run:
    """Return a run that ended on a day after the first Monday."""
    at = MONDAY + day * DAY
    return Run(
        id=int(day) + 1,
        source=SITES,
        started=at,
        finished=None if outcome is Outcome.RUNNING else at,
        outcome=outcome,
        coverage=Coverage(listings=listings, phone=listings // 2),
        problems=(Problem(url="https://a.example/", what=what),) if what else (),
    )


def status(*runs: Run, at: float = 3.5) -> Status:
    """Return the status after *runs*, the oldest first."""
    return status_of(SITES, tuple(reversed(runs)), MONDAY + at * DAY)


@pytest.mark.parametrize(
    ("runs", "health", "code"),
    [
        ((), Health.NEVER_RUN, 0),
        ((run(3),), Health.GOOD, 0),
        ((run(2), run(3, Outcome.WARNED)), Health.WARNED, 3),
        ((run(2), run(3, Outcome.FAILED)), Health.FAILING, 1),
        ((run(2), run(3, Outcome.NOT_PERMITTED)), Health.FAILING, 1),
        ((run(2), run(3, Outcome.TRIAL)), Health.GOOD, 0),
        ((run(3), run(3.2, Outcome.RUNNING)), Health.GOOD, 0),
        ((run(1),), Health.STALE, 3),
        (tuple(run(n / 5, Outcome.FAILED) for n in range(5)), Health.DEAD, 1),
    ],
)
def test_health(runs: tuple[Run, ...], health: Health, code: int) -> None:
    """Judged by the runs that ended and were no trials; the newest counts most."""
    found = status(*runs)
    assert (found.health, found.health.exit_code) == (health, code)


def test_a_source_comes_round_at_the_pace_of_its_kind() -> None:
    """After a failure the next day; packaged sources once."""
    good, failed = (run(0),), (run(0, Outcome.FAILED),)
    assert source_due(SourceKind.REGISTER, good) == MONDAY + 7 * DAY
    assert source_due(SourceKind.REGISTER, failed) == MONDAY + DAY
    assert source_due(SourceKind.SITE, (run(9, Outcome.RUNNING), *good)) == MONDAY + DAY
    assert source_due(SourceKind.SURVEY, good) is None
    assert source_due(SourceKind.SURVEY, failed) == MONDAY + DAY
    never = source_due(SourceKind.SURVEY, ())
    assert never is not None
    assert never < MONDAY


VISITS = st.builds(
    Visit,
    at=st.just(MONDAY),
    had=st.booleans(),
    changed=st.booleans(),
    retry_after_s=st.floats(0, 1e12),
)


@given(st.lists(VISITS, min_size=1, max_size=40))
def test_a_host_is_never_asked_too_soon_or_too_late(visits: list[Visit]) -> None:
    """Whatever it does, a day at least and thirty at most lie between two visits."""
    due: Due | None = None
    for visit in visits:
        due = next_due(due, visit)
        assert SHORTEST <= due.due_at - visit.at <= LONGEST
        assert SHORTEST <= due.interval <= LONGEST


def test_a_host_that_changes_is_asked_sooner() -> None:
    """7 days, then half of it or half as much again; a refusal changes nothing for the better."""
    first = next_due(None, Visit(at=MONDAY, had=True, changed=True))
    assert first.due_at - MONDAY == FIRST
    assert next_due(first, Visit(at=MONDAY, had=True, changed=True)).interval == FIRST / 2
    assert next_due(first, Visit(at=MONDAY, had=True)).interval == FIRST * 1.5
    gone = next_due(first, Visit(at=MONDAY, had=False))
    assert (gone.interval, gone.due_at) == (FIRST, MONDAY + timedelta(days=1))
    asked = next_due(first, Visit(at=MONDAY, had=False, retry_after_s=86_400 * 3))
    assert asked.due_at == MONDAY + timedelta(days=3)


def test_the_text_is_one_table_with_remarks() -> None:
    """The last good run stands while the source fails, and the page says both."""
    found = status(run(1, listings=5), run(2), run(3, Outcome.FAILED, what=HOSTILE))
    page = as_text([found], MONDAY + 4 * DAY)
    line = next(line for line in page.splitlines() if line.startswith("sites"))
    assert line.split() == ["sites", "10", "▅█", "2026-11-04", "09:30", "now", "failing"]
    assert "1 runs in a row do not stand; the last good run stands" in page
    assert "of its listings say: phone 50 %" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_hostile_text_is_only_text_in_html() -> None:
    """What a page made us say is neither markup nor a command to a terminal."""
    source = replace(SITES, title=HOSTILE)
    found = replace(status(run(2), run(3, Outcome.FAILED, what=HOSTILE)), source=source)
    page = as_html([found], MONDAY)
    soup = BeautifulSoup(page, "lxml")
    assert soup.find("script") is None
    assert '<script>alert("x")</script>' in soup.text
    assert "default-src 'none'" in page
    assert not set("\x1b\u202e") & set(page)
    assert soup.find("svg") is None, "one good run is no course"
    drawn = BeautifulSoup(as_html([status(run(1), run(2))], MONDAY), "lxml").find("svg")
    assert drawn is not None
    assert drawn["aria-label"] == "listings of the last runs: 10, 10"


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_a_sparkline_has_a_bar_for_each_run(counts: list[int]) -> None:
    """The highest bar is the highest number; nothing at all is the lowest."""
    bars = sparkline(counts)
    assert len(bars) == len(counts)
    if any(counts):
        assert bars[counts.index(max(counts))] == "█"


def test_the_command_shows_every_source(tmp_path: Path) -> None:
    """Before any run too; the HTML file is written whole."""
    page = tmp_path / "status.html"
    page.write_text("old")
    words = ["status", "--store", f"sqlite:///{tmp_path}/none.sqlite", "--html", str(page)]
    shown = CliRunner(env={"KCF_STORE": ""}).invoke(main, words)
    assert shown.exit_code == 0, shown.output
    assert "clinic_sites" in shown.output
    assert "never run" in page.read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["status.html"]
