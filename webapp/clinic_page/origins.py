"""Where each value of a clinic comes from: who lists it as what, and since when it stands so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.clinic import Clinic, Dates, Evidence, Point, Precision, Provenance
from webapp import statements
from webapp.language import N_, _

_FIELDS = {
    "name": N_("Name"),
    "address": N_("Address"),
    "phones": N_("Phone"),
    "emails": N_("E-mail"),
    "website": N_("Website"),
    "hours": N_("Hours"),
    "prices": N_("Prices"),
    "facts": N_("What is stated of its care"),
}
"""`Dates.field` -> what it is called, in the page's order."""
_POINTS = {
    Precision.ROOFTOP: N_("On maps and in distances it stands at its building."),
    Precision.STREET: N_("On maps and in distances it stands at its street."),
    Precision.ZIP: N_("On maps and in distances it stands at the center of its postcode."),
    Precision.CITY: N_("On maps and in distances it stands at the center of its town."),
}
_NO_POINT = N_("We do not know where it stands, so no search by distance finds it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One value's row: whose it is, and its dates."""

    title: str
    """To be translated where it is shown."""
    sources: tuple[str, ...]
    """Titles of those who state it so; () where the snapshot does not tell."""
    dates: Dates


def origins(clinic: Clinic) -> tuple[Origin, ...]:
    """Return a row for each value that has dates, in the page's order."""
    dates = {one.field: one for one in clinic.dates}
    return tuple(
        Origin(title=title, sources=_titles(clinic, field), dates=dates[field])
        for field, title in _FIELDS.items()
        if field in dates
    )


def position(point: Point | None) -> str:
    """Return how exactly we know where it is, to be translated where it is shown."""
    return _NO_POINT if point is None else _POINTS[point.precision]


def other_names(clinic: Clinic) -> tuple[str, ...]:
    """Return the names under which sources list it, other than its own, each once."""
    known = {clinic.name.casefold()}
    names = []
    for source in clinic.sources:
        if source.name and source.name.casefold() not in known:
            known.add(source.name.casefold())
            names.append(source.name)
    return tuple(names)


def _titles(clinic: Clinic, field: str) -> tuple[str, ...]:
    sources = clinic.sources
    if field in _HOLDERS:
        sources = tuple(s for s in sources if _HOLDERS[field](clinic, s))
    elif field in _EVIDENCE:
        evidence = _EVIDENCE[field](clinic)
        found = (statements.source_of(clinic, one) for one in evidence)
        sources = tuple(source for source in found if source)
    else:
        sources = ()
    return tuple(dict.fromkeys(_(source.title) for source in sources))


def _facts(clinic: Clinic) -> Iterator[Evidence]:
    return (fact.evidence for fact in clinic.facts)


def _prices(clinic: Clinic) -> Iterator[Evidence]:
    return (price.evidence for price in clinic.prices)


_HOLDERS: dict[str, Callable[[Clinic, Provenance], bool]] = {
    "name": lambda clinic, source: source.name == clinic.name,
    "address": lambda clinic, source: bool(source.address) and source.address == clinic.address.raw,
    "phones": lambda clinic, source: not set(clinic.phones).isdisjoint(source.phones),
    "website": lambda clinic, source: bool(source.website) and source.website == clinic.website,
}
"""Field -> whether a source states it as the clinic has it."""
_EVIDENCE: dict[str, Callable[[Clinic], Iterator[Evidence]]] = {"facts": _facts, "prices": _prices}
"""Field -> the words that state it."""
