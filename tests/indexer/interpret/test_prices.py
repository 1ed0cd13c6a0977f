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

HERE = Path(__file__).parent
TABLES = ("prices_printed.toml", "prices_worded.toml")
LAID_OUT = "prices_laid_out.toml"
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://lantern.example/"


def _printed(*names: str) -> list[Any]:
    return [
        pytest.param(printed, prices, id=f"{group}: {printed[:50]}")
        for name in names
        for group, table in tomllib.loads(HERE.joinpath(name).read_text("utf-8")).items()
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


@pytest.mark.parametrize(("printed", "prices"), _printed(*TABLES))
def test_printed_prices_give_exactly_these(printed: str, prices: list[str]) -> None:
    """Each line of the table gives its prices and no other."""
    heading, _, text = printed.rpartition(" || ")
    where = Where.ITEM if "|" in text else Where.BODY
    assert [_told(price) for price in prices_of(listing(text, heading, where))] == prices


@pytest.mark.parametrize(("page", "prices"), _printed(LAID_OUT))
def test_prices_laid_out_on_a_page_give_exactly_these(page: str, prices: list[str]) -> None:
    """Each page of the table gives its prices and no other."""
    passages: list[Passage] = []
    under = ""
    for line in page.split("\n"):
        text = line.removeprefix("# ")
        is_heading, in_row = text != line, "|" in text
        where = Where.HEADING if is_heading else Where.ITEM if in_row else Where.BODY
        one = Passage(text=text, url=URL, seen_at=SEEN_AT, where=where)
        passages.append(one if is_heading else replace(one, under=under))
        under = text if is_heading else under
    found = prices_of(replace(listing(""), passages=tuple(passages)))
    assert [_told(price) for price in found] == prices


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


def _rows(*rows: str) -> list[str]:
    passages = tuple(replace(listing(row).passages[0], where=Where.ITEM) for row in rows)
    return [_told(price) for price in prices_of(replace(listing(""), passages=passages))]


def test_a_column_of_a_table_says_what_its_sums_pay_for() -> None:
    """Where columns are treatments, each sum is its column's; others' columns are left."""
    header = "TMS | Spravato | Ketamine infusion"
    assert _rows(header, "Drive home? | Yes | No | No", "Our price | $250 | $995 | $475") == [
        "995 USD session",
        "475 USD infusion",
    ]
    assert _rows("Single infusion | Series of six", "$425 | $2,350") == [
        "425 USD infusion",
        "2350 USD package 6",
    ]
    copay = "Cost here | Your copay | $425 per infusion, or $2,400 for six"
    assert _rows("Spravato | IV ketamine", copay) == ["425 USD infusion", "2400 USD package 6"]
    assert _rows("Item | Fee | Rebate", "First psychiatrist appointment | $450 | half") == [
        "450 USD consultation"
    ]


def test_each_is_of_what_was_spoken_of_last() -> None:
    """A sum that says only "each" or "single" is for the treatment named above it."""
    assert _rows("45-minute IV infusion", "$449 each, or a series of 6 for $2,400") == [
        "449 USD infusion",
        "2400 USD package 6",
    ]
    assert _rows("$449 each") == []


def test_what_was_spoken_of_last_decides_on_a_page_that_sells_vitamins_too() -> None:
    """A bare infusion below ketamine is ours, below vitamins it is not."""
    vitamins, ours = "NAD+ drip | $275", "Ketamine for pain"
    assert _rows(vitamins, ours, "One infusion is $400.") == ["400 USD infusion"]
    assert _rows(ours, vitamins, "One infusion is $400.") == []
    both = "One ketamine infusion is $400. Vitamin add-ons from $35."
    assert _rows(vitamins, both) == ["400 USD infusion"]


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
    """Whatever is printed, a price's upper end is positive and not below its lower end."""
    for price in prices_of(listing(text)):
        assert 0 <= price.amount <= price.upto
        assert price.upto > 0
