"""Names for the crawl benchmark: every invented host is this machine, and there is no other."""

from twisted.internet import defer
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.manners.address_guard import PublicOnlyResolver


class LoopbackResolver(PublicOnlyResolver):
    """Stands in for the world's name servers."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:
        """Return loopback for an invented clinic; refuse every other name."""
        if name.endswith(".example"):
            return defer.succeed("127.0.0.1")
        return defer.fail(DNSLookupError(f"the benchmark has no {name}"))
