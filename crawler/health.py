"""What a run should have given, against what it gave; pure.

A crawler that finds nothing must not publish nothing; and "half the listings are gone" or "no
phone is found any more" must be heard as well as "nothing is left".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.likeness import Alarm, alarms
from crawler.record import Coverage, Outcome, Problem

__all__ = ["Judgement", "Problem", "judge"]

COLLAPSED_BELOW = 50
"""Per cent of the last good run's listings; a run below it fails."""
SUSPECT_UP_TO = 85
"""Per cent of the last good run's listings; a run up to it stands with a warning."""
FIELD_DROP = 15
"""Points by which the share of listings that say a field may fall."""
FIELDS = ("phone", "address", "website")
ROWS_TO_JUDGE = 20
"""Rows of a register; what fewer do not say may be chance."""
COMMON_FIELD = 50
"""Per cent of a register's rows that said a field; if none does any more, the run fails."""
RARE_FIELD = 10
"""The same; if none does any more, the run stands with a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether a run stands, and why it is not simply good."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


def judge(now: Coverage, before: Coverage | None, *, nationwide: bool = False) -> Judgement:
    """Return whether a run that gave *now* stands after one that gave *before*.

    Without a run before, whatever was found is good; nothing at all never is, nor what cannot be
    true of a run that asked *nationwide*.
    """
    if not now.listings:
        return Judgement(outcome=Outcome.FAILED, reasons=("no listing was found",))
    if before is not None and not before.listings:
        before = None
    found = list(alarms(now, before, nationwide=nationwide))
    if before is not None:
        found += [*_fallen(now, before), *_vanished(now, before)]
    for outcome in (Outcome.FAILED, Outcome.WARNED):
        if reasons := tuple(reason for grave, reason in found if grave is outcome):
            return Judgement(outcome=outcome, reasons=reasons)
    return Judgement(outcome=Outcome.GOOD)


def _fallen(now: Coverage, before: Coverage) -> Iterator[Alarm]:
    """Yield that there are fewer listings than before, and that fewer of them say a field."""
    fewer = f"{now.listings} listings; the last good run had {before.listings}"
    if now.listings * 100 < before.listings * COLLAPSED_BELOW:
        yield Outcome.FAILED, fewer
    elif now.listings * 100 <= before.listings * SUSPECT_UP_TO:
        yield Outcome.WARNED, fewer
    for field in FIELDS:
        share_now, share_before = _share(now, field), _share(before, field)
        if share_before - share_now > FIELD_DROP:
            yield (
                Outcome.FAILED,
                f"{share_now:.0f} % of the listings have a {field}; "
                f"it was {share_before:.0f} % in the last good run",
            )


def _vanished(now: Coverage, before: Coverage) -> Iterator[Alarm]:
    """Yield which fields no row of a register says any more: it has changed its form."""
    if min(now.rows, before.rows) < ROWS_TO_JUDGE:
        return
    for field, count in sorted(before.fields.items()):
        share = 100 * count / before.rows
        if field not in now.fields and share >= RARE_FIELD:
            grave = Outcome.FAILED if share >= COMMON_FIELD else Outcome.WARNED
            yield grave, f"no row has the field {field} any more; {share:.0f} % had it"


def _share(coverage: Coverage, field: str) -> float:
    """Return the per cent of listings that say *field*."""
    count: int = getattr(coverage, field)
    return 100 * count / coverage.listings
