"""Listings that are too much alike: a register that gives one answer to every question, a reader
that takes the frame of a page for the name of a clinic; pure.

| alike                                     | the first time | after a good run that was not so |
|-------------------------------------------|----------------|----------------------------------|
| more than half stand at one point         | fails          | fails                            |
| all lie in one state, asked of the nation | fails          | fails                            |
| all lie in one state, otherwise           | good           | fails                            |
| more than half share a name or a phone    | warned         | fails                            |
| 15 points more than before share one      | -              | warned                           |
"""

from collections.abc import Iterator

from crawler.record import Coverage, Outcome

FROM = 20
"""Listings; fewer may well share what they have."""
HALF = 50
RISE = 15
"""Points."""
TRAITS = ("name", "phone", "point")
Alarm = tuple[Outcome, str]


def alarms(now: Coverage, before: Coverage | None, *, nationwide: bool) -> Iterator[Alarm]:
    """Yield what is wrong with a run that gave *now*, and how grave it is.

    *before* is the last good run, None without one; *nationwide* whether all states were asked
    about.
    """
    if now.listings < FROM:
        return
    yield from _of_states(now, before, nationwide=nationwide)
    for trait in TRAITS:
        share = _share(now, trait)
        if share is None:
            continue
        was = _share(before, trait)
        rose = was is not None and share - was > RISE
        told = f"{share:.0f} % of the listings have the same {trait}"
        if was is not None:
            told += f"; it was {was:.0f} % in the last good run"
        if share > HALF and (rose or trait == "point"):
            yield Outcome.FAILED, told
        elif rose or (share > HALF and was is None):
            yield Outcome.WARNED, told


def _of_states(now: Coverage, before: Coverage | None, *, nationwide: bool) -> Iterator[Alarm]:
    several = before is not None and before.states > 1
    if now.states == 1 and now.alike["state"] >= FROM and (nationwide or several):
        yield Outcome.FAILED, f"all {now.alike['state']} listings that tell their state lie in one"


def _share(coverage: Coverage | None, trait: str) -> float | None:
    """Return the per cent of listings that share the most frequent value; None if not counted."""
    if coverage is None or not coverage.listings or trait not in coverage.alike:
        return None
    return 100 * coverage.alike[trait] / coverage.listings
