"""What reading, keeping and asking for changes cost, against a bare Scrapy spider.

`make bench BENCH=crawl ARGS="--hosts 40"`. All on loopback, each part in a process of its own whose
CPU seconds are counted; the parts differ in nothing but what they do with the pages. Invented
clinics of 25 pages of about 20 KB each; every host answers "not modified" to who has its page.
What memory needs is told by a crawl of ten times as many hosts: 50,000 pages against 5,000, which
takes some minutes more; `--memory 0` leaves it out.
"""

import argparse
import asyncio
import random
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from benchmarks.result import print_result
from crawler import crawls
from crawler.archive.file import ArchiveFile
from crawler.archive.jobs import Plan
from crawler.settings import crawl_settings
from crawler.store import SqlListingStore

PAGES = 25
"""Of a host: all that a crawl asks one for."""
WORDS = tuple(
    "ketamine infusion clinic treatment care patient session hour week depression pain anxiety "  # noqa: SIM905
    "nurse room quiet music follow plan visit first dose safe monitor blood pressure rest".split()
)


def settings_for(port: int) -> dict[str, Any]:
    """Return the product's settings without a delay, turned to the benchmark's own server."""
    return crawl_settings("https://finder.example/bot") | {
        "ALLOWED_PORTS": [80, 443, port],
        "TWISTED_DNS_RESOLVER": "benchmarks.crawl_names.LoopbackResolver",
        "DOWNLOAD_DELAY": 0,
        "LOG_ENABLED": False,
    }


def page(host: str, path: str) -> bytes:
    """Return a page of an invented clinic, the same one each time it is asked for."""
    dice = random.Random(f"{host}{path}")
    number = int(host[6:10])
    links = "".join(f'<li><a href="/services-{n}">Service {n}</a></li>' for n in range(1, PAGES))
    text = "".join(
        f'<section class="block"><h2>Treatment {n}</h2><p class="lead">'
        + " ".join(dice.choices(WORDS, k=90)).capitalize()
        + ".</p></section>"
        for n in range(26)
    )
    return (
        f"<!doctype html><html><head><title>Invented Ketamine {number}</title></head><body><nav>"
        f"<ul>{links}</ul></nav><h1>Invented Ketamine {number}</h1>{text}<footer>{number + 1} "
        f"Invented Street<br>Denver, CO 80202 (303) 555-01{number % 100:02}</footer></body></html>"
    ).encode()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one connection's questions until it is closed."""
    while head := await reader.readuntil(b"\r\n\r\n"):
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        if path == "/robots.txt":
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        elif "if-none-match" in fields:
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
        else:
            body = page(fields["host"].partition(":")[0], path)
            writer.write(
                b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "1"\r\n'
                b"Content-Length: %d\r\n\r\n" % len(body)
            )
            writer.write(body)
        await writer.drain()


async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a connection; whoever hangs up is let go."""
    try:
        await answer(reader, writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def serve() -> int:
    """Start the server in a thread of this process; return its port."""
    ports: list[int] = []
    ready = threading.Event()

    async def run() -> None:
        server = await asyncio.start_server(served, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
    ready.wait()
    return ports[0]


class BareSpider(Spider):
    """Only downloads."""

    name = "bare"

    def __init__(self, urls: Sequence[str], *, unchanged: bool) -> None:
        super().__init__()
        self._urls = urls
        self._headers = {"If-None-Match": '"1"'} if unchanged else {}
        self.count = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for everything."""
        for url in self._urls:
            yield Request(url, self.parse, headers=self._headers)

    def parse(self, response: Any, **_: Any) -> None:
        """Count the page."""
        self.count += 1


def bare(port: int, hosts: int, *, unchanged: bool) -> int:
    """Download all pages, or ask whether they changed; return how many answers there were."""
    urls = [
        f"http://clinic{host:04}.example:{port}/{f'services-{n}' if n else ''}"
        for n in range(PAGES)
        for host in range(hosts)
    ]
    settings = settings_for(port) | {"HTTPERROR_ALLOWED_CODES": [304]}
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, urls=urls, unchanged=unchanged)
    process.start()
    return crawler.spider.count  # type: ignore[union-attr]


