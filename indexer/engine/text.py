"""What of a clinic is searched by words, and how much a word counts in each field."""

from functools import cache

from indexer.clinic import Clinic, Stance
from indexer.engine.words import terms_in
from indexer.vocabulary import vocabulary

BOOSTS = {"name": 4.0, "town": 2.0, "labels": 1.0, "passages": 1.0}
"""Field -> factor on its score. A clinic asked for by its name comes first."""


def terms(clinic: Clinic) -> dict[str, list[str]]:
    """Return the words of every field, folded and stemmed; none where the clinic has no text.

    The labels are those of stated codes only: a clinic that says it has no Spravato is not found
    by our word for it.
    """
    address = clinic.address
    stated = sorted({fact.code for fact in clinic.facts if fact.stance is Stance.STATED})
    return {
        "name": terms_in(clinic.name),
        "town": terms_in(f"{address.city} {address.region} {address.postcode}"),
        "labels": [term for code in stated for term in _label_terms(code)],
        "passages": terms_in(" ".join(clinic.passages)),
    }


@cache
def _label_terms(code: str) -> list[str]:
    """Return the words of a code's label and synonyms; none if the vocabulary has lost it."""
    entry = vocabulary().entries.get(code)
    if entry is None:
        return []
    return terms_in(" ".join([entry.label, *entry.synonyms, *entry.exact]))
