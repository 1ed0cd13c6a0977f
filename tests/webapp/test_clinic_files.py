"""A clinic as a card, as data and as a code to scan: the same facts as its page, harmless."""

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.clinic import Address
from tests.contracts.clinic_index import MemoryIndex
from tests.webapp import world
from webapp.clinic_page.card import vcard
from webapp.finder import printable

LONGEST_LINE = 75


def unfolded(card: str) -> list[str]:
    """Return the card's lines as RFC 6350 (3.2) has them read."""
    assert card.endswith("\r\n")
    return card.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def read(value: str) -> str:
    """Return a text value without its escapes."""
    pairs = {"\\\\": "\\", "\\,": ",", "\\;": ";", "\\n": "\n"}
    read, rest = "", value
    while rest:
        step = 2 if rest[:2] in pairs else 1
        read += pairs.get(rest[:2], rest[0])
        rest = rest[step:]
    return read


def test_the_card_holds_what_is_stated(client: FlaskClient) -> None:
    """Name, phone, mail, address, website, and where it comes from."""
    response = client.get("/c/harbor01.vcf")
    assert response.headers["Content-Type"].startswith("text/vcard")
    assert "harbor01.vcf" in response.headers["Content-Disposition"]
    lines = unfolded(response.get_data(as_text=True))
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert "FN:Harbor Calm Clinic" in lines
    assert "TEL;TYPE=work;VALUE=uri:tel:+12025550101" in lines
    assert "EMAIL;TYPE=work:desk@harbor.example" in lines
    assert "ADR;TYPE=work:;;1 Nowhere Street;Anytown;MD;20814;US" in lines
    assert "URL:https://www.harbor.example/" in lines
    assert "SOURCE:http://localhost/c/harbor01/harbor-calm-clinic" in lines
    assert any("not medical advice" in line for line in lines)
    assert lines[-1] == "END:VCARD"


@given(st.text(max_size=200))
def test_no_name_gets_out_of_its_line(name: str) -> None:
    """Whatever it holds, the card has the lines of any card, short ones, and gives it back."""
    clinic = replace(world.HARBOR, name=name, address=Address(raw=(name,), city=name))
    card = vcard(clinic, "https://finder.example/c/harbor01", "note")
    lines = unfolded(card)
    names = [line.partition(":")[0] for line in lines]
    assert names == unfolded_names()
    assert all(len(line.encode()) <= LONGEST_LINE for line in card.split("\r\n"))
    shown = printable(name).replace("\r", "").replace("\t", " ")
    assert read(lines[3].removeprefix("FN:")) == shown


def unfolded_names() -> list[str]:
    """Return the properties of the card of a clinic with every one of them."""
    card = vcard(world.HARBOR, "https://finder.example/c/harbor01", "note")
    return [line.partition(":")[0] for line in unfolded(card)]


def test_the_data_are_those_of_the_page(client: FlaskClient) -> None:
    """Every fact with its words, source and day; not the text that is only searched."""
    data = client.get("/c/harbor01.json").get_json()
    assert data["page"] == "http://localhost/c/harbor01/harbor-calm-clinic"
    assert data["name"] == "Harbor Calm Clinic"
    assert {fact["code"] for fact in data["facts"]} == {f.code for f in world.HARBOR.facts}
    assert all(fact["evidence"]["quote"] and fact["evidence"]["seen_on"] for fact in data["facts"])
    assert "passages" not in data


def test_hostile_data_stay_data(client: FlaskClient) -> None:
    """JSON gives back what was read, as JSON only."""
    response = client.get("/c/hostile1.json")
    assert response.mimetype == "application/json"
    assert response.get_json()["name"] == world.HOSTILE_TEXT


def test_the_code_is_a_plain_picture(client: FlaskClient) -> None:
    """SVG paths and nothing else: no script, no link, no style."""
    response = client.get("/qr/harbor01.svg")
    assert response.mimetype == "image/svg+xml"
    drawn = BeautifulSoup(response.data, "xml")
    assert {tag.name for tag in drawn.find_all(True)} == {"svg", "path"}
    allowed = {"d", "stroke", "fill", "class", "viewBox", "xmlns", "transform"}
    assert all(set(tag.attrs) <= allowed for tag in drawn.find_all(True))


@pytest.mark.parametrize("kind", ["vcf", "json"])
def test_files_go_where_the_page_goes(kind: str) -> None:
    """A merged id leads on; a clinic that left shows nothing of itself."""
    client = world.app().test_client()
    assert client.get(f"/c/merged01.{kind}").headers["Location"] == f"/c/harbor01.{kind}"
    gone = client.get(f"/c/removed1.{kind}")
    assert gone.status_code == 410
    assert "Removed Imaginary" not in gone.get_data(as_text=True)


def test_a_closed_clinic_keeps_its_data() -> None:
    """With its status, for who kept a link."""
    client = world.app(MemoryIndex([world.SHUT])).test_client()
    assert json.loads(client.get("/c/shut0001.json").data)["status"] == "closed"
