"""Addresses as sources print them, in parts."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.clinic import Address
from indexer.interpret.address import read_address
from indexer.places import Places


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """Open the packaged table."""
    table = Places()
    yield table
    table.close()


def parts(address: Address) -> str:
    """Return an address on one line: street | unit | city | state | postcode | country."""
    return " | ".join(
        (
            address.street,
            address.unit,
            address.city,
            address.state,
            address.postcode,
            address.country,
        )
    )


PRINTED = [
    (("4300 Montgomery Ave Suite 304", "Bethesda, MD 20814"), "US",
     "4300 Montgomery Ave | Suite 304 | Bethesda | MD | 20814 | US"),
    (("4300 Montgomery Ave Suite 304, Bethesda, MD 20814, United States",), "",
     "4300 Montgomery Ave | Suite 304 | Bethesda | MD | 20814 | US"),
    (("10 high st bethesda md 20814",), "US", "10 high st |  | Bethesda | MD | 20814 | US"),
    (("4300 MONTGOMERY AVE", "BETHESDA MD  20814-1234"), "US",
     "4300 MONTGOMERY AVE |  | Bethesda | MD | 20814-1234 | US"),
    (("Houston, TX",), "US", " |  | Houston | TX |  | US"),
    (("Houston Texas",), "", " |  | Houston | TX |  | US"),
    (("Arizona",), "US", " |  |  | AZ |  | US"),
    (("AZ",), "", " |  |  | AZ |  | US"),
    (("IN",), "US", " |  |  | IN |  | US"),
    (("SK",), "CA", " |  |  | SK |  | CA"),
    (("New York",), "US", " |  |  | NY |  | US"),
    (("Delaware",), "US", " |  |  | DE |  | US"),
    (("Wyoming",), "", " |  |  | WY |  | US"),
    (("Washington",), "US", " |  |  | WA |  | US"),
    (("Washington, IL",), "US", " |  | Washington | IL |  | US"),
    (("Delaware, Ohio",), "US", " |  | Delaware | OH |  | US"),
    (("Ontario",), "CA", " |  |  | ON |  | CA"),
    (("5 Elm St", "New York 10001"), "US", "5 Elm St |  | New York | NY | 10001 | US"),
    (("500 Lexington", "New York", "NY 10022"), "",
     "500 Lexington |  | New York | NY | 10022 | US"),
    (("500 Lexington, New York, NY",), "", "500 Lexington |  | New York | NY |  | US"),
    (("5 Elm St Brooklyn, New York 11201",), "", "5 Elm St |  | Brooklyn | NY | 11201 | US"),
    (("5 Elm St", "Brooklyn, New York, NY 11201"), "", "5 Elm St |  | Brooklyn | NY | 11201 | US"),
    (("311 Elm Blvd", "Austin, TX, Texas 78701"), "", "311 Elm Blvd |  | Austin | TX | 78701 | US"),
    (("1200 rue Elm", "Montréal (Québec) H3B 1A1"), "",
     "1200 rue Elm |  | Montréal | QC | H3B 1A1 | CA"),
    (("16 Elm Lane (in the rear)", "Ithaca, NY 14850"), "",
     "16 Elm Lane |  | Ithaca | NY | 14850 | US"),
    (("Shop 3/120 Elm Road", "Sydney NSW 2000"), "",
     "120 Elm Road | Shop 3 | Sydney | NSW | 2000 | AU"),
    (("New York, NY",), "US", " |  | New York | NY |  | US"),
    (("4 E 5th St, Brooklyn, N.Y. 11218",), "US", "4 E 5th St |  | Brooklyn | NY | 11218 | US"),
    (("8054 Yonge St", "Thornhill, ON"), "CA", "8054 Yonge St |  | Thornhill | ON |  | CA"),
    (("10 Queen St W, Toronto, ON m5h2n2, CA",), "",
     "10 Queen St W |  | Toronto | ON | M5H 2N2 | CA"),
    (("2 King St", "Toronto, Ontario, CA"), "", "2 King St |  | Toronto | ON |  | CA"),
    (("Vancouver, British Columbia, CA",), "", " |  | Vancouver | BC |  | CA"),
    (("10 Main St, Los Angeles, CA",), "", "10 Main St |  | Los Angeles | CA |  | US"),
    (("2940 Inland Blvd", "Ontario, CA 91764"), "US",
     "2940 Inland Blvd |  | Ontario | CA | 91764 | US"),
    (("London, England",), "GB", " |  | London |  |  | GB"),
    (("200 High St, Oxford OX1 4AW, UK",), "", "200 High St |  | Oxford |  | OX1 4AW | GB"),
    (("1 George St", "Sydney NSW 2000"), "AU", "1 George St |  | Sydney | NSW | 2000 | AU"),
    (("1249 Pleasant Grove Blvd #100", "Roseville, CA, 95678"), "US",
     "1249 Pleasant Grove Blvd | #100 | Roseville | CA | 95678 | US"),
    (("1S443 Summit Ave, Suite 204B, Oakbrook Terrace, IL 60181",), "",
     "1S443 Summit Ave | Suite 204B | Oakbrook Terrace | IL | 60181 | US"),
    (("350 S 400 E, Suite 100", "Salt Lake City, UT 84111"), "US",
     "350 S 400 E | Suite 100 | Salt Lake City | UT | 84111 | US"),
    (("1 Infinite Loop, Building B", "Cupertino, CA"), "US",
     "1 Infinite Loop | Building B | Cupertino | CA |  | US"),
    (("100 Congress Ave., Ste. D, Austin, Texas 78701 USA",), "US",
     "100 Congress Ave. | Ste. D | Austin | TX | 78701 | US"),
    (("PO Box 9", "Tok, AK 99780"), "US", "PO Box 9 |  | Tok | AK | 99780 | US"),
    (("123 Main St NE", "Washington DC 20002"), "US",
     "123 Main St NE |  | Washington | DC | 20002 | US"),
    (("5 Saint Paul St, Saint Paul, Minnesota",), "US",
     "5 Saint Paul St |  | Saint Paul | MN |  | US"),
    (("Suite 4, 219 Elm Street", "Ithaca, NY 14850"), "US",
     "219 Elm Street | Suite 4 | Ithaca | NY | 14850 | US"),
    (("3rd Floor, 88 Elm Row, Worcester, MA 01608",), "US",
     "88 Elm Row | 3rd Floor | Worcester | MA | 01608 | US"),
    (("850 E 9400 S, Ste 101, Sandy, UT 84094",), "",
     "850 E 9400 S | Ste 101 | Sandy | UT | 84094 | US"),
    (("W239 N1812 Elm Dr", "Waukesha, WI 53188"), "US",
     "W239 N1812 Elm Dr |  | Waukesha | WI | 53188 | US"),
    (("32-16 Elm St, Astoria, NY 11106",), "US", "32-16 Elm St |  | Astoria | NY | 11106 | US"),
    (("4 Elm St, Fresno, Calif. 93702",), "", "4 Elm St |  | Fresno | CA | 93702 | US"),
    (("#305 - 1140 Elm Street", "Victoria, BC V8W 1T5"), "",
     "1140 Elm Street | #305 | Victoria | BC | V8W 1T5 | CA"),
    (("305-1140 Elm Street", "Victoria, BC V8W 1T5"), "",
     "1140 Elm Street | 305 | Victoria | BC | V8W 1T5 | CA"),
    (("Unit 2", "14 Elm Yard", "Leeds LS1 4AP"), "",
     "14 Elm Yard | Unit 2 | Leeds |  | LS1 4AP | GB"),
    (("Level 2, 55 Elm Lane", "Melbourne VIC 3000"), "",
     "55 Elm Lane | Level 2 | Melbourne | VIC | 3000 | AU"),
    (("2/55 Elm Lane, Perth WA 6000",), "", "55 Elm Lane | 2 | Perth | WA | 6000 | AU"),
    (("1630 SE Elm St, Office 6", "Portland, OR 97214"), "",
     "1630 SE Elm St | Office 6 | Portland | OR | 97214 | US"),
    (("9 Elm St, Suite 2, Lower Level", "Portland, OR 97214"), "",
     "9 Elm St | Suite 2, Lower Level | Portland | OR | 97214 | US"),
    (("Suite 3, Level 1, 12 Elm Street", "Brisbane QLD 4000"), "",
     "12 Elm Street | Suite 3, Level 1 | Brisbane | QLD | 4000 | AU"),
    (("4 Elm Park, Suites 100-110", "Troy, MI 48084"), "",
     "4 Elm Park | Suites 100-110 | Troy | MI | 48084 | US"),
    (("1 Elm St", "Denver, CO 80299"), "", "1 Elm St |  | Denver | CO | 80299 | US"),
    (("Alder Building, North campus", "Belmont, MA"), "US",
     "Alder Building, North campus |  | Belmont | MA |  | US"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "country", "expected"), PRINTED)
def test_printed_address_is_read_in_parts(
    places: Places, lines: tuple[str, ...], country: str, expected: str
) -> None:
    """Each way to print an address gives its parts, and the lines stay as they were."""
    address = read_address(lines, country, places)
    assert parts(address) == expected
    assert address.raw == lines


BRITISH = [
    (("London, England",), "GB", " |  | London |  |  | GB", "England"),
    (("14 Elm Yard", "Leeds", "West Yorkshire LS1 4AP"), "",
     "14 Elm Yard |  | Leeds |  | LS1 4AP | GB", "England"),
    (("14 Elm Yard", "Guildford", "Surrey", "GU1 1AA"), "",
     "14 Elm Yard |  | Guildford |  | GU1 1AA | GB", "England"),
    (("14 Elm Yard", "Bath", "Somerset", "BA1 1AA", "England"), "",
     "14 Elm Yard |  | Bath |  | BA1 1AA | GB", "England"),
    (("14 Elm Yard", "Durham", "County Durham", "DH1 1AA"), "GB",
     "14 Elm Yard |  | Durham |  | DH1 1AA | GB", "England"),
    (("14 Elm Yard", "Belfast", "Co. Antrim BT1 1AA"), "",
     "14 Elm Yard |  | Belfast |  | BT1 1AA | GB", "Northern Ireland"),
    (("14 Elm Yard", "Antrim", "BT41 1AA"), "",
     "14 Elm Yard |  | Antrim |  | BT41 1AA | GB", "Northern Ireland"),
    (("14 Elm Yard", "North Shields", "NE29 1AA"), "",
     "14 Elm Yard |  | North Shields |  | NE29 1AA | GB", "England"),
    (("14 Elm Yard", "Newport", "Wales"), "", "14 Elm Yard |  | Newport |  |  | GB", "Wales"),
    (("14 Elm Yard", "Newport", "NP20 1AA"), "GB",
     "14 Elm Yard |  | Newport |  | NP20 1AA | GB", ""),
    (("14 Elm Yard", "Edinburgh EH1 1AA", "Scotland", "UK"), "",
     "14 Elm Yard |  | Edinburgh |  | EH1 1AA | GB", "Scotland"),
    (("Scotland",), "GB", " |  |  |  |  | GB", "Scotland"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "country", "expected", "nation"), BRITISH)
def test_a_british_address_has_no_state(
    places: Places, lines: tuple[str, ...], country: str, expected: str, nation: str
) -> None:
    """Counties are passed over; the nation is kept apart, for searching by it, where it is sure."""
    address = read_address(lines, country, places)
    assert parts(address) == expected
    assert (address.nation, address.region) == (nation, nation)
    assert not address.mended


NOT_GUESSED = [
    (("Greenwich",), "US", " |  | Greenwich |  |  | US"),
    (("Greenwich",), "", " |  | Greenwich |  |  | "),
    (("in",), "US", " |  |  |  |  | US"),
    (("visit us in",), "US", " |  |  |  |  | US"),
    (("123 Main St NE",), "US", "123 Main St NE |  |  |  |  | US"),
    (("Dublin, Ireland",), "", " |  |  |  |  | "),
    (("Los Angeles",), "CA", " |  |  |  |  | CA"),
    ((), "", " |  |  |  |  | "),
    (("", " , "), "US", " |  |  |  |  | US"),
]


@pytest.mark.parametrize(("lines", "country", "expected"), NOT_GUESSED)
def test_nothing_is_guessed(
    places: Places, lines: tuple[str, ...], country: str, expected: str
) -> None:
    """What the lines do not say stays empty."""
    assert parts(read_address(lines, country, places)) == expected


MENDED = [
    (("60 Main St, Waterbury, CT 6708",), "60 Main St |  | Waterbury | CT | 06708 | US",
     ("postcode",)),
    (("1 Main St", "Tok, AK"), "1 Main St |  | Tok | AK | 99780 | US", ("postcode",)),
    (("1 Main St", "Tok, AK 20814"), "1 Main St |  | Tok | AK | 99780 | US", ("postcode",)),
    (("1 Main St", "Bethesda, TX 20814"), "1 Main St |  | Bethesda | MD | 20814 | US", ("state",)),
    (("1 Main St, Bethesda 20814",), "1 Main St |  | Bethesda | MD | 20814 | US", ("state",)),
    (("Santa Monica",), " |  | Santa Monica | CA |  | US", ("state",)),
    (("1 Main St", "Ithaca, NY 18450"), "1 Main St |  | Ithaca | NY | 14850 | US", ("postcode",)),
    (("1 Main St", "Houston, TX 20814"), "1 Main St |  | Houston | TX |  | US", ("postcode",)),
    (("1 Main St", "Houston, TX 79936"), "1 Main St |  | Houston | TX |  | US", ("postcode",)),
    (("1 Main St", "Bethesda, MD 20814"), "1 Main St |  | Bethesda | MD | 20814 | US", ()),
    (("1 Main St", "Houston, TX"), "1 Main St |  | Houston | TX |  | US", ()),
    (("Tok, AK",), " |  | Tok | AK |  | US", ()),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected", "mended"), MENDED)
def test_what_is_certain_is_mended_and_marked(
    places: Places, lines: tuple[str, ...], expected: str, mended: tuple[str, ...]
) -> None:
    """A lost zero, swapped digits, a town's only ZIP and a ZIP's own state are filled in.

    A ZIP a thousand miles from town and state is left out; what stands as printed bears no mark.
    """
    address = read_address(lines, "US", places)
    assert parts(address) == expected
    assert address.mended == mended


def test_repeated_parts_are_read_by_pattern(places: Places) -> None:
    """An address that the tagger gives up on still gives its street and unit."""
    lines = ("7315 Wisconsin Ave, Suite 300, 7315 Wisconsin Ave, Suite 400", "Bethesda, MD 20814")
    address = read_address(lines, "US", places)
    assert address.street == "7315 Wisconsin Ave"
    assert address.unit.startswith("Suite 300")
    assert address.city == "Bethesda"


FRAGMENTS = (
    "1 Main St",
    "Suite 3",
    "Bethesda",
    "MD",
    "20814",
    "CA",
    "ON",
    "M5V 2T6",
    ",",
    "IN",
    "#",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=40), st.sampled_from(FRAGMENTS)), max_size=8).map(tuple),
    st.sampled_from(["US", "CA", "GB", "AU", "", "ZZ"]),
)
def test_any_lines_are_read(places: Places, lines: tuple[str, ...], country: str) -> None:
    """No lines raise, and the raw lines always remain."""
    assert read_address(lines, country, places).raw == lines
