"""The street side as a careful GeoPandas script would do it: read, join, compare, group, write.

    python -m benchmarks.geo.plain CITY OUT              the plain way: the walking network is networkx's
    python -m benchmarks.geo.plain CITY OUT --tuned      the search along it is scipy's, on bare arrays
    python -m benchmarks.geo.plain CITY OUT --no-profile without the figures of the plan's profile, as the limit

It writes the same figures as the limit does, which rules out what is usual and brings others: a join for each level
(border points are lost or doubled, levels do not add up), buffers that are united (people at the rim are lost, and it
costs many times more). Careful means: one join of points with the smallest divisions, with the predicate that geopandas
is fast with, borders given to the lowest code afterwards, sums upwards; columns compared as columns; people joined by
distance and brought onto roads with geopandas.

It brings every figure that stepfree records of this city, those of the plan's one profile too, to whom everything is
open: for these one more search, from all homes, each of which is a node. No outlines for maps, no evidence of single
people's ways, and it looks for nothing wrong in the files.

Plain is what the documentation of geopandas, momepy, osmnx and networkx leads to: roads as a graph of networkx
(benchmarks/geo/by_networkx.py), one search from all facilities at once. Tuned is the same script with one thing from
outside: the limit's own search (benchmarks/geo/walking.py), which few who know geopandas would write.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.geo.by_networkx import Streets
from benchmarks.geo.walking import SNAP, Flags, Floats, Roads, Spots, ways

_METRIC = "EPSG:4547"
_RADII = (300, 500)
_COVERING = ("public_toilets", "bus_stops")
_PROFILE = "anyone"  # all roads are open to it
_YES, _NO = ["有", "是", "√"], ["无", "否", "没有"]
_ROUNDING = 1e-6
_WORST_FIRST = ("failed", "cantTell", "passed")

# Who has a facility near, for sure and perhaps, by the name of the figure and the radius.
Near = dict[tuple[str, int], tuple[Any, ...]]
# From people and facilities on the roads, groups of facilities and how far to look: each person's way to each group.
Search = Callable[[Spots, Spots, Sequence[Flags], float], list[Floats]]


def place(points: gpd.GeoDataFrame, smallest: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of the division of each point: one inside, else the lowest of those whose border it is on."""
    inside = gpd.sjoin(points[["geometry"]], smallest[["code", "geometry"]], predicate="within", how="left")
    code = inside["code"].groupby(level=0).min()
    left = points.loc[code[code.isna()].index, ["geometry"]].dropna()
    border = gpd.sjoin(left, smallest[["code", "geometry"]], predicate="intersects")
    placed: pd.Series = code.fillna(border["code"].groupby(level=0).min())
    return placed


def outcome(values: pd.Series, row: dict[str, Any]) -> pd.Series:
    """Return the outcome in words of each value against a requirement."""
    margin = _ROUNDING * max(abs(row["low"]), abs(row["high"]))
    if row["above_zero"]:  # a length of nought or less was not measured
        values = values.where(values > 0)
    if row["operator"] == "<=":
        met = values <= row["low"] + margin
    elif row["operator"] == ">=":
        met = values >= row["low"] - margin
    elif row["operator"] == "in-range":
        met = (values >= row["low"] - margin) & (values <= row["high"] + margin)
    else:
        met = (values - row["low"]).abs() <= margin
    return pd.Series(np.where(values.isna(), "cantTell", np.where(met, "passed", "failed")), index=values.index)


