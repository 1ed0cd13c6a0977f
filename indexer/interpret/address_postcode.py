"""Reads the postcode off an address's end, also a ZIP without its leading zero; pure."""

import re
from dataclasses import replace

from indexer.interpret.address_rest import Rest, mending
from indexer.place import Gazetteer

_FORMS = {
    "US": re.compile(r"(?:^|[\s,])(\d{5}(?:-\d{4})?)$", re.ASCII),
    "CA": re.compile(r"(?:^|[\s,])([A-Z]\d[A-Z][ -]?\d[A-Z]\d)$", re.ASCII | re.I),
    "GB": re.compile(r"(?:^|[\s,])([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$", re.ASCII | re.I),
    "AU": re.compile(r"(?:^|[\s,])(\d{4})$", re.ASCII),
}
_AUSTRALIAN = re.compile(
    r"(?:^|[\s,])(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT|New South Wales|Victoria|Queensland"
    r"|South Australia|Western Australia|Tasmania)[\s,]+[0-8]\d{3}$",
    re.ASCII,
)
"""Four digits are a postcode only after a state, where no country is stated."""
_SHORT_ZIP = re.compile(r"[\s,](\d{4}(?:-\d{4})?)$", re.ASCII)
"""A ZIP that a spreadsheet has robbed of its leading zero."""


def ends_in_postcode(text: str, country: str) -> bool:
    """Return whether a text ends in what has the form of a postcode of *country*."""
    return bool(_FORMS[country].search(text))


def read_postcode(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take a postcode off the end, of the country stated or else of any."""
    for country in _countries(rest):
        match = _FORMS[country].search(rest.text) if country in _FORMS else None
        if match:
            return _taken(rest, match, match[1].upper(), country, gazetteer)
    return _short_zip(rest, gazetteer)


def _countries(rest: Rest) -> tuple[str, ...]:
    """Return the countries whose postcodes may stand at the end."""
    if rest.address.country:
        return (rest.address.country,)
    return ("AU",) if _AUSTRALIAN.search(rest.text) else ("US", "CA", "GB")


def _short_zip(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take a ZIP of four digits that its state makes whole, and mark it."""
    short = _SHORT_ZIP.search(rest.text) if rest.address.country in ("", "US") else None
    place = gazetteer.postcode(f"0{short[1]}") if short else None
    before = rest.text[: short.start()].split() if short else []
    state = gazetteer.state(before[-1], "US") if before else None
    if not (short and place and state and state.state == place.state):
        return rest
    marked = replace(rest, address=mending(rest.address, "postcode"))
    return _taken(marked, short, f"0{short[1]}", "US", gazetteer)


def _taken(rest: Rest, match: re.Match[str], code: str, country: str, gazetteer: Gazetteer) -> Rest:
    place = gazetteer.postcode(code, country)
    text = rest.text[: match.start()].rstrip(" ,")
    if not place and not rest.address.country and country not in ("GB", "AU"):
        tail = text.split()[-1:]
        if not (tail and tail[0].isupper() and gazetteer.state(tail[0], country)):
            return rest
    if country == "CA":
        code = f"{code[:3]} {code[-3:]}"
    address = replace(rest.address, postcode=code, country=country)
    return Rest(text=text, address=address, place=place)
