"""Printed prices of ketamine care are read with what they pay for; other sums are left."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Price
from indexer.interpret.prices import prices_of

TABLE = Path(__file__).with_name("prices_printed.toml")
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://lantern.example/"


def _printed() -> list[Any]:
    return [
        pytest.param(printed, prices, id=f"{group}: {printed[:50]}")
        for group, table in tomllib.loads(TABLE.read_text("utf-8")).items()
        for printed, prices in table.items()
    ]


def listing(text: str, heading: str = "", where: Where = Where.BODY) -> Listing:
    """Return a listing whose page prints *text* below a heading."""
    printed = [(heading, Where.HEADING), (text, where)]
    passages = tuple(
        Passage(text=text, url=URL, seen_at=SEEN_AT, where=where) for text, where in printed if text
    )
    return Listing(source="s", key="k", url=URL, seen_at=SEEN_AT, name="L", passages=passages)


def _told(price: Price) -> str:
    amount = f"{price.amount:g}" + (f"-{price.upto:g}" if price.upto != price.amount else "")
    return " ".join(filter(None, (amount, price.currency, price.unit, str(price.count or ""))))


@pytest.mark.parametrize(("printed", "prices"), _printed())
def test_printed_prices_give_exactly_these(printed: str, prices: list[str]) -> None:
    """Each line of the table gives its prices and no other."""
    heading, _, text = printed.rpartition(" || ")
    where = Where.ITEM if "|" in text else Where.BODY
    assert [_told(price) for price in prices_of(listing(text, heading, where))] == prices


def test_a_price_carries_its_words_page_and_date() -> None:
    """Nobody need believe us: the sentence stands by."""
    (price,) = prices_of(listing("We are glad you came. Each infusion is $450. Bring a friend."))
    assert price.evidence.quote == "Each infusion is $450."
    assert (price.evidence.url, price.evidence.seen_on) == (URL, date(2026, 11, 22))


def test_a_dollar_is_of_the_clinics_country() -> None:
    """A bare "$" in Canada or Australia is none of the United States."""
    printed = listing("$450 per infusion")
    canadian = replace(printed, country="CA")
    australian = replace(printed, address=("1 Wharf St", "Sydney NSW 2000"))
    british_columbian = replace(printed, address=("1 Elm St", "Vancouver, BC V5K 0A1"))
    found = [prices_of(one)[0].currency for one in (printed, canadian, australian)]
    assert found == ["USD", "CAD", "AUD"]
    assert prices_of(british_columbian)[0].currency == "CAD"


def test_a_drip_bars_prices_are_not_those_of_ketamine() -> None:
    """Where vitamins are sold too, only a price that names ketamine care counts."""
    menu = listing("Vitamin C drip | $120").passages
    bare = listing("Single infusion | $199").passages
    named = listing("Ketamine infusion | $425").passages
    found = prices_of(replace(listing(""), passages=(*menu, *bare, *named)))
    assert [_told(price) for price in found] == ["425 USD infusion"]


def test_a_blog_post_prints_no_price_of_ours() -> None:
    """What an article says of costs is not what the clinic asks."""
    printed = listing("$450 per infusion")
    posted = replace(printed.passages[0], url=f"{URL}blog/what-it-costs")
    assert prices_of(replace(printed, passages=(posted,))) == ()


def test_one_price_is_told_once() -> None:
    """The same sum for "session" and "infusion" is one price, of an infusion."""
    found = prices_of(listing("Infusions are $450 each. A session costs $450. $450 per infusion."))
    assert [_told(price) for price in found] == ["450 USD infusion"]


@given(st.text(alphabet="$£€ 0123456789,.kK-to per infusion session six|\n", max_size=120))
def test_any_text_is_survived(text: str) -> None:
    """Whatever is printed, a price is a positive sum with an upper end that is not below it."""
    for price in prices_of(listing(text)):
        assert 0 < price.amount <= price.upto
