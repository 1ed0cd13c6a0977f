"""Prints a benchmark's figures for machines: one line, the last."""

import json
from collections.abc import Mapping


def print_result(figures: Mapping[str, float | int | str]) -> None:
    """Print `RESULT {...}` with *figures* as JSON."""
    print("RESULT", json.dumps(figures))
