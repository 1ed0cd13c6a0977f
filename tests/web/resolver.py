"""Names on the fixture web: `.example` is loopback, other names are what the tests say.

Nothing is ever looked up outside. The names of `ELSEWHERE` pass through the product's own check,
so a test sees what happens when a public name turns out to lead to a private address.
"""

from twisted.internet import defer
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.manners.address_guard import PublicOnlyResolver, public_only

ELSEWHERE = {
    "intranet.example": "10.0.0.7",
    "metadata.example": "169.254.169.254",
    "rebound.example": "127.0.0.1",
    "mapped.example": "::ffff:127.0.0.1",
}


class FixtureResolver(PublicOnlyResolver):
    """Stands in for the world's name servers in a crawl of the fixture web."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:
        """Return loopback for an invented clinic; refuse every name that is not invented."""
        if name in ELSEWHERE:
            return defer.succeed(ELSEWHERE[name]).addCallback(public_only, name)
        if name.endswith(".example"):
            return defer.succeed("127.0.0.1")
        return defer.fail(DNSLookupError(f"the fixture web has no {name}"))
