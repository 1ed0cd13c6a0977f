"""Reading a search from a URL, and writing it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.filters import known_codes
from webapp import opening
from webapp.forms import read, without_tracking
from webapp.radius import LONGEST, Radius
from webapp.search import Search, Urls

CODES = [*known_codes(), "payer:invented-mutual", "language:es", "virtual_states:or"]
TYPED = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)

searches = st.builds(
    Search,
    near=TYPED,
    radius=st.none() | st.builds(Radius, st.integers(1, LONGEST), st.sampled_from(["mi", "km"])),
    codes=st.frozensets(st.sampled_from(CODES), max_size=4),
    open=st.sampled_from(["", "now", "sat", "mon-0930", "tomorrow-1800", "today"]),
    words=TYPED,
    typed=TYPED,
    unstated=st.booleans(),
    page=st.integers(1, 9999),
)


def query(search: Search) -> bytes:
    """Return the query part of a search's URL."""
    return search.url().partition("?")[2].encode()


@given(searches)
def test_the_url_of_a_search_reads_back_as_that_search(search: Search) -> None:
    """Whatever is asked for, its URL asks for the same and has nothing to complain of."""
    assert read(query(search)) == (search, ())


@given(searches, st.randoms())
def test_every_order_of_parameters_has_one_canonical_url(search: Search, random: object) -> None:
    """Shuffled parameters mean the same search and lead to the same URL."""
    parts = query(search).split(b"&")
    random.shuffle(parts)  # type: ignore[attr-defined]
    shuffled, problems = read(b"&".join(parts))
    assert problems == ()
    assert shuffled.url() == search.url()


@given(st.binary(max_size=200))
def test_any_bytes_are_read(junk: bytes) -> None:
    """No query raises, and what is left of it after complaints has no problem of its own."""
    search, _ = read(junk)
    assert read(query(search)) == (search, ())


def test_defaults_and_blanks_are_left_out_of_the_url() -> None:
    """A form sends every field; the canonical URL holds only what was asked for."""
    search, problems = read(b"near=20814&within=50&q=&page=1")
    assert problems == ()
    assert search.url() == "/search?near=20814"
    assert Search().url() == "/search"


def test_the_order_of_the_url_is_fixed() -> None:
    """Place, radius, filters group by group, hours, words, unstated, page."""
    search, _ = read(
        b"page=2&unstated=1&words=calm&pay=medicare&payer=payer:b&payer=payer:a&therapy=kap"
        b"&offers=esketamine.nasal&offers=ketamine.iv&within=any&open=now&near=Anytown,+MD"
    )
    assert search.url() == (
        "/search?near=Anytown,+MD&within=any&offers=ketamine.iv&offers=esketamine.nasal"
        "&therapy=kap&pay=medicare&payer=payer:a&payer=payer:b&open=now&words=calm"
        "&unstated=1&page=2"
    )


@given(searches, st.sampled_from(CODES))
def test_a_filters_link_is_the_url_of_the_search_with_or_without_it(
    search: Search, code: str
) -> None:
    """The quick way to a hundred links gives what the slow one does."""
    assert Urls(search).toggled(code) == search.toggled(code).url()


@given(st.sampled_from(["now", "today", "tomorrow", "mon", "sun-0000", "wed-2359"]))
def test_a_time_in_a_url_reads_back_as_itself(text: str) -> None:
    """What is written can be read, and is written the same again."""
    when = opening.read(text)
    assert when is not None
    assert opening.written(when) == text


@given(st.integers(1, LONGEST), st.sampled_from(["mi", "km"]))
def test_a_typed_distance_keeps_its_unit(amount: int, unit: str) -> None:
    """Understanding tells kilometres; a person typed whole miles or whole kilometres."""
    typed = Radius.typed(Radius(amount, unit).km)
    assert typed is not None
    assert abs(typed.km - Radius(amount, unit).km) < 1e-6


@pytest.mark.parametrize(
    ("faulty", "parameter"),
    [
        (b"colour=blue", "colour"),
        (b"Near=20814", "Near"),
        (b"colour=", "colour"),
        (b"offers=ketamine.moon", "offers"),
        (b"offers=kap", "offers"),
        (b"therapy=ketamine.iv", "therapy"),
        (b"within=abc", "within"),
        (b"within=-5", "within"),
        (b"within=0", "within"),
        (b"within=1001", "within"),
        (b"within=7.5", "within"),
        (b"within=7leagues", "within"),
        (b"open=someday", "open"),
        (b"open=sat-2500", "open"),
        (b"open=now-1000", "open"),
        (b"pay=ketamine.iv", "pay"),
        (b"payer=payer:", "payer"),
        (b"payer=payer:A%20B", "payer"),
        (b"words=" + b"x" * 201, "words"),
        (b"within=1e1", "within"),
        (b"page=-1", "page"),
        (b"page=0", "page"),
        (b"page=1.5", "page"),
        (b"page=99999999999999999999", "page"),
        ("page=٣".encode(), "page"),
        (b"unstated=yes", "unstated"),
        (b"near=%00", "near"),
        (b"near=a%00b", "near"),
        (b"near=%ff%fe", "near"),
        (b"near=\xff", "near"),
        (b"near=" + b"x" * 10_000, "near"),
        (b"near=20814&near=97214", "near"),
        (b"q=" + b"x" * 201, "q"),
        (b"q=%07", "q"),
        (b"&".join([b"offers=ketamine.iv"] * 101), ""),
    ],
)
def test_what_cannot_be_asked_is_named_and_left_out(faulty: bytes, parameter: str) -> None:
    """The parameter is named, and the rest of the search stands."""
    search, problems = read(b"therapy=kap&" + faulty)
    assert [problem.parameter for problem in problems] == [parameter]
    assert all(problem.text for problem in problems)
    assert read(query(search))[1] == ()
    assert search.codes == (frozenset() if parameter == "" else {"kap"})


def test_a_place_that_is_too_long_is_told_that_places_are_shorter() -> None:
    """The complaint says what would be right."""
    _, (problem,) = read(b"near=" + b"x" * 101)
    assert problem.text == "Names of places are shorter than that: at most 100 characters."


def test_invisible_marks_of_a_paste_are_dropped() -> None:
    """A zero-width space, a direction mark or odd white space does not hide the town."""
    search, problems = read("near=\u200b\u202eAnytown\u00a0,  MD\u200f".encode())
    assert (search.near, problems) == ("Anytown , MD", ())


@pytest.mark.parametrize(
    ("tracked", "kept"),
    [
        (b"utm_source=x", ""),
        (b"near=20814&fbclid=abc&within=5", "near=20814&within=5"),
        (b"UTM_Campaign=x&gclid=y&mc_eid=z&q=a%20b", "q=a%20b"),
        (b"%75tm_source=x&near=\xc3\xa9", "near=%C3%A9"),
        (b"near=20814", None),
        (b"utmost=1", None),
        (b"", None),
    ],
)
def test_tracking_parameters_are_taken_out(tracked: bytes, kept: str | None) -> None:
    """Only the known tracking parameters go; None says that there were none."""
    assert without_tracking(tracked) == kept
