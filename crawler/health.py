"""What a run should have given, against what it gave; pure.

A crawler that finds nothing must not publish nothing; and "half the listings are gone" or "no
phone is found any more" must be heard as well as "nothing is left".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.listing import Listing
from crawler.record import Coverage, Outcome, Problem

__all__ = ["Judgement", "Problem", "judge", "with_listing"]

COLLAPSED_BELOW = 50
"""Per cent of the last good run's listings; a run below it fails."""
SUSPECT_UP_TO = 85
"""Per cent of the last good run's listings; a run up to it stands with a warning."""
FIELD_DROP = 15
"""Points by which the share of listings that say a field may fall."""
FIELDS = ("phone", "address", "website")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether a run stands, and why it is not simply good."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


def with_listing(coverage: Coverage, listing: Listing) -> Coverage:
    """Return *coverage* with one more listing counted."""
    return Coverage(
        listings=coverage.listings + 1,
        phone=coverage.phone + bool(listing.phones),
        address=coverage.address + bool(listing.address),
        website=coverage.website + bool(listing.website),
    )


def judge(now: Coverage, before: Coverage | None) -> Judgement:
    """Return whether a run that gave *now* stands after one that gave *before*.

    Without a run before, whatever was found is good; nothing at all never is.
    """
    if not now.listings:
        return Judgement(outcome=Outcome.FAILED, reasons=("no listing was found",))
    if before is None or not before.listings:
        return Judgement(outcome=Outcome.GOOD)
    faults = tuple(_faults(now, before))
    if faults:
        return Judgement(outcome=Outcome.FAILED, reasons=faults)
    if now.listings * 100 <= before.listings * SUSPECT_UP_TO:
        return Judgement(outcome=Outcome.WARNED, reasons=(_fewer(now, before),))
    return Judgement(outcome=Outcome.GOOD)


def _faults(now: Coverage, before: Coverage) -> Iterator[str]:
    if now.listings * 100 < before.listings * COLLAPSED_BELOW:
        yield _fewer(now, before)
    for field in FIELDS:
        share_now, share_before = _share(now, field), _share(before, field)
        if share_before - share_now > FIELD_DROP:
            yield (
                f"{share_now:.0f} % of the listings have a {field}; "
                f"it was {share_before:.0f} % in the last good run"
            )


def _fewer(now: Coverage, before: Coverage) -> str:
    return f"{now.listings} listings; the last good run had {before.listings}"


def _share(coverage: Coverage, field: str) -> float:
    """Return the per cent of listings that say *field*."""
    count: int = getattr(coverage, field)
    return 100 * count / coverage.listings
