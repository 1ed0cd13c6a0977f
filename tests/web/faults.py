"""Every way in which a host may go wrong, by name, as a plan for a whole crawl of them.

Behind each fault stands an invented clinic (`tests.web.sites_of_clinics`), so that what can be read
in spite of the fault is known. Some hosts change from day to day: they look at the `Calendar`.
"""

import socket
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.web.hosts import Bomb, Drops, Endless, Hangs, Pages, Trap
from tests.web.server import Exchange, Host, Reply
from tests.web.sites_of_clinics import clinic

FORBID_ALL = Reply(body=b"User-agent: *\nDisallow: /", content_type="text/plain")
FORBID_PRICES = Reply(body=b"User-agent: *\nDisallow: /pricing", content_type="text/plain")
NO_RULES = Reply(status=404)
KEEPS_OUT = "robots.txt"
"""What a report says of a host whose rules keep us out."""


@dataclass(slots=True)
class Calendar:
    """Which day it is on the fixture web, counted from the first."""

    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to go wrong."""

    host: Callable[[int, Calendar], Host]
    """The host that goes wrong so, in front of the clinic of a number."""
    told: str = ""
    """Words of the report that name it; "" where there is nothing to complain of."""
    or_told: str = ""
    """Other words for it: where its last answer is taken over, or the machine is busy."""
    listed: bool = False
    """Whether the clinic is read all the same."""
    closed: bool = False
    """Whether its robots.txt, or that it cannot be read, keeps us from every page."""
    suffix: str = "example"
    """The last label of its name; no other than `.example` has a server."""


@dataclass(frozen=True, slots=True)
class Home:
    """Rules as told, and one answer to everything else."""

    answer: Callable[[Exchange], None]
    robots: Reply = NO_RULES

    def respond(self, exchange: Exchange) -> None:
        """Answer."""
        if exchange.path == "/robots.txt":
            exchange.reply(self.robots)
        else:
            self.answer(exchange)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A clinic behind a robots.txt that is answered in a way of its own."""

    robots: Callable[[Exchange], None]
    clinic: Host

    def respond(self, exchange: Exchange) -> None:
        """Answer."""
        if exchange.path == "/robots.txt":
            self.robots(exchange)
        else:
            self.clinic.respond(exchange)


@dataclass(frozen=True, slots=True)
class Turning:
    """Another host from some day on, and another one again."""

    since: Mapping[int, Host]
    """By the first day, in order; the last stays."""
    calendar: Calendar

    def respond(self, exchange: Exchange) -> None:
        """Let the host of the day answer."""
        today = max(day for day in self.since if day <= self.calendar.day)
        self.since[today].respond(exchange)


@dataclass(slots=True)
class Pausing:
    """Refuses the first page, asks for a pause, and is a clinic from then on."""

    clinic: Host
    asked: list[str] = field(default_factory=list)

    def respond(self, exchange: Exchange) -> None:
        """Refuse once."""
        if exchange.path != "/robots.txt":
            self.asked.append(exchange.path)
            if len(self.asked) == 1:
                exchange.reply(Reply(status=429, headers={"Retry-After": "1"}))
                return
        self.clinic.respond(exchange)


def _reply(**how: Any) -> Callable[[Exchange], None]:
    return lambda exchange: exchange.reply(Reply(**how))


def _hang(exchange: Exchange) -> None:
    exchange.wait(60)
    exchange.drop()


def _reset(exchange: Exchange) -> None:
    exchange.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    exchange.connection.close()
    exchange.drop()


def _nonsense(exchange: Exchange) -> None:
    exchange.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
    exchange.drop()


def _broken_chunks(exchange: Exchange) -> None:
    exchange.send_response(200)
    exchange.send_header("Content-Type", "text/html")
    exchange.send_header("Transfer-Encoding", "chunked")
    exchange.end_headers()
    exchange.wfile.write(b"5\r\n<p>Hi\r\nnot a length\r\n")
    exchange.drop()


def _drip(exchange: Exchange) -> None:
    exchange.send_response(200)
    exchange.send_header("Content-Type", "text/html")
    exchange.send_header("Content-Length", "10000")
    exchange.end_headers()
    for _ in range(10_000):
        if exchange.closing:
            break
        exchange.wfile.write(b" ")
        exchange.wait(0.2)


