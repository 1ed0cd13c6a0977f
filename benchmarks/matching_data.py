"""Invented listings whose true clinics are known: chains, shared buildings, persons, moves.

All names are made of invented words, hosts end in `.example`, phones are in the exchange 555 of
area codes that are made up of the count. Only the shape is that of real listings. The same seed
gives the same listings on every machine.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from random import Random

DAY = date(2026, 11, 22)
SOURCES = ("site", "survey", "registry", "map", "directory")


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words("lan har wil bri cor fen mar tal ves mon sil dra kel por nor qua ruth sor tam vel")
_MIDDLE = _words("ter bor den gan lo mi na ra si ti vo wen xi ly the rin")
_LAST = _words("ridge field moor gate haven light stone wood brook dale crest view ford mere path")
_KINDS = (
    *("Ketamine Clinic", "Wellness", "Infusion Center", "Psychiatry", "Mental Health", "Health"),
    *("Ketamine", "Infusions", "Medical Group", "Therapy", "Brain Institute", "Pain Center"),
)
_NEIGHBOURS = ("Dental", "Physical Therapy", "Med Spa", "Chiropractic", "Dermatology", "Optical")
_STREETS = _words("Oak Elm Main Cedar Lake Hill Park Mill River Spring Church Walnut Sunset Ridge")
_SUFFIXES = (("Street", "St"), ("Avenue", "Ave"), ("Road", "Rd"), ("Boulevard", "Blvd"))
_GIVEN = _words("Ada Bo Cleo Dov Edda Finn Gwen Hal Ines Jory Kit Lior Mab Nell Orla Pim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A clinic as it is."""

    entity: int
    name: str
    street: str
    unit: str
    town: int
    phone: str
    site: str = ""
    npi: str = ""
    person: bool = False
    older: "Truth | None" = None
    """What stale sources still say of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A listing as one source words it, and the clinic that it truly is."""

    source: str
    key: str
    entity: int
    name: str
    street: str
    unit: str
    city: str
    state: str
    postcode: str
    phone: str
    site: str
    npi: str
    seen_on: str


