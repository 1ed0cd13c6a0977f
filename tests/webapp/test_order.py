"""The order is distance, then name: nothing else that is known of a clinic moves it."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from indexer.clinic import Clinic, Dates, Evidence, Fact, Price, Provenance, Stance
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from tests.webapp import world
from tests.webapp.reading import names

ORDERS = {"id", "name", "point", "status"}
"""What decides where a clinic stands, whether it is listed, or which of two equals is first."""
ELSEWHERE = Evidence(
    quote="We are the first.", url="https://z.example/", seen_on=date(2026, 1, 2), source="site"
)
OTHER: dict[str, Any] = {
    "slug": "aaa-first",
    "address": replace(clinic().address, city="Aardtown", postcode="00001", street="1 A Street"),
    "time_zone": "Pacific/Honolulu",
    "phones": ("+12025550199", "+12025550198"),
    "emails": ("first@z.example",),
    "website": "https://aaa.example/",
    "hours": ("Every day",),
    "weekly": "Mo-Su 00:00-24:00",
    "facts": tuple(
        Fact(code=code, stance=Stance.STATED, confidence=1.0, evidence=ELSEWHERE)
        for code in ("ketamine.iv", "esketamine.nasal", "kap", "medicare", "monitor_bp")
    ),
    "passages": ("Best, first, top, ketamine ketamine ketamine.",),
    "prices": (
        Price(amount=1.0, upto=1.0, currency="USD", unit="infusion", evidence=ELSEWHERE),
    ),
    "sources": (
        Provenance(
            source="site", title="A source", kind="site", key="k", url="https://z.example/",
            name="First", seen_on=date(2026, 11, 21),
        ),
    ),
    "first_seen": date(2020, 1, 1),
    "last_seen": date(2026, 11, 21),
    "changed_at": date(2026, 11, 21),
    "closing": ELSEWHERE,
    "dates": (
        Dates(
            field="name", first_seen=date(2020, 1, 1), last_seen=date(2026, 11, 21),
            changed_at=date(2026, 11, 21),
        ),
    ),
}  # fmt: skip
NEAR_FIRST = ["Beta Invented", "Alpha Invented", "Gamma Invented"]


def listed(clinics: list[Clinic], url: str) -> list[str]:
    """Return the names on the page of *url*, in order."""
    response = world.app(MemoryIndex(clinics)).test_client().get(url)
    return names(BeautifulSoup(response.data, "lxml"))


def clinics() -> list[Clinic]:
    """Return three clinics, each farther away than the one before it."""
    points = [(39.01, -77.1), (39.1, -77.1), (39.2, -77.1)]
    return [
        clinic(id=name[:5].lower(), name=name, at=point)
        for name, point in zip(NEAR_FIRST, points, strict=True)
    ]


def test_every_field_is_tried_here_or_decides() -> None:
    """A new field of a clinic must join one of the two."""
    assert {field.name for field in fields(Clinic)} == ORDERS | OTHER.keys()


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize(
    ("url", "order"),
    [("/search?near=20814", NEAR_FIRST), ("/search?near=Maryland", sorted(NEAR_FIRST))],
)
def test_no_other_field_moves_a_clinic(url: str, order: list[str], field: str) -> None:
    """The last one gets what could make it first, and stays last."""
    plain = clinics()
    by_name = {one.name: one for one in plain}
    favoured = replace(by_name[order[-1]], **{field: OTHER[field]})
    shown = [favoured if one.name == favoured.name else one for one in plain]
    assert listed(plain, url) == order
    assert listed(shown, url) == order
