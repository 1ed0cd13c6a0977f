"""Pages of one site become the right listings: names, places, and whose words are whose."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.listing import Listing, Where
from crawler.reading.page import Page, read_page
from crawler.reading.site import listings_of
from tests.crawler.reading.pages import SEEN_AT, page

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def _listings(*pages: Page, website: str = "https://clinic.example/") -> list[Listing]:
    return listings_of(pages, source="clinic_sites", website=website)


def _texts(listing: Listing) -> str:
    return "\n".join(passage.text for passage in listing.passages)


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_the_seeds_give_a_listing_only_where_they_name_a_clinic_and_a_place(html: bool) -> None:
    """Seed 001 ends in a name and an address; the others, and above all 002, give nothing."""
    found = {}
    for path in SEEDS:
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        body = f"<title>{lines[0]}</title>" + "".join(f"<p>{line}</p>" for line in lines)
        text = body if html else path.read_text("utf-8")
        kind = "text/html" if html else "text/plain"
        read = read_page(text.encode(), kind, url="https://seed.example/", seen_at=SEEN_AT)
        found[path.name[:3]] = [
            (listing.name, listing.address) for listing in _listings(read, website=read.url)
        ]
    assert found == {
        "000": [],
        "001": [
            (
                "Calliope Health Ketamine",
                ("4300 Montgomery Ave Suite 304, Bethesda, MD 20814, United States",),
            )
        ],
        "002": [],
        "003": [],
    }


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ('<meta property="og:site_name" content="Fernway Ketamine">', "Fernway Ketamine"),
        ("<title>Clinic Ketamine Care | Denver</title>", "Clinic Ketamine Care"),
        ("<title>Fernway | Denver</title><p>© 2026 Fernway. All rights reserved.</p>", "Fernway"),
        ("<p>Fernway Ketamine</p><p>1 Elm St<br>Denver, CO 80202</p>", "Fernway Ketamine"),
        ("<p>Fernway Ketamine<br>1 Elm St<br>Denver, CO 80202</p>", "Fernway Ketamine"),
        ("<p>Fernway Ketamine, 1 Elm St, Denver, CO 80202</p>", "Fernway Ketamine"),
    ],
)
def test_a_name_is_what_the_site_calls_itself(markup: str, name: str) -> None:
    """By its metadata, a confirmed title, or the line above its address."""
    assert [listing.name for listing in _listings(page(markup))] == [name]


@pytest.mark.parametrize(
    "markup",
    [
        "<title>What Makes Ketamine a Breakthrough?</title><h1>What Makes Ketamine</h1>",
        "<title>Ketamine for Depression</title><p>Ketamine has been used for decades.</p>",
        '<meta property="og:site_name" content="My Site"><title>Home</title>',
        "",
    ],
)
def test_a_site_that_says_no_name_gives_no_listing(markup: str) -> None:
    """Article titles and builders' defaults are no names."""
    assert _listings(page(markup, "https://other.example/"), website="https://other.example/") == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Contact us</p><p>1 Elm St<br>Denver, CO 80202</p>",
        "<p>Denver</p><p>1 Elm St<br>Denver, CO 80202</p>",
        "<p>We would love to see you here.</p><p>1 Elm St<br>Denver, CO 80202</p>",
        "<p>Call (303) 555-0100</p>",
    ],
)
def test_a_site_that_says_only_how_to_reach_it_goes_by_its_host(markup: str) -> None:
    """Labels, towns and sentences are no names; the site's address on the web is true."""
    (listing,) = _listings(page(markup, "https://other.example/"), website="https://other.example/")
    assert listing.name == "other.example"


def test_a_site_without_an_address_gives_a_listing_without_a_place() -> None:
    """It can be found by name and words."""
    (listing,) = _listings(page("<title>Clinic Ketamine | Home</title><p>We give IV ketamine.</p>"))
    assert listing.address == ()
    assert listing.key == "clinic.example"
    assert "We give IV ketamine." in _texts(listing)


TWO = page(
    """<title>Locations | Clinic Ketamine</title><h1>Locations</h1><p>For all of us.</p>
    <section><h2>Clinic Ketamine North</h2><p>Spravato is given here.</p>
      <p>1 Elm St<br>Denver, CO 80202</p><p>303-555-0111</p><p>Mon 9-5</p></section>
    <section><h2>Clinic Ketamine South</h2><p>2 Oak St<br>Austin, TX 78701</p><p>512-555-0112</p>
      <h3>What we give</h3><p>Only IV ketamine here.</p></section>
    <h2>Questions</h2><p>Call any clinic.</p>""",
    "https://clinic.example/locations",
)
HOME = page("<title>Clinic Ketamine</title><p>We all give lozenges.</p>")


def test_each_place_has_its_own_words_and_those_of_all() -> None:
    """What stands under one place's heading is never told of another."""
    north, south = _listings(HOME, TWO)
    assert (north.name, south.name) == ("Clinic Ketamine North", "Clinic Ketamine South")
    assert (north.phones, south.phones) == (("303-555-0111",), ("512-555-0112",))
    assert (north.hours, south.hours) == (("Mon 9-5",), ())
    assert "Spravato is given here." in _texts(north)
    assert "Spravato" not in _texts(south)
    assert "Only IV ketamine here." in _texts(south)
    assert "Only IV" not in _texts(north)
    for words in ("For all of us.", "We all give lozenges.", "Call any clinic."):
        assert words in _texts(north)
        assert words in _texts(south)


