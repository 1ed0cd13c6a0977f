"""A clinic's page comes to its addresses, however it words and lays them out."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.reading.page import read_page
from crawler.reading.site import listings_of
from indexer.clinic import Address
from indexer.interpret.address_finder import address_of
from indexer.places import Places

TABLE = Path(__file__).with_name("addresses_printed.toml")
URL = "https://lantern.example/"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ABOVE = "<title>Lantern Ketamine</title><h1>Lantern Ketamine</h1><p>We give IV ketamine.</p>"


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    """Open the packaged table."""
    table = Places()
    yield table
    table.close()


def _printed() -> list[Any]:
    return [
        pytest.param(markup, addresses, id=f"{group}: {number}")
        for group, table in tomllib.loads(TABLE.read_text("utf-8")).items()
        for number, (markup, addresses) in enumerate(table.items(), 1)
    ]


def _addresses(markup: str, places: Places) -> list[Address]:
    page = read_page((ABOVE + markup).encode(), "text/html", url=URL, seen_at=NOW)
    found = listings_of([page], source="s", website=URL)
    read = (address_of(listing, places) for listing in found)
    return [address for address in read if address.city or address.street]


@pytest.mark.parametrize(("markup", "addresses"), _printed())
def test_printed_addresses_are_exactly_these(
    places: Places, markup: str, addresses: list[str]
) -> None:
    """Each page of the table gives its addresses and no other."""
    found = [
        " | ".join((one.street, one.unit, one.city, one.state, one.postcode))
        for one in _addresses(markup, places)
    ]
    assert found == addresses
