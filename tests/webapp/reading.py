"""What a person reads off a page."""

from bs4 import BeautifulSoup, Tag


def text(tag: BeautifulSoup | Tag | None) -> str:
    """Return the text on one line; fail if there is no such tag."""
    assert tag is not None
    return " ".join(tag.get_text(" ", strip=True).split())


def links(page: BeautifulSoup | Tag) -> dict[str, str]:
    """Return the target of each link by its text."""
    return {text(link): str(link["href"]) for link in page.select("a[href]")}


def names(page: BeautifulSoup) -> list[str]:
    """Return the names of the clinics listed, in order."""
    return [text(link) for link in page.select(".hits h3 a")]
