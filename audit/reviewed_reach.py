"""How far people have it in a straight line once people's verdicts count, worked out anew from what a run keeps.

A run keeps where each point of people is and how far it has it to the nearest facility that passed, and to the nearest
that did not fail. A facility found to pass may be nearer than the first; one found to fail may have been the second.
Where places are kept they are rounded to about half a metre, and a map's metres are not quite those of the ground: what
is so near to a limit that this could decide stays open, so that the bounds hold as those of an audit do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from audit.districts import WHOLE

SURE, MAYBE = "straight", "straight?"
PEOPLE: Final = "people"
# What distances here may be off by: metres, and a share of them.
_OFF, _OFF_SHARE = 1.0, 0.002
# The ellipsoid of WGS 84: the greater half-axis in metres, and the square of its eccentricity.
_AXIS, _ECCENTRICITY = 6_378_137.0, 0.00669437999014
# A sum of millions of floats differs by its order in the last digits alone.
_ROUNDING: Final = 1e-9

_Floats = NDArray[np.float64]
Counts = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Reach:
    """The evidence of how far people have it to a layer, and how many are near by radius (metres) and group.

    counted: the people in the whole that are near, by radius and by group ("" all, "@over_65").
    """

    parquet: bytes
    counted: Mapping[tuple[int, str], float]


@dataclass(frozen=True)
class Stands:
    """A layer's evidence once verdicts count, and the rows whose facility was found to pass, and to fail.

    standing: by row, whether it is a facility that is not known to fail.
    """

    table: Any
    passed: Sequence[int]
    failed: Sequence[int]
    standing: NDArray[np.bool_]


@dataclass(frozen=True)
class Anew:
    """The evidence worked out anew, and what that adds to figures: division, name of the indicator, three counts."""

    parquet: bytes
    moves: Sequence[tuple[str, str, Counts]]


def reached(given: Reach, stands: Stands) -> Anew | None:
    """Return how far people have it once verdicts count.

    None where the points do not give the figures that were counted: people of areas, whose shares no point tells.
    """
    table = pq.read_table(pa.BufferReader(given.parquet))
    if SURE not in table.column_names or not _by_points(table, given):
        return None
    old = [_metres(table[name]) for name in (SURE, MAYBE)]
    at, places = _on_globe(table["lon"], table["lat"]), _on_globe(stands.table["lon"], stands.table["lat"])
    farthest = float(max((radius for radius, _ in given.counted), default=0))
    sure = np.minimum(old[0], _beyond(_nearest(places[list(stands.passed)], at, farthest), 1))
    maybe = old[1].copy()
    failed = places[list(stands.failed)]
    asked = np.flatnonzero(np.isfinite(maybe) & (_beyond(_nearest(failed, at, farthest), -1) <= maybe))
    maybe[asked] = np.maximum(maybe[asked], _beyond(_nearest(places[stands.standing], at[asked], farthest), -1))
    new = [np.where(metres <= farthest, metres, np.inf) for metres in (sure, maybe)]
    for name, metres in zip((SURE, MAYBE), new, strict=True):
        column = pa.array(metres.astype(np.float32), pa.float32(), mask=~np.isfinite(metres))
        table = table.set_column(table.column_names.index(name), name, column)
    return Anew(parquet(table), list(_moves(table, given, old, new)))


def _by_points(table: Any, given: Reach) -> bool:
    sure = _metres(table[SURE])
    for (radius, group), counted in given.counted.items():
        if PEOPLE + group not in table.column_names:
            return False
        near = float(_plain(table[PEOPLE + group])[sure <= radius].sum())
        if abs(near - counted) > _ROUNDING * max(1.0, counted):
            return False
    return bool(given.counted)


def _moves(
    table: Any, given: Reach, old: Sequence[_Floats], new: Sequence[_Floats]
) -> Iterator[tuple[str, str, Counts]]:
    codes = pc.fill_null(table["division"].cast(pa.string()), WHOLE).combine_chunks().dictionary_encode()
    home, names = codes.indices.to_numpy(), codes.dictionary.to_pylist()
    for radius, group in given.counted:
        people = _plain(table[PEOPLE + group])
        was, now = ([(metres <= radius).astype(np.float64) for metres in both] for both in (old, new))
        more = np.bincount(home, weights=people * (now[0] - was[0]), minlength=len(names))
        open_ = np.bincount(home, weights=people * ((now[1] - now[0]) - (was[1] - was[0])), minlength=len(names))
        for code, sure, doubtful in zip(names, more.tolist(), open_.tolist(), strict=True):
            yield code, f"coverage-{radius}{group}", (sure, doubtful, 0.0)


def _nearest(stands: _Floats, at: _Floats, farthest: float) -> _Floats:
    """Return how far places have it to the nearest of some facilities; infinity beyond the farthest radius."""
    known = stands[np.isfinite(stands).all(axis=1)]
    if not len(known) or not len(at):
        return np.full(len(at), np.inf)
    bound = farthest * (1 + _OFF_SHARE) + 2 * _OFF
    metres, _ = cKDTree(known).query(at, distance_upper_bound=bound)
    return np.asarray(metres, dtype=np.float64)


def _beyond(metres: _Floats, sign: int) -> _Floats:
    """Return metres at the most (1) or the least (-1) that they may be."""
    moved: _Floats = np.maximum(metres * (1 + sign * _OFF_SHARE) + sign * _OFF, 0.0)
    return moved


def _on_globe(lon: Any, lat: Any) -> _Floats:
    """Return places in three coordinates (metres), between which the straight line is as good as the ground."""
    east, north = np.radians(_plain(lon)), np.radians(_plain(lat))
    radius: _Floats = _AXIS / np.sqrt(1 - _ECCENTRICITY * np.sin(north) ** 2)
    return np.column_stack(
        [
            radius * np.cos(north) * np.cos(east),
            radius * np.cos(north) * np.sin(east),
            radius * (1 - _ECCENTRICITY) * np.sin(north),
        ]
    )


def _plain(column: Any) -> _Floats:
    floats: _Floats = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return floats


def _metres(column: Any) -> _Floats:
    floats = _plain(column)
    return np.where(np.isnan(floats), np.inf, floats)


def parquet(table: Any) -> bytes:
    """Return evidence as a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", write_statistics=False)
    written: bytes = sink.getvalue().to_pybytes()
    return written
