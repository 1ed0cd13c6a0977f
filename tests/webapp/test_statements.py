"""Who is said to state what: nobody's words are ever put into the clinic's mouth."""

from dataclasses import replace

import pytest

from crawler.listing import SourceKind
from indexer.clinic import Stance
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp.world import HARBOR as CLINIC
from tests.webapp.world import SURVEY, app
from webapp import statements

OWN = {SourceKind.SITE, SourceKind.DOCUMENT}


@pytest.mark.parametrize("kind", SourceKind)
def test_only_a_clinic_s_own_words_are_told_as_its_own(kind: SourceKind) -> None:
    """A survey, a list, a register and records say who they are, and when they were read."""
    yes = statements.lead(kind.value, Stance.STATED, "2 November 2026")
    no = statements.lead(kind.value, Stance.STATED_NOT, "2 November 2026")
    assert yes != no
    assert ("2 November 2026" in yes) is (kind not in OWN)
    assert ("Its website states" in yes) is (kind is SourceKind.SITE)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("list", "These facts come from a list of clinics that was handed in and were not yet"),
        ("register", "These facts come from a public register or map and were not yet re-checked."),
    ],
)
def test_what_nobody_re_checked_is_announced(kind: str, told: str) -> None:
    """Also where the first to list a place is neither a survey nor an article."""
    clinic = replace(CLINIC, sources=(replace(SURVEY, kind=kind),))
    assert statements.unchecked(clinic).startswith(told)


@pytest.mark.parametrize("url", ["/c/harbor01/harbor-calm-clinic", "/search?near=20814"])
def test_what_a_source_asks_to_be_printed_stands_on_every_page_that_shows_it(url: str) -> None:
    """On the clinic's own page and in a list of results, once, and with nothing of it as markup."""
    credit = "© OpenStreetMap <contributors> (ODbL)"
    mapped = replace(SURVEY, kind="register", attribution=credit)
    clinic = replace(CLINIC, sources=(*CLINIC.sources, mapped, replace(mapped, key="2")))
    shown = app(MemoryIndex((clinic,))).test_client().get(url).get_data(as_text=True)
    assert shown.count("© OpenStreetMap &lt;contributors&gt; (ODbL)") == 1
    plain = app(MemoryIndex((CLINIC,))).test_client().get(url).get_data(as_text=True)
    assert "Harbor Calm" in plain
    assert "© OpenStreetMap" not in plain
