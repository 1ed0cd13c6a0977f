"""Reads the guide from its TOML files, and refuses what is not whole.

A page's file name begins with its place in the list, which is no part of its address.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from webapp.guide.content import Figure, Guide, GuidePage, Paragraph, Proof, Section, Source, Text
from webapp.language import LANGUAGES

HERE = Path(__file__).parent
_Made = TypeVar("_Made")


class GuideError(ValueError):
    """A page or a source of the guide is not as it must be."""


@cache
def packaged() -> Guide:
    """Return the packaged guide."""
    files = sorted((HERE / "pages").glob("*.toml"))
    pages = {path.name: path.read_text("utf-8") for path in files}
    lists = {
        name: (HERE / f"{name}.toml").read_text("utf-8")
        for name in ("sources", "figures", "proofs")
    }
    return read(pages, **lists)


def read(pages: Mapping[str, str], sources: str, figures: str = "", proofs: str = "") -> Guide:
    """Return the guide of these TOML texts, the pages by file name.

    Raise a GuideError that names the fault: a text that does not stand in each language, a
    paragraph without dates or a listed source, an id that stands twice on a page, a source without
    address or document.
    """
    known = {key: _source(key, table) for key, table in tomllib.loads(sources).items()}
    found = tuple(_page(name, tomllib.loads(raw)) for name, raw in pages.items())
    for page in found:
        _check(page, known)
    return Guide(
        pages=found,
        sources=known,
        figures=tuple(_figure(table) for table in tomllib.loads(figures).get("figure", ())),
        proofs=tuple(_proof(table) for table in tomllib.loads(proofs).get("proof", ())),
    )


def _source(key: str, table: dict[str, Any]) -> Source:
    where = f"source {key!r}"
    source = _made(Source, where, {**table, "title": _text(table.get("title"), where)})
    if not source.url.startswith("https://") and not source.document:
        raise GuideError(f"{where}: give an https address or a document")
    return source


def _figure(table: dict[str, Any]) -> Figure:
    where = f"figure {table.get('key')!r}"
    texts = {name: _text(table.get(name), where) for name in ("what", "value")}
    return _made(Figure, where, {**table, **texts})


def _proof(table: dict[str, Any]) -> Proof:
    where = f"proof {table.get('key')!r}"
    fields = {"what": _text(table.get("what"), where), "tests": tuple(table.get("tests", ()))}
    return _made(Proof, where, {**table, **fields})


def _page(name: str, table: dict[str, Any]) -> GuidePage:
    slug = name.removesuffix(".toml").partition("-")[2]
    if not slug:
        raise GuideError(f"{name}: name the file like 10-address-of-the-page.toml")
    dates: dict[str, date] = {key: table[key] for key in ("reviewed", "expires") if key in table}
    return GuidePage(
        slug=slug,
        path=table.get("path", f"/guide/{slug}"),
        title=_text(table.get("title"), f"{slug}: title"),
        summary=_text(table.get("summary"), f"{slug}: summary"),
        ours=table.get("ours", False),
        sections=tuple(_section(slug, section, dates) for section in table.get("section", ())),
    )


def _section(slug: str, table: dict[str, Any], dates: dict[str, date]) -> Section:
    where = f"{slug}#{table.get('id')}"
    words = [word for texts in table.pop("words", {}).values() for word in texts]
    paragraphs = [_paragraph(where, raw, dates) for raw in table.pop("paragraph", ())]
    title = _text(table.pop("title", None), f"{where}: title")
    fields = {"checklist": False, "table": "", **table}
    return _made(
        Section,
        where,
        {**fields, "title": title, "words": tuple(words), "paragraphs": tuple(paragraphs)},
    )


def _paragraph(where: str, table: dict[str, Any], dates: dict[str, date]) -> Paragraph:
    where = f"{where}/{table.get('id')}"
    text = {code: table.pop(code) for code in LANGUAGES if code in table}
    points = [_text(point, f"{where}: point") for point in table.pop("points", ())]
    fields = {**dates, **table, "sources": tuple(table.get("sources", ()))}
    return _made(Paragraph, where, {**fields, "text": _text(text, where), "points": tuple(points)})


def _made(kind: type[_Made], where: str, fields: dict[str, Any]) -> _Made:
    try:
        return kind(**fields)
    except TypeError as error:
        raise GuideError(f"{where}: {error}") from error


def _text(raw: Any, where: str) -> Text:
    """Return a text that stands in every language."""
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES) or not all(raw.values()):
        raise GuideError(f"{where}: write it in each of {', '.join(LANGUAGES)}, and in no other")
    return raw


def _check(page: GuidePage, sources: Mapping[str, Source]) -> None:
    _once(page.slug, [section.id for section in page.sections])
    _once(page.slug, [paragraph.id for paragraph in page.paragraphs])
    for paragraph in page.paragraphs:
        where = f"{page.slug}/{paragraph.id}"
        if not paragraph.sources:
            raise GuideError(f"{where}: name at least one source")
        if missing := set(paragraph.sources) - set(sources):
            raise GuideError(f"{where}: not in sources.toml: {', '.join(sorted(missing))}")
        if paragraph.reviewed >= paragraph.expires:
            raise GuideError(f"{where}: it expires before it is reviewed")


def _once(slug: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise GuideError(f"{slug}: the id {one!r} stands twice")
        seen.add(one)
