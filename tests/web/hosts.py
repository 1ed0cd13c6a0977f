"""Who lives on the fixture web: every host by name, good and bad, as data.

All names, streets and numbers are invented; towns and ZIP codes are real so that places resolve.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.web.server import Exchange, Host, Reply

_HERE = Path(__file__).parent
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_SEEDS = {
    f"seed{path.name[:3]}": path.read_text("utf-8")
    for path in sorted((_HERE.parent / "seeds").glob("*.txt"))
}


@dataclass(frozen=True, slots=True)
class Pages:
    """A well-behaved host: a page for each path, 404 for any other."""

    pages: Mapping[str, Reply]

    def respond(self, exchange: Exchange) -> None:
        """Send the page."""
        path = exchange.path.partition("?")[0]
        missing = Reply(status=404, body=b"<title>Not found</title><h1>Not found</h1>")
        exchange.reply(self.pages.get(path, missing))


def folder(path: Path) -> Pages:
    """Return the host whose pages are the files of a folder; `index` is its home."""
    return Pages({_path(file, path): _page(file) for file in path.rglob("*") if file.is_file()})


def _path(file: Path, root: Path) -> str:
    name = file.relative_to(root).as_posix()
    if name == "robots.txt":
        return "/robots.txt"
    stem = name.rpartition(".")[0]
    return "/" if stem == "index" else f"/{stem}"


def _page(file: Path) -> Reply:
    return Reply(body=file.read_bytes(), content_type=_TYPES[file.suffix])


def one_page(
    html: str | bytes, *, content_type: str = "text/html; charset=utf-8", robots: str = ""
) -> Pages:
    """Return a host with nothing but a home page, and a robots.txt if it has rules."""
    body = html if isinstance(html, bytes) else html.encode()
    pages = {"/": Reply(body=body, content_type=content_type)}
    if robots:
        pages["/robots.txt"] = Reply(body=robots.encode(), content_type="text/plain")
    return Pages(pages)


@dataclass(frozen=True, slots=True)
class Answers:
    """Gives one answer, whatever it is asked, robots.txt as well."""

    answer: Reply

    def respond(self, exchange: Exchange) -> None:
        """Send the one answer."""
        exchange.reply(self.answer)


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """Gives a special answer for robots.txt, after a while, and a good page for all else."""

    robots: Reply
    after_seconds: float = 0.0

    def respond(self, exchange: Exchange) -> None:
        """Answer slowly what is asked first, and anything else at once."""
        if exchange.path == "/robots.txt":
            exchange.wait(self.after_seconds)
            exchange.reply(self.robots)
        else:
            exchange.reply(Reply(body=b"<title>Fine</title><p>A page.</p>"))


class Hangs:
    """Takes the call and never speaks; its robots.txt answers, so only the page hangs."""

    def respond(self, exchange: Exchange) -> None:
        """Wait until the test is over."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
        else:
            exchange.wait(60)
            exchange.drop()


class Drops:
    """Announces a page and hangs up in the middle of it."""

    def respond(self, exchange: Exchange) -> None:
        """Send less than was promised."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        exchange.send_response(200)
        exchange.send_header("Content-Type", "text/html")
        exchange.send_header("Content-Length", "100000")
        exchange.end_headers()
        exchange.wfile.write(b"<title>Half a")
        exchange.drop()


class Endless:
    """Sends a page that never ends."""

    def respond(self, exchange: Exchange) -> None:
        """Send until the visitor hangs up or the test is over."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        exchange.send_response(200)
        exchange.send_header("Content-Type", "text/html")
        exchange.end_headers()
        while not exchange.closing:
            exchange.wfile.write(b"<p>more and more and more and more</p>" * 1000)


