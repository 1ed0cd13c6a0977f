"""Public interfaces on the fixture web: each as faithful as public descriptions, and each fault.

All names, streets and numbers are invented; towns, ZIP codes and states are real.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.sources.findtreatment import STATE_IDS
from tests.web.server import Exchange, Host, Reply

JSON = "application/json;charset=UTF-8"
Row = dict[str, Any]
Parameters = Mapping[str, str]


def facility(name: str, state: str, *, labels: str | None = None, **changes: Any) -> Row:
    """Return a FindTreatment row; *labels* are its treatment approaches, None for no services."""
    services = [
        {"f1": "Type of Care", "f2": "TC", "f3": "Mental health treatment"},
        {"f1": "Treatment Approaches", "f2": "TAP", "f3": labels},
        {"f1": "Payment/Insurance/Funding Accepted", "f2": "PAY", "f3": "Medicaid; Medicare"},
    ]
    row = {
        "_irow": 1, "name1": name, "name2": None, "street1": "100 Invented St", "street2": None,
        "city": "Baltimore", "state": state, "zip": "21201", "phone": "410-555-0100",
        "intake1": None, "hotline1": None, "website": "http://www.invented.example",
        "latitude": "39.2950", "longitude": "-76.6260", "miles": 0.5, "typeFacility": "MH",
        "services": services if labels is not None else None,
    }  # fmt: skip
    return row | changes


def organisation(number: str | int, name: str, **changes: Any) -> Row:
    """Return an NPPES row as version 2.1 sends it, with an official whom nobody may read."""
    place = {
        "country_code": "US", "country_name": "United States", "address_purpose": "LOCATION",
        "address_type": "DOM", "address_1": "403 INVENTED WAY STE D", "city": "ATLANTA",
        "state": "GA", "postal_code": "303421985", "telephone_number": "770-555-0100",
    }  # fmt: skip
    mailing = {"address_purpose": "MAILING", "country_code": "US", "address_1": "PO BOX 100"}
    row = {
        "created_epoch": "1537574400000", "enumeration_type": "NPI-2", "number": number,
        "last_updated_epoch": "1537639861000",
        "basic": {
            "organization_name": name, "organizational_subpart": "NO", "status": "A",
            "authorized_official_first_name": "OFFICIAL", "authorized_official_last_name": "SECRET",
            "authorized_official_telephone_number": "770-555-0199",
        },
        "addresses": [mailing, place], "practiceLocations": [], "other_names": [],
        "taxonomies": [{"code": "207L00000X", "desc": "Anesthesiology", "primary": True}],
        "identifiers": [], "endpoints": [],
    }  # fmt: skip
    return row | changes


def element(number: int, name: str, *, kind: str = "node", **changes: Any) -> Row:
    """Return an OpenStreetMap element as Overpass sends it."""
    where = {"lat": 40.015, "lon": -105.27}
    tags = {
        "amenity": "clinic", "name": name, "addr:housenumber": "1", "addr:street": "Invented St",
        "addr:city": "Boulder", "addr:state": "CO", "addr:postcode": "80301",
        "phone": "+1-303-555-0100", "website": "https://invented.example",
        "opening_hours": "Mo-Fr 09:00-17:00; Sa 10:00-12:00",
    }  # fmt: skip
    position = where if kind == "node" else {"center": where}
    return {"type": kind, "id": number, "tags": tags} | position | changes


def billing(npi: str, name: str, code: str, *, entity: str = "O", **changes: Any) -> Row:
    """Return a row of the Medicare Part B data."""
    row = {
        "Rndrng_NPI": npi, "Rndrng_Prvdr_Last_Org_Name": name, "Rndrng_Prvdr_First_Name": "",
        "Rndrng_Prvdr_MI": "", "Rndrng_Prvdr_Crdntls": "", "Rndrng_Prvdr_Ent_Cd": entity,
        "Rndrng_Prvdr_St1": "9 Invented Rd", "Rndrng_Prvdr_City": "Atlanta",
        "Rndrng_Prvdr_State_Abrvtn": "GA", "Rndrng_Prvdr_Zip5": "30342", "HCPCS_Cd": code,
        "HCPCS_Desc": "Visit with esketamine nasal self-administration", "Place_Of_Srvc": "O",
        "Tot_Benes": "12", "Tot_Srvcs": "140",
    }  # fmt: skip
    return row | changes


@dataclass(slots=True)
class Interface:
    """Answers each question with the JSON that a function makes of its parameters."""

    answer: Callable[[Parameters], Any]

    def respond(self, exchange: Exchange) -> None:
        """Send the answer; robots.txt has no rules."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        parameters = dict(parse_qsl(urlsplit(exchange.path).query))
        body = json.dumps(self.answer(parameters), allow_nan=True).encode()
        exchange.reply(Reply(body=body, content_type=JSON))


