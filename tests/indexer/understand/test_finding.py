"""What is asked of an index, and that understanding never finds less than searching the words."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.clinic import Clinic
from indexer.places import Places
from indexer.search import Answer, ClinicIndex, Near, Query, Region
from indexer.snapshot import open_current
from indexer.understand.finding import DEFAULT_RADIUS_KM, Found, Way, as_words, find, question
from indexer.understand.reading import understand
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from tests.indexer.understand.table import NOW

ROOT = Path(__file__).parents[3]
PLACES = Places()
DENVER, SEATTLE, BOULDER = (39.74, -104.99), (47.61, -122.33), (40.01, -105.27)
CLINICS = [
    clinic(
        id="d1", name="Imaginary Harbor", city="Denver", state="CO", postcode="80202", at=DENVER,
        states=["esketamine.nasal", "medicaid"],
    ),
    clinic(
        id="b1", name="Denver Ketamine Center", city="Boulder", state="CO", postcode="80302",
        at=BOULDER, states=["ketamine.iv"],
    ),
    clinic(
        id="s1", name="Invented Lime Lounge", city="Seattle", state="WA", postcode="98101",
        at=SEATTLE, states=["ketamine.iv"], passages=("We treat chronic pain.",),
    ),
    clinic(
        id="n1", name="Boise Nowhere Ketamine", city="", state="", postcode="", at=None,
        states=["ketamine.unspecified"],
    ),
]  # fmt: skip
INDEX = MemoryIndex(CLINICS)


def ask(text: str, index: ClinicIndex = INDEX) -> Found:
    """Return what is found for *text*."""
    return find(understand(text, PLACES, NOW), index)


def ids(answer: Answer) -> list[str]:
    """Return the ids of an answer's hits, in order."""
    return [hit.clinic.id for hit in answer.hits]


def asked(text: str) -> Query:
    """Return the question that *text* is understood as."""
    return question(understand(text, PLACES, NOW))


def test_understood_pieces_become_one_question() -> None:
    """A place, a radius, an offering, a payer and an insurer's name are asked as such."""
    query = asked("spravato medicaid aetna within 25 miles of 80202")
    assert isinstance(query.place, Near)
    assert query.place.radius_km == pytest.approx(40.2336)
    assert query.facets["offering"] == {"esketamine.nasal"}
    assert query.facets["payment"] == {"medicaid"}
    assert query.facets["payer"] == {"payer:aetna"}
    assert query.words == ""


@pytest.mark.parametrize(
    ("text", "group", "codes"),
    [
        ("ketamine evenings", "hours", {"open_evenings"}),
        ("ketamine on weekends", "hours", {"open_weekends"}),
        ("ketamine evenings and weekends", "hours", {"open_evenings", "open_weekends"}),
        ("ketamine in spanish", "language", {"language:es"}),
        ("spravato bcbs of texas", "payer", {"payer:blue-cross-blue-shield-of-texas"}),
        ("cigna or aetna", "payer", {"payer:aetna", "payer:cigna"}),
        ("ketamine for my 16 year old", "ages", {"ages:teens"}),
        ("ketamine for children", "ages", {"ages:children"}),
        ("ketamine for depression wheelchair", "access", {"step_free"}),
        ("ketamine ptsd", "condition", {"ptsd"}),
        ("ketamine at home", "setting", {"home_self"}),
        ("ketamine takes new patients", "access", {"new_patients"}),
        ("ketamine price", "payment", {"price_stated"}),
    ],
)
def test_what_is_understood_is_a_filter(text: str, group: str, codes: set[str]) -> None:
    """Insurers, languages, ages, hours and everything else of the vocabulary are no words."""
    assert asked(text).facets[group] == codes
    assert asked(text).words in {"", "ketamine"}


def test_adults_are_no_filter() -> None:
    """Nearly every clinic treats them, and few say so."""
    assert asked("ketamine age 40").facets == {}


def test_place_without_a_distance_has_the_usual_radius() -> None:
    """A town is a circle around its centre."""
    query = asked("ketamine denver")
    assert isinstance(query.place, Near)
    assert query.place.radius_km == DEFAULT_RADIUS_KM


def test_state_is_a_region_whatever_the_distance() -> None:
    """A state has no centre to measure from."""
    assert asked("ketamine in texas within 10 miles").place == Region(country="US", state="TX")


def test_exact_word_makes_the_general_one_superfluous() -> None:
    """ "Ketamine" beside "lozenges" or a model of therapy asks for no other word."""
    assert asked("ketamine lozenges").words == ""
    assert asked("spravato or ketamine").words == ""
    assert asked("ketamine clinic").words == "ketamine"


def test_misspelt_word_is_asked_as_it_is_meant() -> None:
    """What is searched as words is the word that was meant, not the one typed."""
    assert asked("ketamin denver").words == "ketamine"


def test_question_is_never_too_long() -> None:
    """Words that stand for many pieces are cut at a word's end."""
    assert len(asked("evenings nights weekends " * 20).words) <= 200


def test_clinic_is_found_by_its_name_in_another_town() -> None:
    """ "Denver" in a name is read as a place, and the clinic in Boulder is given apart."""
    found = ask("Denver Ketamine Center")
    assert [hit.clinic.id for hit in found.named] == ["b1"]


