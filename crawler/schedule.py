"""Keeps the due runs going: looks every few minutes for what is due, and runs it.

What is due follows from the runs in the store, so that whatever came due while the machine was
off is done once, as soon as it is on again. Each run is a process of its own: Twisted's reactor
runs once in a process, and a run that crashes takes nobody with it.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import FrameType

from crawler.due import SLACK, source_due
from crawler.listing import SourceKind
from crawler.record import Run

PATIENCE_S = 60
"""How long a run may take to end cleanly when the schedule is stopped; then it is killed."""


def due_sources(
    kinds: Mapping[str, SourceKind], runs_of: Callable[[str], Sequence[Run]], now: datetime
) -> list[str]:
    """Return which of the sources are to be run now; [] for none."""
    found = []
    for name, kind in kinds.items():
        due_at = source_due(kind, runs_of(name))
        if due_at is not None and (due_at <= now or due_at - now <= SLACK):
            found.append(name)
    return found


@dataclass(slots=True, kw_only=True)
class Round:
    """One look at what is due, and the runs that follow from it."""

    due: Callable[[], Sequence[str]]
    """Which sources are due now; may raise what `say` is to tell."""
    command: Callable[[Sequence[str]], Sequence[str]]
    """The command that runs some sources."""
    resume: Sequence[str]
    """The command that goes on with what was cut off."""
    then: Sequence[str] = ()
    """What to run after a run that changed something; () for nothing."""
    say: Callable[[str], None]
    failures: tuple[type[Exception], ...] = ()
    """What `due` may raise: it is said, and the next round tries again."""
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _stopping: bool = field(default=False, init=False)
    _resumed: bool = field(default=False, init=False)

    def __call__(self) -> int:
        """Do one round; return the worst exit code in it, 0 if nothing was due."""
        codes = []
        if not self._resumed:
            codes.append(self._run(self.resume, "what was cut off"))
            self._resumed = True
        try:
            names = self.due()
        except self.failures as error:
            self.say(str(error))
            return 1
        if names and not self._stopping:
            codes.append(self._run(self.command(names), ", ".join(names)))
        if self.then and names and not self._stopping:
            codes.append(self._run(self.then, "what follows a run"))
        return worst(codes)

    def stop(self) -> None:
        """End the run under way cleanly: what it fetched is kept for `resume`."""
        self._stopping = True
        if self._child is not None:
            self._child.send_signal(signal.SIGINT)

    def _run(self, command: Sequence[str], what: str) -> int:
        self.say(f"begun: {what}")
        # A session of its own: Ctrl-C reaches it through `stop`, once, and not from the terminal.
        with subprocess.Popen(command, start_new_session=True) as self._child:  # noqa: S603
            if self._stopping:
                self._child.send_signal(signal.SIGINT)
            code = self._waited(self._child)
        self._child = None
        self.say(f"ended with {code}: {what}")
        return code

    def _waited(self, child: "subprocess.Popen[bytes]") -> int:
        while True:
            try:
                return child.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                if self._stopping:
                    child.kill()


def worst(codes: Iterable[int]) -> int:
    """Return the exit code of several runs: a failure, a closed door, a warning, or 0."""
    found = {code if code in (0, 2, 3, 4) else 1 for code in codes}
    return next((code for code in (1, 2, 4, 3) if code in found), 0)


def keep_going(doing: Round, *, minutes: int) -> None:
    """Do a round now, and then every so many minutes, until SIGTERM or Ctrl-C; never two at once.

    Rounds that are missed while one is at work, or while the machine sleeps, become one.
    """
    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler(timezone="UTC")
    scheduler.add_job(
        doing,
        "interval",
        minutes=minutes,
        next_run_time=datetime.now(scheduler.timezone),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )

    def end(_number: int, _frame: FrameType | None) -> None:
        doing.stop()
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    scheduler.start()


def this_program(*words: str) -> list[str]:
    """Return the command line that starts this program with other words."""
    return [sys.executable, "-m", "crawler", *words]
