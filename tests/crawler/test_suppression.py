"""Who asked to be left out: never told by the list, known however they are worded, for good."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.__main__ import main
from crawler.archive.answers import Answers
from crawler.archive.file import ArchiveFile
from crawler.database import beside
from crawler.progress import Progress
from crawler.record import Coverage, Outcome
from crawler.store import SqlListingStore
from crawler.suppression import (
    Kind,
    Suppressed,
    SuppressionUnreadable,
    suppress,
    suppressed,
    value_of,
)
from tests.contracts.listing_store import MemoryListingStore
from tests.contracts.listings import MONDAY, SITES, listing
from tests.crawler.crawls import crawls
from tests.web.server import FixtureWeb
from tests.web.sites_of_clinics import clinics

DAY = date(2026, 11, 22)
PHONE = "+1 301 555 0101"
ADDRESS = "4300 Invented Ave Suite 304, Bethesda, MD 20814"


def listed(folder: Path, *values: tuple[Kind, str]) -> Suppressed:
    """Return a list with these on it."""
    file = folder / "suppressed.jsonl"
    suppress(file, [(kind, value_of(kind, text)) for kind, text in values], on=DAY)
    return suppressed(file)


@pytest.mark.parametrize(
    "text", ["301-555-0101", "(301) 555-0101", "Call +13015550101 today", "301.555.0101 ext. 4"]
)
def test_a_phone_is_known_however_it_is_printed(tmp_path: Path, text: str) -> None:
    """Compared as the number that is dialled."""
    found = listed(tmp_path, (Kind.PHONE, PHONE))
    assert found.phone(text) == DAY
    assert found.phone("301-555-0102") is None
    assert found.phone("no number") is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("https://www.clinic.example/houston?x=1", True),
        ("HTTP://Clinic.Example.:8080", True),
        ("book.clinic.example", True),
        ("https://otherclinic.example/", False),
        ("https://clinic.example.org/", False),
        ("https://[bad", False),
        ("", False),
    ],
)
def test_a_domain_is_known_with_all_below_it(tmp_path: Path, text: str, known: bool) -> None:
    """However it is addressed, and no other."""
    assert bool(listed(tmp_path, (Kind.DOMAIN, "www.clinic.example")).domain(text)) is known


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (("4300 Invented Avenue, Ste 304", "Bethesda, MD 20814"), True),
        (("4300 Invented Ave #304", "Bethesda, Maryland 20814-1234"), True),
        (("4300 Invented Ave Suite 305", "Bethesda, MD 20814"), False),
        (("4301 Invented Ave Suite 304", "Bethesda, MD 20814"), False),
        (("Bethesda, MD 20814",), False),
        ((), False),
    ],
)
def test_an_address_is_known_by_house_street_unit_and_postcode(
    tmp_path: Path, lines: tuple[str, ...], known: bool
) -> None:
    """Another clinic of the same house is not left out with it."""
    assert bool(listed(tmp_path, (Kind.ADDRESS, ADDRESS)).address(lines)) is known


def test_the_files_tell_nobody(tmp_path: Path) -> None:
    """No value stands in them, and the key is for its owner alone."""
    listed(tmp_path, (Kind.PHONE, PHONE), (Kind.DOMAIN, "clinic.example"), (Kind.ADDRESS, ADDRESS))
    text = "".join(file.read_text() for file in tmp_path.iterdir()).casefold()
    for word in ("5550101", "555-0101", "clinic", "example", "invented", "bethesda", "suite"):
        assert word not in text
    assert (tmp_path / "suppressed.key").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    again = listed(other, (Kind.PHONE, PHONE))
    first = suppressed(tmp_path / "suppressed.jsonl")
    assert not set(again.since) & set(first.since), "another key gives other marks"


def test_a_list_is_only_added_to_and_can_be_lifted(tmp_path: Path) -> None:
    """The first date stays; who comes back is off the list, and the lines remain."""
    file = tmp_path / "suppressed.jsonl"
    for on in (DAY, date(2027, 1, 1)):
        suppress(file, [(Kind.ID, "abcd2345")], on=on)
    assert suppressed(file).clinic_id("abcd2345") == DAY
    before = suppressed(file).fingerprint
    suppress(file, [(Kind.ID, "abcd2345")], on=DAY, lifted=True)
    assert suppressed(file).clinic_id("abcd2345") is None
    assert suppressed(file).fingerprint != before
    assert len(file.read_bytes().splitlines()) == 3
    assert suppressed(tmp_path / "none.jsonl") == Suppressed()


@pytest.mark.parametrize("fault", ["no key", "short key", "other key", "half a line", "a folder"])
def test_a_list_that_cannot_be_read_is_never_an_empty_one(tmp_path: Path, fault: str) -> None:
    """Nor is it added to; the message names the file and what to bring back."""
    listed(tmp_path, (Kind.PHONE, PHONE))
    file, key = tmp_path / "suppressed.jsonl", tmp_path / "suppressed.key"
    if fault == "no key":
        key.unlink()
    elif fault == "short key":
        key.write_text("abcd")
    elif fault == "other key":
        key.write_text("00" * 32)
    elif fault == "half a line":
        file.write_bytes(file.read_bytes()[:-9])
    else:
        file.unlink()
        file.mkdir()
    for using in (suppressed, lambda one: suppress(one, [(Kind.ID, "abcd2345")], on=DAY)):
        with pytest.raises(SuppressionUnreadable, match=r"suppressed\.(jsonl|key)"):
            using(file)


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        (Kind.PHONE, "soon", "no phone number"),
        (Kind.PHONE, "301-555-0101 or 301-555-0102", "no phone number"),
        (Kind.DOMAIN, "com", "no domain"),
        (Kind.DOMAIN, "co.uk", "belongs to many"),
        (Kind.DOMAIN, "github.io", "belongs to many"),
        (Kind.ADDRESS, "Bethesda, MD", "needs a house number"),
        (Kind.ID, "/c/x", "no id"),
    ],
)
def test_what_would_leave_out_nobody_or_many_is_refused(kind: Kind, text: str, what: str) -> None:
    """With an example of what is meant."""
    with pytest.raises(ValueError, match=what):
        value_of(kind, text)


def test_no_listing_of_them_is_kept(tmp_path: Path) -> None:
    """By phone, website, page or address; the report tells how many, never whom."""
    by_phone = replace(listing("b"), phones=("Tel. 301-555-0109",))
    by_site = listing("c")
    by_page = replace(listing("d"), website="", url="https://sub.d.example/x")
    by_address = replace(listing("e"), address=("4300 Invented Ave #304", "Bethesda, MD 20814"))
    found = listed(
        tmp_path,
        (Kind.PHONE, "301-555-0109"),
        (Kind.DOMAIN, "c.example"),
        (Kind.DOMAIN, "d.example"),
        (Kind.ADDRESS, ADDRESS),
    )
    store = MemoryListingStore()
    progress = Progress(store, SITES, lambda: MONDAY, found)
    progress.begin()
    for one in (listing("a"), by_phone, by_site, by_page, by_address):
        progress.take(one)
    report = progress.settle()
    assert [one.listing.key for one in store.listings()] == ["a"]
    assert [one.what for one in report.problems] == [
        "4 listings were left out, as their owners asked"
    ]


def command(folder: Path, *words: str) -> Result:
    """Run a command on the store in a folder."""
    where = ["--store", f"sqlite:///{folder}/clinics.sqlite"]
    return CliRunner(env={"KCF_STORE": ""}).invoke(main, [*words, *where])


def test_whoever_is_left_out_is_not_asked_and_survives_no_crawl(tmp_path: Path) -> None:
    """What we hold is deleted at once; the next crawl asks them for nothing, not even the rules."""
    url = f"sqlite:///{tmp_path}/clinics.sqlite"
    with FixtureWeb(clinics(3)) as web:
        crawls("crawl", url, web.port, *web.hosts)
        done = command(tmp_path, "suppress", "--domain", "clinic001.example", "--reference", "7")
        assert done.exit_code == 0, done.output
        assert "deleted from clinic_sites: " in done.output
        assert "deleted from the page archive: 4" in done.output
        assert keys(url) == ["clinic000", "clinic002"]
        with ArchiveFile(beside(url)) as archive:
            assert Answers(archive).latest(web.url("clinic001.example")) is None
        assert b"clinic001" not in (tmp_path / "suppressed.jsonl").read_bytes()

        web.forget()
        report = crawls("crawl", url, web.port, *web.hosts, at="2026-11-05T09:00")
        assert {one.host for one in web.requests} == {"clinic000.example", "clinic002.example"}
        assert report.outcome is Outcome.GOOD
        assert [one.what for one in report.problems] == [
            "1 sites were left out, as their owners asked"
        ]
        assert keys(url) == ["clinic000", "clinic002"]
        again = crawls("replay", url, web.port)
        assert (again.listings, keys(url)) == (2, ["clinic000", "clinic002"])


def keys(url: str) -> list[str]:
    """Return the hosts of the current listings."""
    with SqlListingStore(url) as store:
        return [one.listing.key.partition(".")[0] for one in store.listings()]


def test_the_command_names_the_mend(tmp_path: Path) -> None:
    """Nothing is added for a typing error; without options the length of the list is told."""
    refused = command(tmp_path, "suppress", "--phone", "soon")
    assert refused.exit_code == 2
    assert "no phone number" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    assert "0 marks" in command(tmp_path, "suppress").output
    added = command(tmp_path, "suppress", "--phone", PHONE, "--id", "abcd2345")
    assert "Added: 2 marks" in added.output
    assert "check what you typed" in added.output
    assert "2 marks" in command(tmp_path, "suppress").output
    command(tmp_path, "suppress", "--phone", PHONE, "--lift")
    assert "1 marks" in command(tmp_path, "suppress").output


def test_a_crawl_without_the_key_does_not_begin(tmp_path: Path) -> None:
    """Rather no crawl than one that keeps whom it must not."""
    with SqlListingStore(f"sqlite:///{tmp_path}/clinics.sqlite", create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=1))
    listed(tmp_path, (Kind.PHONE, PHONE))
    (tmp_path / "suppressed.key").unlink()
    refused = command(tmp_path, "run", "seeds")
    assert refused.exit_code == 1
    assert "Bring back the key" in refused.stderr
