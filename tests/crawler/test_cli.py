"""The crawler's command line: what it says, what it refuses, and how it ends."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from crawler import jobs
from crawler.__main__ import main
from crawler.archive.file import ArchiveFile, alone
from crawler.archive.jobs import Plan
from crawler.database import beside
from crawler.record import Coverage, Outcome
from crawler.sources.clinic_sites import ClinicSitesSpider
from crawler.sources.nppes import NppesSpider
from crawler.store import SqlListingStore
from tests.contracts.listings import MONDAY, SITES, listing

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Give the URL of a store that is not there yet, in a folder that is not there either."""
    return f"sqlite:///{tmp_path}/new/clinics.sqlite"


def crawler(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("KCF_")},
        capture_output=True,
        text=True,
        timeout=120,
    )


def told(*words: str) -> Result:
    """Run a command that starts no crawl, in this process."""
    return CliRunner(env={"KCF_STORE": ""}).invoke(main, words, prog_name="crawler")


def fingerprint(url: str) -> str:
    """Return the fingerprint of a store."""
    with SqlListingStore(url) as store:
        return store.fingerprint()


def test_the_packaged_sources_are_run_and_run_again(url: str) -> None:
    """The first run brings all clinics in; the second changes nothing, and takes seconds."""
    first = crawler("run", "starter", "seeds", "--store", url)
    assert (first.returncode, first.stderr) == (0, "")
    header, starter, seeds, _, where = first.stdout.splitlines()
    assert header.split() == [
        "source", "listings", "new", "changed", "missing", "withdrawn", "problems", "seconds",
        "verdict",
    ]  # fmt: skip
    assert starter.split()[:7] == ["starter", "293", "293", "0", "0", "0", "0"]
    assert seeds.split()[:7] == ["seeds", "2", "2", "0", "0", "0", "0"]
    assert where == f"The listings are in {url}"
    before = fingerprint(url)

    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    second = crawler("run", "--store", url, "--json")
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun
    report: dict[str, Any] = json.loads(second.stdout)
    assert (second.returncode, second.stderr, report["exit_code"]) == (0, "", 0)
    assert [one["source"] for one in report["runs"]] == ["starter", "seeds"]
    assert [set(one["changes"].values()) for one in report["runs"]] == [{0}, {0}]
    assert fingerprint(url) == before
    assert seconds < 10, "it takes two seconds of the processor, on however busy a machine"


def test_verbose_tells_what_scrapy_does(url: str) -> None:
    """The log goes to standard error; the report stays alone on standard output."""
    done = crawler("run", "seeds", "--store", url, "--verbose")
    assert done.returncode == 0
    assert "Spider closed (finished)" in done.stderr
    assert done.stdout.startswith("source")


def test_the_store_may_be_named_by_the_environment(url: str) -> None:
    """KCF_STORE is the one variable that is read, and the option outweighs it."""
    listed = CliRunner().invoke(main, ["sources"], env={"KCF_STORE": "nonsense://"})
    assert listed.exit_code == 1
    assert "names no store we know" in listed.stderr
    listed = CliRunner().invoke(main, ["sources", "--store", url], env={"KCF_STORE": "nonsense://"})
    assert listed.exit_code == 0


