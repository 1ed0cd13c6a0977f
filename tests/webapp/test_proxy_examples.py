"""The examples for a proxy let nothing of a visit into a log."""

import re
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs/serving"
NGINX = (EXAMPLES / "nginx.conf").read_text("utf-8")
CADDY = (EXAMPLES / "Caddyfile").read_text("utf-8")
TELLING = ("request", "args", "query", "uri", "remote", "referer", "agent", "forwarded", "cookie")
"""Parts of the names of nginx's variables that tell what was asked, or by whom."""


def directives(name: str) -> list[str]:
    """Return what follows a directive of nginx's, each time that it stands there."""
    return re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)


def test_nginx_logs_neither_query_nor_visitor() -> None:
    """Every log is in the bare format, and that has only harmless variables in it."""
    [form] = directives("log_format")
    variables = re.findall(r"\$(\w+)", form)
    assert len(variables) >= 3
    harmless = {"request_method", "request_time"}
    assert [v for v in variables if v not in harmless and any(t in v for t in TELLING)] == []
    servers = NGINX.count("server {")
    assert [log.rpartition(" ")[2] for log in directives("access_log")] == ["bare"] * servers
    assert directives("error_log") == ["/dev/null crit"] * servers


def test_caddy_logs_neither_query_nor_visitor() -> None:
    """The whole request is taken out of each line, and Caddy's own log has no requests."""
    fields = re.search(r"fields \{([^}]*)\}", CADDY)
    assert fields is not None
    assert {"request delete", "resp_headers delete"} <= set(map(str.strip, fields[1].splitlines()))
    assert "exclude http.log http.handlers.reverse_proxy" in CADDY
    assert CADDY.count("log {") == 1


@pytest.mark.parametrize("example", [NGINX, CADDY], ids=["nginx", "Caddy"])
def test_a_proxy_hands_on_nothing_about_the_visitor(example: str) -> None:
    """We never see an address, a cookie or a referring page."""
    for header in ("X-Forwarded-For", "Cookie", "Referer"):
        assert re.search(rf'proxy_set_header {header} "";|header_up -{header}\b', example)
