"""Which site an address belongs to: copies and test hosts fold into it; pure."""

import re

from indexer import normalize

_COPY_LABEL = re.compile(
    r"(?:www?\d?|m|mobile|staging\d?|stage|stg|dev\d?|test|testing|beta|preview|demo|old|new|wp)\.(?=[^.]+\.)"
)
_BUILDERS = (
    *("squarespace.com", "wixsite.com", "editorx.io", "weebly.com", "webflow.io", "square.site"),
    *("godaddysites.com", "business.site", "wordpress.com", "wpengine.com", "wpenginepowered.com"),
    *("kinsta.cloud", "myftpupload.com", "netlify.app", "vercel.app", "pages.dev", "github.io"),
    *("blogspot.com", "duda.co", "site123.me", "strikingly.com", "carrd.co", "webnode.page"),
)
"""Hosts under which a builder shows a customer's site, often a copy of the site itself."""
_STRANGERS = frozenset(
    (
        *("facebook.com", "instagram.com", "linkedin.com", "x.com", "twitter.com", "youtube.com"),
        *("tiktok.com", "linktr.ee", "google.com", "goo.gl", "g.page", "yelp.com", "bing.com"),
        *("psychologytoday.com", "healthgrades.com", "zocdoc.com", "webmd.com", "vitals.com"),
        *("vagaro.com", "mindbodyonline.com", "calendly.com", "janeapp.com", "simplepractice.com"),
        *("doctor.com", "yellowpages.com", "spravato.com", "ketamineclinicsdirectory.com"),
    )
)
"""Where many businesses have a page: such an address tells nothing of whose it is."""


def site_of(url: str) -> str:
    """Return the host that is the site's name; "" if there is none, or it is a stranger's."""
    host = normalize.host(url)
    if not host or normalize.registrable_domain(host) in _STRANGERS:
        return ""
    return _COPY_LABEL.sub("", host, count=1) if host.count(".") > 1 else host


def is_copy(url: str) -> bool:
    """Return whether an address is a test host or stands on a builder's domain."""
    host = normalize.host(url)
    return is_builder(host) or bool(host.count(".") > 1 and _COPY_LABEL.match(host))


def is_builder(site: str) -> bool:
    """Return whether *site* stands on a builder's domain."""
    return site.endswith(_BUILDERS)
