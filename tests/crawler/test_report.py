"""The summary that people see, and the code that scripts see."""

import pytest

from crawler.progress import RunReport
from crawler.record import Changes, Outcome, Problem
from crawler.report import exit_code, summary


def report(outcome: Outcome, *reasons: str, problems: int = 0) -> RunReport:
    """Return a report of a source."""
    return RunReport(
        source="clinic_sites",
        outcome=outcome,
        reasons=reasons,
        listings=12,
        changes=Changes(new=3, changed=2, missing=1),
        problems=tuple(
            Problem(url=f"https://a.example/{number}", what="timed out")
            for number in range(problems)
        ),
        seconds=61.25,
    )


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], 1),
        ([Outcome.GOOD, Outcome.TRIAL], 0),
        ([Outcome.GOOD, Outcome.WARNED], 3),
        ([Outcome.WARNED, Outcome.NOT_PERMITTED], 4),
        ([Outcome.NOT_PERMITTED, Outcome.FAILED, Outcome.GOOD], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst_source(outcomes: list[Outcome], code: int) -> None:
    """A failure is worse than a closed door, which is worse than a warning."""
    assert exit_code([report(outcome) for outcome in outcomes]) == code


def test_every_outcome_of_a_run_has_a_code() -> None:
    """No run ends without one, but for the run that has not ended."""
    for outcome in set(Outcome) - {Outcome.RUNNING}:
        assert exit_code([report(outcome)]) in (0, 1, 3, 4)


def test_the_summary_is_a_table() -> None:
    """Each source is a line, under headings, with numbers that line up."""
    assert summary([report(Outcome.GOOD)]) == (
        "source        listings  new  changed  missing  withdrawn  problems  seconds  verdict\n"
        "clinic_sites        12    3        2        1          0         0     61.2  good"
    )


def test_the_summary_says_why_and_shows_the_first_problems() -> None:
    """Reasons come first; a flood is cut, and says where the rest is."""
    lines = summary([report(Outcome.FAILED, "no listing was found", problems=12)]).splitlines()
    assert lines[3] == "clinic_sites: no listing was found"
    assert lines[4] == "  https://a.example/0: timed out"
    assert lines[-1] == "  and 2 more; --json tells all"
    assert len(lines) == 15