class Bomb:
    """Sends a small compressed page that unpacks to a huge one."""

    def respond(self, exchange: Exchange) -> None:
        """Send 10 MB in 10 kB."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        exchange.reply(Reply(body=_bomb(), headers={"Content-Encoding": "gzip"}))


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(b"<p>" + b" " * 10_000_000) + packer.flush()


class Trap:
    """Links every page to ever more pages: calendars, deeper folders, fresh numbers."""

    def respond(self, exchange: Exchange) -> None:
        """Send a page full of links that look as if they mattered."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        path = exchange.path.partition("?")[0].rstrip("/")
        links = [f"{path}/services", "/contact?month=13", "/pricing?sort=up"]
        links += [f"/services-{abs(hash((path, number))) % 10**9}" for number in range(20)]
        body = "".join(f'<a href="{link}">Our services</a> ' for link in links)
        exchange.reply(Reply(body=f"<title>Trap Ketamine</title>{body}".encode()))


@dataclass(slots=True)
class Busy:
    """Answers 429 with Retry-After to the first pages, then serves them."""

    retry_after: str
    refusals: int
    refused: dict[str, int] = field(default_factory=dict)

    def respond(self, exchange: Exchange) -> None:
        """Refuse a page as often as it is told to, then send it."""
        if exchange.path == "/robots.txt":
            exchange.reply(Reply(status=404))
            return
        count = self.refused[exchange.path] = self.refused.get(exchange.path, 0) + 1
        if count <= self.refusals:
            exchange.reply(Reply(status=429, headers={"Retry-After": self.retry_after}))
        else:
            exchange.reply(Reply(body=b"<title>Now</title><p>Welcome.</p>"))


CLINICS = (
    "alderlight.example",
    "lanternhouse.example",
    "juniperwell.example",
    "quietharbor.example",
    "mossgate.example",
    "closedgarden.example",
)
"""The clinics of the issue: JSON-LD, plain text, three locations, no Spravato, only explains
Spravato, and the one that forbids crawling."""

_CP1252_CLINIC = (
    "<title>Fennel Café Ketamine | Denver</title><h1>Fennel Café Ketamine</h1>"
    "<p>We don’t hurry – each IV ketamine infusion takes an hour.</p>"
    "<p>9 Invented Pl<br>Denver, CO 80202</p><p>© 2026 Fennel Café Ketamine</p>"
)


def all_hosts() -> dict[str, Host]:
    """Return every host, fresh: some of them count what they are asked."""
    return {**_clinics(), **_awkward(), **_hostile(), **_with_robots(), **_seeds()}


def _clinics() -> dict[str, Host]:
    return {path.name: folder(path) for path in sorted((_HERE / "sites").iterdir())}


def _awkward() -> dict[str, Host]:
    suspended = "<title>Account Suspended</title><h1>Account Suspended</h1><p>Contact us.</p>"
    return {
        "wrongcharset.example": one_page(_CP1252_CLINIC.encode("cp1252")),
        "macroman.example": one_page(_CP1252_CLINIC.encode("mac_roman")),
        "emptypage.example": one_page(b""),
        "sitemapped.example": _sitemapped(),
        "scripted.example": _scripted(),
        "missing.example": Answers(Reply(status=404, body=b"<h1>Not found</h1>")),
        "broken.example": Answers(Reply(status=500, body=b"<h1>Oops</h1>")),
        "errorpage.example": one_page(suspended),
        "paper.example": one_page(b"%PDF-1.7", content_type="application/pdf"),
        "liar.example": one_page(bytes(range(256)) * 40, content_type="text/html"),
        "hanging.example": Hangs(),
        "dropping.example": Drops(),
    }


_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SCRIPTED = (
    "<title>Sorrel Ketamine</title><h1>Sorrel Ketamine</h1><p>We give ketamine.</p>"
    "<script>menu('/contact')</script>"
)
_SORREL_CONTACT = (
    "<title>Contact</title><h1>Sorrel Ketamine</h1><p>12 Invented Rd<br>Denver, CO 80202</p>"
    "<p>(303) 555-0141</p>"
)


def _xml(kind: str, one: str, *urls: str) -> Reply:
    inside = "".join(f"<{one}><loc>{url}</loc></{one}>" for url in urls)
    body = f'<?xml version="1.0"?><{kind} xmlns="{_MAP}">{inside}</{kind}>'
    return Reply(body=body.encode(), content_type="application/xml")


