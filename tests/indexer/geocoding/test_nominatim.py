"""The Nominatim adapter asks a real Nominatim, on loopback."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from indexer.clinic import Precision
from indexer.geocode import GeocodingFailed, Question
from indexer.geocoding.nominatim import PUBLIC_HOST, PUBLIC_PER_BUILD, NominatimGeocoder
from tests.indexer.geocoding.questions import question
from tests.nominatim.server import nominatim_url

__all__ = ["nominatim_url"]


def asked(url: str, one: Question) -> tuple[float, float, str] | None:
    """Return where the server at *url* puts a question, and how exactly; None for not found."""
    answer = NominatimGeocoder(url).ask([one])[one]
    return (round(answer.lat, 4), round(answer.lon, 4), answer.precision) if answer else None


@pytest.mark.parametrize(
    ("street", "city", "postcode", "point"),
    [
        ("7315 Wisconsin Ave", "Bethesda", "20814", (38.9822, -77.0932)),
        ("7315 WISCONSIN AVENUE", "Bethesda", "20814-1234", (38.9822, -77.0932)),
        ("4300 Montgomery Ave", "Bethesda", "", (38.9842, -77.0938)),
        ("51 E Montgomery Ave", "Rockville", "20850", (39.0839, -77.1522)),
    ],
)
def test_a_known_house_is_a_rooftop(
    nominatim_url: str, street: str, city: str, postcode: str, point: tuple[float, float]
) -> None:
    """A house on the map is found however its street is shortened."""
    one = question(street, city=city, postcode=postcode)
    assert asked(nominatim_url, one) == (*point, Precision.ROOFTOP)


def test_an_unknown_number_is_its_street(nominatim_url: str) -> None:
    """The street's own point, and never called the house's."""
    found = asked(nominatim_url, question("9999 Wisconsin Ave"))
    assert found == (38.9831, -77.0936, Precision.STREET)


@pytest.mark.parametrize(
    "one",
    [
        question("12 Nowhere Lane"),
        question("7315 Wisconsin Ave", city="Denver", state="CO", postcode="80202"),
        question("7315 Wisconsin Ave", country="CA"),
    ],
)
def test_what_the_map_lacks_is_not_found(nominatim_url: str, one: Question) -> None:
    """An unknown street, another town, another country: None, not the nearest thing."""
    assert asked(nominatim_url, one) is None


def test_each_question_gets_its_own_answer(nominatim_url: str) -> None:
    """Several questions in one call are answered each by itself."""
    known, unknown = question(), question("12 Nowhere Lane")
    answers = NominatimGeocoder(nominatim_url).ask([known, unknown])
    assert answers[known] is not None
    assert answers[unknown] is None


def test_no_server_is_a_failure() -> None:
    """A refused connection is never "not found"."""
    with pytest.raises(GeocodingFailed) as failure:
        NominatimGeocoder("http://127.0.0.1:9").ask([question()])
    assert failure.value.again_after_s is not None
    assert not failure.value.final


@contextmanager
def replying(status: int, body: bytes, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """Serve one reply for ever; give the address, and the User-Agents that asked."""
    agents: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/search-here", agents
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "again_after_s", "final"),
    [
        (400, None, False),
        (401, None, True),
        (403, None, True),
        (500, 2.0, False),
        (503, 2.0, False),
    ],
)
def test_a_bad_status_is_a_failure(status: int, again_after_s: float | None, final: bool) -> None:
    """What may be asked again says so; a refusal ends the asking."""
    with replying(status, b"no") as (url, agents), pytest.raises(GeocodingFailed) as failure:
        NominatimGeocoder(url).ask([question()])
    assert (failure.value.again_after_s, failure.value.final) == (again_after_s, final)
    assert len(agents) == 1


def test_asked_too_often_says_how_long_to_wait() -> None:
    """Retry-After is handed on."""
    with (
        replying(429, b"slow down", Retry_After="17") as (url, _),
        pytest.raises(GeocodingFailed) as failure,
    ):
        NominatimGeocoder(url).ask([question()])
    assert failure.value.again_after_s == 17.0


def result(**changes: object) -> bytes:
    """Return a server's reply with one house, changed."""
    house = {
        "lat": "38.9822", "lon": "-77.0932", "class": "place", "type": "house", "osm_type": "node",
        "display_name": "7315, Wisconsin Avenue",
        "address": {"house_number": "7315", "road": "Wisconsin Avenue"},
    }  # fmt: skip
    return json.dumps([house | changes]).encode()


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({}, Precision.ROOFTOP),
        ({"osm_type": "way"}, Precision.STREET),
        ({"osm_type": "way", "class": "building"}, Precision.ROOFTOP),
        ({"address": {"house_number": "7317", "road": "Wisconsin Avenue"}}, Precision.STREET),
        ({"class": "boundary", "address": {"city": "Bethesda"}}, None),
    ],
)
def test_a_point_is_called_what_it_is(
    changes: dict[str, object], precision: Precision | None
) -> None:
    """Numbers between others are a street, and a town is no answer."""
    with replying(200, result(**changes)) as (url, _):
        found = asked(url, question())
    assert (found and found[2]) == precision


@pytest.mark.parametrize(
    "body",
    [result(lat="nan"), result(lat=None), b'[{"lat": 1}]', b'{"error": "no"}', b"[7]", b"<html>"],
)
def test_a_reply_of_another_shape_is_a_failure(body: bytes) -> None:
    """A point that is none and a reply that is none are no "not found"."""
    with replying(200, body) as (url, _), pytest.raises(GeocodingFailed):
        asked(url, question())


def test_the_public_server_is_asked_by_its_policy() -> None:
    """Once a second, with a contact, and not in bulk; one's own server at its own pace."""
    with pytest.raises(ValueError, match="contact"):
        NominatimGeocoder(f"https://{PUBLIC_HOST}")
    public = NominatimGeocoder(f"https://{PUBLIC_HOST}", contact="https://example.org/finder")
    assert public.per_build == PUBLIC_PER_BUILD
    assert public._geocode.min_delay_seconds == 1.0
    assert NominatimGeocoder("http://127.0.0.1:9").per_build is None


def test_the_pace_is_kept_and_the_contact_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two questions to a server that is paced come that far apart, under the operator's name."""
    monkeypatch.setattr("indexer.geocoding.nominatim.PUBLIC_HOST", "127.0.0.1")
    monkeypatch.setattr("indexer.geocoding.nominatim.PUBLIC_PACE_S", 0.3)
    with replying(200, b"[]") as (url, agents):
        geocoder = NominatimGeocoder(url, contact="https://example.org/finder")
        began = time.monotonic()
        geocoder.ask([question(), question("12 Nowhere Lane")])
        assert time.monotonic() - began >= 0.3
    assert agents == ["ketamine-clinic-finder (+https://example.org/finder)"] * 2


@pytest.mark.parametrize("url", ["", "nominatim.example", "file:///etc/passwd", "https://"])
def test_only_a_web_address_is_a_server(url: str) -> None:
    """Anything else is refused before anything is asked."""
    with pytest.raises(ValueError, match="no web address"):
        NominatimGeocoder(url)
