"""States of the US: codes, and the last line of an address."""

import pytest

from crawler.sources.findtreatment import STATE_IDS
from crawler.states import STATES, state_of, town_line


def test_every_state_and_the_capital_s_district_is_there() -> None:
    """51 codes, and FindTreatment's own number for each."""
    assert len(STATES) == 51
    assert set(STATE_IDS) == set(STATES)
    assert len(set(STATE_IDS.values())) == 51


@pytest.mark.parametrize(
    ("parts", "line", "state"),
    [
        (("Bethesda", "MD", "20814"), "Bethesda, MD 20814", "MD"),
        (("Bethesda", "MD", "20814-1234"), "Bethesda, MD 20814-1234", "MD"),
        (("", "MD", ""), "MD", "MD"),
        (("", "", "20814"), "20814", ""),
        (("Bethesda", "", ""), "Bethesda", ""),
        (("San Juan", "PR", "00901"), "San Juan, PR 00901", ""),
        (("", "", ""), "", ""),
    ],
)
def test_the_last_line_names_the_state(parts: tuple[str, str, str], line: str, state: str) -> None:
    """What is written is read again."""
    assert town_line(*parts) == line
    assert state_of(("1 Invented St", line)) == state


def test_no_address_names_no_state() -> None:
    """Nor does a street that ends like one."""
    assert state_of(()) == ""
    assert state_of(("12 Elm CT",)) == ""