def test_sources_are_listed_before_and_after_a_run(url: str) -> None:
    """Each with title and terms; where there is no store yet, none is made."""
    listed = told("sources", "--store", url)
    assert listed.exit_code == 0
    for line in listed.output.splitlines()[1:9]:
        assert "never" in line
    assert "Terms: Facts collected for this project" in listed.output
    assert "Shown with: © OpenStreetMap contributors (ODbL)" in listed.output
    assert listed.output.count("Can be narrowed with --state.") == 4
    assert not Path(url.removeprefix("sqlite:///")).exists()

    with SqlListingStore(url, create=True) as store:
        run = store.begin_run(SITES, MONDAY)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=7))
        source = replace(SITES, name="seeds")
        run = store.begin_run(source, MONDAY)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=7))
    listed = told("sources", "--store", url)
    [line] = [line for line in listed.output.splitlines() if line.startswith("seeds  ")]
    assert line.split()[:4] == ["seeds", "7", "2026-11-02", "09:30"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("run", "startr"), "Did you mean starter?"),
        (("run", "everything"), "There are: clinic_sites, cms_part_b, findtreatment,"),
        (("run", "HealingMaps"), "healingmaps.com must never be crawled: its robots.txt"),
        (("run", "listings_file"), "add --listings FILE and --columns FILE"),
        (("run", "--columns", __file__), "are for the source listings_file"),
        (("run", "nppes"), "--contact https://example.org/bot"),
        (("run", "nppes", "--state", "Maryland"), "'MARYLAND' is no state of the US, such as MD"),
        (("run", "starter", "--state", "md"), "starter cannot be narrowed to a state; these can"),
        (("run", "clinic_sites"), "--contact https://example.org/bot"),
        (("run", "clinic_sites", "--contact", "me"), "is not a web address"),
        (("run", "starter", "--limit", "0"), "--limit"),
        (("run", "starter", "--sites", "/no/such/file"), "does not exist"),
        (("run", "--no-robots"), "No such option"),
        (("runs",), "No such command"),
    ],
)
def test_a_wrong_command_line_is_refused_before_anything_is_made(
    url: str, words: tuple[str, ...], what: str
) -> None:
    """The message names the mend; the exit code is 2."""
    refused = told(*words, *(("--store", url) if words[0] == "run" else ()))
    assert refused.exit_code == 2
    assert what in refused.stderr
    assert not Path(url.removeprefix("sqlite:///")).exists()


def test_a_crawl_without_any_site_names_the_mend(url: str, tmp_path: Path) -> None:
    """Neither an empty store nor a list of bad lines is a crawl; each line is told."""
    words = ("run", "clinic_sites", "--contact", "https://finder.example/bot", "--store", url)
    refused = told(*words)
    assert refused.exit_code == 2
    assert "Run `python -m crawler run starter` first" in refused.stderr

    sites = tmp_path / "sites.txt"
    sites.write_bytes(b"# ours\nclinic.example\n\xff\xfe\n")
    refused = told(*words, "--sites", str(sites))
    assert refused.exit_code == 2
    assert "sites.txt:2: 'clinic.example' is no web address" in refused.stderr
    assert "sites.txt:3:" in refused.stderr


@pytest.mark.parametrize("command", ["run", "sources"])
def test_a_store_that_cannot_be_used_is_named_without_its_password(command: str) -> None:
    """The exit code is 1, and no traceback is shown."""
    refused = told(command, "--store", "postgresql+psycopg://me:hunter2@127.0.0.1:9/clinics")
    assert refused.exit_code == 1
    assert "Check that the server runs" in refused.stderr
    assert "hunter2" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_failed_run_says_so_and_keeps_what_there_was(url: str) -> None:
    """The exit code is 1, the table says why, and the last good run stands."""
    with SqlListingStore(url, create=True) as store:
        source = replace(SITES, name="seeds")
        run = store.begin_run(source, MONDAY)
        many = [listing(str(number), source=source) for number in range(9)]
        store.add(run, many)
        coverage = Coverage(listings=9, phone=9, address=9, website=9)
        store.finish_run(run, at=MONDAY, outcome=Outcome.GOOD, coverage=coverage)

    failed = crawler("run", "seeds", "--store", url)
    assert failed.returncode == 1
    assert "seeds: 2 listings; the last good run had 9" in failed.stdout
    with SqlListingStore(url) as store:
        assert len(list(store.listings("seeds"))) == 9


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help_tells_every_option(name: str) -> None:
    """Each has its line and its words, and each command says how it may end."""
    shown = told(name, "--help").output
    for option in main.commands[name].params:
        if isinstance(option, click.Option):
            assert option.opts[0] in shown
            assert option.help, option.name


def test_help_tells_all() -> None:
    """Every exit code has its meaning, every file its place, and no option changes manners."""
    shown = told("run", "--help").output
    for line in ("0  every", "1  a source", "2  the command", "3  a source", "4  a source"):
        assert line in shown
    assert "obey robots.txt" in shown
    whole = told("--help").output
    for words in ("python -m crawler run starter seeds", "suppressed.key", "Exit codes: 0 good"):
        assert words in whole
    for name in main.commands:
        assert f"  {name} " in whole


