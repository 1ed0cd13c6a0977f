"""A list of clinics that whoever runs this finder hands in: CSV, JSON Lines or GeoJSON.

Licence: what the list's column map says; its owner answers for it, and its title and terms are
shown with each of its listings. Robots: nothing is fetched. Policy last reviewed 2026-11-22.
To be believed about: what its columns say, as of the day that the map or a column names. Labels
are a reader's, words are the place's own.

A row that cannot be read is reported with its line, and the rest is taken.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.column_map import ColumnMap
from crawler.listing import Listing, Source, SourceKind
from crawler.reading.file_json import rows_of_lines, rows_of_list
from crawler.reading.file_row import Fault, Record, Rows
from crawler.reading.file_table import rows_of_table
from crawler.reading.file_text import text_of_file
from crawler.reading.handed_in import listing_in, value_in
from crawler.reading.payload import Misshapen
from crawler.spider import ListingSpider

SOURCE = Source(
    name="listings_file",
    title="A list handed in by whoever runs this finder",
    kind=SourceKind.LIST,
    licence="As whoever handed the list in says.",
    about="What the list says, as of its day; not re-checked.",
)
MAX_BYTES = 64 * 1024 * 1024
"""Of one file: some hundred thousand places."""
SHOWN = 900
"""Bad rows of a file that are reported one by one; of the others only how many they are."""


def source_of(columns: ColumnMap) -> Source:
    """Return who says so, as a list's map puts it."""
    return replace(
        SOURCE,
        title=columns.title,
        licence=columns.licence if columns.licence.endswith(".") else f"{columns.licence}.",
        attribution=columns.attribution,
    )


class ListingsFileSpider(ListingSpider):
    """Reads the files it is given; all of them together are the source."""

    name = SOURCE.name
    source = SOURCE

    def __init__(
        self,
        *args: Any,
        files: Sequence[Path],
        columns: ColumnMap,
        now: Callable[[], datetime],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._files = files
        self._columns = columns
        self._now = now

    async def start(self) -> AsyncIterator[Any]:
        """Yield a listing for each row that can be read; there is nothing to fetch."""
        for file in self._files:
            try:
                for listing in self._read(file):
                    yield listing
            except (OSError, ValueError) as error:
                self.failures.append(f"{file.name}: {error}")

    def _read(self, file: Path) -> Iterator[Listing]:
        if (size := file.stat().st_size) > MAX_BYTES:
            raise ValueError(f"the file has {size:,} bytes, more than {MAX_BYTES:,}: split it")
        text, remark = text_of_file(file.read_bytes(), self._columns.encoding)
        if remark:
            self.note(file.name, remark)
        bad, empty = 0, set(self._columns.names)
        for row in _rows(text, file.suffix.lower(), self._columns.names):
            try:
                yield _listing_of(row, self._columns, file.name, self._now())
                empty -= _filled_in(row, empty)
            except Misshapen as fault:
                bad += 1
                if bad <= SHOWN:
                    self.note(f"{file.name}:{row.line}", f"{fault}: it was left out")
        if bad > SHOWN:
            self.note(file.name, f"{bad - SHOWN} more rows could not be read and were left out")
        for column in sorted(empty):
            self.note(file.name, f"no row says anything in the column {column!r}")


def _rows(text: str, suffix: str, columns: Sequence[str]) -> Rows:
    """Return the rows of a file by its suffix; raise ValueError for one that is not read."""
    if suffix in (".csv", ".tsv", ".txt"):
        return rows_of_table(text, columns)
    if suffix in (".jsonl", ".ndjson", ".geojsonl", ".geojsons"):
        return rows_of_lines(text)
    if suffix in (".json", ".geojson"):
        return rows_of_list(text)
    raise ValueError(
        f"a file that ends in {suffix or 'nothing'} is not read: use .csv, .tsv, .jsonl, .ndjson, "
        ".json or .geojson"
    )


def _listing_of(row: Record | Fault, columns: ColumnMap, file_name: str, now: datetime) -> Listing:
    if isinstance(row, Fault):
        raise Misshapen(row.what)
    return listing_in(row.fields, columns, source=SOURCE.name, file_name=file_name, now=now)


def _filled_in(row: Record | Fault, names: Iterable[str]) -> set[str]:
    """Return which of the columns a row fills."""
    fields = row.fields if isinstance(row, Record) else {}
    return {name for name in names if value_in(fields, name) not in (None, "", [])}
