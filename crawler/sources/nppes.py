"""NPPES, the US register of health-care providers: that an organisation exists, and where.

Licence: public under the Freedom of Information Act; a work of the US government.
Robots: not seen before 2026-11-22; each run reads and obeys it. Policy reviewed 2026-11-22.
To be believed about: the organisation's number, name, practice addresses and phone.
Not to be believed about: ketamine. A name with the word in it is no statement, so a listing of
this source carries no passage at all.

Organisations only (NPI-2): persons are neither asked for nor taken, and the fields of an
organisation's authorised official are never read. Shapes: API v2.1 by public descriptions and
fixtures, 2026-11. An error is a 200 without `results`; a question shows 1,200 rows at most, so one
that is full is asked again for each state, then for ever narrower ZIP codes. Deactivated numbers
just vanish.
"""

import re
from collections.abc import AsyncGenerator, Iterator
from datetime import datetime
from typing import Any, TypeAlias

from crawler.interface import InterfaceSpider, UnreadableError
from crawler.listing import Listing, Source, SourceKind
from crawler.reading.payload import Misshapen, Row, row_of, rows_of, text_in, whole_in
from crawler.states import STATES, town_line

SOURCE = Source(
    name="nppes",
    title="NPPES, the US register of health-care providers",
    kind=SourceKind.REGISTER,
    licence="Public under the Freedom of Information Act; a work of the US government.",
    about="That an organisation exists, its number, address and phone; never what it gives.",
)
PAGE = "https://npiregistry.cms.hhs.gov/provider-view/"
"""What people can open; the number follows."""
NAMES = ("ketamine*", "esketamine*", "spravato*", "infusion*")
"""How the names begin that are asked for; names and trade names are searched."""
LIMIT = 200
"""Rows of one answer at most."""
LAST_SKIP = 1_000
"""Rows that can be skipped at most."""
OPERATING_NAME = "3"
"""The code of a trade name, "Doing Business As"."""
_NPI = re.compile(r"\d{10}")
Question: TypeAlias = dict[str, str]


class NppesSpider(InterfaceSpider):
    """Asks for organisations by the beginning of their names; a full answer is asked narrower."""

    name = SOURCE.name
    source = SOURCE
    endpoint = "https://npiregistry.cms.hhs.gov/api/"

    async def listings(self) -> AsyncGenerator[Listing]:
        """Yield each place of each organisation once."""
        known: set[str] = set()
        for begins in self.each(NAMES, "names"):
            for state in self.states or ("",):
                question = {"organization_name": begins} | ({"state": state} if state else {})
                async for where, rows in self._answers(question):
                    for listing in self.rows(rows, self._read, where):
                        if listing.key not in known:
                            known.add(listing.key)
                            yield listing

    async def _answers(self, question: Question) -> AsyncGenerator[tuple[str, list[Any]]]:
        """Yield all rows that answer *question*, some at a time, and words for which these are."""
        for skip in range(0, LAST_SKIP + 1, LIMIT):
            about = f"{' '.join(question.values())}, after {skip}"
            rows = await self.ask(
                about,
                results_in,
                version="2.1",
                enumeration_type="NPI-2",
                **question,
                limit=LIMIT,
                skip=skip,
            )
            yield about, rows
            if len(rows) < LIMIT:
                return
        for narrower in narrower_than(question):
            async for found in self._answers(narrower):
                yield found

    def _read(self, row: Row) -> Iterator[Listing]:
        yield from places_of(row, self._now())


def results_in(value: Any) -> list[Any]:
    """Return the rows of an answer; raise Misshapen for an error, which comes with a 200."""
    answer = row_of(value, "the answer")
    if "Errors" in answer:
        told = [
            text_in(row_of(one, "an error"), "description")
            for one in rows_of(answer["Errors"], "Errors")
        ]
        raise Misshapen(f"the register refuses the question: {'; '.join(told)}")
    rows = rows_of(answer.get("results"), "results")
    if whole_in(answer, "result_count") != len(rows):
        raise Misshapen(f"result_count is {answer['result_count']}, and {len(rows)} results came")
    return rows


