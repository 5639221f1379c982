"""What facilities fail, as columns and one by one: the same rows in the same order."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from audit.model import Outcome
from audit.plan import Owner
from audit.records import Subject
from reports import facilities
from reports.facilities import COLUMNS, facility_findings, failing, places
from reports.layer_reading import _layer
from reports.rows import LayerRow
from tests.reports.small_city import SLOPE, TACTILE, frame

SLOPE_ID, TACTILE_ID = str(SLOPE["id"]), str(TACTILE["id"])
WORDED = {**SLOPE, "id": "word", "attribute": "ramp_type"}
ABSENT = {**SLOPE, "id": "absent", "attribute": "lip"}


def layer(*requirements: dict[str, Any]) -> LayerRow:
    subject = Subject("ramps", "layer", Outcome.FAILED, facts={"kind": "curb_ramps", "requirements": requirements})
    return _layer("ramps", None, subject, None, None)


def columns(count: int, **changes: Any) -> dict[str, list[Any]]:
    usual: dict[str, list[Any]] = {
        "facility": [f"R{i}" for i in range(count)],
        "label": [f"路口 {i}" for i in range(count)],
        "lon": [114.0] * count,
        "lat": [30.0] * count,
        "division": ["990101001"] * count,
        f"req:{SLOPE_ID}": ["passed"] * count,
        "value:running_slope": [5.0] * count,
    }
    return {**usual, **changes}


def rows(parquet: bytes | None, row: LayerRow) -> list[dict[str, Any]]:
    return [found for table in failing(parquet, row) for found in table.to_pylist()]


def test_rows_come_in_the_order_of_facilities_then_requirements(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["failed", "passed", "cantTell", "untested", "failed", "inapplicable", None]
    given = frame(columns(7, **{f"req:{SLOPE_ID}": said, f"req:{TACTILE_ID}": said[::-1], "value:tactile": [0.0] * 7}))
    want = [
        ("R0", SLOPE_ID, "failed"),
        ("R2", SLOPE_ID, "cantTell"),
        ("R2", TACTILE_ID, "failed"),
        ("R4", SLOPE_ID, "failed"),
        ("R4", TACTILE_ID, "cantTell"),
        ("R6", TACTILE_ID, "failed"),
    ]
    for size in (1, 2, 100):
        monkeypatch.setattr(facilities, "_BATCH_ROWS", size)
        found = rows(given, layer(SLOPE, TACTILE))
        assert [(f["facility"], f["requirement"], f["outcome"]) for f in found] == want
        assert all(list(f) == COLUMNS for f in found)


def test_values_are_numbers_words_or_unknown() -> None:
    failed = ["failed"] * 4
    given = frame(
        columns(
            4,
            **{
                f"req:{SLOPE_ID}": failed,
                "req:word": failed,
                "req:absent": failed,
                "value:running_slope": [9.5, None, float("nan"), float("inf")],
                "value:ramp_type": ["full-width", None, "", "other"],
            },
        )
    )
    found = rows(given, layer(SLOPE, WORDED, ABSENT))
    by_requirement = {
        name: [(f["value"], f["word"]) for f in found if f["requirement"] == name]
        for name in (SLOPE_ID, "word", "absent")
    }
    assert by_requirement[SLOPE_ID] == [(9.5, None), (None, None), (None, None), (None, None)]
    assert by_requirement["word"] == [(None, "full-width"), (None, None), (None, None), (None, "other")]
    assert by_requirement["absent"] == [(None, None)] * 4
    said = [f.value for f in facility_findings(given, layer(SLOPE, WORDED, ABSENT), ())]
    assert said == [9.5, "full-width", None, None, None, None, None, None, None, None, "other", None]


def test_dictionaries_flags_and_numbers_for_names_are_read(tmp_path: Any) -> None:
    said = pa.array(["failed", "passed", "failed"]).dictionary_encode()
    table = pa.table(
        {
            "facility": [1, 2, 3],
            "label": pa.array([None, "b", "c"]).dictionary_encode(),
            "lon": pa.array([114, 115, 116], pa.int32()),
            "division": pa.nulls(3),
            f"req:{TACTILE_ID}": said,
            "value:tactile": [False, True, True],
        }
    )
    found = rows(frame({name: table[name] for name in table.column_names}), layer(TACTILE))
    assert [(f["facility"], f["label"], f["lon"], f["lat"], f["division"], f["value"]) for f in found] == [
        ("1", "", 114.0, None, "", 0.0),
        ("3", "c", 116.0, None, "", 1.0),
    ]


def test_a_frame_that_is_not_there_or_lacks_all_columns_has_no_rows() -> None:
    assert rows(None, layer(SLOPE)) == []
    assert rows(frame({"other": [1, 2]}), layer(SLOPE)) == []
    assert rows(frame(columns(3)), layer()) == []
    assert rows(frame(columns(0)), layer(SLOPE)) == []


def test_the_one_who_must_mend_is_asked_by_requirement_and_division() -> None:
    owners = [Owner(bureau="甲", layers=("curb_ramps",)), Owner(bureau="乙", layers=("*",), districts=("990102*",))]
    given = frame(columns(3, division=["990101001", "990102001", ""], **{f"req:{SLOPE_ID}": ["failed"] * 3}))
    found = [f.owner and f.owner.bureau for f in facility_findings(given, layer(SLOPE), owners)]
    assert found == ["甲", "乙", "甲"]


def test_places_leave_out_what_is_in_no_division_or_has_another_outcome() -> None:
    given = frame(
        columns(
            4,
            division=["a", "b", "x", "a"],
            outcome=["failed", "passed", "failed", "inapplicable"],
            lat=[1.0, None, 3.0, 4.0],
        )
    )
    (found,) = places(given, {"a": 7, "b": 8}, {"failed": 0, "passed": 1})
    assert (found.home.tolist(), found.outcome.tolist()) == ([7, 8], [0, 1])
    assert found.lat.tolist()[0] == 1.0
    assert found.lat[1] != found.lat[1], "a position that is not known"
