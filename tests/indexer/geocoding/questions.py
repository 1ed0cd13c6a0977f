"""Questions about the streets of the packed map (`tests/nominatim`)."""

from indexer.geocode import Question


def question(
    street: str = "7315 Wisconsin Ave",
    *,
    city: str = "Bethesda",
    state: str = "MD",
    postcode: str = "20814",
    country: str = "US",
) -> Question:
    """Return a question, of a house that the map knows unless told otherwise."""
    return Question(street=street, city=city, state=state, postcode=postcode, country=country)
