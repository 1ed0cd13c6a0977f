"""A small invented world: a few places, and clinics of every kind that a page must show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask

from indexer.clinic import (
    Address,
    Clinic,
    Evidence,
    Fact,
    Gone,
    Moved,
    Point,
    Precision,
    Provenance,
    Stance,
    Status,
)
from indexer.place import Choices, Place, PlaceKind, Unknown
from indexer.search import Answer, IndexUnavailable, Query, Region
from indexer.withheld import NamedIndex
from tests.contracts.clinic_index import MemoryIndex
from tests.indexer.clinics import clinic
from webapp import create_app
from webapp.collaborators import Places

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
READ_ON = date(2026, 11, 2)

ANYTOWN = Place(kind=PlaceKind.CITY, name="Anytown", state="MD", country="US", lat=39.0, lon=-77.1)
ANYTOWN_ZIP = replace(ANYTOWN, kind=PlaceKind.ZIP, postcode="20814")
FARTOWN = replace(ANYTOWN, name="Fartown", lat=40.0)
EMPTYTOWN = replace(ANYTOWN, name="Emptytown", state="KS", lat=20.0, lon=-150.0)
NORTHTOWN = replace(ANYTOWN, name="Northtown", state="ON", country="CA", lat=45.0, lon=-79.0)
SAMETOWNS = tuple(replace(ANYTOWN, name="Sametown", state=state) for state in ("IL", "MA", "MO"))
MARYLAND = Place(
    kind=PlaceKind.STATE, name="Maryland", state="MD", country="US", lat=39.0, lon=-77.0
)
KANSAS = replace(MARYLAND, name="Kansas", state="KS", lat=38.5, lon=-98.0)
ONTARIO = replace(MARYLAND, name="Ontario", state="ON", country="CA", lat=44.0, lon=-79.5)
UNITED_STATES = replace(MARYLAND, kind=PlaceKind.COUNTRY, name="United States", state="")


class FewPlaces:
    """Knows a handful of invented places, by their names."""

    def find(self, text: str) -> Place | Choices | Unknown:
        """Return the place of that name, the choices for "Sametown", or two suggestions.

        With its country behind it, a name is known in any case.
        """
        if text.casefold() == "sametown":
            return Choices(places=SAMETOWNS)
        known = {
            **{place.label: place for place in (ANYTOWN, FARTOWN, EMPTYTOWN, NORTHTOWN)},
            **{place.label: place for place in SAMETOWNS},
            "20814": ANYTOWN_ZIP,
            "Maryland": MARYLAND,
            "MD": MARYLAND,
            "Kansas": KANSAS,
            "KS": KANSAS,
            "Ontario": ONTARIO,
            "ON": ONTARIO,
            "United States": UNITED_STATES,
        }
        for country in (", United States", ", Canada"):
            if text.endswith(country):
                name = text.removesuffix(country).casefold()
                text = next((key for key in known if key.casefold() == name), text)
        return known.get(text, Unknown(suggestions=(ANYTOWN, ANYTOWN_ZIP)))

    def named(self, text: str) -> Place | Choices | None:
        """Return what `find` does for a name that it knows, and None for any other."""
        found = self.find(text)
        return None if isinstance(found, Unknown) else found

    def similar(self, text: str) -> list[Place]:
        """Return the towns that begin with the same three letters."""
        return [ANYTOWN] if len(text) > 3 and ANYTOWN.name.startswith(text[:3].title()) else []

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Return the towns whose names begin so."""
        towns = (ANYTOWN, FARTOWN, EMPTYTOWN, NORTHTOWN)
        return [t for t in towns if prefix and t.name.casefold().startswith(prefix.casefold())]


@dataclass(frozen=True)
class BrokenIndex:
    """An index that cannot be asked."""

    error: Exception

    @property
    def generation(self) -> str:
        """Raise the error."""
        raise self.error

    @property
    def size(self) -> int:
        """Raise the error."""
        raise self.error

    def search(self, query: Query) -> Answer:
        """Raise the error."""
        raise self.error

    def clinic(self, clinic_id: str) -> Clinic | Moved | Gone | None:
        """Raise the error."""
        raise self.error

    def towns(self) -> Mapping[Region, int]:
        """Raise the error."""
        raise self.error

    def named(self, typed: str, limit: int) -> list[Clinic]:
        """Raise the error."""
        raise self.error


def source(kind: str, url: str, name: str = "Harbor Calm Clinic") -> Provenance:
    """Return an invented source of one kind; the survey's day is not known."""
    titles = {
        "site": "The clinic’s website",
        "survey": "Survey of clinic websites",
        "document": "Article by the clinic",
    }
    survey = kind == "survey"
    return Provenance(
        source=kind,
        title=titles[kind],
        kind=kind,
        key=url,
        url=url,
        name=name,
        seen_on=NOVEMBER if survey else READ_ON,
        month_only=survey,
    )


def stated(code: str, quote: str, by: Provenance, stance: Stance = Stance.STATED) -> Fact:
    """Return a fact that the source *by* states."""
    evidence = Evidence(quote=quote, url=by.url, seen_on=by.seen_on, source=by.source)
    return Fact(code=code, stance=stance, confidence=0.9, evidence=evidence)


SITE = source("site", "https://harbor.example/services")
SURVEY = source("survey", "https://meadow.example/ketamine", "Meadow Invented Ketamine")
DOCUMENT = source("document", "invented_article.txt", "Willow Made-Up Center")

