from __future__ import annotations

import re
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from audit.districts import WHOLE
from audit.model import Outcome, Reason, UsageError
from audit.plan import Completeness
from geo_checks.expected import in_part
from geo_checks.street import audit
from tests.geo_checks.conftest import figure, frame

# Degrees: about 100 m east and north at 26 N.
EAST, NORTH = 0.001, 0.0009
# Two roads that cross in the lower street of the western district, and a third in the eastern district alone.
CROSS = (117.005, 26.002)


@pytest.fixture
def crossroads(city: Any) -> Any:
    """Write two streets that cross; ramps at three of the four corners (one twice), and a crossing farther on."""
    x, y = CROSS
    lines = [
        shapely.LineString([(x - EAST, y), (x, y), (x + EAST, y)]),
        shapely.LineString([(x, y - NORTH), (x, y), (x, y + NORTH)]),
        None,
    ]
    geopandas.GeoDataFrame(
        {"road": ["东西路", "南北街", "无"], "wide": [12.0, None, None], "class": ["主", "支", "支"]},
        geometry=lines,
        crs=4326,
    ).to_file(city.folder / "roads.gpkg")
    step = EAST / 100  # about a metre
    corners = [(x + 6 * step, y + 6 * step), (x + 6 * step, y - 6 * step), (x - 6 * step, y - 6 * step)]
    city.points(
        "ramps.gpkg", [*corners, (x - 7 * step, y - 6 * step)], no=["a", "b", "c", "d"], ok=["是", "否", "是", None]
    )
    city.points("crossings.gpkg", [(x + 60 * step, y)])
    return city


def plan(city: Any, **more: Any) -> Any:
    roads = {
        "file": "roads.gpkg",
        "name": "road",
        "class": "class",
        "width": {"column": "wide", "unit": "m"},
        "default_width": 12,
        **more.pop("roads", {}),
    }
    layer = {
        "kind": "curb_ramps",
        "file": "ramps.gpkg",
        "key": "no",
        "columns": {"agency_verdict": "ok"},
        "standards": more.pop("standards", ["agency-verdict"]),
    }
    return city.plan(layer, completeness={"roads": roads, **more})


def test_a_missing_ramp_is_a_finding_with_a_place(crossroads: Any) -> None:
    found = audit(plan(crossroads, standards=["gb-50763-2012"]), crossroads.folder)
    rows = frame(found, "layer:curb_ramps")
    assert rows["place"].tolist() == ["judged"] * 4 + ["expected"]
    assert rows["req:gb-50763:curb-ramp-there"].tolist()[-1] == rows["outcome"].tolist()[-1]
    assert rows["req:gb-50763:curb-ramp-there"].isna().tolist() == [True] * 4 + [False]
    last = rows.iloc[-1]
    # The state is in doubt: at the corner to the south-west one ramp more than needed stands within the limit.
    assert re.fullmatch(r"missing-117\.00494,26\.0020\d+", last["facility"])
    assert last["label"] in ("东西路 / 南北街", "南北街 / 东西路")
    assert last["division"] == "1001"
    assert (last["lon"], last["lat"]) == pytest.approx((CROSS[0] - 6e-5, CROSS[1] + 5.4e-5), abs=2e-5)
    (subject,) = found.subjects
    facts = subject.facts["completeness"]
    assert (facts["expected"], facts["there"], facts["doubtful"], facts["missing"]) == (4, 3, 1, 0)
    assert facts["roads"] == 2
    assert facts["roads_without_width"] == 1
    share = figure(found, "1001", "completeness")
    assert (share.numerator, share.unknown, share.denominator, share.unit) == (3, 1, 4, "place")
    assert figure(found, WHOLE, "completeness").denominator == 4
    assert figure(found, "20", "completeness").low is None


def test_without_a_ramp_to_spare_it_is_missing_and_fails_the_layer(crossroads: Any) -> None:
    crossroads.points("ramps.gpkg", [(CROSS[0] + 6e-5, CROSS[1] + 5e-5)], no=["a"], ok=["是"])
    found = audit(plan(crossroads), crossroads.folder)
    (subject,) = found.subjects
    assert subject.outcome is Outcome.FAILED
    assert subject.facts["by_requirement"]["plan:curb-ramp-there"] == {"passed": 1, "failed": 3, "cantTell": 0}
    (stated,) = [row for row in subject.facts["requirements"] if row["id"] == "plan:curb-ramp-there"]
    assert (stated["standard"], stated["confidence"], stated["clause"]) == ("", "declared", "")
    rows = frame(found, "layer:curb_ramps")
    assert rows["value:there"].tolist()[1:] == [0, 0, 0]
    assert rows["outcome"].tolist() == ["passed", "failed", "failed", "failed"]
    # What is missing is no facility: the share that passes does not count it.
    assert figure(found, WHOLE, "pass").denominator == 1


