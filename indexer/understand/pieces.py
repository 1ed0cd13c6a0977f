"""What was understood of a text, piece by piece; each knows the characters it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from indexer.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A place; several if the name does not tell which, the likeliest first."""

    choices: tuple[Place, ...] = ()
    """() for words that stand where a place must, but name none that we know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where the asker is, which only the asker knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A distance, as one typed it."""

    radius_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A time at which it should be open, in the place's own clock; nothing set means now."""

    weekday: int | None = None
    """0 is Monday; the next one."""
    days: int | None = None
    """0 is today, 1 is tomorrow."""
    clock: time | None = None
    """None with a day is the hour that most weekly tables share, see `times.DAYTIME`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class States:
    """What a clinic should state: any of some codes of one vocabulary group."""

    group: str
    codes: frozenset[str]
    """None for ketamine of any kind: then the words are asked."""
    words: str
    """Words that find who states it, for what cannot be filtered by."""
    general: bool = False
    """Whether it asks for nothing more once something exact of its group is asked for."""
    certain: bool = True
    """False for an abbreviation that is also a word: it counts only beside ketamine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of one vocabulary code: an insurer's name, a language, an age."""

    code: str
    value: str
    words: str
    """The value in words. "" asks nothing of the index."""


Meaning = At | Here | Within | Open | States | Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some characters of the text, half-open, and what they mean."""

    start: int
    end: int
    meaning: Meaning
    corrected: str = ""
    """What was taken for it where it seemed misspelt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a text asks for."""

    text: str
    """As typed, cut to what a question may hold (`search.MAX_WORDS_LENGTH`)."""
    pieces: tuple[Piece, ...] = ()
    """In the order of the text; none overlaps another."""
    words: str = ""
    """What is left to be searched as words; all of the text where nothing was understood."""
    open_at: datetime | None = None
    """The instant that the pieces ask for, with the clock of the place."""

    @property
    def choices(self) -> tuple[Place, ...]:
        """The places that may be meant, the likeliest first; () if none is named."""
        return next((m.choices for m in self._meanings() if isinstance(m, At)), ())

    @property
    def unknown_place(self) -> Piece | None:
        """The piece that should be a place and is none we know; never to be passed over."""
        unknown = (p for p in self.pieces if isinstance(p.meaning, At) and not p.meaning.choices)
        return next(unknown, None)

    @property
    def here(self) -> bool:
        """Whether it asks for clinics near the asker, and names no place."""
        meanings = list(self._meanings())
        named = any(isinstance(meaning, At) for meaning in meanings)
        return not named and any(isinstance(meaning, Here) for meaning in meanings)

    @property
    def radius_km(self) -> float | None:
        """The distance asked for, the last one if there are several."""
        found = [m.radius_km for m in self._meanings() if isinstance(m, Within)]
        return found[-1] if found else None

    @property
    def states(self) -> Mapping[str, frozenset[str]]:
        """Group -> codes asked for, any of them; each general word narrows the others."""
        asked: dict[str, frozenset[str]] = {}
        for meaning in self.demands:
            if isinstance(meaning, States) and meaning.codes:
                before = asked.get(meaning.group, frozenset())
                common = before & meaning.codes if meaning.general else frozenset()
                asked[meaning.group] = common or before | meaning.codes
        return asked

    @property
    def demands(self) -> tuple[States | Value, ...]:
        """What a clinic should state, in the order of the text, without what says nothing more."""
        said = [m for m in self._meanings() if isinstance(m, States | Value)]
        exact = {_group(meaning) for meaning in said if not _is_general(meaning)}
        return tuple(m for m in said if not _is_general(m) or _group(m) not in exact)

    def typed(self, piece: Piece) -> str:
        """Return the characters of one of the pieces."""
        return self.text[piece.start : piece.end]

    def without(self, piece: Piece) -> str:
        """Return the text that is left when a piece is taken away; "" if nothing is."""
        before, after = self.text[: piece.start].rstrip(" ,;"), self.text[piece.end :].lstrip(" ,;")
        return f"{before} {after}".strip()

    def _meanings(self) -> tuple[Meaning, ...]:
        return tuple(piece.meaning for piece in self.pieces)


def _is_general(meaning: States | Value) -> bool:
    return isinstance(meaning, States) and meaning.general


def _group(meaning: States | Value) -> str:
    """Values of insurers make the general "insurance" superfluous."""
    if isinstance(meaning, States):
        return meaning.group
    return "payment" if meaning.code == "payer" else meaning.code
