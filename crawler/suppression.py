"""Who asked to be left out: kept only as keyed hashes, and asked by crawl, index and web alike.

The list is a file of one JSON object a line, to which lines are only added; its key lies beside it.
Without the key nobody can find out from the list who is on it, or whether somebody is. A list that
cannot be read stops whoever asks: it never looks like an empty one.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import phonenumbers

from crawler.listing import Listing
from crawler.reading.address_forms import UNIT_WORDS
from crawler.reading.address_key import place_key

FILE_NAME = "suppressed.jsonl"
"""What the list is called where it lies beside a store or an index."""
KEY_BYTES = 32
_UNIT = re.compile(rf"(?:#|\b(?:{UNIT_WORDS})\b\.?)\s*#?\s*(\w+)", re.IGNORECASE)
_WHOLE_KEY = re.compile(r"\d\w*-\w+-\w*\d\w*")
_ID = re.compile(r"[a-z2-7]{8}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


class SuppressionUnreadable(RuntimeError):
    """Raised when the list or its key cannot be read or written; names the file and the mend."""


class Kind(StrEnum):
    """By what somebody is left out."""

    PHONE = "phone"
    DOMAIN = "domain"
    """With everything below it."""
    ADDRESS = "address"
    """House number, street, postcode, and unit if there is one."""
    ID = "id"
    """Of a clinic's page, as in /c/<id>/."""


class Entry(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the list."""

    kind: Kind
    mark: str
    """The keyed hash."""
    key: str
    """Names the key, without telling it."""
    on: date
    lifted: bool = False
    """Whether this takes an earlier line back."""
    reference: str = ""
    """Where the request is kept, such as "issue 12"; never whom it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """The list, open for questions; an empty one leaves nobody out."""

    key: bytes = field(default=b"", repr=False)
    since: Mapping[str, date] = field(default_factory=dict)
    """Marks, and since when each is on the list."""

    @property
    def fingerprint(self) -> str:
        """Return what changes whenever the list does; "" of an empty one."""
        marks = "".join(sorted(self.since))
        return hashlib.sha256(marks.encode()).hexdigest() if marks else ""

    def phone(self, text: str, country: str = "") -> date | None:
        """Return since when a number in *text* is on the list; None if none is."""
        return self._first((Kind.PHONE, number) for number in numbers_in(text, country))

    def domain(self, url_or_host: str) -> date | None:
        """Return since when a host, or a domain above it, is on the list; None if none is."""
        return self._first((Kind.DOMAIN, domain) for domain in domains_of(url_or_host))

    def address(self, lines: Sequence[str]) -> date | None:
        """Return since when an address is on the list; None if it is not."""
        return self._first((Kind.ADDRESS, value) for value in filter(None, [address_value(lines)]))

    def clinic_id(self, clinic_id: str) -> date | None:
        """Return since when a clinic's id is on the list; None if it is not."""
        return self._first([(Kind.ID, clinic_id)])

    def listing(self, listing: Listing) -> date | None:
        """Return since when whom a listing is about is on the list; None if they are not."""
        hosts = (
            listing.website,
            listing.url,
            *(mail.rpartition("@")[2] for mail in listing.emails),
        )
        found = [
            *(self.phone(text, listing.country) for text in listing.phones),
            *map(self.domain, hosts),
            self.address(listing.address),
        ]
        return next(filter(None, found), None)

    def _first(self, values: Iterable[tuple[Kind, str]]) -> date | None:
        if not self.since:
            return None
        marks = (mark_of(self.key, kind, value) for kind, value in values)
        return next((self.since[mark] for mark in marks if mark in self.since), None)


def mark_of(key: bytes, kind: Kind, value: str) -> str:
    """Return the keyed hash under which a value is on the list."""
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:40]


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


