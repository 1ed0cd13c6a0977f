"""Which interface is asked what: the hosts of the fixture web, and one run for each case."""

from typing import Any

from tests.crawler.interfaces.errand import Case
from tests.web import interfaces as web
from tests.web.hosts import Busy
from tests.web.interfaces import HOSTILE, Interface, billing, element, facility, organisation
from tests.web.server import Host

TAP = "Cognitive behavioral therapy; Ketamine Infusion Therapy; Transcranial Magnetic Stimulation"
FACILITIES = [
    facility("Harbor Light Behavioral", "MD", labels=TAP, name2="Outpatient Clinic",
             street2="Suite 4", intake1="410-555-0101 x2", frid="abc123"),
    facility("No Such Service", "MD", labels="Group therapy", street1="1 Other St"),
    facility("Ketamine Wellness by Name", "MD", street1="2 Other St"),
    facility("Caf\ufffd &amp; Sons", "MD", labels="KETAMINE infusion therapy", street1="3 Other St",
             latitude=39.3, longitude=-76.6, zip=21201, phone=4105550102),
    facility("Elsewhere Ketamine", "VA", labels=TAP, street1="4 Other St"),
]  # fmt: skip
del FACILITIES[3]["typeFacility"]
FACILITIES[3]["type_facility"] = "MH"


def many_facilities(count: int, name: str) -> list[Any]:
    """Return facilities that have nothing in common but what they give."""
    return [
        facility(
            f"{name} {n}", "MD", labels=TAP, street1=f"{n} Invented St",
            latitude=f"39.{n:02}", phone=f"410-555-01{n:02}",
        )
        for n in range(count)
    ]  # fmt: skip


def many_elements(count: int) -> list[Any]:
    """Return places that have nothing in common but where they are told."""
    found = []
    for n in range(count):
        row = element(n, f"Ketamine {n}", lat=40 + n / 100)
        own = {"phone": f"+1-303-555-01{n:02}", "addr:state": ("CO", "UT")[n % 2]}
        found.append(row | {"tags": row["tags"] | own})
    return found


MISSHAPEN_FACILITIES: list[Any] = [
    *many_facilities(20, "Sound"),
    facility("", "MD", labels=TAP),
    facility("x", "MD", labels=TAP, name1=["a", "list"]),
]
HALF_BAD: list[Any] = [
    facility("Sound", "MD", labels=TAP),
    facility("Off the Earth", "MD", labels=TAP, latitude="139.2950"),
]
MANY_FACILITIES = many_facilities(30, "Ketamine")
ORGANISATIONS = [
    organisation("1234567893", "KETAMINE CENTER OF INVENTION LLC"),
    organisation(1000000001, "KETAMINE UNDER A TRADE NAME INC",
                 other_names=[{"type": "Doing Business As", "code": "3",
                               "organization_name": "QUIET HARBOR"}]),
    organisation("1000000002", "INFUSION OF SEVERAL PLACES", practiceLocations=[
        {"country_code": "US", "address_1": "5505 INVENTED RD STE 350B", "city": "ATLANTA",
         "state": "GA", "postal_code": "30342", "telephone_number": "770-555-0101"},
        {"country_code": "MX", "address_1": "1 AVENIDA", "city": "TIJUANA", "state": "BC"},
    ]),
    organisation("1000000003", "KETAMINE INACTIVE", basic={
        "organization_name": "KETAMINE INACTIVE", "status": "D"}),
    organisation("1000000004", "SPRAVATO BY OTHER NAMES", other_names=[
        {"code": "5", "organization_name": "KETAMINE FORMER NAME"}]),
]  # fmt: skip
PERSON = organisation("1000000009", "KETAMINE PERSON", enumeration_type="NPI-1")


