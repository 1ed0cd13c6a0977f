"""The pages that matter are found, and those of persons and articles are left alone."""

import pytest

from crawler.reading.interest import Visit, on_site, page_key, site_of, worth_reading
from crawler.reading.page import Link
from tests.crawler.reading.pages import page

SITE = "clinic.example"


def _ranked(*links: tuple[str, str]) -> list[str]:
    return worth_reading([Link(url=url, text=text) for url, text in links], SITE)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/contact", "Contact"),
        ("/locations/houston", "Houston"),
        ("/ketamine-therapy", ""),
        ("/p/17", "Our services"),
        ("/spravato.html", "Spravato"),
        ("/pricing", "Prices"),
        ("/faq", "FAQ"),
        ("/what-we-treat", "Conditions"),
    ],
)
def test_a_page_that_matters_is_read(path: str, text: str) -> None:
    """Places, treatments, prices and questions, by path or by text."""
    assert _ranked((f"https://www.clinic.example{path}", text))


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://clinic.example/blog/how-ketamine-works", "How ketamine works"),
        ("https://clinic.example/2024/05/spravato", "Spravato"),
        ("https://clinic.example/our-team/services", "Our team"),
        ("https://clinic.example/providers", "Treatment providers"),
        ("https://clinic.example/services.pdf", "Our services"),
        ("https://clinic.example/privacy-policy-services", "Privacy"),
        ("https://other.example/services", "Our services"),
        ("https://notclinic.example/services", "Our services"),
        ("https://clinic.example/x", "Gallery"),
    ],
)
def test_any_other_page_is_left_alone(url: str, text: str) -> None:
    """Articles, persons, files, policies and other sites."""
    assert _ranked((url, text)) == []


def test_where_comes_before_what_before_how_much() -> None:
    """The pages are asked for in the order of what they are likely to tell."""
    base = "https://clinic.example"
    paths = ["/faq", "/pricing", "/services", "/contact"]
    assert _ranked(*((base + path, "") for path in paths)) == [base + path for path in paths[::-1]]


def test_one_page_is_asked_for_once() -> None:
    """Host, scheme, slash and advertisers' marks do not make another page."""
    urls = ["https://clinic.example/contact", "http://www.clinic.example/contact/"]
    urls += ["https://clinic.example/contact?utm_source=menu&fbclid=1"]
    assert len(_ranked(*((url, "") for url in urls))) == 1
    assert page_key("https://clinic.example/?page_id=2") != page_key("https://clinic.example/")


def test_a_site_is_its_host_and_what_is_below() -> None:
    """A shared host needs its path; a neighbour with a longer name is another site."""
    assert site_of("https://www.clinic.example/") == "clinic.example"
    assert site_of("http://host.example/view/clinic/") == "host.example/view/clinic"
    assert on_site("https://houston.clinic.example/x", SITE)
    assert not on_site("https://myclinic.example/", SITE)


def test_a_visit_goes_no_deeper_than_it_may() -> None:
    """Links of a page at the last depth are not followed, and a known page is not read twice."""
    visit = Visit(SITE, depths=1)
    home = page('<title>Home</title><a href="/services">Services</a><a href="/">Contact</a>')
    visit.add(home, 0)
    visit.add(home, 0)
    assert visit.pages == [home]
    assert list(visit.waiting) == [("https://clinic.example/services", 1)]
    visit.add(page('<a href="/contact">Contact</a>', "https://clinic.example/services"), 1)
    assert len(visit.waiting) == 1
