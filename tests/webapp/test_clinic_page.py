"""The clinic page shows all that is known, each with its basis, and says where words are unsure."""

import json
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.clinic import Address, Clinic, Point, Precision, Price, Provenance, Stance
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic as other
from tests.webapp import rich, world
from tests.webapp.reading import links, names, text
from tests.webapp.test_hostile import assert_harmless

ADDRESS = "/c/harbor01/harbor-calm-clinic"
SHOWN = {
    "name": "Harbor Calm Clinic",
    "address": "1 Nowhere Street",
    "point": "it stands at its street",
    "time_zone": "on the clock in New York",
    "phones": "(202) 555-0101",
    "emails": "desk@harbor.example",
    "website": "harbor.example",
    "hours": "Mon–Fri 9–17",
    "weekly": "1:00 PM to 8:00 PM",
    "facts": "We give ketamine by IV infusion in a quiet room.",
    "prices": "$2,400 to $2,700 for a package of 6 treatments",
    "sources": "Lists it as “Harbor Calm”.",
    "first_seen": "First listed here March 1, 2026",
    "last_seen": "last seen November 2, 2026",
    "changed_at": "page last changed September 9, 2026",
    "dates": "Unchanged since September 9, 2026",
}
"""Field of a clinic -> how it is seen on its page."""
UNSHOWN = {
    "id": "stands in the page's address",
    "slug": "stands in the page's address",
    "passages": "is there to be searched; what matters of it is quoted",
    "status": "a closed clinic has another page",
    "closing": "a closed clinic has another page",
}
"""Field of a clinic -> why its page does not print it."""
SOURCE_SHOWN = {
    "title": "Survey of clinic websites",
    "kind": "not yet re-checked",
    "url": "meadow.example",
    "name": "“Harbor Calm”",
    "seen_on": "seen November 2026",
    "month_only": "seen November 2026",
    "address": "2 Elsewhere Road, Anytown, MD",
    "phones": "(202) 555-0199",
    "website": "old.example",
    "missing_since": "Since November 10, 2026 this source no longer lists it.",
    "attribution": "Credit of the site",
}
SOURCE_UNSHOWN = {"source": "its title is shown", "key": "the source's own number for it"}


def page(clinic: Clinic = rich.RICH, *others: Clinic) -> BeautifulSoup:
    """Return the page of a clinic, parsed."""
    return BeautifulSoup(html(clinic, *others), "lxml")


@lru_cache(maxsize=4)
def html(clinic: Clinic, *others: Clinic) -> bytes:
    """Return the page of a clinic, made once for tests in a row."""
    response = world.app(MemoryIndex([clinic, *others])).test_client().get(ADDRESS)
    assert response.status_code == 200
    return response.data


def seen(tag: BeautifulSoup | Tag | None) -> str:
    """Return what is read, with plain spaces and none before a stop."""
    return text(tag).replace("\u202f", " ").replace(" .", ".").replace(" ,", ",")


def card(found: BeautifulSoup, heading: str) -> Tag:
    """Return the one card with this heading."""
    (only,) = [
        block for block in found.select(".fact") if any(seen(h) == heading for h in block("h3"))
    ]
    return only


@pytest.mark.parametrize("field", [field.name for field in fields(Clinic)])
def test_every_field_is_shown_or_has_a_reason_not_to_be(field: str) -> None:
    """A field that a clinic gets one day must be shown, or named here."""
    if field in UNSHOWN:
        assert field not in SHOWN
        return
    assert SHOWN[field] in seen(page().main)


@pytest.mark.parametrize("field", [field.name for field in fields(Provenance)])
def test_every_field_of_a_source_is_shown_or_has_a_reason_not_to_be(field: str) -> None:
    """Where each value comes from, also the ones that were not chosen."""
    if field in SOURCE_UNSHOWN:
        return
    assert SOURCE_SHOWN[field] in seen(page().select_one(".origins"))


def test_what_only_serves_to_search_is_not_printed() -> None:
    """Passages are not quotes."""
    assert "only searched" not in str(page())


def test_values_of_one_sentence_stand_together() -> None:
    """Three insurers in one sentence are one card, in the visitor's words."""
    found = page()
    insurers = card(found, "Named insurers: Aetna, Cigna, Humana")
    assert len(insurers.select("blockquote")) == 1
    assert card(found, "Languages stated: Mandarin, Spanish")
    assert card(found, "Ages stated: 12 to 17")
    assert card(found, "Ages stated: 18 and older")
    assert card(found, "States served by video: TX")


def test_one_value_denied_is_no_contradiction_of_another() -> None:
    """In network with one insurer and not with another: both stand, neither is doubted."""
    found = page()
    denied = card(found, "Named insurers: Kaiser stated as not given")
    assert not denied.select(".contradiction")
    both = rich.valued("payer", "Aetna is out of network.", "Aetna", Stance.STATED_NOT)
    doubted = page(rich.clinic(facts=(*rich.RICH.facts, both)))
    assert card(doubted, "Named insurers: Aetna").select(".contradiction")


