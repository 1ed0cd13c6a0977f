"""Column maps: what is read, and what each slip is called."""

from datetime import date
from pathlib import Path

import pytest

from crawler.column_map import FIELDS, ColumnMap, column_map

WHOLE = """
title = "A list"
licence = "CC BY 4.0"
seen = 2026-11-02
[columns]
name = "Clinic"
address = ["Street", "Suite"]
[identifiers]
npi = "NPI"
"""
GUIDE = Path(__file__).parents[2] / "docs" / "listings-file.md"


def test_a_map_is_read() -> None:
    """Fields to columns, systems to columns, and under which terms."""
    found = column_map(WHOLE)
    assert found == ColumnMap(
        title="A list",
        licence="CC BY 4.0",
        seen=date(2026, 11, 2),
        columns={"name": ("Clinic",), "address": ("Street", "Suite")},
        identifiers={"npi": "NPI"},
    )
    assert found.names == ("Clinic", "Street", "Suite", "NPI")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "Clinic"', "", "which column is the name"),
        ("seen = 2026-11-02", "", "when the list was read"),
        ("seen = 2026-11-02", 'seen = "yesterday"', "not a day such as 2026-11-02"),
        ("seen = 2026-11-02", "seen = 2026-11-02T10:00:00", "not a day such as 2026-11-02"),
        ('title = "A list"', "", "whose list this is"),
        ('licence = "CC BY 4.0"', "", "how it may be shown"),
        ("[columns]", "[colums]", "did you mean columns?"),
        ('name = "Clinic"', 'name = "Clinic"\nphones = "P"', "did you mean phone?"),
        ('name = "Clinic"', 'name = ["A", "B"]', "name is in one column, not in 2"),
        ('name = "Clinic"', "name = 7", "name is 7, not text"),
        ("[columns]", "[columns", "it is no TOML"),
        ('[identifiers]\nnpi = "NPI"', "", ""),
    ],
)
def test_a_slip_is_named_with_its_mend(old: str, new: str, told: str) -> None:
    """Nothing is guessed; what may be left out may."""
    text = WHOLE.replace(old, new)
    if not told:
        assert column_map(text).identifiers == {}
        return
    with pytest.raises(ValueError, match=told.replace("?", r"\?")):
        column_map(text)


def test_the_guide_tells_every_field_and_its_example_is_sound() -> None:
    """What a person copies from the guide works."""
    guide = GUIDE.read_text("utf-8")
    for field in FIELDS:
        assert f"`{field}`" in guide
    example = guide.partition("```toml\n")[2].partition("```")[0]
    assert column_map(example).title.startswith("Clinics that our volunteers")
