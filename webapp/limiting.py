"""How many pages one network may ask for: a bucket of tokens for each, kept in memory only.

A visitor is known here by a hash of the network (an IPv4 /24 or an IPv6 /48) under a salt that is
drawn anew each day and never written anywhere: nobody can tell from it who asked.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

BURST_SECONDS = 20
"""How many seconds' worth of requests may come at once."""
SALT_SECONDS = 24 * 3600
NETWORKS_AT_MOST = 20_000
"""Buckets in memory, some 5 MB; beyond that the one unused for longest is forgotten."""
_GRAIN = 1e-9
"""What floating point may lose of a token."""
_PREFIXES = {4: 24, 6: 48}


class Limiter:
    """Lets each network ask so often a minute, and tells how long whoever asks more should wait."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how many requests a minute one network may make; 0 sets no limit."""
        self._a_second = a_minute / 60
        self._most = max(1.0, self._a_second * BURST_SECONDS)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        """Tokens left and when that was, the bucket that was used last at the end."""
        self._salt = b""
        self._salted_at = 0.0

    def wait_for(self, address: str) -> float:
        """Return how many seconds *address* should wait; 0.0 if it may ask now.

        Whoever asks from this machine is its owner, or a proxy that limits on its own.
        """
        if not self._a_second or _is_ours(address):
            return 0.0
        with self._lock:
            now = self._clock()
            key = self._key(address, now)
            tokens, since = self._buckets.pop(key, (self._most, now))
            tokens = min(self._most, tokens + (now - since) * self._a_second)
            allowed = tokens >= 1 - _GRAIN
            self._buckets[key] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > NETWORKS_AT_MOST:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self._a_second

    def _key(self, address: str, now: float) -> bytes:
        if not self._salt or now - self._salted_at >= SALT_SECONDS:
            self._salt, self._salted_at = secrets.token_bytes(32), now
            self._buckets.clear()
        return hashlib.blake2b(_network(address).encode(), key=self._salt, digest_size=16).digest()


def _network(address: str) -> str:
    """Return the network of an address; "" of what is no address, so that all those share one."""
    found = _parsed(address)
    return str(ip_network((found, _PREFIXES[found.version]), strict=False)) if found else ""


def _is_ours(address: str) -> bool:
    found = _parsed(address)
    return found is not None and found.is_loopback


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address, one of IPv4 in an IPv6 coat as IPv4; None for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
