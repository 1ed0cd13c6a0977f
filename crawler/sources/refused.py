"""Sites that must never be crawled, each with the reason; no source, and no switch to get past it.

Enforced three times: a source of such a name cannot be run, a list of sites or a website field
that names one is refused in words, and `crawler.manners.refused_hosts` lets no request through,
wherever it came from. Whoever gets a written permission takes the line out, and says so here.
Reviewed 2026-11-22; "terms not seen" means that nobody of us has read them.
"""

from urllib.parse import urlsplit

REFUSED = {
    "healingmaps.com": "its robots.txt forbids its data, it answers crawlers with a challenge, and "
    "it refused a project very like ours",
    "psychologytoday.com": "it lists persons, and its terms are said to forbid copying",
    "psychedelic.support": "it lists persons; terms not seen",
    "thethirdwave.co": "a directory of others' work; terms not seen",
    "ketaminetherapyformentalhealth.com": "a directory of others' work; permission unknown",
    "ketaminetherapyfinder.com": "a directory of others' work; permission unknown",
    "spravato.com": "a company's locator under company terms, from which centres may opt out: "
    "link to it instead",
    "spravatohcp.com": "a company's locator under company terms: link to it instead",
    "askp.org": "a society's list of members; terms not seen: ask first, or link to it",
    "nominatim.openstreetmap.org": "its policy forbids asking in bulk: the indexer's own geocoder "
    "is for that",
}
"""By host; the hosts below it are meant too."""


def why_refused(url: str) -> str:
    """Return why the site at *url* must never be crawled, with its name; "" if it may be."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    for refused, reason in REFUSED.items():
        if host == refused or host.endswith(f".{refused}"):
            return f"{refused} must never be crawled: {reason}"
    return ""


def why_no_source(name: str) -> str:
    """Return why there is no source of this *name*, if it is that of a refused site; else ""."""
    wanted = "".join(letter for letter in name.casefold() if letter.isalnum())
    for refused in REFUSED:
        host = refused.replace(".", "")
        if wanted and wanted in (host, refused.rpartition(".")[0].replace(".", "")):
            return why_refused(f"https://{refused}/")
    return ""
