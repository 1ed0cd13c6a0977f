"""With every network cut off, the finder still serves every page."""

import subprocess
import sys
from pathlib import Path

from tests.webapp import world
from tests.webapp.serving import publish_world, running
from tests.webapp.test_answers import CASES

REAL_PLACES = ("/search?near=20814", "/search?q=spravato+near+97214+medicaid", "/search?q=bethseda")


def test_every_page_is_served_without_a_network(tmp_path: Path) -> None:
    """In a network namespace with nobody else in it, as the kernel guarantees; and all the same."""
    folder = publish_world(tmp_path / "index")
    paths = [path for path, status, make in CASES if make is world.app and status < 400]
    paths += REAL_PLACES
    with running(folder) as server:
        before = [f"{server.ask(path)[0]} {path}" for path in paths]
    program = [sys.executable, "-m", "tests.webapp.alone_program", str(folder)]
    command = ["unshare", "--net", "--map-root-user", *program, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    network, *answers = done.stdout.splitlines()
    assert network == "network: False"
    assert answers == before
    assert sum(answer.startswith("200 ") for answer in answers) > len(paths) / 2
