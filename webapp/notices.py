"""What a regulator says of a way of giving ketamine: each with its source and an expiry date.

An expired notice is no longer shown, and a test fails until a person has read its source again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.language import N_

REVIEWED = date(2026, 11, 22)
_NEXT_REVIEW = date(2027, 11, 22)
_FDA = "https://www.fda.gov/drugs/human-drug-compounding/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where a notice comes from."""

    title: str
    dated: date
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A short plain text that stands beside a statement, and on whose word."""

    text: str
    references: tuple[Reference, ...]
    expires: date
    guide: str
    """The part of the guide that says more."""


_NASAL_ALERT = Reference(
    title=N_("FDA alert on compounded ketamine nasal spray"),
    dated=date(2022, 2, 16),
    url=_FDA + "fda-alerts-health-care-professionals-potential-risks-associated-"
    "compounded-ketamine-nasal-spray",
)
_COMPOUNDED_WARNING = Reference(
    title=N_("FDA warning on compounded ketamine"),
    dated=date(2023, 10, 10),
    url=_FDA + "fda-warns-patients-and-health-care-providers-about-potential-risks-"
    "associated-compounded-ketamine",
)

NOTICES = {
    "off_label": Notice(
        text=N_(
            "In the US, ketamine is approved as an anesthetic only. Every use of it for mood or "
            "pain is off-label: the FDA has not approved it for that use."
        ),
        references=(_COMPOUNDED_WARNING,),
        expires=_NEXT_REVIEW,
        guide="about#approved",
    ),
    "esketamine": Notice(
        text=N_(
            "Esketamine nose spray (Spravato) is approved in the US for adults with depression "
            "that did not respond to medicines, and, with an antidepressant taken by mouth, for "
            "adults with major depression and acute suicidal thoughts or acts. It has not been "
            "shown to prevent suicide. Only certified sites may give it, and you are watched for "
            "at least two hours. To check a site: spravato.com or 1-855-382-6022."
        ),
        references=(
            Reference(
                title=N_("Spravato label and safety program (REMS)"),
                dated=date(2025, 1, 21),
                url="https://www.spravatorems.com/",
            ),
        ),
        expires=_NEXT_REVIEW,
        guide="visit#spray",
    ),
    "compounded": Notice(
        text=N_(
            "Compounded means made by a pharmacy. The FDA has not approved compounded ketamine, "
            "and less is known about it. The FDA tells of slowed breathing in a patient; bladder "
            "trouble is another risk."
        ),
        references=(_COMPOUNDED_WARNING, _NASAL_ALERT),
        expires=_NEXT_REVIEW,
        guide="at-home#compounded",
    ),
    "home": Notice(
        text=N_(
            "At home, no one on site watches you if something goes wrong. The FDA warns that this"
            " adds to the risk."
        ),
        references=(_COMPOUNDED_WARNING,),
        expires=_NEXT_REVIEW,
        guide="at-home#home",
    ),
    "telehealth_rule": Notice(
        text=N_(
            "In the US, a rule lets ketamine be prescribed without a visit in person through "
            "December 31, 2026. What holds after that day is not known to us."
        ),
        references=(Reference(title="90 FR 61301", dated=date(2025, 12, 31)),),
        expires=date(2026, 12, 31),
        guide="at-home#video",
    ),
}


def current(keys: Iterable[str], today: date) -> tuple[Notice, ...]:
    """Return the notices of *keys* that have not expired, each once; unknown keys have none."""
    found = (NOTICES[key] for key in dict.fromkeys(keys) if key in NOTICES)
    return tuple(notice for notice in found if today <= notice.expires)


def keys_for(code: str, warn: str) -> tuple[str, ...]:
    """Return which notices stand beside a vocabulary code that carries the mark *warn*."""
    if code == "esketamine.nasal":
        return ("esketamine",)
    status = ("off_label",) if code.startswith("ketamine.") else ()
    return (*status, warn) if warn else status
