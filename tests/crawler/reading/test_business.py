"""What pages declare for machines is read as declared, and no more than that."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.business import Business, businesses_in
from crawler.reading.markup import tree_of


def _read(*blocks: str) -> tuple[Business, ...]:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return businesses_in(tree_of(f"<html><head>{scripts}</head></html>"))


def _clinic(**more: Any) -> dict[str, Any]:
    return {"@type": "MedicalClinic", "name": "Alderlight"} | more


@pytest.mark.parametrize(
    "block",
    [
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, _clinic()]},
        [[_clinic()]],
        {"@type": "WebPage", "about": _clinic()},
        _clinic(**{"@type": ["Thing", "MedicalBusiness"]}),
        _clinic(**{"@type": "https://schema.org/Hospital"}),
        _clinic(**{"@type": "schema:LocalBusiness"}),
    ],
    ids=["graph", "lists", "nested", "many types", "full address", "prefix"],
)
def test_a_business_is_found_wherever_it_is_wrapped(block: Any) -> None:
    """Graphs, lists, other objects and every way to write a type."""
    assert [business.name for business in _read(json.dumps(block))] == ["Alderlight"]


def test_a_broken_block_does_not_hide_the_next() -> None:
    """No JSON, empty and foreign blocks are skipped; trailing commas and comments are forgiven."""
    sound = '<!-- {"@type": "MedicalClinic", "name": "Alder\nlight",} -->'
    found = _read("{nonsense", "", '"text"', "[" * 50_000, "null", sound)
    assert [business.name for business in found] == ["Alder\nlight"]


def test_the_parts_of_an_address_become_lines() -> None:
    """Street, town with region and code, and the country's code."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": "1600 Invented Street,\nSuite 400",
        "addressLocality": "Denver",
        "addressRegion": "CO",
        "postalCode": 80202,
        "addressCountry": {"@type": "Country", "name": "United States"},
    }
    (business,) = _read(json.dumps(_clinic(address=address)))
    assert business.address == ("1600 Invented Street", "Suite 400", "Denver, CO 80202")
    assert business.country == "US"


def test_an_address_may_stand_elsewhere_in_the_block() -> None:
    """A reference by id is followed, and a plain text is taken as it is."""
    graph = {
        "@graph": [
            _clinic(address={"@id": "#a"}),
            {"@id": "#a", "@type": "PostalAddress", "streetAddress": "1 Invented St"},
        ]
    }
    assert _read(json.dumps(graph))[0].address == ("1 Invented St",)
    assert _read(json.dumps(_clinic(address="1 Invented St")))[0].address == ("1 Invented St",)


@pytest.mark.parametrize(
    ("geo", "point"),
    [
        ({"latitude": "39.75", "longitude": "-104.99"}, (39.75, -104.99)),
        ({"latitude": 39.75, "longitude": -104.99}, (39.75, -104.99)),
        ({"latitude": 0, "longitude": 0}, None),
        ({"latitude": "NaN", "longitude": "1"}, None),
        ({"latitude": 139, "longitude": 1}, None),
        ({"latitude": [1], "longitude": {}}, None),
        ({}, None),
        ("39,-104", None),
    ],
)
def test_a_point_is_taken_only_if_it_is_one(geo: Any, point: tuple[float, float] | None) -> None:
    """Numbers in text are numbers; zeros, nonsense and places off the Earth are none."""
    assert _read(json.dumps(_clinic(geo=geo)))[0].point == point


def test_what_a_business_gives_is_told_in_its_words() -> None:
    """Description, services and catalogues, each text by itself; reviews are other people's."""
    block = _clinic(
        description="We give <b>IV ketamine</b> &amp; Spravato.",
        availableService=[{"name": "KAP", "description": "With a therapist."}, "Lozenges"],
        hasOfferCatalog={"itemListElement": [{"itemOffered": {"name": "IM ketamine"}}]},
        medicalSpecialty="https://schema.org/Psychiatric",
        review={"@type": "Review", "reviewBody": "They gave me Spravato", "name": "Spravato"},
    )
    (business,) = _read(json.dumps(block))
    assert business.words == (
        "We give IV ketamine & Spravato.",
        "KAP",
        "With a therapist.",
        "Lozenges",
        "IM ketamine",
        "Psychiatric",
    )


def test_a_person_is_not_a_place() -> None:
    """A physician's node named as a person gives no name; as a practice it does."""
    assert _read(json.dumps({"@type": "Physician", "name": "Invented Person, MD"})) == ()
    assert _read(json.dumps({"@type": "Physician", "name": "Dr. Invented Person"})) == ()
    assert _read(json.dumps({"@type": "Physician", "name": "Mossgate Practice"}))[0].name


def test_markup_in_a_value_is_taken_out() -> None:
    """A script in a name is not part of the name."""
    block = json.dumps(_clinic(name="<script>alert(1)</script>Ravelin\u202e"))
    (business,) = _read(block.replace("</", "<\\/"))
    assert business.name == "Ravelin"


KEYS = ["@type", "@id", "@graph", "name", "address", "streetAddress", "geo", "latitude"]
KEYS += ["telephone", "openingHours", "availableService", "location", "email", "description"]
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner | st.sampled_from(["MedicalClinic", "#a", "WebSite"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(_values)
def test_no_block_breaks_the_reader(value: Any) -> None:
    """Any JSON under our keys gives businesses or none, each with a name or an address."""
    text = json.dumps(value).replace("</", "<\\/")
    assert all(business.name or business.address for business in _read(text))
