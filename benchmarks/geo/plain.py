"""The street side as a careful GeoPandas script would do it: read, join, compare, group, write.

    python -m benchmarks.geo.plain CITY OUT

It writes the same figures as the limit does. Careful means: one join of points with the smallest divisions, with the
predicate that geopandas is fast with, borders given to the lowest code afterwards, columns compared as columns, people
joined by distance. Buffers that are united, the more usual way, cost many times more and lose people at the rim.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

_METRIC = "EPSG:4547"
_RADII = (300, 500)
_COVERING = ("public_toilets", "bus_stops")
_YES, _NO = ["有", "是", "√"], ["无", "否", "没有"]
_ROUNDING = 1e-6


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


def rolled_up(counts: pd.DataFrame, parents: pd.Series, levels: pd.Series) -> pd.DataFrame:
    """Return the sums of every division with all below it, and of the whole ("")."""
    total = counts.reindex([*parents.index, ""], fill_value=0.0).fillna(0.0)
    for level in sorted(levels.unique(), reverse=True):
        below = total.loc[levels.index[levels == level]]
        total = total.add(below.groupby(parents.loc[below.index].to_numpy()).sum(), fill_value=0.0)
    return total


def run(city: Path, out: Path) -> None:
    """Take the city's files to a file of facilities for each layer, and one table of indicators."""
    out.mkdir(parents=True, exist_ok=True)
    requirements = json.loads((city / "requirements.json").read_text("utf-8"))
    divisions = gpd.read_parquet(city / "divisions.parquet").to_crs(_METRIC)
    smallest = divisions[~divisions["code"].isin(divisions["parent"])]
    parents = divisions.set_index("code")["parent"]
    levels = parents.map(lambda parent: _depth(parent, parents)) + 1
    people = gpd.read_parquet(city / "population.parquet").to_crs(_METRIC)
    people["division"] = place(people, smallest).fillna("")
    found: list[pd.DataFrame] = []
    for kind, rows in requirements.items():
        facilities = gpd.read_parquet(city / f"{kind}.parquet").to_crs(_METRIC)
        home = place(facilities, smallest)
        inside = home.notna()
        facilities["division"] = home.fillna("")
        values = {name: _values(facilities[name]) for name in {row["column"] for row in rows if row["column"]}}
        if kind == "public_toilets":
            both = pd.DataFrame({"long_m": values["long_m"], "short_m": values["short_m"]})
            known = both.notna().all(axis=1)
            values["long_m"] = both.max(axis=1).where(known, both["long_m"])
            values["short_m"] = both.min(axis=1).where(known, both["short_m"])
        nothing = pd.Series(np.nan, index=facilities.index)
        counted: dict[tuple[str, str], list[pd.Series]] = {("facilities", ""): [inside, inside & False, inside]}
        overall: dict[str, pd.Series] = {}
        for row in rows:
            said = outcome(values.get(row["column"], nothing), row)
            facilities[f"req:{row['id']}"] = said
            counted[f"requirement:{row['id']}", row["edition"]] = _three(said, inside)
            worst = overall.get(row["edition"], pd.Series("passed", index=said.index))
            keep_failed = (worst == "failed") | (said == "failed")
            unknown = (worst == "cantTell") | (said == "cantTell")
            overall[row["edition"]] = pd.Series(
                np.where(keep_failed, "failed", np.where(unknown, "cantTell", "passed")), index=said.index
            )
        for edition, said in overall.items():
            counted["pass", edition] = _three(said, inside)
            counted["surveyed", edition] = [inside & (said != "cantTell"), inside & False, inside]
        for (name, edition), three in counted.items():
            table = pd.DataFrame(dict(zip(("numerator", "unknown", "denominator"), three, strict=True))).astype(float)
            sums = rolled_up(table.groupby(facilities["division"]).sum(), parents, levels)
            if name == "facilities":
                sums.loc["", "denominator"] = len(facilities)
            found.append(sums.assign(layer=kind, name=name, standard=edition))
        if kind in _COVERING:
            found += _coverage(kind, facilities, next(iter(overall.values())), people, parents, levels)
        facilities.to_crs("EPSG:4326").to_file(out / f"{kind}.gpkg")
    figures = pd.concat(found).rename_axis("division").reset_index()
    figures.to_parquet(out / "indicators.parquet")


def _coverage(
    kind: str,
    facilities: gpd.GeoDataFrame,
    said: pd.Series,
    people: gpd.GeoDataFrame,
    parents: pd.Series,
    levels: pd.Series,
) -> list[pd.DataFrame]:
    """Return the people within each radius of a facility, joined by distance: buffers lose people at the rim."""
    found = []
    for radius in _RADII:
        within = {}
        for name, which in (("sure", said == "passed"), ("maybe", said != "failed")):
            chosen = facilities.loc[which, ["geometry"]].dropna()
            joined = gpd.sjoin(people[["geometry"]], chosen, predicate="dwithin", distance=radius)
            within[name] = people.index.isin(joined.index)
        table = pd.DataFrame(
            {
                "numerator": people["people"] * within["sure"],
                "unknown": people["people"] * (within["maybe"] & ~within["sure"]),
                "denominator": people["people"],
            }
        ).astype(float)
        sums = rolled_up(table.groupby(people["division"]).sum(), parents, levels)
        found.append(sums.assign(layer=kind, name=f"coverage-{radius}", standard=""))
    return found


def _three(said: pd.Series, inside: pd.Series) -> list[pd.Series]:
    return [inside & (said == "passed"), inside & (said == "cantTell"), inside]


def _values(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):
        return column.mask(column == 9999)  # noqa: PLR2004 -- the survey's word for not known
    return column.map({**dict.fromkeys(_YES, 1.0), **dict.fromkeys(_NO, 0.0)}).astype(float)


def _depth(code: str, parents: pd.Series) -> int:
    return 0 if code == "" else 1 + _depth(str(parents[code]), parents)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
