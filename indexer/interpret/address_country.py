"""Reads the country off an address's end, where "CA" may be California; pure."""

from dataclasses import replace

from indexer.interpret.address_postcode import ends_in_postcode
from indexer.interpret.address_rest import Rest, cut, ends_in_town, region_tails
from indexer.place import Gazetteer, Place

_UK = "GB"


def read_country(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take a country's name off the end; "CA" is one only where Canada is meant."""
    for before, tail in region_tails(rest.text):
        country = gazetteer.country(tail)
        if country and _is_meant(tail, country, before, rest, gazetteer):
            return cut(rest, before, replace(rest.address, country=country.country))
    return rest


def read_nation(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take "Scotland" or the like off the end of what may be a British address.

    It is none of the states: no British address needs it, and most do not bear it.
    """
    if rest.address.country not in ("", _UK):
        return rest
    for before, tail in region_tails(rest.text):
        nation = gazetteer.state(tail, _UK)
        if nation and _follows_an_entry(before, nation, gazetteer):
            address = replace(rest.address, country=_UK, nation=nation.state)
            return cut(rest, before, address)
    return rest


def _follows_an_entry(before: list[str], nation: Place, gazetteer: Gazetteer) -> bool:
    """Return whether a nation's name stands for itself, and not at the end of "New England"."""
    text = " ".join(before)
    apart = not before or text.endswith(",") or ends_in_postcode(text, _UK)
    return apart or ends_in_town(before, nation, gazetteer)


def _is_meant(
    tail: str, country: Place, before: list[str], rest: Rest, gazetteer: Gazetteer
) -> bool:
    if len(tail.strip(".,")) > 3:
        return True
    if not tail.isupper():
        return False
    if not gazetteer.state(tail, "US"):
        return True
    if rest.address.country not in ("", country.country):
        return False
    text = " ".join(before).rstrip(" ,")
    return ends_in_postcode(text, country.country) or _ends_in_state(text, country, gazetteer)


def _ends_in_state(text: str, country: Place, gazetteer: Gazetteer) -> bool:
    """Return whether a text ends in a state of *country*: a code, or a town and a name.

    A name alone is not enough: "Ontario, CA" is a town in California.
    """
    for before, tail in region_tails(text):
        state = gazetteer.state(tail, country.country)
        if state and (tail == state.state or ends_in_town(before, state, gazetteer)):
            return True
    return False
