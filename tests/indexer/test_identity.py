"""Ids last: whatever happens to listings, a published id resolves."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Moved
from indexer.identity import Identities, Published, identify
from indexer.matching.record import Ref

DAY = date(2026, 11, 22)


def _group(*keys: str) -> frozenset[Ref]:
    return frozenset(("starter", key) for key in keys)


class _History:
    """A clinic directory published again and again."""

    def __init__(self) -> None:
        self.now = Identities()
        self.published: dict[str, Published] = {}
        self.day = DAY
        self.ever: set[str] = set()

    def publish(self, *groups: frozenset[Ref]) -> tuple[str, ...]:
        """Publish *groups* a day later; return their ids."""
        self.day += timedelta(days=1)
        self.now = identify(groups, self.published, self.now, self.day)
        first = {i: p.first_seen for i, p in self.published.items()}
        self.published = {
            clinic_id: Published(refs=refs, first_seen=first.get(clinic_id, self.day))
            for clinic_id, refs in zip(self.now.ids, groups, strict=True)
        }
        self.ever.update(self.now.ids)
        return self.now.ids


def test_an_id_survives_a_new_listing_of_the_same_clinic() -> None:
    """The founder's key may even vanish: overlap keeps the id."""
    history = _History()
    (clinic_id,) = history.publish(_group("b"))
    assert history.publish(_group("a", "b")) == (clinic_id,)
    assert history.publish(_group("a")) == (clinic_id,)


def test_merging_keeps_the_older_id_and_redirects_the_other() -> None:
    """Two clinics found to be one: the older link stays, the younger redirects."""
    history = _History()
    (older,) = history.publish(_group("x"))
    _, younger = history.publish(_group("x"), _group("a"))
    assert history.publish(_group("a", "x")) == (older,)
    assert history.now.moved == {younger: Moved(to=older, listings=(("starter", "a"),))}


def test_splitting_keeps_the_id_with_most_of_its_listings() -> None:
    """A clinic found to be two: the larger part keeps the link."""
    history = _History()
    (whole,) = history.publish(_group("a", "b", "c"))
    small, large = history.publish(_group("a"), _group("b", "c"))
    assert large == whole
    assert small != whole


def test_a_vanished_clinic_is_gone_and_comes_back_under_its_id() -> None:
    """Gone since the day it vanished; the same listing again is the same clinic again."""
    history = _History()
    (clinic_id,) = history.publish(_group("a"))
    history.publish()
    assert history.now.gone[clinic_id].since == history.day
    assert history.publish(_group("a")) == (clinic_id,)
    assert history.now.gone == {}


def test_a_clinic_comes_back_under_its_id_whatever_joined_it_meanwhile() -> None:
    """Gone with two listings and back with both, in one group: one of them founded the id."""
    history = _History()
    (clinic_id,) = history.publish(_group("b"))
    history.publish(_group("a", "b"))
    history.publish()
    assert history.publish(_group("a", "b")) == (clinic_id,)


def test_what_was_merged_and_parts_again_has_its_ids_back() -> None:
    """A wrong merge, undone: both links lead where they led before."""
    history = _History()
    (first,) = history.publish(_group("a"))
    _, second = history.publish(_group("a"), _group("b"))
    history.publish(_group("a", "b"))
    assert history.publish(_group("a"), _group("b")) == (first, second)
    assert history.now.moved == {}


def test_a_vanished_listing_that_comes_back_to_another_clinic_redirects() -> None:
    """Its page is not gone any more: the clinic that now holds its listing is."""
    history = _History()
    kept, lost = history.publish(_group("a"), _group("b"))
    history.publish(_group("a"))
    assert history.publish(_group("a", "b")) == (kept,)
    assert history.now.moved[lost].to == kept


PARTITIONS = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=6), max_size=8
)


@given(PARTITIONS)
def test_every_id_ever_published_resolves(history_of_labels: list[dict[str, int]]) -> None:
    """Through any history each id is live, redirects to a live one, or is gone; never shared."""
    history = _History()
    for labels in history_of_labels:
        groups = [
            _group(*(key for key, label in labels.items() if label == n))
            for n in sorted(set(labels.values()))
        ]
        ids = history.publish(*groups)
        assert len(set(ids)) == len(ids)
        for clinic_id in history.ever:
            target = history.now.moved.get(clinic_id)
            states = (clinic_id in ids, target is not None, clinic_id in history.now.gone)
            assert sum(states) == 1
            assert target is None or target.to in ids
