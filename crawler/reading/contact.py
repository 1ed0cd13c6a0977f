"""Words in, ways to reach a place out: phones, mail addresses and opening hours, as printed.

Never a crisis line, a hotline or a fax: people must not take one for the clinic's number.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import unquote

import phonenumbers

HOTLINES = frozenset(
    {
        "+18002738255",  # 988 Lifeline, its ten-digit number
        "+18886289454",  # 988 Lifeline in Spanish, its old number
        "+18006624357",  # SAMHSA's National Helpline
        "+18009855990",  # Disaster Distress Helpline
        "+18664887386",  # The Trevor Project
        "+18775658860",  # Trans Lifeline
        "+18007997233",  # National Domestic Violence Hotline
        "+18006564673",  # National Sexual Assault Hotline
        "+18004224453",  # Childhelp
        "+18009444773",  # Postpartum Support International
        "+18002221222",  # Poison Help
        "+18779226264",  # NAMI's HelpLine (950-6264 is its newer number)
        "+18009506264",
        "+18003321088",  # FDA MedWatch
    }
)
"""Public help lines that clinics print, in E.164; the indexer has the list that decides."""

_NOT_THE_CLINIC = re.compile(
    r"(?:\bfax|\bfacsimile|(?:^|[\s|(/])f|crisis|suicid\w*|hotline|helpline|lifeline|poison)"
    r"\b[^0-9!?;|•·]{0,40}$",
    re.IGNORECASE,
)
_VOICE_TOO = re.compile(r"(?:phone|tel|call|voice)\W{0,4}(?:and|&|/)\W{0,3}fax\W*$", re.IGNORECASE)
_FAX_AFTER = re.compile(r"\s*(?:[(\[]\s*(?:fax|f)\b|[,–-]?\s*fax\.?\s*(?:$|[|,;]))", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\+1(?:\d{3}5555555|\d{3}1234567|555\d{7})")
_VANITY = re.compile(
    r"(?<![\w-])(?:\+?1[-–‑. ]?)?\(?"
    r"(?:8(?:00|33|44|55|66|77|88)\)?[-–‑. ]?|[2-9]\d\d(?:\) ?|[-–‑.]))"
    r"(?=[-–‑.\d]*[A-Z])(?:[A-Z0-9][-–‑.]?){6,}[A-Z0-9](?![a-z])"
)
"""A number with capitals in place of digits, such as "1-800-KETAMINE"."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:\D{0,3}\d){6}")
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|weekdays|weekends|daily"
_HOURS = re.compile(
    rf"\b(?:{_DAY})\b.{{0,40}}?(?:\b\d{{1,2}}(?::\d\d)?\s*(?:[ap]\.?m|[-–—]|to\b)|\bclosed\b)",
    re.IGNORECASE,
)
_LONGEST_LINE = 400
"""Characters; a longer line is prose, in which numbers are rarely the clinic's own."""
_REGIONS = {"au": "AU", "ca": "CA", "ie": "IE", "nz": "NZ", "uk": "GB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone number, as printed and as it is compared."""

    printed: str
    e164: str
    """"+13015550142"; an extension is not part of it."""


def region_of(host: str) -> str:
    """Return the country in which a site's national phone numbers are read; "US" by default."""
    return _REGIONS.get(host.rpartition(".")[2], "US")


def phones_in(lines: Iterable[str], region: str) -> tuple[Phone, ...]:
    """Return the clinic's phone numbers in some lines, each once; () if there are none."""
    found: dict[str, Phone] = {}
    for line in lines:
        if len(line) > _LONGEST_LINE:
            continue
        for phone in (*_vanity_in(line), *_numbers_in(line, region)):
            if phone.e164 not in HOTLINES and not _PLACEHOLDER.fullmatch(phone.e164):
                found.setdefault(phone.e164, phone)
    return tuple(found.values())


def _numbers_in(line: str, region: str) -> Iterator[Phone]:
    if not _DIGITS.search(line):
        return
    matches = list(phonenumbers.PhoneNumberMatcher(line, region))
    for match, following in zip_longest(matches, matches[1:]):
        before = line[: match.start]
        # "301-555-0111 Fax 301-555-0112": what stands before the next number labels that one.
        after = line[match.end : following.start + 1 if following else None]
        fax = _NOT_THE_CLINIC.search(before) and not _VOICE_TOO.search(before)
        if not fax and not _FAX_AFTER.match(after):
            yield _phone(match.raw_string, match.number)


def _vanity_in(line: str) -> Iterator[Phone]:
    for match in _VANITY.finditer(line):
        digits = phonenumbers.convert_alpha_characters_in_number(match[0])
        national = re.sub(r"\D", "", digits).removeprefix("1")[:10]
        number = phonenumbers.parse(national, "US")
        if phonenumbers.is_valid_number(number) and not _NOT_THE_CLINIC.search(
            line[: match.start()]
        ):
            yield _phone(match[0], number)


def wordless_links(text: str, links: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers and addresses of links whose text prints none, as behind "Call us".

    A link whose text prints a number says nothing that the text does not say better.
    """
    plain = "" if _DIGITS.search(text) or _NOT_THE_CLINIC.search(f"{text} ") else "tel:"
    kept = ("mailto:", plain) if plain else ("mailto:",)
    return tuple(unquote(link).partition(":")[2] for link in links if link.lower().startswith(kept))


def mails_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the mail addresses in some lines, in lower case, each once."""
    found = (match.lower() for line in lines for match in _MAIL.findall(line[:_LONGEST_LINE]))
    return tuple(dict.fromkeys(found))


def hours_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that tell when a place is open, as printed."""
    return tuple(dict.fromkeys(line for line in lines if len(line) <= 120 and _HOURS.search(line)))


def _phone(printed: str, number: phonenumbers.PhoneNumber) -> Phone:
    form = phonenumbers.PhoneNumberFormat.E164
    return Phone(printed=printed, e164=phonenumbers.format_number(number, form))