@dataclass(slots=True)
class World:
    """Makes clinics until there are listings enough."""

    random: Random
    entities: int = 0
    phones: int = 0
    rows: list[Row] = field(default_factory=list)

    def listings(self, count: int) -> list[Row]:
        """Return *count* listings in a mixed order."""
        while len(self.rows) < count:
            for truth in self._scene():
                self.rows.extend(self._told(truth))
        self.rows = self.rows[:count]
        self.random.shuffle(self.rows)
        return self.rows

    def _scene(self) -> Iterator[Truth]:
        """Yield the clinics of one small story."""
        story = self.random.random()
        if story < 0.12:
            yield from self._chain()
        elif story < 0.30:
            yield from self._one_building()
        elif story < 0.45:
            yield from self._with_person()
        elif story < 0.52:
            yield self._moved()
        elif story < 0.57:
            yield self._renamed()
        else:
            yield self._single()

    def _single(self) -> Truth:
        self.entities += 1
        name = f"{self._word()} {self.random.choice(_KINDS)}"
        if self.random.random() < 0.3:
            name = f"{self._word()} {name}"
        return Truth(
            entity=self.entities,
            name=name,
            street=self._street(),
            unit=str(self.random.randrange(1, 40) * 10) if self.random.random() < 0.5 else "",
            town=self.random.randrange(3000),
            phone=self._phone(),
            site=f"{name.split()[0].lower()}{self.entities}.example",
            npi=f"1{self.entities:09d}",
        )

    def _chain(self) -> Iterator[Truth]:
        """Yield two to twelve places of one brand on one site, often on one phone."""
        brand = self._single()
        central = self.random.random() < 0.35
        shared_npi = self.random.random() < 0.3
        for _ in range(self.random.choice((2, 3, 3, 4, 6, 12))):
            place = self._single()
            yield replace(
                place,
                name=brand.name,
                site=brand.site,
                phone=brand.phone if central else place.phone,
                npi=brand.npi if shared_npi else place.npi,
            )

    def _one_building(self) -> Iterator[Truth]:
        """Yield two or three businesses in one building, often on its one phone."""
        first = self._single()
        yield replace(first, unit="100")
        one_phone = self.random.random() < 0.5
        for number in range(self.random.choice((1, 1, 2))):
            other = self._single()
            kind = self.random.choice((*_NEIGHBOURS, *_KINDS))
            yield replace(
                other,
                name=f"{self._word()} {kind}",
                street=first.street,
                town=first.town,
                unit=str(200 + number * 100) if self.random.random() < 0.7 else "100",
                phone=first.phone if one_phone else other.phone,
            )

    def _with_person(self) -> Iterator[Truth]:
        """Yield a clinic, and the clinician who is listed at its address and phone."""
        clinic = self._single()
        yield clinic
        self.entities += 1
        name = f"{self.random.choice(_GIVEN)} {self._word()}, MD"
        yield replace(
            clinic, entity=self.entities, name=name, person=True, npi=f"2{self.entities:09d}"
        )

    def _moved(self) -> Truth:
        now = self._single()
        then = replace(now, street=self._street(), unit="", town=now.town)
        return replace(now, older=then)

    def _renamed(self) -> Truth:
        now = self._single()
        return replace(now, older=replace(now, name=self._single().name))

    def _told(self, truth: Truth) -> Iterator[Row]:
        """Yield what some of the sources say of a clinic, each in its own way."""
        told = [source for source in SOURCES if self.random.random() < 0.5]
        for source in told or [self.random.choice(SOURCES)]:
            if truth.person and source in ("site", "survey"):
                continue
            stale = truth.older is not None and source in ("registry", "directory")
            yield self._row(truth.older or truth if stale else truth, source, stale=stale)

    def _row(self, truth: Truth, source: str, *, stale: bool) -> Row:
        chance = self.random.random
        name = truth.name
        if source == "registry" and truth.person:
            given, last = name.removesuffix(", MD").split()
            name = f"{last}, {given}".upper()
        elif not truth.person:
            name = self._other_name(name)
        age = self.random.randrange(200, 700) if stale else self.random.randrange(25)
        town = truth.town
        return Row(
            source=source,
            key=f"{truth.entity}-{len(self.rows)}-{self.random.randrange(10**6)}",
            entity=truth.entity,
            name=name,
            street=self._other_street(truth.street) if chance() < 0.93 else "",
            unit=truth.unit if chance() < 0.7 else "",
            city=f"{_FIRST[town % 20].title()}{_LAST[town // 20 % 15]}",
            state=("TX", "MD", "AZ", "OH", "OR")[town % 5],
            postcode=f"{10000 + town * 7:05d}" if chance() < 0.95 else "",
            phone=truth.phone if chance() < 0.9 else "",
            site=truth.site if source != "registry" and chance() < 0.7 else "",
            npi=truth.npi if source == "registry" else "",
            seen_on=str(DAY - timedelta(days=age)),
        )

    def _other_name(self, name: str) -> str:
        chance = self.random.random()
        if chance < 0.1:
            return _typo(name, self.random)
        if chance < 0.2:
            return f"{name}{self.random.choice((', LLC', ' PLLC', ', Inc.'))}"
        if chance < 0.27:
            return f"The {name}"
        if chance < 0.37:
            return f"{name.split()[0]} {self.random.choice(_KINDS)}"
        return name

    def _other_street(self, street: str) -> str:
        chance = self.random.random()
        if chance < 0.3:
            for long, short in _SUFFIXES:
                street = street.replace(f" {long}", f" {short}")
            return street
        if chance < 0.36:
            number, _, rest = street.partition(" ")
            return f"{number} {_typo(rest, self.random)}"
        if chance < 0.4:
            return street.rpartition(" ")[0]
        return street

    def _street(self) -> str:
        number = self.random.randrange(1, 9000)
        name, suffix = self.random.choice(_STREETS), self.random.choice(_SUFFIXES)[0]
        return f"{number} {self._word() if self.random.random() < 0.6 else name} {suffix}"

    def _phone(self) -> str:
        self.phones += 1
        area, line = divmod(self.phones, 100)
        return f"+1{200 + area % 800}555{area // 800}1{line:02d}"

    def _word(self) -> str:
        chosen = self.random.choice
        return f"{chosen(_FIRST)}{chosen(_MIDDLE)}{chosen(_LAST)}".title()


def _typo(text: str, random: Random) -> str:
    """Return *text* with two letters in the wrong order, or one missing."""
    at = random.randrange(1, max(2, len(text) - 2))
    if random.random() < 0.5:
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text[:at] + text[at + 1 :]


def listings(count: int, seed: int) -> list[dict[str, str | int]]:
    """Return *count* invented listings with their true `entity`."""
    return [asdict(row) for row in World(Random(seed)).listings(count)]
