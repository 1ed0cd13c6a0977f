"""A clinic as a vCard 4.0 (RFC 6350), for an address book: its contact data as stated."""

from collections.abc import Iterator

from indexer.clinic import Clinic
from webapp.finder import printable
from webapp.wording import dialable, mailable, web_address

_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})
_LONGEST_LINE = 75
"""Octets before a line is folded (RFC 6350, section 3.2)."""


def vcard(clinic: Clinic, page_url: str, note: str) -> str:
    """Return the card, each line folded and ended as the format wants it."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(clinic, page_url, note))


def _lines(clinic: Clinic, page_url: str, note: str) -> Iterator[str]:
    name = _text(clinic.name)
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"FN:{name}", f"ORG:{name}")
    for number in filter(dialable, clinic.phones):
        yield f"TEL;TYPE=work;VALUE=uri:tel:{number}"
    for email in filter(mailable, clinic.emails):
        yield f"EMAIL;TYPE=work:{email}"
    if clinic.address.raw or clinic.address.city:
        yield f"ADR;TYPE=work:{_address(clinic)}"
    if web_address(clinic.website):
        yield f"URL:{_one_line(clinic.website)}"
    yield f"SOURCE:{page_url}"
    yield f"NOTE:{_text(note)}"
    yield f"REV:{clinic.changed_at:%Y%m%d}T000000Z"
    yield "END:VCARD"


def _address(clinic: Clinic) -> str:
    """Return the seven parts of an address; the first two must stay empty."""
    address = clinic.address
    street = " ".join(part for part in (address.street, address.unit) if part)
    parts = ("", "", street, address.city, address.region, address.postcode, address.country)
    return ";".join(map(_text, parts))


def _text(value: str) -> str:
    return str(printable(value)).replace("\t", " ").translate(_ESCAPES)


def _one_line(url: str) -> str:
    return "".join(str(printable(url)).split())


def _folded(line: str) -> str:
    """Return a line cut into pieces of at most 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])
