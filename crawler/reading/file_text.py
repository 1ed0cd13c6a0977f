"""A file's bytes in, its text out, and what had to be guessed; pure.

People hand in what their spreadsheet wrote: with and without a byte order mark, in UTF-16, and in
Windows-1252 that declares nothing.
"""

import codecs

from bs4.dammit import EncodingDetector

GUESS = "cp1252"


def text_of_file(body: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text of a file, and a remark on what was guessed; "" if nothing was.

    *encoding* is what its owner says it is. Raise ValueError, naming the byte, if it is not.
    """
    rest, marked = EncodingDetector.strip_byte_order_mark(body)
    if encoding:
        return _said(rest, encoding), ""
    if marked or (marked := _utf_16(rest)):
        return _said(rest, marked), ""
    try:
        return rest.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        line = rest.count(b"\n", 0, error.start) + 1
        remark = f"line {line} is not UTF-8: the file was read as Windows-1252"
        return rest.decode(GUESS, "replace"), remark


def _said(body: bytes, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise ValueError(f"there is no encoding {encoding!r}, such as utf-8 or cp1252") from error
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not {encoding}") from error


def _utf_16(body: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: every other byte of a header is 0."""
    even, odd = body[:200:2].count(0), body[1:200:2].count(0)
    if max(even, odd) < 20 or min(even, odd) > 5:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
