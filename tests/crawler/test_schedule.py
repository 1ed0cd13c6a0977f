"""Due runs are kept going: once each, never two at once, and again after a time without power."""

import configparser
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.__main__ import main
from crawler.listing import SourceKind
from crawler.record import Coverage, Outcome, Run
from crawler.schedule import Round, due_sources, worst
from crawler.store import SqlListingStore
from tests.contracts.listings import DAY, MONDAY, SITES
from tests.web.fetch import ROOT

DOC = (ROOT / "docs/scheduling.md").read_text("utf-8")
UNITS = dict(re.findall(r"`/etc/systemd/system/(\S+)`:\n\n```ini\n(.*?)```", DOC, re.DOTALL))
KINDS = {"sites": SourceKind.SITE, "map": SourceKind.REGISTER, "survey": SourceKind.SURVEY}


def runs(outcome: Outcome = Outcome.GOOD) -> tuple[Run, ...]:
    """Return the one run that a source had, on Monday."""
    return (Run(id=1, source=SITES, started=MONDAY, finished=MONDAY, outcome=outcome),)


@pytest.mark.parametrize(
    ("days", "due"),
    [(0.5, []), (1, ["sites"]), (6.97, ["sites", "map"]), (400, ["sites", "map"])],
)
def test_what_is_due_follows_from_the_runs(days: float, due: list[str]) -> None:
    """Also after a year without power: each source once, and packaged ones not at all."""
    assert due_sources(KINDS, lambda _: runs(), MONDAY + days * DAY) == due


def test_a_source_that_was_never_run_is_due() -> None:
    """And one whose run failed is due after a day, whatever its pace."""
    assert due_sources(KINDS, lambda _: (), MONDAY) == list(KINDS)
    failed = runs(Outcome.FAILED)
    assert due_sources(KINDS, lambda _: failed, MONDAY + 0.5 * DAY) == []
    assert due_sources(KINDS, lambda _: failed, MONDAY + DAY) == list(KINDS)


def test_the_worst_code_of_a_round_is_its_own() -> None:
    """A killed run counts as a failed one."""
    assert worst([]) == worst([0, 0]) == 0
    assert worst([0, 3, 4]) == 4
    assert worst([3, 1, 4]) == worst([-9, 3]) == 1


