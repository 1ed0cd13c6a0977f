"""Reads the town off an address's end, passing over a county behind it; pure."""

import re
from dataclasses import replace

from indexer.clinic import Address
from indexer.interpret.address_rest import Rest, has_digit, mending, region_tails, town_tails
from indexer.interpret.address_street import names_unit
from indexer.place import Gazetteer, Place

_COUNTY = {
    "US": re.compile(r"(?:\w+ )?\w+ (?:county|parish)", re.IGNORECASE),
    "GB": re.compile(
        r"(?:co\.?|county) \w+|(?:(?:north|south|east|west|mid) )?(?:\w+shire|sussex|glamorgan"
        r"|lothian|midlands)|greater (?:london|manchester)|kent|surrey|essex|somerset|devon"
        r"|cornwall|norfolk|suffolk|dorset|cumbria|merseyside|northumberland|middlesex|cleveland|avon"
        r"|rutland|fife|gwent|powys|clwyd|dyfed|gwynedd|angus|argyll|moray|midlothian|tyne and"
        r" wear|isle of wight|tyrone|down|fermanagh|antrim|armagh",
        re.IGNORECASE,
    ),
}
"""Counties, which people print behind the town though no address needs them."""


def read_town(rest: Rest, gazetteer: Gazetteer) -> Rest:
    """Take the town off the end: the longest suffix that is one there, else the last part."""
    text = _without_county(rest, gazetteer)
    before, _, part = text.rpartition(",")
    town = _town_in(part.strip(), replace(rest, text=text), gazetteer)
    if not town:
        return rest
    left = part.strip().removesuffix(town).rstrip()
    text = f"{before}, {left}" if before and left else before or left
    known = gazetteer.city(town, rest.address.region, rest.address.country)
    address = _in_region(replace(rest.address, city=_well_cased(town, known)), known)
    return replace(rest, text=text.strip(), address=address)


def _without_county(rest: Rest, gazetteer: Gazetteer) -> str:
    """Return the unread text without the county that stands behind its town."""
    country, state = rest.address.country, rest.address.state
    county = _COUNTY.get(country)
    for before, tail in region_tails(rest.text):
        if before and county and county.fullmatch(tail):
            towns = town_tails(before)
            behind_town = any(gazetteer.has_town(town, state, country) for town in towns)
            own_part = before[-1].endswith(",") and not gazetteer.has_town(tail, state, country)
            if behind_town or own_part:
                return " ".join(before).rstrip(" ,")
    return rest.text


def _town_in(part: str, rest: Rest, gazetteer: Gazetteer) -> str:
    """Return the town that the last part of an address ends with, or ""."""
    address, place = rest.address, rest.place
    in_its_slot = bool(address.region or address.postcode)
    if not in_its_slot:
        # Alone, or after a street: "Dublin, Ireland" is no town called Ireland.
        may_be = part == rest.text or (address.country and has_digit(rest.text))
        return part if may_be and gazetteer.has_town(part, "", address.country) else ""
    tails = list(town_tails(part.split()))
    if place:
        served = next((town for town in tails if gazetteer.serves(place, town)), "")
        if served:
            return served
    for town in tails:
        if gazetteer.has_town(town, address.region, address.country):
            return town
    return "" if has_digit(part) or names_unit(part) else part


def _in_region(address: Address, known: Place | None) -> Address:
    """Return the address with its town's state, marked, or nation; as it is if that is unsure."""
    if known is None or address.region:
        return address
    if known.country == "GB":
        return replace(address, nation=known.state, country="GB")
    return mending(replace(address, state=known.state, country=known.country), "state")


def _well_cased(town: str, known: Place | None) -> str:
    """Return the town as printed, or as the gazetteer writes it if printed in one case."""
    return known.name if known and (town.isupper() or town.islower()) else town
