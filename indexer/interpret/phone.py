"""Reads a source's phone numbers as E.164; drops what is not a clinic's own line.

Knows no clinic: whether a number belongs to the place is for others to say.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

from crawler.listing import Listing
from indexer.normalize import host

CRISIS_LINES = frozenset(
    {
        "+18002738255",  # US 988 Lifeline's old number (-TALK): still works, stayanotherday.com
        "+18886289454",  # US 988 Lifeline's old number in Spanish
        "+18007994889",  # US 988 Lifeline's old number for the deaf
        "+18006624357",  # US SAMHSA's helpline (-HELP): internationalmentalhealth.org/resources
        "+18004874889",  # US SAMHSA's helpline for the deaf: ibidem
        "+18009855990",  # US Disaster Distress Helpline, of SAMHSA
        "+18007997233",  # US domestic violence hotline (-SAFE)
        "+18006564673",  # US sexual assault hotline (-HOPE), of RAINN
        "+18004224453",  # US Childhelp (4-A-CHILD)
        "+18009444773",  # US Postpartum Support International (944-4PPD)
        "+18009506264",  # US NAMI helpline (-NAMI)
        "+18664887386",  # US Trevor Project: transpirehelp.org/mental-health-crisis-resources
        "+18775658860",  # US and Canada Trans Lifeline
        "+18002221222",  # US poison control
        "+18334564566",  # Canada Talk Suicide
        "+18006686868",  # Canada Kids Help Phone
        "+18552423310",  # Canada Hope for Wellness
        "+44116123",  # UK Samaritans
        "+44800585858",  # UK CALM
        "+448000684141",  # UK Papyrus
        "+61131114",  # Australia Lifeline
        "+61139276",  # Australia 13YARN
        "+611300224636",  # Australia Beyond Blue
        "+611300659467",  # Australia Suicide Call Back
        "+611800551800",  # Australia Kids Helpline
    }
)
"""National lines that a clinic's page names for emergencies.

Looked up on 2026-11-22 in stored public web pages. A page that is cited names the number so; the
others stood under these names on pages that were not noted, and no line was called. NAMI's
877-922-6264 was found nowhere and left out. Short codes (911, 988, 999, 111, 000, 741741, 838255)
are no E.164 numbers and never match.
"""
PRODUCT_LINES = frozenset(
    {
        "+18003321088",  # US FDA MedWatch (FDA-1088), in every safety text of a medicine
        "+18553826022",  # US Spravato REMS: spravatohcp.com/trd/starting-spravato
        "+18444794846",  # US Spravato withMe
        "+18005267736",  # US Janssen (JANSSEN)
    }
)
"""What a text about a medicine names; no clinic answers there. Looked up likewise."""

_HYPHENS = str.maketrans("‐‑‒–—−﹣－", "--------")
_VANITY = re.compile(
    r"(?<![\w-])(?:\+?1[-. ]?)?\(?"
    r"(?:(?P<free>8(?:00|33|44|55|66|77|88))\)?[-. ]?|(?P<area>[2-9]\d\d)(?:\) ?|[-.]))"
    r"(?P<word>(?=[-.\d]*[A-Z])(?:[A-Z0-9][-.]?){6,}[A-Z0-9])(?![a-z])"
)
"""Capitals in place of digits: after a free-call code, or after an area code and a hyphen."""
_NOT_THE_CLINIC = re.compile(
    r"(?:\b(?:fax|fx|facsimile|crisis|suicid\w*|hotline|helpline|lifeline|poison|NPI|licen[sc]e|EIN"
    r"|tax id)\b[^0-9!?;|•·()]{0,40}|(?:^|[\s|(/,;])f\s*[.:]?\s*)\(?$",
    re.IGNORECASE,
)
"""What labels the number behind it as a fax, a help line, or no telephone's at all."""
_FAX_AFTER = re.compile(r"\s*(?:[(\[]\s*(?:fax|f)\b|[,-]?\s*fax\.?\s*(?:$|[|,;/]))", re.I)
_VOICE_TOO = re.compile(r"(?:phone|tel|telephone|call|voice)\W{0,4}(?:and|or)?\W{0,3}fax\D*$", re.I)
"""One number for both: "Phone/Fax: …"."""
_FICTIONAL = re.compile(r"\+1\d{3}55501\d{2}")
_PLACEHOLDER = re.compile(
    r"\+1(?:\d{3}5555555|\d{3}1234567|555\d{7}|1234567890|2345678901|9876543210|(\d)\1{9})"
    r"|\+441234567890"
)
_COUNTRY_OF = {"au": "AU", "ca": "CA", "ie": "IE", "nz": "NZ", "uk": "GB"}
"""In which a site's national numbers are read, by the end of its host."""
SUBSCRIBER_DIGITS = 10
"""Of a North American number; what a vanity word has beyond them is for show."""


def phones_of(listing: Listing, country: str) -> tuple[str, ...]:
    """Return a listing's numbers as E.164; () for none.

    *country* is where the clinic is, "" if that is not known: then the site's own ending tells.
    """
    ending = host(listing.website).rpartition(".")[2]
    return read_phones(listing.phones, country or _COUNTRY_OF.get(ending, ""))


def read_phones(texts: tuple[str, ...], country: str) -> tuple[str, ...]:
    """Return the numbers in the first text that bears any, as E.164, each once; () for none.

    Left out: crisis lines, numbers labelled as fax, placeholders, and what cannot be a number
    of *country* (ISO 3166-1; "" means the United States). Extensions are dropped; invented
    555-01xx numbers are read, see `is_fictional`.
    """
    read = (dict.fromkeys(_phones_in_lines(text, country or "US")) for text in texts)
    return tuple(next(filter(None, read), ()))


def is_fictional(phone: str) -> bool:
    """Return whether an E.164 number lies in the range kept for invention, 555-0100 to 0199."""
    return _FICTIONAL.fullmatch(phone) is not None


def _phones_in_lines(text: str, country: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from _phones_in(line, country)


def _phones_in(line: str, country: str) -> Iterator[str]:
    text = _VANITY.sub(_digits, line.translate(_HYPHENS))
    matches = list(PhoneNumberMatcher(text, country, leniency=Leniency.POSSIBLE))
    end = 0
    for match, following in zip_longest(matches, matches[1:]):
        # The next number's first digit belongs to what follows: "fax 301" labels that one.
        next_digit = following.start + 1 if following else len(text)
        before, after = text[end : match.start], text[match.end : next_digit]
        end = match.end
        phone = _e164(match.number)
        if phone and not _is_other(before, after):
            yield phone


def _is_other(before: str, after: str) -> bool:
    """Return whether the text around a number labels it as fax or the like, not as telephone."""
    if _VOICE_TOO.search(before):
        return False
    return bool(_NOT_THE_CLINIC.search(before) or _FAX_AFTER.match(after))


def _digits(vanity: re.Match[str]) -> str:
    """Return a vanity number as ten digits in groups that are read as a number."""
    word = re.sub(r"[-.]", "", vanity["word"])
    digits = phonenumbers.convert_alpha_characters_in_number(
        (vanity["free"] or vanity["area"]) + word
    )[:SUBSCRIBER_DIGITS]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def _e164(number: PhoneNumber) -> str:
    """Return the number in E.164, or "" for one that is invalid or never a clinic's."""
    phone = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    refused = phone in CRISIS_LINES | PRODUCT_LINES or _PLACEHOLDER.fullmatch(phone)
    return "" if refused or not phonenumbers.is_valid_number(number) else phone
