"""How far a crawl is: a bar on a terminal, a line now and then elsewhere, and never in the way."""

import os
import pty
import subprocess
import sys
import termios
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from crawler.commands.watching import LINE_EVERY_S, Bar, Lines, line_of, watch_on
from crawler.watching import Mark
from tests.apart import ROOT, output_of
from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb

MARK = Mark(
    source="clinic_sites",
    steps="sites",
    done=50,
    total=200,
    answers=300,
    listings=48,
    seconds=100.0,
)


def test_a_line_tells_what_is_done_how_fast_and_what_is_left() -> None:
    """A source that cannot tell how much there is promises no end."""
    assert line_of(MARK) == (
        "clinic_sites: 50 of 200 sites, 300 answers, 48 listings, 3.0 answers/s, about 5 min left"
    )
    unknown = replace(MARK, steps="", done=0, total=0)
    assert line_of(unknown) == "clinic_sites: 300 answers, 48 listings, 3.0 answers/s"
    assert "left" not in line_of(replace(MARK, done=0, seconds=0.0))


def test_a_line_comes_every_half_minute_and_each_source_begins_anew() -> None:
    """A run that is over sooner says nothing."""
    said: list[str] = []
    lines = Lines(said.append)
    for seconds in (0.0, LINE_EVERY_S - 1, LINE_EVERY_S, LINE_EVERY_S + 1, 2 * LINE_EVERY_S):
        lines(replace(MARK, seconds=seconds))
    assert len(said) == 2
    lines(replace(MARK, ended=True))
    lines(replace(MARK, seconds=LINE_EVERY_S))
    assert len(said) == 3


def test_a_bar_tells_the_same_and_leaves_the_terminal_clean() -> None:
    """One of known length shows how much is left; one of unknown length only how much came."""
    out = StringIO()
    bar = Bar(out)
    bar(MARK)
    assert "clinic_sites:  25%" in out.getvalue()
    assert "50/200" in out.getvalue()
    assert "300 answers, 48 listings" in out.getvalue()
    bar(replace(MARK, ended=True))
    bar(replace(MARK, source="nppes", steps="", done=0, total=0))
    assert "nppes: 300 answers" in out.getvalue()
    bar(replace(MARK, ended=True))
    assert out.getvalue().endswith("\r")
    bar(replace(MARK, ended=True))  # of a run that was never seen under way


class Terminal(StringIO):
    """A text that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize(("out", "verbose", "kind"), [
    (Terminal(), False, Bar), (Terminal(), True, Lines), (StringIO(), False, Lines),
])  # fmt: skip
def test_a_bar_is_drawn_only_where_it_can_be_read(out: StringIO, verbose: bool, kind: type) -> None:
    """Not in a log, and not between the lines of one."""
    assert isinstance(watch_on(out, verbose=verbose), kind)


def test_the_command_draws_on_a_terminal_and_prints_its_table_alone(tmp_path: Path) -> None:
    """The bar is on standard error; what is piped elsewhere is the report and nothing else."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 100))
    words = ("run", "seeds", "--json", "--store", f"sqlite:///{tmp_path}/clinics.sqlite")
    done = subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=slave,
        timeout=120,
    )
    os.close(slave)
    drawn = os.read(master, 10_000).decode()
    os.close(master)
    assert "seeds: " in drawn
    assert done.returncode == 0
    assert done.stdout.startswith(b"{")


def test_a_real_crawl_tells_its_sites_as_they_are_done(tmp_path: Path) -> None:
    """Those that could not be had as well; at the end all are."""
    with FixtureWeb(all_hosts()) as web:
        hosts = "alderlight.example,closedgarden.example,missing.example,mossgate.example"
        store = f"sqlite:///{tmp_path}/clinics.sqlite"
        words = ("clinic_sites", f"PORT={web.port}", f"SITES={hosts}", "WATCH=1")
        told = output_of("tests.crawler.sources", store, *words)
    marks = [line.split() for line in told.decode().splitlines()]
    assert marks[-1] == ["sites", "4", "4"]
    counts = [int(done) for _, done, _ in marks]
    assert counts == sorted(counts)
