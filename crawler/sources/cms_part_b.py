"""Medicare Part B: organisations that billed visits with esketamine (Spravato); a positive sign.

Licence: a work of the US government. The codes are HCPCS Level II, whose words CMS itself prints;
no CPT text is taken.
Robots: not seen before 2026-11-22; each run reads and obeys it. Policy reviewed 2026-11-22.
To be believed about: that the organisation of this number billed such visits in that year.
Not to be believed about: where it is, how often it does so, or who does not. Fee-for-service
only, and fewer than 11 patients are hidden: some 76 billers are seen, of more than 7,000 centres.
Absence says nothing. A row confirms a place that another source lists, and never makes one.

Rows of persons are left out. Shapes: public descriptions of the data API, 2026-11; numbers may
come as text. Each release has an id of its own: the current one is in https://data.cms.gov/data.json.
"""

import re
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any, NamedTuple

from crawler.interface import InterfaceSpider, UnreadableError
from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.reading.payload import Misshapen, Row, rows_of, text_in
from crawler.states import STATES, town_line

RELEASE = 2024
"""The year of the visits; changes with the id in `CmsPartBSpider.endpoint`."""
SOURCE = Source(
    name="cms_part_b",
    title=f"Medicare Part B billing, {RELEASE}",
    kind=SourceKind.RECORDS,
    licence="A work of the US government, in the public domain.",
    about="That an organisation listed elsewhere billed Medicare for visits with esketamine.",
)
PAGE = (
    "https://data.cms.gov/provider-summary-by-type-of-service/"
    "medicare-physician-other-practitioners/"
    "medicare-physician-other-practitioners-by-provider-and-service"
)
"""What people can open."""
CODES = ("G2082", "G2083")
"""Visits with up to 56 mg of esketamine, and with more."""
SIZE = 500
"""Rows of one answer."""
MAX_ROWS = 20_000
"""Of one code: far more than all centres there are."""
UNDER = f"Visits billed to Medicare Part B in {RELEASE}"
_NPI = re.compile(r"\d{10}")


class Visits(NamedTuple):
    """That an organisation billed visits of one kind."""

    npi: str
    name: str
    place: str
    label: str
    """The code, a colon, and what CMS calls it."""


class CmsPartBSpider(InterfaceSpider):
    """Asks who billed each code, and tells the organisations among them."""

    name = SOURCE.name
    source = SOURCE
    endpoint = "https://data.cms.gov/data-api/v1/dataset/92396110-2aed-4d63-a6a2-5d6207d46a29/data"

    async def listings(self) -> AsyncGenerator[Listing]:
        """Yield a listing for each organisation, with all codes that it billed."""
        billed: dict[str, list[Visits]] = {}
        for code in self.each(CODES, "codes"):
            for state in self.states or ("",):
                async for about, rows in self._answers(code, state):
                    for visits in self.rows(rows, visits_in, about):
                        billed.setdefault(visits.npi, []).append(visits)
        for visits_of_one in billed.values():
            yield confirmation(visits_of_one, self._now())

    async def _answers(self, code: str, state: str) -> AsyncGenerator[tuple[str, list[Any]]]:
        filters = {"filter[HCPCS_Cd]": code}
        if state:
            filters["filter[Rndrng_Prvdr_State_Abrvtn]"] = state
        for offset in range(0, MAX_ROWS, SIZE):
            about = f"{code} {STATES.get(state, '')}".strip() + f", after {offset}"
            rows = await self.ask(
                about, lambda value: rows_in(value, code), **filters, size=SIZE, offset=offset
            )
            yield about, rows
            if len(rows) < SIZE:
                return
        raise UnreadableError(f"{code}: the answers do not end")


def rows_in(value: Any, code: str) -> list[Any]:
    """Return the rows of an answer; raise Misshapen for an error, or if *code* was not heeded."""
    if isinstance(value, dict):
        told = text_in(value, "message", "error", "detail", "title")
        raise Misshapen(f"the answer is an error, not rows: {told or 'it says nothing'}")
    rows = rows_of(value, "the answer")
    if any(isinstance(row, dict) and row.get("HCPCS_Cd") not in (code, None) for row in rows):
        raise Misshapen(f"rows of other codes than {code} came: the filter was not heeded")
    return rows


def visits_in(row: Row) -> list[Visits]:
    """Return what a row says an organisation billed; [] for a person's row.

    Raise Misshapen if a field is not what it must be.
    """
    npi = text_in(row, "Rndrng_NPI")
    if not _NPI.fullmatch(npi):
        raise Misshapen("Rndrng_NPI is no number of ten digits")
    if not _is_organisation(row):
        return []
    name, code = text_in(row, "Rndrng_Prvdr_Last_Org_Name"), text_in(row, "HCPCS_Cd")
    if not name or not code:
        raise Misshapen("the name or the code of the row is empty")
    place = town_line(
        text_in(row, "Rndrng_Prvdr_City"),
        text_in(row, "Rndrng_Prvdr_State_Abrvtn"),
        text_in(row, "Rndrng_Prvdr_Zip5"),
    )
    described = text_in(row, "HCPCS_Desc")
    return [Visits(npi, name, place, f"{code}: {described}" if described else code)]


def _is_organisation(row: Row) -> bool:
    """Whether a row says that it is an organisation's; one that does not say is a person's."""
    person = ("Rndrng_Prvdr_First_Name", "Rndrng_Prvdr_MI", "Rndrng_Prvdr_Crdntls")
    return text_in(row, "Rndrng_Prvdr_Ent_Cd") == "O" and not text_in(row, *person)


def confirmation(visits: list[Visits], seen_at: datetime) -> Listing:
    """Return the listing that confirms what one organisation bills, without its address."""
    npi, name, place, _ = visits[0]
    return Listing(
        source=SOURCE.name,
        key=npi,
        url=PAGE,
        seen_at=seen_at,
        name=name,
        address=(place,) if place else (),
        country="US",
        identifiers=(("npi", npi),),
        passages=tuple(
            Passage(text=label, url=PAGE, seen_at=seen_at, where=Where.LABEL, under=UNDER)
            for label in dict.fromkeys(one.label for one in visits)
        ),
    )
