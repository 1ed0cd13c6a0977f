"""Handed-in lists: every kind of file, and that a bad row costs a row."""

import codecs
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.column_map import ColumnMap
from crawler.listing import Listing, SourceKind, Where
from crawler.reading.file_json import rows_of_lines, rows_of_list
from crawler.reading.file_row import Fault, Record
from crawler.reading.file_table import rows_of_table
from crawler.reading.file_text import text_of_file
from crawler.reading.handed_in import listing_in
from crawler.reading.payload import Misshapen
from crawler.sources.listings_file import source_of
from crawler.store import SqlListingStore

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAP = ColumnMap(
    title="A list",
    licence="CC BY 4.0",
    attribution="Data: Invented Volunteers",
    seen=date(2026, 11, 2),
    columns={
        "name": ("Clinic",),
        "address": ("Street", "Suite"),
        "city": ("Town",),
        "state": ("ST",),
        "zip": ("ZIP",),
        "phone": ("Phone",),
        "website": ("Web",),
        "labels": ("Offers",),
        "words": ("Says",),
    },
    identifiers={"npi": "NPI"},
)
ROW = {
    "Clinic": "Invented Ketamine",
    "Street": "1 Invented St",
    "Suite": "Suite 4",
    "Town": "Boston",
    "ST": "MA",
    "ZIP": '="02139"',
    "Phone": "+1 617 555 0100; (617) 555-0101",
    "Web": "www.invented.example/ketamine",
    "Offers": "iv_infusion; TRD",
    "Says": "We give ketamine infusions.",
    "NPI": 1234567893,
}


def read(columns: ColumnMap = MAP, **changes: Any) -> Listing:
    """Return the listing of the row with *changes*."""
    return listing_in(ROW | changes, columns, source="listings_file", file_name="a.csv", now=NOW)


def test_a_row_is_a_listing_in_its_own_words() -> None:
    """Labels are a reader's, words the place's own, and all of it is dated by the list's day."""
    found = read()
    assert found.name == "Invented Ketamine"
    assert found.address == ("1 Invented St", "Suite 4", "Boston, MA 02139")
    assert found.phones == ("+1 617 555 0100", "(617) 555-0101")
    assert found.website == found.url == "https://www.invented.example/ketamine"
    assert found.identifiers == (("npi", "1234567893"),)
    assert found.seen_at == datetime(2026, 11, 2, tzinfo=UTC)
    assert [(one.text, one.where) for one in found.passages] == [
        ("iv_infusion", Where.SURVEY),
        ("TRD", Where.SURVEY),
        ("We give ketamine infusions.", Where.BODY),
    ]


def test_a_list_says_who_says_so() -> None:
    """Its map's title, terms and attribution are the source's, and it is told as a list."""
    source = source_of(MAP)
    assert (source.name, source.kind) == ("listings_file", SourceKind.LIST)
    assert (source.title, source.licence) == ("A list", "CC BY 4.0.")
    assert source.attribution == "Data: Invented Volunteers"


def test_a_key_is_the_list_s_own_or_made_of_its_words() -> None:
    """Two places of one website are two listings, and the next run finds both again."""
    assert read().key == read().key != read(Town="Salem").key
    keyed = replace(MAP, columns={**MAP.columns, "key": ("Id",)})
    assert read(keyed, Id=17).key == "17"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Clinic": " "}, "the name is empty"),
        ({"Clinic": '=HYPERLINK("http://x.example","Free")'}, "Clinic is a formula"),
        ({"Phone": "@SUM(A1:A9)"}, "Phone is a formula"),
        ({"Street": "+cmd|' /C calc'!A0"}, "Street is a formula"),
        ({"Street": "-SUM(1)"}, "Street is a formula"),
        ({"Web": "javascript:alert(1)"}, "is no web address"),
        ({"Web": "ask us"}, "is no web address"),
        ({"Says": "x" * 10_001}, "Says is 10,001 characters long"),
        ({"Clinic": {"en": "A"}}, "Clinic is an object, not text"),
    ],
)
def test_a_row_that_is_not_sound_is_told_by_its_column(changes: Any, told: str) -> None:
    """The column, and what stands there."""
    with pytest.raises(Misshapen) as fault:
        read(**changes)
    assert told in str(fault.value)


@pytest.mark.parametrize(
    "text", ["+1 617 555 0100", "- by appointment", "-77.1", "a=b", "A@b.example"]
)
def test_ordinary_words_are_no_formula(text: str) -> None:
    """Phones begin with a plus, remarks with a dash."""
    assert read(Street=text).address[0] == text


@pytest.mark.parametrize(
    ("seen", "told"),
    [("2026-11-23", "which is yet to come"), ("lately", "no day such as"), ("", "on which day")],
)
def test_every_row_has_a_day(seen: str, told: str) -> None:
    """A column of days is read; what is undated or not yet is refused."""
    dated = replace(MAP, seen=None, columns={**MAP.columns, "seen": ("Seen",)})
    assert read(dated, Seen="2026-10-01").seen_at == datetime(2026, 10, 1, tzinfo=UTC)
    with pytest.raises(Misshapen, match=told):
        read(dated, Seen=seen)


