"""Worded examples, a table for each way a page can mislead: what is stated, and what is not."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Stance
from indexer.interpret.facts import facts_of, settled
from indexer.vocabulary import vocabulary

TABLES = sorted((Path(__file__).parent / "wording").glob("*.toml"))
NAME = "Lantern Ridge Ketamine Clinic"
HOME = "https://lantern.example/"
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
LABELLED_SETTINGS = {"home_self", "home_visit", "retreat"}


def _examples() -> list[Any]:
    return [
        pytest.param(
            example,
            id=f"{table.stem}-{number}",
            marks=[pytest.mark.xfail(reason=example["limit"])] if "limit" in example else [],
        )
        for table in TABLES
        for number, example in enumerate(tomllib.loads(table.read_text("utf-8"))["example"], 1)
    ]


def _passage(raw: dict[str, Any]) -> Passage:
    return Passage(
        text=raw["text"],
        url=raw.get("url") or HOME,
        seen_at=SEEN_AT,
        where=Where(raw.get("where", "body")),
        under=raw.get("under", ""),
    )


def labelled(code: str) -> bool:
    """Whether the tables label *code*: the treatments, and where they are taken."""
    group = vocabulary().entries[code].group
    return group in ("offering", "therapy") or code in LABELLED_SETTINGS


@pytest.mark.parametrize("example", _examples())
def test_passage_states_exactly_this(example: dict[str, Any]) -> None:
    """What the clinic says it gives, what it says it does not give, and nothing else."""
    passages = tuple(map(_passage, example.get("passages") or [example]))
    listing = Listing(
        source="site", key=HOME, url=HOME, seen_at=SEEN_AT, name=NAME, passages=passages
    )
    facts = [fact for fact in settled(facts_of(listing)) if labelled(fact.code)]
    assert {f.code for f in facts if f.stance is Stance.STATED} == set(example["stated"])
    assert {f.code for f in facts if f.stance is Stance.STATED_NOT} == set(example["denied"])
