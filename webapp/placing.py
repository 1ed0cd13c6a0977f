"""Words that find a place again when a link carries them back to us."""

from collections.abc import Iterator

from indexer.place import COUNTRY_NAMES, Place, PlaceKind
from webapp import regions
from webapp.collaborators import Places
from webapp.wording import called


def typed(place: Place, places: Places) -> str:
    """Return what one types to find exactly this place; its short name if nothing does.

    A state and its largest city share names, and so do towns of two countries: the first wording
    that leads back is taken, so that no choice leads to the same question again.
    """
    wordings = (text for text in _wordings(place, places) if places.find(text) == place)
    return next(wordings, called(place))


def state_of(place: Place, places: Places) -> Place | None:
    """Return the state in which a town or postcode lies; None if it lies in none we know."""
    return regions.state(place.state, place.country, places) if place.state else None


def _wordings(place: Place, places: Places) -> Iterator[str]:
    country = COUNTRY_NAMES[place.country]
    yield called(place)
    if place.kind is PlaceKind.STATE:
        yield place.state
        yield f"{place.name}, {country}"
        yield f"{place.state}, {country}"
    elif place.kind is PlaceKind.CITY:
        state = state_of(place, places)
        yield f"{place.name}, {place.state}, {country}"
        yield f"{place.name}, {state.name if state else country}"
