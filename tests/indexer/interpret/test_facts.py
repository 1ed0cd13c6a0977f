"""A listing's words become facts with quote, address and date."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.listing import Listing, Passage, Where
from indexer.clinic import Fact, Stance
from indexer.interpret.facts import facts_of, settled
from indexer.interpret.text import QUOTE_LENGTH

SEEN_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SEEDS = Path(__file__).parents[2] / "seeds"


def _passage(
    text: str, where: Where = Where.BODY, url: str = "https://lantern.example/"
) -> Passage:
    return Passage(text=text, url=url, seen_at=SEEN_AT, where=where)


def _listing(*passages: Passage, name: str = "Lantern Ridge Clinic") -> Listing:
    return Listing(
        source="clinic_sites",
        key="https://lantern.example/",
        url="https://lantern.example/",
        seen_at=SEEN_AT,
        name=name,
        passages=passages,
    )


def _codes(facts: tuple[Fact, ...], stance: Stance = Stance.STATED) -> set[str]:
    return {fact.code for fact in facts if fact.stance is stance}


def _seed(name: str) -> list[Passage]:
    text = (SEEDS / name).read_text("utf-8")
    if name.startswith("002"):  # Mac Roman, once read as Latin-1
        text = text.encode("latin-1").decode("mac_roman")
    return [_passage(line, url=name) for line in text.splitlines() if line.strip()]


def test_fact_carries_its_evidence() -> None:
    """The quote is the sentence, with where and when it was seen."""
    (fact,) = facts_of(_listing(_passage("Welcome to us. We offer Spravato on weekdays. Call.")))
    assert fact.code == "esketamine.nasal"
    assert fact.evidence.quote == "We offer Spravato on weekdays."
    assert fact.evidence.url == "https://lantern.example/"
    assert fact.evidence.seen_on == date(2026, 11, 22)


def test_both_sides_of_a_contradiction_are_kept() -> None:
    """One page says yes and another no: two facts, none is dropped."""
    facts = facts_of(
        _listing(_passage("We offer Spravato."), _passage("We do not offer Spravato."))
    )
    assert [fact.stance for fact in facts] == [Stance.STATED, Stance.STATED_NOT]


def test_survey_labels_are_mapped_and_unknown_ones_state_nothing() -> None:
    """A survey label becomes the fact that the vocabulary names for it."""
    labels = ("iv_infusion", "kap", "TRD", "Lyme")
    facts = facts_of(_listing(*(_passage(label, Where.SURVEY) for label in labels)))
    assert _codes(facts) == {"ketamine.iv", "kap", "trd"}


def test_route_not_stated_gives_way_to_a_stated_route() -> None:
    """ "Route not stated" stays only where no route is stated; therapy alone implies it."""
    facts = facts_of(
        _listing(_passage("We offer ketamine therapy."), _passage("We offer IV ketamine."))
    )
    assert _codes(settled(facts)) == {"ketamine.iv"}
    therapy_only = facts_of(_listing(_passage("We offer ketamine-assisted psychotherapy.")))
    assert _codes(settled(therapy_only)) == {"kap", "ketamine.unspecified"}


def test_long_quote_is_cut_at_a_word() -> None:
    """A quote never exceeds its length and ends with a whole word."""
    (fact,) = facts_of(_listing(_passage(f"We offer Spravato {'and kind words ' * 40}here.")))
    assert len(fact.evidence.quote) <= QUOTE_LENGTH
    assert fact.evidence.quote.endswith(("and…", "kind…", "words…"))


def test_blog_post_that_explains_is_no_statement() -> None:
    """A list in an article of the clinic's own blog states nothing; the clinic's word does."""
    blog = "https://lantern.example/blog/what-is-ketamine"
    assert facts_of(_listing(_passage("Book your ketamine infusion.", url=blog))) == ()
    assert _codes(facts_of(_listing(_passage("We offer IV ketamine.", url=blog)))) == {
        "ketamine.iv"
    }


def test_seed_001_states_therapy_but_no_route() -> None:
    """The article explains infusions and says only that the clinic gives ketamine therapy."""
    facts = facts_of(_listing(*_seed("001_47ae2fe349ee341a.txt"), name="Calliope Health Ketamine"))
    assert "kap" in _codes(facts)
    assert not _codes(facts) & {"ketamine.iv", "esketamine.nasal", "ketamine.nasal.compounded"}


def test_seed_000_explains_drip_and_spray_and_states_neither() -> None:
    """The article names drip and spray as what clinics in general use."""
    facts = facts_of(_listing(*_seed("000_52fedc355f29b752.txt"), name="Calliope Health Ketamine"))
    assert not _codes(facts) & {"ketamine.iv", "esketamine.nasal", "ketamine.nasal.compounded"}
    assert "ketamine.unspecified" in _codes(facts)


def test_seed_002_names_no_clinic_and_states_nothing() -> None:
    """An article of nobody gives no offering, whatever it explains."""
    facts = facts_of(_listing(*_seed("002_adff5d73d71b355f.txt"), name=""))
    offered = {c for c in _codes(facts) if c.startswith(("ketamine", "esketamine")) or c == "kap"}
    assert offered == set()


def test_seed_003_states_ketamine_without_a_route() -> None:
    """The article explains drip and approved spray; of itself it says ketamine therapy."""
    facts = settled(
        facts_of(_listing(*_seed("003_1b308d5205c033df.txt"), name="CNS Center Arizona"))
    )
    offered = {c for c in _codes(facts) if c.startswith(("ketamine", "esketamine"))}
    assert offered == {"ketamine.unspecified"}


def test_a_code_in_records_is_what_the_vocabulary_says_it_is() -> None:
    """Medicare's codes for esketamine visits state it; a code we do not know states nothing."""
    label = "G2082: Visit with supervision of up to 56 mg of esketamine, self-administered"
    records = replace(_listing(_passage(label, Where.LABEL)), source="cms_part_b")
    [fact] = facts_of(records)
    assert (fact.code, fact.stance, fact.evidence.source) == (
        "esketamine.nasal",
        Stance.STATED,
        "cms_part_b",
    )
    other = _passage("99213: Visit where ketamine is given by us", Where.LABEL)
    assert facts_of(replace(records, passages=(other,))) == ()


def test_a_register_s_own_label_states_ketamine() -> None:
    """FindTreatment's "Ketamine Infusion Therapy" is the facility's own report to SAMHSA."""
    labels = (
        _passage("Group therapy", Where.LABEL),
        _passage("Ketamine Infusion Therapy", Where.LABEL),
    )
    listed = replace(_listing(*labels), source="findtreatment")
    assert "ketamine.iv" in _codes(facts_of(listed))