CSV = "Clinic,Town\n"


def rows(text: str, *wanted: str) -> list[tuple[int, object]]:
    """Return the lines and first cells of a table's rows; a fault by its words."""
    return [
        (row.line, row.what if isinstance(row, Fault) else row.fields["Clinic"])
        for row in rows_of_table(text, wanted or ("Clinic", "Town"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Clinic,Town\nA,Boston\n",
        "Clinic;Town\r\nA;Boston\r\n",
        "Town\tClinic\nBoston\tA",
        "sep=|\nClinic|Town\nA|Boston\n",
        ' Clinic ,"Town"\n"A","Bos,ton"\n',
        "Clinic,Town\n\n , \nA\n",
    ],
)
def test_tables_are_read_however_their_cells_are_parted(text: str) -> None:
    """Line ends, quotes, blank lines and missing last cells do not matter."""
    assert [name for _, name in rows(text)] == ["A"]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    """The row is told with its line; those after it are read."""
    after = "".join(f"N{number},Boston\n" for number in range(100))
    found = rows(CSV + 'A,Boston\n"B,Boston\n' + after)
    assert found[0] == (2, "A")
    assert found[1][0] == 3
    assert "cannot be read" in str(found[1][1])
    assert [line for line, _ in found[2:]] == list(range(4, 104))


def test_a_row_over_several_lines_keeps_the_count() -> None:
    """Lines are those of the file, as an editor shows them."""
    assert rows(CSV + '"A\nB",Boston\nC,Salem\n') == [(2, "A\nB"), (4, "C")]


def test_huge_fields_and_too_many_cells_are_told() -> None:
    """Neither stops the reading."""
    huge = "x" * 200_000
    found = rows(CSV + f"{huge},Boston\nA,Boston,extra\nB,Boston\n")
    assert "larger than field limit" in str(found[0][1])
    assert found[1:] == [(3, "the row has more cells than the header"), (4, "B")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("Name,Town\n", "no column 'Clinic'; it has: Name, Town"),
        ("Clinic,Clinic,Town\n", "'Clinic' more than once"),
        ('"Clinic,Town\n', "the header cannot be read"),
    ],
)
def test_a_header_that_does_not_fit_the_map_is_told(text: str, told: str) -> None:
    """With what it has, so that the map can be mended."""
    with pytest.raises(ValueError, match=told):
        rows(text)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("Café".encode(), ""),
        (codecs.BOM_UTF8 + "Café".encode(), ""),
        ("Café".encode("utf-16"), ""),
        (("Café" + " and more words, to tell" * 5).encode("utf-16-le"), ""),
        (("Café" + " and more words, to tell" * 5).encode("utf-16-be"), ""),
        ("Café".encode("mac_roman"), "mac_roman"),
    ],
)
def test_encodings_are_found_out_or_said(body: bytes, encoding: str) -> None:
    """With and without a byte order mark."""
    text, remark = text_of_file(body, encoding)
    assert text.startswith("Café")
    assert remark == ""


def test_a_guess_is_told_and_a_false_claim_refused() -> None:
    """Windows-1252 declares nothing; a list that says it is UTF-8 must be."""
    body = "Name\nCafé".encode("cp1252")
    assert text_of_file(body) == (
        "Name\nCafé",
        "line 2 is not UTF-8: the file was read as Windows-1252",
    )
    with pytest.raises(ValueError, match="byte 8 is not utf-8"):
        text_of_file(body, "utf-8")
    with pytest.raises(ValueError, match="no encoding 'klingon'"):
        text_of_file(body, "klingon")


