"""Which listings are one clinic."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.resolve import Record, Resolution, resolve


def _record(key: str, **changes: object) -> Record:
    """Return a record of a source of its own."""
    fields: dict[str, object] = {"ref": (f"source {key}", key), "name": key}
    fields |= changes
    fields.setdefault("core", fields["name"])
    fields.setdefault("domain", fields.get("site", ""))
    return Record(**fields)  # type: ignore[arg-type]


HARBOR = _record("a", name="harbor", site="harbor.example", city="bethesda", state="MD")


def _keys(resolution: Resolution) -> list[set[str]]:
    return [{record.ref[1] for record in clinic} for clinic in resolution.clinics]


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (_record("b", site="harbor.example", city="bethesda", state="MD", postcode="20814"), True),
        (_record("b", site="harbor.example", city="rockville", state="MD"), False),
        (_record("b", site="harbor.example"), True),
        (_record("b", site="harbor.example", state="VA"), False),
        (_record("b", name="harbor", city="bethesda", state="MD"), True),
        (_record("b", name="harbor", city="bethesda", state="VA"), False),
        (_record("b", name="harbor", site="other.example", city="bethesda", state="MD"), False),
        (_record("b", name="anchor", city="bethesda", state="MD"), False),
        (_record("b", name="harbor", state="MD"), True),
        (_record("b", name="harbor"), False),
    ],
)
def test_two_records(other: Record, one: bool) -> None:
    """A site or a name joins within a town; whatever both say and differs keeps apart."""
    resolution = resolve([HARBOR, other])
    assert (len(resolution.clinics) == 1) is one
    assert resolution.sitewide == ()


def test_different_streets_in_one_town_are_two_places() -> None:
    """Two offices of one site in one town stay two clinics."""
    first = _record("b", site="x.example", city="austin", state="TX", street="1 oak st")
    second = _record("c", site="x.example", city="austin", state="TX", street="9 elm st")
    assert _keys(resolve([first, second])) == [{"b"}, {"c"}]


def test_townless_listing_of_a_site_with_several_places_joins_none() -> None:
    """What is said of the whole site cannot be said of one of its places."""
    places = [_record(c, site="x.example", city=c, state="TX") for c in ("austin", "dallas")]
    resolution = resolve([*places, _record("z", site="x.example")])
    assert _keys(resolution) == [{"austin"}, {"dallas"}]
    assert [record.ref[1] for record in resolution.sitewide] == ["z"]


def test_what_fits_two_places_joins_neither() -> None:
    """A record of one town, in which its site has two places, is said of neither."""
    a = _record("a", site="x.example", city="austin", state="TX", street="1 oak st")
    b = _record("b", site="x.example", city="austin", state="TX", street="9 elm st")
    bridge = _record("c", site="x.example", city="austin", state="TX")
    resolution = resolve([a, b, bridge])
    assert _keys(resolution) == [{"a"}, {"b"}]
    assert [record.ref[1] for record in resolution.sitewide] == ["c"]


RECORDS = st.lists(
    st.builds(
        _record,
        st.text("abcdefgh", min_size=1, max_size=3),
        name=st.sampled_from(["harbor", "anchor"]),
        site=st.sampled_from(["", "x.example", "y.example"]),
        phones=st.frozensets(st.sampled_from(["+1", "+2"]), max_size=1),
        city=st.sampled_from(["", "austin", "dallas"]),
        state=st.sampled_from(["", "TX"]),
        street=st.sampled_from(["", "1 oak st", "9 elm st"]),
    ),
    unique_by=lambda record: record.ref,
    max_size=12,
)


def test_what_speaks_of_several_places_draws_nothing_to_itself() -> None:
    """A listing between two streets of its site stays out, and no vaguer one joins it."""
    anchor = {"name": "anchor", "site": "x.example", "city": "dallas"}
    resolution = resolve(
        [
            _record("a", **anchor, street="1 oak st"),
            _record("b", name="anchor", state="TX"),
            _record("c", **anchor, state="TX"),
            _record("d", **anchor, street="9 elm st"),
        ]
    )
    assert [record.ref[1] for record in resolution.sitewide] == ["c"]
    assert _keys(resolution) == [{"a"}, {"b"}, {"d"}]


@given(RECORDS, st.randoms())
def test_order_does_not_matter_and_nothing_is_lost(records: list[Record], random: Random) -> None:
    """The same records in any order make the same clinics, each record exactly once."""
    shuffled = list(records)
    random.shuffle(shuffled)
    resolution = resolve(records)
    assert resolve(shuffled) == resolution
    seen = [r.ref for clinic in resolution.clinics for r in clinic]
    seen += [r.ref for r in resolution.sitewide]
    assert sorted(seen) == sorted(record.ref for record in records)


@given(RECORDS)
def test_no_clinic_holds_two_streets_or_towns(records: list[Record]) -> None:
    """A clinic is one place: at most one street and one town."""
    for clinic in resolve(records).clinics:
        assert len({r.street for r in clinic if r.street}) <= 1
        assert len({r.city for r in clinic if r.city}) <= 1