def test_both_ends_of_a_crossing_are_places(crossroads: Any) -> None:
    found = audit(plan(crossroads, crossings={"file": "crossings.gpkg"}), crossroads.folder)
    places = frame(found, "places:curb_ramps")
    assert places["kind"].tolist() == ["crossing"] * 2 + ["corner"] * 4
    assert places["state"].tolist()[:2] == ["missing"] * 2
    assert set(places["street"].tolist()[:2]) == {"东西路"}
    assert places["facility"].dropna().tolist().count("a") == 1


def test_the_table_by_street(crossroads: Any) -> None:
    table = frame(audit(plan(crossroads), crossroads.folder), "streets:curb_ramps").set_index("street")
    assert table.index.tolist() == ["东西路", "南北街"]
    assert table["roads"].tolist() == [1, 1]
    assert table["metres"].tolist() == pytest.approx([200, 200], rel=0.01)
    assert table["ramps"].sum() == 4
    assert (table["passed"].sum(), table["failed"].sum()) == (2, 1)
    assert table["expected"].tolist() == [4, 4]
    assert table["there"].tolist() == [3, 3]


def test_beyond_the_survey_nothing_is_called_missing(crossroads: Any) -> None:
    crossroads.points("ramps.gpkg", [crossroads.east], no=["a"], ok=["是"])
    found = audit(plan(crossroads), crossroads.folder)
    share = figure(found, WHOLE, "completeness")
    assert (share.low, share.high) == (0, 1)
    assert frame(found, "layer:curb_ramps").shape[0] == 1
    (told,) = [u for u in found.untested if u.reason is Reason.NOT_SURVEYED]
    assert (told.subject, told.what, told.detail) == ("curb_ramps", "completeness", "4")


def test_what_a_map_of_some_ramps_lacks_is_not_known_to_be_missing(crossroads: Any) -> None:
    crossroads.points("ramps.gpkg", [(CROSS[0] + 6e-5, CROSS[1] + 5e-5)], no=["a"], ok=["是"])
    found = audit(plan(crossroads, survey="part"), crossroads.folder)
    (subject,) = found.subjects
    assert subject.outcome is Outcome.PASSED
    assert subject.facts["by_requirement"]["plan:curb-ramp-there"] == {"passed": 1, "failed": 0, "cantTell": 3}
    assert figure(found, WHOLE, "completeness").unknown == 3
    (told,) = [u for u in found.untested if u.reason is Reason.NOT_SURVEYED]
    assert told.detail == "3"


@pytest.mark.parametrize(
    ("survey", "file", "is_part"),
    [
        (None, "kerbs.osm.pbf", True),
        (None, "kerbs.osm", True),
        (None, "ramps.gpkg", False),
        ("whole", "kerbs.osm.pbf", False),
        ("part", "ramps.gpkg", True),
    ],
)
def test_openstreetmap_is_a_map_until_the_plan_says_else(survey: Any, file: str, *, is_part: bool) -> None:
    given = Completeness.model_validate({"roads": {"file": "roads.gpkg"}, "survey": survey})
    assert in_part(given, file) is is_part


def test_widths_come_from_the_column_then_the_class_then_the_assumption(crossroads: Any) -> None:
    wide = audit(plan(crossroads, roads={"widths": {"支": 40}}), crossroads.folder)
    narrow = audit(plan(crossroads), crossroads.folder)
    spans = [np.ptp(frame(found, "places:curb_ramps")["lon"]) * 1e5 for found in (wide, narrow)]
    assert wide.subjects[0].facts["completeness"]["roads_without_width"] == 1
    assert spans == pytest.approx([40, 12], rel=0.05)


def test_a_wrong_plan_is_told_before_the_audit(crossroads: Any) -> None:
    wrong = plan(
        crossroads,
        roads={"name": "raod"},
        layers=["kerbs"],
        crossings={"file": "crossings.gpkg", "where": [{"column": "art", "value": 1}]},
    )
    with pytest.raises(UsageError) as told:
        audit(wrong, crossroads.folder)
    assert [problem.en.split(":")[0] for problem in told.value.problems] == [
        "[completeness.roads] roads.gpkg",
        "[completeness.crossings] crossings.gpkg",
        "[completeness] layers",
    ]
