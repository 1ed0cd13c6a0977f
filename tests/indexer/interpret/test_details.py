"""Which insurers, languages, ages and states a clinic names, with the words that name them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Stance
from indexer.interpret.ages import ages_in
from indexer.interpret.details import FINDERS, details_of
from indexer.interpret.languages import languages_in
from indexer.interpret.payers import payer_like, payers_in
from indexer.interpret.prices import prices_of
from indexer.interpret.telehealth import video_states_in

SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://lantern.example/"


def listing(*printed: tuple[str, Where], under: str = "") -> Listing:
    """Return a listing whose page prints these texts, under one heading."""
    passages = tuple(
        Passage(text=text, url=URL, seen_at=SEEN_AT, where=where, under=under)
        for text, where in printed
    )
    return Listing(source="s", key="k", url=URL, seen_at=SEEN_AT, name="Lantern", passages=passages)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("We accept Aetna and Cigna.", ["Aetna", "Cigna"]),
        ("BCBS, UHC and Humana", ["Blue Cross Blue Shield", "UnitedHealthcare", "Humana"]),
        ("Anthem Blue Cross only", ["Anthem"]),
        ("BlueCross BlueShield plans", ["Blue Cross Blue Shield"]),
        ("Blue Cross Blue Shield of Maryland", ["Blue Cross Blue Shield of Maryland"]),
        ("CareFirst BCBS", ["CareFirst"]),
        ("Blue Shield of California", ["Blue Shield of California"]),
        ("United Healthcare / Optum", ["UnitedHealthcare", "Optum"]),
        ("in network with Anthem, Moda and Kaiser", ["Anthem", "Moda Health", "Kaiser Permanente"]),
        ("12 Anthem Village Drive", []),
        ("they sang the national anthem", []),
        ("anywhere in the United States", []),
        ("an oscar-winning film", []),
    ],
)
def test_insurers_are_named_as_we_show_them(sentence: str, names: list[str]) -> None:
    """Every way of writing leads to one name, and a street or a song to none."""
    assert sorted(value.text for value in payers_in(sentence)) == sorted(names)


def test_a_list_of_insurers_may_spell_them_its_own_way() -> None:
    """Nearly a name is that name, in a list of insurers only; a sentence is none."""
    assert payer_like("Premara") == "Premera"
    assert payer_like("Blue Cross PPO") == "Blue Cross Blue Shield"
    assert payer_like("Most plans need a prior authorization before you start") == ""
    listed = listing(("Premara Health", Where.ITEM), under="Insurance we take")
    assert [fact.value for fact in details_of(listed, ())] == ["Premera"]


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Hablamos español", ["es"]),
        ("Our nurse is fluent in Korean and Russian.", ["ko", "ru"]),
        ("Languages: English, Spanish, ASL", ["en", "es", "ase"]),
        ("Spanish-speaking staff", ["es"]),
        ("Care in Haitian Creole on request", ["ht"]),
        ("Spanish Fork, UT", []),
        ("We speak plainly about body language", []),
        ("French doors open to a garden", []),
    ],
)
def test_languages_are_those_said_to_be_spoken(sentence: str, codes: list[str]) -> None:
    """As ISO 639 codes; a town or a door is no language."""
    assert [value.text for value in languages_in(sentence)] == codes


@pytest.mark.parametrize(
    ("sentence", "ages"),
    [
        ("Ages 18 and up", ["18-"]),
        ("We treat adults 18 and older.", ["18-"]),
        ("Patients must be 18 years or older.", ["18-"]),
        ("We see people 16+", ["16-"]),
        ("Adults only", ["18-"]),
        ("Ages 12 to 17", ["12-17"]),
        ("Adults aged 18-75", ["18-75"]),
        ("Adultos de 18 años o más", ["18-"]),
        ("over 20 years of experience", []),
        ("You must be 18 years or older to use this site", []),
        ("Medicare is for people 65 and older", []),
        ("sessions of 40 to 60 minutes", []),
    ],
)
def test_ages_are_those_treated(sentence: str, ages: list[str]) -> None:
    """From and to; years of experience and rules for websites are none."""
    assert [value.text for value in ages_in(sentence)] == ages


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("Telehealth visits are available in Maryland, Virginia and DC.", {"MD", "VA", "DC"}),
        ("We are licensed in MD, VA, and DC.", {"MD", "VA", "DC"}),
        ("Video visits anywhere in Oregon", {"OR"}),
        ("telehealth in West Virginia", {"WV"}),
        ("Bethesda, MD 20814", set()),
        ("Come to our office in Maryland.", set()),
        ("Telehealth is in, OR so we hear", set()),
    ],
)
def test_states_are_those_served_by_video(sentence: str, states: set[str]) -> None:
    """By postal code; an address names none."""
    assert {value.text for value in video_states_in(sentence)} == states


def test_a_detail_is_stated_or_denied_with_its_words() -> None:
    """The sentence decides, as it does for every other fact."""
    told = listing(
        ("We accept Aetna. We do not accept Humana.", Where.BODY), ("Ages 18 and up.", Where.BODY)
    )
    found = {(fact.code, fact.value): fact for fact in details_of(told, prices_of(told))}
    assert found["payer", "Aetna"].stance is Stance.STATED
    assert found["payer", "Humana"].stance is Stance.STATED_NOT
    assert found["ages", "18-"].evidence.quote == "Ages 18 and up."


@given(st.text(max_size=200))
def test_any_text_is_survived_and_spans_hold(text: str) -> None:
    """Each value stands where it is said to stand."""
    for find in FINDERS.values():
        for value in find(text):
            assert 0 <= value.start < value.end <= len(text)
