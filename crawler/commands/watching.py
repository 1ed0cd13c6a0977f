"""A crawl under way, for people: a bar with rate and time left on a terminal, else plain lines."""

from collections.abc import Callable
from typing import TextIO

from tqdm import tqdm

from crawler.watching import Mark, Watch

LINE_EVERY_S = 30.0
"""How often a plain line is written: a log is read later, and by people."""


def watch_on(out: TextIO, *, verbose: bool) -> Watch:
    """Return who watches a crawl on *out*; beside a *verbose* log a bar could not be read."""
    if out.isatty() and not verbose:
        return Bar(out)
    return Lines(lambda line: print(line, file=out, flush=True))


class Bar:
    """One bar at a time, which is gone when its source has ended: the table tells what came."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._bar: tqdm[None] | None = None

    def __call__(self, mark: Mark) -> None:
        """Draw how far the run is."""
        if mark.ended:
            self._close()
            return
        bar = self._bar = self._bar or self._begun(mark)
        bar.total = mark.total or None
        bar.unit = f" {mark.steps if mark.total else 'answers'}"
        bar.set_postfix_str(_counts(mark), refresh=False)
        bar.update((mark.done if mark.total else mark.answers) - bar.n)
        bar.refresh()

    def _begun(self, mark: Mark) -> "tqdm[None]":
        tqdm.monitor_interval = 0  # no thread of its own: it is looked at often enough
        return tqdm(
            desc=mark.source,
            file=self._out,
            dynamic_ncols=True,
            mininterval=0,
            leave=False,
        )

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Lines:
    """A line every half minute; nothing of a run that is over before."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._next_s = LINE_EVERY_S

    def __call__(self, mark: Mark) -> None:
        """Say how far the run is, if it is time."""
        if mark.ended:
            self._next_s = LINE_EVERY_S
        elif mark.seconds >= self._next_s:
            self._next_s = mark.seconds + LINE_EVERY_S
            self._say(line_of(mark))


def line_of(mark: Mark) -> str:
    """Return how far a run is as one line, with the rate and, where it can be told, what is left.

    The rate is that since the run began: a crawl's pace is set by its manners, not by its speed.
    """
    parts = [_counts(mark), f"{mark.answers / max(mark.seconds, 1):.1f} answers/s"]
    if mark.total:
        parts.insert(0, f"{mark.done} of {mark.total} {mark.steps}")
        if mark.done:
            left = mark.seconds / mark.done * (mark.total - mark.done)
            parts.append(f"about {left / 60:.0f} min left")
    return f"{mark.source}: {', '.join(parts)}"


def _counts(mark: Mark) -> str:
    return f"{mark.answers} answers, {mark.listings} listings"
