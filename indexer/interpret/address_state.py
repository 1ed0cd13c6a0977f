"""Reads the state or province off an address's end: "IN" after a town, never the word "in"; pure.

A state's name alone is the state ("Delaware", "New York"), though towns bear it too; beside a
postcode or a state that such a town serves it is the town ("New York 10001", "Delaware, OH").
"""

from dataclasses import replace

from indexer.interpret.address_rest import Rest, cut, ends_in_town, region_tails, town_tails
from indexer.place import Choices, Gazetteer, Place


def read_state(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take a state off the end, also one said twice ("Austin, TX, Texas"); Britain has none."""
    if rest.address.country == "GB":
        return rest
    for before, tail in region_tails(rest.text):
        state = gazetteer.state(tail, rest.address.country)
        if state and _is_meant(tail, before, state, rest, gazetteer):
            address = replace(rest.address, state=state.state, country=state.country)
            return _without_repeated(state, cut(rest, before, address), gazetteer)
    return rest


def _without_repeated(state: Place, rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Return what is left without *state* once more, which a town must then stand before."""
    for before, tail in region_tails(rest.text):
        same = gazetteer.state(tail, state.country) == state
        if same and _follows_town(before, state, rest, gazetteer):
            return cut(rest, before, rest.address)
    return rest


def _follows_town(before: list[str], state: Place, rest: Rest, gazetteer: Gazetteer) -> bool:
    """Return whether *before* ends in a town that the postcode serves, and not in a street.

    Without a postcode the town must stand alone: "500 Lexington" is no town in New York.
    """
    place = rest.place
    if place:
        return any(gazetteer.serves(place, town) for town in town_tails(before))
    part = " ".join(before).rstrip(" ,").rpartition(",")[2].strip()
    return gazetteer.has_town(part, state.state, state.country)


def _is_meant(tail: str, before: list[str], state: Place, rest: Rest, gazetteer: Gazetteer) -> bool:
    """Return whether the words at the end are a state and not a street, "NE", "in", or a town."""
    is_code = len(tail.strip(".,")) == 2
    if rest.place is not None and rest.place.state == state.state:
        is_town = not is_code and gazetteer.serves(rest.place, tail)
        return not is_town or _follows_town(before, state, rest, gazetteer)
    if is_code and not (tail.isupper() or (tail.istitle() and before)):
        return False
    if not before:
        return bool(rest.address.postcode) or is_code or _alone(tail, state, rest, gazetteer)
    return before[-1].endswith(",") or ends_in_town(before, state, gazetteer)


def _alone(name: str, state: Place, rest: Rest, gazetteer: Gazetteer) -> bool:
    """Return whether a name with nothing beside it means the state.

    It does in its own country. Where no country is stated, "Victoria" may be a town's: then only
    if the gazetteer knows nothing likelier.
    """
    if state.country in (rest.address.country, "US"):
        return True
    found = gazetteer.find(name)
    meant = found.places if isinstance(found, Choices) else (found,)
    return all(isinstance(p, Place) and p.state == state.state for p in meant)