def test_what_no_sentence_says_is_told_with_reserve() -> None:
    """In its card and in the short list at the top; machines are not told it at all."""
    found = page()
    reserve = "Suggested by its website as a whole, not said in one sentence"
    assert reserve in seen(card(found, "Therapist in the room"))
    assert f"{reserve}: Therapist in the room" in seen(found.select_one(".top"))
    assert "Therapist in the room" not in json.dumps(linked(found))


def test_prices_are_the_clinics_claim_with_words_and_day() -> None:
    """Single treatments first; prices out of one sentence share it."""
    (prices,) = page().select("section[aria-labelledby=prices]")
    assert "The clinic’s own claim on the day it was read." in seen(prices)
    assert [seen(h) for h in prices("h3")] == [
        "$450 for one infusion",
        "$2,400 to $2,700 for a package of 6 treatments",
    ]
    assert len(prices.select("blockquote")) == 1
    assert "seen November 2, 2026" in seen(prices)


@pytest.mark.parametrize(
    ("price", "told"),
    [
        (rich.price(99.5, "month"), "$99.50 for a month"),
        (rich.price(150, "consultation"), "$150 for a consultation"),
        (rich.price(2000, "package"), "$2,000 for a package"),
        (rich.price(300, "lozenge"), "$300"),
        (replace(rich.price(400, "session"), currency="CAD"), "CA$400 for one session"),
    ],
)
def test_each_kind_of_price_has_its_words(price: Price, told: str) -> None:
    """Also in another currency, and for a unit that we have no words for."""
    (prices,) = page(rich.clinic(prices=(price,))).select("section[aria-labelledby=prices]")
    assert seen(prices.h3) == told


def test_hours_that_are_not_certain_are_shown_as_printed() -> None:
    """No table, no "open now"; the words, and that we cannot tell."""
    hours = page(rich.clinic(weekly="")).select_one(".hours")
    assert "We cannot tell its week from these words for certain." in seen(hours)
    assert "Mon–Fri 9–17" in seen(hours)
    assert hours is not None
    assert not hours.select("table, .now")


def test_certain_hours_know_no_holidays_and_say_so() -> None:
    """The table names the clock, and keeps the words as printed beside it."""
    hours = page().select_one(".hours")
    assert "These hours know no holidays" in seen(hours)
    assert "Closed now. Opens tomorrow at 9:00 AM" in seen(hours)  # a Sunday
    assert hours is not None
    assert len(hours.select("tr")) == 7
    assert seen(hours.select_one(".today")) == "Sunday (today) Closed"


def test_directions_lead_to_named_sites_and_nothing_is_embedded() -> None:
    """Each link says where it leads; the phone's own app by a plain address."""
    ways = page().select_one(".ways")
    assert ways is not None
    assert links(ways) == {
        "Google Maps": "https://www.google.com/maps/dir/?api=1"
        "&destination=1%20Nowhere%20Street%2C%20Anytown%2C%20MD%2020814",
        "Apple Maps": "https://maps.apple.com/"
        "?daddr=1%20Nowhere%20Street%2C%20Anytown%2C%20MD%2020814",
        "OpenStreetMap": "https://www.openstreetmap.org/directions?to=39.01000%2C-77.10000",
        "your phone’s map app": "geo:39.01000,-77.10000",
    }


@pytest.mark.parametrize("precision", [Precision.CITY, Precision.ZIP])
def test_nobody_is_led_to_the_center_of_a_town(precision: Precision) -> None:
    """Without a street there are no directions; with one, never by the town's point."""
    point = Point(lat=39.0, lon=-77.0, precision=precision)
    town = Address(raw=("Anytown, MD",), city="Anytown", state="MD", country="US")
    assert not page(rich.clinic(point=point, address=town)).select(".ways")
    led = page(rich.clinic(point=point)).select_one(".ways")
    assert led is not None
    assert all("39.0" not in url and not url.startswith("geo:") for url in links(led).values())


def test_the_nearest_others_are_told_with_distances() -> None:
    """Five at most, not itself, the nearest first."""
    near = [other(id=f"near{n}", name=f"Near {n}", at=(39.02 + n / 100, -77.1)) for n in range(7)]
    found = page(rich.RICH, *near)
    listed = [text(item.a) for item in found.select(".near li")]
    assert listed == ["Near 0", "Near 1", "Near 2", "Near 3", "Near 4"]
    assert "about 1 mile" in text(found.select_one(".near li"))
    assert not page(rich.clinic(point=None), *near).select(".near")


def test_questions_follow_from_what_is_not_stated() -> None:
    """What is said either way, or answered by its counterpart, is no question."""
    asked = {text(item) for item in page().select(".checklist li")}
    assert {"Oxygen level watched", "Medicare", "A way in without stairs"} <= asked
    assert "Blood pressure watched" not in asked  # stated
    assert "Ketamine by injection into a muscle" not in asked  # denied
    assert not any("insurers" in question for question in asked)  # named
    full = rich.clinic(facts=(world.stated("new_patients_closed", "We are full.", world.SITE),))
    assert not any("new patients" in text(item) for item in page(full).select(".checklist li"))


