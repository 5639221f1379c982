"""Points taken straight out of the buffers of a WKB column, without a geometry object for each."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Little-endian WKB of a point with x and y: byte order 1, type 1, two doubles.
_BYTES: Final = 21
_HEAD: Final = np.array([1, 1, 0, 0, 0], dtype=np.uint8)


def plain_points(column: Any) -> tuple[Floats, Floats, NDArray[np.bool_]] | None:
    """Return x, y (NaN for null and empty points) and which values are null, of a column of plain points.

    None when anything else is among them: another type, a third dimension, big-endian or broken bytes.
    """
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not (pa.types.is_binary(array.type) or pa.types.is_large_binary(array.type)):
        return None
    width = np.int32 if pa.types.is_binary(array.type) else np.int64
    _, offsets, data = array.buffers()
    null = np.array(pc.is_null(array).to_numpy(zero_copy_only=False), dtype=np.bool_)
    x, y = np.full(len(array), np.nan), np.full(len(array), np.nan)
    if null.all():
        return x, y, null
    at = np.frombuffer(offsets, width)[array.offset : array.offset + len(array) + 1]
    if not np.array_equal(np.diff(at), np.where(null, 0, _BYTES)):
        return None
    raw = np.frombuffer(data, np.uint8)[at[0] : at[-1]].reshape(-1, _BYTES)
    if (raw[:, : _HEAD.size] != _HEAD).any():
        return None
    places = np.ascontiguousarray(raw[:, _HEAD.size :]).view("<f8")
    x[~null], y[~null] = places.T
    return x, y, null
