"""What every ClinicIndex answers: the memory fake and the embedded engine, case by case."""

import math
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest
from geopy.distance import great_circle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Clinic, Fact, Gone, Moved, Stance, Status
from indexer.cursor import cursor_after
from indexer.engine.index import EmbeddedIndex
from indexer.engine.writing import write_index
from indexer.filters import entries
from indexer.interpret.facts import facts_of
from indexer.search import (
    MAX_RADIUS_KM,
    Answer,
    ClinicIndex,
    Near,
    Query,
    QueryError,
    Region,
    Sort,
    StaleCursor,
    order_of,
)
from indexer.vocabulary import FACET_GROUPS, vocabulary
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer import clinics as made
from tests.indexer.clinics import clinic, fact

Opener = Callable[..., ClinicIndex]


@pytest.fixture(params=["memory", "embedded"])
def index_of(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Return what makes an index of given clinics, moved and gone ids."""
    return MemoryIndex if request.param == "memory" else _embedded_in(tmp_path)


def _embedded_in(folder: Path) -> Opener:
    def index_of(
        clinics: Iterable[Clinic] = (),
        moved: dict[str, Moved] | None = None,
        gone: dict[str, Gone] | None = None,
    ) -> ClinicIndex:
        path = Path(mkdtemp(dir=folder))
        write_index(list(clinics), moved or {}, gone or {}, path)
        return EmbeddedIndex(path, "written")

    return index_of


def ids(answer: Answer) -> list[str]:
    """Return the ids of a page, in its order."""
    return [hit.clinic.id for hit in answer.hits]


def found(index: ClinicIndex, **question: Any) -> list[str]:
    """Return the ids that a question finds, in their order."""
    return ids(index.search(Query(**question)))


def near(lat: float = 0.0, lon: float = 0.0, km: float = 10.0) -> Near:
    """Return a place to ask around."""
    return Near(lat=lat, lon=lon, radius_km=km)


def offering(*codes: str) -> dict[str, frozenset[str]]:
    """Return a filter by offerings."""
    return {"offering": frozenset(codes)}


class TestEverything:
    """Questions that ask for nothing in particular."""

    def test_no_clinics_answer_with_zero_counts(self, index_of: Opener) -> None:
        """An index of nothing answers every kind of question, with every facet at zero."""
        index = index_of()
        for query in (Query(), Query(words="calm"), Query(place=near()), Query(facets=offering())):
            answer = index.search(query)
            assert (answer.hits, answer.total) == ((), 0)
            assert set(answer.facets) == set(FACET_GROUPS)
            assert {count for codes in answer.facets.values() for count in codes.values()} == {0}

    def test_empty_query_finds_all_by_name(self, index_of: Opener) -> None:
        """Without a question all open clinics come in the order of their names."""
        index = index_of([clinic(id="1", name="Zebra"), clinic(id="2", name="Ant")])
        answer = index.search(Query())
        assert (ids(answer), answer.total) == (["2", "1"], 2)
        assert [hit.distance_km for hit in answer.hits] == [None, None]

    def test_names_are_ordered_without_case(self, index_of: Opener) -> None:
        """Capital letters do not come before small ones."""
        index = index_of([clinic(id="1", name="Zebra"), clinic(id="2", name="ant")])
        assert found(index) == ["2", "1"]

    def test_equal_names_are_ordered_by_id(self, index_of: Opener) -> None:
        """Two clinics of one name come in the order of their ids, however they came in."""
        index = index_of([clinic(id="b"), clinic(id="c"), clinic(id="a")])
        assert found(index) == ["a", "b", "c"]

    def test_hits_are_the_clinics_as_they_were(self, index_of: Opener) -> None:
        """A hit carries the whole clinic, with its facts, evidence and sources."""
        given_clinic = clinic(states=["kap"], denies=["ketamine.iv"], passages=("Calm.",))
        assert index_of([given_clinic]).search(Query()).hits[0].clinic == given_clinic

    @pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN])
    def test_only_open_clinics_are_found(self, index_of: Opener, status: Status) -> None:
        """A closed or withdrawn clinic is in no answer, no count and no size."""
        shut = clinic(id="shut", status=status, states=["kap"])
        index = index_of([shut, clinic(id="open")])
        answer = index.search(Query(place=near(39, -77, 50)))
        assert (ids(answer), answer.facets["therapy"]["kap"], index.size) == (["open"], 0, 1)


class TestPages:
    """Pages of one answer."""

    def test_pages_follow_each_other_without_gap(self, index_of: Opener) -> None:
        """Pages side by side give every clinic once, in order; the total does not change."""
        index = index_of([clinic(id=f"{number}") for number in range(7)])
        pages = [index.search(Query(offset=offset, limit=3)) for offset in (0, 3, 6)]
        assert [ids(page) for page in pages] == [["0", "1", "2"], ["3", "4", "5"], ["6"]]
        assert {page.total for page in pages} == {7}

    @pytest.mark.parametrize("offset", [1, 2, 1000, 10**30])
    def test_a_page_past_the_end_is_empty(self, index_of: Opener, offset: int) -> None:
        """Past the last clinic there is an empty page with the right total."""
        answer = index_of([clinic()]).search(Query(offset=offset))
        assert (answer.hits, answer.total) == ((), 1)

    def test_pages_of_the_nearest_keep_their_distances(self, index_of: Opener) -> None:
        """The second page of a radius has the distances of its own clinics."""
        index = index_of([clinic(id=f"{lat}", at=(lat / 100, 0)) for lat in range(4)])
        answer = index.search(Query(place=near(km=100), offset=2, limit=1))
        assert ids(answer) == ["2"]
        assert answer.hits[0].distance_km == pytest.approx(2.2239, abs=1e-3)

    def test_a_page_of_none_tells_how_many_there_are(self, index_of: Opener) -> None:
        """The total, and neither a hit nor a page that follows."""
        index = index_of([clinic(id="far", at=(0.05, 0)), clinic(id="at", at=(0, 0))])
        for place in (near(), None):
            answer = index.search(Query(place=place, limit=0))
            assert (answer.total, answer.hits, answer.cursor) == (2, (), "")

    @pytest.mark.parametrize("page", [{"offset": -1}, {"limit": -1}, {"limit": 1001}])
    def test_a_page_that_cannot_be_is_refused(self, page: dict[str, int]) -> None:
        """Negative offsets and sizes, and pages of everything, are named, not guessed."""
        with pytest.raises(QueryError, match="page"):
            Query(**page)  # type: ignore[arg-type]


class TestNear:
    """Questions around a point."""

    def test_the_nearest_comes_first(self, index_of: Opener) -> None:
        """Distance orders, whatever the names say."""
        index = index_of([clinic(id="far", name="A", at=(0.05, 0)), clinic(id="at", at=(0, 0))])
        assert found(index, place=near()) == ["at", "far"]

    def test_distance_is_the_great_circle(self, index_of: Opener) -> None:
        """Known towns are as far apart as geopy, an independent hand, says."""
        index = index_of([clinic(at=(40.7128, -74.0060))])
        hit = index.search(Query(place=near(39.7392, -104.9903, 5000))).hits[0]
        expected = great_circle((39.7392, -104.9903), (40.7128, -74.0060), radius=6371.0088).km
        assert hit.distance_km == pytest.approx(expected, abs=1e-6)

    def test_the_radius_is_inclusive(self, index_of: Opener) -> None:
        """A clinic exactly at the radius is in; a millimetre less leaves it out."""
        index = index_of([clinic(at=(0.3, 0.4))])
        distance = index.search(Query(place=near(km=100))).hits[0].distance_km
        assert distance is not None
        assert index.search(Query(place=near(km=distance))).total == 1
        assert index.search(Query(place=near(km=distance - 1e-6))).total == 0

    def test_radius_zero_finds_only_the_point_itself(self, index_of: Opener) -> None:
        """A radius of nothing finds who is exactly there, at distance 0."""
        index = index_of([clinic(id="at", at=(45, 7)), clinic(id="by", at=(45.0001, 7))])
        answer = index.search(Query(place=near(45, 7, 0)))
        assert (ids(answer), answer.hits[0].distance_km) == (["at"], 0.0)

    def test_the_largest_radius_finds_every_point(self, index_of: Opener) -> None:
        """Nothing on the Earth is farther away than the largest radius."""
        index = index_of([clinic(id="a", at=(-10, -170)), clinic(id="b", at=(10, 10))])
        assert found(index, place=near(10, 10, MAX_RADIUS_KM)) == ["b", "a"]

    def test_equal_distances_are_ordered_by_name_then_id(self, index_of: Opener) -> None:
        """Clinics in one town, known by its centre only, come in the order of their names."""
        names = {"3": "Bay", "1": "Cove", "2": "bay", "0": "Atoll"}
        index = index_of([clinic(id=key, name=name, at=(0, 0)) for key, name in names.items()])
        assert found(index, place=near()) == ["0", "2", "3", "1"]

    def test_mirrored_points_are_equally_far(self, index_of: Opener) -> None:
        """Rounding in the computer does not order two clinics that are equally far."""
        east, west = clinic(id="e", name="B", at=(45, 11)), clinic(id="w", name="A", at=(45, 9))
        index = index_of([east, west])
        answer = index.search(Query(place=near(45, 10, 100)))
        assert ids(answer) == ["w", "e"]
        assert answer.hits[0].distance_km == answer.hits[1].distance_km

    @pytest.mark.parametrize(("lon", "other"), [(179.99, -179.99), (-179.99, 179.99), (180, -180)])
    def test_the_antimeridian_is_no_border(
        self, index_of: Opener, lon: float, other: float
    ) -> None:
        """Two points on both sides of the 180th meridian are near each other."""
        index = index_of([clinic(at=(-17, other))])
        assert index.search(Query(place=near(-17, lon, 5))).total == 1

    @pytest.mark.parametrize("lat", [90, -90])
    @pytest.mark.parametrize("lon", [-180, -77, 0, 123])
    def test_a_pole_is_one_point(self, index_of: Opener, lat: int, lon: int) -> None:
        """At a pole the longitude says nothing."""
        hit = index_of([clinic(at=(lat, 45))]).search(Query(place=near(lat, lon, 0))).hits[0]
        assert hit.distance_km == 0.0

    def test_over_the_pole_is_the_shorter_way(self, index_of: Opener) -> None:
        """The way over the pole counts, not the way along the parallel."""
        hit = index_of([clinic(at=(89, 180))]).search(Query(place=near(89, 0, 300))).hits[0]
        assert hit.distance_km == pytest.approx(2 * 111.195, abs=0.01)

    def test_the_other_end_of_the_earth_is_exact(self, index_of: Opener) -> None:
        """Where chords hardly change with distance, the distance is right all the same."""
        index = index_of([clinic(at=(0, 179.9999))])
        hit = index.search(Query(place=near(km=MAX_RADIUS_KM))).hits[0]
        expected = 6371.0088 * (math.pi - math.radians(0.0001))
        assert hit.distance_km == pytest.approx(expected, abs=2e-6)

    def test_a_clinic_without_a_point_is_never_near(self, index_of: Opener) -> None:
        """No radius is wide enough for a clinic that nobody could place."""
        index = index_of([clinic(id="lost", at=None), clinic(id="here", at=(0, 0))])
        assert found(index, place=near(km=MAX_RADIUS_KM)) == ["here"]

    @pytest.mark.parametrize(
        ("lat", "lon", "km"),
        [
            (91, 0, 1), (0, 181, 1), (math.nan, 0, 1), (0, math.inf, 1),
            (0, 0, -1), (0, 0, math.nan), (0, 0, 1e9), (0, 0, math.inf),
        ],
    )  # fmt: skip
    def test_what_is_no_place_is_refused(self, lat: float, lon: float, km: float) -> None:
        """A point off the Earth, or a radius that is no distance, is named."""
        with pytest.raises(QueryError):
            near(lat, lon, km)


class TestRegion:
    """Questions about a country or a state."""

    def test_a_state_finds_its_clinics_by_name(self, index_of: Opener) -> None:
        """The order in a state is the name, and nobody has a distance."""
        index = index_of(
            [
                clinic(id="1", name="Zebra", state="AZ"),
                clinic(id="2", name="Ant", state="AZ"),
                clinic(id="3", state="MD"),
            ]
        )
        answer = index.search(Query(place=Region(country="US", state="AZ")))
        assert ids(answer) == ["2", "1"]
        assert [hit.distance_km for hit in answer.hits] == [None, None]

    def test_a_region_needs_no_point(self, index_of: Opener) -> None:
        """A clinic of which only the state is known is listed for the state."""
        index = index_of([clinic(state="AZ", city="", postcode="", at=None)])
        assert index.search(Query(place=Region(country="US", state="AZ"))).total == 1

    def test_a_country_holds_all_its_states(self, index_of: Opener) -> None:
        """Without a state the whole country is asked, and no other."""
        index = index_of(
            [clinic(id="1", state="AZ"), clinic(id="2", state=""), clinic(id="3", country="CA")]
        )
        assert found(index, place=Region(country="US")) == ["1", "2"]

    def test_states_of_one_code_in_two_countries_differ(self, index_of: Opener) -> None:
        """WA is a state of the US and of Australia."""
        index = index_of([clinic(id="us", state="WA"), clinic(id="au", state="WA", country="AU")])
        assert found(index, place=Region(country="AU", state="WA")) == ["au"]

    def test_codes_are_read_in_any_case(self, index_of: Opener) -> None:
        """ "us" and "az" are the US and Arizona."""
        index = index_of([clinic(state="AZ")])
        assert index.search(Query(place=Region(country="us", state="az"))).total == 1

    def test_an_unknown_region_is_empty(self, index_of: Opener) -> None:
        """A state that no clinic is in has no clinics; that is no error."""
        index = index_of([clinic()])
        assert index.search(Query(place=Region(country="US", state="ZZ"))).total == 0

    def test_a_nation_of_the_kingdom_is_a_region(self, index_of: Opener) -> None:
        """British addresses name no state: the nation stands in its place."""
        index = index_of([clinic(id="1", country="GB", state="", nation="Wales")])
        assert found(index, place=Region(country="GB", state="Wales")) == ["1"]
        assert found(index, place=Region(country="GB", state="England")) == []

    def test_a_town_is_asked_for_in_its_state(self, index_of: Opener) -> None:
        """Its namesake elsewhere is another town; case does not matter."""
        index = index_of(
            [
                clinic(id="1", state="IL", city="Sametown"),
                clinic(id="2", state="MA", city="Sametown"),
                clinic(id="3", state="IL", city="Fartown"),
                clinic(id="4", state="IL", city=""),
            ]
        )
        assert found(index, place=Region(country="US", state="IL", city="SAMETOWN")) == ["1"]
        assert found(index, place=Region(country="US", city="sametown")) == ["1", "2"]
        assert found(index, place=Region(country="US", state="IL", city="Anytown")) == []

    def test_towns_are_told_with_how_many_open_clinics_they_have(self, index_of: Opener) -> None:
        """Written as most write them, in the order of their names; what is not stated is ""."""
        shut = clinic(id="7", state="OH", status=Status.CLOSED)
        index = index_of(
            [
                clinic(id="1", state="MD", city="Anytown"),
                clinic(id="2", state="MD", city="ANYTOWN"),
                clinic(id="3", state="MD", city="Anytown"),
                clinic(id="4", state="MD", city=""),
                clinic(id="5", country="GB", state="", nation="Wales", city="Fartown"),
                clinic(id="6", country="", state="", city=""),
                shut,
            ]
        )
        assert list(index.towns().items()) == [
            (Region(country=""), 1),
            (Region(country="GB", state="Wales", city="Fartown"), 1),
            (Region(country="US", state="MD"), 1),
            (Region(country="US", state="MD", city="Anytown"), 3),
        ]

    def test_words_in_a_region_do_not_change_the_order(self, index_of: Opener) -> None:
        """Words filter inside a region; the name orders."""
        named = clinic(id="2", name="Spravato House")
        index = index_of([named, clinic(id="1", name="Anchor", passages=("spravato",))])
        assert found(index, place=Region(country="US"), words="spravato") == ["1", "2"]


class TestWords:
    """Questions in plain words."""

    @pytest.mark.parametrize(
        "words",
        ["harbor", "HARBOR", "Calm Harbor", "harbor calm", "calm calm", "the calm of harbor",
         "anytown", "20814", "MD", "infusion", "nanda", "ñandá", "wednesdays", "I.V.", "iv",
         "women's", "womens"],
    )  # fmt: skip
    def test_words_are_found_wherever_they_stand(self, index_of: Opener, words: str) -> None:
        """Name, town and passages are searched; case, accents and endings do not matter."""
        text = "Infusions by Dra. Ñandá’s team every Wednesday. IV drips for women."
        index = index_of([clinic(name="Calm Harbor Clinic", passages=(text,))])
        assert index.search(Query(words=words)).total == 1

    @pytest.mark.parametrize("words", ["harbors lighthouse", "zzzz", "calm zzzz", "harb", "arbor"])
    def test_every_word_must_occur_whole(self, index_of: Opener, words: str) -> None:
        """One unknown word, or a part of a word, finds nothing."""
        index = index_of([clinic(name="Calm Harbor Clinic")])
        assert index.search(Query(words=words)).total == 0

    def test_words_may_stand_in_different_fields(self, index_of: Opener) -> None:
        """One word in the name, one in the town, one in a passage, one in a label."""
        index = index_of([clinic(name="Calm", passages=("gentle",), states=["esketamine.nasal"])])
        assert index.search(Query(words="calm anytown gentle spravato")).total == 1

    def test_a_brand_finds_who_states_the_offering(self, index_of: Opener) -> None:
        """ "spravato" finds a clinic that states esketamine, in whichever words it did."""
        index = index_of([clinic(id="yes", states=["esketamine.nasal"]), clinic(id="silent")])
        assert found(index, words="spravato") == ["yes"]

    @pytest.mark.parametrize(
        ("words", "code"),
        [("troche", "ketamine.oral"), ("lozenges", "ketamine.oral"), ("KAT", "kap"),
         ("psicoterapia asistida", "kap"), ("spravato", "esketamine.nasal"),
         ("infusiones", "ketamine.iv")],
    )  # fmt: skip
    def test_the_vocabularys_other_words_find_what_is_stated(
        self, index_of: Opener, words: str, code: str
    ) -> None:
        """Synonyms, abbreviations and Spanish words find who states it in whichever words."""
        index = index_of([clinic(id="yes", states=[code]), clinic(id="silent")])
        assert found(index, words=words) == ["yes"]

    @pytest.mark.parametrize(
        ("page", "is_found"),
        [("KAT is held in our office. We give ketamine.", True),
         ("We offer KAT, kinetic arm training, on weekdays.", False)],
    )  # fmt: skip
    def test_an_abbreviation_stands_for_a_therapy_only_with_ketamine_near(
        self, index_of: Opener, page: str, is_found: bool
    ) -> None:
        """Who prints "KAT" of something else is not found by our words for the therapy."""
        read = Passage(
            text=page,
            url="https://a.example/",
            seen_at=datetime(2026, 11, 2, tzinfo=UTC),
            where=Where.BODY,
        )
        listing = Listing(
            source="tests", key="a", url=read.url, seen_at=read.seen_at, name="A", passages=(read,)
        )
        one = clinic(facts=facts_of(listing), passages=(page,))
        assert index_of([one]).search(Query(words="assisted psychotherapy")).total == is_found
        assert index_of([one]).search(Query(words="KAT")).total == 1

    def test_a_denied_offering_is_not_found_by_its_label(self, index_of: Opener) -> None:
        """Who says it has no esketamine is not found by our words for it."""
        index = index_of([clinic(denies=["esketamine.nasal"])])
        assert index.search(Query(words="spravato")).total == 0

    def test_every_group_of_the_vocabulary_is_searched(self, index_of: Opener) -> None:
        """A statement that is no filter, such as a condition, is found by its label."""
        index = index_of([clinic(id="yes", states=["ptsd"]), clinic(id="no")])
        assert found(index, words=vocabulary().entries["ptsd"].label) == ["yes"]

    def test_words_alone_put_names_first(self, index_of: Opener) -> None:
        """A clinic of that name comes before one that mentions the word."""
        named = clinic(id="2", name="Zephyr Clinic")
        index = index_of([named, clinic(id="1", name="Anchor Clinic", passages=("Zephyr.",))])
        assert found(index, words="zephyr") == ["2", "1"]

    def test_equal_relevance_is_ordered_by_name_then_id(self, index_of: Opener) -> None:
        """Clinics that hold the same words come in the order of their names."""
        names = {"3": "Bay Calm", "1": "Cove Calm", "2": "bay calm", "0": "Atoll Calm"}
        index = index_of([clinic(id=key, name=name) for key, name in names.items()])
        assert found(index, words="calm") == ["0", "2", "3", "1"]

    def test_words_near_a_point_filter_and_distance_orders(self, index_of: Opener) -> None:
        """With a point, words decide who is in, not who comes first."""
        index = index_of(
            [
                clinic(id="named", name="Calm", at=(0.05, 0)),
                clinic(id="mentions", passages=("calm",), at=(0.01, 0)),
                clinic(id="neither", at=(0, 0)),
            ]
        )
        assert found(index, words="calm", place=near()) == ["mentions", "named"]

    @pytest.mark.parametrize("words", ["", " ", "the", "?!", "in the", "*", "\x00"])
    def test_words_that_say_nothing_ask_nothing(self, index_of: Opener, words: str) -> None:
        """Signs and function words leave everything in."""
        assert index_of([clinic()]).search(Query(words=words)).total == 1

    @pytest.mark.parametrize(
        "words",
        ["name:calm", "cal?", "calm~2", "c*", "*calm", "cal *", '"calm', '""calm', "(calm",
         "NOT calm", "calm OR",
         "[a TO z]", "' OR 1=1 --", "%00", "\ud800calm", "𝔠𝔞𝔩𝔪\u202e", "<script>", "calm\n\r\t",
         "\u0301" * 200, "﷽" * 200, "a" * 200, "a " * 100, "𐀀" * 200],
    )  # fmt: skip
    def test_words_are_no_query_language(self, index_of: Opener, words: str) -> None:
        """Whatever is typed finds what its bare letters and digits find: signs are only signs."""
        index = index_of([clinic(id="calm", name="Calm"), clinic(id="other", name="Other")])
        bare = "".join(sign if sign.isalnum() else " " for sign in words)
        assert found(index, words=words) == found(index, words=bare)

    def test_more_words_than_a_person_types_are_refused(self) -> None:
        """Long text is named as too long before anything looks at it."""
        with pytest.raises(QueryError, match="200"):
            Query(words="x" * 201)

    def test_composed_and_combining_accents_are_one(self, index_of: Opener) -> None:
        """An accent as a sign of its own finds the accent that is part of its letter."""
        index = index_of([clinic(name=unicodedata.normalize("NFC", "Clínica Ñandú"))])
        assert index.search(Query(words=unicodedata.normalize("NFD", "clínica ñandú"))).total == 1


class TestPhrases:
    """Words in double quotes."""

    @pytest.mark.parametrize(
        "words",
        ['"calm harbor"', '"Calm Harbors"', "“calm harbor”", '"harbor clinic" calm', '"calm"',
         '"the calm harbor"', '"gentle infusion"', '"anytown md 20814"', '""', '"the"', '"!"'],
    )  # fmt: skip
    def test_a_phrase_is_found_as_it_stands(self, index_of: Opener, words: str) -> None:
        """Words that follow each other in a name, a town or a passage, in any ending."""
        index = index_of([clinic(name="Calm Harbor Clinic", passages=("A gentle infusion.",))])
        assert index.search(Query(words=words)).total == 1

    @pytest.mark.parametrize(
        "words", ['"harbor calm"', '"calm clinic"', '"clinic anytown"', '"one two"', '"calm calm"']
    )
    def test_words_apart_are_no_phrase(self, index_of: Opener, words: str) -> None:
        """In another order, with a word between, or across two texts, words are no phrase."""
        index = index_of([clinic(name="Calm Harbor Clinic", passages=("One", "two"))])
        assert index.search(Query(words=words)).total == 0

    def test_a_phrase_is_of_printed_words(self, index_of: Opener) -> None:
        """Our own label for what is stated is no phrase that the clinic prints."""
        index = index_of([clinic(states=["esketamine.nasal"])])
        assert index.search(Query(words="nasal spray")).total == 1
        assert index.search(Query(words='"nasal spray"')).total == 0


class TestPrefixes:
    """Words that end in a star."""

    @pytest.mark.parametrize(
        "words", ["harb*", "HARB*", "ha*", "harbors*", "infus*", "infusio*", "infusion*", "ñan*",
                  "208*", "calm harb*", "sprav*"],
    )  # fmt: skip
    def test_a_beginning_finds_the_word(self, index_of: Opener, words: str) -> None:
        """At whatever letter one stops, the word is found, in name, passage, town and label."""
        given_clinic = clinic(
            name="Calm Harbors", passages=("Infusions. Ñandú.",), states=["esketamine.nasal"]
        )
        assert index_of([given_clinic]).search(Query(words=words)).total == 1

    @pytest.mark.parametrize("words", ["arb*", "harborx*", "calm zz*", "h*"])
    def test_no_word_begins_so(self, index_of: Opener, words: str) -> None:
        """The middle of a word is no beginning, and one letter is a word of its own."""
        assert index_of([clinic(name="Calm Harbor")]).search(Query(words=words)).total == 0


class TestFuzzy:
    """Words that nobody holds."""

    @pytest.mark.parametrize(
        ("typed", "taken"),
        [("harbr", "harbor"), ("harbour", "harbor"), ("barbor", "harbor"), ("Spravado", "spravato"),
         ("psravato", "spravato"), ("infusoins", "infusions")],
    )  # fmt: skip
    def test_a_misspelt_word_is_mended_and_told(
        self, index_of: Opener, typed: str, taken: str
    ) -> None:
        """One mistake, two in a long word, the first letter not spared."""
        index = index_of([clinic(name="Calm Harbor", passages=("Spravato infusions",))])
        answer = index.search(Query(words=typed, fuzzy=True))
        assert (answer.total, answer.corrected) == (1, {typed.casefold(): taken})
        assert index.search(Query(words=typed)).total == 0

    @pytest.mark.parametrize("typed", ["harbr*", '"harbr"', "hrbr", "xyzzy", "20815", "harbor"])
    def test_what_is_not_mended(self, index_of: Opener, typed: str) -> None:
        """Prefixes, phrases, numbers, what is too far off, and what is held."""
        index = index_of([clinic(name="Calm Harbor")])
        answer = index.search(Query(words=typed, fuzzy=True))
        assert answer.corrected == {}
        assert answer.total == (typed == "harbor")

    def test_any_similar_word_matches_and_the_most_frequent_is_told(self, index_of: Opener) -> None:
        """All words as near will do; the one most clinics hold is named."""
        names = ["Harp", "Hart", "Hart", "Calm"]
        index = index_of([clinic(id=f"{n}", name=name) for n, name in enumerate(names)])
        answer = index.search(Query(words="harx", fuzzy=True))
        assert (sorted(ids(answer)), answer.corrected) == (["0", "1", "2"], {"harx": "hart"})

    def test_equally_frequent_words_are_told_by_the_alphabet(self, index_of: Opener) -> None:
        """Among equals the first of the alphabet is named."""
        index = index_of([clinic(id="1", name="Hart"), clinic(id="2", name="Harp")])
        assert index.search(Query(words="harx", fuzzy=True)).corrected == {"harx": "harp"}

    def test_a_closed_clinics_words_are_not_held(self, index_of: Opener) -> None:
        """A word of closed clinics only is mended like any that nobody holds."""
        shut = clinic(id="1", name="Harp", status=Status.CLOSED)
        index = index_of([shut, clinic(id="2", name="Hart")])
        answer = index.search(Query(words="harp", fuzzy=True))
        assert (ids(answer), answer.corrected) == (["2"], {"harp": "hart"})

    def test_one_word_of_two_is_mended(self, index_of: Opener) -> None:
        """The right words stay, and all words must still be met."""
        index = index_of([clinic(id="1", name="Calm Harbor"), clinic(id="2", name="Harbor")])
        assert found(index, words="calm harbr", fuzzy=True) == ["1"]


NOON_IN_NEW_YORK = datetime(2026, 11, 23, 17, tzinfo=UTC)
"""A Monday."""


class TestOpenAt:
    """Open at an instant."""

    def asked(self, **more: Any) -> dict[str, Any]:
        """Return a question for who is open on Monday at noon in New York."""
        return {"open_at": NOON_IN_NEW_YORK, **more}

    def test_only_who_is_open_then_is_found(self, index_of: Opener) -> None:
        """Hours that hold the instant, in the clinic's own time zone."""
        index = index_of(
            [
                clinic(id="open", weekly="Mo 09:00-17:00"),
                clinic(id="shut", weekly="Tu 09:00-17:00"),
                clinic(id="west", weekly="Mo 11:00-17:00", time_zone="America/Los_Angeles"),
            ]
        )
        assert found(index, **self.asked()) == ["open"]

    @pytest.mark.parametrize(
        ("weekly", "is_open"),
        [("Mo 12:00-13:00", 1), ("Mo 11:00-12:00", 0), ("Mo 11:59-12:01", 1), ("24/7", 1),
         ("Su 22:00-14:00", 1), ("Mo off", 0), ("Su-Mo 12:00-12:01", 1)],
    )  # fmt: skip
    def test_the_first_minute_counts_and_the_last_does_not(
        self, index_of: Opener, weekly: str, is_open: int
    ) -> None:
        """Hours hold their first minute, not the one at which they end; nights are whole."""
        assert index_of([clinic(weekly=weekly)]).search(Query(**self.asked())).total == is_open

    def test_sunday_night_reaches_into_monday(self, index_of: Opener) -> None:
        """The week has no edge."""
        index = index_of([clinic(weekly="Su 22:00-02:00")])
        monday = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
        assert index.search(Query(open_at=monday)).total == 1

    def test_summer_time_is_kept(self, index_of: Opener) -> None:
        """Nine o'clock is nine o'clock on the wall, in July as in November."""
        index = index_of([clinic(weekly="Mo-Su 09:00-10:00")])
        assert index.search(Query(open_at=datetime(2026, 7, 6, 13, tzinfo=UTC))).total == 1
        assert index.search(Query(open_at=datetime(2026, 11, 23, 13, tzinfo=UTC))).total == 0

    @pytest.mark.parametrize(
        "unsaid",
        [{"weekly": ""}, {"weekly": "Mo 09:00-17:00", "time_zone": ""}, {"weekly": "Mo unknown"}],
    )
    def test_uncertain_hours_pass_only_on_demand(
        self, index_of: Opener, unsaid: dict[str, str]
    ) -> None:
        """No table, no time zone or an uncertain day is not open, unless silence may pass."""
        index = index_of([clinic(id="unsaid", **unsaid), clinic(id="shut", weekly="Tu 9:00-17:00")])
        assert found(index, **self.asked()) == []
        assert found(index, **self.asked(include_unstated=True)) == ["unsaid"]

    def test_counts_are_of_who_is_open(self, index_of: Opener) -> None:
        """The time is applied to the counts as the place is."""
        shut = clinic(id="shut", weekly="Tu 09:00-17:00", states=["kap"])
        index = index_of([shut, clinic(weekly="24/7", states=["kap"])])
        assert index.search(Query(**self.asked())).facets["therapy"]["kap"] == 1

    @pytest.mark.parametrize("year", [1, 1969, 9999])
    def test_a_far_time_is_refused(self, year: int) -> None:
        """Nobody is open in a year that a clock cannot tell."""
        with pytest.raises(QueryError, match=f"year {year}"):
            Query(open_at=datetime(year, 1, 1, tzinfo=UTC))

    def test_a_time_without_a_zone_is_refused(self) -> None:
        """Noon is an instant only with a time zone."""
        with pytest.raises(QueryError, match="no time zone"):
            Query(open_at=datetime(2026, 11, 23, 12))  # noqa: DTZ001


class TestSort:
    """The order that one asks for."""

    CLINICS = (
        clinic(id="far", name="Ant Calm", at=(0.05, 0)),
        clinic(id="at", name="Zebra Calm", at=(0, 0)),
        clinic(id="named", name="calm calm", at=(0.02, 0)),
    )

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [(Sort.BEST, ["at", "named", "far"]), (Sort.DISTANCE, ["at", "named", "far"]),
         (Sort.NAME, ["far", "named", "at"]), (Sort.RELEVANCE, ["named", "far", "at"])],
    )  # fmt: skip
    def test_around_a_point(self, index_of: Opener, sort: Sort, expected: list[str]) -> None:
        """Every order keeps the distances of its hits."""
        if sort is Sort.RELEVANCE and index_of is MemoryIndex:
            expected = ["far", "named", "at"]  # counts words once, so that the name decides
        answer = index_of(self.CLINICS).search(Query(place=near(), words="calm", sort=sort))
        assert ids(answer) == expected
        assert all(hit.distance_km is not None for hit in answer.hits)

    def test_words_by_name(self, index_of: Opener) -> None:
        """Words alone can be ordered by name."""
        index = index_of(self.CLINICS)
        assert found(index, words="calm", sort=Sort.NAME) == ["far", "named", "at"]

    def test_a_region_by_relevance(self, index_of: Opener) -> None:
        """Inside a region the best match can come first."""
        named = clinic(id="2", name="Spravato House")
        index = index_of([named, clinic(id="1", name="Anchor", passages=("spravato",))])
        asked = Query(place=Region(country="US"), words="spravato", sort=Sort.RELEVANCE)
        assert ids(index.search(asked)) == ["2", "1"]

    def test_words_that_say_nothing_order_by_name(self, index_of: Opener) -> None:
        """The relevance of "the" is the same for all."""
        index = index_of(self.CLINICS)
        assert found(index, words="the", sort=Sort.RELEVANCE) == ["far", "named", "at"]

    @pytest.mark.parametrize(
        "asked",
        [
            {"sort": Sort.DISTANCE},
            {"sort": Sort.DISTANCE, "place": Region(country="US")},
            {"sort": Sort.RELEVANCE},
            {"sort": Sort.RELEVANCE, "words": " ", "place": near()},
        ],
    )
    def test_an_order_without_sense_is_refused(self, asked: dict[str, Any]) -> None:
        """Without a point there is no distance, without words no relevance."""
        with pytest.raises(QueryError, match="sort"):
            Query(**asked)


