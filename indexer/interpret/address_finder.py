"""Finds street addresses in running text, and believes only what the gazetteer confirms; pure.

Two finders share the work. The crawler's (`crawler/reading/address.py`) must tell a site's places
apart while the site is read, without the place table: it goes by form, and rather keeps too much.
This one reads what was kept: words in which no place was told apart, such as a sentence that says
where the clinic is. It refuses what it cannot confirm, and marks what it mends.

An address is found by its end: a postcode that exists in the state, or the town, before it; or a
town that exists in the state after it, if a street word stands before. It begins at the leftmost
house number that does not count something else.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from crawler.listing import Listing, Where
from indexer import normalize
from indexer.clinic import Address
from indexer.interpret.address import read_address
from indexer.interpret.address_ends import End, ends_in
from indexer.place import Gazetteer

LOOK_BACK = 140
"""Characters from a postcode to its house number, at most."""
LOOK_BACK_TO_STREET = 100
"""The same from a state that no postcode follows."""
MAX_TEXT = 20_000
MAX_PASSAGES = 200
"""Of a listing that are searched, its first ones that hold a digit."""
_PHONE = re.compile(r"(?:\+?1[-. ])?\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")
_BEGIN = re.compile(
    r"(?<![\w$£€#.,:/%-])(?:\d{1,3}/)?(?:\d{1,6}(?:-\d{1,5})?[A-Za-z]?(?:\s+1/2)?\s+(?=[NSEW]\b\.?|[A-Z]|\d)"
    r"|[NSEW]\d{2,5}\s*[NSEW]\d{2,5}\s|\d{1,2}[NSEW]\d{2,5}\s"
    r"|(?:Calle|Avenida|Rural Route|R\.?R\.?)\s+(?=[A-Z\d])"
    r"|(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s+(?=[A-Z]))"
)
_UNIT_WORD = r"suite|ste|unit|bldg|building|floor|fl|apt|apartment|room|rm|level|office|flat|shop"
_AFTER_UNIT_WORD = re.compile(
    r"(?:\b(?:suite|ste|unit|bldg|building|floor|fl|apt|apartment|room|rm|box|no|highway|hwy|route|since|in|of|est|founded)\.?|#|©)\s*$",
    re.I,
)
_UNIT_FIRST = re.compile(
    rf"(?:\b(?:{_UNIT_WORD})\b\.?\s*#?|#)\s*(?:[A-Z]{{0,2}}-?\d{{1,5}}[A-Z]?|[A-Z])\b\s*[,–—-]?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\S+\s+(?:\S+\s+){0,3}?(?:infusions?|treatments?|sessions?|patients?|people|clients?|reviews?"
    r"|weeks?|months?|years?|days?|hours?|minutes?|miles?|mg|percent|doses?|locations|clinics|stars?"
    r"|providers?|members|families|veterans|(?<=\d\s)steps?|steps?(?!,)|[ap]\.?m)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bSt)(?<!\bAve)(?<!\bBlvd)(?<!\bSte)[a-z]{3}[.!?]\s+[A-Z]"
    r"|[.!?]\s+(?:We|Our|You|It|Call|Now|Please|This|Find|Visit|Come)\s"
)
_SUFFIX = re.compile(
    r"\b(?:street|st|avenue|ave|boulevard|blvd|road|rd|drive|dr|lane|ln|court|ct|place|pl|plaza|plz"
    r"|parkway|pkwy|highway|hwy|way|circle|cir|terrace|ter|trail|trl|square|sq|loop|row|pike"
    r"|turnpike|tpke|broadway|expressway|expy|freeway|fwy|crossing|alley|box|[NSEW] \d+ [NSEW])\b",
    re.IGNORECASE,
)


NO_PLACE = re.compile(
    r"(?<![\w-])(?:mail(?:ing)?(?! ?@)|postal address|correspondence|billing|remit\w*|registered"
    r" (?:agent|office|address)|(?:send|medical|patient) records|records? (?:to|office|dep\w+)"
    r"|complaints?|(?:medical|nursing|state) board|board of (?:medicine|nursing|pharmacy)|bureau of"
    r"|department of (?:health|insurance|consumer)|virtual office|emergency (?:room|department)"
    r"|nearest hospital|pharmacy|garage|(?:former|previous|old) (?:address|office|location)"
    r"|(?:formerly|previously) (?:at|located)|moved from|(?:coming|opening) soon)\b"
    r"(?!.*(?:@|\b(?:visit|our clinic|located|we are|now)\b))[^.!?]*$",
    re.IGNORECASE,
)
"""What says in the same sentence that nobody is seen there: a mailbox, an agent, an authority.

