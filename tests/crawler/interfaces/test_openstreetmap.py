"""OpenStreetMap: places by name, failures that come with a 200, and whom every page must name."""

from datetime import UTC, datetime

from crawler.listing import Where
from crawler.record import Outcome
from crawler.sources.openstreetmap import SOURCE
from tests.crawler.interfaces.conftest import Errand


def test_a_place_on_the_map_is_a_listing_in_the_map_s_words(errand: Errand) -> None:
    """Tags become address, phone, website and hours; the date is the map's."""
    [found] = [one for one in errand["osm"].listings if one.key == "node/1"]
    assert found.name == "Boulder Ketamine Clinic"
    assert found.address == ("1 Invented St", "Boulder, CO 80301")
    assert found.point == (40.015, -105.27)
    assert found.hours == ("Mo-Fr 09:00-17:00", "Sa 10:00-12:00")
    assert found.url == "https://www.openstreetmap.org/node/1"
    assert found.seen_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert [(one.where, one.text) for one in found.passages] == [
        (Where.TITLE, "Boulder Ketamine Clinic")
    ]


def test_ways_and_relations_lie_at_their_center(errand: Errand) -> None:
    """Only nodes have a position of their own."""
    points = {one.key: one.point for one in errand["osm"].listings}
    assert points["way/2"] == points["relation/3"] == (40.015, -105.27)


def test_other_names_of_tags_are_read(errand: Errand) -> None:
    """`contact:` tags, several phones in one, and a unit."""
    [found] = [one for one in errand["osm"].listings if one.key == "node/5"]
    assert found.phones == ("+1-303-555-0101", "+1-303-555-0102")
    assert (found.emails, found.website) == (("hi@invented.example",), "https://two.example")
    assert found.address == ("7 Invented Ave Unit B", "Denver, CO")


def test_a_name_without_the_word_is_no_place_of_ours(errand: Errand) -> None:
    """What a loose server sends beside is left out, and a place that comes twice comes once."""
    assert {one.key for one in errand["osm"].listings} == {
        "node/1", "way/2", "relation/3", "node/5",
    }  # fmt: skip


def test_the_licence_travels_with_the_source(errand: Errand) -> None:
    """Whoever shows a listing is told what to print; the listings name their source."""
    assert SOURCE.attribution == "© OpenStreetMap contributors (ODbL)"
    assert "ODbL" in SOURCE.licence
    assert {one.source for one in errand["osm"].listings} == {SOURCE.name}


def test_a_country_that_is_too_much_is_asked_state_by_state(errand: Errand) -> None:
    """The remark is told, its part of the places is not used, and nothing is missing."""
    tired = errand["osm tired"]
    assert tired.report.outcome is Outcome.GOOD
    assert "Query timed out" in tired.trouble()[0]
    assert len(tired.listings) == 4
    assert len(errand.paths("osmtired.example")) == 1 + 1 + 51


def test_a_remark_is_a_failure(errand: Errand) -> None:
    """Half of the places with a 200 is no good run, whatever else is in the answer."""
    remark = errand["osm remark"]
    assert (remark.report.outcome, remark.listings) == (Outcome.FAILED, ())
    assert "Alabama: the answer is not whole: runtime error" in remark.report.reasons[0]


def test_data_under_another_licence_is_not_taken(errand: Errand) -> None:
    """If the notice no longer names the ODbL, we no longer know that we may."""
    other = errand["osm licence"]
    assert (other.report.outcome, other.listings) == (Outcome.FAILED, ())
    assert "ODbL" in other.report.reasons[0]


def test_an_old_map_is_told(errand: Errand) -> None:
    """A replica that lags for months is dated as it is."""
    old = errand["osm old"]
    assert old.trouble() == ["the data of this instance is 174 days old"]
    assert {one.seen_at.month for one in old.listings} == {6}


def test_a_way_without_a_center_is_told_and_left_out(errand: Errand) -> None:
    """The rest is taken."""
    odd = errand["osm odd"]
    assert (odd.report.outcome, len(odd.listings)) == (Outcome.GOOD, 20)
    assert odd.trouble() == ["center is null, not an object: it was left out"]


def test_one_state_is_one_question(errand: Errand) -> None:
    """A run for Colorado asks about Colorado."""
    [path] = [path for path in errand.paths("osm.example") if "US-CO" in path]
    assert "timeout%3A50" in path
    assert len(errand["osm CO"].listings) == 4
