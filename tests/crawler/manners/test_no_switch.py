"""Manners cannot be turned off: checked over every source and over the settings as a whole."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.settings import Settings, default_settings

import crawler.sources
from crawler.settings import VERSION, crawl_settings, interface_settings

CONTACT = "https://finder.example/bot"
FORBIDDEN = (
    "custom_settings",
    "dont_filter",
    "dont_obey_robotstxt",
    "handle_httpstatus_all",
    "handle_httpstatus_list",
    "allow_offsite",
    "download_delay",
    "download_slot",
    "download_timeout",
    "download_maxsize",
    "max_concurrent_requests",
    "user_agent",
    "proxy",
)
ATTRIBUTES = tuple(name for name in FORBIDDEN if name != "custom_settings")
MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.iter_modules(crawler.sources.__path__, "crawler.sources.")
]
SPIDERS = [
    kind
    for module in MODULES
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Spider) and kind.__module__ == module.__name__
]
ROOT = Path(__file__).parents[3]
FETCHING = [
    *sorted((ROOT / "crawler" / "sources").glob("*.py")),
    ROOT / "crawler" / "spider.py",
    ROOT / "crawler" / "interface.py",
    ROOT / "crawler" / "look.py",
]


@pytest.mark.parametrize("path", FETCHING, ids=lambda path: path.name)
def test_no_source_names_a_switch(path: Path) -> None:
    """The text of a source holds none of Scrapy's words for being less polite."""
    words = set(re.findall(r"\w+", path.read_text("utf-8")))
    assert words.isdisjoint(FORBIDDEN)


def test_there_are_sources_to_check() -> None:
    """The check above looks at something."""
    assert "ClinicSitesSpider" in [spider.__name__ for spider in SPIDERS]


@pytest.mark.parametrize("spider", SPIDERS, ids=lambda spider: spider.__name__)
def test_no_spider_carries_a_switch(spider: type[Spider]) -> None:
    """No spider class sets custom settings, or an attribute that Scrapy reads instead."""
    assert spider.custom_settings is None
    assert not [name for name in ATTRIBUTES if hasattr(spider, name)]


@pytest.mark.parametrize("spider", SPIDERS, ids=lambda spider: spider.__name__)
def test_a_spider_is_named_as_its_file(spider: type[Spider]) -> None:
    """File, spider and class carry one name."""
    stem = spider.__module__.rpartition(".")[2]
    assert spider.name == stem
    assert spider.__name__ == "".join(part.title() for part in stem.split("_")) + "Spider"


@pytest.mark.parametrize(
    ("name", "ok"),
    [
        ("ROBOTSTXT_OBEY", lambda value: value is True),
        ("REMOTE_CONTROL_ENABLED", lambda value: value is False),
        ("TELNETCONSOLE_ENABLED", lambda value: value is False),
        ("DOWNLOAD_VERIFY_CERTIFICATES", lambda value: value is True),
        ("COOKIES_ENABLED", lambda value: value is False),
        ("METAREFRESH_ENABLED", lambda value: value is False),
        ("HTTPPROXY_ENABLED", lambda value: value is False),
        ("DOWNLOAD_MAXSIZE", lambda value: value <= 5 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", lambda value: value <= 20),
        ("DOWNLOAD_DELAY", lambda value: value >= 1),
        ("DOWNLOAD_DELAY_JITTER", lambda value: value == 0),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", lambda value: value == 1),
        ("REDIRECT_MAX_TIMES", lambda value: value <= 5),
        ("DEPTH_LIMIT", lambda value: 2 <= value <= 3),
        ("PAGES_PER_HOST", lambda value: value <= 25),
        ("ALLOWED_PORTS", lambda value: value == [80, 443]),
        ("USER_AGENT", lambda value: value.startswith("KetamineClinicFinderBot/")),
        ("USER_AGENT", lambda value: CONTACT in value),
        ("ROBOTSTXT_USER_AGENT", lambda value: value == "KetamineClinicFinderBot"),
        ("TWISTED_DNS_RESOLVER", lambda value: value.endswith("PublicOnlyResolver")),
    ],
)
def test_the_settings_are_polite(name: str, ok: object) -> None:
    """Each setting that keeps us polite or safe has its value."""
    assert callable(ok)
    assert ok(crawl_settings(CONTACT)[name])


def test_an_interface_is_asked_no_less_politely() -> None:
    """What differs is slower, or is no matter of manners; robots.txt and identity stay."""
    page = crawl_settings(CONTACT)
    differs = interface_settings(Settings(page))
    assert set(differs) == {
        "DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "PAGES_PER_HOST", "FOLLOWS_LINKS", "PAGE_TYPES",
    }  # fmt: skip
    assert differs["DOWNLOAD_DELAY"] >= page["DOWNLOAD_DELAY"]
    assert differs["PAGES_PER_HOST"] <= 2_000


def test_only_the_web_can_be_fetched() -> None:
    """Of Scrapy's download handlers, http and https are left."""
    settings = Settings(crawl_settings(CONTACT))
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_every_scrapy_setting_that_we_set_exists() -> None:
    """A misspelt setting would silently do nothing."""
    ours = {"PAGES_PER_HOST", "ALLOWED_PORTS", "FOLLOWS_LINKS", "PAGE_TYPES"}
    known = {name for name in dir(default_settings) if name.isupper()}
    assert set(crawl_settings(CONTACT)) - ours <= known


@pytest.mark.parametrize("contact", ["", "finder.example", "mailto:a@finder.example", "https://"])
def test_a_robot_without_a_contact_does_not_start(contact: str) -> None:
    """Settings are refused unless a site's owner can reach us on the web."""
    with pytest.raises(ValueError, match="reach us"):
        crawl_settings(contact)


def test_the_user_agent_tells_our_version() -> None:
    """The version that servers see is that of the package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION
