from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from audit.model import UsageError
from audit.plan import Layer
from geo_checks import layers
from geo_checks.layers import NO_GEOMETRY, PLACED
from geo_checks.source import Source, source
from tests.geo_checks.sheets import workbook

HEAD = ["编号", "经度", "纬度", "坡度", "提示盲道", "调查日期", "混合"]
BODY = [
    [1, 117.001, 26.001, "1:12", "有", dt.date(2025, 3, 31), 1.5],
    [2, 117.002, 26.002, dt.time(1, 12), True, dt.date(2025, 4, 1), "约2"],
    [None, None, None, None, None, None, None],
    [3, 117.003, 26.003, "8.3%", "无", None, 3],
]
PLAIN = {"坡道": [HEAD, *BODY]}


def named(path: Path, **given: Any) -> Source:
    layer = {"kind": "curb_ramps", "file": path.name, "x": "经度", "y": "纬度", "crs": "EPSG:4326", **given}
    return source(Layer.model_validate(layer), path.parent)


def written(folder: Path, rows: dict[str, Any], **merged: list[str]) -> Path:
    return workbook(folder / "a.xlsx", rows, merged)


def refused(wanted: Source) -> str:
    with pytest.raises(UsageError) as told:
        layers.read(wanted, ["编号"])
    (problem,) = told.value.problems
    assert "\n" not in problem.zh + problem.en
    return problem.en


def test_a_sheet_is_read_with_its_days_and_numbers(tmp_path: Path) -> None:
    rows = layers.read(named(written(tmp_path, PLAIN)), HEAD)
    columns = {name: rows.columns[name].to_pylist() for name in HEAD}
    assert columns["编号"] == [1.0, 2.0, None, 3.0]
    # A worksheet takes 1:12 for twelve minutes past one.
    assert columns["坡度"] == ["1:12", "1:12", None, "8.3%"]
    assert columns["提示盲道"] == ["有", "1", None, "无"]
    assert columns["调查日期"] == ["2025-03-31", "2025-04-01", None, None]
    assert columns["混合"] == ["1.5", "约2", None, "3"]
    assert layers.points(rows)[2].tolist() == [PLACED, PLACED, NO_GEOMETRY, PLACED]


def test_of_several_sheets_the_plan_names_one(tmp_path: Path) -> None:
    path = written(tmp_path, {"说明": [["填表说明"]], **PLAIN})
    assert "which of its sheets? Add layer to the plan, one of: 说明, 坡道" in refused(named(path))
    assert "there is no sheet '坡'; it has: 说明, 坡道" in refused(named(path, layer="坡"))
    assert layers.read(named(path, layer="坡道"), ["编号"]).count == 4


def test_a_merged_title_is_told_with_the_row_of_the_header(tmp_path: Path) -> None:
    title = ["某市坡道调查表", *[None] * 6]
    path = written(tmp_path, {"坡道": [title, ["单位：区住建局"], HEAD, *BODY]}, 坡道=["A1:G1"])
    assert re.search(r"row 1 is not a plain header .* row 3: add header = 3", refused(named(path)))
    assert layers.read(named(path, header=3), ["编号"]).count == 4
    assert "there is no row 99 (of 7)" in refused(named(path, header=99))


def test_a_header_of_two_rows_takes_the_nearest_words(tmp_path: Path) -> None:
    upper = ["编号", "位置", None, "坡道", None, "调查日期", "混合"]
    lower = [None, "经度", "纬度", "坡度", "提示盲道", None, None]
    merged = ["A1:A2", "B1:C1", "D1:E1", "F1:F2", "G1:G2"]
    path = written(tmp_path, {"坡道": [upper, lower, *BODY]}, 坡道=merged)
    assert layers.names(named(path, header=2)) == tuple(HEAD)


def test_cells_merged_downwards_and_rows_left_empty_at_the_end(tmp_path: Path) -> None:
    head = ["编号", "经度", "纬度", None, "街道", "街道"]
    body = [[1, 117.0, 26.0, "x", "东街", "a"], [2, 117.1, 26.1, None, None, "b"], [3, 117.2, 26.2, None, "西街", "c"]]
    path = written(tmp_path, {"坡道": [head, *body, [" "] * 6, [None] * 6]}, 坡道=["E2:E3"])
    wanted = named(path)
    assert layers.names(wanted) == ("编号", "经度", "纬度", "D", "街道", "街道~2")
    rows = layers.read(wanted, ["街道", "街道~2"])
    assert rows.columns["街道"].to_pylist()[:3] == ["东街", "东街", "西街"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_workbook_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert "cannot be read" in refused(named(tmp_path / "a.xlsx"))


def test_a_workbook_that_changed_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    assert layers.read(named(path), ["编号"]).count == 4
    written(tmp_path, {"坡道": [HEAD, BODY[0]]})
    assert layers.read(named(path), ["编号"]).count == 1
