"""Addresses are found in running text, and nothing else is taken for one."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Where
from crawler.reading import address_forms
from indexer.clinic import Address
from indexer.interpret import address_finder
from indexer.interpret.address_finder import address_of, addresses_in
from indexer.places import Places

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """Open the packaged table."""
    table = Places()
    yield table
    table.close()


def parts(address: Address) -> str:
    """Return an address on one line: street | unit | city | state | postcode."""
    return " | ".join((address.street, address.unit, address.city, address.state, address.postcode))


FOUND = [
    ("We are at 7 Elm Ave, Suite 300, Bethesda, MD 20814. Call 301-555-0142.",
     "7 Elm Ave | Suite 300 | Bethesda | MD | 20814"),
    ("Our office moved to 4 Elm Ave Suite 304, Bethesda, MD 20814, United States",
     "4 Elm Ave | Suite 304 | Bethesda | MD | 20814"),
    ("Visit us: 1S443 Elm Ave, Ste 204B, Oakbrook Terrace, IL 60181 or call",
     "1S443 Elm Ave | Ste 204B | Oakbrook Terrace | IL | 60181"),
    ("Sandy office 850 E 9400 S, Suite 101, Sandy, UT 84094",
     "850 E 9400 S | Suite 101 | Sandy | UT | 84094"),
    ("Since 2014 we are at 9 Elm St in Clarion, PA 16214", "9 Elm St |  | Clarion | PA | 16214"),
    ("10,000 treatments given. 16 Elm Row, Denver, CO 80202",
     "16 Elm Row |  | Denver | CO | 80202"),
    ("4.9 of 5 by 312 people! 44 Elm Street, Denver, CO 80202",
     "44 Elm Street |  | Denver | CO | 80202"),
    ("Suite 300 – 7 Elm Ave, Bethesda, MD 20814", "7 Elm Ave | Suite 300 | Bethesda | MD | 20814"),
    ("our clinic is at 51 E Elm Avenue in Rockville, Maryland, near the courthouse",
     "51 E Elm Avenue |  | Rockville | MD | "),
    ("5 Elm St, Fresno, Calif. 93702", "5 Elm St |  | Fresno | CA | 93702"),
    ("5 Elm St, Newark, N.J. 07102", "5 Elm St |  | Newark | NJ | 07102"),
    ("5 Elm St\nDenver, Colorado\n80202", "5 Elm St |  | Denver | CO | 80202"),
    ("Find us: 12 Elm St W, Toronto, ON M5V 2T6", "12 Elm St W |  | Toronto | ON | M5V 2T6"),
    ("Find us in Unit 2, 14 Elm Yard, Leeds LS1 4AP",
     "14 Elm Yard | Unit 2 | Leeds |  | LS1 4AP"),
    ("Level 2, 55 Elm Lane, Melbourne VIC 3000", "55 Elm Lane | Level 2 | Melbourne | VIC | 3000"),
    ("One Elm Plaza, San Francisco, CA 94105", "One Elm Plaza |  | San Francisco | CA | 94105"),
    ("W239 N1812 Elm Dr, Waukesha, WI 53188", "W239 N1812 Elm Dr |  | Waukesha | WI | 53188"),
    ("32-16 Elm Rd, Astoria, NY 11106", "32-16 Elm Rd |  | Astoria | NY | 11106"),
    ("83 Elm Drive Bethesda 20814", "83 Elm Drive |  | Bethesda | MD | 20814"),
    ("call 301-555-0142, 83 Elm Drive, Bethesda, MD 20814",
     "83 Elm Drive |  | Bethesda | MD | 20814"),
    ("100 Elm St, Bldg 2, Ste 5, Austin TX 78701-1234",
     "100 Elm St | Bldg 2 Ste 5 | Austin | TX | 78701-1234"),
    ("123 Elm St., Houston, TX 20814", "123 Elm St. |  | Houston | TX | "),
    ("9 Elm St, Ithaca, NY 18450", "9 Elm St |  | Ithaca | NY | 14850"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_an_address_is_found_in_its_sentence(places: Places, text: str, expected: str) -> None:
    """Whatever stands around it, the parts are the address's own."""
    assert [parts(address) for address in addresses_in(text, places)] == [expected]


def test_the_printed_words_are_kept_and_a_mend_is_marked(places: Places) -> None:
    """A wrong ZIP goes, and can be seen to have gone."""
    (address,) = addresses_in("Come to 123 Elm St., Houston, TX 20814 today", places)
    assert address.raw == ("123 Elm St., Houston, TX 20814",)
    assert address.mended == ("postcode",)


def test_several_addresses_in_one_text_are_several(places: Places) -> None:
    """Each ends where the next may begin."""
    text = "311 Elm Blvd, Austin, TX 78701 (512-555-0141) and 90 Oak Dr, Boise, ID 83704"
    assert [address.city for address in addresses_in(text, places)] == ["Austin", "Boise"]


