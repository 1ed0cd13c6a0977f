"""The rooms and the arrows of the house hold, and a broken arrow is noticed."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINTER = Path(sys.executable).with_name("lint-imports")

BREACHES = {
    "Imports run against the flow": ("crawler/listing.py", "import indexer.clinic"),
    "The web app knows no crawler": ("webapp/forms.py", "import crawler.listing"),
    "The indexer takes listings": ("indexer/clinic.py", "import crawler.spider"),
    "their store and who is left out": ("indexer/withheld.py", "import crawler.archive.file"),
    "imports no framework": ("indexer/resolve.py", "import sqlalchemy"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the packages and their contracts."""
    for package in ("crawler", "indexer", "webapp"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "data", "static", "templates"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_contracts_are_kept(house: Path) -> None:
    """The code as it stands breaks no contract."""
    report = _lint(house)
    assert report.returncode == 0, report.stdout


@pytest.mark.parametrize("contract", BREACHES)
def test_breaking_a_contract_fails(house: Path, contract: str) -> None:
    """An import against the flow is refused, and the contract is named."""
    path, line = BREACHES[contract]
    module = house / path
    module.write_text(f"{module.read_text('utf-8')}\n{line}\n", "utf-8")
    report = _lint(house)
    assert report.returncode == 1
    assert f"{contract}" in report.stdout
    assert "BROKEN" in report.stdout


def test_only_the_doors_read_the_environment() -> None:
    """No module but a package's `__main__` reads arguments or the environment."""
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in {"crawler", "indexer", "webapp"}:
            text = path.read_text("utf-8")
            reads = "os.environ" in text or "os.getenv" in text or "sys.argv" in text
            assert not reads or path.name == "__main__.py", path


def test_the_indexers_contract_names_every_room_of_the_crawler() -> None:
    """All but the three that it may enter: a new module is closed to it until somebody decides."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    [closed] = [one for one in contracts if one["name"].startswith("The indexer takes listings")]
    rooms = {
        f"crawler.{path.stem}"
        for path in (ROOT / "crawler").iterdir()
        if path.stem != "__init__" and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    open_to_it = {"crawler.listing", "crawler.store", "crawler.suppression"}
    assert rooms - set(closed["forbidden_modules"]) == open_to_it
