"""Worded examples of what states an offering and what merely mentions it."""

import pytest

from crawler.listing import Where
from indexer.clinic import Stance
from indexer.interpret.mentions import mentions
from indexer.interpret.statement import judge
from indexer.interpret.text import clean, sentences
from indexer.interpret.verdict import Setting

IV, IM, SPRAVATO = "ketamine.iv", "ketamine.im", "esketamine.nasal"
NASAL, ORAL, ANY, KAP, HOME = (
    "ketamine.nasal.compounded",
    "ketamine.oral",
    "ketamine.unspecified",
    "kap",
    "home_self",
)
NAME = "Lantern Ridge Ketamine Clinic"

# sentence -> what it states: "+code" given, "-code" said to be not given; nothing else of the
# offerings, therapies and settings.
STATEMENTS = {
    # the clinic as giver
    "We offer IV ketamine infusions for adults.": {f"+{IV}"},
    "At Lantern Ridge, ketamine is given intravenously by a nurse.": {f"+{IV}"},
    "Lantern Ridge specializes in ketamine-assisted psychotherapy.": {f"+{KAP}"},
    "Our clinic now provides Spravato to people with resistant depression.": {f"+{SPRAVATO}"},
    "Our private ketamine infusions last about an hour.": {f"+{IV}"},
    "Ketamine lozenges are prescribed by our psychiatrist.": {f"+{ORAL}"},
    "Spravato is available here on weekdays.": {f"+{SPRAVATO}"},
    "Spravato is available in the United States.": set(),
    "We offer IV ketamine, IM ketamine and Spravato.": {f"+{IV}", f"+{IM}", f"+{SPRAVATO}"},
    "Our clinic is a certified Spravato center.": {f"+{SPRAVATO}"},
    "Book your ketamine infusion online.": {f"+{IV}"},
    "Ketamine treatment at Lantern Ridge begins with a long talk.": {f"+{ANY}"},
    "Our doctors give esketamine nasal spray in a quiet room.": {f"+{SPRAVATO}"},
    "Ofrecemos infusiones de ketamina en un lugar tranquilo.": {f"+{IV}"},
    "We don't just offer ketamine infusions, we listen.": {f"+{IV}"},
    "We offer ketamine infusions if appropriate after your evaluation.": {f"+{IV}"},
    # explained, not offered
    "Ketamine infusions are given over 40 minutes to an hour.": set(),
    "Spravato is a nasal spray that was approved in 2019.": set(),
    "Ketamine can be given by IV, by injection or as a nasal spray.": set(),
    "The plan often includes a series of ketamine infusions over several weeks.": set(),
    "Many clinics now offer ketamine therapy for depression.": set(),
    "Clinics offering ketamine therapy are well equipped for this.": set(),
    "The most common method is the IV infusion of ketamine.": set(),
    "Some providers offer ketamine lozenges for use at home.": set(),
    "There are several ways to take ketamine, such as ketamine lozenges and IV ketamine.": set(),
    "Do you offer Spravato?": set(),
    "Is IV ketamine right for me?": set(),
    # denied
    "We do not offer Spravato.": {f"-{SPRAVATO}"},
    "We don't provide at-home ketamine.": {f"-{HOME}"},
    "Lantern Ridge does not offer ketamine lozenges.": {f"-{ORAL}"},
    "Spravato is not offered at our clinic.": {f"-{SPRAVATO}"},
    "We no longer offer Spravato.": {f"-{SPRAVATO}"},
    "We offer IV ketamine but not Spravato.": {f"+{IV}", f"-{SPRAVATO}"},
    "We do not offer Spravato, but we do offer IV ketamine.": {f"+{IV}", f"-{SPRAVATO}"},
    "We never mail ketamine lozenges.": {f"-{ORAL}"},
    "Spravato is not available for home use.": set(),
    "Ya no ofrecemos Spravato.": {f"-{SPRAVATO}"},
    # compared, put aside, not now, somewhere else
    "We use IV ketamine rather than Spravato.": {f"+{IV}"},
    "Unlike Spravato, our ketamine infusions can be adjusted.": {f"+{IV}"},
    "Our ketamine infusions act faster compared to Spravato.": {f"+{IV}"},
    "Spravato is coming soon to our clinic.": set(),
    "We will soon offer ketamine-assisted psychotherapy.": set(),
    "We used to give ketamine lozenges.": set(),
    "We offer integration sessions for people who receive ketamine infusions elsewhere.": set(),
    "We provide information about Spravato.": set(),
    "We refer patients who want Spravato.": set(),
    "We offer IV vitamin drips and hydration.": set(),
}


def _stated(sentence: str, setting: Setting) -> set[str]:
    text = clean(sentence)
    found = {(m.code, judge(text, m, setting).stance) for m in mentions(text, page=text)}
    signs = {Stance.STATED: "+", Stance.STATED_NOT: "-"}
    skip = {"prep_integration", "clinic", "telehealth_eval"}
    return {
        f"{signs[stance]}{code}"
        for code, stance in found
        if stance and code not in skip and code in {IV, IM, SPRAVATO, NASAL, ORAL, ANY, KAP, HOME}
    }


@pytest.mark.parametrize(("sentence", "expected"), STATEMENTS.items())
def test_a_sentence_states_exactly_this(sentence: str, expected: set[str]) -> None:
    """A body sentence states what its author says of this clinic, and nothing else."""
    stated = _stated(sentence, Setting(where=Where.BODY, name=NAME))
    if f"+{IV}" in expected or f"+{ORAL}" in expected:
        stated -= {f"+{ANY}"}
    if f"-{ORAL}" in expected or f"-{HOME}" in expected:
        stated -= {f"-{ANY}"}
    assert stated == expected


@pytest.mark.parametrize(
    ("text", "where", "under", "stated"),
    [
        ("IV ketamine infusions", Where.ITEM, "Our services", True),
        ("IV ketamine infusions", Where.ITEM, "How ketamine can be given", False),
        ("IV ketamine infusion: $450", Where.ITEM, "", True),
        ("Ketamine infusions", Where.HEADING, "", False),
        ("Ketamine infusions", Where.TITLE, "", False),
        ("Ketamine infusions", Where.MENU, "", False),
        ("Ketamine infusion therapy", Where.STRUCTURED, "", True),
    ],
)
def test_a_list_states_what_its_heading_makes_it(
    text: str, where: Where, under: str, stated: bool
) -> None:
    """A service list states its items; a list of all routes, a title or a menu states nothing."""
    found = _stated(text, Setting(where=where, under=under, name=NAME))
    assert found == ({f"+{IV}"} if stated else set())


def test_a_generic_name_is_no_speaker() -> None:
    """A clinic called "Ketamine Clinic" does not own every sentence about a ketamine clinic."""
    setting = Setting(where=Where.BODY, name="Ketamine Clinic")
    assert _stated("A ketamine clinic offers ketamine infusions.", setting) == set()


def test_sentences_keep_abbreviations_whole() -> None:
    """A dot in an abbreviation or an initial ends no sentence."""
    text = "Dr. Vale sees you at 4300 Main St. Suite 3. The visit lasts e.g. an hour. Rest."
    assert sentences(text) == [
        "Dr. Vale sees you at 4300 Main St. Suite 3.",
        "The visit lasts e.g. an hour.",
        "Rest.",
    ]