def test_words_between_two_places_that_could_be_of_either_are_of_neither() -> None:
    """Without headings or cards, an undecidable sentence is left out."""
    flat = page(
        "<title>Clinic Ketamine</title><p>1 Elm St<br>Denver, CO 80202</p><p>Spravato here.</p>"
        "<p>2 Oak St<br>Austin, TX 78701</p>",
        "https://clinic.example/locations",
    )
    assert [("Spravato" in _texts(listing)) for listing in _listings(HOME, flat)] == [False, False]


def test_the_page_of_one_place_speaks_of_it_alone() -> None:
    """A place's own page, found by its only address, is not told of its sister."""
    own = page(
        "<title>North | Clinic Ketamine</title><p>Only here: Spravato.</p><p>1 Elm St<br>"
        "Denver, CO 80202</p><footer><p>2 Oak St<br>Austin, TX 78701</p></footer>",
        "https://clinic.example/locations/north",
    )
    north, south = _listings(HOME, TWO, own)
    assert north.url == own.url
    assert "Only here: Spravato." in _texts(north)
    assert "Only here" not in _texts(south)
    assert "North | Clinic" not in _texts(south)


def test_structured_data_and_text_of_one_place_are_one_listing() -> None:
    """Its declared parts win, its text is kept, and the declared words are marked as such."""
    both = page(
        """<script type="application/ld+json">{"@type": "MedicalClinic", "name": "Fernway",
        "address": {"streetAddress": "1 Elm Street", "addressLocality": "Denver",
        "addressRegion": "CO", "postalCode": "80202"}, "availableService": {"name": "KAP"}}</script>
        <p>Visit us</p><p>1 Elm St<br>Denver, CO 80202</p><p>(303) 555-0111</p>"""
    )
    (listing,) = _listings(both)
    assert listing.name == "Fernway"
    assert listing.address == ("1 Elm Street", "Denver, CO 80202")
    assert listing.phones == ("(303) 555-0111",)
    assert [p.text for p in listing.passages if p.where is Where.STRUCTURED] == ["KAP"]


def test_keys_do_not_hang_on_how_the_site_is_addressed() -> None:
    """Scheme, "www." and the page on which a place was met do not change its key."""
    markup = "<p>Fernway Ketamine<br>1 Elm St<br>Denver, CO 80202</p>"
    (one,) = _listings(page(markup))
    (other,) = _listings(
        page("<title>Home</title>", "http://www.clinic.example/"),
        page(markup, "http://www.clinic.example/contact"),
        website="http://www.clinic.example",
    )
    assert one.key == other.key == "clinic.example#1-elm-80202"


def test_an_agencys_mail_is_not_the_clinics() -> None:
    """Only the site's own domain and free mail count."""
    markup = (
        "<p>Fernway Ketamine<br>1 Elm St<br>Denver, CO 80202</p><p>hi@clinic.example,"
        " fernway@gmail.com</p><p>Made by <a href='mailto:sales@agency.example'>Agency</a></p>"
    )
    (listing,) = _listings(page(markup))
    assert listing.emails == ("hi@clinic.example", "fernway@gmail.com")


def test_a_text_counts_once_and_a_menu_entry_gives_way() -> None:
    """Boilerplate on every page is one passage, and the page's own heading beats the menu."""
    menu = "<nav><a href='/s'>Our services</a></nav><p>Same words everywhere.</p>"
    home = page(f"<title>Clinic Ketamine</title>{menu}")
    other = page(f"{menu}<h1>Our services</h1>", "https://clinic.example/s")
    (listing,) = _listings(home, other)
    texts = [passage.text for passage in listing.passages]
    assert texts.count("Same words everywhere.") == 1
    assert [p.where for p in listing.passages if p.text == "Our services"] == [Where.HEADING]


_TAGS = ["<p>", "</p>", "<div>", "</div>", "<footer>", "<h2>", "</h3>", "<br>", "<nav>", "<title>"]
_TAGS += ["<table><tr><td>", "<a href='tel:3035550111'>", "</a>", "&#8238;", "<", "\x00", "\ufffd"]
_TAGS += ['<script type="application/ld+json">', "</script>"]
_WORDS = ["1 Elm St", "Denver, CO 80202", "303-555-0111", "Fernway Ketamine", "© 2026 Fernway"]
_WORDS += ['{"@type":"MedicalClinic","name":"Fernway"}', "text of no importance", "Mon 9-5"]
_pieces = st.sampled_from(_TAGS + _WORDS)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_pieces, max_size=25), min_size=1, max_size=3))
def test_no_markup_breaks_the_reader(parts: list[list[str]]) -> None:
    """Any mix of markup gives listings that have a name, a key of their own, and clean words."""
    pages = [
        page(" ".join(pieces), f"https://clinic.example/{number}")
        for number, pieces in enumerate(parts)
    ]
    found = _listings(*pages)
    assert all(listing.name for listing in found)
    assert len({listing.key for listing in found}) == len(found)
    assert not any(set(_texts(listing)) & set("\x00\u202e") for listing in found)
    assert found == _listings(*pages)
