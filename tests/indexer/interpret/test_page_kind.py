"""Pages that are no clinic's are told by their words; a clinic's page stays one."""

from datetime import UTC, datetime

import pytest

from crawler.listing import Listing, Passage, Where
from indexer.interpret.page_kind import CLINIC, VOUCHED, kind_of

SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://lantern.example/"


def listing(title: str, *texts: str) -> Listing:
    """Return a listing of one page with a title and these paragraphs."""
    printed = [(title, Where.TITLE), *((text, Where.BODY) for text in texts)]
    passages = tuple(
        Passage(text=text, url=URL, seen_at=SEEN_AT, where=where) for text, where in printed
    )
    return Listing(source="s", key="k", url=URL, seen_at=SEEN_AT, name="", passages=passages)


PAGES = [
    ("content_farm", "The 12 Best Ketamine Clinics", "We may earn a commission from links."),
    ("illicit_seller", "Buy ketamine online", "No prescription needed. Pay in Bitcoin."),
    (
        "news",
        "Clinic opens downtown",
        "DENVER, CO, Jan. 5, 2026 (Newswire) - Fern today announced a plan.",
    ),
    (
        "compounding_pharmacy",
        "Fern Apothecary",
        "Our pharmacists compound troches. PCAB accredited.",
    ),
    ("billing_firm", "Spravato billing services", "Our billers submit claims for your practice."),
    (
        "cv",
        "Curriculum vitae",
        "2011-2015 nurse. 2015-2019 nurse. 2019-present nurse, infusion center.",
    ),
    (
        "directory",
        "Ketamine clinics in Ohio",
        "Showing 1-20 of 44. Claim this listing. Add your clinic.",
    ),
    (
        "information",
        "Ketamine fact sheet",
        "We are a nonprofit. We do not provide treatment. Donate.",
    ),
    (
        "closed",
        "Fern Ketamine",
        "Our clinic has closed for good. Our last day was May 1. Thank you to all.",
    ),
    (
        "rehab",
        "Ketamine addiction treatment",
        "Medical detox and residential care. Admissions day and night.",
    ),
    (
        "veterinary",
        "Fern Animal Hospital",
        "Our veterinarians give your dog a ketamine infusion after surgery.",
    ),
    ("tms_only", "Fern TMS Center", "TMS is all we do. We do not offer ketamine."),
    ("tms_only", "Fern TMS | Spravato (coming soon)", "TMS takes thirty-six sessions."),
    ("tms_only", "Fern", "We give deep TMS and nothing else."),
    (
        "journal",
        "Ketamine in adults: a randomised trial",
        "Abstract. ISSN 0000-0000. doi:10.0000/x",
    ),
]
CLINICS = [
    ("Fern Ketamine", "We offer IV ketamine. Our lozenges are made by a compounding pharmacy."),
    ("Fern Psychiatry", "We offer TMS and Spravato at our office. We do not offer IV ketamine."),
    ("Fern Ketamine", "We give infusions. Closed on Sundays and public holidays."),
    ("Fern Ketamine", "We treat alcohol use disorder with ketamine infusions at our clinic."),
    ("Fern Ketamine | Billing", "We offer infusions. Billing: you pay us, we give a superbill."),
    ("Fern Ketamine", "Ketamine is used in veterinary medicine too. We give it by vein here."),
    (
        "Fern Ketamine",
        "We give infusions. Our Vienna location has closed; we have moved to Reston.",
    ),
    ("Fern Ketamine", "We offer infusions. This site is for informational purposes only."),
    ("Fern Health Alliance", "We are a nonprofit. Donate. Our psychiatrists accept Medicaid."),
    ("Fern Ketamine Clinics | Find a clinic", "Infusions at each of four places."),
    ("Fern Headache", "Insurance billing. Ask for Oona, practice manager."),
    ("Fern TMS & Ketamine | Spravato coming soon", "We give TMS and ketamine infusions here."),
    ("Fern Counseling", "I see people for anxiety. I do not offer ketamine."),
    ("Fern Ketamine", "As seen in the Daily Herald. We give infusions. Join our newsletter."),
]


@pytest.mark.parametrize(("kind", "title", "text"), PAGES, ids=[kind for kind, _, _ in PAGES])
def test_other_pages_are_told_by_kind_with_the_words(kind: str, title: str, text: str) -> None:
    """Each kind is refused by name, with a reason and a line of the page."""
    found = kind_of(listing(title, text))
    assert found.kind == kind
    assert not found.is_clinic
    assert found.quote in (title, text)
    assert found.reason
    assert found.url == URL


@pytest.mark.parametrize(("title", "text"), CLINICS)
def test_a_clinic_that_mentions_such_things_stays_a_clinic(title: str, text: str) -> None:
    """A word of another trade makes no other trade."""
    assert kind_of(listing(title, text)).kind == CLINIC


def test_a_page_that_says_little_is_taken_for_a_clinics() -> None:
    """Refusal needs signs; whether a treatment is stated is another question."""
    assert kind_of(listing("")).kind == CLINIC


def test_what_a_person_vouches_for_is_a_clinic() -> None:
    """A survey's or a document's listing is never refused."""
    assert VOUCHED.is_clinic