HARBOR = clinic(
    id="harbor01",
    slug="harbor-calm-clinic",
    name="Harbor Calm Clinic",
    at=(39.01, -77.1),
    website="https://www.harbor.example/",
    emails=("desk@harbor.example",),
    hours=("Mon–Fri 9–17", "Sat by appointment"),
    sources=(SITE, replace(SURVEY, key="harbor", name="Harbor Calm")),
    facts=(
        stated("ketamine.iv", "We give ketamine by IV infusion in a quiet room.", SITE),
        stated("ketamine.iv", "iv_infusion", SURVEY),
        stated("ketamine.oral", "Lozenges can be prescribed after your visit.", SITE),
        stated("esketamine.nasal", "We are a Spravato treatment center.", SITE),
        stated("esketamine.nasal", "We no longer give Spravato.", SITE, Stance.STATED_NOT),
        stated("kap", "Ketamine-assisted psychotherapy with our own therapists.", SITE),
        stated("ketamine.im", "We do not give shots into the muscle.", SITE, Stance.STATED_NOT),
        stated("home_self", "Medicine can be mailed to you.", SITE),
        stated("telehealth_eval", "The first talk is by video.", SITE),
        stated("ptsd", "We see people with PTSD.", SITE),
        stated("monitor_bp", "Blood pressure is taken before and after.", SITE),
    ),
)
RELIC = clinic(id="relic001", slug="relic", sources=(SITE,), states=["given.up"], point=None)
"""States a code that the vocabulary no longer knows; no index can be searched with it."""
MEADOW = clinic(
    id="meadow01",
    slug="meadow-invented-ketamine",
    name="Meadow Invented Ketamine",
    address=Address(raw=("Anytown, MD",), city="Anytown", state="MD", country="US"),
    point=Point(lat=39.0, lon=-77.1, precision=Precision.CITY),
    phones=(),
    website="https://meadow.example/",
    sources=(SURVEY,),
    facts=(stated("esketamine.nasal", "esketamine_spravato", SURVEY),),
)
WILLOW = clinic(
    id="willow01",
    slug="willow-made-up-center",
    name="Willow Made-Up Center",
    at=(39.2, -77.1),
    website="",
    sources=(DOCUMENT,),
    facts=(stated("kap", "At Willow, ketamine is joined with psychotherapy.", DOCUMENT),),
)
NOWHERE = clinic(
    id="nowhere1",
    slug="nowhere-statewide-care",
    name="Nowhere Statewide Care",
    address=Address(raw=("Maryland",), state="MD", country="US"),
    point=None,
    phones=(),
    sources=(SURVEY,),
)
NORTH = clinic(
    id="north001",
    slug="north-imagined-infusions",
    name="North Imagined Infusions",
    address=Address(raw=("Northtown, ON",), city="Northtown", state="ON", country="CA"),
    at=(45.1, -79.0),
    states=["ketamine.iv"],
)
SHUT = clinic(
    id="shut0001",
    slug="shut-imaginary-clinic",
    name="Shut Imaginary Clinic",
    status=Status.CLOSED,
    states=["ketamine.iv"],
    closing=Evidence(
        quote="Shut Imaginary Clinic is permanently closed.",
        url="https://shut.example/",
        seen_on=READ_ON,
        source="tests",
    ),
)
REMOVED = clinic(id="removed1", name="Removed Imaginary Clinic", status=Status.WITHDRAWN)
HOSTILE_TEXT = "<script>alert(1)</script>\u202egnp.exe\x07\"'><img src=x onerror=alert(2)>"
EVIL = Provenance(
    source="evil",
    title=HOSTILE_TEXT,
    kind="site",
    key="evil",
    url="javascript:alert(4)",
    name=HOSTILE_TEXT,
    seen_on=READ_ON,
)
HOSTILE = clinic(
    id="hostile1",
    slug="hostile",
    name=HOSTILE_TEXT,
    address=Address(raw=(HOSTILE_TEXT,), city=HOSTILE_TEXT, state="MD", country=HOSTILE_TEXT),
    at=(40.0, -77.1),
    phones=("+12025550102", "javascript:alert(3)"),
    emails=("a@b.example?bcc=x", HOSTILE_TEXT),
    website="javascript:alert(5)",
    hours=(HOSTILE_TEXT,),
    facts=(stated("ketamine.iv", HOSTILE_TEXT, EVIL),),
    sources=(EVIL,),
)
HOSTILE_SHUT = replace(
    HOSTILE,
    id="hostile2",
    status=Status.CLOSED,
    closing=Evidence(quote=HOSTILE_TEXT, url="javascript:alert(4)", seen_on=READ_ON, source="evil"),
)
CROWD = tuple(
    clinic(
        id=f"crowd{number:03}",
        slug=f"crowd-{number}",
        name=f"Crowd Clinic {number:02}",
        at=(39.3, -77.1),
        states=["ketamine.im"],
    )
    for number in range(30)
)


def index() -> MemoryIndex:
    """Return the index of the invented world."""
    return MemoryIndex(
        (HARBOR, MEADOW, WILLOW, NOWHERE, NORTH, SHUT, REMOVED, HOSTILE, HOSTILE_SHUT, *CROWD),
        moved={"merged01": Moved(to="merged02"), "merged02": Moved(to="harbor01")},
        gone={
            "gone0001": Gone(
                since=date(2026, 10, 5),
                point=Point(lat=39.0, lon=-77.1, precision=Precision.CITY),
            ),
            "gone0002": Gone(since=date(2026, 10, 6)),
        },
    )


def app(answering: NamedIndex | None = None, places: Places | None = None, **others: Any) -> Flask:
    """Return the app over the invented world, or over another index, on one certain day."""
    given = {"today": lambda: TODAY, "now": lambda: NOW, **others}
    return create_app(answering or index(), places or FewPlaces(), **given)


def unavailable_app() -> Flask:
    """Return an app whose index cannot be opened."""
    return app(BrokenIndex(IndexUnavailable("no snapshot")))
