"""The borders of US states and counties, as lines on a map; none anywhere else.

Source and licence: `README.md`. Built by `outline_table`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from webapp.maps.projection import KM_PER_DEGREE, Projection

PACKAGED = Path(__file__).with_name("us_outlines.npz")
COUNTIES_UP_TO_KM = 260.0
"""From the middle of the map to its edge; on a wider one counties are only noise."""

COARSE = ((1_000.0, 3), (COUNTIES_UP_TO_KM, 2), (0.0, 1))
"""Wider than so many km -> units of the grid that borders' points lie on: a coast that is drawn to
the unit would weigh kilobytes."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """All borders, each a run of points; a segment joins a point to the next of its run."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    run: NDArray[np.int32]
    """Of each point: which border it belongs to."""
    of_state: NDArray[np.bool_]
    """Of each point: whether its border is one of a state or the coast."""


@cache
def outlines() -> Outlines:
    """Return the packaged borders."""
    with np.load(PACKAGED, allow_pickle=False) as packed:
        steps, lengths = packed["steps"], packed["lengths"]
        ends = np.cumsum(lengths)
        total = np.cumsum(steps, axis=0, dtype=np.int64)
        before = np.vstack([[0, 0], total[ends[:-1] - 1]])
        grid = total - np.repeat(before, lengths, axis=0)
        lon, lat = (grid * packed["scale"] + packed["translate"]).T
        run = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        return Outlines(lat.copy(), lon.copy(), run, np.repeat(packed["of_state"], lengths))


def borders(projection: Projection) -> tuple[str, str]:
    """Return the SVG paths of the states' and of the counties' borders; "" for none in view."""
    known = outlines()
    near = _roughly_near(known, projection)
    states = _path(known, near & known.of_state, projection)
    if projection.reach_km > COUNTIES_UP_TO_KM:
        return states, ""
    return states, _path(known, near & ~known.of_state, projection)


def _roughly_near(known: Outlines, projection: Projection) -> NDArray[np.bool_]:
    """Return which points may matter: those in view, and their neighbours within 1.5 degrees."""
    reach = projection.reach_km / KM_PER_DEGREE + 1.5
    far = np.abs((known.lon - projection.lon + 180) % 360 - 180) * projection.shrink
    mask: NDArray[np.bool_] = (np.abs(known.lat - projection.lat) <= reach) & (far <= reach)
    return mask


def _path(known: Outlines, wanted: NDArray[np.bool_], projection: Projection) -> str:
    """Return the path of all segments between wanted points that cross the frame."""
    at = np.flatnonzero(wanted)
    if len(at) < 2:
        return ""
    step = next(step for wider_than, step in COARSE if projection.reach_km > wider_than)
    x, y = (
        np.rint(part / step).astype(np.int64) * step
        for part in projection.points(known.lat[at], known.lon[at])
    )
    joined = (np.diff(at) == 1) & (np.diff(known.run[at]) == 0)
    crosses = (
        (np.minimum(x[1:], x[:-1]) <= projection.width)
        & (np.maximum(x[1:], x[:-1]) >= 0)
        & (np.minimum(y[1:], y[:-1]) <= projection.height)
        & (np.maximum(y[1:], y[:-1]) >= 0)
    )
    return _written(x, y, joined & crosses)


def _written(x: NDArray[np.int64], y: NDArray[np.int64], drawn: NDArray[np.bool_]) -> str:
    """Return an SVG path of the segments that are *drawn*; steps of no length are left out."""
    drawn = drawn & ((np.diff(x) != 0) | (np.diff(y) != 0))
    parts: list[str] = []
    end = (-1, -1)
    steps = zip(
        x[:-1][drawn].tolist(),
        y[:-1][drawn].tolist(),
        np.diff(x)[drawn].tolist(),
        np.diff(y)[drawn].tolist(),
        strict=True,
    )
    for x0, y0, dx, dy in steps:
        parts.append(f"{dx} {dy} " if (x0, y0) == end else f"M{x0} {y0}l{dx} {dy} ")
        end = (x0 + dx, y0 + dy)
    return "".join(parts).replace(" -", "-").rstrip()
