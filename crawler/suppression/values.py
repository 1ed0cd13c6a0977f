"""By what somebody is known, in forms that are equal where the same is meant; pure."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

import phonenumbers

from crawler.reading.address_forms import UNIT_WORDS
from crawler.reading.address_key import place_key

_UNIT = re.compile(rf"(?:#|\b(?:{UNIT_WORDS})\b\.?)\s*#?\s*(\w+)", re.IGNORECASE)
_WHOLE_KEY = re.compile(r"\d\w*-\w+-\w*\d\w*")


class Kind(StrEnum):
    """By what somebody is left out."""

    PHONE = "phone"
    DOMAIN = "domain"
    """With everything below it."""
    ADDRESS = "address"
    """House number, street, postcode, and unit if there is one."""
    ID = "id"
    """Of a clinic's page, as in /c/<id>/."""


def numbers_in(text: str, country: str = "") -> Iterator[str]:
    """Yield the phone numbers in a text in E.164; a national one is read as of *country*."""
    for match in phonenumbers.PhoneNumberMatcher(
        text[:500], country or "US", leniency=phonenumbers.Leniency.POSSIBLE
    ):
        yield phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)


def domains_of(url_or_host: str) -> Iterator[str]:
    """Yield the host of an address and each domain above it, but for the last label."""
    labels = host_in(url_or_host).split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])


def host_in(url_or_host: str) -> str:
    """Return the host in small ASCII letters, without "www."; "" if there is none."""
    text = url_or_host.strip()
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        host = host.rstrip(".").encode("idna").decode()
    except ValueError:  # also what is no name that could be encoded
        return ""
    return host.removeprefix("www.")


def address_value(lines: Sequence[str]) -> str:
    """Return what an address is compared by; "" without house number, street and postcode."""
    key = place_key(lines)
    if not _WHOLE_KEY.fullmatch(key):
        return ""
    unit = _UNIT.search(", ".join(lines))
    return f"{key}#{unit[1].casefold()}" if unit else key