def narrower_than(question: Question) -> list[Question]:
    """Return questions that share the answers to a full *question* out among them."""
    if "state" not in question:
        return [question | {"state": state} for state in STATES]
    prefix = question.get("postal_code", "").rstrip("*")
    if len(prefix) == 5:
        told = " ".join(question.values())
        raise UnreadableError(f"{told}: more rows than the register shows, and no way to part them")
    ends = [f"{number:02}" for number in range(100)] if not prefix else list("0123456789")
    return [question | {"postal_code": _wild(prefix + end)} for end in ends]


def _wild(prefix: str) -> str:
    return prefix if len(prefix) == 5 else f"{prefix}*"


def places_of(row: Row, seen_at: datetime) -> Iterator[Listing]:
    """Yield a listing for each place of an organisation; none for one that is not active.

    Raise Misshapen for a person, and where a field is not what it must be.
    """
    number = text_in(row, "number")
    if not _NPI.fullmatch(number):
        raise Misshapen("number is no NPI of ten digits")
    if text_in(row, "enumeration_type") not in ("NPI-2", "2"):
        raise Misshapen("the row is of a person, and only organisations are taken")
    basic = row_of(row.get("basic"), "basic")
    if text_in(basic, "status") not in ("A", ""):
        return
    name = _trade_name(row) or text_in(basic, "organization_name", "name")
    keys: set[str] = set()
    for address in _addresses(row):
        key = number if not keys else f"{number}#{_slug(address)}"
        if key not in keys:
            keys.add(key)
            yield _listing(number, key, name, address, seen_at)


def _trade_name(row: Row) -> str:
    """Return the name that the organisation trades under; "" if it has none, or several."""
    others = [row_of(one, "another name") for one in rows_of(row.get("other_names") or [], "names")]
    trade = {
        text_in(one, "organization_name")
        for one in others
        if text_in(one, "code") == OPERATING_NAME or text_in(one, "type") == "Doing Business As"
    }
    return trade.pop() if len(trade) == 1 else ""


def _addresses(row: Row) -> Iterator[Row]:
    """Yield where the organisation practises in the US, its first location before the others."""
    for value in rows_of(row.get("addresses"), "addresses"):
        address = row_of(value, "an address")
        if text_in(address, "address_purpose") == "LOCATION" and _is_in_the_us(address):
            yield address
    for value in rows_of(row.get("practiceLocations") or [], "practiceLocations"):
        if _is_in_the_us(address := row_of(value, "a practice location")):
            yield address


def _is_in_the_us(address: Row) -> bool:
    return text_in(address, "country_code") in ("US", "")


def _listing(number: str, key: str, name: str, address: Row, seen_at: datetime) -> Listing:
    if not name:
        raise Misshapen("organization_name is empty")
    place = town_line(text_in(address, "city"), text_in(address, "state"), _postcode(address))
    lines = (text_in(address, "address_1"), text_in(address, "address_2"), place)
    phone = text_in(address, "telephone_number")
    return Listing(
        source=SOURCE.name,
        key=key,
        url=PAGE + number,
        seen_at=seen_at,
        name=name,
        address=tuple(filter(None, lines)),
        country="US",
        phones=(phone,) if phone else (),
        identifiers=(("npi", number),),
    )


def _postcode(address: Row) -> str:
    """Return the ZIP code, with a hyphen if it has nine digits; the register leaves that out."""
    digits = text_in(address, "postal_code").replace("-", "")
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else digits


def _slug(address: Row) -> str:
    words = f"{text_in(address, 'address_1')} {_postcode(address)[:5]}"
    return re.sub(r"\W+", "-", words.casefold()).strip("-")
