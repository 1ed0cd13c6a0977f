"""The languages that a sentence says are spoken, as ISO 639 codes; a page's own is none of them."""

import re
from collections.abc import Iterator

from indexer.interpret.value import Value

LANGUAGES = {
    "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "mandarin": "cmn",
    "cantonese": "yue", "chinese": "zh", "vietnamese": "vi", "korean": "ko", "tagalog": "tl",
    "filipino": "fil", "russian": "ru", "arabic": "ar", "farsi": "fa", "persian": "fa",
    "hindi": "hi", "punjabi": "pa", "urdu": "ur", "bengali": "bn", "gujarati": "gu",
    "tamil": "ta", "telugu": "te", "portuguese": "pt", "português": "pt", "french": "fr",
    "français": "fr", "german": "de", "polish": "pl", "hebrew": "he", "yiddish": "yi",
    "japanese": "ja", "haitian creole": "ht", "creole": "ht", "somali": "so", "amharic": "am",
    "italian": "it", "greek": "el", "turkish": "tr", "ukrainian": "uk", "romanian": "ro",
    "armenian": "hy", "thai": "th", "khmer": "km", "hmong": "hmn", "lao": "lo", "nepali": "ne",
    "swahili": "sw", "dutch": "nl", "navajo": "nv", "inglés": "en", "english": "en",
    "asl": "ase", "american sign language": "ase", "bsl": "bfi", "auslan": "asf",
}  # fmt: skip
"""Name in lower case -> ISO 639-1, or 639-3 where that has none."""

_SPOKEN = re.compile(
    r"\b(?:speaks?|spoken|fluent|bilingual|languages?|se habla|hablamos|hablo|habla|idiomas?"
    r"|(?:services?|care|therapy|sessions?|visits?|appointments?|forms?|available|offered) in)\b"
    r"|[- ]speaking\b|\bon parle\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, LANGUAGES), key=len, reverse=True))})\b"
    r"(?! (?:fork|fort|town|springs?|oaks?|hills?|lake|village|restaurant|food|guitar))",
    re.IGNORECASE,
)


def languages_in(sentence: str) -> Iterator[Value]:
    """Yield the languages that a cleaned sentence says are spoken; English beside others too."""
    if not _SPOKEN.search(sentence):
        return
    known: set[str] = set()
    for match in _NAME.finditer(sentence):
        code = LANGUAGES[match[0].lower()]
        if code not in known:
            known.add(code)
            yield Value(text=code, start=match.start(), end=match.end())
