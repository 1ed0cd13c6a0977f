"""An invented clinic of which everything is stated: each field of `Clinic` says something."""

from dataclasses import replace
from datetime import date

from flask import Flask

from indexer.clinic import Clinic, Dates, Evidence, Fact, Price, Stance
from indexer.dating import DATED
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from tests.webapp.world import HARBOR, SITE, SURVEY, stated

FIRST, LAST, CHANGED = date(2026, 3, 1), date(2026, 11, 2), date(2026, 9, 9)
PRICED = Evidence(
    quote="Infusions are $450 each; six are $2,400 to $2,700.",
    url="https://harbor.example/pricing",
    seen_on=LAST,
    source="site",
)


def valued(code: str, quote: str, value: str, stance: Stance = Stance.STATED) -> Fact:
    """Return a fact that has a value."""
    return replace(stated(code, quote, SITE, stance), value=value)


def price(amount: float, unit: str, upto: float = 0, count: int | None = None) -> Price:
    """Return a price in US dollars out of the one sentence on prices."""
    return Price(
        amount=amount,
        upto=upto or amount,
        currency="USD",
        unit=unit,
        count=count,
        evidence=PRICED,
    )


INSURERS = "We are in network with Aetna, Cigna and Humana."
SPOKEN = "Se habla español; a nurse speaks Mandarin."
RICH = replace(
    HARBOR,
    weekly='Mo-Th 09:00-17:00; Fr 13:00-20:00; Sa unknown "by appointment or uncertain"',
    passages=("A text that is only searched.",),
    prices=(price(2400, "package", 2700, 6), price(450, "infusion")),
    sources=(
        replace(
            SITE,
            address=HARBOR.address.raw,
            phones=HARBOR.phones,
            website=HARBOR.website,
            attribution="Credit of the site",
        ),
        replace(
            SURVEY,
            key="harbor",
            name="Harbor Calm",
            address=("2 Elsewhere Road", "Anytown, MD"),
            phones=("+12025550199",),
            website="https://old.example/",
            missing_since=date(2026, 11, 10),
        ),
    ),
    facts=(
        *HARBOR.facts,
        *(valued("payer", INSURERS, name) for name in ("Aetna", "Cigna", "Humana")),
        valued("payer", "We are not in network with Kaiser.", "Kaiser", Stance.STATED_NOT),
        valued("language", SPOKEN, "es"),
        valued("language", SPOKEN, "cmn"),
        valued("ages", "We see people from 12 to 17 years.", "12-17"),
        valued("ages", "Adults 18 and older are welcome.", "18-"),
        valued("virtual_states", "Video visits in Texas.", "TX"),
        replace(stated("therapist_in_room", "Therapist-led journeys", SITE), confidence=0.6),
    ),
    first_seen=FIRST,
    last_seen=LAST,
    changed_at=CHANGED,
    dates=tuple(
        Dates(field=field, first_seen=FIRST, last_seen=LAST, changed_at=CHANGED) for field in DATED
    ),
)


def app() -> Flask:
    """Return the app over this one clinic."""
    return world.app(MemoryIndex([RICH]))


def clinic(**changes: object) -> Clinic:
    """Return the rich clinic with other fields."""
    return replace(RICH, **changes)  # type: ignore[arg-type]  # as `replace` itself checks
