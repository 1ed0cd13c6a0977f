"""A real crawl over HTTP of the fixture web: the right listings, and no rule broken."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawler.listing import Listing, Where
from tests.web.crawl import NOW, Crawled, crawl
from tests.web.hosts import CLINICS, all_hosts
from tests.web.server import FixtureWeb


@dataclass(frozen=True)
class Trip:
    """One crawl of every host, with the web it went through."""

    web: FixtureWeb
    found: Crawled

    def only(self, host: str) -> Listing:
        """Return the one listing of a host."""
        (listing,) = self.found.of(host)
        return listing


@pytest.fixture(scope="module")
def trip() -> Iterator[Trip]:
    """Crawl the whole fixture web once."""
    with FixtureWeb(all_hosts()) as web:
        yield Trip(web, crawl(web.port, web.hosts))


def _says(listing: Listing, words: str) -> list[Where]:
    return [passage.where for passage in listing.passages if words in passage.text]


def test_the_clinic_with_structured_data(trip: Trip) -> None:
    """Name, address, phone, hours and point as declared; services as statements of their own."""
    listing = trip.only("alderlight.example")
    assert listing.name == "Alderlight Ketamine Clinic"
    assert listing.address == ("1600 Invented Street, Suite 400", "Denver, CO 80202")
    assert listing.country == "US"
    assert listing.phones[0].startswith("+1 (303) 555-0111\nCall (303) 555-0111 · Fax:")
    assert listing.emails == ("hello@alderlight.example",)
    assert listing.point == (39.7527, -104.9992)
    assert listing.hours == ("Mo-Th 08:00-17:00", "Fr 08:00-13:00")
    assert listing.website == trip.web.url("alderlight.example")
    assert listing.seen_at == NOW
    assert Where.STRUCTURED in _says(listing, "Ketamine infusion therapy (IV)")
    assert _says(listing, "One IV ketamine infusion costs $450.") == [Where.BODY]
    assert _says(listing, "Ketamine lozenges at home | Not offered") == [Where.ITEM]
    assert _says(listing, "Spravato news") == [Where.MENU]
    assert not _says(listing, "Kind people")


def test_the_clinic_that_is_an_article_with_an_address_at_its_end(trip: Trip) -> None:
    """Name from the line above the address; the article's words are all kept, as its own."""
    listing = trip.only("lanternhouse.example")
    assert listing.name == "Lantern House Ketamine"
    assert listing.address == ("7801 Invented Ave Suite 210, Bethesda, MD 20814, United States",)
    assert listing.country == "US"
    assert _says(listing, "Lantern House gives people ketamine-assisted therapy")
    assert _says(listing, "ketamine is given intravenously in a clinical setting")


def test_the_clinic_with_three_locations(trip: Trip) -> None:
    """Three listings, each with its own phone and words, and with those of all."""
    found = {listing.address[-1][:7]: listing for listing in trip.found.of("juniperwell.example")}
    houston, austin, portland = (found[town] for town in ("Houston", "Austin,", "Portlan"))
    assert len(trip.found.of("juniperwell.example")) == 3
    assert houston.name == "Juniperwell Ketamine Houston"
    assert [one.phones[0].split("\n")[0] for one in (houston, austin, portland)] == [
        "Phone: (713) 555-0121",
        "Phone: (512) 555-0122",
        "Phone: (503) 555-0123",
    ]
    assert houston.url == trip.web.url("juniperwell.example", "/locations/houston")
    assert _says(houston, "In Houston we also give ketamine by IV infusion.")
    assert not _says(austin, "IV infusion")
    assert _says(austin, "certified Spravato center")
    assert not _says(houston, "Spravato")
    assert not _says(portland, "Spravato")
    assert _says(portland, "we do not give IV infusions")
    for one in (houston, austin, portland):
        assert _says(one, "At all three clinics we give IM ketamine")


def test_the_clinic_that_says_no(trip: Trip) -> None:
    """The sentence that denies Spravato is kept whole."""
    listing = trip.only("quietharbor.example")
    assert listing.name == "Quiet Harbor Infusions"
    assert _says(listing, "We do not offer Spravato. If you need it") == [Where.BODY]
    assert listing.phones == ("(503) 555-0131",)


def test_the_clinic_that_only_explains(trip: Trip) -> None:
    """The explanation is kept with the page it stands on."""
    listing = trip.only("mossgate.example")
    (explains,) = [p for p in listing.passages if "sold" in p.text or "nasal spray" in p.text]
    assert explains.url == trip.web.url("mossgate.example", "/faq")
    assert explains.seen_at == NOW
    assert _says(listing, "IM ketamine with therapy") == [Where.ITEM]


def test_the_clinic_that_forbids_crawling_is_not_read(trip: Trip) -> None:
    """Its robots.txt is asked for, nothing else, and the run says why."""
    assert trip.web.paths("closedgarden.example") == ["/robots.txt"]
    assert trip.found.of("closedgarden.example") == []
    assert trip.found.trouble("closedgarden.example") == ["robots.txt forbids this page"]


