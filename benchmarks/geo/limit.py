"""The least that the street side can cost: the bare kernels in a row, on flat arrays, for the benchmark city alone.

    python -m benchmarks.geo.limit CITY OUT

Columns read with Arrow, places taken out of their buffers, points sorted by a grid and placed in prepared polygons,
columns compared, people and stops by KD-tree, ways along the roads by one search a layer and outcome, whole numbers
rolled up by bincount, tables written by Arrow. It knows what this city looks like: fixed columns and units, three
nested levels by code, roads between two nodes each, no file that is broken. No plan, no checks, no report, no database,
no outlines for maps. Ways are those on foot; the plan's one profile, to whom everything is open, is stepfree's alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.spatial import cKDTree

from benchmarks.geo.walking import Roads, Spots, ways

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_METRIC, _DEGREES = "EPSG:4547", "EPSG:4490"
_RADII = (300, 500)
_COVERING = ("public_toilets", "bus_stops")
_POINT_BYTES = 21  # WKB: byte order, type, x, y
_ROAD_BYTES = 41  # WKB: byte order, type, how many, two places
_PER_CELL = 8
_ROUNDING = 1e-6
FAILED, CANT_TELL, PASSED, INAPPLICABLE = range(4)
WORDS = ("failed", "cantTell", "passed", "inapplicable", "untested")
_YES_NO = dict.fromkeys(["有", "是", "√"], 1.0) | dict.fromkeys(["无", "否", "没有"], 0.0)
_SENTINEL = 9999.0
# Digits of a code that name the division at each level, from the city down.
_LEVELS = (6, 9, 12)


def points(column: Any) -> Floats:
    """Return the places (n, 2) of a WKB column of points, NaN for null, without making objects of them."""
    array = column.combine_chunks()
    _, offsets, data = array.buffers()
    at = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    full = np.diff(at) == _POINT_BYTES
    raw = np.frombuffer(data, np.uint8)[at[0] : at[-1]].reshape(-1, _POINT_BYTES)
    places = np.full((len(array), 2), np.nan)
    places[full] = np.ascontiguousarray(raw[:, 5:]).view(np.float64)
    return places


def roads(path: Path, transform: Transformer) -> Roads:
    """Return the roads in metres; every one is a line between two places."""
    column = pq.read_table(path, columns=["geometry"])["geometry"].combine_chunks()
    _, offsets, data = column.buffers()
    at = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    raw = np.frombuffer(data, np.uint8)[at[0] : at[-1]].reshape(-1, _ROAD_BYTES)
    places = np.ascontiguousarray(raw[:, 9:]).view(np.float64).reshape(-1, 2)
    return Roads.of(np.column_stack(transform.transform(places[:, 0], places[:, 1])))


class Divisions:
    """The communities, and how the divisions above them are found from their codes."""

    def __init__(self, path: Path) -> None:
        table = pq.read_table(path, columns=["code", "geometry"])
        codes = table["code"].to_numpy()
        order = np.argsort(codes)
        self.codes = codes[order]
        smallest = np.char.str_len(self.codes.astype(str)) == _LEVELS[-1]
        self.smallest = np.flatnonzero(smallest)
        self.polygons: NDArray[np.object_] = shapely.from_wkb(
            table["geometry"].take(pa.array(order[smallest])).to_numpy()
        )
        shapely.prepare(self.polygons)
        index = {code: number for number, code in enumerate(self.codes)}
        city = index["990000"]
        parent = [
            index.get(code[: _LEVELS[1]] if len(code) == _LEVELS[2] else code[: _LEVELS[0]]) for code in self.codes
        ]
        self.parents = np.array([city if up == number else up for number, up in enumerate(parent)], dtype=np.int64)
        self.parents[city] = len(self.codes)
        length = np.char.str_len(self.codes.astype(str))
        self.levels = np.where(np.arange(len(self.codes)) == city, 0, np.searchsorted(_LEVELS, length) + 1)

    def place(self, at: Floats) -> Ints:
        """Return the division (by code) of each point, -1 outside: points in runs of grid cells, one call a polygon."""
        home = np.full(len(at), -1, dtype=np.int64)
        bounds = shapely.bounds(self.polygons)
        low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
        near = np.flatnonzero(((at >= low) & (at <= high)).all(axis=1))
        side = int(np.clip(np.sqrt(near.size / _PER_CELL), 1, 1024))
        width = (high - low) / side

        def cells(values: Floats) -> Ints:
            return np.asarray(np.clip(((values - low) / width).astype(np.int64), 0, side - 1), dtype=np.int64)

        cell = cells(at[near]) @ np.array([1, side])
        order = np.argsort(cell, kind="stable")
        near = near[order]
        x, y = np.ascontiguousarray(at[near].T)
        starts = np.searchsorted(cell[order], np.arange(side * side + 1))
        found = np.full(near.size, -1, dtype=np.int64)
        first, last = cells(bounds[:, :2]), cells(bounds[:, 2:])
        for number, (polygon, (x0, y0), (x1, y1)) in enumerate(zip(self.polygons, first, last, strict=True)):
            runs = [np.arange(starts[row * side + x0], starts[row * side + x1 + 1]) for row in range(y0, y1 + 1)]
            waiting = np.concatenate(runs)
            waiting = waiting[found[waiting] < 0]
            found[waiting[shapely.intersects_xy(polygon, x[waiting], y[waiting])]] = number
        placed = found >= 0
        home[near[placed]] = self.smallest[found[placed]]
        return home

    def roll_up(self, home: Ints, columns: list[Any]) -> Floats:
        """Return the sums (divisions + 1, columns) of each division with all below it; the last is the whole."""
        size = len(self.codes) + 1
        slot = home % size
        total: Floats = np.column_stack([1.0 * np.bincount(slot, weights=column, minlength=size) for column in columns])
        for level in range(int(self.levels.max()), -1, -1):
            at = np.flatnonzero(self.levels == level)
            np.add.at(total, self.parents[at], total[at])
        return total


def values(column: Any, numbers: Mapping[str, float]) -> Floats:
    """Return a column as numbers, NaN where not known. numbers: what its words mean, if it has words."""
    array = column.combine_chunks()
    if not pa.types.is_string(array.type):
        floats = array.to_numpy(zero_copy_only=False)
        return np.asarray(np.where(floats == _SENTINEL, np.nan, floats), dtype=np.float64)
    encoded = array.dictionary_encode()
    meaning = np.array([numbers.get(word, np.nan) for word in encoded.dictionary.to_pylist()])
    return np.asarray(meaning[encoded.indices.to_numpy()], dtype=np.float64)


def outcomes(floats: Floats, row: dict[str, Any]) -> NDArray[np.int8]:
    """Return the outcome of each value against one requirement."""
    margin = _ROUNDING * max(abs(row["low"]), abs(row["high"]))
    if row["above_zero"]:  # a length of nought or less was not measured
        floats = np.where(floats > 0, floats, np.nan)
    if row["operator"] == "<=":
        met = floats <= row["low"] + margin
    elif row["operator"] == ">=":
        met = floats >= row["low"] - margin
    elif row["operator"] == "in-range":
        met = (floats >= row["low"] - margin) & (floats <= row["high"] + margin)
    else:
        met = np.abs(floats - row["low"]) <= margin
    return np.where(np.isnan(floats), CANT_TELL, np.where(met, PASSED, FAILED)).astype(np.int8)


def judged(rows: Sequence[dict[str, Any]], known: Mapping[str, Floats], count: int) -> dict[str, NDArray[np.int8]]:
    """Return the outcomes by requirement.

    A limit on some facilities only, where it is not known whether on this one: failed if, whatever the answer is, some
    limit of the edition on the same column applies and is missed; else not known if this one is missed.
    """
    nothing = np.full(count, np.nan)
    found = {row["id"]: outcomes(known.get(row["column"], nothing), row) for row in rows}
    missed = {row["id"]: found[row["id"]] == FAILED for row in rows if row["when"]}
    for row in (row for row in rows if row["when"]):
        answers, codes = row["when"]["answers"], found[row["id"]]
        answer = known.get(row["when"]["column"], nothing)
        unsure = np.isnan(answer)
        family = [o for o in rows if o["when"] and (o["edition"], o["column"]) == (row["edition"], row["column"])]
        spared = np.zeros(count, dtype=np.bool_)
        for word in answers:
            spared |= ~np.any([missed[other["id"]] for other in family if word in other["when"]["holds"]], axis=0)
        codes[unsure & missed[row["id"]] & spared] = CANT_TELL
        codes[~unsure & ~np.isin(answer, [answers.index(word) for word in row["when"]["holds"]])] = INAPPLICABLE
    return found


def worst(
    by_row: Mapping[str, NDArray[np.int8]], rows: Sequence[dict[str, Any]], edition: str, kind: str = ""
) -> NDArray[np.int8]:
    """Return the worst outcome of each facility by an edition's rows (of a kind)."""
    mine = [by_row[row["id"]] for row in rows if row["edition"] == edition and kind in ("", row["kind"])]
    return np.asarray(np.min(mine, axis=0), dtype=np.int8)


