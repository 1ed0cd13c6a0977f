"""Mends what an address's other parts and the gazetteer make certain, and marks it; pure.

A ZIP that contradicts town and state is dropped, or replaced where only one is possible.
"""

from dataclasses import replace

from indexer.clinic import Address
from indexer.distance import great_circle_km
from indexer.interpret.address_rest import has_digit, mending
from indexer.place import Gazetteer, Place

CONTRADICTION_KM = 100.0
"""A town farther than this from a postcode's point does not bear that postcode."""


def mended(address: Address, place: Place | None, gazetteer: Gazetteer) -> Address:
    """Return the address with what its parts make certain, and without a wrong postcode.

    *place* is its postcode's, None if the gazetteer does not know it.
    """
    if place is None:
        certain = _with_certain_postcode(address, gazetteer)
        # A ZIP that the table lacks may be new: it stands until a better one is certain.
        return certain if certain.postcode else address
    if not address.state:
        stated = replace(address, state=place.state, country=place.country)
        return mending(stated, "state")
    town = gazetteer.city(address.city, address.state, address.country) if address.city else None
    if address.state == place.state and (town is None or _may_be_in(place, town, gazetteer)):
        return address
    if town is None and gazetteer.serves(place, address.city):
        return mending(replace(address, state=place.state), "state")
    return _with_certain_postcode(address, gazetteer)


def _may_be_in(place: Place, town: Place, gazetteer: Gazetteer) -> bool:
    distance = great_circle_km(place.lat, place.lon, town.lat, town.lon)
    return distance <= CONTRADICTION_KM or gazetteer.serves(place, town.name)


def _with_certain_postcode(address: Address, gazetteer: Gazetteer) -> Address:
    """Return an address, whose postcode is none or wrong, with its town's; without, if unsure.

    Certain is the only postcode of a town, and the only one that a slip of the finger apart is
    the printed one. Only for a street address: a bare town need not have a postcode.
    """
    if address.country not in ("US", ""):
        # Others are not in the table, or only in part: what is printed stands.
        known = gazetteer.postcode(address.postcode, address.country)
        return mending(replace(address, postcode=""), "postcode") if known else address
    town = gazetteer.city(address.city, address.state, "US") if address.state else None
    postcodes = [one.postcode for one in gazetteer.postcodes(town)] if town else []
    like = [code for code in postcodes if _one_slip(code, address.postcode[:5])]
    chosen = postcodes if len(postcodes) == 1 else like
    certain = chosen[0] if len(chosen) == 1 and has_digit(address.street) else ""
    if certain == address.postcode:
        return address
    return mending(replace(address, postcode=certain), "postcode")


def _one_slip(one: str, other: str) -> bool:
    """Whether two codes differ by one digit, or by two neighbours in each other's place."""
    wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or not wrong or len(wrong) > 2:
        return False
    i = wrong[0]
    return len(wrong) == 1 or (
        wrong[1] == i + 1 and (one[i], one[i + 1]) == (other[i + 1], other[i])
    )