class TestWiden:
    """A radius that grows until something is found."""

    @pytest.mark.parametrize(
        ("lat", "radius", "widened"),
        [(0.1, 20, None), (0.3, 20, 50.0), (0.8, 20, 100.0), (2, 20, 250.0),
         (40, 20, MAX_RADIUS_KM), (0.8, 60, 100.0), (40, 300, MAX_RADIUS_KM)],
    )  # fmt: skip
    def test_the_first_radius_with_a_hit_answers(
        self, index_of: Opener, lat: float, radius: float, widened: float | None
    ) -> None:
        """50, 100, 250 km, then the Earth; only radii wider than the one asked."""
        index = index_of([clinic(at=(lat, 0))])
        answer = index.search(Query(place=near(km=radius), widen=True))
        assert (answer.total, answer.widened_to_km) == (1, widened)
        expected = near(km=widened or radius)
        assert answer.hits == index.search(Query(place=expected)).hits

    def test_without_widening_nothing_is_found(self, index_of: Opener) -> None:
        """A radius stays as asked unless it may grow."""
        answer = index_of([clinic(at=(1, 0))]).search(Query(place=near()))
        assert (answer.total, answer.widened_to_km) == (0, None)

    def test_nothing_anywhere_is_nothing(self, index_of: Opener) -> None:
        """Where no radius helps, none is claimed."""
        answer = index_of([clinic(at=None)]).search(Query(place=near(), widen=True))
        assert (answer.total, answer.widened_to_km) == (0, None)

    def test_filters_widen_too(self, index_of: Opener) -> None:
        """A clinic nearby that does not offer it does not keep the radius from growing."""
        index = index_of(
            [clinic(id="by", at=(0, 0)), clinic(id="far", at=(0.3, 0), states=["ketamine.iv"])]
        )
        answer = index.search(Query(place=near(), facets=offering("ketamine.iv"), widen=True))
        assert (ids(answer), answer.widened_to_km) == (["far"], 50.0)

    def test_a_page_past_the_end_does_not_widen(self, index_of: Opener) -> None:
        """There are hits, though not on this page."""
        answer = index_of([clinic(at=(0, 0))]).search(Query(place=near(), widen=True, offset=5))
        assert (answer.total, answer.widened_to_km) == (1, None)


