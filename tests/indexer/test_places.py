"""What people type, and the places that the packaged table makes of it."""

import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.places import MAX_CHOICES, Choices, Place, PlaceKind, Places, Unknown


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """Open the packaged table."""
    table = Places()
    yield table
    table.close()


def labels(answer: Place | Choices | Unknown) -> list[str]:
    """Return the labels of whatever places an answer holds."""
    match answer:
        case Choices(places=found) | Unknown(suggestions=found):
            return [place.label for place in found]
    return [answer.label]


CERTAIN = {
    "20814": "20814 (Bethesda, MD)",
    "20814-1234": "20814 (Bethesda, MD)",
    " 20814 ": "20814 (Bethesda, MD)",
    "Bethesda, MD 20814": "20814 (Bethesda, MD)",
    "20814 Bethesda, MD": "20814 (Bethesda, MD)",
    "10001": "10001 (New York, NY)",
    "Houston, TX": "Houston, TX",
    "houston tx": "Houston, TX",
    "Houston Texas": "Houston, TX",
    "HOUSTON, TEX.": "Houston, TX",
    "Houston": "Houston, TX",
    "Bethesda": "Bethesda, MD",
    "bethesda md usa": "Bethesda, MD",
    "4300 Montgomery Ave, Bethesda, MD": "Bethesda, MD",
    "12345 Main St, Houston TX": "Houston, TX",
    "Arizona": "Arizona",
    "AZ": "Arizona",
    "Ariz.": "Arizona",
    "Indiana": "Indiana",
    "in": "Indiana",
    "CA": "California",
    "WA": "Washington",
    "D.C.": "District of Columbia",
    "Washington, D.C.": "Washington, DC",
    "washington dc": "Washington, DC",
    "New York, NY": "New York, NY",
    "New York City": "New York, NY",
    "nyc": "New York, NY",
    "Bronx": "Bronx, NY",
    "The Bronx, NY": "Bronx, NY",
    "St Louis": "St. Louis, MO",
    "Saint Louis, Missouri": "St. Louis, MO",
    "Ft. Worth, TX": "Fort Worth, TX",
    "Winston Salem NC": "Winston-Salem, NC",
    "Panorama City": "Panorama City, CA",
    "Kingwood, TX": "Kingwood, TX",
    "San Juan, PR": "San Juan, PR",
    "Ontario, CA": "Ontario, CA",
    "Los Angeles CA": "Los Angeles, CA",
    "M5V 2T6": "M5V (Toronto, ON, Canada)",
    "m5v": "M5V (Toronto, ON, Canada)",
    "Toronto ON M5V 2T6": "M5V (Toronto, ON, Canada)",
    "Toronto ON": "Toronto, ON, Canada",
    "Toronto, Ontario, Canada": "Toronto, ON, Canada",
    "Toronto CA": "Toronto, ON, Canada",
    "Thornhill, ON": "Thornhill, ON, Canada",
    "Ontario": "Ontario, Canada",
    "Montreal": "Montréal, QC, Canada",
    "London UK": "London, England, United Kingdom",
    "Perth WA": "Perth, WA, Australia",
    "England": "England, United Kingdom",
    "Canada": "Canada",
    "U.S.A.": "United States",
}


@pytest.mark.parametrize(("text", "label"), CERTAIN.items())
def test_certain_place_is_found(places: Places, text: str, label: str) -> None:
    """A text that means one place gives that place."""
    found = places.find(text)
    assert isinstance(found, Place), labels(found)
    assert found.label == label


AMBIGUOUS = {
    "Springfield": "Springfield, ",
    "Portland": "Portland, OR",
    "Washington": "Washington",
    "New York": "New York",
    "Kansas City": "Kansas City, MO",
    "Cambridge": "Cambridge",
    "Houston, TX 20814": "20814 (Bethesda, MD)",
}