@dataclass(slots=True)
class FindTreatment:
    """Tells the facilities of a state, page by page; a state nobody filled has one facility.

    `page_size` is what it grants at most, whatever it is asked for.
    """

    rows: Sequence[Row]
    page_size: int = 2_000

    def __call__(self, asked: Parameters) -> Any:
        """Return one page."""
        by_id = {str(number): code for code, number in STATE_IDS.items()}
        state = by_id[asked["limitValue"]] if asked["limitType"] == "0" else "IN"
        found = [row for row in self.rows if row["state"] == state] if self.rows else []
        found = found or [facility("Invented Counseling", state, labels="Group therapy")]
        size = min(int(asked["pageSize"]), self.page_size)
        page = int(asked["page"])
        return {
            "page": page,
            "totalPages": -(-len(found) // size),
            "recordCount": len(found),
            "rows": found[(page - 1) * size : page * size],
        }


def default_answer(_: Parameters) -> Any:
    """Tell the same 19 facilities whatever is asked: what swapped coordinates give, with a 200."""
    rows = [facility(f"Ketamine {n}", "IN", labels="Ketamine Infusion Therapy") for n in range(19)]
    return {"page": 1, "totalPages": 1, "recordCount": 19, "rows": rows}


def short_of_rows(asked: Parameters) -> Any:
    """Promise more facilities than come."""
    row = facility("Short Ketamine", "MD", labels="Ketamine Infusion Therapy")
    return {"page": int(asked["page"]), "totalPages": 1, "recordCount": 50, "rows": [row]}


def endless_pages(asked: Parameters) -> Any:
    """Promise a billion pages."""
    row = facility("Endless Ketamine", "MD", labels="Ketamine Infusion Therapy")
    return {"page": int(asked["page"]), "totalPages": 10**9, "recordCount": 1, "rows": [row]}


def stuck_page(_: Parameters) -> Any:
    """Send the first of three pages again and again."""
    row = facility("Stuck Ketamine", "MD", labels="Ketamine Infusion Therapy")
    return {"page": 1, "totalPages": 3, "recordCount": 3, "rows": [row]}


def no_facilities(asked: Parameters) -> Any:
    """Say that a whole state has no facility."""
    return {"page": int(asked["page"]), "totalPages": 0, "recordCount": 0, "rows": []}


@dataclass(slots=True)
class Nppes:
    """Finds organisations by name, state and ZIP code; shows 1,200 at most; refuses with a 200."""

    rows: Sequence[Row]

    def __call__(self, asked: Parameters) -> Any:
        """Return one answer."""
        limit, skip = int(asked.get("limit", 10)), int(asked.get("skip", 0))
        if limit > 200 or skip > 1_000 or not asked.get("organization_name"):
            told = {"description": "Field limit or skip out of range", "field": "", "number": "11"}
            return {"Errors": [told]}
        found = [row for row in self.rows if _answers(row, asked)][skip : skip + limit]
        return {"result_count": len(found), "results": found}


def _answers(row: Row, asked: Parameters) -> bool:
    names = [row["basic"]["organization_name"]]
    names += [other["organization_name"] for other in row["other_names"]]
    place = next(one for one in row["addresses"] if one["address_purpose"] == "LOCATION")
    return (
        any(_matches(asked["organization_name"], name) for name in names)
        and asked.get("state", place["state"]) == place["state"]
        and _matches(asked.get("postal_code", "*"), place["postal_code"])
        and asked.get("enumeration_type", row["enumeration_type"]) == row["enumeration_type"]
    )


def _matches(wanted: str, found: str) -> bool:
    if wanted.endswith("*"):
        return found.upper().startswith(wanted[:-1].upper())
    return found.upper().startswith(wanted.upper())


def nppes_refuses(_: Parameters) -> Any:
    """Refuse every question, with a 200."""
    told = {"description": "No valid search criteria", "field": "none", "number": "06"}
    return {"Errors": [told]}


def nppes_miscounts(_: Parameters) -> Any:
    """Count more results than come."""
    return {"result_count": 57, "results": [organisation("1234567893", "KETAMINE INVENTED LLC")]}


@dataclass(slots=True)
class Overpass:
    """Finds elements in the US or in a state; with `patience`, the US is too much for it."""

    rows: Sequence[Row] = field(default_factory=tuple)
    patience: bool = True
    remark: str = 'runtime error: Query timed out in "query" at line 2 after 51 seconds.'
    copyright: str = (
        "The data included in this document is from www.openstreetmap.org. "
        "The data is made available under ODbL."
    )
    as_of: str = "2026-11-21T00:00:00Z"

    def __call__(self, asked: Parameters) -> Any:
        """Return the elements of an area."""
        about = {"timestamp_osm_base": self.as_of, "copyright": self.copyright}
        whole = '"ISO3166-1"="US"' in asked["data"]
        answer = {"version": 0.6, "generator": "Overpass API", "osm3s": about}
        if whole and not self.patience:
            return answer | {"elements": list(self.rows[:1]), "remark": self.remark}
        found = [row for row in self.rows if whole or _lies_in(row, asked["data"])]
        return answer | {"elements": found}


def _lies_in(row: Row, question: str) -> bool:
    tags = row.get("tags")
    state = tags.get("addr:state", "CO") if isinstance(tags, dict) else "CO"
    return f'"US-{state}"' in question


def always_a_remark(_: Parameters) -> Any:
    """Answer with a part of the places and a remark, whatever the area."""
    return Overpass([element(1, "Half a Ketamine Clinic")], patience=False)(
        {"data": '"ISO3166-1"="US"'}
    )


@dataclass(slots=True)
class PartB:
    """Finds rows by the filters that it is given."""

    rows: Sequence[Row]
    heeds_filters: bool = True

    def __call__(self, asked: Parameters) -> Any:
        """Return the rows from the offset on."""
        found = [row for row in self.rows if not self.heeds_filters or _passes(row, asked)]
        offset, size = int(asked.get("offset", 0)), int(asked.get("size", 1_000))
        return found[offset : offset + size]


def _passes(row: Any, asked: Parameters) -> bool:
    filters = {name[7:-1]: value for name, value in asked.items() if name.startswith("filter[")}
    return not isinstance(row, dict) or all(
        str(row.get(name)) == value for name, value in filters.items()
    )


@dataclass(slots=True)
class Says:
    """Says the same bytes, with a 200, to every question."""

    body: bytes
    content_type: str = JSON

    def respond(self, exchange: Exchange) -> None:
        """Send them; robots.txt has no rules."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
        else:
            exchange.reply(Reply(body=self.body, content_type=self.content_type))


@dataclass(slots=True)
class KeepsOut:
    """Forbids everything in its robots.txt."""

    def respond(self, exchange: Exchange) -> None:
        """Send the rules, and a good answer to whoever does not heed them."""
        rules = Reply(body=b"User-agent: *\nDisallow: /", content_type="text/plain")
        if exchange.path == "/robots.txt":
            exchange.reply(rules)
        else:
            exchange.reply(Reply(body=b"[]", content_type=JSON))


@dataclass(slots=True)
class MovesAway:
    """Redirects every question to another site."""

    def respond(self, exchange: Exchange) -> None:
        """Send the way there."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
        else:
            there = "http://alderlight.example:{port}/"
            exchange.reply(Reply(status=302, headers={"Location": there}))


HOSTILE: dict[str, Host] = {
    "webpage.hostile.example": Says(b"<html><title>Down for repair</title>", "text/html"),
    "broken.hostile.example": Says(b'{"recordCount": 3, "rows": [{"name1": "Inv'),
    "empty.hostile.example": Says(b""),
    "deep.hostile.example": Says(b"[" * 200_000),
    "number.hostile.example": Says(b"7"),
    "null.hostile.example": Says(b"null"),
    "digits.hostile.example": Says(b'{"recordCount": ' + b"9" * 5_000 + b"}"),
    "huge.hostile.example": Says(b'{"rows": "' + b"x" * 6_000_000 + b'"}'),
    "film.hostile.example": Says(b"\x00\x01", "video/mp4"),
    "closed.hostile.example": KeepsOut(),
    "moved.hostile.example": MovesAway(),
}
"""What no interface should answer, and what a run must call by its name."""
