"""Runs modules in processes of their own that begin with everything loaded.

A Scrapy reactor runs once in a process, so every crawl of a test needs one, and loading Scrapy and
the store takes one of them longer than most crawls. So one process, started by the first test that
asks (`python -m tests.apart`), loads the product without starting anything, and forks for each run.
What is to be shown from the first line on, such as a command, is still started as a user does.
"""

import atexit
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

import msgspec
from scrapy.core.engine import ExecutionEngine
from scrapy.settings import Settings

from crawler.settings import crawl_settings

ROOT = Path(__file__).parents[1]
LOADED = (
    "crawler.look",
    "crawler.crawls",
    "crawler.site_memory",
    "crawler.archive.middleware",
    "crawler.manners.crawl_delay",
    "crawler.manners.suppressed_hosts",
    "scrapy.core.scraper",
    "scrapy.core.downloader.handlers.http11",
    "alembic.command",
    "alembic.runtime.environment",
    "alembic.ddl.sqlite",
)
COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One module to run as `python -m` would."""

    module: str
    words: tuple[str, ...]
    timeout_s: int
    folder: str
    """Where its output goes, as the files `out` and `err`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of it."""

    code: int
    """As a shell has it; below 0 the signal that ended it."""
    out: bytes
    err: bytes


def run(module: str, *words: str, timeout_s: int = 120) -> Done:
    """Run a module with some words on its command line, and wait until it has ended."""
    with tempfile.TemporaryDirectory() as folder:
        task = Task(module=module, words=words, timeout_s=timeout_s, folder=folder)
        process = _loaded()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(task) + b"\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return Done(
            code=code,
            out=Path(folder, "out").read_bytes(),
            err=Path(folder, "err").read_bytes(),
        )


def output_of(module: str, *words: str, timeout_s: int = 120) -> bytes:
    """Return what a module prints; raise RuntimeError with its complaint if it fails."""
    done = run(module, *words, timeout_s=timeout_s)
    if done.code:
        raise RuntimeError(f"{module} ended with {done.code}: {done.err.decode()}")
    return done.out


@cache
def _loaded() -> "subprocess.Popen[bytes]":
    """Return the process that forks; it ends when this one does."""
    words = [sys.executable, "-m", "tests.apart"]
    process = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(process.communicate)
    return process


def main() -> None:
    """Load what all need, then do one task after the other, until there are no more."""
    for module in LOADED:
        __import__(module)
    settings = Settings(crawl_settings("https://finder.example/bot"))
    for name in COMPONENTS:
        settings.get_component_priority_dict_with_base(name)  # loads each
    # How soon Scrapy sees that a spider has nothing left to do, in seconds, where nothing else says
    # so: it is 5, and each test would wait for it.
    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.2
    assert "twisted.internet.reactor" not in sys.modules, "a reactor cannot be shared"
    for line in sys.stdin.buffer:
        task = msgspec.json.decode(line, type=Task)
        child = os.fork()
        if not child:
            _do(task)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _do(task: Task) -> NoReturn:
    """Be the module, to the end of this process."""
    signal.alarm(task.timeout_s)
    files = (os.devnull, f"{task.folder}/out", f"{task.folder}/err")
    for number, name in enumerate(files):
        how = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, how), number)
    sys.argv = [task.module, *task.words]
    code = 1
    try:
        runpy.run_module(task.module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else bool(ending.code)
    except BaseException:  # noqa: BLE001  # as the interpreter does with one
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
