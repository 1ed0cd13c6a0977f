"""What the list shows of a clinic: rendered once for each snapshot and language, then kept."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import cast

from flask import current_app, render_template
from markupsafe import Markup, escape

from indexer.clinic import Clinic, Point
from indexer.search import Hit
from webapp import language, statements, wording
from webapp.finder import printable

KEPT = 4_096
"""Cards; of about two kilobytes each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A clinic in the list, but for what depends on the search."""

    name: str
    point: Point | None
    head: Markup
    """Its name as a link."""
    city: str
    """Its town alone; "" if not stated."""
    town: Markup
    body: Markup


class Cards:
    """The cards made last."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str, str], Card] = OrderedDict()

    def of(self, hit: Hit, generation: str) -> Card:
        """Return the card of a clinic that the snapshot *generation* found; "" keeps nothing."""
        key = (generation, hit.id, language.present())
        card = self._made.get(key)
        if card is None:
            card = _card(hit.clinic)
            if generation:
                self._made[key] = card
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return card


def cards() -> Cards:
    """Return the cards that the present app keeps."""
    return cast(Cards, current_app.extensions.setdefault("cards", Cards()))


def _card(clinic: Clinic) -> Card:
    insurers = sorted({f.value for f in clinic.facts if f.code == "payer" and f.value})
    body = render_template(
        "_card.html",
        clinic=clinic,
        given=statements.headline(clinic),
        paying=statements.summary(clinic, ("payment",)),
        insurers=insurers,
    )
    head = render_template("_card_head.html", clinic=clinic)
    return Card(
        name=clinic.name[:160],
        point=clinic.point,
        head=Markup(head),  # noqa: S704  # escaped by the template
        city=clinic.address.city,
        town=escape(printable(wording.town(clinic.address))),
        body=Markup(body),  # noqa: S704  # as above
    )