def scheduled(store: str, *words: str) -> "subprocess.Popen[str]":
    """Start a schedule of the packaged sources, as a user does."""
    command = [sys.executable, "-m", "crawler", "schedule", "seeds", "starter", "--store", store]
    return subprocess.Popen([*command, *words], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def outcomes(store: str, source: str) -> list[Outcome]:
    """Return how the runs of a source ended."""
    with SqlListingStore(store) as opened:
        return [one.outcome for one in opened.runs(source)]


def test_a_round_runs_what_is_due_and_then_what_follows(tmp_path: Path) -> None:
    """The second round finds nothing due, runs nothing and ends with 0."""
    store, mark = f"sqlite:///{tmp_path}/clinics.sqlite", tmp_path / "followed"
    with scheduled(store, "--once", "--then", f"touch {mark}") as first:
        _, said = first.communicate(timeout=90)
    assert first.returncode == 0, said
    assert "ended with 0: seeds, starter" in said
    assert mark.exists()
    mark.unlink()
    with scheduled(store, "--once", "--then", f"touch {mark}") as second:
        second.communicate(timeout=90)
    assert second.returncode == 0
    assert not mark.exists()
    assert outcomes(store, "seeds") == outcomes(store, "starter") == [Outcome.GOOD]


def test_it_stays_in_the_foreground_until_it_is_stopped(tmp_path: Path) -> None:
    """The first round comes at once; SIGTERM ends it, and no child is left."""
    store = f"sqlite:///{tmp_path}/clinics.sqlite"
    with scheduled(store) as process:
        try:
            said = _said_until(process, "ended with 0: seeds, starter")
            assert "Traceback" not in said
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0


def _said_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Return what a process says up to some words, or up to a fault of its own."""
    said = ""
    for line in process.stderr or ():
        said += line
        if words in line or "Traceback" in line:
            break
    return said


SCHEDULED = """
import sys
from crawler.schedule import Round, keep_going
slow = [sys.executable, "-c", "import time, signal\\ntry: time.sleep(60)\\n"
        "except KeyboardInterrupt: print('ended cleanly', flush=True)"]
keep_going(Round(due=lambda: ["slow"], command=lambda names: slow, resume=["true"],
                 say=lambda what: print(what, flush=True)), minutes=1)
"""


def test_stopping_ends_the_run_under_way_cleanly() -> None:
    """It gets Ctrl-C, so that it can be resumed, and the schedule waits for it."""
    with subprocess.Popen(
        [sys.executable, "-c", SCHEDULED], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "begun: slow\n":
            pass
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
    assert "ended cleanly" in said
    assert "ended with 0: slow" in said
    assert process.returncode == 0


def test_a_store_that_is_away_is_tried_again() -> None:
    """One bad round does not end the schedule."""
    said: list[str] = []

    def away() -> list[str]:
        raise OSError("the disk is away")

    doing = Round(
        due=away,
        command=lambda names: ["false"],
        resume=["true"],
        say=said.append,
        failures=(OSError,),
    )
    assert doing() == 1
    assert "the disk is away" in said
    assert doing() == 1
    assert said.count("begun: what was cut off") == 1


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["nppes"], "--contact https://example.org/bot"),
        ([], "--contact https://example.org/bot"),
        (["listings_file"], "`run` it when they change"),
        (["seeds", "--then", "a 'b"], "--then"),
    ],
)
def test_a_schedule_that_cannot_work_is_refused(words: list[str], what: str) -> None:
    """At once, not at the first round."""
    refused = CliRunner(env={"KCF_CONTACT": ""}).invoke(main, ["schedule", *words])
    assert refused.exit_code == 2
    assert what in refused.stderr


def test_the_systemd_units_are_sound(tmp_path: Path) -> None:
    """systemd itself has no complaint; where it is missing, the sections and keys are read."""
    assert len(UNITS) == 3
    assert complaints(UNITS, tmp_path) == []
    broken = {name: text.replace("ExecStart=", "ExecStrat=") for name, text in UNITS.items()}
    assert complaints(broken, tmp_path) != []


def complaints(units: dict[str, str], folder: Path) -> list[str]:
    """Return what is wrong with units, as systemd or else a parser says."""
    if not shutil.which("systemd-analyze"):
        return [name for name, text in units.items() if not sound(name, text)]
    for name, text in units.items():
        here = text.replace("/srv/clinic-finder/.venv/bin/python", sys.executable)
        (folder / name).write_text(here.replace("User=clinicfinder", "User=root"))
    command = ["systemd-analyze", "verify", "--man=no", *(str(folder / name) for name in units)]
    done = subprocess.run(command, capture_output=True, text=True)
    return [line for line in done.stderr.splitlines() if str(folder) in line]


def sound(name: str, text: str) -> bool:
    """Whether a unit has the sections and keys that its kind needs."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read_string(text)
    needed = ("Timer", "OnCalendar") if name.endswith(".timer") else ("Service", "ExecStart")
    return unit.has_option("Unit", "Description") and unit.has_option(*needed)


def test_the_cron_line_is_sound() -> None:
    """Five fields that APScheduler's own cron parser reads, and options that there are."""
    from apscheduler.triggers.cron import CronTrigger

    [line] = re.findall(r"```cron\n(.*?)\n```", DOC)
    fields = line.split(maxsplit=5)
    assert CronTrigger.from_crontab(" ".join(fields[:5]))
    shown = CliRunner().invoke(main, ["schedule", "--help"]).output
    for option in re.findall(r"--\w[\w-]*", line + "".join(UNITS.values())):
        assert option in shown


def test_a_run_counts_for_the_schedule_however_it_was_begun(tmp_path: Path) -> None:
    """Whoever runs a source by hand has run it."""
    with SqlListingStore(f"sqlite:///{tmp_path}/clinics.sqlite", create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=1))
        due = due_sources({"sites": SourceKind.SITE}, store.runs, MONDAY + 0.5 * DAY)
    assert due == []