def _onward(exchange: Exchange) -> None:
    number = int(exchange.path.strip("/") or 0) + 1
    exchange.reply(Reply(status=302, headers={"Location": f"/{number}"}))


def _home(answer: Callable[[Exchange], None], told: str) -> Fault:
    return Fault(host=lambda _number, _calendar: Home(answer), told=told)


def _to(place: str, told: str) -> Fault:
    return _home(_reply(status=302, headers={"Location": place}), told)


def _rules(robots: Callable[[Exchange], None], told: str = KEEPS_OUT, **how: bool) -> Fault:
    closed = not how.get("listed", False)
    return Fault(
        host=lambda number, _calendar: Ruled(robots, clinic(number)),
        told=told,
        closed=closed,
        **how,
    )


def _changed(number: int, change: Callable[[dict[str, Reply]], None]) -> Pages:
    pages = dict(clinic(number).pages)
    change(pages)
    return Pages(pages)


def _page(change: Callable[[dict[str, Reply]], None], told: str = "") -> Fault:
    return Fault(host=lambda number, _calendar: _changed(number, change), told=told, listed=True)


def _lose_prices(pages: dict[str, Reply]) -> None:
    del pages["/pricing"]


def _lie_about_charset(pages: dict[str, Reply]) -> None:
    home = pages["/"]
    pages["/"] = replace(home, body=home.body + "<p>Café – don’t hurry</p>".encode("cp1252"))


def _break_markup(pages: dict[str, Reply]) -> None:
    home = pages["/"]
    pages["/"] = replace(home, body=b"<div><p><b>" + home.body + b"</i></table><td><li>")


def _add_calendar(pages: dict[str, Reply]) -> None:
    home = pages["/"]
    more = b'<a href="/services?month=12">Services</a><a href="/contact/contact">Contact</a>'
    pages["/"] = replace(home, body=home.body + more)


def _add_hostile_markup(pages: dict[str, Reply]) -> None:
    home = pages["/"]
    more = "<script>document.write('Spravato')</script><p hidden>Spravato</p>\u202e\u0007<!--"
    pages["/"] = replace(home, body=home.body + more.encode())


def _turning(
    since: Mapping[int, Callable[[int], Host]], told: str = "", *, listed: bool = True
) -> Fault:
    return Fault(
        host=lambda number, calendar: Turning(
            {day: host(number) for day, host in since.items()}, calendar
        ),
        told=told,
        listed=listed,
    )


def _down(_number: int) -> Host:
    return Home(_reply(status=500))


def _forbidding(number: int) -> Host:
    return Ruled(lambda exchange: exchange.reply(FORBID_ALL), clinic(number))


_SUSPENDED = b"<title>Account Suspended</title><h1>Account Suspended</h1><p>Contact us.</p>"