def test_the_sheet_for_the_clinic_is_on_paper_only() -> None:
    """Blank lines to fill in by hand, and no field to type into."""
    found = page()
    sheet = found.select_one(".sheet")
    assert [text(line) for line in sheet.select(".line")] == [
        "Name",
        "Date of birth",
        "Phone",
        "Referred by",
        "Date",
    ]
    assert not found.select("main input, main form, main textarea")
    assert "Printed November 22, 2026 from http://localhost/c/" in text(
        found.select_one(".printed")
    )


def linked(found: BeautifulSoup) -> list[dict[str, Any]]:
    """Return the page's data for machines."""
    return [json.loads(tag.get_text()) for tag in found.select("script[type*='ld+json']")]


def test_machines_are_told_what_the_clinic_states() -> None:
    """As schema.org has it; nothing denied, doubted, rated or merely suggested."""
    clinic, trail = linked(page())
    assert clinic["@type"] == "MedicalClinic"
    assert clinic["name"] == "Harbor Calm Clinic"
    assert clinic["telephone"] == ["+12025550101"]
    assert clinic["address"]["postalCode"] == "20814"
    assert clinic["geo"]["latitude"] == 39.01
    assert clinic["dateModified"] == "2026-09-09"
    assert [service["name"] for service in clinic["availableService"]] == [
        "Ketamine by IV infusion",
        "Ketamine by mouth (lozenge or tablet)",
        "Ketamine with psychotherapy (KAP)",
    ]
    friday = [h for h in clinic["openingHoursSpecification"] if h["dayOfWeek"].endswith("Friday")]
    assert [(hours["opens"], hours["closes"]) for hours in friday] == [("13:00", "20:00")]
    assert not any(h["dayOfWeek"].endswith("Saturday") for h in clinic["openingHoursSpecification"])
    assert "isAcceptingNewPatients" not in clinic
    assert "aggregateRating" not in clinic
    assert [item["name"] for item in trail["itemListElement"]] == [
        "All places",
        "United States",
        "Maryland",
        "Anytown",
    ]


@pytest.mark.parametrize(
    ("codes", "accepting"),
    [
        (["new_patients"], True),
        (["new_patients_closed"], False),
        (["new_patients", "new_patients_closed"], None),
        ([], None),
    ],
)
def test_new_patients_are_told_only_if_stated(codes: list[str], accepting: bool | None) -> None:
    """Both at once say nothing."""
    facts = tuple(world.stated(code, "New patients", world.SITE) for code in codes)
    clinic, _ = linked(page(rich.clinic(facts=facts)))
    assert clinic.get("isAcceptingNewPatients") is accepting


def test_a_towns_center_is_no_place_of_a_clinic() -> None:
    """Machines are not told a point that nobody stated."""
    point = Point(lat=39.0, lon=-77.0, precision=Precision.CITY)
    assert "geo" not in linked(page(rich.clinic(point=point)))[0]


def test_a_card_for_messages_holds_the_pages_own_address() -> None:
    """Title, description and where it stands."""
    found = page()
    told = {tag["property"]: tag["content"] for tag in found.select("meta[property]")}
    assert told["og:title"] == "Harbor Calm Clinic"
    assert told["og:url"] == f"http://localhost{ADDRESS}"
    assert "Ketamine by IV infusion" in told["og:description"]
    assert found.title is not None
    assert found.title.get_text() == "Harbor Calm Clinic, Anytown, MD – Ketamine clinic finder"


MARKS = st.sampled_from(
    ["</script>", "<!--", "]]>", "&", "\u2028", "\u2029", "'", '"', "\\", "{{7*7}}", "%(x)s"]
)
HOSTILE = st.lists(MARKS | st.text(max_size=10), min_size=1, max_size=5).map("".join)


@given(HOSTILE)
@settings(deadline=None, max_examples=25)
def test_hostile_text_in_any_field_stays_text(said: str) -> None:
    """No new element, and the data for machines parse back equal."""
    source = replace(rich.SITE, title=said, url=said, name=said, address=(said,), website=said)
    facts = (
        world.stated("ketamine.iv", said, source),
        replace(world.stated("payer", said, source), value=said),
        replace(world.stated("ages", said, source), value=said),
    )
    clinic = rich.clinic(
        name=said,
        address=Address(raw=(said, said), street=said, city=said, state=said, country=said),
        phones=(said,),
        emails=(said,),
        website=said,
        hours=(said,),
        weekly=said,
        time_zone=said,
        facts=facts,
        prices=(replace(rich.price(1, said), currency="USD"),),
        sources=(source, replace(rich.SURVEY, name=said, title=said)),
    )
    found = page(clinic)
    assert linked(found)[0].get("name", "") == said
    assert_harmless(found)
    assert names(found) == []
