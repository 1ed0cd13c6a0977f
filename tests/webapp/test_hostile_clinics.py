"""Clinics made of attacks and of any text at all, through every page that shows a clinic."""

import json
from dataclasses import replace

from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.clinic import Address, Clinic, Evidence, Provenance, Status
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from tests.webapp.test_hostile import assert_harmless

CORPUS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><svg/onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "javascript:alert(1)",
    "JaVa\tScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "https://user:secret@evil.example/",
    'https://evil.example/" onmouseover="alert(1)',
    "http://[::1]/",
    "\\u003cscript\\u003e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }}{% raw %}",
    "%(name)s %s %d {0} %",
    "\u2028\u2029\u202e\u200b\ufeff",
    "x" * 3000,
)
"""After the usual lists of cross-site scripting, and what our own formatting might trip over."""
TEXTS = st.sampled_from(CORPUS) | st.text(max_size=60)
WAS = world.HARBOR
PAGES = (
    "/search?near=20814&unstated=1",
    "/search",
    "/es/search",
    "/c/harbor01/{slug}",
    "/es/c/harbor01/{slug}",
    "/us/maryland",
    "/browse",
)


@st.composite
def clinics(draw: st.DrawFn) -> Clinic:
    """Return a clinic whose every text a stranger wrote, at a sound id and point."""
    url = draw(TEXTS)
    source = Provenance(
        source="site",
        title=draw(TEXTS),
        kind="site",
        key="x",
        url=url,
        name=draw(TEXTS),
        seen_on=world.READ_ON,
        attribution=draw(TEXTS),
    )
    said = Evidence(quote=draw(TEXTS), url=url, seen_on=world.READ_ON, source="site")
    facts = tuple(replace(fact, evidence=said) for fact in WAS.facts)
    lines = st.lists(TEXTS, max_size=3).map(tuple)
    closed = draw(st.booleans())
    return replace(
        WAS,
        slug="hostile",
        name=draw(TEXTS),
        address=Address(
            raw=draw(lines), city=draw(TEXTS), state="MD", postcode=draw(TEXTS), country="US"
        ),
        phones=draw(lines),
        emails=draw(lines),
        website=draw(TEXTS),
        hours=draw(lines),
        facts=facts,
        sources=(source,),
        status=Status.CLOSED if closed else Status.OPEN,
        closing=said if closed else None,
    )


@given(clinics())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_of_a_clinic_becomes_more_than_text(clinic: Clinic) -> None:
    """No element, attribute or address of its own; what machines read parses back as it was."""
    client = world.app(MemoryIndex((clinic, world.MEADOW))).test_client()
    for page in PAGES:
        response = client.get(page.format(slug=clinic.slug))
        assert response.status_code in {200, 301}, (page, response.status_code)
        html = BeautifulSoup(response.data, "html.parser")
        for data in html.select("script[type='application/ld+json']"):
            told = json.loads(data.get_text())
            if told.get("@type") == "MedicalClinic":
                assert told["name"] == clinic.name or told["name"] in clinic.name
        assert_harmless(html)
        assert "alert(1)" not in " ".join(str(a) for t in html.find_all(True) for a in _acting(t))


def _acting(tag: object) -> list[str]:
    """Return the values of a tag's attributes that a browser would follow or run."""
    attrs: dict[str, str] = getattr(tag, "attrs", {})
    return [
        str(value)
        for name, value in attrs.items()
        if name.startswith("on") or (name in {"href", "src", "action"} and _runs(str(value)))
    ]


def _runs(address: str) -> bool:
    return address.lstrip().lower().startswith(("javascript:", "data:", "vbscript:"))