class TestCursor:
    """Page after page by a mark."""

    def test_cursors_lead_to_the_end(self, index_of: Opener) -> None:
        """Following the cursors gives every clinic once, in order, and ends."""
        index = index_of([clinic(id=f"{number}", at=(0, 0)) for number in range(7)])
        query, pages = Query(place=near(), limit=3), []
        while not pages or query.cursor:
            answer = index.search(query)
            pages.append(ids(answer))
            query = replace(query, cursor=answer.cursor)
        assert pages == [["0", "1", "2"], ["3", "4", "5"], ["6"]]

    @pytest.mark.parametrize(("size", "more"), [(0, False), (3, False), (4, True)])
    def test_the_last_page_has_no_cursor(self, index_of: Opener, size: int, more: bool) -> None:
        """A full page at the end is the end."""
        index = index_of([clinic(id=f"{number}") for number in range(size)])
        assert bool(index.search(Query(limit=3)).cursor) is more

    def test_a_cursor_of_another_snapshot_is_stale(self, index_of: Opener) -> None:
        """Where other clinics stand at that place, the cursor is refused by name."""
        index = index_of([clinic(id="1"), clinic(id="2")])
        cursor = cursor_after(Query(limit=1), 0, 2, "another")
        with pytest.raises(StaleCursor, match="changed"):
            index.search(Query(limit=1, cursor=cursor))

    @pytest.mark.parametrize(
        "cursor", ["x", "\x00", "ñ", "AAAA", "a" * 10_000, "YWJjZGVmZ2gtMQ==", "YWJjZGVmZ2jCsg=="]
    )
    def test_what_is_no_cursor_is_refused(self, index_of: Opener, cursor: str) -> None:
        """Any other text is named as no cursor."""
        with pytest.raises(QueryError, match="not a cursor"):
            index_of([clinic()]).search(Query(cursor=cursor))

    def test_a_cursor_and_an_offset_are_two_pages(self) -> None:
        """A page has one beginning."""
        with pytest.raises(QueryError, match="not at both"):
            Query(cursor="x", offset=1)


