"""From public registers to clinics: what each source may make, and what it may only confirm."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from crawler import run
from crawler.listing import Listing
from crawler.record import StoredListing
from crawler.sources import cms_part_b, findtreatment, nppes, openstreetmap
from indexer.directory import Directory, directory
from indexer.places import Places
from tests.crawler.interfaces.errand import NOW
from tests.web.interfaces import billing, element, facility, organisation

SOURCES = {name: spider.source for name, spider in run.spiders().items()}
NPI = "1234567893"
PLACE = {
    "address_purpose": "LOCATION", "country_code": "US", "address_1": "403 INVENTED WAY",
    "city": "ATLANTA", "state": "GA", "postal_code": "30342", "telephone_number": "770-555-0100",
}  # fmt: skip
[REGISTERED] = nppes.places_of(organisation(NPI, "INVENTED KETAMINE LLC", addresses=[PLACE]), NOW)
BILLED = cms_part_b.confirmation(
    cms_part_b.visits_in(billing(NPI, "Invented Ketamine LLC", "G2082")), NOW
)
MAPPED = openstreetmap.place(element(1, "Invented Ketamine"), NOW)
REPORTED = findtreatment.facility(
    facility("Invented Ketamine LLC", "GA", labels="Ketamine Infusion Therapy", zip="30342",
             city="Atlanta", street1="403 Invented Way", phone="770-555-0100",
             latitude=None, longitude=None, website=None),
    NOW,
)  # fmt: skip


@pytest.fixture(scope="module")
def places() -> Places:
    """The packaged table."""
    return Places()


def _directory(listings: Iterable[Listing | None], places: Places) -> Directory:
    stored = [StoredListing(listing=one, first_seen=NOW) for one in listings if one]
    return directory(stored, SOURCES, places, {}, NOW.date())


@pytest.mark.parametrize("listing", [REGISTERED, BILLED, MAPPED], ids=lambda one: one.source)
def test_existing_is_no_statement(listing: Listing, places: Places) -> None:
    """A number, a bill or a name on the map makes no clinic by itself: a person is to look."""
    found = _directory([listing], places)
    assert found.clinics == ()
    assert [one.listing for one in found.unproven] == [listing]


def test_a_label_makes_a_clinic_that_names_its_source(places: Places) -> None:
    """The facility told SAMHSA so, in these words; a page that shows it prints who says so."""
    [clinic] = _directory([REPORTED], places).clinics
    facts = {fact.code: fact.evidence for fact in clinic.facts}
    assert facts["ketamine.iv"].quote == "Ketamine Infusion Therapy"
    assert facts["ketamine.iv"].source == "findtreatment"
    assert "esketamine.nasal" not in facts
    assert [one.attribution for one in clinic.sources] == ["Source: SAMHSA, FindTreatment.gov."]


def test_records_confirm_a_place_that_others_list(places: Places) -> None:
    """The bill joins by its number, adds its statement, and changes neither place nor phone."""
    [clinic] = _directory([REPORTED, REGISTERED, BILLED], places).clinics
    assert {one.source for one in clinic.sources} == {"findtreatment", "nppes", "cms_part_b"}
    by = {fact.code: fact.evidence.source for fact in clinic.facts}
    assert (by["ketamine.iv"], by["esketamine.nasal"]) == ("findtreatment", "cms_part_b")
    assert clinic.address.street.casefold() == "403 invented way"
    assert clinic.phones == ("+17705550100",)


def test_another_number_confirms_nothing(places: Places) -> None:
    """A biller of another number in the same town is another organisation."""
    other = replace(
        BILLED, key="1000000007", name="Other Care", identifiers=(("npi", "1000000007"),)
    )
    [clinic] = _directory([REPORTED, REGISTERED, other], places).clinics
    assert "esketamine.nasal" not in {fact.code for fact in clinic.facts}
