"""Whatever a file holds, an audit ends in a result that accounts for every row, or in lines that say what is wrong."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from audit.model import Text, UsageError
from audit.plan import Plan
from geo_checks.street import audit

SQUARE = [[117.0, 26.0], [117.02, 26.0], [117.02, 26.01], [117.0, 26.01], [117.0, 26.0]]
CELL = st.one_of(
    st.text(max_size=6), st.floats().map(str), st.sampled_from(["是", "否", "117.01", "26.005", "1:12", ""])
)
NUMBER = st.one_of(st.floats(), st.floats(117, 117.02), st.floats(26, 26.01), st.none())


def districts(shape: Any) -> str:
    feature = {"type": "Feature", "properties": {"code": "1", "name": "区"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def run(layer: dict[str, Any], file: bytes, shape: Any = None) -> dict[str, int] | None:
    """Return the counts of an audit of one layer, None when it was refused in clear lines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / layer["file"]).write_bytes(file)
        outline = shape or {"type": "Polygon", "coordinates": [SQUARE]}
        (folder / "districts.geojson").write_text(districts(outline), "utf-8")
        given = {"name": "x", "date": "2026-01-01", "districts": {"file": "districts.geojson"}, "layer": [layer]}
        refused: tuple[Text, ...] = ()
        counts: dict[str, int] = {}
        try:
            counts = audit(Plan.model_validate(given), folder).subjects[0].facts["counts"]
        except UsageError as error:
            refused = error.problems
        assert bool(refused) != bool(counts)
        assert all("\n" not in problem.en + problem.zh for problem in refused)
        if refused:
            return None
        assert counts["rows"] == sum(count for what, count in counts.items() if what != "rows")
        return counts


CSV = {
    "kind": "curb_ramps",
    "file": "r.csv",
    "x": "x",
    "y": "y",
    "crs": "EPSG:4326",
    "key": "k",
    "columns": {"running_slope": {"column": "s", "unit": "1:n"}, "tactile_warning": "t"},
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[CELL] * 5), max_size=8))
@example([("117.01", "26.005", "", "1:0", "是"), ("1e400", "nan", "=1+1", "1:-12", "\x00")])
def test_any_cells_of_a_csv(rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([("x", "y", "k", "s", "t"), *rows])
    counts = run(CSV, text.getvalue().encode("utf-8", "surrogatepass"))
    if counts is not None:
        assert counts["rows"] == len(rows)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_of_any_format(content: bytes) -> None:
    for file in ("r.csv", "r.jsonl", "r.geojson", "r.parquet", "r.gpkg", "r.jsonl.gz", "stops.txt"):
        run({**CSV, "file": file}, content)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=8))
def test_any_numbers_of_json_lines(places: list[tuple[float | None, float | None]]) -> None:
    lines = "\n".join(json.dumps({"x": x, "y": y, "k": 1, "s": x, "t": y}) for x, y in places)
    counts = run({**CSV, "file": "r.jsonl"}, lines.encode())
    if counts is not None:
        assert counts["rows"] == len(places)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-400, 400), st.floats(-100, 100)), min_size=3, max_size=9))
@example([(0.0, 0.0), (0.0, 1.0), (2.9756367131404675e-71, 0.0)])
@example([(0.0, 0.0), (0.0, 1.0), (156.0, 0.0)])
def test_any_ring_of_a_district(ring: list[tuple[float, float]]) -> None:
    run(CSV, b"x,y,k,s,t\n117.01,26.005,a,12,1\n", {"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
