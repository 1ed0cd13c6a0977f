"""SAMHSA FindTreatment.gov: facilities that told the US government what care they give.

Licence: a work of the US government, in the public domain; SAMHSA asks to be named.
Robots: `User-agent: *` with an empty `Disallow:`, by public descriptions of 2026-11, not asked by
us; each run reads and obeys it. Policy last reviewed 2026-11-22.
To be believed about: that the place exists, how to reach it, and that it told SAMHSA of "Ketamine
Infusion Therapy". It has no word for esketamine or ketamine with psychotherapy.
Not to be believed about: what a facility does not list. A missing label is never a "no".

Shapes: public descriptions of `exportsAsJson/v2`, 2026-07 and 2026-11. All mental-health rows of
a state are read and those that speak of ketamine are kept: the codes one could filter by are from
2023. The state is asked for by number, so the coordinates, which the service answers wrongly
with 200 when they are swapped, are not needed; each row's own state is checked all the same.
"""

import hashlib
import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from crawler.interface import InterfaceSpider, UnreadableError
from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.reading.payload import Misshapen, Row, point_in, row_of, rows_of, text_in, whole_in
from crawler.states import STATES, town_line

SOURCE = Source(
    name="findtreatment",
    title="SAMHSA FindTreatment.gov",
    kind=SourceKind.REGISTER,
    licence="A work of the US government, in the public domain; SAMHSA asks to be named.",
    about="That a facility exists, and that it told SAMHSA of ketamine infusion therapy.",
    attribution="Source: SAMHSA, FindTreatment.gov.",
)
PAGE = "https://findtreatment.gov/locator"
"""What people can open; no facility has a stable page of its own."""
STATE_IDS = {
    "ME": 1, "MI": 2, "MA": 3, "MT": 4, "NY": 5, "NC": 6, "OH": 7, "PA": 8, "RI": 9, "TN": 10,
    "TX": 11, "NV": 12, "NJ": 13, "UT": 14, "WA": 15, "WI": 16, "MD": 18, "AL": 19, "AK": 20,
    "AZ": 21, "AR": 22, "CA": 23, "CO": 24, "CT": 25, "DE": 26, "DC": 27, "FL": 28, "GA": 29,
    "HI": 30, "ID": 31, "IL": 32, "IN": 33, "IA": 34, "KS": 35, "KY": 36, "LA": 37, "MN": 38,
    "MS": 39, "MO": 40, "NE": 41, "NH": 42, "NM": 43, "ND": 44, "OK": 45, "OR": 46, "SC": 47,
    "SD": 48, "VT": 49, "VA": 50, "WV": 51, "WY": 52,
}  # fmt: skip
"""The service's own numbers, which are not FIPS codes; 17 was never seen."""
PAGE_SIZE = 200
"""Rows; the service allows 2,000, which would be more bytes than a crawl reads in one answer."""
MAX_PAGES = 60
"""Of a state: the largest had 1,007 rows in 2026."""
MAX_LABELS = 400
"""Of a facility."""
SPEAKS_OF_KETAMINE = re.compile(r"ketamin|spravato", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of a state's facilities."""

    rows: list[Any]
    pages: int
    """How many pages the state has."""
    records: int
    """How many facilities the state has."""


class FindtreatmentSpider(InterfaceSpider):
    """Reads all mental-health facilities, state by state, and tells those that name ketamine."""

    name = SOURCE.name
    source = SOURCE
    endpoint = "https://findtreatment.gov/locator/exportsAsJson/v2"

    async def listings(self) -> AsyncGenerator[Listing]:
        """Yield the listings of each state."""
        for state in self.each(self.states or STATE_IDS, "states"):
            async for page, answer in self._pages(state):
                where = f"{STATES[state]}, page {page}"
                for listing in self.rows(self._of(state, answer.rows, where), self._read, where):
                    yield listing

    async def _pages(self, state: str) -> AsyncGenerator[tuple[int, Answer]]:
        read, page, pages = 0, 1, 1
        while page <= pages:
            answer = await self.ask(
                f"{STATES[state]}, page {page}",
                partial(answer_in, page=page),
                sType="mh",
                sAddr="0,0",
                limitType=0,
                limitValue=STATE_IDS[state],
                pageSize=PAGE_SIZE,
                page=page,
                sort=0,
            )
            yield page, answer
            read += len(answer.rows)
            pages = answer.pages
            page += 1
        if read * 10 < answer.records * 9:
            told = f"{read} of the {answer.records} facilities of {STATES[state]} came"
            raise UnreadableError(told)

    def _of(self, state: str, rows: list[Any], where: str) -> list[Any]:
        """Return the rows of *state*; raise UnreadableError if most are of other states."""
        ours = [row for row in rows if not _is_elsewhere(row, state)]
        if 2 * len(ours) < len(rows):
            raise UnreadableError(f"{where}: most rows are of other states: a default answer")
        if strays := len(rows) - len(ours):
            self.note(where, f"{strays} rows are of other states: they were left out")
        return ours

    def _read(self, row: Row) -> Iterator[Listing]:
        listing = facility(row, self._now())
        if listing:
            yield listing


def answer_in(value: Any, page: int) -> Answer:
    """Return what an answer holds; raise Misshapen for an error, an empty state, another *page*."""
    answer = row_of(value, "the answer")
    if whole_in(answer, "page") != page:
        raise Misshapen(f"page {answer['page']} came when page {page} was asked for")
    records, pages = whole_in(answer, "recordCount"), whole_in(answer, "totalPages")
    if not records:
        raise Misshapen("the answer knows no facility in the whole state")
    if pages > MAX_PAGES:
        raise Misshapen(f"totalPages is {pages}, more than any state has")
    return Answer(rows=rows_of(answer.get("rows"), "rows"), pages=pages, records=records)


def facility(row: Row, seen_at: datetime) -> Listing | None:
    """Return the listing of a facility; None if nothing that it says speaks of ketamine.

    Raise Misshapen if a field is not what it must be, or it has no name.
    """
    name = ", ".join(filter(None, (text_in(row, "name1"), text_in(row, "name2"))))
    if not text_in(row, "name1"):
        raise Misshapen("name1 is empty")
    labels = tuple(_labels(row))
    if not SPEAKS_OF_KETAMINE.search(" ".join((name, *(label for _, label in labels)))):
        return None
    street, postcode = text_in(row, "street1"), text_in(row, "zip")
    place = town_line(text_in(row, "city"), text_in(row, "state"), postcode)
    return Listing(
        source=SOURCE.name,
        key=_key(text_in(row, "name1"), street, postcode),
        url=PAGE,
        seen_at=seen_at,
        name=name,
        address=_filled(street, text_in(row, "street2"), place),
        country="US",
        phones=_filled(text_in(row, "phone"), text_in(row, "intake1")),
        website=text_in(row, "website"),
        point=point_in(row, "latitude", "longitude"),
        identifiers=tuple(("findtreatment", frid) for frid in _filled(text_in(row, "frid"))),
        passages=tuple(
            Passage(text=label, url=PAGE, seen_at=seen_at, where=Where.LABEL, under=section)
            for section, label in labels
        ),
    )


def _labels(row: Row) -> Iterator[tuple[str, str]]:
    """Yield (section, label) as the facility listed them; nothing where `services` is null."""
    kind = text_in(row, "typeFacility", "type_facility")
    if kind:
        yield "Type of facility", kind
    if row.get("services") is None:
        return
    count = 0
    for value in rows_of(row["services"], "services"):
        service = row_of(value, "a service")
        for label in text_in(service, "f3").split(";"):
            count += 1
            if count > MAX_LABELS:
                raise Misshapen(f"services hold more than {MAX_LABELS} labels")
            if label.strip():
                yield text_in(service, "f1", "f2"), label.strip()


def _is_elsewhere(row: Any, state: str) -> bool:
    """Whether a row says that it is of another state; a row that cannot say is not."""
    told = row.get("state") if isinstance(row, dict) else None
    return isinstance(told, str) and told.strip().upper() != state


def _key(name: str, street: str, postcode: str) -> str:
    """Return a name for the facility that the next run finds again: the service gives none."""
    words = "|".join((name, street, postcode)).casefold()
    return hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()


def _filled(*texts: str) -> tuple[str, ...]:
    return tuple(filter(None, texts))
