"""What did not change is neither sent nor read again, and what it gave last time still stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.listing import Listing
from crawler.record import Outcome
from crawler.store import SqlListingStore
from tests.crawler.crawls import crawls
from tests.web.hosts import all_hosts
from tests.web.server import Exchange, FixtureWeb, Reply

CLINIC = (
    "<title>{name}</title><h1>{name}</h1><p>We give ketamine by IV infusion.</p>"
    "<p>9 Invented Pl<br>Denver, CO 80202</p><p>(303) 555-0111</p>"
    '<a href="/pricing">Pricing</a>'
)
PRICES = "<title>Prices</title><h1>Prices</h1><p>One IV ketamine infusion costs ${price}.</p>"


@dataclass(slots=True)
class Careful:
    """Knows validators: sends a page only to who does not have it yet."""

    pages: dict[str, str]
    validator: str = "ETag"
    sent: list[tuple[str, int]] = field(default_factory=list)

    def respond(self, exchange: Exchange) -> None:
        """Send 304 to who has the page."""
        page = self.pages.get(exchange.path)
        if page is None:
            exchange.reply(Reply(status=404))
            return
        tag = f'"{abs(hash(page))}"' if self.validator == "ETag" else f"Mon, {len(page)} Nov"
        asked = exchange.headers.get(
            "If-None-Match" if self.validator == "ETag" else "If-Modified-Since"
        )
        headers = {self.validator: tag} if self.validator else {}
        status = 304 if self.validator and asked == tag else 200
        self.sent.append((exchange.path, status))
        body = b"" if status == 304 else page.encode()
        exchange.reply(Reply(status=status, body=body, headers=headers))


def site(name: str = "Fennel Ketamine", price: int = 450) -> dict[str, str]:
    """Return the two pages of an invented clinic."""
    return {"/": CLINIC.format(name=name), "/pricing": PRICES.format(price=price)}


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Careful:
    """Give a host that goes by tag, unless the test asks for another kind."""
    return Careful(site(), validator=getattr(request, "param", "ETag"))


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store that is not there yet."""
    return f"sqlite:///{tmp_path}/clinics.sqlite"


@pytest.fixture
def web(host: Careful) -> Iterator[FixtureWeb]:
    """Play the host."""
    with FixtureWeb({"fennel.example": host}) as web:
        yield web


def listings(url: str) -> list[Listing]:
    """Return the current listings."""
    with SqlListingStore(url) as store:
        return [one.listing for one in store.listings()]


def words(found: list[Listing]) -> set[str]:
    """Return all that listings say."""
    return {passage.text for one in found for passage in one.passages}


@pytest.mark.parametrize("host", ["ETag", "Last-Modified", ""], indirect=True)
def test_an_unchanged_page_is_not_read_again(web: FixtureWeb, host: Careful, url: str) -> None:
    """By tag, by date or by the body itself: what it gave stands, and its date is the new one."""
    first = crawls("crawl", url, web.port, "fennel.example")
    assert (first.fetched, first.unchanged, first.read) == (3, 0, 2)
    before = listings(url)
    host.sent.clear()

    second = crawls("crawl", url, web.port, "fennel.example", at="2026-11-05T09:00")
    after = listings(url)
    assert second.read == 0
    assert second.unchanged == 2
    assert set(host.sent) == {("/", 304 if host.validator else 200),
                              ("/pricing", 304 if host.validator else 200)}  # fmt: skip
    assert (second.outcome, second.changes.changed) == (Outcome.GOOD, 0)
    assert words(after) == words(before)
    assert {one.seen_at.day for one in before} == {2}
    assert {one.seen_at.day for one in after} == {5}
    assert {passage.seen_at.day for one in after for passage in one.passages} == {5}


def test_a_page_that_changed_is_read_alone(web: FixtureWeb, host: Careful, url: str) -> None:
    """The others' words are taken over."""
    crawls("crawl", url, web.port, "fennel.example")
    host.pages.update(site(price=1500))
    second = crawls("crawl", url, web.port, "fennel.example", at="2026-11-05T09:00")
    assert (second.read, second.unchanged, second.changes.changed) == (1, 1, 1)
    assert any("costs $1500" in text for text in words(listings(url)))
    assert any("We give ketamine" in text for text in words(listings(url)))


def test_a_whole_web_is_crawled_again_without_reading_a_page(url: str) -> None:
    """Every odd host gives the same listings, problems and words as when it was read."""
    with FixtureWeb(all_hosts()) as web:
        hosts = [host for host in web.hosts if host not in ("closed.example", "hanging.example")]
        first = crawls("crawl", url, web.port, *hosts)
        before = {one.key: one for one in listings(url)}
        second = crawls("crawl", url, web.port, *hosts, at="2026-11-03T09:00")
    after = {one.key: one for one in listings(url)}
    # The trap's links differ each time it is asked; whoever was busy before may not be now.
    assert second.read <= 30 < first.read
    odd = {key for key in before if key.startswith(("linktrap", "busy", "stubborn"))}
    assert {key: words([one]) for key, one in before.items() if key not in odd} == {
        key: words([one]) for key, one in after.items() if key not in odd
    }


def days(found: list[Listing]) -> dict[str, int]:
    """Return on which day each site was seen."""
    return {one.key.partition(".")[0]: one.seen_at.day for one in found}


def test_only_hosts_that_are_due_are_asked(url: str) -> None:
    """What the others said is taken over with its date; who changes is asked sooner."""
    hosts: Mapping[str, Careful] = {
        "still.example": Careful(site("Still Ketamine")),
        "busy.example": Careful(site("Busy Ketamine")),
    }
    with FixtureWeb(hosts) as web:
        crawls("due", url, web.port, *hosts)
        for day in (9, 13, 15):
            hosts["busy.example"].pages.update(site("Busy Ketamine", price=day))
            web.forget()
            report = crawls("due", url, web.port, *hosts, at=f"2026-11-{day:02}T09:00")
            asked = {one.host for one in web.requests}
            assert report.listings == 2
            # 7 days at first. Then 3.5 for the one, and 10.5 for the other.
            assert asked == (set(hosts) if day == 9 else {"busy.example"})
        assert days(listings(url)) == {"still": 9, "busy": 15}
        web.forget()
        crawls("due", url, web.port, *hosts, at="2026-11-20T00:00")
        assert {one.host for one in web.requests} == set(hosts)
