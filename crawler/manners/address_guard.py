"""Only public web servers are asked: clinic addresses come from other people's pages.

Two layers, because Scrapy has none. The guard refuses what an address itself gives away,
redirects included; the resolver refuses names that lead to a private address. Scrapy connects to
exactly the address that the resolver returns, so a name cannot change its mind in between.
"""

import ipaddress
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)


class AddressGuard:
    """Refuses addresses that no clinic's website has."""

    def __init__(self, ports: Collection[int]) -> None:
        self._ports = frozenset(ports)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Return the guard for one crawl."""
        return cls([int(port) for port in crawler.settings.getlist("ALLOWED_PORTS")])

    def process_request(self, request: Request) -> None:
        """Let a public web address pass; refuse any other."""
        if fault := fault_of(request.url, self._ports):
            raise IgnoreRequest(f"not a public web address: {fault}")


def fault_of(url: str, ports: Collection[int]) -> str:
    """Return what is wrong with an address, or "" if it may be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "it cannot be read"
    if parts.scheme not in ("http", "https"):
        return f"its scheme is {parts.scheme or 'missing'}"
    if port not in ports:
        return f"its port is {port}"
    return _fault_of_host(parts)


def _fault_of_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if "@" in parts.netloc:
        return "it carries a user name"
    # Whatever ends in a number is an IPv4 address in disguise: 2130706433, 0x7f.1, 127.1.
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return "its host is a number"
    if "." not in host:
        return "its host is a local name"
    return ""


class PublicOnlyResolver(CachingThreadedResolver):
    """Looks names up as Scrapy does, and refuses answers that are not public."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:
        """Return the public address of *name*; fail with DNSLookupError if it has none."""
        return super().getHostByName(name).addCallback(public_only, name)


def public_only(address: str, name: str) -> str:
    """Return *address* if it is public; raise DNSLookupError, which the network layer expects."""
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not ip.is_global or ip.is_multicast:  # some multicast counts as global
        raise DNSLookupError(f"{name} does not lead to a public address")
    return address