def test_both_finders_refuse_the_same_places() -> None:
    """What is nobody's place stands in two packages that share no reading, in the same words."""
    assert address_finder.NO_PLACE.pattern == f"{address_forms.NO_PLACE.pattern}[^.!?]*$"
    assert address_finder.NO_PLACE.flags == address_forms.NO_PLACE.flags


NEGATIVE = [
    "PO Box 9, Tok, AK 99780",
    "Write to Lantern Ridge, P.O. Box 412, Denver, CO 80202",
    "10,000 treatments in Denver, CO 80202",
    "4.9 of 5 by 312 people in Denver, CO 80202",
    "Over 400 Veterans of Denver, CO 80202",
    "We have given 5000 ketamine infusions in Austin, TX 78701",
    "Since 2019 Denver, CO 80202",
    "Founded in 2014, Denver, CO 80202",
    "© 2026 Lantern Ridge, Denver, CO 80202",
    "Serving Houston, TX 77002 and Austin, TX 78701",
    "6 infusions over 3 weeks in Newark, NJ",
    "Open 9 AM to 5 PM in Newark, NJ 07102",
    "50 mg Spravato, Boise, ID 83704",
    "56 Mg Or 84 Mg, Boise, ID 83704",
    "In 12345 days",
    "Item 20814 costs $400",
    "12 Step Program, Denver, CO 80202",
    "Suite 300, Denver, CO 80202",
    "call 303-555-0111 Denver, CO 80202",
    "(303) 555-0111 Denver, CO 80202",
    "7 Days a week in Austin, TX 78701",
    "$450 Denver, CO 80202",
    "I-25 Exit 209, Denver, CO 80209",
    "Top 10 Clinics in Boise, ID 83704",
    "1,200 Happy Patients, Boise, ID 83704",
    "5 Star Reviews from Boise, ID 83704",
    "100 Elm St, Nowhereville, CO 80202-and more",
    "9 Elm St, Denver, ON 80202",
    "70 percent of people in Denver, CO 80202 respond",
    "24/7 care in Denver, CO 80202",
    "NPI 1234567893, Denver, CO 80202",
    "Order 66 now or in 10 days, OK 90210 is not a ZIP of Oklahoma",
    "the 2 or 3 sessions a week in Newark, NJ",
    "We are 15 Minutes from Newark, NJ 07102",
    "Take 2 Exits and turn, Newark, NJ 07102 is near",
    "a 40 Hour Course, Denver, CO",
    "code 80202",
    "",
]


@pytest.mark.parametrize("text", NEGATIVE)
def test_what_is_no_address_is_not_found(places: Places, text: str) -> None:
    """Counts, years, doses, hours, phones, units and towns that do not exist there."""
    assert addresses_in(text, places) == ()


def listing(*texts: str, address: tuple[str, ...] = (), where: Where = Where.BODY) -> Listing:
    """Return an invented listing with these words."""
    said = tuple(Passage(text=text, url="x", seen_at=NOW, where=where) for text in texts)
    return Listing(
        source="site", key="k", url="x", seen_at=NOW, name="Moss", address=address, passages=said
    )


SAYS = "We are at 9 Elm St, Houston, TX 77002."


def test_a_listings_own_lines_come_first(places: Places) -> None:
    """What its words say is asked only where its lines name no street."""
    address = address_of(listing(SAYS, address=("5 Oak St", "Houston, TX 77002")), places)
    assert address.street == "5 Oak St"
    for lines in ((), ("Houston, TX",), ("Texas",)):
        found = address_of(listing(SAYS, address=lines), places)
        assert parts(found) == "9 Elm St |  | Houston | TX | 77002"
        assert found.raw == (*lines, "9 Elm St, Houston, TX 77002")


@pytest.mark.parametrize(
    "told",
    [
        listing(SAYS, address=("Austin, TX",)),
        listing(SAYS, "And at 5 Oak St, Houston, TX 77002."),
        listing(SAYS, where=Where.SURVEY),
        listing(SAYS, where=Where.MENU),
        listing("We are in Houston."),
    ],
)
def test_words_that_do_not_decide_are_not_used(places: Places, told: Listing) -> None:
    """Another town, two addresses, a person's label, a menu: the street stays unknown."""
    assert address_of(told, places).street == ""


def test_one_address_said_twice_is_one(places: Places) -> None:
    """Worded otherwise on another page."""
    told = listing(SAYS, "9 ELM STREET, HOUSTON, TX 77002")
    assert address_of(told, places).street == "9 Elm St"


FRAGMENTS = ("9 Elm St", "Suite 3", "Bethesda", "MD", "20814", "ON", "M5V 2T6", ",", "LS1 4AP", "·")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=40), st.sampled_from(FRAGMENTS)), max_size=9).map(" ".join)
)
def test_any_text_is_read(places: Places, text: str) -> None:
    """No text raises; whatever is found has a street and a town, in printed words."""
    for address in addresses_in(text, places):
        assert address.street
        assert address.city
        assert address.raw[0] in " ".join(text.split())
