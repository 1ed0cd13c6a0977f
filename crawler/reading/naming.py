"""Pages of one site in, its name out: a title is a name only if something else on the site says so.

The title of an article is no clinic's name. A site that nowhere says its name has none.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from crawler.reading.page import Page
from crawler.reading.places import Place

_PARTS = re.compile(r"\s*[|•·»]\s*|\s+[-–—:]\s+")
_LABEL = re.compile(
    r"(?:(?:our|the|main|mailing|office|clinic|street|physical)\s+)*(?:address|locations?|offices?"
    r"|clinics?|contact(?: us| info(?:rmation)?)?|visit(?: us)?|find us|get in touch|hours|home|map"
    r"|directions|phone|call(?: us)?|e-?mail|where we are|headquarters|welcome|about(?: us)?"
    r"|services|footer|in person|schedule.*|book.*|get directions|reach us|come see us)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:home(?:page)?|my (?:site|website|blog)|mysite.*|website|blog(?:ger)?|untitled|welcome"
    r"|wordpress(?:\.com)?|squarespace|wix(?:\.com)?|medium|just another wordpress site"
    r"|site title)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?:by\s+)?([^|.·•]{3,80})",
    re.IGNORECASE,
)
_COPYRIGHT_MARKS = ("copyright", "©", "(c)")
"""One of which every `_COPYRIGHT` bears: to look for them takes a tenth of the time."""
_AFTER_OWNER = re.compile(r"[\s,]*(?:\b\d{4}\b|all rights reserved).*$", re.IGNORECASE)
_LONG_HOST = 8
"""Letters; a shorter host is a word of many sentences."""
_COMMON = frozenset({"ketamine", "spravato", "esketamine", "infusion", "therapy", "treatment"})
"""What a title names as its subject, and many a host begins with."""
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "at", "in", "by", "&", "a"})
_SMALL_WORDS |= {"de", "del", "el", "la", "las", "los", "y"}


def name_of_site(pages: Sequence[Page], places: Sequence[Place]) -> str:
    """Return the name under which the whole site goes; "" if it says none."""
    for names in (_declared(pages), _site_names(pages), _titles(pages, places), _spoken(pages)):
        if counted := Counter(names):
            return counted.most_common(1)[0][0]
    return ""


def name_of_place(place: Place, site_name: str) -> str:
    """Return the name of one place: as declared, as printed above its address, as of its site."""
    declared = next((business.name for _, business in place.businesses if business.name), "")
    before = [text for spot in place.spots for text in (spot.above, spot.heading)]
    town = _compact(place.address[-1]) if before else ""
    above = [name for text in before if (name := _as_name(text, town))]
    telling = next((name for name in above if _share_a_word(name, site_name)), "")
    return declared or telling or site_name or next(iter(above), "")


def _declared(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        yield from (b.name for b in page.businesses if b.name and not b.site_name)


def _site_names(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        websites = [business.name for business in page.businesses if business.site_name]
        for name in (page.site_name, *websites):
            if is_name(name) and not _GENERIC.fullmatch(name):
                yield name


def _titles(pages: Sequence[Page], places: Sequence[Place]) -> Iterator[str]:
    """Yield the parts of titles that something else on the site confirms."""
    parts = [(page, part) for page in pages for part in dict.fromkeys(_PARTS.split(page.title))]
    often = Counter(part for _, part in parts)
    confirmed = {_compact(spot.above) for place in places for spot in place.spots}
    confirmed |= {_compact(name) for page in pages for name in _copyrights(page)}
    for page, part in parts:
        good = is_name(part) and not _GENERIC.fullmatch(part) and not _LABEL.fullmatch(part)
        if good and (often[part] > 1 or _compact(part) in confirmed or _in_host(part, page.url)):
            yield part


def _copyrights(page: Page) -> Iterator[str]:
    for block in page.blocks:
        for line in block.lines:
            head = line[:200]
            may_be = any(mark in head.lower() for mark in _COPYRIGHT_MARKS)
            if may_be and (match := _COPYRIGHT.search(head)):
                yield _AFTER_OWNER.sub("", match[1])


def _spoken(pages: Iterable[Page]) -> Iterator[str]:
    """Yield the name that a site's sentences print in words and its host in one."""
    for page in pages:
        host = _host_label(page.url)
        if len(host) < _LONG_HOST:
            continue
        wanted = re.compile(rf"\b{r'[ &.-]{0,3}'.join(map(re.escape, host))}\b", re.IGNORECASE)
        for block in page.blocks:
            if host in _joined(block.text):
                found = (match[0] for match in wanted.finditer(block.text))
                yield from (name for name in found if " " in name and is_name(name))


def _joined(text: str) -> str:
    """Return a text as a host might write it: a quick look that spares most texts a close one."""
    small = text.lower()
    for apart in " &.-":
        small = small.replace(apart, "")
    return small


def _in_host(part: str, url: str) -> bool:
    """Whether a name and the site's host say the same: "Quiet Harbor" and quietharbor.example.

    A host may shorten it: "Northern Lakes Mental Health" is at northern-lakes-mh.example.
    """
    host, name = _host_label(url), _compact(part)
    words = [word for word in map(_compact, part.split()[:2]) if word]
    begins = len(words) > 1 and words[0] not in _COMMON and host.startswith("".join(words))
    return min(len(host), len(name)) >= 5 and (host in name or name in host or begins)


def _host_label(url: str) -> str:
    """Return the letters of a host's first part: "quietharbor" of www.quiet-harbor.example."""
    return _compact(url.split("/")[2].partition(":")[0].removeprefix("www.").split(".")[0])


def is_name(text: str) -> bool:
    """Whether a text has the shape of a name: a few capitalised words and no sentence."""
    words = text.split()
    if not 1 <= len(words) <= 8 or len(text) > 70 or re.search(r"[?!:@/<>{}]|\.$|\d{3}", text):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in _SMALL_WORDS for word in words)


def _as_name(text: str, town: str) -> str:
    """Return what stands above an address as a name, or "" if it is a label or a town."""
    name = text.strip(" ,:-–—|•·")
    good = is_name(name) and not _LABEL.fullmatch(name) and _compact(name) not in town
    return name if good else ""


def _share_a_word(name: str, other: str) -> bool:
    words = {_compact(word) for word in name.split()} & {_compact(word) for word in other.split()}
    return any(len(word) > 3 for word in words)


def _compact(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())  # "í" is an i and its accent
    return re.sub(r"[^a-z0-9]", "", plain)