def test_part_of_a_name_will_do_if_it_is_its_own() -> None:
    """ "Lime" is the clinic's own word, "ketamine" is not."""
    assert [hit.clinic.id for hit in ask("seattle lime lounge ketamine").named] == []
    assert [hit.clinic.id for hit in ask("lime lounge seattle").named] == ["s1"]
    assert ask("ketamine seattle").named == ()


def test_clinic_without_a_point_is_found_by_its_name() -> None:
    """It is near nothing, and yet it is there."""
    assert [hit.clinic.id for hit in ask("Boise Nowhere Ketamine").named] == ["n1"]


def test_words_answer_where_nothing_is_understood() -> None:
    """The text is searched as it stands."""
    found = ask("harbor")
    assert (ids(found.answer), found.way) == (["d1"], Way.WORDS)


def test_left_over_words_may_be_a_name() -> None:
    """No Lime Lounge near Boulder: the words find the one in Seattle, and it is said how."""
    found = ask("infusion lime lounge")
    assert "s1" in ids(found.answer)


def test_radius_grows_before_words_are_given_up() -> None:
    """Nothing in 50 miles of Boise: the nearest, and how far was looked."""
    found = ask("spravato boise")
    assert ids(found.answer) == ["d1"]
    assert found.way is Way.UNDERSTOOD
    assert found.answer.widened_to_km is not None


def test_words_nobody_holds_are_left_out_and_named() -> None:
    """What was understood is answered without them, and they are told."""
    found = ask("spravato denver zzyzxqwerty")
    assert ids(found.answer) == ["d1"]
    assert (found.way, found.left_out) == (Way.SHORTENED, ("zzyzxqwerty",))


def test_what_nobody_states_is_left_out_and_named() -> None:
    """Nobody prints hours or speaks Navajo: who gives the treatment is found, and it is said."""
    found = ask("spravato denver navajo open now")
    assert ids(found.answer) == ["d1"]
    assert (found.way, found.left_out) == (Way.SHORTENED, ("navajo", "open now"))


def test_a_state_without_any_is_left_for_its_surroundings() -> None:
    """Nobody in Wyoming: the nearest to its middle, and it is said."""
    found = ask("spravato in wyoming")
    assert (ids(found.answer), found.way, found.left_out) == (["d1"], Way.BEYOND, ())
    found = ask("spravato in wyoming navajo")
    assert (ids(found.answer), found.way, found.left_out) == (["d1"], Way.BEYOND, ("navajo",))


def test_the_treatment_is_never_left_out() -> None:
    """Nobody states ketamine under the skin: that is the answer."""
    assert ask("subcutaneous ketamine denver").answer.total == 0


def test_unknown_place_is_never_everywhere() -> None:
    """A place we do not know finds nothing, not everything."""
    found = ask("ketamine near zzyzxq")
    assert found.understood.unknown_place is not None
    assert found.answer.total == 0


def test_a_page_holds_no_more_than_asked() -> None:
    """The search by words that looks for names does not lengthen the page."""
    found = find(understand("invented imaginary ketamine", PLACES, NOW), INDEX, limit=1)
    assert len(found.answer.hits) <= 1
    assert found.query.limit == 1


def test_next_page_is_the_query_s() -> None:
    """The query that is given back finds the same hits."""
    for text in ["ketamine", "spravato denver", "harbor", "spravato boise", "zzyzxq"]:
        found = ask(text)
        assert INDEX.search(found.query).hits == found.answer.hits


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> ClinicIndex:
    """The index of the packaged survey and seed clinics, about 300, as `make run` builds it."""
    folder = tmp_path_factory.mktemp("starter")
    store = f"sqlite:///{folder}/clinics.sqlite"
    for words in (
        ["crawler", "run", "starter", "seeds", "--store", store],
        ["indexer", "build", "--store", store, "--index", f"{folder}/index"],
    ):
        subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True)
    return open_current(folder / "index")


def _clinics(index: ClinicIndex) -> list[Clinic]:
    return [hit.clinic for hit in index.search(Query(limit=1000)).hits]


@pytest.mark.parametrize("wording", ["{name}", "{name} {city} {state}"])
def test_every_clinic_is_found_by_its_name(starter: ClinicIndex, wording: str) -> None:
    """No clinic's name is eaten by what it sounds like: it stands apart or on the first page."""
    missed = []
    for one in _clinics(starter):
        address = one.address
        if "{city}" in wording and not address.city:
            continue
        text = wording.format(name=one.name, city=address.city, state=address.state)
        found = ask(text.lower(), starter)
        shown = [hit.clinic.id for hit in (*found.named, *found.answer.hits)]
        if one.id not in shown:
            missed.append(text)
    assert not missed


def test_understanding_is_never_worse_than_the_words(starter: ClinicIndex) -> None:
    """Where the words of a name find something, so does what was understood of them."""
    for one in _clinics(starter)[::3]:
        words = one.name.split()
        for text in (one.name, " ".join(words[:2]), " ".join(words[-2:]), words[0]):
            found = ask(text, starter)
            by_words = starter.search(replace(as_words(found.understood), limit=1))
            assert bool(by_words.total) <= bool(found.answer.total), text
