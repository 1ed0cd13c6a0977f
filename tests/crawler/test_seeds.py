"""The clinics of the seed documents: every word we hand on stands in the document named."""

from pathlib import Path

import pytest

from crawler.listing import Listing, SourceKind, Where
from crawler.sources import seeds
from crawler.sources.seeds import clinics

DOCUMENTS = Path(__file__).parents[1] / "seeds"
MAC_ROMAN = "002_adff5d73d71b355f.txt"


def document(name: str) -> str:
    """Return the text of a seed document; one of them is not UTF-8."""
    return (DOCUMENTS / name).read_text("mac_roman" if name == MAC_ROMAN else "utf-8")


@pytest.fixture(scope="module")
def packaged() -> list[Listing]:
    """Return the packaged listings."""
    return clinics(seeds.FILE.read_text("utf-8"))


def test_the_two_clinics_are_there(packaged: list[Listing]) -> None:
    """Names and places are those of the documents; what a document does not give is not there."""
    calliope, cns = packaged
    assert calliope.name == "Calliope Health Ketamine"
    assert calliope.address == ("4300 Montgomery Ave Suite 304", "Bethesda, MD 20814")
    assert calliope.country == "US"
    assert cns.name == "CNS Center Arizona"
    assert cns.address == ("Arizona",)
    assert (cns.phones, cns.website, cns.point) == ((), "", None)
    assert seeds.SOURCE.kind is SourceKind.DOCUMENT


def test_every_quote_is_verbatim_and_short(packaged: list[Listing]) -> None:
    """The words stand in the file that the passage names, at most 240 characters of them."""
    passages = [passage for listing in packaged for passage in listing.passages]
    assert len(passages) == 5
    for passage in passages:
        assert passage.text in document(passage.url)
        assert len(passage.text) <= 240
        assert passage.where is Where.BODY


def test_every_name_and_address_stands_in_its_document(packaged: list[Listing]) -> None:
    """Nothing about a place is inferred."""
    for listing in packaged:
        text = document(listing.url)
        assert listing.name in text
        assert all(line in text for line in listing.address)


def test_the_document_that_names_no_clinic_gives_none(packaged: list[Listing]) -> None:
    """Document 002 is nobody's statement, and neither clinic is named in it."""
    assert all(passage.url != MAC_ROMAN for listing in packaged for passage in listing.passages)
    assert all(listing.name not in document(MAC_ROMAN) for listing in packaged)


def test_what_an_article_explains_is_no_statement_of_the_clinic(packaged: list[Listing]) -> None:
    """The articles speak of infusions and nasal sprays; no clinic says that it gives them."""
    said = " ".join(passage.text for listing in packaged for passage in listing.passages)
    assert "infusion" not in said
    assert "nasal" not in said
