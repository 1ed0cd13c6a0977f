"""Reads an address from the lines a source prints, from its end to its beginning.

Pure: the gazetteer comes as an argument. The printed lines stay in `Address.raw`, so nothing
that is left out here, such as a building's name, is lost. Each part has its own `address_*.py`.
"""

import re
from dataclasses import replace

from indexer.clinic import Address
from indexer.interpret.address_country import read_country, read_nation
from indexer.interpret.address_mending import mended
from indexer.interpret.address_postcode import read_postcode
from indexer.interpret.address_rest import Rest, has_digit
from indexer.interpret.address_state import read_state
from indexer.interpret.address_street import street_and_unit
from indexer.interpret.address_town import read_town
from indexer.place import Gazetteer

MAX_LENGTH = 400
"""Characters; a longer text is a paragraph, not an address, and only its start is read."""
_STEPS = (
    *(read_country, read_nation, read_postcode, read_country, read_nation),
    *(read_state, read_town),
)
"""Country and nation stand behind the postcode or before it."""
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_SENTENCE = re.compile(
    r"(?!(?:suite|ste|unit|bldg|building|floor|level|lvl|apt|room|rm|shop|flat|studio)\b)"
    r"(?:[A-Z]\w* )?[a-z]{2,} [^,]*\b\d"
)
"""Words in small letters before the first number: it counts something, and is no house's."""
_BEFORE_TOWN = re.compile(r"\s+(?:in|near)$")
"""What a sentence puts between street and town."""


def read_address(lines: tuple[str, ...], country: str, gazetteer: Gazetteer) -> Address:
    """Return the parts of an address; "" where the lines do not say and nothing is certain.

    *country* is ISO 3166-1, "" if the source does not state it.
    """
    text = ", ".join(part for line in lines if (part := " ".join(line.split()).strip(" ,;")))
    text = _BRACKETS.sub(lambda remark: _state_in(remark, gazetteer), text[:MAX_LENGTH])
    rest = Rest(text=text, address=Address(raw=lines, country=country))
    for step in _STEPS:
        rest = step(rest, gazetteer)
    return mended(_with_street(rest), rest.place, gazetteer)


def _state_in(remark: re.Match[str], gazetteer: Gazetteer) -> str:
    """Return what brackets hold if it is a state, as in "Montréal (Québec)"; other remarks go."""
    return f", {remark[1]}" if gazetteer.state(remark[1]) else ""


def _with_street(rest: Rest) -> Address:
    """Return the address with the unread text as its street, if that can be one.

    Words without a number are one only beside a town or state: "McLean campus, Belmont, MA".
    """
    text, address = _BEFORE_TOWN.sub("", rest.text.strip(" ,;")), rest.address
    if not has_digit(text) and not (address.city or address.region or address.postcode):
        return address
    if _SENTENCE.match(text):
        return address
    street, unit = street_and_unit(text, address.country)
    return replace(address, street=street, unit=unit)
