"""What a clinic's website does not say, as questions that a person can ask it."""

from dataclasses import dataclass

from indexer.clinic import Clinic
from indexer.vocabulary import Entry, vocabulary
from webapp.language import N_

_ASKED = {
    "offering": N_("How is the medicine given here? Not stated yet:"),
    "therapy": N_("Is talking therapy part of the care? Not stated:"),
    "setting": N_("Where does a visit take place? Not stated:"),
    "safety": N_("What do you check and watch? Not stated:"),
    "staff": N_("Who is there while the medicine works? Not stated:"),
    "payment": N_("How can I pay? Not stated:"),
    "access": N_("What helps me get in? Not stated:"),
}
"""Vocabulary group -> the question over what is not stated, in the page's order."""
_ANSWERED_BY = {
    "new_patients": "new_patients_closed",
    "new_patients_closed": "new_patients",
    "self_referral": "referral_needed",
    "referral_needed": "self_referral",
}
"""Code -> the code whose statement answers it too."""
_NEVER_ASKED = frozenset(
    {
        "lgbtq",
        "new_patients_closed",
        "price_stated",
        "referral_form",
        "veterans",
        "virtual_states",
    }
)
"""What is no question of a patient's, or is asked by its counterpart."""
_VAGUE = "unspecified"
"""The end of codes that only say that something is not said."""
ANY_CLINIC = (
    N_("Who is in the room while the medicine works, and who prescribes it?"),
    N_("What training in life support do they have, and what emergency equipment and plan?"),
    N_("What do you check before the first dose?"),
    N_("What is the full price, with everything?"),
    N_("What happens if it does not help me?"),
    N_("Will you send notes to my own doctor or therapist?"),
)
"""Worth asking wherever one goes, to be translated where they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, and what of it is not stated."""

    group: str
    words: str
    """To be translated where it is shown."""
    entries: tuple[Entry, ...]


def questions(clinic: Clinic) -> tuple[Question, ...]:
    """Return a question for each group of which anything is not stated."""
    spoken_of = {fact.code for fact in clinic.facts}
    found = (
        Question(group=group, words=words, entries=_unstated(group, spoken_of))
        for group, words in _ASKED.items()
        if not _is_answered(group, spoken_of)
    )
    return tuple(question for question in found if question.entries)


def _is_answered(group: str, spoken_of: set[str]) -> bool:
    """Whether one statement of a group is an answer to the whole question: who is there."""
    return group == "staff" and any(e.code in spoken_of for e in vocabulary().group(group))


def _unstated(group: str, spoken_of: set[str]) -> tuple[Entry, ...]:
    return tuple(
        entry
        for entry in vocabulary().group(group)
        if entry.facet
        and entry.code not in _NEVER_ASKED
        and not entry.code.endswith(_VAGUE)
        and spoken_of.isdisjoint({entry.code, _ANSWERED_BY.get(entry.code, "")})
    )
