"""What no interface should answer: each is called by its name, and never "no clinics"."""

import pytest

from crawler.record import Outcome
from tests.crawler.interfaces.conftest import Errand
from tests.web.interfaces import HOSTILE

WORDS = {
    "webpage.hostile.example": "the answer is no JSON: '<html><title>Down for repair",
    "broken.hostile.example": "the answer is no JSON",
    "empty.hostile.example": "the answer is empty",
    "deep.hostile.example": "the answer is nested too deeply",
    "number.hostile.example": "the answer is a number",
    "null.hostile.example": "the answer is null",
    "digits.hostile.example": "the answer is no JSON",
    "huge.hostile.example": "the page is larger than we read",
    "film.hostile.example": "this is a file, not a web page",
    "moved.hostile.example": "this is another site",
    "closed.hostile.example": "robots.txt",
}


@pytest.mark.parametrize("host", HOSTILE)
def test_a_hostile_answer_fails_the_run_in_words(errand: Errand, host: str) -> None:
    """Nothing of it is a listing, and the report says what came instead."""
    outcome = errand[host]
    assert outcome.listings == ()
    assert WORDS[host] in outcome.report.reasons[0]
    assert not outcome.report.outcome.stands


def test_robots_txt_is_obeyed_and_told_apart(errand: Errand) -> None:
    """An interface that keeps us out is asked for nothing else, and the exit code says so."""
    assert errand["closed.hostile.example"].report.outcome is Outcome.NOT_PERMITTED
    assert errand.paths("closed.hostile.example") == ["/robots.txt"]


def test_a_redirect_to_another_site_is_not_followed(errand: Errand) -> None:
    """An interface stays on its host."""
    assert errand.paths("alderlight.example") == []


def test_an_interface_that_asks_for_a_long_pause_is_left_alone(errand: Errand) -> None:
    """A 429 fails the run, and is not asked again."""
    assert errand["busy"].report.outcome is Outcome.FAILED
    assert "the server answers 429" in errand["busy"].report.reasons[0]
    assert len(errand.paths("busyapi.example")) == 2