def _sitemapped() -> Host:
    """Return a host whose robots.txt names a list of lists; its menu is made by a script."""
    site = "http://sitemapped.example:{port}"
    rules = f"User-agent: *\nDisallow: /private\nSitemap: {site}/lists.xml\n"
    rules += "Sitemap: http://alderlight.example:{port}/sitemap.xml\n"
    pages = (f"{site}/contact", f"{site}/private/services", f"{site}/blog/ketamine-news",
             "http://alderlight.example:{port}/services")  # fmt: skip
    return Pages({
        "/robots.txt": Reply(body=rules.encode(), content_type="text/plain"),
        "/": Reply(body=_SCRIPTED.encode()),
        "/contact": Reply(body=_SORREL_CONTACT.encode()),
        "/lists.xml": _xml("sitemapindex", "sitemap", f"{site}/posts.xml", f"{site}/pages.xml"),
        "/pages.xml": _xml("urlset", "url", *pages),
    })  # fmt: skip


def _scripted() -> Host:
    """Return a host whose home leads nowhere; a list of its pages is in the usual place."""
    return Pages({
        "/": Reply(body=_SCRIPTED.replace("Sorrel", "Yarrow").encode()),
        "/contact": Reply(body=_SORREL_CONTACT.replace("Sorrel", "Yarrow").encode()),
        "/sitemap.xml": _xml("urlset", "url", "http://scripted.example:{port}/contact"),
    })  # fmt: skip


def _hostile() -> dict[str, Host]:
    return {
        "endless.example": Endless(),
        "bomb.example": Bomb(),
        "linktrap.example": Trap(),
        "toprivate.example": _redirect("http://intranet.example:{port}/secret"),
        "torebound.example": _redirect("http://rebound.example:{port}/secret"),
        "toloopback.example": _redirect("http://127.0.0.1:{port}/secret"),
        "tofile.example": _redirect("file:///etc/hostname"),
        "tostranger.example": _redirect("http://alderlight.example:{port}/private/services"),
        "circle.example": _redirect("/again"),
    }


def _redirect(to: str) -> Host:
    home = Reply(status=302, headers={"Location": to})
    return Pages({"/": home, "/again": Reply(status=302, headers={"Location": "/"})})


def _with_robots() -> dict[str, Host]:
    some = Reply(body=b"User-agent: *\nDisallow: /no", content_type="text/plain")
    delay = Reply(body=b"User-agent: *\nCrawl-delay: 1", content_type="text/plain")
    forever = Reply(body=b"User-agent: *\nCrawl-delay: 86400", content_type="text/plain")
    return {
        "slowrobots.example": RobotsAnswer(some, after_seconds=0.3),
        "robots503.example": RobotsAnswer(Reply(status=503)),
        "robots403.example": RobotsAnswer(Reply(status=403)),
        "robots404.example": RobotsAnswer(Reply(status=404)),
        "robotsgone.example": RobotsAnswer(
            Reply(status=302, headers={"Location": "http://intranet.example:{port}/robots.txt"})
        ),
        "robotsdelay.example": RobotsAnswer(delay),
        "robotsforever.example": RobotsAnswer(forever),
        "busy.example": Busy(retry_after="2", refusals=1),
        "stubborn.example": Busy(retry_after="", refusals=99),
        "closed.example": Busy(retry_after="90000", refusals=99),
    }


def _seeds() -> dict[str, Host]:
    """Return the owner's seed documents as text (seed001.example) and HTML (seed001h.example)."""
    hosts: dict[str, Host] = {}
    for name, text in _SEEDS.items():
        hosts[f"{name}.example"] = one_page(text, content_type="text/plain; charset=utf-8")
        hosts[f"{name}h.example"] = one_page(_as_html(text))
    return hosts


def _as_html(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    return f"<!doctype html><title>{lines[0][:80]}</title>\n{body}"