class TestFacets:
    """Filters, and what they leave to choose."""

    def test_codes_of_one_group_are_alternatives(self, index_of: Opener) -> None:
        """Either offering will do."""
        index = index_of(
            [
                clinic(id="iv", states=["ketamine.iv"]),
                clinic(id="im", states=["ketamine.im"]),
                clinic(id="oral", states=["ketamine.oral"]),
            ]
        )
        assert found(index, facets=offering("ketamine.iv", "ketamine.im")) == ["im", "iv"]

    def test_groups_must_all_be_met(self, index_of: Opener) -> None:
        """An offering and a therapy must both be stated."""
        both = clinic(id="both", states=["ketamine.iv", "kap"])
        index = index_of([both, clinic(id="iv", states=["ketamine.iv"]), clinic(id="none")])
        asked = {**offering("ketamine.iv"), "therapy": frozenset(["kap"])}
        assert found(index, facets=asked) == ["both"]

    def test_a_group_without_codes_asks_nothing(self, index_of: Opener) -> None:
        """An empty choice is no filter."""
        assert index_of([clinic()]).search(Query(facets=offering())).total == 1

    def test_silence_is_not_a_yes(self, index_of: Opener) -> None:
        """A clinic that says nothing of an offering is not found by it."""
        assert index_of([clinic()]).search(Query(facets=offering("ketamine.iv"))).total == 0

    def test_silence_passes_on_demand(self, index_of: Opener) -> None:
        """With "include clinics that do not say", silence passes and a no does not."""
        index = index_of(
            [
                clinic(id="no", denies=["ketamine.iv"]),
                clinic(id="silent"),
                clinic(id="yes", states=["ketamine.iv"]),
            ]
        )
        asked = offering("ketamine.iv")
        assert found(index, facets=asked, include_unstated=True) == ["silent", "yes"]

    def test_silence_on_one_code_is_enough(self, index_of: Opener) -> None:
        """A no to one code leaves the other open; a no to both does not."""
        one, two = ["ketamine.iv"], ["ketamine.iv", "ketamine.im"]
        index = index_of([clinic(id="one", denies=one), clinic(id="two", denies=two)])
        assert found(index, facets=offering(*two), include_unstated=True) == ["one"]

    def test_silence_must_be_on_an_asked_code(self, index_of: Opener) -> None:
        """Silence about something else does not help who denies what is asked."""
        index = index_of([clinic(denies=["ketamine.iv"])])
        asked = offering("ketamine.iv")
        assert index.search(Query(facets=asked, include_unstated=True)).total == 0

    def test_silence_in_each_group_passes_each_group(self, index_of: Opener) -> None:
        """A yes in one group and silence in the other pass together."""
        index = index_of([clinic(states=["ketamine.iv"])])
        asked = {**offering("ketamine.iv"), "therapy": frozenset(["kap"])}
        assert index.search(Query(facets=asked)).total == 0
        assert index.search(Query(facets=asked, include_unstated=True)).total == 1

    def test_a_contradiction_is_a_yes_and_no_silence(self, index_of: Opener) -> None:
        """Who says both yes and no states it, and is counted as stating it once."""
        index = index_of([clinic(states=["ketamine.iv"] * 2, denies=["ketamine.iv"])])
        answer = index.search(Query(facets=offering("ketamine.iv")))
        assert (answer.total, answer.facets["offering"]["ketamine.iv"]) == (1, 1)

    def test_counts_ignore_their_own_group(self, index_of: Opener) -> None:
        """The other offerings of the place stay to be chosen while one offering is."""
        index = index_of(
            [
                clinic(id="1", states=["ketamine.iv", "kap"]),
                clinic(id="2", states=["ketamine.im", "kap"]),
                clinic(id="3", states=["ketamine.im"]),
            ]
        )
        facets = index.search(Query(facets=offering("ketamine.iv"))).facets
        assert facets["offering"]["ketamine.iv"] == 1
        assert facets["offering"]["ketamine.im"] == 2
        assert facets["therapy"]["kap"] == 1

    def test_counts_are_of_what_is_stated_only(self, index_of: Opener) -> None:
        """Clinics that pass by their silence are found, and never counted as stating."""
        index = index_of([clinic(id="1"), clinic(id="2", denies=["kap"])])
        asked = offering("ketamine.iv")
        answer = index.search(Query(facets=asked, include_unstated=True))
        assert answer.total == 2
        assert (answer.facets["offering"]["ketamine.iv"], answer.facets["therapy"]["kap"]) == (0, 0)

    def test_silence_in_one_group_counts_in_the_other(self, index_of: Opener) -> None:
        """The filter of the other group lets silence pass when it was asked to."""
        index = index_of([clinic(states=["kap"])])
        asked = Query(facets=offering("ketamine.iv"), include_unstated=True)
        assert index.search(asked).facets["therapy"]["kap"] == 1

    def test_counts_are_of_the_place_and_the_words(self, index_of: Opener) -> None:
        """Only clinics within the radius that hold the words are counted."""
        index = index_of(
            [
                clinic(id="1", name="Calm", at=(0, 0), states=["kap"]),
                clinic(id="2", name="Calm", at=(5, 0), states=["kap"]),
                clinic(id="3", name="Loud", at=(0, 0), states=["kap"]),
            ]
        )
        answer = index.search(Query(place=near(), words="calm", limit=1))
        assert (answer.total, answer.facets["therapy"]["kap"]) == (1, 1)

    def test_counts_are_of_the_whole_answer_not_of_the_page(self, index_of: Opener) -> None:
        """The page does not change the counts."""
        index = index_of([clinic(id=f"{number}", states=["kap"]) for number in range(9)])
        assert index.search(Query(limit=2)).facets["therapy"]["kap"] == 9

    def test_every_shown_code_has_a_count(self, index_of: Opener) -> None:
        """Codes that are filters are there with zero; the others once somebody states them."""
        answer = index_of([clinic()]).search(Query())
        for group in FACET_GROUPS:
            shown = [entry.code for entry in entries(group) if entry.facet]
            assert list(answer.facets[group]) == shown
        rectal = index_of([clinic(states=["ketamine.rectal"])]).search(Query())
        assert rectal.facets["offering"]["ketamine.rectal"] == 1

    @pytest.mark.parametrize(
        ("facets", "named"),
        [
            ({"offering": frozenset(["kap"])}, "kap"),
            ({"offering": frozenset(["no.such"])}, "no.such"),
            ({"nonsense": frozenset(["kap"])}, "nonsense"),
            ({"": frozenset([""])}, "filter"),
            ({"adjacent": frozenset(["tms"])}, "adjacent"),
            ({"therapy": frozenset(["\x00" * 10_000])}, "therapy"),
            ({"payer": frozenset(["payer:Aetna"])}, "payer:Aetna"),
            ({"payer": frozenset(["language:es"])}, "language:es"),
            ({"payer": frozenset(["payer:"])}, "payer:"),
            ({"payer": frozenset(["payer:" + "x" * 100])}, "payer:x"),
            ({"hours": frozenset(["open_nights"])}, "open_nights"),
            ({"ages": frozenset(["ages:18"])}, "ages:18"),
        ],
    )
    def test_an_unknown_code_is_named(self, facets: dict[str, frozenset[str]], named: str) -> None:
        """What the vocabulary does not know is refused by name, in a short message."""
        with pytest.raises(QueryError, match=named) as refused:
            Query(facets=facets)
        assert len(str(refused.value)) < 300