The words of `NO_PLACE` in `crawler/reading/address_forms.py`, which says why they stand twice.
"""
_SMALL_WORDS = frozenset({"de", "del", "el", "la", "las", "los", "of", "the", "y"})
"""What a street's name may hold in small letters; others make it a sentence."""
_NO_WORDS = frozenset({Where.SURVEY, Where.MENU, Where.TITLE})


def address_of(listing: Listing, gazetteer: Gazetteer) -> Address:
    """Return the address that a listing states, else the only one that its words name.

    The words count only where they agree with the town stated; of two addresses, neither does.
    """
    stated = read_address(listing.address, listing.country, gazetteer)
    if stated.street:
        return stated
    told: dict[tuple[str, ...], Address] = {}
    for text in islice(_telling(listing), MAX_PASSAGES):
        for address in addresses_in(text, gazetteer):
            told.setdefault(_place(address), address)
        if len(told) > 1:
            return stated
    only = next(iter(told.values())) if len(told) == 1 else None
    if only is None or any(said not in ("", of_it) for said, of_it in _towns(stated, only)):
        return stated
    return replace(only, raw=(*stated.raw, *only.raw))


def _telling(listing: Listing) -> Iterator[str]:
    """Yield a listing's words that may hold an address."""
    for passage in listing.passages:
        if passage.where not in _NO_WORDS and any(c.isdigit() for c in passage.text):
            yield passage.text


def addresses_in(text: str, gazetteer: Gazetteer) -> tuple[Address, ...]:
    """Return the street addresses in a text, in order, each with its printed words; () for none."""
    text = " ".join(text[:MAX_TEXT].split())
    found: list[Address] = []
    earliest = 0
    for end in ends_in(text, gazetteer):
        address = _ending(text[earliest : end.at], end, gazetteer) if end.at > earliest else None
        if address:
            found.append(address)
            earliest = end.at
    return tuple(found)


def _ending(text: str, end: End, gazetteer: Gazetteer) -> Address | None:
    """Return the address at the end of *text*; None if none begins there, or it is not whole."""
    window = text[-(LOOK_BACK if end.coded else LOOK_BACK_TO_STREET) :]
    readable = _PHONE.sub(lambda phone: "·" * len(phone[0]), window)
    for begin in _BEGIN.finditer(readable):
        rest, before = readable[begin.start() :], readable[: begin.start()]
        if _AFTER_UNIT_WORD.search(before) or _COUNTED.search(rest) or _breaks(rest):
            continue
        if not end.coded and not _SUFFIX.search(rest):
            continue
        if NO_PLACE.search(before):
            return None
        unit = _UNIT_FIRST.search(before)
        printed = window[unit.start() if unit else begin.start() :].strip(" ,")
        address = read_address((printed,), "", gazetteer)
        if _is_whole(address, gazetteer):
            return address
    return None


def _breaks(rest: str) -> bool:
    """Return whether another entry, a phone or a sentence begins within an address."""
    return "·" in rest or bool(_SENTENCE_END.search(rest))


def _is_whole(address: Address, gazetteer: Gazetteer) -> bool:
    """Return whether an address has a street with a name, and a town that exists where it says."""
    street = address.street.split()
    named = len(street) > 1 and any(c.isalpha() for c in "".join(street[1:]))
    named = named and all(not word[0].islower() or word in _SMALL_WORDS for word in street)
    known = gazetteer.has_town(address.city, address.region, address.country)
    place = gazetteer.postcode(address.postcode, address.country or "US")
    served = place is not None and bool(address.city) and gazetteer.serves(place, address.city)
    return named and bool(address.city) and (known or served)


def _place(address: Address) -> tuple[str, ...]:
    """Return what tells one house from another."""
    street = normalize.comparable_street(address.street)
    return street, normalize.fold(address.city), address.region, address.country


def _towns(one: Address, other: Address) -> Iterator[tuple[str, str]]:
    """Yield what two addresses say of where they are, side by side."""
    yield normalize.fold(one.city), normalize.fold(other.city)
    yield one.region, other.region
    yield one.country, other.country
