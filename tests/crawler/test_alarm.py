"""Whoever is to be told of a failed run is told; what goes wrong in telling hides nothing."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner

from crawler import alarm as alarms
from crawler.__main__ import main
from crawler.alarm import Alarm
from crawler.progress import RunReport
from crawler.record import Changes, Outcome, Problem

GOOD = RunReport(source="seeds", outcome=Outcome.GOOD, listings=2, changes=Changes())
FAILED = RunReport(
    source="clinic_sites",
    outcome=Outcome.FAILED,
    reasons=("no listing was found",),
    listings=0,
    changes=Changes(),
    problems=tuple(Problem(url=f"https://a.example/{n}", what="gone") for n in range(80)),
)


class Hook(http.server.BaseHTTPRequestHandler):
    """Takes what is posted; answers as its path says."""

    posted: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        """Keep the body."""
        size = int(self.headers["Content-Length"])
        self.posted.append(json.loads(self.rfile.read(size)))
        if self.path == "/slow":
            time.sleep(2)
        self.send_response(500 if self.path == "/broken" else 204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    """Give the address of a server that is told."""
    Hook.posted.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_command_and_a_webhook_are_told(hook: str, tmp_path: Path) -> None:
    """The sources that are not good, each with its first problems; no shell reads anything."""
    told = tmp_path / "told; echo.json"
    by = Alarm(command=f"tee '{told}'", webhook=f"{hook}/secret")
    assert by.sound([GOOD, FAILED], 1) == []
    [posted] = Hook.posted
    assert posted == json.loads(told.read_text())
    assert posted["exit_code"] == 1
    assert [one["source"] for one in posted["runs"]] == ["clinic_sites"]
    assert posted["runs"][0]["reasons"] == ["no listing was found"]
    assert len(posted["runs"][0]["problems"]) == 50


@pytest.mark.parametrize(
    ("command", "path", "fault"),
    [
        ("false", "", "ended with 1"),
        ("/no/such/program", "", "failed"),
        ("sleep 30", "", "timed out"),
        ("", "/broken", "HTTP Error 500"),
        ("", "/slow", "timed out"),
    ],
)
def test_what_goes_wrong_is_said_and_ends(
    hook: str, command: str, path: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no longer than it may, raises nothing, and does not print a webhook's path."""
    monkeypatch.setattr(alarms, "SECONDS", 1)
    begun = time.monotonic()
    [said] = Alarm(command=command, webhook=hook + path if path else "").sound([FAILED], 1)
    assert fault in said
    assert path == "" or path not in said
    assert time.monotonic() - begun < 10


def test_a_store_that_cannot_be_opened_sounds_it_too(tmp_path: Path) -> None:
    """There is no report, but a reason; the exit code is the run's own."""
    told = tmp_path / "told.json"
    (tmp_path / "store.sqlite").write_text("no database" * 100)
    words = ["run", "--store", f"sqlite:///{tmp_path}/store.sqlite", "--on-failure", f"tee {told}"]
    ended = CliRunner().invoke(main, words)
    assert ended.exit_code == 1
    assert "no listings store" in json.loads(told.read_text())["reason"]


@pytest.mark.parametrize("words", [["--webhook", "hooks.example"], ["--on-failure", "a 'b"]])
def test_an_alarm_that_cannot_sound_is_refused(words: list[str], tmp_path: Path) -> None:
    """Before the run, not when it is needed."""
    store = f"sqlite:///{tmp_path}/store.sqlite"
    refused = CliRunner().invoke(main, ["run", "--store", store, *words])
    assert refused.exit_code == 2
    assert "--on-failure, --webhook" in refused.stderr
