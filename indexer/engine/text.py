"""What of a clinic is searched by words, and how much a word counts in each field."""

from indexer.clinic import Clinic, Stance
from indexer.vocabulary import vocabulary

BOOSTS = {"name": 4.0, "town": 2.0, "labels": 1.0, "passages": 1.0}
"""Field -> factor on its score. A clinic asked for by its name comes first."""


def texts(clinic: Clinic) -> dict[str, str]:
    """Return the text of every field, "" where the clinic has none.

    The labels are those of stated codes only: a clinic that says it has no Spravato is not found
    by our word for it.
    """
    address = clinic.address
    return {
        "name": clinic.name,
        "town": f"{address.city} {address.state} {address.postcode}",
        "labels": " ".join(_labels(clinic)),
        "passages": " ".join(clinic.passages),
    }


def _labels(clinic: Clinic) -> list[str]:
    """Return labels and synonyms of what is stated, each once, in an order that does not vary."""
    entries = vocabulary().entries
    stated = sorted({fact.code for fact in clinic.facts if fact.stance is Stance.STATED})
    known = [entries[code] for code in stated if code in entries]
    return [label for entry in known for label in (entry.label, *entry.synonyms, *entry.exact)]
