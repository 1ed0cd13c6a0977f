"""Nominatim: a server of one's own by its address, or OpenStreetMap's public one by its policy.

Data © OpenStreetMap contributors, ODbL: whoever publishes an index with its points says so.
The public server's policy (https://operations.osmfoundation.org/policies/nominatim/): one request
a second for the whole application, a User-Agent that names it and its operator, no bulk.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import URLLibAdapter
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from indexer.clinic import Precision
from indexer.geocode import Answer, Question, on_earth
from indexer.geocoding.faults import translated

PUBLIC_HOST = "nominatim.openstreetmap.org"
PUBLIC_PACE_S = 1.0
PUBLIC_PER_BUILD = 500
"""More is bulk, which the public server is not for; the rest waits for the next build."""
TIMEOUT_S = 30.0
RESULTS = 5
_NUMBER = re.compile(r"\S*\d\S*")


class NominatimGeocoder:
    """Answers from one Nominatim server; implements the port `indexer.geocode.Geocoder`."""

    per_call = 1

    def __init__(self, url: str, *, contact: str = "") -> None:
        parts = urlsplit(url)
        public = parts.hostname == PUBLIC_HOST
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url!r} is no web address of a Nominatim server")
        if public and not contact:
            raise ValueError("the public Nominatim wants to know whom to write to: name a contact")
        agent = f"ketamine-clinic-finder (+{contact})" if contact else "ketamine-clinic-finder"
        self.name = f"nominatim/{parts.netloc}{parts.path.rstrip('/')}"
        self.per_build = PUBLIC_PER_BUILD if public else None
        service = Nominatim(
            domain=f"{parts.netloc}{parts.path}",
            scheme=parts.scheme,
            user_agent=agent,
            timeout=TIMEOUT_S,
            adapter_factory=URLLibAdapter,
        )
        # Its own retries would repeat refused questions, and its default would take an outage
        # for "not found": here it only keeps the pace.
        self._geocode = RateLimiter(
            service.geocode,
            min_delay_seconds=PUBLIC_PACE_S if public else 0.0,
            max_retries=0,
            swallow_exceptions=False,
        )

    def covers(self, question: Question) -> bool:
        """Whatever country the server has loaded; it knows best."""
        return True

    def ask(self, questions: Sequence[Question]) -> Mapping[Question, Answer | None]:
        """Return the answers, one request for each question."""
        with translated():
            return {question: self._one(question) for question in questions}

    def _one(self, question: Question) -> Answer | None:
        asked = {
            "street": question.street,
            "city": question.city,
            "state": question.state,
            "postalcode": question.postcode.partition("-")[0],
        }
        found = self._geocode(
            {name: value for name, value in asked.items() if value},
            exactly_one=False,
            limit=RESULTS,
            addressdetails=True,
            language="en",
            country_codes=question.country.lower(),
        )
        answers = (_answer(location.raw, question) for location in found or ())
        return next((answer for answer in answers if answer), None)


def _answer(raw: Mapping[str, Any], question: Question) -> Answer | None:
    """Return what a result says of the question; None if it is neither house nor street.

    A town or a postcode is none: the place table knows those.
    """
    precision = _precision(raw, question)
    lat, lon = float(raw["lat"]), float(raw["lon"])
    if precision is None or not on_earth(lat, lon):
        return None
    return Answer(lat=lat, lon=lon, precision=precision)


def _precision(raw: Mapping[str, Any], question: Question) -> Precision | None:
    """Return `ROOFTOP` for the very house, `STREET` for its street or a number between others.

    An unknown number gives the street's middle. Interpolated numbers bear the way's id, and are
    told from houses by that: a mere number that is a way.
    """
    told = raw.get("address", {})
    kind = raw.get("class")
    if kind == "highway":
        return Precision.STREET
    if not told.get("road") or not told.get("house_number"):
        return None
    between = kind == "place" and raw.get("osm_type") == "way"
    same = _number(str(told["house_number"])) == _number(question.street)
    return Precision.ROOFTOP if same and not between else Precision.STREET


def _number(street: str) -> str:
    found = _NUMBER.search(street)
    return found[0].strip(",").casefold() if found else ""