@pytest.mark.parametrize(("text", "first"), AMBIGUOUS.items())
def test_ambiguous_place_is_a_choice(places: Places, text: str, first: str) -> None:
    """A text that may mean several places is never guessed; the likeliest comes first."""
    found = places.find(text)
    assert isinstance(found, Choices)
    assert found.places[0].label.startswith(first)
    assert 2 <= len(found.places) <= MAX_CHOICES
    assert len(set(labels(found))) == len(found.places)


def test_choices_hold_state_and_town_of_one_name(places: Places) -> None:
    """ "Washington" offers the state and the capital; "New York" likewise."""
    assert {"Washington", "Washington, DC"} <= set(labels(places.find("Washington")))
    assert set(labels(places.find("New York"))) == {"New York", "New York, NY"}


SUGGESTED = {
    "Betheda": "Bethesda, MD",
    "Huston TX": "Houston, TX",
    "Bethesda, Marylnd": "Bethesda, MD",
    "Bostan": "Boston, MA",
    "Arizonna": "Arizona",
    "Philadelpia": "Philadelphia, PA",
}


@pytest.mark.parametrize(("text", "first"), SUGGESTED.items())
def test_misspelt_place_is_unknown_with_a_suggestion(places: Places, text: str, first: str) -> None:
    """A misspelt name is said to be unknown, and what was probably meant comes first."""
    found = places.find(text)
    assert isinstance(found, Unknown)
    assert labels(found)[0] == first


UNKNOWN = [
    *("", " ", ",", "\x00", "%00", "\ud800", "00000", "99999", "SW1A 1AA", "Z9Z", "🙂", "٢٠٨١٤"),
    *("Xyzzyq, Texas", "Houston, ZZ 00000", "a" * 101, "9" * 50, "' OR 1=1 --"),
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_nonsense_is_unknown(places: Places, text: str) -> None:
    """What names no place is unknown, never a state or country that happens to stand beside it."""
    assert isinstance(places.find(text), Unknown)


def test_ten_thousand_characters_are_unknown_at_once(places: Places) -> None:
    """A text that no place has is refused before it costs anything."""
    places.find("Betheda")  # loads the spellings
    began = time.perf_counter()
    assert places.find("Bethesda " * 1112) == Unknown()
    assert places.complete("b" * 10_000) == []
    assert time.perf_counter() - began < 0.05


FRAGMENTS = (
    "beth",
    "st",
    "20814",
    "CA",
    "ON",
    ",",
    ".",
    "uk",
    "M5V",
    "2T6",
    "-",
    "new york",
    "\x00",
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(st.sampled_from(FRAGMENTS)).map(" ".join),
    )
)
def test_any_text_has_an_answer(places: Places, text: str) -> None:
    """No text makes the table raise, and every place it gives can be shown and mapped."""
    answer = places.find(text)
    assert isinstance(answer, Place | Choices | Unknown)
    assert all(labels(answer))
    for place in places.complete(text):
        assert math.isfinite(place.lat)
        assert place.label
    places.city(text)
    places.state(text)
    places.country(text)
    places.postcode(text, "CA")


def test_bethesda_comes_first_after_four_letters(places: Places) -> None:
    """Prefix "beth" leads to Bethesda, Maryland, before the bigger Bethlehem."""
    found = places.complete("beth")
    assert len(found) == 8
    assert found[0].label == "Bethesda, MD"


COMPLETED = {
    "hous": "Houston, TX",
    "fort w": "Fort Worth, TX",
    "ft w": "Fort Worth, TX",
    "saint lou": "St. Louis, MO",
    "st. lou": "St. Louis, MO",
    "toro": "Toronto, ON, Canada",
    "montré": "Montréal, QC, Canada",
    "nyc": "New York, NY",
    "new york ci": "New York, NY",
    "ariz": "Arizona",
    "houston t": "Houston, TX",
    "bethesda, mar": "Bethesda, MD",
    "2081": "20810 (Bethesda, MD)",
    "m5v": "M5V (Toronto, ON, Canada)",
}


@pytest.mark.parametrize(("prefix", "first"), COMPLETED.items())
def test_prefix_leads_to_the_likeliest_place(places: Places, prefix: str, first: str) -> None:
    """The place that most people mean by a prefix comes first."""
    assert labels(Choices(places=tuple(places.complete(prefix))))[0] == first


