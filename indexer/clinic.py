"""What the indexer hands on: one place, as all sources together state it; knows no one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """What a point stands for, from exact to rough."""

    ROOFTOP = "rooftop"
    STREET = "street"
    ZIP = "zip"
    """The centre of the postcode."""
    CITY = "city"
    """The centre of the town."""


class Stance(StrEnum):
    """What a statement says of a vocabulary code. No statement is no fact: "not stated"."""

    STATED = "stated"
    STATED_NOT = "stated_not"


class Status(StrEnum):
    """Whether a clinic is still to be found."""

    OPEN = "open"
    CLOSED = "closed"
    """Its own site says so; its page stays, and no search finds it."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A position in degrees, with what it stands for."""

    lat: float
    lon: float
    precision: Precision

    @property
    def is_exact(self) -> bool:
        """Whether it is the building or its street, not the middle of a wider area."""
        return self.precision in {Precision.ROOFTOP, Precision.STREET}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that say it, where, and when they were seen."""

    quote: str
    """At most 240 characters, cut at word ends."""
    url: str
    """A web address, or the name of a handed-in document."""
    seen_on: date
    source: str
    """The source's name; its title and kind are in `Provenance`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement about one vocabulary code."""

    code: str
    stance: Stance
    confidence: float
    """0 to 1: how surely the words say this of this clinic; never how surely it is so."""
    evidence: Evidence
    value: str = ""
    """Which one, where the code alone does not tell: an insurer's name, an ISO 639 language, ages
    as "18-" or "12-17", a state's postal code; "" where the code says it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One price that a clinic prints for ketamine care, as of the day it was seen."""

    amount: float
    upto: float
    """The upper end of a range; the amount itself where one price is printed."""
    currency: str
    """ISO 4217."""
    unit: str
    """"infusion", "session", "package", "consultation" or "month"."""
    count: int | None = None
    """How many infusions or sessions a package holds; None if it does not say, or is none."""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address in parts, with its raw lines; "" where the sources do not say."""

    raw: tuple[str, ...] = ()
    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    """The postal code of the state or province, such as "MD"; British addresses have none."""
    postcode: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    nation: str = ""
    """The country within the United Kingdom, such as "Scotland", printed or of the only town of
    that name; no address needs it, but a search by region does, and it parts namesakes."""
    mended: tuple[str, ...] = ()
    """Fields that are not as printed: what the others make certain, or "" for what they refute."""

    @property
    def region(self) -> str:
        """The largest part of the country that it lies in, as `Place.state` words it."""
        return self.state or self.nation


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """One listing behind a clinic: who listed it, as what, where and when."""

    source: str
    title: str
    """The source's title, for people."""
    kind: str
    """As in `crawler.listing.SourceKind`; only what a "site" says was re-checked."""
    key: str
    url: str
    name: str
    """The name under which this source lists the place."""
    seen_on: date
    month_only: bool = False
    """Whether only the month of `seen_on` is known."""
    address: tuple[str, ...] = ()
    """Where this source says the place is, as printed."""
    phones: tuple[str, ...] = ()
    """E.164, as this source has them."""
    website: str = ""
    missing_since: date | None = None
    """When the source was last read without it; None while it lists the place."""
    attribution: str = ""
    """What every page that shows the listing must print; "" if nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a field of a clinic was first stated, last stated as it is, and last changed."""

    field: str
    """The field's name in `Clinic`."""
    first_seen: date
    last_seen: date
    changed_at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """One place where, as its sources state, ketamine or esketamine care is given."""

    id: str
    """Opaque, short, for ever: survives re-crawls, renames and moves."""
    slug: str
    name: str
    address: Address = Address()
    point: Point | None = None
    time_zone: str = ""
    """IANA name, such as "America/New_York"."""
    phones: tuple[str, ...] = ()
    """E.164."""
    emails: tuple[str, ...] = ()
    website: str = ""
    hours: tuple[str, ...] = ()
    """Raw lines, as printed."""
    weekly: str = ""
    """The week's opening hours in OpenStreetMap's syntax, such as "Mo-Fr 09:00-17:00", in the
    clinic's own time zone; "" where no certain table follows from the words: show `hours`."""
    facts: tuple[Fact, ...] = ()
    passages: tuple[str, ...] = ()
    """Text to search by words; not shown."""
    prices: tuple[Price, ...] = ()
    sources: tuple[Provenance, ...] = ()
    first_seen: date = date.min
    last_seen: date = date.min
    changed_at: date = date.min
    status: Status = Status.OPEN
    closing: Evidence | None = None
    """The words by which its own site says that it has closed; None of one that is open."""
    dates: tuple[Dates, ...] = ()
    """Of the fields that say anything."""

    def says(self, code: str, stance: Stance = Stance.STATED) -> bool:
        """Whether any source makes this statement about *code*."""
        return any(fact.code == code and fact.stance is stance for fact in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An id that was merged into another clinic."""

    to: str
    listings: tuple[tuple[str, str], ...] = ()
    """(source, key) of what the id last stood for: should they part again, it is theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An id whose clinic was withdrawn, or is no longer listed by any source."""

    since: date
    point: Point | None = None
    """Where it was, to find the nearest alternatives."""
    listings: tuple[tuple[str, str], ...] = ()
    """(source, key) of what the id last stood for: should they come back, it is theirs."""
