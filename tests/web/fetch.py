"""Fetches addresses of the fixture web in a process of its own, all at once, with our manners.

A Scrapy reactor runs once in a process, so the tests call `fetch`, which runs this module:
`python -m tests.web.fetch '{"port": 8080, "urls": [...], "settings": {...}}'`.
"""

import json
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.settings import crawl_settings
from tests.apart import ROOT, output_of

__all__ = ["ROOT", "fetch", "fixture_settings"]


def fixture_settings(port: int) -> dict[str, Any]:
    """Return the product's settings, fit for the fixture web: its port, its names, less of all."""
    return crawl_settings("https://finder.example/bot") | {
        "ALLOWED_PORTS": [80, 443, port],
        "TWISTED_DNS_RESOLVER": "tests.web.resolver.FixtureResolver",
        "DOWNLOAD_DELAY": 0.05,
        "DOWNLOAD_TIMEOUT": 2,
        "DOWNLOAD_MAXSIZE": 1024 * 1024,  # bytes: what is sent in that time on a busy machine, too
        "LOG_LEVEL": "ERROR",
    }


def fetch(
    port: int, urls: Sequence[str], settings: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """Ask for every address at once; return its status, or what stopped it, by address."""
    task = json.dumps({"port": port, "urls": list(urls), "settings": dict(settings or {})})
    answers: dict[str, str] = json.loads(output_of("tests.web.fetch", task, timeout_s=60))
    return answers


class AtOnceSpider(Spider):
    """Asks for all its addresses before the first answer is there."""

    name = "at_once"

    def __init__(self, urls: Sequence[str], answers: dict[str, str]) -> None:
        super().__init__()
        self._urls = urls
        self._answers = answers

    async def start(self) -> AsyncIterator[Any]:
        """Ask for everything."""
        for url in self._urls:
            yield Request(
                url, callback=self.answered, errback=self.failed, cb_kwargs={"asked": url}
            )

    def answered(self, response: Response, asked: str) -> None:
        """Note the status and, after a redirect, where we ended."""
        self._answers[asked] = f"{response.status} {response.url}"

    def failed(self, failure: Failure) -> None:
        """Note what stopped us."""
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        self._answers[asked] = f"{type(failure.value).__name__}: {failure.getErrorMessage()}"


def main() -> None:
    """Run the task of the command line and print the answers."""
    task = json.loads(sys.argv[1])
    answers: dict[str, str] = {}
    settings = fixture_settings(task["port"])
    for name, value in task["settings"].items():
        settings[name] = settings[name] | value if isinstance(value, dict) else value
    process = AsyncCrawlerProcess(settings)
    process.crawl(AtOnceSpider, urls=task["urls"], answers=answers)
    process.start()
    sys.stdout.write(json.dumps(answers))


if __name__ == "__main__":
    main()