def full(port: int, hosts: int, folder: Path) -> tuple[int, int]:
    """Crawl all sites as the product does; return the answers and the pages that were read."""

    def settings(_: Sequence[Plan]) -> Mapping[str, Any]:
        return settings_for(port)

    sites = tuple(f"http://clinic{host:04}.example:{port}/" for host in range(hosts))
    with (
        SqlListingStore(f"sqlite:///{folder}/store.sqlite", create=True) as store,
        ArchiveFile(folder / "pages.sqlite") as archive,
    ):
        by = crawls.Crawl(
            store=store, archive=archive, clock=lambda: datetime.now(UTC), settings_for=settings
        )
        [report] = crawls.crawl(by, [Plan(source="clinic_sites", sites=sites)])
    if report.listings != hosts:
        raise RuntimeError(f"{report.listings} listings of {hosts}: {report.problems[:3]}")
    return report.fetched - hosts, report.read  # without each host's robots.txt


def part(name: str, port: int, hosts: int, folder: Path) -> dict[str, float]:
    """Do one part in this process; return its answers, pages read, CPU seconds and peak memory."""
    if name.startswith("bare"):
        answers, read = bare(port, hosts, unchanged=name == "bare unchanged"), 0
    else:
        answers, read = full(port, hosts, folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    return {"answers": answers, "read": read, "cpu": cpu, "rss_mb": used.ru_maxrss / 1024}


def apart(name: str, port: int, hosts: int, folder: str) -> dict[str, float]:
    """Do one part in a process of its own."""
    words = ["--part", name, "--port", str(port), "--hosts", str(hosts), "--folder", folder]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "benchmarks.crawl", *words], capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return msgspec.json.decode(done.stdout, type=dict[str, float])


def growth(port: int, hosts: int, smaller: Mapping[str, float]) -> float:
    """Return how much more memory a crawl of so many hosts needs than a *smaller* one."""
    with tempfile.TemporaryDirectory() as folder:
        larger = apart("full", port, hosts, folder)
    print(
        f"{larger['answers']:.0f} pages: {larger['rss_mb']:.0f} MB at most; "
        f"{smaller['answers']:.0f} pages: {smaller['rss_mb']:.0f} MB"
    )
    return larger["rss_mb"] / smaller["rss_mb"]


def main() -> None:
    """Measure all parts, print a table and the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--memory", type=int, help="hosts of the larger crawl [10 times --hosts]")
    parser.add_argument("--part", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", default="")
    args = parser.parse_args()
    if args.part:
        found = part(args.part, args.port, args.hosts, Path(args.folder))
        sys.stdout.write(msgspec.json.encode(found).decode())
        return
    larger = 10 * args.hosts if args.memory is None else args.memory
    port = serve()
    with tempfile.TemporaryDirectory() as folder:
        start = apart("bare", port, 1, folder)["cpu"]  # of the interpreter and its imports
        parts = {
            name: apart(name, port, args.hosts, folder)
            for name in ("bare", "full", "bare unchanged", "full unchanged")
        }
    per = {name: 1000 * (one["cpu"] - start) / one["answers"] for name, one in parts.items()}
    for name, one in parts.items():
        print(
            f"{name:15} {one['answers']:6.0f} answers  {one['read']:6.0f} read  "
            f"{per[name]:7.2f} ms CPU an answer  {one['rss_mb']:6.0f} MB at most"
        )
    result = {
        "download_ratio": per["bare"] / per["full"],
        "unchanged_over_bare": per["full unchanged"] / per["bare unchanged"],
    }
    if larger:
        result["rss_growth"] = growth(port, larger, parts["full"])
    print_result({name: round(value, 3) for name, value in result.items()})


if __name__ == "__main__":
    main()
