"""Tests of mentions weighed together: what a whole site tells and no sentence says."""

from dataclasses import replace
from datetime import UTC, datetime

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Stance
from indexer.explain import explained
from indexer.interpret.facts import facts_of

HOME = "https://oak-and-tide.example/"
SEEN_AT = datetime(2026, 11, 22, tzinfo=UTC)
TITLED = (
    (Where.TITLE, "Ketamine-Assisted Psychotherapy | Oak & Tide"),
    (Where.HEADING, "Ketamine-Assisted Psychotherapy"),
    (Where.BODY, "Four sessions over two months, and time to talk between them."),
    (Where.BODY, "The room has a couch, a lamp and a door that closes."),
    (Where.BODY, "Fees are due on the day."),
    (Where.BODY, "Parking is behind the house."),
)


def listing(*passages: tuple[Where, str]) -> Listing:
    """Return the listing of a site that says *passages*."""
    words = tuple(
        Passage(text=text, url=HOME, seen_at=SEEN_AT, where=where) for where, text in passages
    )
    return Listing(
        source="site", key=HOME, url=HOME, seen_at=SEEN_AT, name="Oak & Tide", passages=words
    )


def stances(*passages: tuple[Where, str]) -> dict[str, Stance]:
    """Return what the site says of each treatment."""
    return {fact.code: fact.stance for fact in facts_of(listing(*passages))}


def test_title_and_heading_of_a_site_state() -> None:
    """A site that is all about a treatment gives it, although no sentence says who does."""
    assert stances(*TITLED)["kap"] is Stance.STATED


def test_its_evidence_is_its_own_words() -> None:
    """The quote is the most telling mention, and such a fact is less sure than a sentence."""
    [fact] = [fact for fact in facts_of(listing(*TITLED)) if fact.code == "kap"]
    assert fact.evidence.quote == "Ketamine-Assisted Psychotherapy"
    assert fact.confidence <= 0.6


def test_denial_outweighs_every_heading() -> None:
    """What a sentence denies, no title states."""
    denial = (Where.BODY, "We do not offer ketamine-assisted psychotherapy.")
    assert stances(*TITLED, denial)["kap"] is Stance.STATED_NOT


def test_few_words_are_not_weighed() -> None:
    """A title and a heading alone are no website: they state nothing."""
    assert "kap" not in stances(*TITLED[:2])


def test_title_alone_does_not_state() -> None:
    """A page's title alone is no statement, on however long a site."""
    assert "kap" not in stances(TITLED[0], *TITLED[2:], (Where.BODY, "Call on weekdays."))


def test_explain_tells_the_weights() -> None:
    """A maintainer sees what spoke for and against, and how much."""
    [line] = [line for line in explained(listing(*TITLED)) if "all together" in line]
    assert line.startswith("  + ")
    assert "heading +" in line


def test_heading_states_nothing_that_the_words_below_deny() -> None:
    """ "Spravato" in a list of treatments is no offer where its own text says that it ended."""
    ours = Passage(
        text="Spravato", url=HOME, seen_at=SEEN_AT, where=Where.HEADING, under="Our treatments"
    )
    ended = Passage(
        text="We no longer offer Spravato.",
        url=HOME,
        seen_at=SEEN_AT,
        where=Where.BODY,
        under="Spravato",
    )
    stances = {fact.stance for fact in facts_of(replace(listing(), passages=(ours, ended)))}
    assert stances == {Stance.STATED_NOT}