class TestValues:
    """Filters by values of what is stated, and by what follows from hours and ages."""

    def test_an_insurer_is_a_filter_of_its_own(self, index_of: Opener) -> None:
        """Who names it is found and counted, under the name in small letters with hyphens."""
        plan = "Blue Cross Blue Shield of Maryland"
        index = index_of(
            [
                clinic(id="both", facts=(_valued("payer", "Aetna"), _valued("payer", plan))),
                clinic(id="one", facts=(_valued("payer", "Aetna"),)),
                clinic(id="none", states=["payer"]),
            ]
        )
        assert found(index, facets={"payer": frozenset(["payer:aetna"])}) == ["both", "one"]
        facets = index.search(Query()).facets
        code = "payer:blue-cross-blue-shield-of-maryland"
        assert facets["payer"] == {"payer:aetna": 2, code: 1}
        assert facets["payment"]["payer"] == 3

    def test_a_value_that_nobody_states_finds_nobody(self, index_of: Opener) -> None:
        """It is a question like any other; who says nothing of it passes on demand."""
        denied = fact("language", Stance.STATED_NOT, value="tlh")
        index = index_of([clinic(id="silent"), clinic(id="no", facts=(denied,))])
        asked = {"language": frozenset(["language:tlh"])}
        assert found(index, facets=asked) == []
        assert found(index, facets=asked, include_unstated=True) == ["silent"]

    def test_two_languages_are_alternatives(self, index_of: Opener) -> None:
        """Values of one code are ORed, as codes of one group are."""
        index = index_of(
            [clinic(id=value, facts=(_valued("language", value),)) for value in ("es", "vi", "ko")]
        )
        assert found(index, facets={"language": frozenset(["language:es", "language:vi"])}) == [
            "es",
            "vi",
        ]

    @pytest.mark.parametrize(
        ("ages", "bands"),
        [
            ("18-", ["adults", "seniors"]),
            ("12-17", ["children", "teens"]),
            ("16-", ["teens", "adults", "seniors"]),
            ("5-64", ["children", "teens", "adults"]),
            ("all", []),
        ],
    )
    def test_ages_reach_into_bands(self, index_of: Opener, ages: str, bands: list[str]) -> None:
        """Stated ages are the bands that they reach into, and a no to the others."""
        index = index_of([clinic(facts=(_valued("ages", ages),)), clinic(id="2")])
        counts = index.search(Query()).facets["ages"]
        assert [code for code, count in counts.items() if count] == [f"ages:{b}" for b in bands]
        teens = {"ages": frozenset(["ages:teens"])}
        said_no = bool(bands) and "teens" not in bands
        assert index.search(Query(facets=teens, include_unstated=True)).total == 2 - said_no

    def test_a_no_to_some_ages_says_nothing_of_the_others(self, index_of: Opener) -> None:
        """ "We do not treat 12-17" denies children and teenagers only."""
        index = index_of([clinic(facts=(fact("ages", Stance.STATED_NOT, value="12-17"),))])
        for band, total in (("teens", 0), ("adults", 1)):
            asked = {"ages": frozenset([f"ages:{band}"])}
            assert index.search(Query(facets=asked, include_unstated=True)).total == total

    @pytest.mark.parametrize(
        ("weekly", "evenings", "weekends"),
        [
            ("Mo-Fr 09:00-17:00", 0, 0),
            ("Mo-Fr 09:00-18:00", 0, 0),
            ("Mo-Th 09:00-17:00; Fr 10:00-18:30", 1, 0),
            ("Sa 09:00-12:00", 0, 1),
            ("Su 20:00-22:00", 0, 1),
            ("Fr 22:00-02:00", 1, 1),
            ("24/7", 1, 1),
            ("Mo-Fr 09:00-17:00; We unknown", 0, 0),
            ("", 0, 0),
            ("no table", 0, 0),
        ],
    )
    def test_weekly_hours_tell_evenings_and_weekends(
        self, index_of: Opener, weekly: str, evenings: int, weekends: int
    ) -> None:
        """Open at all after 18:00 on a weekday, or on a Saturday or Sunday."""
        counts = index_of([clinic(weekly=weekly)]).search(Query()).facets["hours"]
        assert counts == {"open_evenings": evenings, "open_weekends": weekends}

    def test_who_prints_hours_is_not_silent_about_evenings(self, index_of: Opener) -> None:
        """A table that ends at 17:00 says no; no table, or one that leaves it open, is silent."""
        weeks = {"no": "Mo-Fr 09:00-17:00", "open": "Mo-Fr 09:00-17:00; We 18:00-20:00 unknown"}
        index = index_of(
            [clinic(id="silent"), *(clinic(id=key, weekly=week) for key, week in weeks.items())]
        )
        asked = {"hours": frozenset(["open_evenings"])}
        assert found(index, facets=asked, include_unstated=True) == ["open", "silent"]

    @pytest.mark.parametrize(
        ("words", "evenings", "weekends"),
        [
            ("Evening appointments on request", 1, 0),
            ("Open Saturdays", 0, 1),
            ("Evenings and weekends", 1, 1),
            ("Open 7 days a week", 0, 1),
        ],
    )
    def test_words_about_evenings_and_weekends_count_too(
        self, index_of: Opener, words: str, evenings: int, weekends: int
    ) -> None:
        """Who prints no table may still say it; which of the two, its words tell."""
        index = index_of([clinic(facts=(fact("evening_weekend", quote=words),))])
        counts = index.search(Query()).facets["hours"]
        assert counts == {"open_evenings": evenings, "open_weekends": weekends}

    def test_only_the_groups_asked_for_are_counted(self, index_of: Opener) -> None:
        """Who shows two groups pays for two; the filters of the others hold all the same."""
        index = index_of([clinic(id="a", states=["kap", "medicaid"]), clinic(id="b")])
        query = Query(counted=frozenset(["therapy"]), facets={"payment": frozenset(["medicaid"])})
        answer = index.search(query)
        assert (answer.total, answer.facets.keys()) == (1, {"therapy"})
        assert answer.facets["therapy"]["kap"] == 1
        assert index.search(replace(query, counted=frozenset())).facets == {}

    def test_counting_an_unknown_group_is_refused(self) -> None:
        """A group that is no filter is named."""
        with pytest.raises(QueryError, match="adjacent"):
            Query(counted=frozenset(["adjacent"]))

    def test_what_follows_is_no_word(self, index_of: Opener) -> None:
        """The labels of derived filters and of values are not searched as words."""
        index = index_of([clinic(weekly="24/7", facts=(_valued("language", "vi"),))])
        assert index.search(Query(words="vietnamese")).total == 0
        assert index.search(Query(words="weekday")).total == 0


