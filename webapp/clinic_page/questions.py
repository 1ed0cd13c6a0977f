"""What a clinic's website does not say, as questions that a person can ask it."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.clinic import Clinic
from indexer.vocabulary import vocabulary
from webapp.language import N_

_ASKED = {
    "offering": N_("How is the medicine given here?"),
    "therapy": N_("Is talking therapy part of the care?"),
    "setting": N_("Where does a visit take place?"),
    "safety": N_("What do you check and watch?"),
    "staff": N_("Who is there while the medicine works?"),
    "payment": N_("How can I pay?"),
    "access": N_("What helps me get in?"),
}
"""Vocabulary group -> the question over what is not stated, in the page's order."""
_ANSWERED_BY = {
    "new_patients": "new_patients_closed",
    "self_referral": "referral_needed",
}
"""Code -> the code whose statement answers it too."""
_NEVER_ASKED = frozenset(
    {
        "lgbtq",
        "new_patients_closed",
        "price_stated",
        "referral_form",
        "referral_needed",
        "veterans",
        "virtual_states",
    }
)
"""What is no question of a patient's, or is asked by its counterpart."""
_AS_ASKED = {
    "accessible_parking": N_("Accessible parking"),
    "accessible_restroom": N_("Accessible restroom"),
    "ages": N_("Which ages are treated"),
    "asl_tty": N_("Sign language or TTY"),
    "elevator": N_("An elevator"),
    "interpreter": N_("An interpreter"),
    "language": N_("Which languages the staff speak"),
    "new_patients": N_("Whether new patients can start, and how long the wait is"),
    "payer": N_("Which insurers, and for which part of the care"),
    "rems_stated": N_("Whether it is certified for Spravato (REMS)"),
    "ride_needed": N_("Whether I need a ride home"),
    "self_referral": N_("Whether I need a referral"),
    "step_free": N_("A way in without stairs"),
}
"""Code -> what is asked, where the label speaks of what is stated."""
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
    labels: tuple[str, ...]
    """The same."""


def questions(clinic: Clinic) -> tuple[Question, ...]:
    """Return a question for each group of which anything is not stated."""
    spoken_of = {fact.code for fact in clinic.facts}
    found = (
        Question(group=group, words=words, labels=tuple(_unstated(group, spoken_of)))
        for group, words in _ASKED.items()
        if not _is_answered(group, spoken_of)
    )
    return tuple(question for question in found if question.labels)


def _is_answered(group: str, spoken_of: set[str]) -> bool:
    """Whether one statement of a group is an answer to the whole question: who is there."""
    return group == "staff" and any(e.code in spoken_of for e in vocabulary().group(group))


def _unstated(group: str, spoken_of: set[str]) -> Iterator[str]:
    for entry in vocabulary().group(group):
        known = {entry.code, _ANSWERED_BY.get(entry.code, "")} & spoken_of
        if entry.facet and not known and not _is_no_question(entry.code):
            yield _AS_ASKED.get(entry.code, entry.label)


def _is_no_question(code: str) -> bool:
    return code in _NEVER_ASKED or code.endswith(_VAGUE)
