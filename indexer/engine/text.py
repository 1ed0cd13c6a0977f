"""What of a clinic is searched by words, and how much a word counts in each field."""

from functools import cache

from indexer.clinic import Clinic
from indexer.engine.words import spelled_in
from indexer.vocabulary import vocabulary

PRINTED = {"name": 4.0, "town": 2.0, "passages": 1.0}
"""Field that sources print -> factor on its score. A clinic asked for by its name comes first."""
LABELS = "labels"
LABELS_BOOST = 1.0
"""Our words for what a clinic states. Each counts once, however much else the clinic states."""
BOOSTS = {**PRINTED, LABELS: LABELS_BOOST}


def texts(clinic: Clinic) -> tuple[str, ...]:
    """Return what sources print: the name, the town, then each passage."""
    address = clinic.address
    return clinic.name, f"{address.city} {address.state} {address.postcode}", *clinic.passages


@cache
def label_words(code: str) -> list[tuple[str, str]]:
    """Return the words of a code's label and synonyms as (spelled, term).

    They are those of stated codes only: a clinic that says it has no Spravato is not found by our
    word for it.
    """
    entry = vocabulary().entries[code]
    return spelled_in(" ".join([entry.label, *entry.synonyms, *entry.exact]))
