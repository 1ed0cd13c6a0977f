"""Which sites to crawl: a list that a person keeps, or the websites we know already; pure."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.record import Problem, StoredListing
from crawler.sources.refused import why_refused


def sites_in(lines: Iterable[str], file_name: str) -> tuple[list[str], list[Problem]]:
    """Return the web addresses in a file, and a problem for each line that is none.

    One address a line, repeated ones once; `#` at the beginning of a line or after a space
    begins a comment.
    """
    sites: dict[str, None] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        text = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].strip().lstrip("\ufeff")
        if not text:
            continue
        if fault := _fault(text):
            what = f"{text[:80]!r} {fault}: it was left out"
            problems.append(Problem(url=f"{file_name}:{number}", what=what))
        else:
            sites[text] = None
    return list(sites), problems


def known_sites(listings: Iterable[StoredListing]) -> tuple[list[str], list[Problem]]:
    """Return the websites that listings name, each once, in their order.

    And a problem for each that is on a site which must never be crawled; others that are no
    address of a site are just not visited.
    """
    sites: dict[str, None] = {}
    problems: dict[Problem, None] = {}
    for stored in listings:
        website = stored.listing.website
        if refused := why_refused(website):
            told = f"the website {website} was left out: {refused}"
            problems[Problem(url=stored.listing.url, what=told)] = None
        elif website and not _fault(website):
            sites[website] = None
    return list(sites), list(problems)


def _fault(text: str) -> str:
    """Return why *text* is no address of a clinic's site; "" if it is one."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return "is no web address"
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", text):
        return "is no web address, such as https://clinic.example/"
    if "@" in parts.netloc:
        return "carries a user name or password"
    return "names no public site" if _is_local(host) else why_refused(text)


def _is_local(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host.strip(".")
    return True
