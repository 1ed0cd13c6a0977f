"""Looks at one page of the fixture web as `check` does: `python -m tests.web.look URL PORT`."""

import sys
from datetime import UTC, datetime

from crawler import look
from tests.web.fetch import fixture_settings


def main() -> None:
    """Print what is read, and end with its code."""
    url, port = sys.argv[1:]
    found = look.look_at(url, fixture_settings(int(port)), seen_at=datetime.now(UTC))
    sys.stdout.write("\n".join(look.told(found)))
    sys.exit(look.exit_code(found))


if __name__ == "__main__":
    main()