FAULTS: Mapping[str, Fault] = {
    # its rules
    "rulesforbid": _rules(lambda exchange: exchange.reply(FORBID_ALL), "forbids this page"),
    "rulesforbidone": _rules(
        lambda exchange: exchange.reply(FORBID_PRICES), "forbids this page", listed=True
    ),
    "rules401": _rules(_reply(status=401), "robots.txt answers 401"),
    "rules403": _rules(_reply(status=403), "robots.txt answers 403"),
    "rules429": _rules(_reply(status=429), "robots.txt answers 429"),
    "rules503": _rules(_reply(status=503), "robots.txt answers 503"),
    "ruleshang": _rules(_hang, "robots.txt could not be read"),
    "rulesreset": _rules(_reset, "robots.txt could not be read"),
    "rulesgone": _rules(
        _reply(status=302, headers={"Location": "http://intranet.example:{port}/robots.txt"}),
        "robots.txt could not be read",
    ),
    "rulesforever": _rules(
        _reply(body=b"User-agent: *\nCrawl-delay: 86400", content_type="text/plain"),
        "more than a run can wait",
    ),
    # its answers
    "notfound": _home(_reply(status=404), "the server answers 404"),
    "gone": _home(_reply(status=410), "the server answers 410"),
    "broken": _home(_reply(status=500), "the server answers 500"),
    "login": _home(_reply(status=401), "the server answers 401"),
    "notmodified": _home(_reply(status=304), "the server answers 304"),
    "stubborn": _home(_reply(status=429), "the server answers 429"),
    "comelater": Fault(
        host=lambda _number, _calendar: Home(
            _reply(status=503, headers={"Retry-After": "90000"})
        ),
        told="left for this run",
        or_told="the server answers 503",
    ),
    "pausing": Fault(host=lambda number, _calendar: Pausing(clinic(number)), listed=True),
    "empty": _home(_reply(), "the page is empty"),
    "suspended": _home(_reply(body=_SUSPENDED), "Account Suspended"),
    "paper": _home(_reply(body=b"%PDF-1.7", content_type="application/pdf"), "not a web page"),
    "binary": _home(_reply(body=bytes(range(256)) * 40), "the page is empty"),
    "nameless": _home(_reply(body=b"<p>Welcome.</p>"), "the name of a clinic"),
    # its connection
    "noname": Fault(
        host=lambda _number, _calendar: Hangs(), told="no public web server", closed=True,
        suffix="invalid",
    ),
    "hangs": Fault(host=lambda _number, _calendar: Hangs(), told="no whole answer came in time"),
    "drips": _home(_drip, "no whole answer came in time"),
    "drops": Fault(host=lambda _number, _calendar: Drops(), told="broke off in the middle"),
    "resets": _home(_reset, "ended before a whole answer came"),
    "nonsense": _home(_nonsense, "does not speak HTTP"),
    "brokenchunks": _home(_broken_chunks, "broke off in the middle"),
    "longheader": _home(
        _reply(body=b"<p>Hi", headers={"X-Long": "x" * 100_000}), "ended before a whole answer"
    ),
    "lyinggzip": _home(
        _reply(body=b"<p>no gzip</p>", headers={"Content-Encoding": "gzip"}), "gzip"
    ),
    "endless": Fault(
        host=lambda _number, _calendar: Endless(),
        told="larger than we read",
        or_told="no whole answer came in time",
    ),
    "bomb": Fault(
        host=lambda _number, _calendar: Bomb(),
        told="larger than we read",
        or_told="no whole answer came in time",
    ),
    # where it leads
    "toprivate": _to("http://intranet.example:{port}/secret", "another site"),
    "tonumber": _to("http://127.0.0.1:{port}/secret", "another site"),
    "tofile": _to("file:///etc/hostname", "the server answers 302"),
    "circle": _to("/", "already asked for it"),
    "onward": _home(_onward, "it leads on and on"),
    "linktrap": Fault(host=lambda _number, _calendar: Trap(), told="", listed=True),
    # its pages
    "deadlink": _page(_lose_prices, "the server answers 404"),
    "charset": _page(_lie_about_charset),
    "markup": _page(_break_markup),
    "calendar": _page(_add_calendar),
    "hostile": _page(_add_hostile_markup),
    # its days
    "flaky": _turning({0: clinic, 7: _down, 9: clinic}),
    "closing": _turning({0: clinic, 5: _forbidding}, "forbids this page", listed=False),
    "opening": _turning({0: _forbidding, 1: clinic}),
}  # fmt: skip
"""Every kind of fault."""


def hosts_of(each: int, healthy: int, calendar: Calendar) -> dict[str, Host]:
    """Return *each* hosts of every fault, and so many *healthy* ones, by name."""
    kinds = [(name, kind) for name, kind in FAULTS.items() for _ in range(each)]
    found: dict[str, Host] = {
        f"{name}{number:03}.{kind.suffix}": kind.host(number, calendar)
        for number, (name, kind) in enumerate(kinds)
    }
    begin = len(kinds)
    return found | {
        f"healthy{number:03}.example": clinic(number) for number in range(begin, begin + healthy)
    }


def fault_of(host: str) -> Fault | None:
    """Return what is wrong with a host of `hosts_of`; None if it is healthy."""
    return FAULTS.get(host.partition(".")[0][:-3])


def number_of(host: str) -> int:
    """Return the number of the clinic behind a host."""
    return int(host.partition(".")[0][-3:])
