"""The change log tells what happened, and histories of crawls keep their links."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from indexer import change_files
from indexer.changes import ChangeLog, Kind, changes, told
from indexer.clinic import Address, Clinic, Gone, Moved, Provenance
from indexer.identity import Identities, Published, identify
from indexer.matching.record import Record
from indexer.resolve import resolve
from tests.indexer.clinics import SEEN_ON, clinic, fact

STREET = Address(
    raw=("9 Elsewhere Road", "Anytown, MD 20814"),
    street="9 Elsewhere Road",
    city="Anytown",
    state="MD",
    postcode="20814",
    country="US",
)


def _source(key: str, missing_since: date | None = None) -> Provenance:
    return replace(clinic().sources[0], key=key, missing_since=missing_since)


ONE = clinic(id="one", sources=(_source("a"),))
BOTH = clinic(id="one", sources=(_source("a"), _source("b")))


@pytest.mark.parametrize(
    ("before", "after", "kind", "told_of"),
    [
        ({}, {"one": ONE}, Kind.ADDED, {}),
        ({"one": Gone(since=SEEN_ON)}, {"one": ONE}, Kind.RETURNED, {}),
        ({"one": ONE}, {"one": Gone(since=SEEN_ON)}, Kind.WITHDRAWN, {}),
        ({"one": ONE}, {"one": Moved(to="two")}, Kind.MERGED, {"other": "two"}),
        (
            {"one": BOTH},
            {"one": ONE, "two": clinic(id="two", sources=(_source("b"),))},
            Kind.SPLIT,
            {"id": "two", "other": "one"},
        ),
        (
            {"one": ONE},
            {"one": replace(ONE, address=STREET)},
            Kind.MOVED,
            {"before": "1 Nowhere Street, Anytown, MD", "after": "9 Elsewhere Road, Anytown, MD"},
        ),
        (
            {"one": ONE},
            {"one": replace(ONE, name="Renamed", facts=(fact("kap"),))},
            Kind.CHANGED,
            {"fields": ("name", "facts")},
        ),
        (
            {"one": ONE},
            {"one": replace(ONE, sources=(_source("a", SEEN_ON),))},
            Kind.MISSING,
            {},
        ),
    ],
)
def test_each_kind_of_change_is_told_once(
    before: dict[str, Clinic | Moved | Gone],
    after: dict[str, Clinic | Moved | Gone],
    kind: Kind,
    told_of: dict[str, object],
) -> None:
    """One thing happened, and the log says that and nothing else."""
    (change,) = changes(before, after)
    assert change.kind is kind
    assert {field: getattr(change, field) for field in told_of} == told_of


def test_another_wording_of_the_address_is_a_change_and_no_move() -> None:
    """ "St" for "Street" moves nobody, nor does another name of one highway."""
    for street, worded in (("1 Nowhere Street", "1 Nowhere St"), ("1200 US-62", "1200 Hwy 62")):
        before, after = (
            replace(ONE, address=replace(ONE.address, street=said)) for said in (street, worded)
        )
        (change,) = changes({"one": before}, {"one": after})
        assert (change.kind, change.fields) == (Kind.CHANGED, ("address",))


def test_later_sight_of_the_same_words_is_no_change() -> None:
    """Dates alone are not news."""
    later = replace(ONE, last_seen=SEEN_ON + timedelta(days=9), sources=(_source("a"),))
    assert changes({"one": ONE}, {"one": later}) == ()


def test_log_is_read_back_and_its_text_names_every_change(tmp_path: Path) -> None:
    """The file for machines holds what was written; the one for people a line for each change."""
    found = changes({}, {"one": ONE, "two": clinic(id="two", name="Zebra Ketamine")})
    log = ChangeLog(generation="g1", built_at=datetime(2026, 11, 22, tzinfo=UTC), changes=found)
    text = change_files.write(log, tmp_path).read_text("utf-8")
    assert change_files.read(tmp_path) == change_files.read(tmp_path, "g1") == log
    assert text == told(log)
    assert "2 added" in text
    assert "Zebra Ketamine" in text
    assert change_files.read(tmp_path, "g2") is None


class _World:
    """Places that appear, close, move and are renamed, and sources that see some of them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.day = date(2026, 1, 1)
        self.places = {number: self._place(number) for number in range(5)}
        self.known: dict[tuple[str, str], Record] = {}
        self.now = Identities()
        self.published: dict[str, Published] = {}
        self.ever: set[str] = set()

    def _place(self, number: int) -> dict[str, str]:
        street = f"{self.random.randrange(1, 4)} oak street"
        return {"name": f"harbor {number}", "street": street, "site": f"h{number}.example"}

    def live_a_month(self) -> None:
        """Change the world a little, and crawl it: a listing missed once is kept, as missing."""
        self.day += timedelta(days=35)
        number = self.random.randrange(7)
        event = self.random.random()
        if event < 0.3:
            self.places[number] = self._place(number)
        elif event < 0.4:
            self.places.pop(number, None)
        elif event < 0.5 and number in self.places:
            self.places[number] |= {"name": f"anchor {number}"}
        for source in ("site", "map"):
            if self.random.random() < 0.8:
                self._crawl(source)

    def _crawl(self, source: str) -> None:
        seen: dict[tuple[str, str], Record] = {}
        for number, place in self.places.items():
            if self.random.random() < 0.85:
                key = f"{number} {place['street']}" if source == "site" else str(number)
                seen[source, key] = Record(
                    ref=(source, key),
                    name=place["name"],
                    core=place["name"],
                    site=place["site"],
                    domain=place["site"],
                    phones=frozenset((f"+1301555010{number}",)),
                    street=place["street"] if self.random.random() < 0.8 else "",
                    city="austin",
                    state="TX",
                    seen_on=self.day,
                )
        for ref, record in list(self.known.items()):
            if ref[0] == source and ref not in seen:
                del self.known[ref]
                if not record.missing:
                    self.known[ref] = replace(record, missing=True)
        self.known |= seen

    def publish(self) -> tuple[str, ...]:
        """Resolve and name what is known today."""
        clinics = resolve(self.known.values()).clinics
        groups = [frozenset(record.ref for record in clinic) for clinic in clinics]
        before = self.now
        self.now = identify(groups, self.published, before, self.day)
        assert self.now == identify(groups, self.published, before, self.day)
        first = {i: one.first_seen for i, one in self.published.items()}
        self.published = {
            i: Published(refs=refs, first_seen=first.get(i, self.day))
            for i, refs in zip(self.now.ids, groups, strict=True)
        }
        self.ever.update(self.now.ids)
        return self.now.ids