def distances(metres: Floats, which: NDArray[np.bool_], people: Floats) -> Floats:
    """Return each person's distance to the nearest of some facilities, infinity when it is beyond every radius."""
    tree = cKDTree(metres[which], balanced_tree=False, compact_nodes=False)
    return np.asarray(tree.query(people, distance_upper_bound=np.nextafter(max(_RADII), np.inf))[0])


def reached(
    over: Roads, spots: Spots, cells: Floats, metres: Floats, codes: NDArray[np.int8]
) -> dict[str, tuple[Floats, Floats]]:
    """Return how far each person has it to a facility, for sure and perhaps: straight and along the roads.

    A way is never shorter than the straight line; what is off the roads may have one that they do not show.
    """
    placed, stands = np.isfinite(metres[:, 0]), over.nearest(metres)
    sure = distances(metres, placed & (codes == PASSED), cells)
    maybe = np.minimum(sure, distances(metres, placed & (codes == CANT_TELL), cells))
    walks = ways(over, spots, stands, [codes == PASSED, codes == CANT_TELL], max(_RADII))
    beyond = distances(metres, placed & (stands.road < 0) & (codes != FAILED), cells)
    beyond = np.minimum(beyond, np.where(spots.road < 0, maybe, np.inf))
    walked = np.maximum(walks[0], sure)
    perhaps = np.minimum(walked, np.maximum(np.minimum.reduce([*walks, beyond]), maybe))
    return {"coverage": (sure, maybe), "coverage-walking": (walked, perhaps)}


