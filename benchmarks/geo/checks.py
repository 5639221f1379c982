"""Holds stepfree's measures against other programs' results on the benchmark city; peers that are absent are told.

    python -m benchmarks.geo.checks CITY

Distances over the network: scipy on the bare edges, and pandana. Two-step floating catchment areas: PySAL's access.
Areas of divisions and lengths of roads: pyproj's geodesics on the ellipsoid.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.geo.city_size import DEGREES, METRIC

Floats = NDArray[np.float64]

# Metres of difference that roundings explain (stepfree tells ways to the millimetre).
_SAME_WAY = 0.01
# Metres beyond which nobody looks.
_FARTHEST = 5_000.0
# Units to a metre that pandana is given: it cuts each edge off after three decimals, which adds up along a way. With
# more of them it never comes to an end on a large city: the ways through it pass 2^31 of its units, a thousandth each.
_PANDANA_UNITS = 10.0
# A transverse Mercator map stretches areas by up to 0.02 % within 55 km of its meridian, lengths by half as much.
_SAME_AREA, _SAME_LENGTH = 4e-4, 2e-4
_SAME_ACCESS = 1e-9
_FACILITIES, _PEOPLE = 500, 20_000
_CATCHMENT = 1_000.0
_ACCESS = "geo_checks.measures.access"
_PAIRS = "geo_checks.measures.catchments"


@dataclass(frozen=True)
class Result:
    """One comparison. worst: the largest difference, None when the peer is not there."""

    name: str
    worst: float | None
    limit: float
    note: str = ""

    @property
    def passed(self) -> bool:
        """Return whether nothing differs by more than the limit; a peer that is absent says nothing."""
        return self.worst is None or self.worst <= self.limit

    def __str__(self) -> str:
        """Return the comparison in one line."""
        if self.worst is None:
            return f"left out  {self.name}: {self.note}"
        return f"{'equal' if self.passed else 'DIFFERS':9} {self.name}: at most {self.worst:.3g} (limit {self.limit:g})"


@dataclass(frozen=True)
class Roads:
    """The city's roads: nodes in metres, the two nodes of each edge, its length in metres."""

    nodes: Floats
    ends: NDArray[np.int64]
    length: Floats
    lines: NDArray[np.object_]

    @classmethod
    def of(cls, city: Path) -> Roads:
        """Read them; ends at the same place are one node."""
        degrees = shapely.from_wkb(pq.read_table(city / "roads.parquet", columns=["geometry"])["geometry"].to_numpy())
        to_metres = Transformer.from_crs(DEGREES, METRIC, always_xy=True)
        lines = shapely.transform(degrees, lambda at: np.column_stack(to_metres.transform(at[:, 0], at[:, 1])))
        ends = shapely.get_coordinates([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
        nodes, number = np.unique(np.round(ends, 3), axis=0, return_inverse=True)
        return cls(nodes, number.reshape(2, -1).T, shapely.length(lines), degrees)


def ways(city: Path) -> list[Result]:
    """Compare the ways from every node to the nearest of some facilities."""
    roads = Roads.of(city)
    random = np.random.Generator(np.random.PCG64(1))
    chosen = np.sort(random.choice(len(roads.nodes), min(_FACILITIES, len(roads.nodes)), replace=False))
    ours = _stepfree_ways(roads, chosen)
    size = len(roads.nodes)
    matrix = coo_array((roads.length, tuple(roads.ends.T)), shape=(size, size)).tocsr()
    bare = dijkstra(matrix, directed=False, indices=chosen, min_only=True, limit=_FARTHEST)
    results = [Result("ways over the network, scipy on the bare edges", _apart(ours, bare), _SAME_WAY)]
    if importlib.util.find_spec("pandana") is None:
        return [*results, Result("ways over the network, pandana", None, 0, "pip install pandana")]
    pandas, pandana = importlib.import_module("pandas"), importlib.import_module("pandana")
    network = pandana.Network(
        pandas.Series(roads.nodes[:, 0]), pandas.Series(roads.nodes[:, 1]), pandas.Series(roads.ends[:, 0]),
        pandas.Series(roads.ends[:, 1]), pandas.DataFrame({"length": roads.length * _PANDANA_UNITS}),
    )  # fmt: skip
    where = (pandas.Series(values) for values in roads.nodes[chosen].T)
    network.set_pois("facilities", _FARTHEST * _PANDANA_UNITS, 1, *where)
    theirs = network.nearest_pois(_FARTHEST * _PANDANA_UNITS, "facilities", num_pois=1)[1]
    theirs = theirs.reindex(np.arange(size)).to_numpy() / _PANDANA_UNITS
    # What it does not reach is as far as it looks.
    within = np.where(np.isfinite(ours), ours, _FARTHEST)
    return [*results, Result("ways over the network, pandana", _apart(within, theirs), _SAME_WAY)]


def _stepfree_ways(roads: Roads, chosen: NDArray[np.int64]) -> Floats:
    network_of, routes = importlib.import_module("geo_checks.network"), importlib.import_module("geo_checks.routes")
    shapes = shapely.linestrings(roads.nodes[roads.ends])
    none = np.full(len(shapes), -1)
    network = network_of.build(network_of.Lines.of(shapes, {}, none, ()))
    locator = routes.Locator(network)
    everyone = locator.places(*np.ascontiguousarray(roads.nodes.T), 1.0)
    facilities = locator.places(*np.ascontiguousarray(roads.nodes[chosen].T), 1.0)
    found = routes.distances(routes.graph(network), facilities, everyone, int(_FARTHEST))
    return np.asarray(found, dtype=np.float64)


def geodesics(city: Path) -> list[Result]:
    """Compare areas and lengths in the metric system with those on the ellipsoid."""
    geod = Geod(ellps="GRS80")
    table = pq.read_table(city / "divisions.parquet", columns=["code", "geometry"])
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    some = shapes[np.linspace(0, len(shapes) - 1, min(len(shapes), 100)).astype(int)]
    to_metres = Transformer.from_crs(DEGREES, METRIC, always_xy=True)
    metric = shapely.transform(some, lambda at: np.column_stack(to_metres.transform(at[:, 0], at[:, 1])))
    there = np.array([abs(geod.geometry_area_perimeter(shape)[0]) for shape in some])
    roads = Roads.of(city)
    lines = np.linspace(0, len(roads.lines) - 1, min(len(roads.lines), 5_000)).astype(int)
    on_earth = np.array([geod.geometry_length(line) for line in roads.lines[lines]])
    return [
        Result("areas of divisions, geodesic (relative)", _relative(shapely.area(metric), there), _SAME_AREA),
        Result("lengths of roads, geodesic (relative)", _relative(roads.length[lines], on_earth), _SAME_LENGTH),
    ]


def catchments(city: Path) -> list[Result]:
    """Compare two-step floating catchment areas with those of PySAL's access."""
    name = "two-step floating catchment areas, PySAL access"
    for module, lacking in ((_ACCESS, "stepfree does not measure them"), ("access", "pip install access")):
        if importlib.util.find_spec(module) is None:
            return [Result(name, None, 0, lacking)]
    ours = importlib.import_module(_ACCESS)
    pandas, theirs = importlib.import_module("pandas"), importlib.import_module("access.fca")
    people, cells = _places(city, "population", _PEOPLE, "people")
    _, toilets = _places(city, "public_toilets", _FACILITIES)
    supply = np.ones(len(toilets))
    pairs = list(importlib.import_module(_PAIRS).straight(*toilets.T, *cells.T, _CATCHMENT))
    found, _ = ours.two_step(pairs, (supply, 0 * supply), people, ours.everywhere, _CATCHMENT)
    costs = pandas.concat([pandas.DataFrame({"origin": p.person, "dest": p.place, "cost": p.sure}) for p in pairs])
    expected = theirs.two_stage_fca(
        pandas.DataFrame({"demand": people}, index=pandas.RangeIndex(len(people), name="geoid")),
        pandas.DataFrame({"supply": supply}, index=pandas.RangeIndex(len(supply), name="geoid")),
        costs, max_cost=_CATCHMENT, demand_index=True, supply_index=True, supply_name="supply",
    )  # fmt: skip
    listed = expected.reindex(np.arange(len(people))).fillna(0.0).to_numpy()
    return [Result(name, _apart(found, listed), _SAME_ACCESS)]


def _places(city: Path, layer: str, most: int, count: str = "") -> tuple[Floats, Floats]:
    """Return a count column (ones when none is named) and places in metres of some rows, spread over the file."""
    table = pq.read_table(city / f"{layer}.parquet", columns=["geometry", *([count] if count else [])])
    points = shapely.from_wkb(table["geometry"].to_numpy())
    at = np.flatnonzero(~shapely.is_missing(points))
    at = at[np.linspace(0, at.size - 1, min(at.size, most)).astype(int)]
    counts = table[count].to_numpy()[at].astype(np.float64) if count else np.ones(at.size)
    to_metres = Transformer.from_crs(DEGREES, METRIC, always_xy=True)
    return counts, np.column_stack(to_metres.transform(shapely.get_x(points[at]), shapely.get_y(points[at])))


CHECKS: Sequence[Callable[[Path], list[Result]]] = (ways, catchments, geodesics)


def _apart(one: Any, other: Any) -> float:
    """Return the largest difference; what one reaches and the other does not is infinitely far apart."""
    one, other = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if (np.isfinite(one) != np.isfinite(other)).any():
        return float("inf")
    both = np.isfinite(one)
    return float(np.abs(one[both] - other[both]).max(initial=0.0))


def _relative(one: Floats, other: Floats) -> float:
    return float(np.abs(one / other - 1).max())


def run(city: Path) -> bool:
    """Print every comparison; return whether all are equal."""
    results = [result for check in CHECKS for result in check(city)]
    print("\n".join(map(str, results)))
    return all(result.passed for result in results)


if __name__ == "__main__":
    sys.exit(0 if run(Path(sys.argv[1])) else 1)