def feature(name: str, **changes: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {
        "type": "Feature",
        "id": name,
        "geometry": {"type": "Point", "coordinates": [-77.1, 38.98, 12]},
        "properties": {"Clinic": name},
    } | changes


def collection(*features: object, indent: int | None = 2) -> str:
    """Return a GeoJSON collection of features."""
    about = {"type": "FeatureCollection", "name": {"features": "not these"}}
    return json.dumps(about | {"features": list(features)}, indent=indent)


def test_geojson_features_have_their_lines_and_their_points() -> None:
    """Longitude comes first in GeoJSON; a polygon has no point that we could state."""
    polygon = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    text = collection(feature("A"), feature("B", geometry=polygon), feature("C", geometry=None))
    found = [row for row in rows_of_list(text) if isinstance(row, Record)]
    assert [text.splitlines()[row.line - 1].strip() for row in found] == ["{"] * 3
    places = ColumnMap(columns={"name": ("Clinic",)}, seen=date(2026, 11, 2))
    listings = [
        listing_in(row.fields, places, source="listings_file", file_name="a.geojson", now=NOW)
        for row in found
    ]
    assert [(one.key, one.point) for one in listings] == [
        ("A", (38.98, -77.1)),
        ("B", None),
        ("C", None),
    ]
    assert {one.url for one in listings} == {"a.geojson"}


def test_a_broken_feature_costs_one_feature() -> None:
    """The reading goes on at the next one."""
    text = collection(feature("A"), feature("B"), 7, feature("C"), feature("D", properties=None))
    broken = text.replace('"B"', '"B', 1)
    faults = [row for row in rows_of_list(broken) if isinstance(row, Fault)]
    named = [row.fields["Clinic"] for row in rows_of_list(broken) if isinstance(row, Record)]
    assert named == ["A", "C"]
    assert len(faults) == 2, "the number next to the broken one goes with it"
    assert broken.splitlines()[faults[0].line - 1].strip() == "{"
    assert faults[1].what == "properties is null, not an object"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON list"),
        ("7", "no JSON list"),
        ('{"type": "FeatureCollection"}', "no list of features"),
        ("[{}, {}", "breaks off after line 1"),
        (collection(feature("A"), feature("B"))[:-60], "can be read"),
        ("[" + "[" * 100_000, "nothing after line 1 can be read"),
    ],
)
def test_a_file_that_breaks_off_is_no_whole_list(text: str, told: str) -> None:
    """What is missing cannot be named, so the run must not count."""
    with pytest.raises(ValueError, match=told):
        list(rows_of_list(text))


def test_a_line_that_is_no_json_costs_one_line() -> None:
    """Objects and features, one a line, also as a GeoJSON text sequence."""
    text = f'{{"Clinic": "A"}}\n\n{{"Clinic": \n[1]\n\x1e{json.dumps(feature("B"))}\n'
    found = list(rows_of_lines(text))
    assert [row.line for row in found] == [1, 3, 4, 5]
    assert [type(row) for row in found] == [Record, Fault, Fault, Record]


@given(st.text(max_size=300))
def test_any_text_is_read_or_told(text: str) -> None:
    """No file, whatever is in it, ends in anything but rows, faults or one ValueError."""
    for read_rows in (lambda: rows_of_table(text, ()), lambda: rows_of_lines(text), _list(text)):
        with suppress(ValueError):
            assert all(row.line >= 1 for row in read_rows())


def _list(text: str):  # type: ignore[no-untyped-def]
    return lambda: rows_of_list(text)


FILES = {
    "a.csv": b"\xef\xbb\xbfClinic,Town,State\nFirst Invented,Boston,MA\n=1+1,Boston,MA\n",
    "b.jsonl": b'{"Clinic": "Second Invented", "Town": "Salem"}\n{"Clinic": 7}\nnot json\n',
    "c.geojson": collection(feature("Third Invented")).encode(),
    "broken.geojson": collection(feature("Fourth"))[:-40].encode(),
    "d.xlsx": b"PK\x03\x04",
}
COLUMNS = """
title = "Clinics of the volunteers"
licence = "CC BY 4.0"
attribution = "Data: Invented Volunteers (CC BY 4.0)"
seen = 2026-11-02
[columns]
name = "Clinic"
city = "Town"
"""


def crawler(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run the command on files of a folder, as a user does."""
    for name in names:
        (folder / name).write_bytes(FILES[name])
    (folder / "map.toml").write_text(COLUMNS, "utf-8")
    files = [f"--listings={folder / name}" for name in names]
    store = f"--store=sqlite:///{folder}/clinics.sqlite"
    words = ("run", "listings_file", *files, f"--columns={folder}/map.toml", store, "--json")
    return subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_lists_are_run_into_the_store_with_their_own_terms(tmp_path: Path) -> None:
    """Three kinds of file in one run; each bad row is told; a broken file changes nothing."""
    done = crawler(tmp_path, "a.csv", "b.jsonl", "c.geojson")
    assert (done.returncode, done.stderr) == (0, "")
    [report] = json.loads(done.stdout)["runs"]
    assert [(one["url"], one["what"][:20]) for one in report["problems"]] == [
        ("a.csv:3", "Clinic is a formula,"),
        ("b.jsonl:3", "the line is no JSON:"),
        ("c.geojson", "no row says anything"),
    ]
    failed = crawler(tmp_path, "broken.geojson", "d.xlsx")
    [report] = json.loads(failed.stdout)["runs"]
    assert failed.returncode == 1
    assert report["reasons"][0].startswith("broken.geojson: ")
    assert report["reasons"][1].startswith("d.xlsx: ")

    with SqlListingStore(f"sqlite:///{tmp_path}/clinics.sqlite") as store:
        names = sorted(one.listing.name for one in store.listings("listings_file"))
        [source] = store.sources()
    assert names == ["7", "First Invented", "Second Invented", "Third Invented"]
    assert source.title == "Clinics of the volunteers"
    assert source.attribution == "Data: Invented Volunteers (CC BY 4.0)"
