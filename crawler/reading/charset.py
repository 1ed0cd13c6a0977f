"""Bytes and what they declare in, clean text out; never an exception, whatever the bytes.

What a page declares is believed only if the bytes agree. Text that somebody else mis-read before
it reached us (Mac Roman as Latin-1: "donÕt"; UTF-8 as Windows-1252: "donâ€™t") is repaired.
"""

import codecs
import re

from bs4.dammit import EncodingDetector

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_TYPOGRAPHY = re.compile(r"(?<=\w)[’–—](?=\w)|[“”‘…•]|(?<=\s)[–—](?=\s)|(?<=[a-z])[éèüñö]")
"""Marks that an English page has where they make sense."""
_MAC_AS_LATIN = re.compile(r"(?<=[a-z])Õ(?=(?:s|t|d|m|re|ve|ll)\b)|(?<=[a-z])Ñ(?=[a-z])")
_MAC_PUNCTUATION = str.maketrans("ÔÕÒÓÐÑ", "‘’“”–—")
_UTF8_AS_WINDOWS = re.compile("â€[™˜œ”“¦\x9d]|Ã[©¨±¼¶]")

# Controls but tab and newline, zero-width marks, soft hyphen, and every mark that turns text round.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def text_of(body: bytes, content_type: str = "") -> str:
    """Return the text of a page; "" for an empty body or one that is no text at all."""
    if b"\x00" in body[:1024] and not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    return clean(_repaired(_decoded(body, content_type)))


def clean(text: str) -> str:
    """Return text without invisible marks and with one kind of line end."""
    if text.isprintable():  # as most words are; it takes a fifth of the time
        return text
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(body: bytes, content_type: str) -> str:
    rest, marked = EncodingDetector.strip_byte_order_mark(body)
    for encoding in (marked, *_declared(body, content_type), "utf-8"):
        if encoding and (text := _strictly(rest, encoding)) is not None:
            return text
    windows, mac = rest.decode("cp1252", "replace"), rest.decode("mac_roman")
    return mac if _sense(mac) > _sense(windows) else windows


def _declared(body: bytes, content_type: str) -> tuple[str, ...]:
    """Return what the header and the page declare, in this order, without 8-bit guesses.

    Every byte is valid Latin-1, so a page that declares it is read as what decodes with sense.
    """
    header = _CHARSET.search(content_type)
    page = EncodingDetector.find_declared_encoding(body, is_html=True)
    declared = ((header.group(1) if header else ""), page or "")
    return tuple(name for name in declared if not _is_latin(name))


def _is_latin(name: str) -> bool:
    try:
        return codecs.lookup(name).name in ("iso8859-1", "cp1252", "ascii")
    except LookupError:
        return True


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (LookupError, ValueError):
        return None


def _sense(text: str) -> int:
    return len(_TYPOGRAPHY.findall(text)) - text.count("\ufffd")


def _repaired(text: str) -> str:
    # A plain search for the rare letters takes a fiftieth of the pattern's time.
    if ("Õ" in text or "Ñ" in text) and _MAC_AS_LATIN.search(text):
        try:
            return text.encode("latin-1").decode("mac_roman")
        except UnicodeEncodeError:  # only a part was mis-read
            return text.translate(_MAC_PUNCTUATION)
    if ("â€" in text or "Ã" in text) and _UTF8_AS_WINDOWS.search(text):
        try:
            return b"".join(map(_windows_byte, text)).decode("utf-8")
        except ValueError:
            return text
    return text


def _windows_byte(letter: str) -> bytes:
    """Return the byte that browsers read as *letter* in Windows-1252, which leaves five unused."""
    return letter.encode("latin-1" if letter in "\x81\x8d\x8f\x90\x9d" else "cp1252")
