"""Which sites to crawl: a list that a person keeps, or the websites we know already; pure."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.record import Problem, StoredListing


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


def known_sites(listings: Iterable[StoredListing]) -> list[str]:
    """Return the websites that listings name, each once, in their order."""
    found = (stored.listing.website for stored in listings)
    return list(dict.fromkeys(website for website in found if website and not _fault(website)))


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
    return "names no public site" if _is_local(host) else ""


def _is_local(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host.strip(".")
    return True
