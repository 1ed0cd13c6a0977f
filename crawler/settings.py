"""How we behave on other people's sites: the Scrapy settings of every crawl; knows no source.

Scrapy's defaults were read from the code of 2.19.0; each line that differs says why. There is
no parameter for manners on purpose: who composes a crawl cannot make it ruder by accident.
"""

from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

VERSION = "0.1.0"
BOT = "KetamineClinicFinderBot"
"""The token that a robots.txt may address us by."""


def crawl_settings(contact_url: str) -> dict[str, Any]:
    """Return the settings of a polite crawl; *contact_url* is where a site's owner finds us.

    Raise ValueError if it is no web address: a robot without a contact is not honest.
    """
    if urlsplit(contact_url).scheme not in ("http", "https") or not urlsplit(contact_url).hostname:
        raise ValueError(f"{contact_url!r} is not a web address where a site's owner can reach us")
    return {**_identity(contact_url), **_PACE, **_LIMITS, **_CLOSED_DOORS, **_COMPONENTS}


def interface_settings(crawl: BaseSettings) -> dict[str, Any]:
    """Return what differs from a *crawl* where a public interface is asked for its data.

    It is asked three times more slowly, and may think three times as long. Its answers are JSON,
    there are many of them, and we make every question ourselves, so there is no link to get lost
    in. robots.txt, Retry-After and all else hold as for any page.
    """
    return {
        "DOWNLOAD_DELAY": 3 * crawl.getfloat("DOWNLOAD_DELAY"),
        "DOWNLOAD_TIMEOUT": 3 * crawl.getfloat("DOWNLOAD_TIMEOUT"),
        "PAGES_PER_HOST": 2_000,
        "FOLLOWS_LINKS": False,
        "PAGE_TYPES": [*_LIMITS["PAGE_TYPES"], "application/json", "application/geo+json"],
    }


def _identity(contact_url: str) -> dict[str, Any]:
    return {
        "BOT_NAME": BOT,
        "USER_AGENT": f"{BOT}/{VERSION} (+{contact_url})",
        "ROBOTSTXT_USER_AGENT": BOT,
        "ROBOTSTXT_OBEY": True,
    }


_PACE: dict[str, Any] = {
    "DOWNLOAD_DELAY": 1.0,  # seconds; the Retry-After pause works only while it is above 0
    "DOWNLOAD_DELAY_JITTER": 0.0,  # jitter would shorten the delay that a robots.txt asks for
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "RETRY_TIMES": 1,
    "AUTOTHROTTLE_ENABLED": False,  # it never slows down on a fast 429 (scrapy/scrapy #6458)
}

_LIMITS: dict[str, Any] = {
    "DOWNLOAD_MAXSIZE": 5 * 1024 * 1024,  # bytes, also after decompression
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 20,  # seconds for the whole answer
    "DNS_TIMEOUT": 20,
    "REDIRECT_MAX_TIMES": 5,
    "DEPTH_LIMIT": 3,
    "PAGES_PER_HOST": 25,  # ours: manners.budgets
    "FOLLOWS_LINKS": True,  # ours: manners.budgets looks at where a link leads
    # ours: manners.budgets; "" is a server that does not say
    "PAGE_TYPES": ["", "text/html", "application/xhtml+xml", "text/plain"],
    "ALLOWED_PORTS": [80, 443],  # ours: manners.address_guard
}

_CLOSED_DOORS: dict[str, Any] = {
    "REMOTE_CONTROL_ENABLED": False,  # a local server that executes Python
    "TELNETCONSOLE_ENABLED": False,  # the same, older
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    # A link must never read the local disk.
    "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REFERER_ENABLED": False,
    "HTTPPROXY_ENABLED": False,  # a proxy resolves names behind our resolver's back
    "TWISTED_DNS_RESOLVER": "crawler.manners.address_guard.PublicOnlyResolver",
}

_COMPONENTS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.manners.address_guard.AddressGuard": 10,
        "crawler.manners.refused_hosts.RefusedHosts": 11,
        "crawler.manners.suppressed_hosts.SuppressedHosts": 12,
        "crawler.manners.budgets.Budgets": 90,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "crawler.manners.robots.HonestRobots": 100,
        "crawler.manners.back_off.BackOff": 551,  # sees a 429 before RetryMiddleware, at 550
        # Below the redirects, at 600, so that they are kept; above it bodies are unpacked.
        "crawler.archive.middleware.FetchMemory": 605,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 610,
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    },
    "EXTENSIONS": {
        "crawler.manners.crawl_delay.CrawlDelay": 0,
        "crawler.manners.budgets.WebPagesOnly": 0,
        "scrapy.extensions.telnet.TelnetConsole": None,
        "scrapy.extensions.remote_control.RemoteControl": None,
    },
}
