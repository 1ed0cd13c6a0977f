"""Survey of clinic websites: real clinics that a person found on their own public pages.

The list is packaged (`crawler/data/README.md` tells its origin, terms and our edits), so this
source asks nothing of anyone's site. Read once in November 2026: nothing of it is re-checked.
"""

import csv
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.health import Problem
from crawler.listing import Listing, Passage, Source, SourceKind, Where
from crawler.spider import ListingSpider

FILE = Path(__file__).parents[1] / "data" / "starter_clinics.csv"
SEEN_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""The survey's month; its day is not known."""
SOURCE = Source(
    name="starter",
    title="Survey of clinic websites, November 2026",
    kind=SourceKind.SURVEY,
    licence="Facts collected for this project from the clinics' own public pages.",
    about="What each clinic's own page said when a person read it; not yet re-checked.",
    month_only=True,
)

SHARED = ("state", "address", "zip", "phone")
"""The columns that the cities of a row share out among them."""

Row = dict[str, str]


class StarterSpider(ListingSpider):
    """Reads the packaged survey: a listing for each town that a row names."""

    name = SOURCE.name
    source = SOURCE

    async def start(self) -> AsyncIterator[Any]:
        """Yield the listings; there is nothing to fetch."""
        with FILE.open(encoding="utf-8-sig", newline="") as lines:
            for found in survey(lines, FILE.name):
                if isinstance(found, Problem):
                    self.problems.append(found)
                else:
                    yield found


def survey(lines: Iterable[str], file_name: str) -> Iterator[Listing | Problem]:
    """Yield the listings of a survey's rows, and a problem for each row that is not sound."""
    reader = csv.DictReader(lines, restval="")
    for row in reader:
        where = f"{file_name}:{reader.line_num}"
        if problem := _fault(row):
            yield Problem(url=where, what=problem)
            continue
        yield from _places({name: cell.strip() for name, cell in row.items()}, where)


def _fault(row: dict[Any, Any]) -> str:
    """Return why a row cannot be taken; "" if it can."""
    if None in row:
        return "the row has more cells than the header: it was left out"
    if not row.get("name", "").strip():
        return "the row names no clinic: it was left out"
    if not row.get("website", "").strip():
        return "the row gives no website: it was left out"
    return ""


def _places(row: Row, where: str) -> Iterator[Listing | Problem]:
    """Yield a listing for each city of a row, one if it names none; report what fits none."""
    cities = _parts(row.get("city", ""))
    columns = {}
    for column in SHARED:
        shares = _shares(row, column, len(cities))
        if shares is None:
            yield Problem(url=where, what=f"the {column} fits no city of the row: it was not used")
        columns[column] = shares or [""] * len(cities)
    towns = [dict(zip(SHARED, share, strict=True)) for share in zip(*columns.values(), strict=True)]
    for city, town in zip(cities, towns, strict=True):
        yield _listing(row | town | {"city": city}, _fragment(cities, city, town["address"]))


def _shares(row: Row, column: str, places: int) -> list[str] | None:
    """Return the share of each place in a column; None if there are too many or too few parts."""
    parts = _parts(row.get(column, ""))
    if places == 1 and column in ("address", "phone"):
        return [row.get(column, "")]
    if len(parts) == places:
        return parts
    if len(parts) > 1:
        return None
    return parts * places if column in ("state", "phone") else [*parts, *[""] * (places - 1)]


def _fragment(cities: list[str], city: str, street: str) -> str:
    """Return what sets a place apart from the others of its row; "" for the only one."""
    if len(cities) == 1:
        return ""
    words = city if cities.count(city) == 1 else f"{city} {street}"
    return "#" + re.sub(r"\W+", "-", words.casefold()).strip("-")


def _listing(row: Row, fragment: str) -> Listing:
    labels = [*row.get("offerings", "").split(";"), *row.get("conditions", "").split(";")]
    return Listing(
        source=SOURCE.name,
        key=row["website"] + fragment,
        url=row.get("page") or row["website"],
        seen_at=SEEN_AT,
        name=row["name"],
        address=_address(row),
        country=row.get("country", ""),
        phones=_filled((row["phone"],)),
        website=row["website"],
        passages=tuple(_passage(label, row) for label in _filled(map(str.strip, labels))),
    )


def _address(row: Row) -> tuple[str, ...]:
    """Return the street lines, then "City, ST ZIP"; of a state alone its code, such as "AZ"."""
    region = " ".join(_filled((row["state"], row["zip"])))
    return _filled((*_parts(row["address"]), ", ".join(_filled((row["city"], region)))))


def _passage(label: str, row: Row) -> Passage:
    url = row.get("page") or row["website"]
    return Passage(text=label, url=url, seen_at=SEEN_AT, where=Where.SURVEY)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";")]


def _filled(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
