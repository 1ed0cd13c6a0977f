"""Any number of invented clinics, each a small site of three pages; all alike, none the same."""

from tests.web.hosts import Pages
from tests.web.server import Host, Reply

_HOME = (
    "<title>{name}</title><h1>{name}</h1><p>We give ketamine by IV infusion at {name}.</p>"
    '<a href="/contact">Contact</a> <a href="/pricing">Pricing</a>'
)
_CONTACT = (
    "<title>Contact</title><h1>Contact {name}</h1><p>{number} Invented Street<br>Denver, CO "
    "80202</p><p>(303) 555-01{short:02}</p>"
)
_PRICING = "<title>Prices</title><h1>Prices</h1><p>One IV ketamine infusion costs ${number}.</p>"


def clinics(count: int) -> dict[str, Host]:
    """Return so many hosts, clinic000.example and on."""
    return {f"clinic{number:03}.example": clinic(number) for number in range(count)}


def name_of(number: int) -> str:
    """Return what a clinic is called: no name has three digits in a row."""
    return (
        f"Invented Ketamine {'ABCDEFGHI'[number // 100 - 1] if number >= 100 else ''}{number % 100}"
    )


def clinic(number: int) -> Pages:
    """Return the site of one clinic."""
    words = {"name": name_of(number), "number": 400 + number, "short": number % 100}
    pages = {"/": _HOME, "/contact": _CONTACT, "/pricing": _PRICING}
    return Pages({path: Reply(body=page.format(**words).encode()) for path, page in pages.items()})
