"""Text as it is searched: plain small letters, without accents and signs inside words."""

import re
import unicodedata

LONGEST_WORD = 64
"""Characters; what is longer is cut into words of this length, in text and question alike."""
WORD_PATTERN = rf"[^\W_]{{1,{LONGEST_WORD}}}"
"""A run of letters and digits of any script."""

_UNSEEN = str.maketrans("", "", "'’‘ʼ™℠®\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Signs inside a word that people leave out when they type it."""
_INITIALS = re.compile(r"\.(?<=\b[^\W\d_]\.)(?=[^\W\d_]\b)")
"""The full stop inside "I.V." or "D.C."; first the stop itself, which is soon found or not."""


def fold(text: str) -> str:
    """Return *text* in small letters without accents, apostrophes and trade mark signs."""
    plain = _INITIALS.sub("", text.translate(_UNSEEN))
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain.casefold()
