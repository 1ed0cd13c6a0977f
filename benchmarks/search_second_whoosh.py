"""The way out of our Whoosh: runs the search contract on the other distribution of it.

    python -m benchmarks.search_second_whoosh

Installs whoosh-reloaded into a temporary folder that comes before everything else on Python's path,
so that `import whoosh` finds it there, and runs the tests of the search port and of the engine.
The exit code is pytest's.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SECOND = ("whoosh-reloaded==2.7.5", "cached-property==2.0.1")
"""The distribution and all it needs."""
TESTS = ("tests/contracts/test_clinic_index.py", "tests/indexer/engine")


def main() -> int:
    """Install, say which Whoosh is asked, and test."""
    with tempfile.TemporaryDirectory(prefix="second-whoosh-") as folder:
        install = ["pip", "install", "--quiet", "--no-deps", "--target", folder, *SECOND]
        subprocess.run([sys.executable, "-m", *install], check=True)
        paths = os.pathsep.join([folder, str(Path.cwd())])
        environment = {**os.environ, "PYTHONPATH": paths}
        which = "import whoosh; print(whoosh.__file__, whoosh.versionstring())"
        subprocess.run([sys.executable, "-c", which], check=True, env=environment)
        tests = [sys.executable, "-m", "pytest", "-q", *TESTS]
        return subprocess.run(tests, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
