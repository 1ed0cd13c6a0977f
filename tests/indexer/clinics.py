"""Invented clinics for tests: a builder, and strategies for hypothesis.

Every name is plainly invented, every host ends in `.example`, every phone number is a 555-01xx.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from indexer.clinic import (
    Address,
    Clinic,
    Evidence,
    Fact,
    Point,
    Precision,
    Provenance,
    Stance,
    Status,
)
from indexer.filters import entries, value_code
from indexer.search import MAX_RADIUS_KM, Near, Query, Region, Sort
from indexer.vocabulary import FACET_GROUPS, vocabulary

SEEN_ON = date(2026, 11, 2)
IMAGINARY = Clinic(
    id="imaginary1",
    slug="imaginary-ketamine-clinic",
    name="Imaginary Ketamine Clinic",
    address=Address(
        raw=("1 Nowhere Street", "Anytown, MD 20814"),
        street="1 Nowhere Street",
        city="Anytown",
        state="MD",
        postcode="20814",
        country="US",
    ),
    point=Point(lat=39.0, lon=-77.1, precision=Precision.ZIP),
    time_zone="America/New_York",
    phones=("+12025550101",),
    website="https://imaginary.example/",
    sources=(
        Provenance(
            source="tests",
            title="Invented for tests",
            kind="site",
            key="imaginary",
            url="https://imaginary.example/",
            name="Imaginary Ketamine Clinic",
            seen_on=SEEN_ON,
        ),
    ),
    first_seen=SEEN_ON,
    last_seen=SEEN_ON,
    changed_at=SEEN_ON,
)


def clinic(**changes: Any) -> Clinic:
    """Return an invented clinic; every field of `Clinic` may be given another value.

    Shorthands: `states` and `denies` are codes to make facts of, `at` is a (lat, lon), and `city`,
    `state`, `postcode`, `country` and `nation` change the address. A new `id` alone is a new
    clinic.
    """
    for part in ("city", "state", "postcode", "country", "nation"):
        if part in changes:
            address = changes.get("address", IMAGINARY.address)
            changes["address"] = replace(address, **{part: changes.pop(part)})
    if "at" in changes:
        at = changes.pop("at")
        changes["point"] = at and Point(lat=at[0], lon=at[1], precision=Precision.STREET)
    stated = [fact(code) for code in changes.pop("states", ())]
    denied = [fact(code, Stance.STATED_NOT) for code in changes.pop("denies", ())]
    changes["facts"] = (*changes.get("facts", ()), *stated, *denied)
    return replace(IMAGINARY, **changes)


def fact(code: str, stance: Stance = Stance.STATED, quote: str = "", value: str = "") -> Fact:
    """Return a statement about *code* on the invented clinic's page."""
    said = quote or f"We {'do not ' if stance is Stance.STATED_NOT else ''}offer {code}."
    evidence = Evidence(
        quote=said, url="https://imaginary.example/", seen_on=SEEN_ON, source="tests"
    )
    return Fact(code=code, stance=stance, confidence=0.9, evidence=evidence, value=value)


CODES = [entry.code for group in FACET_GROUPS for entry in vocabulary().group(group)]
VALUES = [
    ("payer", "Aetna"), ("payer", "Blue Cross Blue Shield of Maryland"), ("language", "es"),
    ("ages", "12-17"), ("ages", "18-"), ("ages", "any"), ("virtual_states", "MD"),
]  # fmt: skip
FILTERS = {
    group: [entry.code for entry in entries(group)]
    or [value_code(code, value) for code, value in VALUES if code == group]
    for group in FACET_GROUPS
}
"""Group -> codes that can be asked for."""
WORDS = ["Spravato", "calm", "Harbor", "infusions", "Ñandú", "River", "ketamine", "the"]
ASKED = ['"calm harbor"', '"ketamine infusions"', '"River"', "inf*", "ca*", "harbr", "spravatos"]
WEEKS = [
    "",
    "Mo-Fr 09:00-17:00",
    "We 12:00-20:00",
    "Sa 22:00-02:00",
    "24/7",
    "Tu unknown; We 09:15-12:05",
]

# Whole degrees make ties and boundaries likely, which free floats never would.
latitudes = st.integers(-90, 90).map(float) | st.floats(-90, 90)
longitudes = st.integers(-180, 180).map(float) | st.floats(-180, 180)
points = st.builds(Point, lat=latitudes, lon=longitudes, precision=st.sampled_from(Precision))
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
facts = st.builds(fact, st.sampled_from(CODES), st.sampled_from(Stance)) | st.builds(
    lambda valued, stance: fact(valued[0], stance, value=valued[1]),
    st.sampled_from(VALUES),
    st.sampled_from(Stance),
)
addresses = st.builds(
    Address,
    city=st.sampled_from(["Anytown", "Nowhere Springs", ""]),
    state=st.sampled_from(["MD", "AZ", ""]),
    country=st.sampled_from(["US", "CA"]),
)


def clinics(max_size: int = 12) -> st.SearchStrategy[list[Clinic]]:
    """Return lists of invented clinics with ids of their own; many share names and points."""
    one = st.builds(
        clinic,
        id=st.integers(0, 10_000).map("c{}".format),
        name=texts.map(lambda text: text or "Nameless"),
        address=addresses,
        point=points | st.sampled_from([None, IMAGINARY.point]),
        facts=st.lists(facts, max_size=5).map(tuple),
        passages=st.lists(texts, max_size=2).map(tuple),
        weekly=st.sampled_from(WEEKS),
        time_zone=st.sampled_from(["", "America/New_York", "Asia/Kathmandu"]),
        status=st.sampled_from([Status.OPEN] * 4 + [Status.CLOSED, Status.WITHDRAWN]),
    )
    return st.lists(one, max_size=max_size, unique_by=lambda made: made.id)


nears = st.builds(
    Near,
    lat=latitudes,
    lon=longitudes,
    radius_km=st.sampled_from([0.0, 16.09344, 80.4672, 1000.0, MAX_RADIUS_KM])
    | st.floats(0, MAX_RADIUS_KM),
)
regions = st.builds(
    Region,
    city=st.sampled_from(["", "", "Anytown"]),
    country=st.sampled_from(["US", "us", "MX"]),
    state=st.sampled_from(["", "AZ", "md"]),
)
asked_facets = st.fixed_dictionaries(
    {},
    optional={
        group: st.frozensets(st.sampled_from(codes), max_size=3) for group, codes in FILTERS.items()
    },
)
instants = st.integers(0, 366 * 24 * 12).map(
    lambda fives: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * fives)
)


def _asking(**parts: Any) -> Query:
    """Return a question, by distance or relevance only where that has a sense."""
    if parts["sort"] is Sort.DISTANCE and not isinstance(parts["place"], Near):
        parts["sort"] = Sort.BEST
    if parts["sort"] is Sort.RELEVANCE and not parts["words"].strip():
        parts["sort"] = Sort.NAME
    return Query(**parts)


queries = st.builds(
    _asking,
    place=st.none() | nears | regions,
    words=st.just("")
    | texts
    | st.lists(st.sampled_from([*WORDS, *ASKED]), max_size=3).map(" ".join)
    | st.text(max_size=20),
    fuzzy=st.booleans(),
    facets=asked_facets,
    counted=st.frozensets(st.sampled_from(FACET_GROUPS)),
    include_unstated=st.booleans(),
    open_at=st.none() | instants,
    sort=st.sampled_from(Sort),
    widen=st.booleans(),
    limit=st.just(1000),
)
"""Questions whose one page holds every hit."""
