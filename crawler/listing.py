"""What the crawler hands on: one place, in one source's own words; never interpreted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Where(StrEnum):
    """Where on a page a passage stood; how much a statement there is worth."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    """A list item or a table cell: a sentence of its own."""
    MENU = "menu"
    STRUCTURED = "structured"
    """A schema.org block that the page carries for machines."""
    SURVEY = "survey"
    """A label that a person gave after reading the page; not the page's own words."""
    LABEL = "label"
    """A label under which a register or its records list the place, as they word it. A code, if
    the label has one, stands before its first colon."""


class SourceKind(StrEnum):
    """What kind of statement a source makes."""

    SITE = "site"
    """A clinic's own website, read by the crawler."""
    SURVEY = "survey"
    """Read once by a person, not yet re-checked by the crawler."""
    DOCUMENT = "document"
    """A document that was handed to us, such as an article by a clinic."""
    LIST = "list"
    """A list of clinics that whoever runs this finder gave; not re-checked by the crawler."""
    REGISTER = "register"
    """A public register or map: that a place exists, and what its own labels say; no more."""
    RECORDS = "records"
    """Records that confirm what a place does; never a place by themselves, and no count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so: what every page that shows the source's facts must tell about it."""

    name: str
    """The spider's name, as in `Listing.source`."""
    title: str
    """What people see, such as "Survey of clinic websites"."""
    kind: SourceKind
    licence: str
    """Under which terms we may show it, in one sentence."""
    about: str
    """What the source may be believed about, in one sentence."""
    month_only: bool = False
    """Whether `seen_at` is known to the month only: its day is then the first and means nothing."""
    attribution: str = ""
    """What every page that shows the source's facts must print; "" if its terms ask for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Text as printed, with the place and the time it was seen."""

    text: str
    url: str
    """A web address, or the name of a handed-in document."""
    seen_at: datetime
    """UTC."""
    where: Where
    under: str = ""
    """The nearest heading above it on the page, and a list's lead-in line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One place as one source words it.

    "" means the source does not say; None means there is no such thing.
    """

    source: str
    key: str
    """The source's own id, or the URL; unique inside the source, stable across runs."""
    url: str
    seen_at: datetime
    """UTC."""
    name: str
    address: tuple[str, ...] = ()
    """Raw lines, as specific as the source is: a street block, or only "Houston, TX"."""
    country: str = ""
    """ISO 3166-1 alpha-2, where the source states it."""
    phones: tuple[str, ...] = ()
    """Raw texts that bear numbers, with the words beside them: the first that holds a number of the
    place counts, the others stand in for it."""
    emails: tuple[str, ...] = ()
    website: str = ""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, if the source states one."""
    hours: tuple[str, ...] = ()
    """Raw lines."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """(system, value), such as ("npi", "1234567893")."""
    passages: tuple[Passage, ...] = ()
