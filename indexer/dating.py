"""When a clinic, and each of its fields, was first stated, last stated and last changed; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from indexer.clinic import Clinic, Dates

DATED = ("name", "address", "phones", "emails", "website", "hours", "prices", "facts")
"""The fields that people rely on."""


def dated(
    clinic: Clinic, before: Clinic | None, last_stated: Mapping[str, date], today: date
) -> Clinic:
    """Return *clinic* with its dates, by what it was *before* (None if it is new).

    *last_stated* is when a source was last seen to say each field as it is.
    """
    dates = tuple(_dates(clinic, before, last_stated, today))
    if before is None:
        return replace(clinic, dates=dates)
    return replace(
        clinic,
        dates=dates,
        first_seen=min(before.first_seen, clinic.first_seen),
        changed_at=before.changed_at if _same(clinic, before) else clinic.changed_at,
    )


def changed_fields(clinic: Clinic, before: Clinic) -> tuple[str, ...]:
    """Return which of the dated fields differ, in their order; a later quote is no change."""
    return tuple(field for field in DATED if _said(clinic, field) != _said(before, field))


def _dates(
    clinic: Clinic, before: Clinic | None, last_stated: Mapping[str, date], today: date
) -> Iterator[Dates]:
    known = {dates.field: dates for dates in before.dates} if before else {}
    for field in DATED:
        if not _said(clinic, field):
            continue
        was = known.get(field)
        kept = was and before and _said(before, field) == _said(clinic, field)
        yield Dates(
            field=field,
            first_seen=was.first_seen if was else clinic.first_seen,
            last_seen=last_stated.get(field, clinic.last_seen),
            changed_at=was.changed_at if was and kept else today,
        )


def _said(clinic: Clinic, field: str) -> object:
    """Return what a field says, without what may differ while it says the same."""
    if field == "facts":
        return frozenset((fact.code, fact.stance) for fact in clinic.facts)
    if field == "address":
        return replace(clinic.address, raw=()) if clinic.address.raw else None
    return getattr(clinic, field)


def _same(clinic: Clinic, before: Clinic) -> bool:
    """Return whether a clinic is as it was, but for the dates."""
    ageless = replace(
        clinic,
        first_seen=before.first_seen,
        last_seen=before.last_seen,
        changed_at=before.changed_at,
        dates=before.dates,
    )
    return ageless == before
