"""A site's own list of its pages, and what calls itself one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.sitemap import MAX_ADDRESSES, Sitemap, sitemap_in, telling

XMLNS = b'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_pages_and_further_lists_are_told_apart() -> None:
    """With or without the namespace, and with spaces around the addresses."""
    pages = b"<urlset %s><url><loc> https://a.example/x </loc></url><url><loc/></url></urlset>"
    assert sitemap_in(pages % XMLNS) == Sitemap(pages=("https://a.example/x",))
    assert sitemap_in(pages % b"") == Sitemap(pages=("https://a.example/x",))
    maps = b"<sitemapindex %s><sitemap><loc>https://a.example/p.xml</loc></sitemap></sitemapindex>"
    assert sitemap_in(maps % XMLNS) == Sitemap(maps=("https://a.example/p.xml",))


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"\x00\xff", b"<html><p>Not found", b"<loc>https://a.example/</loc>", b"{}"],
)
def test_what_is_no_list_lists_nothing(body: bytes) -> None:
    """A page that says it is not there is often sent with 200."""
    assert sitemap_in(body) == Sitemap()


def test_an_entity_is_not_resolved_and_a_flood_is_cut() -> None:
    """Neither a file of this machine nor a billion laughs gets in."""
    evil = b'<!DOCTYPE u [<!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>&f;</loc></url></urlset>'
    assert sitemap_in(evil) == Sitemap()
    many = b"<urlset>" + b"<url><loc>https://a.example/x</loc></url>" * 6_000 + b"</urlset>"
    assert len(sitemap_in(many).pages) == MAX_ADDRESSES


@given(st.binary(max_size=300))
def test_any_bytes_are_read(body: bytes) -> None:
    """Never an error."""
    assert isinstance(sitemap_in(b"<urlset><url>" + body), Sitemap)


def test_lists_of_pages_come_before_others_and_lists_of_articles_never() -> None:
    """By the names that common systems give them."""
    names = ["post-sitemap.xml", "a.xml", "category-sitemap.xml", "page-sitemap.xml"]
    urls = [f"https://a.example/{name}" for name in names]
    assert telling(urls) == ["https://a.example/page-sitemap.xml", "https://a.example/a.xml"]