def test_completion_gives_no_more_than_asked(places: Places) -> None:
    """The limit holds, also where it is nonsense, and no label comes twice."""
    assert len(places.complete("s", 3)) == 3
    assert places.complete("s", 0) == []
    assert places.complete("s", -1) == []
    many = [place.label for place in places.complete("san", 50)]
    assert len(many) == len(set(many)) == 50


@pytest.mark.parametrize("name", ["Westport", "Astoria", "Greenwich", "Springfield", "Cambridge"])
def test_town_without_a_state_is_not_guessed(places: Places, name: str) -> None:
    """A name that several towns bear is none of them, even with the country known."""
    assert places.city(name) is None
    assert places.city(name, country="US") is None
    assert places.has_town(name, country="US")


def test_town_is_certain_with_its_state_or_if_it_is_the_only_one(places: Places) -> None:
    """A state settles a name; so does there being no other, or none to speak of."""
    for name, state, country, label in [
        ("Westport", "CT", "US", "Westport, CT"),
        ("Santa Monica", "", "US", "Santa Monica, CA"),
        ("Houston", "", "US", "Houston, TX"),
        ("london", "England", "GB", "London, England, United Kingdom"),
    ]:
        found = places.city(name, state, country)
        assert found is not None
        assert found.label == label
    assert places.city("Nowhere at all", "TX", "US") is None
    assert places.city("", "TX", "US") is None


def test_postcode_is_a_place_with_a_point_and_a_zone(places: Places) -> None:
    """A ZIP knows its town, point and time zone; what is no ZIP is None."""
    bethesda = places.postcode("20814-1234")
    assert bethesda is not None
    assert (bethesda.kind, bethesda.name, bethesda.state) == (PlaceKind.ZIP, "Bethesda", "MD")
    assert (round(bethesda.lat, 1), round(bethesda.lon, 1)) == (39.0, -77.1)
    assert bethesda.time_zone == "America/New_York"
    assert places.postcode("m5v2t6", "CA") == places.postcode("M5V", "CA")
    for code, country in [("2081", "US"), ("20814", "CA"), ("SW1A 1AA", "GB"), ("", "US")]:
        assert places.postcode(code, country) is None


def test_state_is_found_by_name_code_or_short_form(places: Places) -> None:
    """Every way to write a state leads to it, in the country asked for."""
    for text in ("Arizona", "AZ", "az", "Ariz."):
        found = places.state(text)
        assert found is not None
        assert (found.kind, found.state) == (PlaceKind.STATE, "AZ")
    australian = places.state("WA", "AU")
    assert australian is not None
    assert australian.name == "Western Australia"
    assert places.state("CA", "CA") is None
    assert places.state("Narnia") is None


def test_postcode_serves_its_towns_and_near_ones(places: Places) -> None:
    """A ZIP's own, other and neighbouring town names count; a far town's does not."""
    manhattan, bethesda = places.postcode("10001"), places.postcode("20814")
    assert manhattan is not None
    assert bethesda is not None
    assert places.serves(manhattan, "New York")
    assert places.serves(manhattan, "NYC")
    assert places.serves(bethesda, "Silver Spring")
    assert not places.serves(bethesda, "Baltimore")
    assert not places.serves(bethesda, "")


def test_postcodes_of_a_town_are_its_own(places: Places) -> None:
    """One, several, or none where the table knows none."""
    single, several = places.city("Tok", "AK"), places.city("Houston", "TX")
    assert single is not None
    assert several is not None
    assert [place.postcode for place in places.postcodes(single)] == ["99780"]
    assert len(places.postcodes(several)) > 50
    oxford = places.city("Oxford", "England", "GB")
    assert oxford is not None
    assert places.postcodes(oxford) == []


def test_threads_share_one_table(places: Places) -> None:
    """Many threads ask at once and all get the right answer."""
    texts = list(CERTAIN) * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(places.find, texts))
    assert [labels(place)[0] for place in found] == [CERTAIN[text] for text in texts]
