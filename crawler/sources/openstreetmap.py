"""OpenStreetMap through Overpass: places on the map whose name speaks of ketamine.

Licence: ODbL 1.0. Share-alike, and attribution on every page that shows it; its rows stay a layer
of their own in the store, and a position of theirs must be told as theirs.
Robots: not seen before 2026-11-22; each run reads and obeys it. The instance asks for fewer than
10,000 questions and 1 GB a day; a run asks one, or one a state. Policy reviewed 2026-11-22.
To be believed about: that a mapper put a place of this name there, and its tags on how to reach it.
Not to be believed about: what the place gives. There is no tag for ketamine; only names help.

Shapes: the Overpass manual and public fixtures, 2026-11. A question that ran out of time or memory
is answered with 200, a `remark` and a part of the places: that is a failure. If the whole country
is too much for one question, the states are asked one by one.
"""

import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.interface import InterfaceSpider, UnreadableError
from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.reading.payload import Misshapen, Row, point_in, row_of, rows_of, text_in
from crawler.states import STATES, town_line

SOURCE = Source(
    name="openstreetmap",
    title="OpenStreetMap",
    kind=SourceKind.REGISTER,
    licence="Open Database License (ODbL) 1.0: https://www.openstreetmap.org/copyright.",
    about="That a place of this name is on the map, and how to reach it; never what it gives.",
    attribution="© OpenStreetMap contributors (ODbL)",
)
PAGE = "https://www.openstreetmap.org/"
"""What people can open; the kind of element and its number follow."""
QUESTION = """[out:json][timeout:50];
area{area}->.here;
(nwr["healthcare"]["name"~"{names}",i](area.here);
 nwr["amenity"~"^(clinic|doctors)$"]["name"~"{names}",i](area.here););
out center tags;"""
NAMES = "ketamin|spravato"
THE_US = '["ISO3166-1"="US"]["admin_level"="2"]'
A_STATE = '["ISO3166-2"="US-{state}"]["admin_level"="4"]'
MAX_AGE_DAYS = 14
"""An instance whose data is older is told about: it lags minutes when it is well."""
_KINDS = frozenset({"node", "way", "relation"})


class OpenstreetmapSpider(InterfaceSpider):
    """Asks Overpass for the places by their names."""

    name = SOURCE.name
    source = SOURCE
    endpoint = "https://overpass-api.de/api/interpreter"

    async def listings(self) -> AsyncGenerator[Listing]:
        """Yield each place once: a place on a border is in two states."""
        known: set[str] = set()
        async for where, answer in self._answers():
            for listing in self.rows(answer.elements, answer.read, where):
                if listing.key not in known:
                    known.add(listing.key)
                    yield listing

    async def _answers(self) -> AsyncGenerator[tuple[str, "Answer"]]:
        states = self.states
        if not states and (country := await self._country()):
            yield "the US", country
            return
        for state in self.each(states or STATES, "states"):
            yield STATES[state], await self._ask(STATES[state], A_STATE.format(state=state))

    async def _country(self) -> "Answer | None":
        """Return the answer for the whole country; None if it is too much for one question."""
        try:
            return await self._ask("the US", THE_US)
        except UnreadableError as error:
            if isinstance(error.__cause__, CutShort):
                return None
            raise

    async def _ask(self, where: str, area: str) -> "Answer":
        question = QUESTION.format(area=area, names=NAMES)
        answer = await self.ask(where, lambda value: answer_in(value, self._now()), data=question)
        days = (self._now() - answer.as_of).days
        if days > MAX_AGE_DAYS:
            self.note(where, f"the data of this instance is {days} days old")
        return answer


class CutShort(Misshapen):
    """The answer carries a `remark`: its places are only a part, or none, of those there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The places that a question found, and how old the map is that it was asked of."""

    elements: list[Any]
    as_of: datetime

    def read(self, row: Row) -> Iterator[Listing]:
        """Yield the listing of a place; nothing for one whose name does not speak of ketamine."""
        listing = place(row, self.as_of)
        if listing:
            yield listing


def answer_in(value: Any, now: datetime) -> Answer:
    """Return the places in an answer; raise CutShort for a remark, else Misshapen for an error."""
    answer = row_of(value, "the answer")
    if remark := text_in(answer, "remark"):
        raise CutShort(f"the answer is not whole: {remark}")
    about = row_of(answer.get("osm3s"), "osm3s")
    if "ODbL" not in text_in(about, "copyright"):
        raise Misshapen("the answer does not say that its data is under the ODbL")
    elements = rows_of(answer.get("elements"), "elements")
    return Answer(elements=elements, as_of=_as_of(text_in(about, "timestamp_osm_base"), now))


def _as_of(text: str, now: datetime) -> datetime:
    """Return the moment of the map that was asked, which is never later than *now*."""
    try:
        as_of = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misshapen(f"timestamp_osm_base is {text!r}, no moment") from error
    return min(now, as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))


def place(row: Row, seen_at: datetime) -> Listing | None:
    """Return the listing of an element; None for one whose name does not speak of ketamine.

    Raise Misshapen if the element has no id, or a tag or position is not what it must be.
    """
    kind, number = text_in(row, "type"), text_in(row, "id")
    if kind not in _KINDS or not number.isdigit():
        raise Misshapen(f"{kind} {number} is no element of a map")
    tags = row_of(row.get("tags") or {}, "tags")
    name = text_in(tags, "name")
    if not re.search(NAMES, name, re.IGNORECASE):
        return None
    where = row if kind == "node" else row_of(row.get("center"), "center")
    url = f"{PAGE}{kind}/{number}"
    return Listing(
        source=SOURCE.name,
        key=f"{kind}/{number}",
        url=url,
        seen_at=seen_at,
        name=name,
        address=_address(tags),
        country=text_in(tags, "addr:country") or "US",
        phones=_parts(text_in(tags, "phone", "contact:phone")),
        emails=_parts(text_in(tags, "email", "contact:email")),
        website=text_in(tags, "website", "contact:website", "url"),
        point=point_in(where, "lat", "lon"),
        hours=_parts(text_in(tags, "opening_hours")),
        identifiers=(("osm", f"{kind}/{number}"),),
        passages=(Passage(text=name, url=url, seen_at=seen_at, where=Where.TITLE),),
    )


def _address(tags: Row) -> tuple[str, ...]:
    street = " ".join(filter(None, (text_in(tags, "addr:housenumber"), _street(tags))))
    place = town_line(*(text_in(tags, f"addr:{part}") for part in ("city", "state", "postcode")))
    return tuple(filter(None, (street, place)))


def _street(tags: Row) -> str:
    street, unit = text_in(tags, "addr:street", "addr:place"), text_in(tags, "addr:unit")
    return f"{street} Unit {unit}" if street and unit.isalnum() else street


def _parts(text: str) -> tuple[str, ...]:
    """Return the values of a tag: several are parted by semicolons."""
    return tuple(filter(None, (part.strip() for part in text.split(";"))))