@pytest.mark.parametrize("century", range(10))
def test_through_a_hundred_histories_of_crawls_every_link_lasts(century: int) -> None:
    """Every id ever published is live, leads to a live one, or is gone; none is shared or flaps."""
    for seed in range(century * 100, century * 100 + 100):
        world = _World(seed)
        for _ in range(8):
            world.live_a_month()
            ids = world.publish()
            assert len(set(ids)) == len(ids)
            for clinic_id in world.ever:
                target = world.now.moved.get(clinic_id)
                states = (clinic_id in ids, target is not None, clinic_id in world.now.gone)
                assert sum(states) == 1, (seed, clinic_id)
                assert target is None or target.to in ids, (seed, clinic_id)
        assert world.publish() == ids


@pytest.mark.parametrize("century", range(10))
def test_a_listing_that_is_away_for_a_run_comes_back_under_its_id(century: int) -> None:
    """All listings of one clinic vanish for one build and return: the ids are as before."""
    for seed in range(century * 100, century * 100 + 100):
        world = _World(seed)
        for _ in range(4):
            world.live_a_month()
            ids = world.publish()
        if not ids:
            continue
        whole = dict(world.known)
        away = world.published[world.random.choice(ids)].refs
        world.known = {ref: record for ref, record in whole.items() if ref not in away}
        world.publish()
        world.known = whole
        assert set(world.publish()) == set(ids), seed