def judged(rows: list[dict[str, Any]], facilities: pd.DataFrame, values: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """Return the outcomes in words by requirement; of limits on some facilities only, those on one column together."""
    nothing = pd.Series(np.nan, index=facilities.index)
    said = {row["id"]: outcome(values.get(row["column"], nothing), row) for row in rows}
    found = dict(said)
    for row in rows:
        when = row["when"]
        if not when:
            continue
        answer = facilities[when["column"]] if when["column"] else nothing.astype(object)
        known, missed = answer.isin(when["answers"]), said[row["id"]] == "failed"
        certain = missed  # whatever the answer is, some limit applies and is missed
        for word in when["answers"]:
            failing = missed & False
            for other in rows:
                if other["when"] and all(other[name] == row[name] for name in ("edition", "column")):
                    failing |= (said[other["id"]] == "failed") & (word in other["when"]["holds"])
            certain = certain & failing
        found[row["id"]] = pd.Series(
            np.select(
                [known & ~answer.isin(when["holds"]), ~known & missed & ~certain],
                ["inapplicable", "cantTell"],
                said[row["id"]],
            ),
            index=facilities.index,
        )
    return found


def worst(said: list[pd.Series]) -> pd.Series:
    """Return the worst of some outcomes of each facility."""
    has = [np.logical_or.reduce([one == word for one in said]) for word in _WORST_FIRST]
    return pd.Series(np.select(has, _WORST_FIRST, "inapplicable"), index=said[0].index)


def spots(places: gpd.GeoDataFrame, roads: gpd.GeoDataFrame) -> Spots:
    """Return places on the nearest road; of several as near, any: the place on them is the same."""
    near = gpd.sjoin_nearest(places[["geometry"]].dropna(), roads[["geometry"]], max_distance=SNAP, distance_col="off")
    near = near[~near.index.duplicated()]
    lines = roads.geometry.loc[near["index_right"]].to_numpy()
    offset = pd.Series(shapely.line_locate_point(lines, near.geometry.to_numpy()), index=near.index)
    return Spots(
        near["index_right"].reindex(places.index, fill_value=-1).to_numpy(),
        offset.reindex(places.index).to_numpy(),
        near["off"].reindex(places.index).to_numpy(),
    )


def rolled_up(counts: pd.DataFrame, parents: pd.Series, levels: pd.Series) -> pd.DataFrame:
    """Return the sums of every division with all below it, and of the whole ("")."""
    total = counts.reindex([*parents.index, ""], fill_value=0.0).fillna(0.0)
    for level in sorted(levels.unique(), reverse=True):
        below = total.loc[levels.index[levels == level]]
        total = total.add(below.groupby(parents.loc[below.index].to_numpy()).sum(), fill_value=0.0)
    return total


def by_networkx(roads: gpd.GeoDataFrame) -> Search:
    """Return the search that most scripts would use."""
    return Streets(roads).ways


def by_scipy(roads: gpd.GeoDataFrame) -> Search:
    """Return the limit's own search."""
    return partial(ways, Roads.of(shapely.get_coordinates(roads.geometry)))


def of_facilities(
    kind: str, rows: list[dict[str, Any]], facilities: gpd.GeoDataFrame, inside: pd.Series
) -> tuple[dict[tuple[str, str], list[pd.Series]], pd.Series]:
    """Return who counts in each figure and edition (over, unknown, under), and each one's outcome by the first edition.

    The outcomes by requirement become columns of the facilities.
    """
    values = {name: _values(facilities[name]) for name in {row["column"] for row in rows if row["column"]}}
    if kind == "public_toilets":
        both = pd.DataFrame({"long_m": values["long_m"], "short_m": values["short_m"]})
        known = both.notna().all(axis=1)
        values["long_m"] = both.max(axis=1).where(known, both["long_m"])
        values["short_m"] = both.min(axis=1).where(known, both["short_m"])
    counted: dict[tuple[str, str], list[pd.Series]] = {("facilities", ""): [inside, inside & False, inside]}
    outcomes = judged(rows, facilities, values)
    overall: dict[str, pd.Series] = {}
    for row in rows:
        facilities[f"req:{row['id']}"] = outcomes[row["id"]]
        counted[f"requirement:{row['id']}", row["edition"]] = _three(outcomes[row["id"]], inside)
    for edition in dict.fromkeys(row["edition"] for row in rows):
        mine = [row for row in rows if row["edition"] == edition]
        said = overall[edition] = worst([outcomes[row["id"]] for row in mine])
        counted["pass", edition] = _three(said, inside)
        counted["surveyed", edition] = [inside & (said != "cantTell"), inside & False, inside]
        if len({row["kind"] for row in mine}) > 1:
            veto = worst([outcomes[row["id"]] for row in mine if row["kind"] == "veto"])
            counted["pass-veto", edition] = _three(veto, inside)
    return counted, next(iter(overall.values()))


def run(
    city: Path, out: Path, network: Callable[[gpd.GeoDataFrame], Search] = by_networkx, *, profile: bool = True
) -> None:
    """Take the city's files to a file of facilities for each layer, and one table of indicators.

    profile: whether who can reach what is counted for the plan's profile.
    """
    out.mkdir(parents=True, exist_ok=True)
    requirements = json.loads((city / "requirements.json").read_text("utf-8"))
    divisions = gpd.read_parquet(city / "divisions.parquet").to_crs(_METRIC)
    smallest = divisions[~divisions["code"].isin(divisions["parent"])]
    parents = divisions.set_index("code")["parent"]
    levels = parents.map(lambda parent: _depth(parent, parents)) + 1
    people = gpd.read_parquet(city / "population.parquet").to_crs(_METRIC)
    people["division"] = place(people, smallest).fillna("")
    roads = gpd.read_parquet(city / "roads.parquet").to_crs(_METRIC)
    search, at_home = network(roads), spots(people, roads)
    found: list[pd.DataFrame] = []
    serving: dict[str, tuple[gpd.GeoDataFrame, pd.Series, Spots]] = {}
    for kind, rows in requirements.items():
        facilities = gpd.read_parquet(city / f"{kind}.parquet").to_crs(_METRIC)
        home = place(facilities, smallest)
        inside = home.notna()
        facilities["division"] = home.fillna("")
        counted, said = of_facilities(kind, rows, facilities, inside)
        for (name, edition), three in counted.items():
            table = pd.DataFrame(dict(zip(("numerator", "unknown", "denominator"), three, strict=True))).astype(float)
            sums = rolled_up(table.groupby(facilities["division"]).sum(), parents, levels)
            if name == "facilities":
                sums.loc["", "denominator"] = len(facilities)
            found.append(sums.assign(layer=kind, name=name, standard=edition))
        if kind in _COVERING:
            near, stands = _coverage(facilities, said, people), spots(facilities, roads)
            near |= _walking(near, facilities, said, people, search, at_home, stands)
            serving[kind] = facilities, said, stands
            for (name, radius), (sure, maybe) in near.items():
                shares = {"numerator": sure, "unknown": maybe & ~sure, "denominator": True}
                table = pd.DataFrame({column: people["people"] * share for column, share in shares.items()})
                sums = rolled_up(table.astype(float).groupby(people["division"]).sum(), parents, levels)
                found.append(sums.assign(layer=kind, name=f"{name}-{radius}", standard=""))
        facilities.to_crs("EPSG:4326").to_file(out / f"{kind}.gpkg")
    for name, kind, facilities, counts in _reachable(serving, people, search, at_home) if profile else ():
        sums = rolled_up(counts.astype(float).groupby(facilities["division"]).sum(), parents, levels)
        found.append(sums.assign(layer=kind, name=name, standard=""))
    figures = pd.concat(found).rename_axis("division").reset_index()
    figures.to_parquet(out / "indicators.parquet")


def _coverage(facilities: gpd.GeoDataFrame, said: pd.Series, people: gpd.GeoDataFrame) -> Near:
    """Return who lives within each radius of a facility, joined by distance: buffers lose people at the rim."""
    groups = (said == "passed", said != "failed")
    return {
        ("coverage", radius): tuple(_near(facilities, which, people, radius) for which in groups) for radius in _RADII
    }


def _walking(
    straight: Near,
    facilities: gpd.GeoDataFrame,
    said: pd.Series,
    people: gpd.GeoDataFrame,
    search: Search,
    home: Spots,
    stands: Spots,
) -> Near:
    """Return who has a facility within each radius along the roads; off them, in a straight line, perhaps."""
    groups = [(said == word).to_numpy() for word in ("passed", "cantTell")]
    passed, unsure = search(home, stands, groups, max(_RADII))
    found: Near = {}
    for radius in _RADII:
        near, perhaps = straight["coverage", radius]
        off = _near(facilities, (said != "failed") & (stands.road < 0), people, radius)
        sure = (passed <= radius) & near
        walking = sure, sure | (((unsure <= radius) | off | (home.road < 0)) & perhaps)
        found["coverage-walking", radius] = found[f"coverage-{_PROFILE}", radius] = walking
    return found


def _reachable(
    serving: dict[str, tuple[gpd.GeoDataFrame, pd.Series, Spots]], people: gpd.GeoDataFrame, search: Search, home: Spots
) -> Iterator[tuple[str, str, gpd.GeoDataFrame, pd.DataFrame]]:
    """Yield which facilities somebody lives near along the roads, and which of them passed: one search for all."""
    parts = [stands for _, _, stands in serving.values()]
    every = Spots(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("road", "offset", "aside")))
    (far,) = search(every, home, [(people["people"] > 0).to_numpy()], max(_RADII))
    begin = 0
    for kind, (facilities, said, stands) in serving.items():
        near = far[begin : begin + len(facilities)] <= max(_RADII)
        begin += len(facilities)
        inside = (facilities["division"] != "").to_numpy()
        sure, maybe = inside & near, inside & (near | (stands.road < 0))
        usable, possible = sure & (said == "passed"), maybe & (said != "failed")
        for name, one, other in (("reachable", sure, maybe), ("chain", usable, possible)):
            counts = {"numerator": one, "unknown": other & ~one, "denominator": inside}
            yield f"{name}-{_PROFILE}", kind, facilities, pd.DataFrame(counts, index=facilities.index)


def _near(facilities: gpd.GeoDataFrame, which: pd.Series, people: gpd.GeoDataFrame, radius: int) -> Any:
    chosen = facilities.loc[which, ["geometry"]].dropna()
    joined = gpd.sjoin(people[["geometry"]], chosen, predicate="dwithin", distance=radius)
    return people.index.isin(joined.index)


def _three(said: pd.Series, inside: pd.Series) -> list[pd.Series]:
    return [inside & (said == "passed"), inside & (said == "cantTell"), inside & (said != "inapplicable")]


def _values(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column.mask(column == 9999)  # noqa: PLR2004 -- the survey's word for not known
    return column.map({**dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}).astype(float)


def _depth(code: str, parents: pd.Series) -> int:
    return 0 if code == "" else 1 + _depth(str(parents[code]), parents)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("city", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tuned", action="store_true", help="search with scipy on bare arrays")
    parser.add_argument("--no-profile", action="store_true", help="leave out who can reach what")
    given = parser.parse_args()
    run(given.city, given.out, by_scipy if given.tuned else by_networkx, profile=not given.no_profile)
