"""The list and the map's pins as markup: a template takes several times as long.

Everything that is not markup already is escaped, and made printable like all that templates print.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

from indexer.place import Place
from indexer.search import Hit
from webapp import results, wording
from webapp.cards import Card
from webapp.finder import printable
from webapp.language import _
from webapp.maps.picture import Picture, Pin
from webapp.search import Search


def rows(
    listed: Sequence[tuple[Hit, Card]], first: int, search: Search, place: Place | None
) -> Markup:
    """Return the items of the list, numbered from *first*."""
    items = [
        f'<li id="n{number}">\n<h3><span class="number">{number}.</span> {card.head}</h3>\n'
        f'<p class="where">{card.town}{_far(hit, card, place)}</p>\n'
        f"{card.body}{_silent(search, hit)}</li>"
        for number, (hit, card) in enumerate(listed, first)
    ]
    return Markup("\n".join(items))  # noqa: S704  # every part is escaped


def pins(picture: Picture) -> Markup:
    """Return the pins as links into the list; the first in the list lies on top."""
    return Markup("\n".join(map(_pin, reversed(picture.pins))))  # noqa: S704  # as above


def _pin(pin: Pin) -> str:
    names = escape(printable("; ".join(pin.names)))
    at = f'cx="{pin.x}" cy="{pin.y}"'
    return (
        f'<a href="#n{pin.first}" aria-label="{names}"><title>{names}</title>'
        f'<circle class="touch" {at} r="14"/><circle class="pin" {at} r="11"/>'
        f'<text class="on-pin" x="{pin.x}" y="{pin.y + 4}">{pin.text}</text></a>'
    )


def _far(hit: Hit, card: Card, place: Place | None) -> str:
    """Return how far a clinic is from *place*; "" where one of the two has no point."""
    if place is None or hit.distance_km is None or card.point is None:
        return ""
    far = wording.distance(hit.distance_km, card.point.precision, place)
    return f' <span class="soft">{escape(printable(far))}</span>'


def _silent(search: Search, hit: Hit) -> str:
    """Return what was asked for and of which the clinic says nothing; "" if there is no such."""
    silent = results.unstated(search, hit.clinic) if search.unstated else ()
    if not silent:
        return ""
    lead, said = escape(_("Does not say:")), escape(printable(", ".join(silent)))
    return f'<p class="unstated">{lead} <b>{said}</b></p>\n'
