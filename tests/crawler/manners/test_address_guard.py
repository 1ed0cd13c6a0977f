"""Only public web servers are asked, whatever a page links or redirects to."""

from typing import Any

import pytest
from twisted.internet.error import DNSLookupError

from crawler.manners.address_guard import fault_of, public_only
from tests.crawler.manners.conftest import Errand
from tests.web.fetch import fetch
from tests.web.server import FixtureWeb

PORTS = (80, 443)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://clinic.example/",
        "data:text/html,hello",
        "http://clinic.example:8080/",
        "http://clinic.example:22/",
        "http://user:word@clinic.example/",
        "http://127.0.0.1/",
        "http://8.8.8.8/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://127.1./",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://localhost/",
        "http://clinic.example:99999/",
        "http://[broken/",
        "//clinic.example/",
        "",
    ],
)
def test_an_address_that_no_clinic_has_is_refused(url: str) -> None:
    """Other schemes, ports, user names, numbers and local names have a fault."""
    assert fault_of(url, PORTS)


@pytest.mark.parametrize("url", ["http://clinic.example/", "https://www.clinic.example:443/a?b=c"])
def test_a_public_web_address_passes(url: str) -> None:
    """An ordinary address has no fault."""
    assert fault_of(url, PORTS) == ""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "192.168.1.1",
        "::1",
        "::ffff:10.0.0.1",
        "224.0.1.1",
        "fc00::1",
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(address: str) -> None:
    """Private, shared, link-local, mapped and multicast addresses are not public."""
    with pytest.raises(DNSLookupError):
        public_only(address, "clinic.example")


def test_a_name_that_leads_to_a_public_address_passes() -> None:
    """The address is handed back unchanged: it is the one that will be connected to."""
    assert public_only("93.184.215.14", "clinic.example") == "93.184.215.14"


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("toprivate.example", "no public web server has this name"),
        ("torebound.example", "no public web server has this name"),
        ("toloopback.example", "its host is a number"),
        ("tofile.example", "HttpError"),
    ],
)
def test_a_redirect_to_a_private_place_is_not_followed(
    errand: Errand, host: str, words: str
) -> None:
    """A private name, a name that turns out private, a number, a file: none is asked for."""
    assert words in errand.answers[host]
    assert "/secret" not in [asked.path for asked in errand.asked]


def test_the_resolver_alone_stops_every_way_of_writing_loopback(web: FixtureWeb) -> None:
    """With the guard taken out, the product's resolver still reaches no loopback address."""
    without_guard: dict[str, Any] = {
        "DOWNLOADER_MIDDLEWARES": {"crawler.manners.address_guard.AddressGuard": None},
        "TWISTED_DNS_RESOLVER": "crawler.manners.address_guard.PublicOnlyResolver",
        "RETRY_ENABLED": False,
    }
    hosts = ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]"]
    answers = fetch(web.port, [f"http://{host}:{web.port}/" for host in hosts], without_guard)
    assert web.requests == ()
    assert len(answers) == len(hosts)
    assert not any(answer.startswith("200") for answer in answers.values())


def test_addresses_on_our_own_disk_are_refused(web: FixtureWeb) -> None:
    """`file://` and `data:` give nothing even when a page asks us to fetch them."""
    answers = fetch(web.port, ["file:///etc/hostname", "data:text/html,hello"])
    assert all("its scheme is" in answer for answer in answers.values())
    assert len(answers) == 2