def many_organisations(count: int, zips: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return organisations that share a few ZIP codes."""
    found = []
    for n in range(count):
        postcode = zips[n % len(zips)]
        place = {"address_purpose": "LOCATION", "country_code": "US", "address_1": f"{n} ST",
                 "city": "ATLANTA", "state": "GA", "postal_code": postcode}  # fmt: skip
        found.append(organisation(f"{2_000_000_000 + n}", f"INFUSION {n}", addresses=[place]))
    return found


ELEMENTS: list[Any] = [
    element(1, "Boulder Ketamine Clinic"),
    element(2, "Way Ketamine", kind="way"),
    element(3, "Relation SPRAVATO Center", kind="relation"),
    element(4, "Kétamine? No: Invented Clinic"),
    element(5, "Ketamine of Denver", tags={
        "healthcare": "clinic", "name": "Ketamine of Denver", "addr:city": "Denver",
        "contact:phone": "+1-303-555-0101; +1-303-555-0102", "contact:email": "hi@invented.example",
        "contact:website": "https://two.example", "addr:street": "Invented Ave",
        "addr:housenumber": "7", "addr:unit": "B", "addr:state": "CO"}),
    element(1, "Boulder Ketamine Clinic"),
]  # fmt: skip
BAD_ELEMENTS: list[Any] = [
    *many_elements(20),
    {"type": "way", "id": 99, "tags": {"name": "Ketamine without a center"}},
]
BILLINGS = [
    billing("1234567893", "Invented Psychiatry LLC", "G2082"),
    billing("1234567893", "Invented Psychiatry LLC", "G2082", Place_Of_Srvc="F"),
    billing("1234567893", "Invented Psychiatry LLC", "G2083", Rndrng_Prvdr_Zip5=30342),
    billing("1000000005", "Personson", "G2082", entity="I", Rndrng_Prvdr_First_Name="Pat"),
    billing("1000000006", "Doe", "G2082", Rndrng_Prvdr_First_Name="Jane"),
    billing("1000000007", "Maryland Invented Care", "G2083", Rndrng_Prvdr_State_Abrvtn="MD"),
    billing("1000000008", "Invented Office", "99213"),
]
HOSTS: dict[str, Host] = {
    "ft.example": Interface(web.FindTreatment(FACILITIES)),
    "ftpages.example": Interface(web.FindTreatment(MANY_FACILITIES, page_size=10)),
    "ftodd.example": Interface(web.FindTreatment(MISSHAPEN_FACILITIES)),
    "fthalf.example": Interface(web.FindTreatment(HALF_BAD)),
    "ftdefault.example": Interface(web.default_answer),
    "ftshort.example": Interface(web.short_of_rows),
    "ftendless.example": Interface(web.endless_pages),
    "ftnone.example": Interface(web.no_facilities),
    "ftstuck.example": Interface(web.stuck_page),
    "npi.example": Interface(web.Nppes(ORGANISATIONS)),
    "npimany.example": Interface(web.Nppes(many_organisations(1_250, ("303421985", "31401")))),
    "npifull.example": Interface(web.Nppes(many_organisations(1_250, ("303421985",)))),
    "npirefuses.example": Interface(web.nppes_refuses),
    "npicounts.example": Interface(web.nppes_miscounts),
    "npiperson.example": Interface(lambda _: {"result_count": 1, "results": [PERSON]}),
    "osm.example": Interface(web.Overpass(ELEMENTS)),
    "osmtired.example": Interface(web.Overpass(ELEMENTS, patience=False)),
    "osmremark.example": Interface(web.always_a_remark),
    "osmlicence.example": Interface(web.Overpass(ELEMENTS, copyright="All rights reserved.")),
    "osmold.example": Interface(web.Overpass(ELEMENTS, as_of="2026-06-01T00:00:00Z")),
    "osmodd.example": Interface(web.Overpass(BAD_ELEMENTS)),
    "cms.example": Interface(web.PartB(BILLINGS)),
    "cmsall.example": Interface(web.PartB(BILLINGS, heeds_filters=False)),
    "cmserror.example": Interface(lambda _: {"message": "Dataset not found"}),
    "busyapi.example": Busy(retry_after="90000", refusals=99),
    **HOSTILE,
}
SOURCES = ("findtreatment", "nppes", "openstreetmap", "cms_part_b")
CASES = {
    "ft": Case(source="findtreatment", host="ft.example"),
    "ft MD": Case(source="findtreatment", host="ft.example", states=("MD",)),
    "ft pages": Case(source="findtreatment", host="ftpages.example", states=("MD",)),
    "ft limit": Case(source="findtreatment", host="ftpages.example", limit=3),
    "ft odd": Case(source="findtreatment", host="ftodd.example", states=("MD",)),
    "ft half": Case(source="findtreatment", host="fthalf.example", states=("MD",)),
    "ft default": Case(source="findtreatment", host="ftdefault.example", states=("MD",)),
    "ft short": Case(source="findtreatment", host="ftshort.example", states=("MD",)),
    "ft endless": Case(source="findtreatment", host="ftendless.example", states=("MD",)),
    "ft none": Case(source="findtreatment", host="ftnone.example", states=("MD",)),
    "ft stuck": Case(source="findtreatment", host="ftstuck.example", states=("MD",)),
    "npi": Case(source="nppes", host="npi.example"),
    "npi GA": Case(source="nppes", host="npi.example", states=("GA",)),
    "npi many": Case(source="nppes", host="npimany.example", states=("GA",)),
    "npi full": Case(source="nppes", host="npifull.example", states=("GA",)),
    "npi refuses": Case(source="nppes", host="npirefuses.example"),
    "npi counts": Case(source="nppes", host="npicounts.example"),
    "npi person": Case(source="nppes", host="npiperson.example"),
    "osm": Case(source="openstreetmap", host="osm.example"),
    "osm CO": Case(source="openstreetmap", host="osm.example", states=("CO",)),
    "osm tired": Case(source="openstreetmap", host="osmtired.example"),
    "osm remark": Case(source="openstreetmap", host="osmremark.example"),
    "osm licence": Case(source="openstreetmap", host="osmlicence.example"),
    "osm old": Case(source="openstreetmap", host="osmold.example"),
    "osm odd": Case(source="openstreetmap", host="osmodd.example"),
    "cms": Case(source="cms_part_b", host="cms.example"),
    "cms MD": Case(source="cms_part_b", host="cms.example", states=("MD",)),
    "cms all": Case(source="cms_part_b", host="cmsall.example"),
    "cms error": Case(source="cms_part_b", host="cmserror.example"),
    "busy": Case(source="cms_part_b", host="busyapi.example"),
    **{
        host: Case(source=SOURCES[number % len(SOURCES)], host=host)
        for number, host in enumerate(HOSTILE)
    },
}
