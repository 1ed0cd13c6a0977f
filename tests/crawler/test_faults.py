"""A scheduled crawl of hosts that go wrong in every way we know: right, told, polite, complete."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.fault_run import Findings, fault_run
from tests.web.faults import FAULTS
from tests.web.server import Asked

DAYS = (0, 1, 8, 9)
"""The machine was off for a week: what came due meanwhile is done once."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """One host of every fault, and a few healthy ones; `benchmarks.crawl_faults` has 200."""
    folder = tmp_path_factory.mktemp("faults")
    ticks = [timedelta(days=day) for day in DAYS]
    return fault_run(f"sqlite:///{folder}/clinics.sqlite", each=1, healthy=6, ticks=ticks)


def test_there_are_thirty_kinds_of_fault() -> None:
    """And of those that the report must name, more than half."""
    assert len(FAULTS) >= 30
    assert sum(bool(fault.told) for fault in FAULTS.values()) >= 30


def test_all_is_right_told_polite_and_complete(found: Findings) -> None:
    """Healthy hosts' listings, the report's words, the servers' log, and the runs."""
    assert found.faults() == []
    assert [day.at.day - found.days[0].at.day for day in found.days] == list(DAYS)
    assert found.days[0].killed


def test_only_those_that_are_due_were_asked_again(found: Findings) -> None:
    """A day later the broken ones; a week later all."""
    first, second, third, _ = ({one.host for one in day.asked} for day in found.days)
    assert not {host for host in second if host.startswith("healthy")}
    assert len(second) < len(first)
    assert {host for host in third if host.startswith("healthy")} == {
        host for host in found.hosts if host.startswith("healthy")
    }


def last_day(found: Findings, *asked: Asked) -> Findings:
    """Return findings whose last day's servers saw something more."""
    *days, last = found.days
    return replace(found, days=[*days, replace(last, asked=(*last.asked, *asked))])


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("rules503", "/", "is closed to us"),
        ("rulesforbidone", "/pricing", "forbids /pricing"),
        ("linktrap", "/services?month=13", "is a trap"),
        ("stranger.example", "/", "nobody listed it"),
    ],
)
def test_a_broken_rule_would_be_noticed(found: Findings, kind: str, path: str, told: str) -> None:
    """The measure can fail: one forbidden request more is a fault."""
    host = next((host for host in found.hosts if host.startswith(kind)), kind)
    rules = Asked(host=host, path="/robots.txt", user_agent="", at=1e9)
    odd = last_day(found, rules, Asked(host=host, path=path, user_agent="", at=1e9 + 9))
    assert any(told in fault and host in fault for fault in odd.faults())


def test_a_lost_listing_and_an_untold_fault_would_be_noticed(found: Findings) -> None:
    """As would a listing of whom we may not read, and a run that asks too fast."""
    healthy = next(host for host in found.hosts if host.startswith("healthy"))
    fewer = [one for one in found.stored if healthy not in one.listing.website]
    assert replace(found, stored=fewer).faults() == [f"{healthy}: 0 listings"]
    *days, last = found.days
    silent = replace(last, report=replace(last.report, problems=()))
    assert len(replace(found, days=[*days, silent]).faults()) >= 30
    again = [Asked(host=healthy, path="/robots.txt", user_agent="", at=1e9)] * 9
    assert any("9 requests within" in fault for fault in last_day(found, *again).faults())
    assert replace(found, runs=found.runs[1:]).faults() != []
