"""Resolves what people type ("Austin, TX", "78701", "beth") to places; never uses the network.

Everything comes from one packaged file (`data/README.md`). A `Places` may be shared by threads.
Whatever the text, the answer is a value, never an exception.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.distance import great_circle_km
from indexer.normalize import fold
from indexer.place import Choices, Gazetteer, Place, PlaceKind, Unknown
from indexer.place_completion import TownBeginnings
from indexer.place_rows import PACKAGED, PlaceRows

__all__ = ["PACKAGED", "Choices", "Gazetteer", "Place", "PlaceKind", "Places", "Unknown"]

MAX_LENGTH = 100
"""Characters of a place's name; more is not a place."""
MAX_CHOICES = 8
MAX_SUGGESTIONS = 5
MAX_ERRORS = 2
"""Letters wrong, missing, too many or swapped in a name; one in three at most."""
OVERWHELMING = 20
"""A visitor's bare "Houston" is the one this many times the weight of the next."""
BEYOND_DOUBT = 100
"""The same for a clinic's address, which nobody corrects if we are wrong."""
ONE_TOWN_KM = 25.0
"""Namesakes in one state that are nearer than this are one town for us."""
NEAR_POSTCODE_KM = 30.0
"""A town of that name this near is in use in a postcode's addresses."""
BOOST = {"US": 3, "CA": 2}
"""Most visitors and clinics are there; a strict order would hide Toronto."""
LONGEST_REGION = 4
"""Words in "united states of america"."""

_ZIP = r"(?P<code>\d{5})(?:[- ]?\d{4})?"
_FSA = r"(?P<code>[A-Za-z]\d[A-Za-z])(?:[- ]?\d[A-Za-z]\d)?"
_FORMS = {"US": re.compile(_ZIP, re.ASCII), "CA": re.compile(_FSA, re.ASCII)}
_BEARING = (
    ("US", re.compile(rf"(?:(?P<rest>.*)[\s,])?{_ZIP}", re.ASCII)),
    ("US", re.compile(rf"{_ZIP}[\s,]+(?P<rest>.*)", re.ASCII)),
    ("CA", re.compile(rf"(?:(?P<rest>.*)[\s,])?{_FSA}", re.ASCII)),
    ("CA", re.compile(rf"{_FSA}[\s,]+(?P<rest>.*)", re.ASCII)),
)
_CODE_START = re.compile(r"\d{2,5}|[A-Za-z]\d[A-Za-z]?", re.ASCII)


