"""Shapes in another coordinate system: all their vertices are turned at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_checks.coordinates import Floats


def moved(
    shapes: NDArray[np.object_], transform: Callable[[Floats, Floats], tuple[Floats, Floats]]
) -> NDArray[np.object_]:
    """Return the shapes in another coordinate system; one that reaches beyond what the system can show is None."""
    return _redrawn(shapes, *transform(*vertices(shapes)))


def vertices(shapes: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return x and y of all vertices, each in one stretch of memory: on columns of a table all that follows is slow."""
    x, y = np.ascontiguousarray(shapely.get_coordinates(shapes).T)
    return x, y


def _redrawn(shapes: NDArray[np.object_], x: Floats, y: Floats) -> NDArray[np.object_]:
    """Return the shapes with other vertices; None for one with a vertex that is nowhere (NaN or infinite)."""
    redrawn = shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes.copy()
    beyond = ~(np.isfinite(x) & np.isfinite(y))
    if beyond.any():
        owner = np.repeat(np.arange(shapes.size), shapely.get_num_coordinates(shapes))
        lost = np.isin(owner, owner[beyond])
        redrawn[owner[lost]] = None
        x, y = x[~lost], y[~lost]
    return np.asarray(shapely.set_coordinates(redrawn, np.column_stack([x, y])), dtype=object)
