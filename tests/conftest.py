"""What holds for every test: under continuous integration nothing may be skipped."""

import os

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"

# A busy machine's pace is no failure. Whoever develops draws new examples each time; CI judges a
# submission by the same ones twice.
settings.register_profile("ours", deadline=None, derandomize=IN_CI)
settings.load_profile("ours")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when CI is true and a test was skipped for want of a browser or a server."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
