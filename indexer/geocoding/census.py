"""The US Census Bureau's geocoder: one address by GET, many by one POST.

Shapes as documented by the Bureau (https://geocoding.geo.census.gov/geocoder/), public domain, no
key. Its positions are interpolated along a block's range of house numbers: a point on the street,
never a rooftop.
"""

import csv
import io
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError
from geopy.geocoders.base import Geocoder as GeopyGeocoder

from indexer.clinic import Precision
from indexer.distance import great_circle_km
from indexer.geocode import Answer, Question, on_earth
from indexer.geocoding.faults import translated

URL = "https://geocoding.geo.census.gov/geocoder"
BENCHMARK = "Public_AR_Current"
MOST_ROWS = 10_000
"""Of one batch, by the service's documentation; more are refused here, not there."""
PER_CALL = 1000
"""A batch of this size ends within its time; a lost one costs no more."""
SINGLE_TIMEOUT_S = 60.0
BATCH_TIMEOUT_S = 600.0
ONE_SPOT_KM = 0.5
"""Several matches nearer than this are one place, such as both sides of a street."""
USER_AGENT = "ketamine-clinic-finder"
_COVERED = frozenset({"US", "PR"})
_NOT_FOUND = frozenset({"No_Match", "Tie"})


class CensusGeocoder:
    """Answers from the US Census Bureau; implements the port `indexer.geocode.Geocoder`."""

    name = f"census/{BENCHMARK}"
    per_call = PER_CALL
    per_build = None

    def __init__(self, url: str = URL) -> None:
        self._service = _CensusService(url)

    def covers(self, question: Question) -> bool:
        """Whether the question is about the United States."""
        return question.country in _COVERED

    def ask(self, questions: Sequence[Question]) -> Mapping[Question, Answer | None]:
        """Return the answers, by one POST if there are several questions."""
        if len(questions) > MOST_ROWS:
            raise ValueError(f"a batch holds at most {MOST_ROWS} addresses")
        with translated():
            if len(questions) == 1:
                return {questions[0]: self._service.geocode(questions[0])}
            return self._service.geocode_batch(questions)


class _PostingAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy ships no types
    """geopy's own adapter, which can also POST."""

    urlopen: Callable[..., Any]

    @contextmanager
    def posting(self, body: bytes, content_type: str) -> Iterator[None]:
        """Send *body* with whatever is asked for inside the `with` block."""
        get = self.urlopen

        def post(request: Request, timeout: float) -> Any:
            headers = dict(request.headers) | {"Content-Type": content_type}
            return get(Request(request.full_url, body, headers), timeout=timeout)  # noqa: S310

        self.urlopen = post
        try:
            yield
        finally:
            self.urlopen = get


class _CensusService(GeopyGeocoder):  # type: ignore[misc]  # geopy ships no types
    """The geocoder that geopy lacks (geopy/geopy#447)."""

    def __init__(self, url: str) -> None:
        super().__init__(
            scheme=urlsplit(url).scheme,
            timeout=SINGLE_TIMEOUT_S,
            user_agent=USER_AGENT,
            adapter_factory=_PostingAdapter,
        )
        self._url = url.rstrip("/")

    def geocode(self, question: Question) -> Answer | None:
        """Return one answer; None for no match, or several that are not one spot."""
        asked = {
            "street": question.street,
            "city": question.city,
            "state": question.state,
            "zip": question.postcode[:5],
            "benchmark": BENCHMARK,
            "format": "json",
        }
        url = f"{self._url}/locations/address?{urlencode(asked)}"
        found: Answer | None = self._call_geocoder(url, _single)
        return found

    def geocode_batch(self, questions: Sequence[Question]) -> dict[Question, Answer | None]:
        """Return the answers to many questions; one that the reply leaves out is not in it."""
        body, content_type = _form(questions)
        url = f"{self._url}/locations/addressbatch"
        with self.adapter.posting(body, content_type):
            text: str = self._call_geocoder(url, str, timeout=BATCH_TIMEOUT_S, is_json=False)
        answers = _batch(text)
        if not answers:
            raise GeocoderParseError(f"the reply holds no row of a batch: {text[:80]!r}")
        return {
            question: answers[str(number)]
            for number, question in enumerate(questions)
            if str(number) in answers
        }


def _single(reply: Any) -> Answer | None:
    """Return the answer that a JSON reply holds."""
    try:
        matches = [
            (float(match["coordinates"]["y"]), float(match["coordinates"]["x"]))
            for match in reply["result"]["addressMatches"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise GeocoderParseError(f"the reply lacks what is documented: {error!r}") from error
    first = matches[0] if matches else None
    if first is None or any(great_circle_km(*first, *other) > ONE_SPOT_KM for other in matches):
        return None
    return _answer(*first)


def _answer(lat: float, lon: float) -> Answer | None:
    return Answer(lat=lat, lon=lon, precision=Precision.STREET) if on_earth(lat, lon) else None


def _form(questions: Sequence[Question]) -> tuple[bytes, str]:
    """Return a multipart form with the questions as a CSV file, and its content type."""
    rows = io.StringIO()
    csv.writer(rows).writerows(
        (number, q.street, q.city, q.state, q.postcode[:5]) for number, q in enumerate(questions)
    )
    mark = secrets.token_hex(16)
    disposition = f"--{mark}\r\nContent-Disposition: form-data; name="
    form = (
        f'{disposition}"benchmark"\r\n\r\n{BENCHMARK}\r\n'
        f'{disposition}"addressFile"; filename="addresses.csv"\r\nContent-Type: text/csv\r\n\r\n'
        f"{rows.getvalue()}\r\n--{mark}--\r\n"
    )
    return form.encode(), f"multipart/form-data; boundary={mark}"


def _batch(text: str) -> dict[str, Answer | None]:
    """Return the answers of a batch by row id: id, input, verdict, kind, matched, "lon,lat", …

    Rows keep no order, and those without a match are short. A row that cannot be read is left out.
    """
    answers: dict[str, Answer | None] = {}
    for row in csv.reader(io.StringIO(text)):
        verdict = row[2] if len(row) > 2 else ""
        if verdict in _NOT_FOUND:
            answers[row[0]] = None
        elif verdict == "Match" and len(row) > 5:
            try:
                lon, lat = map(float, row[5].split(","))
            except ValueError:
                continue
            answers[row[0]] = _answer(lat, lon)
    return answers
