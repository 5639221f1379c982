"""A small made-up town with everything that the street side can measure: a walking network, people, targets."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas
import shapely

from audit.league import division_scores, layer_scores
from audit.plan import Plan
from audit.store import Store
from geo_checks.street import audit, record
from tests.geo_checks.conftest import City

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
POINTS = {"x": "x", "y": "y", "crs": "EPSG:4326"}


def write_files(folder: Path) -> None:
    """Write two streets with three side streets, ramps at some corners, stops, toilets and people."""
    City(folder).districts()
    long = [shapely.LineString([(117.0 + n / 1000, y) for n in range(21)]) for y in (26.0025, 26.0075)]
    short = [shapely.LineString([(x, 26.0 + n / 2000) for n in range(21)]) for x in (117.003, 117.008, 117.015)]
    names = ["解放路", "人民路", "东湖街", "中山街", "东门街"]
    frame = geopandas.GeoDataFrame({"name": names}, geometry=[*long, *short], crs=4326)
    frame.to_file(folder / "streets.gpkg")
    corners = [(x + dx / 1e4, y + dy / 1e4) for x in (117.003, 117.008) for y in (26.0025, 26.0075) for dx, dy in
               ((1, 1), (1, -1), (-1, 1))]  # fmt: skip
    ramps = [f"{x:.4f},{y:.4f},{(1, 0, '?')[n % 3]},{(6, 9, '')[n % 3]}" for n, (x, y) in enumerate(corners)]
    write(folder, "ramps.csv", "x,y,ok,slope", ramps)
    write(folder, "stops.csv", "x,y,ok", ["117.001,26.0025,1", "117.010,26.0025,?", "117.012,26.0075,0"])
    write(folder, "toilets.csv", "no,name,x,y,ok", ["T1,东湖,117.003,26.003,1", "T2,中山,117.008,26.007,0"])
    homes = [f"{117 + x / 1000:.4f},{26 + y / 1000:.4f},{10 + x * y},{x}" for x in range(1, 20, 2) for y in (2, 4, 8)]
    # Nearest to the one corner of its junction that has no ramp.
    homes.append("117.0024,26.0020,40,5")
    write(folder, "people.csv", "x,y,n,old", homes)


def write(folder: Path, name: str, header: str, rows: list[str]) -> None:
    """Write a text table."""
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def plan(**changes: Any) -> Plan:
    """Return a plan that asks for everything."""
    stops = {"kind": "bus_stops", "file": "stops.csv", **POINTS, "columns": {"wheelchair_boarding": "ok"}}
    toilets = {
        "kind": "public_toilets",
        "file": "toilets.csv",
        "key": "no",
        "label": "name",
        **POINTS,
        "columns": {"accessible": "ok"},
    }
    slope = {"column": "slope", "unit": "%"}
    ramps = {
        "kind": "curb_ramps",
        "file": "ramps.csv",
        **POINTS,
        "standards": ["agency-verdict", "gb-55019-2021"],
        "columns": {"agency_verdict": "ok", "running_slope": slope},
    }
    target = {"id": "home-adaptations", "name": "居家适老化改造", "name_en": "Home adaptations", "unit": "户"}
    reported = {"planned": 300, "done": 120, "source": "民政局 2026 年第三季度通报", "date": "2026-09-30"}
    table = {
        "name": "示例镇",
        "name_en": "Sample Town",
        "date": "2026-11-22",
        "fictitious": True,
        "street": {"standards": ["agency-verdict"]},
        "districts": {"file": "districts.geojson", "parent": "parent"},
        "layer": [stops, toilets, ramps],
        "population": {"file": "people.csv", **POINTS, "count": "n", "groups": {"over_65": "old"}},
        "network": {"file": "streets.gpkg"},
        "completeness": {"roads": {"file": "streets.gpkg", "name": "name"}},
        "access": {"radius": 500},
        "equity": {},
        "siting": {"next": 4, "ramp_radius": 120},
        "target": [{**target, **reported, "district": "10"}],
    }
    return Plan.model_validate({**table, **changes})


def fill(store: Store, folder: Path, **changes: Any) -> str:
    """Audit the town and record the run; return its id."""
    write_files(folder)
    given = plan(**changes)
    run = store.start_run(
        "district", given.name, given.model_dump(mode="json", by_alias=True), folder, {"stepfree": "0.1.0"}, NOW
    )
    found = audit(given, folder)
    record(store, run, found)
    figures = list(found.indicators)
    store.save_scores(run, [*layer_scores(figures, given), *division_scores(found.tree, {}, figures, given)])
    store.set_state(run, "finished", NOW)
    return run


def text_of(path: Path) -> str:
    """Return what a page says."""
    return html.unescape(re.sub(r"<[^>]+>", "", path.read_text("utf-8")))