def test_a_dry_run_tells_all_and_does_nothing(url: str, tmp_path: Path) -> None:
    """From whom, for what, and what is wrong with the list; no contact is needed, no file made."""
    sites = tmp_path / "sites.txt"
    sites.write_text("https://clinic.example/\nhttps://spravato.com/\nno site\n")
    words = ("run", "clinic_sites", "starter", "--sites", str(sites), "--dry-run", "--store", url)
    shown = told(*words)
    assert shown.exit_code == 0, shown.output
    assert "clinic_sites: would ask 1 of 1 sites for robots.txt" in shown.output
    assert "  https://clinic.example/  never asked" in shown.output
    assert "sites.txt:2: 'https://spravato.com/' spravato.com must never be crawled" in shown.output
    assert "starter: would read files of this machine and ask nobody" in shown.output
    assert shown.output.endswith("Nothing was fetched, and nothing was stored.\n")
    shown = told("run", "nppes", "findtreatment", "--state", "md", "--dry-run", "--store", url)
    assert "nppes: would ask https://npiregistry.cms.hhs.gov/api/ about Maryland" in shown.output
    assert [file.name for file in tmp_path.iterdir()] == ["sites.txt"]


def test_a_dry_run_tells_which_hosts_are_due(tmp_path: Path) -> None:
    """By what the archive remembers of them."""
    url = f"sqlite:///{tmp_path}/clinics.sqlite"
    sites = tmp_path / "sites.txt"
    sites.write_text("https://a.example/\nhttps://b.example/\n")
    with ArchiveFile(beside(url)) as archive:
        soon = datetime.now(UTC) + timedelta(days=5)
        row = ("a.example", 86_400.0, MONDAY.isoformat(), soon.isoformat())
        archive.db.execute("INSERT INTO host VALUES (?, ?, ?, ?)", row)
    words = ("run", "clinic_sites", "--sites", str(sites), "--dry-run", "--store", url)
    assert "would ask 2 of 2 sites" in told(*words).output
    shown = told(*words, "--due").output
    assert "would ask 1 of 2 sites" in shown
    assert f"https://a.example/  asked 2026-11-02, due on {soon:%Y-%m-%d}" in shown


def test_there_is_nothing_to_resume_or_replay_in_a_new_store(url: str) -> None:
    """The one is no failure; the other is, and names the mend."""
    resumed = told("resume", "--store", url)
    assert (resumed.exit_code, "nothing to resume" in resumed.output) == (0, True)
    replayed = told("replay", "clinic_sites", "--store", url)
    assert replayed.exit_code == 1
    assert "crawl it once with `run clinic_sites`" in replayed.stderr


def test_two_crawls_at_once_are_refused(url: str) -> None:
    """The second is told to wait; nothing of the first is touched."""
    with alone(beside(url)):
        refused = told("run", "seeds", "--store", url)
    assert refused.exit_code == 1
    assert "another crawl is at work" in refused.stderr


def test_the_websites_of_all_other_sources_are_crawled(url: str) -> None:
    """Whoever lists a clinic may name its site; what a crawl found is not a reason to crawl."""
    with SqlListingStore(url, create=True) as store:
        for name, key in (("starter", "a"), ("openstreetmap", "b"), ("clinic_sites", "c")):
            source = replace(SITES, name=name)
            run = store.begin_run(source, MONDAY)
            store.add(run, [listing(key, source=source)])
            store.finish_run(
                run, at=MONDAY, outcome=Outcome.GOOD, coverage=Coverage(listings=1, website=1)
            )
        [plan] = jobs.plans_for([ClinicSitesSpider], store, Plan(source=""))
    assert sorted(plan.sites) == ["https://a.example/", "https://b.example/"]


def test_a_run_for_a_state_hands_the_state_on(url: str) -> None:
    """To the spider, that asks for no more, and to the run, that replaces no more."""
    with SqlListingStore(url, create=True) as store:
        wanted = Plan(source="", states=("MD",), limit=5)
        [plan] = jobs.plans_for([NppesSpider], store, wanted)
    job = jobs.job_of(plan, None, lambda: MONDAY)
    assert job.states == job.arguments["states"] == ("MD",)
    assert job.arguments["limit"] == 5
    assert jobs.within(["md", "MD", "tx"], [NppesSpider]) == ("MD", "TX")
