"""Who asked to be left out: kept only as keyed hashes, and asked by crawl, index and web alike.

`Suppressed` is the list, open for questions; `suppressed` reads it, `suppress` adds to it, and
`value_of` understands what a person types. Without the list's key nobody can find out who is on
it. A list that cannot be read stops whoever asks: it never looks like an empty one.
"""

from crawler.suppression.key import SuppressionUnreadable
from crawler.suppression.list_file import FILE_NAME, suppress, suppressed
from crawler.suppression.listed import Suppressed
from crawler.suppression.typed import value_of
from crawler.suppression.values import Kind

__all__ = [
    "FILE_NAME",
    "Kind",
    "Suppressed",
    "SuppressionUnreadable",
    "suppress",
    "suppressed",
    "value_of",
]
