"""Everything the seed articles tell a patient is in the guide, and a search finds it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.webapp import world
from webapp import guide

RAW = tomllib.loads(Path(__file__).with_name("seed_topics.toml").read_text("utf-8"))
SAID: list[dict[str, Any]] = RAW["said"]
PARAGRAPHS = {
    f"{page.slug}/{one.id}": (page.slug, section.id)
    for page in guide.packaged().pages
    for section in page.sections
    for one in section.paragraphs
}


@pytest.mark.parametrize("topic", RAW["topics"], ids=lambda topic: topic["name"])
def test_every_topic_of_the_seeds_has_its_paragraphs(topic: dict[str, Any]) -> None:
    """The topics are those on which the four articles needed more or better words."""
    assert topic["in"]
    assert set(topic["in"]) <= set(PARAGRAPHS)


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said['seed']}-{said['says'][:40]}")
def test_a_statement_of_a_seed_is_covered_or_corrected(said: dict[str, Any]) -> None:
    """By paragraphs that exist."""
    assert said["how"] in {"covers", "corrects"}
    assert said["in"]
    assert set(said["in"]) <= set(PARAGRAPHS)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said["ask"])
def test_who_asks_for_it_finds_it(said: dict[str, Any]) -> None:
    """The words a person might type lead to a page that covers it."""
    found = {topic.url for topic in guide.topics_for(said["ask"], "en", world.TODAY)}
    pages = {url.removeprefix("/guide/").partition("#")[0] for url in found}
    assert pages & {PARAGRAPHS[name][0] for name in said["in"]}, found


def test_all_four_articles_are_covered() -> None:
    """With the statements that their readers could act on."""
    count = {seed: sum(said["seed"] == seed for said in SAID) for seed in ("S0", "S1", "S2", "S3")}
    assert all(number >= 20 for number in count.values()), count
    assert len(SAID) >= 100