def value_of(kind: Kind, text: str) -> str:
    """Return the value that a person means by *text*; raise ValueError, naming the mend."""
    if kind is Kind.PHONE:
        found = list(numbers_in(text))
        if len(found) != 1:
            raise ValueError(f"{text!r} is no phone number, such as +1 301 555 0100")
        return found[0]
    if kind is Kind.DOMAIN:
        return _domain(text)
    if kind is Kind.ADDRESS:
        value = address_value([text])
        if not value:
            raise ValueError(
                f"{text!r} needs a house number, a street and a postcode, such as "
                '"4300 Invented Ave Suite 304, Bethesda, MD 20814"'
            )
        return value
    if not _ID.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no id of a clinic's page, as in /c/abcd2345/its-name")
    return text.strip()


def _domain(text: str) -> str:
    import tldextract  # takes its time, and is needed here alone

    host = host_in(text)
    extract = tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True
    )
    if not _DOMAIN.fullmatch(host):
        raise ValueError(f"{text!r} is no domain, such as clinic.example")
    if not extract(host).domain:
        raise ValueError(f"{host} belongs to many: name the clinic's own domain below it")
    return host


def suppressed(file: Path) -> Suppressed:
    """Return the list in *file*; an empty one if there is no such file.

    Raise SuppressionUnreadable if the list or its key cannot be read, or do not belong together.
    """
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return Suppressed()
    except OSError as error:
        raise SuppressionUnreadable(
            f"{file}: {error}. Give this user the right to read it."
        ) from error
    key = _key(file)
    since: dict[str, date] = {}
    for number, entry in enumerate(_entries(file, lines), start=1):
        if entry.key != _name(key):
            raise SuppressionUnreadable(
                f"{file}:{number} was written with another key than {_key_file(file)}: bring back "
                "the key that belongs to it"
            )
        if entry.lifted:
            since.pop(entry.mark, None)
        else:
            since.setdefault(entry.mark, entry.on)
    return Suppressed(key=key, since=since)


def entries(file: Path) -> list[Entry]:
    """Return the lines of the list; [] if there is no list."""
    try:
        return list(_entries(file, file.read_bytes().splitlines()))
    except FileNotFoundError:
        return []


def suppress(
    file: Path,
    values: Iterable[tuple[Kind, str]],
    *,
    on: date,
    reference: str = "",
    lifted: bool = False,
) -> None:
    """Add *values* to the list, all or none; make the list and its key where there is none.

    Raise SuppressionUnreadable if they cannot be kept.
    """
    suppressed(file)  # a list that cannot be read is not added to
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        key = _key(file) if _key_file(file).exists() or file.exists() else _new_key(file)
        made = [
            Entry(
                kind=kind,
                mark=mark_of(key, kind, value),
                key=_name(key),
                on=on,
                lifted=lifted,
                reference=reference,
            )
            for kind, value in values
        ]
        _append(file, b"".join(msgspec.json.encode(entry) + b"\n" for entry in made))
    except OSError as error:
        raise SuppressionUnreadable(f"{file}: {error}. Name a file you may write with.") from error


def _entries(file: Path, lines: Iterable[bytes]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        try:
            yield msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError as error:
            raise SuppressionUnreadable(
                f"{file}:{number} cannot be read: {error}. Bring back a whole copy of the list."
            ) from error


def _key_file(file: Path) -> Path:
    return file.with_suffix(".key")


def _key(file: Path) -> bytes:
    try:
        key = bytes.fromhex(_key_file(file).read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise SuppressionUnreadable(
            f"{_key_file(file)}: {error}. Bring back the key that belongs to {file.name}: without "
            "it nobody who asked to be left out can be known."
        ) from error
    if len(key) != KEY_BYTES:
        raise SuppressionUnreadable(f"{_key_file(file)} is no key of {KEY_BYTES} bytes")
    return key


def _new_key(file: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    handle = os.open(_key_file(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{key.hex()}\n")
        out.flush()
        os.fsync(handle)
    return key


def _name(key: bytes) -> str:
    return hmac.new(key, b"name of the key", hashlib.sha256).hexdigest()[:8]


def _append(file: Path, lines: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)
