"""Builds the packaged outlines from us-atlas; never runs in production.

    npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
    python -c "from webapp.maps.outline_table import build; build('package/counties-10m.json')"

us-atlas (ISC, Michael Bostock) is the US Census Bureau's cartographic boundaries of 2017, in the
public domain, as TopoJSON: each border once, as the steps of a line on a grid.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from webapp.maps.outlines import PACKAGED


def build(atlas: str, target: Path = PACKAGED) -> None:
    """Write the borders of *atlas*, its `counties-10m.json`, into *target*."""
    topology = json.loads(Path(atlas).read_text("utf-8"))
    arcs = [np.array(arc, np.int32) for arc in topology["arcs"]]
    of_states = set(_arcs(topology["objects"]["states"]["geometries"]))
    np.savez_compressed(
        target,
        steps=np.concatenate(arcs),
        lengths=np.array([len(arc) for arc in arcs], np.int32),
        of_state=np.array([number in of_states for number in range(len(arcs))]),
        scale=np.array(topology["transform"]["scale"]),
        translate=np.array(topology["transform"]["translate"]),
    )


def _arcs(geometry: Any) -> Iterator[int]:
    """Yield the numbers of the borders in a geometry; one that is run backwards is negative."""
    if isinstance(geometry, int):
        yield geometry if geometry >= 0 else ~geometry
    elif isinstance(geometry, dict):
        yield from _arcs(geometry.get("arcs", []))
    else:
        for part in geometry:
            yield from _arcs(part)