def test_robots_txt_comes_first_everywhere_and_no_forbidden_page_is_asked_for(trip: Trip) -> None:
    """The server's log: robots.txt before any page of a host, and nothing it forbids."""
    for host in trip.web.hosts:
        assert trip.web.paths(host)[0] == "/robots.txt"
    assert "/private/services" not in trip.web.paths("alderlight.example")
    for host in ("robots503.example", "robots403.example", "robotsforever.example"):
        assert set(trip.web.paths(host)) == {"/robots.txt"}


def test_only_pages_that_matter_are_asked_for(trip: Trip) -> None:
    """No articles, no team pages, no page twice."""
    assert sorted(trip.web.paths("alderlight.example")) == [
        *("/", "/contact", "/faq", "/pricing", "/robots.txt", "/treatments"),
    ]
    assert "/about-our-team" not in trip.web.paths("juniperwell.example")


@pytest.mark.parametrize(
    ("host", "paths"),
    [
        ("sitemapped.example", ["/robots.txt", "/", "/lists.xml", "/pages.xml", "/contact"]),
        ("scripted.example", ["/robots.txt", "/", "/sitemap.xml", "/contact"]),
    ],
)
def test_a_site_s_own_list_of_its_pages_is_gone_through(
    trip: Trip, host: str, paths: list[str]
) -> None:
    """Where a script makes the menu; not what its rules forbid, nor articles, nor other sites."""
    assert list(dict.fromkeys(trip.web.paths(host))) == paths
    assert trip.only(host).address == ("12 Invented Rd", "Denver, CO 80202")
    assert set(trip.found.trouble(host)) <= {"robots.txt forbids this page"}


def test_a_link_trap_ends(trip: Trip) -> None:
    """Twenty-five pages at most, none from a calendar, a filter or a path that repeats."""
    paths = trip.web.paths("linktrap.example")
    assert 5 < len(paths) <= 1 + 25
    assert not [path for path in paths if "?" in path or path.count("/services") > 1]


def test_nobody_is_asked_for_what_is_private(trip: Trip) -> None:
    """No redirect reached a private page, and every request went to a host that was listed."""
    assert "/secret" not in [asked.path for asked in trip.web.requests]
    assert {asked.host for asked in trip.web.requests} <= set(trip.web.hosts)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("missing.example", "the server answers 404"),
        ("broken.example", "robots.txt answers 500"),
        ("emptypage.example", "the page is empty"),
        ("liar.example", "the page is empty"),
        ("errorpage.example", "Account Suspended"),
        ("paper.example", "not a web page"),
        ("hanging.example", "no whole answer came in time"),
        ("dropping.example", "broke off in the middle"),
        ("endless.example", "larger than we read"),
        ("bomb.example", "larger than we read"),
        ("toprivate.example", "another site"),
        ("tostranger.example", "robots.txt forbids this page"),
        ("circle.example", "already asked for it"),
        ("closed.example", "left for this run"),
        ("seed002.example", "the name of a clinic"),
    ],
)
def test_what_went_wrong_is_told(trip: Trip, host: str, words: str) -> None:
    """Each bad host gives no listing and a reason that a maintainer can act on."""
    assert trip.found.of(host) == []
    assert any(words in what for what in trip.found.trouble(host))


def test_every_site_gives_a_listing_or_a_reason(trip: Trip) -> None:
    """Nothing is lost without a word."""
    silent = [
        host for host in trip.web.hosts if not trip.found.of(host) and not trip.found.trouble(host)
    ]
    assert silent == []


@pytest.mark.parametrize("host", ["wrongcharset.example", "macroman.example"])
def test_a_lying_charset_is_seen_through(trip: Trip, host: str) -> None:
    """A page that says UTF-8 and is not still gives its words."""
    listing = trip.only(host)
    assert listing.name == "Fennel Café Ketamine"
    assert _says(listing, "We don’t hurry – each")


def test_broken_markup_gives_the_words_that_can_be_read(trip: Trip) -> None:
    """Unclosed and crossed tags cost nothing that matters."""
    listing = trip.only("brokenmarkup.example")
    assert listing.name == "Thistledown Ketamine"
    assert listing.address == ("88 Invented Main St", "Houston, TX 77002")
    assert _says(listing, "We give ketamine by IV infusion")
    assert _says(listing, "No esketamine here")


def test_adversarial_markup_states_nothing(trip: Trip) -> None:
    """Scripts, hidden text, struck text and marks that turn text round do not reach a listing."""
    listing = trip.only("adversarial.example")
    assert listing.name == "Ravelin Ketamine"
    assert listing.point is None
    assert not _says(listing, "Spravato")
    words = "".join(passage.text for passage in listing.passages) + listing.name
    assert not set(words) & set("\u202e\u2066\u200b\x07")


def test_the_clinics_of_the_issue_are_all_there() -> None:
    """The six kinds of site that the crawl must be right for are played."""
    assert set(CLINICS) <= set(all_hosts())