def _valued(code: str, value: str) -> Fact:
    return fact(code, value=value)


class TestIds:
    """What became of an id."""

    @pytest.mark.parametrize("status", list(Status))
    def test_a_clinic_is_found_whatever_its_status(self, index_of: Opener, status: Status) -> None:
        """A page that somebody linked to can say that the clinic has closed."""
        given_clinic = clinic(id="x", status=status)
        assert index_of([given_clinic]).clinic("x") == given_clinic

    def test_moved_and_gone_ids_are_told(self, index_of: Opener) -> None:
        """A merged id tells where it went, a withdrawn one since when and where it was."""
        gone = Gone(since=date(2026, 11, 1), point=clinic().point)
        index = index_of([clinic(id="x")], moved={"old": Moved(to="x")}, gone={"dead": gone})
        assert (index.clinic("old"), index.clinic("dead")) == (Moved(to="x"), gone)
        assert index.size == 1

    @pytest.mark.parametrize("clinic_id", ["", "X", "x ", "../x", "\x00", "\ud800", "x" * 10_000])
    def test_an_unknown_id_is_nothing(self, index_of: Opener, clinic_id: str) -> None:
        """An id that was never published is None, whatever bytes it is made of."""
        assert index_of([clinic(id="x")]).clinic(clinic_id) is None

    def test_a_clinic_of_every_script_comes_back(self, index_of: Opener) -> None:
        """Text of any script, line ends and all, comes back as it was."""
        text = 'Клиника\u2028кетамина\r\n\x00 診所 \U0001f33f "quoted" \\'
        given_clinic = clinic(id="ключ", name=text, facts=(fact("kap", Stance.STATED, text),))
        assert index_of([given_clinic]).clinic("ключ") == given_clinic


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made.clinics(), st.lists(made.queries, min_size=1, max_size=6))
def test_fake_and_engine_answer_alike(clinics: list[Clinic], queries: list[Query]) -> None:
    """Any question about any clinics has one answer: totals, counts, clinics, distances, order."""
    with TemporaryDirectory() as folder:
        memory, embedded = MemoryIndex(clinics), _embedded_in(Path(folder))(clinics)
        assert memory.size == embedded.size
        for query in queries:
            expected, answer = memory.search(query), embedded.search(query)
            if order_of(query) is Sort.RELEVANCE:  # is the engine's own
                assert {hit.clinic.id: hit for hit in answer.hits} == {
                    hit.clinic.id: hit for hit in expected.hits
                }
                expected = replace(expected, hits=answer.hits)
            assert answer == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made.clinics(), made.queries, st.integers(1, 5))
def test_pages_add_up_to_the_answer(clinics: list[Clinic], query: Query, size: int) -> None:
    """However an answer is cut into pages, they are the same hits in the same order."""
    with TemporaryDirectory() as folder:
        index = _embedded_in(Path(folder))(clinics)
        whole = index.search(query)
        cut = [replace(query, offset=start, limit=size) for start in range(0, whole.total, size)]
        assert [hit for page in cut for hit in index.search(page).hits] == list(whole.hits)
