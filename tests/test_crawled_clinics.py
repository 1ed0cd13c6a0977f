"""From clinics' own pages over HTTP to what the index says of them."""

from datetime import date

import pytest

from crawler.sources.clinic_sites import ClinicSitesSpider
from crawler.store import StoredListing
from indexer.clinic import Clinic, Stance
from indexer.directory import Directory, directory
from indexer.places import Places
from tests.web.crawl import NOW, crawl
from tests.web.hosts import all_hosts
from tests.web.server import FixtureWeb

IV, IM, SPRAVATO = "ketamine.iv", "ketamine.im", "esketamine.nasal"


@pytest.fixture(scope="module")
def found() -> Directory:
    """The clinics of the whole fixture web, good hosts and bad."""
    source = ClinicSitesSpider.source
    with FixtureWeb(all_hosts()) as web:
        listings = crawl(web.port, web.hosts).listings
    stored = [StoredListing(listing=listing, first_seen=NOW) for listing in listings]
    return directory(stored, {source.name: source}, Places(), {}, date(2026, 11, 22))


def _at(found: Directory, host: str, city: str = "") -> Clinic:
    (clinic,) = [
        c for c in found.clinics if f"//{host}" in c.website and city in ("", c.address.city)
    ]
    return clinic


def _treatments(clinic: Clinic, stance: Stance = Stance.STATED) -> set[str]:
    prefixes = ("ketamine", "esketamine", "kap")
    return {f.code for f in clinic.facts if f.stance is stance and f.code.startswith(prefixes)}


def test_structured_data_states_what_the_clinic_gives(found: Directory) -> None:
    """Infusions and Spravato are stated, at a point inside the ZIP."""
    clinic = _at(found, "alderlight.example")
    assert _treatments(clinic) == {IV, SPRAVATO}
    assert clinic.address.city == "Denver"
    assert clinic.phones == ("+13035550111",)
    assert clinic.point is not None


def test_article_states_therapy_and_no_infusion(found: Directory) -> None:
    """It explains infusions and says that this clinic gives ketamine-assisted therapy."""
    clinic = _at(found, "lanternhouse.example")
    assert "kap" in _treatments(clinic)
    assert IV not in _treatments(clinic)
    assert clinic.address.postcode == "20814"


def test_three_places_state_what_each_gives(found: Directory) -> None:
    """What one place gives is not said of the others."""
    host = "juniperwell.example"
    assert _treatments(_at(found, host, "Houston")) >= {IV, IM}
    assert SPRAVATO not in _treatments(_at(found, host, "Houston"))
    assert _treatments(_at(found, host, "Austin")) >= {IM, SPRAVATO}
    assert IV not in _treatments(_at(found, host, "Portland"))


def test_denial_is_kept_as_one(found: Directory) -> None:
    """ "We do not offer Spravato" is a statement too, with its words."""
    clinic = _at(found, "quietharbor.example")
    (denial,) = [f for f in clinic.facts if f.code == SPRAVATO]
    assert denial.stance is Stance.STATED_NOT
    assert denial.evidence.quote == "We do not offer Spravato."
    assert IV in _treatments(clinic)


def test_explanation_states_nothing(found: Directory) -> None:
    """Spravato explained in a FAQ is no offer of it."""
    clinic = _at(found, "mossgate.example")
    assert SPRAVATO not in {fact.code for fact in clinic.facts}
    assert _treatments(clinic) >= {IM, "ketamine.oral"}


def test_forbidden_and_broken_sites_leave_no_clinic(found: Directory) -> None:
    """A site that keeps us out is not there; no name carries markup."""
    websites = " ".join(clinic.website for clinic in found.clinics)
    assert "closedgarden.example" not in websites
    assert not any("<" in clinic.name for clinic in found.clinics)