class Places:
    """A place table, open for questions."""

    def __init__(self, path: Path = PACKAGED) -> None:
        self._rows = PlaceRows(path)

    def close(self) -> None:
        """Close the table; no question may follow."""
        self._rows.close()

    def find(self, text: str) -> Place | Choices | Unknown:
        """Return the place meant, the possible ones (likeliest first), or similar ones.

        A bare name is certain if only one place bears it, or if the first has `OVERWHELMING`
        times the weight of the second, with the United States counting three times and
        Canada twice.
        """
        if len(text) > MAX_LENGTH:
            return Unknown()
        words = fold(_without_street(" ".join(text.split()))).split()
        return self.named(text) or Unknown(suggestions=tuple(self._similar(words)))

    def named(self, text: str) -> Place | Choices | None:
        """Return what `find` does for a text spelt right, and None, at once, for any other."""
        if len(text) > MAX_LENGTH:
            return None
        text = " ".join(text.split())
        by_postcode = self._find_postcode(text)
        if by_postcode:
            return by_postcode
        words = fold(_without_street(text)).split()
        names = (" ".join(words), *(name for name, _ in _splits(words)))
        found = _ranked(self._named(words)) if not self._known.isdisjoint(names) else []
        if not found:
            return None
        if len(found) == 1 or _boosted(found[0]) >= OVERWHELMING * _boosted(found[1]):
            return found[0]
        return Choices(places=tuple(found[:MAX_CHOICES]))

    def similar(self, text: str) -> list[Place]:
        """Return the places spelt so or nearly so, the nearest spelling first; [] for none."""
        return self._similar(fold(text).split()) if len(text) <= MAX_LENGTH else []

    def complete(self, prefix: str, limit: int = 8) -> list[Place]:
        """Return the places whose name or code begins so, the likeliest first; [] for none."""
        if len(prefix) > MAX_LENGTH or limit < 1:
            return []
        if _CODE_START.fullmatch(prefix.strip()):
            return self._rows.postcodes_from(prefix.strip().upper(), limit)
        words = fold(prefix).split()
        found = self._beginning(words, limit)
        for name, tail in _splits(words):
            found = found or self._in_regions_from(name, tail)
        return _ranked(found)[:limit]

    def postcode(self, code: str, country: str = "US") -> Place | None:
        """Return the place of a ZIP, ZIP+4 or Canadian postal code, or None without one.

        ZIPs that are no longer active count: old addresses bear them.
        """
        form = _FORMS.get(country)
        match = form.fullmatch(code.strip()) if form else None
        return self._rows.postcode(country, match["code"].upper()) if match else None

    def city(self, name: str, state: str = "", country: str = "") -> Place | None:
        """Return the town of that name, or None if there is none or it is not certain which.

        Certain: the only one; or of namesakes in one state the one that the post office knows,
        or any if all lie close together; or one `BEYOND_DOUBT` times as big as all others.
        """
        found = self._rows.towns(fold(name), state, country)
        found.sort(key=lambda place: (place.weight, place.population), reverse=True)
        if len(found) < 2:
            return found[0] if found else None
        if len({(place.country, place.state) for place in found}) == 1:
            return self._one_of_namesakes(fold(name), found)
        return found[0] if found[0].weight > BEYOND_DOUBT * found[1].weight else None

    def has_town(self, name: str, state: str = "", country: str = "") -> bool:
        """Return whether there is a town of that name, or several."""
        return bool(self._rows.towns(fold(name), state, country))

    def state(self, text: str, country: str = "") -> Place | None:
        """Return the state of that name, code or short form, US before Canada; None if none."""
        found = [p for p in self._rows.regions(fold(text)) if p.kind is PlaceKind.STATE]
        return next((place for place in found if country in ("", place.country)), None)

    def country(self, text: str) -> Place | None:
        """Return the country of that name or code, or None if we know no such one."""
        found = self._rows.regions(fold(text))
        return next((place for place in found if place.kind is PlaceKind.COUNTRY), None)

    def serves(self, postcode: Place, town: str) -> bool:
        """Return whether *town* is a name in use for addresses of *postcode*."""
        key = fold(town)
        if self._rows.is_used_at(key, postcode.country, postcode.postcode):
            return True
        return any(
            great_circle_km(postcode.lat, postcode.lon, near.lat, near.lon) <= NEAR_POSTCODE_KM
            for near in self._rows.towns(key, postcode.state, postcode.country)
        )

    def postcodes(self, town: Place) -> list[Place]:
        """Return the active postcodes of *town*; [] if none is known."""
        return self._rows.postcodes_of(fold(town.name), town.state, town.country)

    def _find_postcode(self, text: str) -> Place | Choices | None:
        """Return the answer to a text that bears a postcode we know, or None."""
        for country, form in _BEARING:
            match = form.fullmatch(text)
            place = self._rows.postcode(country, match["code"].upper()) if match else None
            if match and place:
                rest = self.named(match["rest"]) if match["rest"] else place
                # Digits in front may be a house number: they count only if the rest agrees.
                if match.end("code") == len(text) or rest:
                    return _agreeing(place, rest)
        return None

    def _named(self, words: list[str], country: str = "") -> Iterator[Place]:
        """Yield the places that the words name: whole, or town then state or country."""
        key = " ".join(words)
        whole = [*self._rows.towns(key, "", country)]
        whole += _meant([p for p in self._rows.regions(key) if country in ("", p.country)], key)
        yield from whole
        if whole:
            return
        for name, tail in _splits(words):
            regions = [r for r in self._rows.regions(tail) if country in ("", r.country)]
            states = [region for region in regions if region.kind is PlaceKind.STATE]
            for state in states:
                yield from self._rows.towns(name, state.state, state.country)
            if not country and len(regions) > len(states):
                inside = self._named(name.split(), regions[0].country)
                # "Ontario, CA" is a town in California, never a province of Canada.
                yield from (p for p in inside if not states or p.kind is PlaceKind.CITY)

    def _one_of_namesakes(self, key: str, found: list[Place]) -> Place | None:
        first = found[0]
        post_towns = self._rows.post_towns(key, first.state, first.country)
        if len(post_towns) == 1:
            return post_towns[0]
        spread = max(great_circle_km(first.lat, first.lon, p.lat, p.lon) for p in found)
        return first if spread <= ONE_TOWN_KM else None

    def _beginning(self, words: list[str], limit: int) -> list[Place]:
        prefix = " ".join(words)
        if not prefix:
            return []
        # Twice as many as asked: namesakes in one state count once.
        towns = self._rows.towns_of(self._beginnings.likeliest(prefix, 2 * limit))
        regions = self._rows.regions_from(prefix)
        return [*towns, *(region for region in regions if fold(region.name).startswith(prefix))]

    @cached_property
    def _beginnings(self) -> TownBeginnings:
        return TownBeginnings(
            [
                (key, weight * BOOST.get(country, 1), people, row_id)
                for key, weight, country, people, row_id in self._rows.town_keys()
            ]
        )

    def _in_regions_from(self, name: str, prefix: str) -> list[Place]:
        found: list[Place] = []
        for region in self._rows.regions_from(prefix):
            found += self._rows.towns(name, region.state, region.country)
        return found

    @cached_property
    def _keys(self) -> list[str]:
        return self._rows.keys()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._keys)

    def _similar(self, words: list[str]) -> list[Place]:
        """Return the places whose spelling is nearest, then the likeliest; [] for none."""
        by_label: dict[str, tuple[int, int, Place]] = {}
        for name, tail in ((" ".join(words), ""), *_splits(words)):
            regions = self._rows.regions(tail)
            # A tail that is no region may be a misspelt one: then the name must be right.
            errors = MAX_ERRORS if regions or not tail else 0
            for distance, place in self._spelt_like(name, regions, errors):
                nearness = (distance, -_boosted(place), place)
                known = by_label.setdefault(place.label, nearness)
                if nearness[:2] < known[:2]:
                    by_label[place.label] = nearness
        ranked = sorted(by_label.values(), key=lambda nearness: nearness[:2])
        return [place for _, _, place in ranked[:MAX_SUGGESTIONS]]

    def _spelt_like(
        self, name: str, regions: list[Place], errors: int
    ) -> Iterator[tuple[int, Place]]:
        allowed = {(region.country, region.state) for region in regions}
        errors = min(errors, len(name) // 3)
        spellings = process.extract(
            name, self._keys, scorer=OSA.distance, score_cutoff=errors, limit=50
        )
        for key, distance, _ in spellings:
            for place in (*self._rows.towns(key), *self._rows.regions(key)):
                where = {(place.country, place.state), (place.country, "")}
                if not allowed or where & allowed:
                    yield int(distance), place


def _without_street(text: str) -> str:
    """Return the text after a first part that begins with a house number, if there is such."""
    street, comma, rest = text.partition(",")
    is_street = re.match(r"\d+\s*[^\d\s]", street, re.ASCII) and len(street.split()) > 1
    return rest.strip() if comma and is_street else text


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the ways to read *words* as a name and the region that it is in."""
    for count in range(1, min(LONGEST_REGION, len(words) - 1) + 1):
        yield " ".join(words[:-count]), " ".join(words[-count:])


def _agreeing(place: Place, rest: Place | Choices | None) -> Place | Choices:
    """Return the postcode's place, or it and what the rest says if they contradict."""
    others = (rest,) if isinstance(rest, Place) else getattr(rest, "places", ())
    agree = any(
        other.country == place.country and other.state in ("", place.state) for other in others
    )
    return place if agree or not others else Choices(places=(place, *others)[:MAX_CHOICES])


def _meant(regions: list[Place], key: str) -> list[Place]:
    """Return the regions that a bare key means: "CA" is California and "WA" Washington."""
    states_first = sorted(regions, key=lambda region: region.kind is PlaceKind.COUNTRY)
    return states_first[:1] if len(key) <= 3 else regions


def _boosted(place: Place) -> int:
    return place.weight * BOOST.get(place.country, 1)


def _ranked(places: Iterable[Place]) -> list[Place]:
    """Return the places, one for each label, the likeliest first."""
    ordered = sorted(places, key=lambda p: (-_boosted(p), -p.population, p.label))
    return list({place.label: place for place in reversed(ordered)}.values())[::-1]
