"""Seeded searches as people type them: a treatment, a place, a payer, misspelt now and then.

Places are drawn by how many people live there, from the packaged table; names are those of the
synthetic clinics.
"""

from collections.abc import Callable, Sequence
from random import Random

from benchmarks.search_data import Zip, zips
from indexer.clinic import Clinic
from indexer.vocabulary import vocabulary

PLAIN = ("ketamine", "ketamine clinic", "ketamine therapy", "ketamine infusion", "ketamine near me")
ASKED = {"offering": 5, "therapy": 2, "payment": 2, "condition": 2}
"""Vocabulary group -> how often a word of it is typed, against the others."""
TYPOS = 0.08
"""The share of searches with one letter wrong."""
LONG = 5
"""Letters from which on a word is mistyped here: shorter ones are as often another word."""


def queries(clinics: Sequence[Clinic], count: int, seed: int) -> list[str]:
    """Return *count* searches, the same for the same seed."""
    random = Random(seed)
    weights = [one.weight for one in zips()]
    made: list[str] = []
    for place in random.choices(zips(), weights, k=count):
        [form] = random.choices(list(FORMS), list(FORMS.values()))
        typed = form(random, place, clinics)
        made.append(_misspelt(random, typed) if random.random() < TYPOS else typed)
    return made


def _zip(_random: Random, place: Zip, _clinics: Sequence[Clinic]) -> str:
    return place.address.postcode


def _town(random: Random, place: Zip, _clinics: Sequence[Clinic]) -> str:
    town = f"{place.address.city}, {place.address.state}"
    return random.choice((town, town.lower(), f"{place.address.city} {place.address.state}"))


def _plain_near(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    return f"{random.choice(PLAIN)} {_somewhere(random, place, clinics)}"


def _word_near(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    return f"{_word(random)} near {_somewhere(random, place, clinics)}"


def _word_in(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    return f"{_word(random)} {_somewhere(random, place, clinics)}"


def _payer(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    payer = random.choice(("medicaid", "medicare", "aetna", "tricare", "insurance"))
    return f"spravato {_somewhere(random, place, clinics)} {payer}"


def _within(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    miles = random.choice((10, 25, 50, 100))
    return f"{_word(random)} {_somewhere(random, place, clinics)} within {miles} miles"


def _open(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    return f"open {random.choice(('now', 'saturday'))} {_somewhere(random, place, clinics)}"


def _name(random: Random, _place: Zip, clinics: Sequence[Clinic]) -> str:
    return random.choice(clinics).name.lower()


def _drug(random: Random, _place: Zip, _clinics: Sequence[Clinic]) -> str:
    return _word(random)


Form = Callable[[Random, Zip, Sequence[Clinic]], str]
FORMS: dict[Form, int] = {
    _zip: 20,
    _town: 15,
    _plain_near: 15,
    _word_near: 15,
    _word_in: 10,
    _payer: 5,
    _within: 5,
    _open: 3,
    _name: 7,
    _drug: 5,
}
"""How a search is put together -> how often, of a hundred."""


def _somewhere(random: Random, place: Zip, clinics: Sequence[Clinic]) -> str:
    return (_zip if random.random() < 0.5 else _town)(random, place, clinics)


def _word(random: Random) -> str:
    """Return what people call something that a filter asks for."""
    [group] = random.choices(list(ASKED), list(ASKED.values()))
    entries = [entry for entry in vocabulary().group(group) if entry.facet and entry.synonyms]
    return random.choice(random.choice(entries).synonyms[:3])


def _misspelt(random: Random, typed: str) -> str:
    """Return *typed* with two letters of a long word swapped; unchanged without a long word."""
    words = typed.split()
    long = [at for at, word in enumerate(words) if len(word) >= LONG and word.isalpha()]
    if not long:
        return typed
    at = random.choice(long)
    cut = random.randrange(1, len(words[at]) - 2)
    letters = list(words[at])
    letters[cut], letters[cut + 1] = letters[cut + 1], letters[cut]
    words[at] = "".join(letters)
    return " ".join(words)
