from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.districts import WHOLE
from audit.model import Reason
from geo_checks import border_traps
from geo_checks.street import audit
from tests.geo_checks.test_traps import area_of


def of_divisions(*rows: tuple[str, str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(trap.name, dict(trap.figures)) for trap in border_traps.of_divisions(area_of(list(rows)))]


def test_overlaps_are_told_with_their_area_and_slivers_are_not() -> None:
    left = ("1", WHOLE, shapely.box(0, 0, 1000, 1000))
    assert of_divisions(left, ("2", WHOLE, shapely.box(950, 0, 2000, 1000))) == [
        ("overlap", {"first": "1", "second": "2", "metres2": 50_000})
    ]
    assert of_divisions(left, ("2", WHOLE, shapely.box(999.5, 0, 2000, 1000))) == []
    assert of_divisions(left, ("2", WHOLE, shapely.box(1000, 0, 2000, 1000))) == []


def test_gaps_and_overhangs_are_told() -> None:
    above = ("1", WHOLE, shapely.box(0, 0, 1000, 1000))
    lower, upper = shapely.box(0, 0, 1000, 400), shapely.box(0, 500, 1000, 1000)
    assert of_divisions(above, ("11", "1", lower), ("12", "1", upper)) == [("gap", {"first": "1", "metres2": 100_000})]
    wide = shapely.box(0, 400, 1100, 1000)
    assert of_divisions(above, ("11", "1", lower), ("12", "1", wide)) == [
        ("beyond-parent", {"first": "12", "second": "1", "metres2": 60_000})
    ]
    assert of_divisions(above, ("11", "1", lower), ("12", "1", shapely.box(0, 400, 1000, 1000))) == []


def test_what_the_highest_divisions_enclose_is_told() -> None:
    ring = shapely.box(0, 0, 900, 900) - shapely.box(300, 300, 600, 600)
    parts = [(str(n), WHOLE, shapely.intersection(ring, shapely.box(450 * n, 0, 450 * n + 450, 900))) for n in range(2)]
    assert of_divisions(*parts) == [("hole", {"metres2": 90_000, "holes": 1})]


def test_borders_that_disagree_are_in_the_results(city: Any) -> None:
    square = "[[[{0},26],[{1},26],[{1},26.01],[{0},26.01],[{0},26]]]"
    rows = ",".join(
        f'{{"type":"Feature","properties":{{"code":"{code}","name":"{code}"}},'
        f'"geometry":{{"type":"Polygon","coordinates":{square.format(west, east)}}}}}'
        for code, west, east in (("1", 117, 117.01), ("2", 117.009, 117.02))
    )
    city.text("odd.geojson", f'{{"type":"FeatureCollection","features":[{rows}]}}')
    city.points("r.gpkg", [city.lower])
    heard: list[str] = []
    plan = city.plan({"kind": "bus_stops", "file": "r.gpkg"}, districts={"file": "odd.geojson"})
    result = audit(plan, city.folder, lambda text: heard.append(text.en))
    (note,) = [u for u in result.untested if u.reason is Reason.BORDERS_DISAGREE]
    assert note.what == "1, 2"
    assert note.detail.startswith("divisions 1 and 2 overlap by 110,")
    assert any(line.startswith("borders: divisions 1 and 2 overlap") for line in heard)


CORNER = st.tuples(st.integers(0, 2000), st.integers(0, 2000))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.lists(CORNER, min_size=3, max_size=7), st.integers(-1, 3)), min_size=1, max_size=6))
def test_any_outlines_are_searched_to_the_end(rings: list[tuple[list[tuple[int, int]], int]]) -> None:
    shapes = [shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False) for ring, _ in rings]
    rows = [
        (str(n), str(up) if 0 <= up < n else WHOLE, None if shape.is_empty else shape)
        for n, (shape, (_, up)) in enumerate(zip(shapes, rings, strict=True))
    ]
    area = area_of(rows)
    for trap in border_traps.of_divisions(area):
        assert trap.figures["metres2"] > 0
        assert "{" not in trap.text.zh + trap.text.en
    # What is a division's own and what those below it take never exceed what there is.
    own = np.nan_to_num(shapely.area(area.own_polygons))
    assert (own <= np.nan_to_num(shapely.area(area.polygons)) + 1e-3).all()
