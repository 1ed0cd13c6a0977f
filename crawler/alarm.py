"""Tells a person that a run failed: by a command, or by a web address. Bounded in time.

Whatever goes wrong here is said on standard error and nowhere else: it never changes what became
of the run, and never hides it.
"""

import shlex
import subprocess
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.error import URLError
from urllib.parse import urlsplit

import msgspec

from crawler.progress import RunReport

SECONDS = 20
"""The longest that a command or a web server may take."""
PROBLEMS = 50
"""Problems of a source that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Whom to tell; "" is nobody."""

    command: str = ""
    """Run without a shell, with the report as JSON on its standard input."""
    webhook: str = ""
    """A web address that the report is posted to as JSON."""

    def fault(self) -> str:
        """Return what is wrong with it; "" if nothing is."""
        if self.webhook and urlsplit(self.webhook).scheme not in ("http", "https"):
            return f"{self.webhook!r} is no web address, such as https://alerts.example/hook"
        try:
            words = shlex.split(self.command)
        except ValueError as error:
            return f"{self.command!r} is no command: {error}"
        return "the command is empty" if self.command and not words else ""

    def sound(self, reports: Sequence[RunReport], exit_code: int, reason: str = "") -> list[str]:
        """Tell of a run that is not simply good; return what went wrong in telling it."""
        body = told(reports, exit_code, reason)
        tried = [_run(self.command, body) if self.command else ""]
        tried.append(_post(self.webhook, body) if self.webhook else "")
        return [fault for fault in tried if fault]


def told(reports: Sequence[RunReport], exit_code: int, reason: str) -> bytes:
    """Return what is told, as JSON: the sources that are not good, with their first problems.

    *reason* is why no source could be run at all; "" if some was.
    """
    runs = [
        {
            "source": one.source,
            "outcome": one.outcome,
            "reasons": one.reasons,
            "listings": one.listings,
            "problems": one.problems[:PROBLEMS],
        }
        for one in reports
        if one.reasons or not one.outcome.stands
    ]
    return msgspec.json.encode({"exit_code": exit_code, "reason": reason, "runs": runs})


def _run(command: str, body: bytes) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # the maintainer's own command
            shlex.split(command), input=body, timeout=SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"the alarm command failed: {error}"
    return f"the alarm command ended with {done.returncode}" if done.returncode else ""


def _post(url: str, body: bytes) -> str:
    host = urlsplit(url).hostname
    headers = {"Content-Type": "application/json", "User-Agent": "ketamine-clinic-finder alarm"}
    request = urllib.request.Request(url, body, headers)  # noqa: S310  # `fault` saw its scheme
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            answer.read(1)
    except (OSError, URLError, ValueError) as error:
        return f"the alarm could not be posted to {host}: {error}"  # its path may be a secret
    return ""
