"""What a clinic prints of its prices: its own claim, with its words and the day they were seen."""

from dataclasses import dataclass

from indexer.clinic import Clinic, Evidence, Price, Provenance
from webapp import statements
from webapp.language import N_, _, ngettext
from webapp.printed import money

_UNITS = {
    "infusion": N_("one infusion"),
    "session": N_("one session"),
    "package": N_("a package"),
    "consultation": N_("a consultation"),
    "month": N_("a month"),
}
"""`Price.unit` -> what the amount is for, in the page's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One price as its page prints it."""

    amount: str
    per: str
    """What it is for; "" for a unit that we have no words for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPrices:
    """Prices that stand in the same words, with those words."""

    amounts: tuple[Amount, ...]
    evidence: Evidence
    source: Provenance | None


def prices(clinic: Clinic) -> tuple[PrintedPrices, ...]:
    """Return the clinic's prices, single treatments first, then the cheapest; () for none."""
    together: dict[Evidence, list[Price]] = {}
    for price in sorted(clinic.prices, key=_order):
        together.setdefault(price.evidence, []).append(price)
    return tuple(
        PrintedPrices(
            amounts=tuple(Amount(amount=_amount(price), per=_per(price)) for price in same),
            evidence=evidence,
            source=statements.source_of(clinic, evidence),
        )
        for evidence, same in together.items()
    )


def _order(price: Price) -> tuple[int, int, float]:
    units = list(_UNITS)
    place = units.index(price.unit) if price.unit in units else len(units)
    return place, price.count or 0, price.amount


def _amount(price: Price) -> str:
    least = money(price.amount, price.currency)
    if price.upto == price.amount:
        return least
    return _("%(least)s to %(most)s", least=least, most=money(price.upto, price.currency))


def _per(price: Price) -> str:
    if price.unit == "package" and price.count:
        return ngettext(
            "a package of %(num)s treatment", "a package of %(num)s treatments", price.count
        )
    return _(_UNITS[price.unit]) if price.unit in _UNITS else ""