def dictionary(codes: NDArray[Any], words: Any) -> Any:
    """Return codes as an Arrow column of words."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def run(city: Path, out: Path) -> None:
    """Take the city's files to a table of facilities for each layer, and one table of indicators."""
    requirements = json.loads((city / "requirements.json").read_text("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    divisions = Divisions(city / "divisions.parquet")
    transform = Transformer.from_crs(_DEGREES, _METRIC, always_xy=True)
    table = pq.read_table(city / "population.parquet", columns=["people", "geometry"])
    cells = points(table["geometry"])
    people, people_home = table["people"].to_numpy().astype(np.float64), divisions.place(cells)
    cells = np.column_stack(transform.transform(cells[:, 0], cells[:, 1]))
    over = roads(city / "roads.parquet", transform)
    spots = over.nearest(cells)
    figures: list[tuple[str, str, str, Floats]] = []
    for kind, rows in requirements.items():
        words_of = {row["when"]["column"]: row["when"]["answers"] for row in rows if row["when"]}
        columns = sorted({*(row["column"] for row in rows), *words_of} - {""})
        table = pq.read_table(city / f"{kind}.parquet", columns=["id", "place", "geometry", *columns])
        at = points(table["geometry"])
        home = divisions.place(at)
        numbers = {name: {word: float(n) for n, word in enumerate(words)} for name, words in words_of.items()}
        known = {name: values(table[name], numbers.get(name, _YES_NO)) for name in columns}
        if kind == "public_toilets":
            known["long_m"], known["short_m"] = _sides(known["long_m"], known["short_m"])
        by_row = judged(rows, known, len(at))
        inside = home >= 0
        weights: list[tuple[str, str, list[Any]]] = [("facilities", "", [inside, np.zeros(len(at)), inside])]
        editions = list(dict.fromkeys(row["edition"] for row in rows))
        overall = {edition: worst(by_row, rows, edition) for edition in editions}
        both = [e for e in editions if len({row["kind"] for row in rows if row["edition"] == e}) > 1]
        for name, edition, codes in (
            *(("pass", edition, overall[edition]) for edition in editions),
            *(("pass-veto", edition, worst(by_row, rows, edition, "veto")) for edition in both),
            *((f"requirement:{row['id']}", row["edition"], by_row[row["id"]]) for row in rows),
        ):
            weights.append(
                (name, edition, [inside & (codes == PASSED), inside & (codes == CANT_TELL),
                                 inside & (codes != INAPPLICABLE)])
            )  # fmt: skip
            if name == "pass":
                told = [inside & (codes != CANT_TELL), np.zeros(len(at)), inside]
                weights.append(("surveyed", edition, told))
        sums = divisions.roll_up(home, [column for _, _, three in weights for column in three])
        figures += [(kind, n, e, sums[:, 3 * i : 3 * i + 3]) for i, (n, e, _) in enumerate(weights)]
        figures[-len(weights)][3][-1, 2] = len(at)  # the whole: with those outside and without place
        if kind in _COVERING:
            metres = np.column_stack(transform.transform(at[:, 0], at[:, 1]))
            measured = reached(over, spots, cells, metres, overall[editions[0]])
            names = [(name, radius) for name in measured for radius in _RADII]
            within = [people]
            for name, radius in names:
                near, reachable = (way <= radius for way in measured[name])
                within += [people * near, people * (reachable & ~near)]
            sums = divisions.roll_up(people_home, within)
            figures += [
                (kind, f"{name}-{radius}", "", sums[:, [1 + 2 * n, 2 + 2 * n, 0]])
                for n, (name, radius) in enumerate(names)
            ]
        words = {"req:" + name: dictionary(np.where(inside, codes, 4), WORDS) for name, codes in by_row.items()}
        pq.write_table(
            pa.table({
                "facility": table["id"], "label": table["place"], "lon": at[:, 0], "lat": at[:, 1],
                "division": dictionary(home % (len(divisions.codes) + 1), [*divisions.codes, ""]),
                "outcome": dictionary(np.where(inside, overall[editions[0]], 4), WORDS), **words,
                **{"value:" + name: floats for name, floats in known.items()},
            }),
            out / f"{kind}.parquet", compression="zstd",
        )  # fmt: skip
    write_figures(figures, [*divisions.codes, ""], out / "indicators.parquet")


def write_figures(figures: list[tuple[str, str, str, Floats]], codes: Any, path: Path) -> None:
    """Write indicators: layer, name, edition and a table (divisions + 1) x (numerator, unknown, denominator)."""
    count = len(codes)
    numbers = np.concatenate([table for *_, table in figures])
    columns: dict[str, Any] = {"division": dictionary(np.tile(np.arange(count), len(figures)), codes)}
    for position, name in enumerate(("layer", "name", "standard")):
        words = [figure[position] for figure in figures]
        columns[name] = dictionary(np.repeat(np.arange(len(words)), count), words)
    for position, name in enumerate(("numerator", "unknown", "denominator")):
        columns[name] = numbers[:, position]
    pq.write_table(pa.table(columns), path, compression="zstd")


def _sides(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    longer, shorter = np.maximum(one, other), np.minimum(one, other)
    return np.where(np.isnan(longer), one, longer), np.where(np.isnan(shorter), other, shorter)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
