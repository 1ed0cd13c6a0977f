"""How hard a text is to read: US school grade for English, INFLESZ ease for Spanish.

English: Flesch-Kincaid grade (Kincaid et al. 1975). Spanish: Szigriszt-Pazos perspicuity, read on
the INFLESZ scale (Barrio-Cantalejo 2008): 55 and more is normal, 65 and more fairly easy. Names of
drugs and of institutions are left out of the count: no one can shorten them.
"""

import re
import unicodedata

NAMES = re.compile(
    r"\b(?:es)?ketamin[ea]\b|\bSpravato\b|\b(?:FDA|REMS|MAOIs?|IMAO|PTSD|OCD|ECT|TEC|TMS|EMT|NMDA"
    r"|HSA|FSA|IV|Medicare|Maryland)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$|[”»])")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscxz]es|[^aeiouy]les)$")
_STRONG = "aeoáéóíú"
"""Two of these beside each other are two syllables; an unaccented i, u or ü joins its neighbour."""


def grade(text: str) -> float:
    """Return the school grade that English *text* asks for."""
    sentences, words = _counted(text)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def ease(text: str) -> float:
    """Return how easy Spanish *text* is to read: the higher, the easier."""
    sentences, words = _counted(text)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def english_syllables(word: str) -> int:
    """Return the groups of vowels that are spoken, at least one."""
    bare = word.casefold().replace("’", "'").split("'")[0]
    count = len(_ENGLISH_VOWELS.findall(bare))
    return max(1, count - 1 if count > 1 and _SILENT_END.search(bare) else count)


def spanish_syllables(word: str) -> int:
    """Return the nuclei of a Spanish word: a diphthong is one, two strong vowels are two."""
    count = 0
    before = ""
    for letter in unicodedata.normalize("NFC", word.casefold()):
        vowel = letter in _STRONG + "iuüy"
        if vowel and not (before and (letter not in _STRONG or before not in _STRONG)):
            count += 1
        before = letter if vowel else ""
    return max(1, count)


def _counted(text: str) -> tuple[int, list[str]]:
    """Return how many sentences *text* has, at least one, and its words without names."""
    text = NAMES.sub(" ", text)
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    return max(1, len(sentences)), _WORD.findall(text)
