"""Which language others' words are in, so that a screen reader says them rightly. Pure."""

import re

_FREQUENT = {
    "en": "an and are as at be by can does for from has have if in is it not of on or our she that "
    "the their they this to us was we when who will with you your",
    "es": "al como con cuando del donde el ella ellos es esta están los las más mi muy nuestra "
    "nuestro nuestros para pero por puede son su sus también tiene una usted ustedes y",
    "fr": "au aux avec ce cette ces dans des du elle est et il ils les leur mais nos notre nous ou "
    "où par pas plus pour qui sont sur une votre vous",
}
"""Short words that are frequent in one of these languages and no words of the others."""
_COMMON = {code: frozenset(words.split()) for code, words in _FREQUENT.items()}
_WORD = re.compile(r"[^\W\d_]+")


def spoken_in(words: str) -> str:
    """Return the code of the language that *words* are in; "" if they do not tell.

    A label such as "iv_infusion" or a bare name is in none that we could say.
    """
    said = [word.casefold() for word in _WORD.findall(words)]
    counts = {code: sum(word in common for word in said) for code, common in _COMMON.items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda code: counts[code]) if first > second else ""
