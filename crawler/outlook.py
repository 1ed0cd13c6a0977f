"""What a run would do, told before it is done; asks nobody."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from crawler import run
from crawler.archive.hosts import Hosts
from crawler.archive.jobs import Plan
from crawler.interface import InterfaceSpider
from crawler.states import STATES


def told(plans: Sequence[Plan], hosts: Hosts | None, now: datetime) -> Iterator[str]:
    """Yield what each plan would ask for, line by line; *hosts* is None where none was asked yet.

    The pages of a site are found on the way, so only their beginning can be told.
    """
    found = run.spiders()
    for plan in plans:
        spider = found[plan.source]
        if run.visits_sites(spider):
            yield from _sites(plan, hosts, now)
        elif issubclass(spider, InterfaceSpider):
            wanted = ", ".join(STATES[state] for state in plan.states) or "the whole country"
            yield f"{plan.source}: would ask {spider.endpoint} about {wanted}"
        else:
            yield f"{plan.source}: would read files of this machine and ask nobody"
        for problem in plan.problems:
            yield f"  {problem.url}: {problem.what}"
    yield "Nothing was fetched, and nothing was stored."


def _sites(plan: Plan, hosts: Hosts | None, now: datetime) -> Iterator[str]:
    lines = [_site(site, hosts, now, due_only=plan.due_only) for site in plan.sites]
    asked = sum(wanted for wanted, _ in lines)
    yield (
        f"{plan.source}: would ask {asked} of {len(lines)} sites for robots.txt, then for their "
        "home, then for the pages it leads to"
    )
    for _, line in lines:
        yield f"  {line}"


def _site(site: str, hosts: Hosts | None, now: datetime, *, due_only: bool) -> tuple[bool, str]:
    due = hosts.due(urlsplit(site).hostname or "") if hosts else None
    if due is None:
        return True, f"{site}  never asked"
    asked = not due_only or due.is_due(now)
    when = "due since" if due.is_due(now) else "due on"
    return asked, f"{site}  asked {due.checked_at:%Y-%m-%d}, {when} {due.due_at:%Y-%m-%d}"
