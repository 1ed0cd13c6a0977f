"""How far a run is, told while it is under way; knows no terminal."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 0.5
"""How often it is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the run of one source is."""

    source: str
    steps: str
    """What is counted, such as "sites"; "" where the source cannot tell."""
    done: int
    total: int
    """0 if it is not known."""
    answers: int
    """That servers gave, as far as an archive counts them."""
    listings: int
    seconds: float
    """Since it began."""
    ended: bool = False
    """Whether this is the last mark of the run."""


Watch = Callable[[Mark], None]


def nobody(_: Mark) -> None:
    """Watch nothing."""


async def watched(run: "asyncio.Future[None]", look: Callable[[], Mark], watch: Watch) -> None:
    """Wait until *run* has ended, however it ends, and let *watch* see how far it is meanwhile."""
    while not run.done():
        watch(look())
        await asyncio.wait({run}, timeout=EVERY_S)
