"""What `stepfree layers` finds in a file, and the draft of a plan that it writes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from audit.legible import UNSEEN
from audit.model import Lang, UsageError
from audit.plan import Layer
from cli import stepfree
from geo_checks import profile
from geo_checks.draft import draft, quoted
from geo_checks.precheck import check_plan
from geo_checks.profile_data import as_data
from tests.geo_checks.sheets import workbook

ROWS = """编号,经度,纬度,坡口宽度(cm),正面坡度,提示盲道,高差,地址,备注
A1,117.005,26.0025,120,1:12,有,10,东街 1 号,
A2,117.005,26.0075,150,8.3%,无,9999,东街 2 号,不详
A3,117.015,26.005,9998,1:10,有,5,西街 1 号,
A4,117.015,26.0051,130,1/20,,0,西街 2 号,好
"""


def look(path: Path, **given: Any) -> profile.FileProfile:
    return profile.profile(profile.named(str(path), **given), str(path))


def table_of(found: profile.FileProfile, lang: Lang = Lang.EN) -> dict[str, Any]:
    return tomllib.loads(draft(found, lang))


@pytest.fixture
def ramps(city: Any) -> Path:
    return Path(city.text("坡道.csv", ROWS))


def test_columns_are_described_with_what_they_may_mean(ramps: Path) -> None:
    (layer,) = look(ramps).layers
    columns = {column.name: column for column in layer.columns}
    assert (layer.rows, layer.unplaced, layer.x, layer.y, layer.kind) == (4, 0, "经度", "纬度", "curb_ramps")
    assert layer.bounds == (117.005, 26.0025, 117.015, 26.0075)
    width = columns["坡口宽度(cm)"]
    assert (width.low, width.middle, width.high) == (120, 130, 150)
    assert width.sentinels == (("9998", 1),)
    assert width.meaning.named_unit == "cm"
    assert width.meaning.attributes[0] == "width"
    assert ("cm", 1.3) in width.meaning.units
    assert columns["正面坡度"].stated_units == (("%", 1), ("1:n", 3))
    assert columns["高差"].sentinels == (("9999", 1),)
    tactile = columns["提示盲道"]
    assert (tactile.meaning.yes, tactile.meaning.no, tactile.blank) == (2, 1, 1)
    assert columns["备注"].unknown == 1


def test_the_draft_is_a_plan_that_guesses_no_unit(city: Any, ramps: Path) -> None:
    text = draft(look(ramps), Lang.EN)
    (layer,) = tomllib.loads(text)["layer"]
    assert layer["columns"] == {"tactile_warning": {"column": "提示盲道"}}
    assert (layer["x"], layer["y"], layer["key"], layer["label"]) == ("经度", "纬度", "编号", "地址")
    assert '# width = { column = "坡口宽度(cm)", unknown = [9998], unit = "cm" }  # confirm the unit' in text
    assert "units are mixed: % ×1, 1:n ×3" in text
    assert '# crs = ""  # the numbers look like degrees' in text
    assert "疑似" in draft(look(ramps), Lang.ZH)

    confirmed = text.replace("# width = {", "width = {").replace('# crs = ""', 'crs = "EPSG:4490"')
    plan = city.plan(tomllib.loads(confirmed)["layer"][0])
    assert check_plan(plan, city.folder) == []


def test_a_unit_that_every_value_states_is_no_guess(city: Any) -> None:
    city.text("ramps.csv", "lon,lat,slope,width\n117,26,8.3%,3'6\"\n117,26,5 %,unknown\n")
    (layer,) = table_of(look(city.folder / "ramps.csv"))["layer"]
    assert layer["columns"]["running_slope"] == {"column": "slope", "unit": "%"}
    assert layer["columns"]["width"]["unit"] == "m"


def test_every_layer_of_a_file_is_shown_and_one_that_cannot_be_read_says_why(city: Any) -> None:
    path = workbook(
        city.folder / "a.xlsx",
        {"填表说明": [["说明", None, None], ["a", "b", "c"]], "坡道": [["经度", "纬度", "宽"], [117.0, 26.0, 1.2]]},
        {"填表说明": ["A1:C1"]},
    )
    found = look(path)
    assert [layer.name for layer in found.layers] == ["填表说明", "坡道"]
    assert found.layers[0].problem is not None
    assert "header seems to be row 2" in draft(found, Lang.EN)
    assert [layer["layer"] for layer in table_of(found)["layer"]] == ["坡道"]
    assert "header seems" not in draft(look(path, layer="坡道"), Lang.EN)


def test_divisions_and_people_have_tables_of_their_own(city: Any) -> None:
    assert table_of(look(city.folder / "districts.geojson"))["districts"]["code"] == "code"
    cells = geopandas.GeoDataFrame(
        {"pop": [5, 7]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=4326
    )
    cells.to_file(city.folder / "cells.gpkg")
    assert table_of(look(city.folder / "cells.gpkg"))["population"]["count"] == "pop"


@pytest.mark.parametrize(
    ("columns", "code", "name"),
    [
        ({"adcode": ["350102", "350103"], "district": ["鼓楼区", None]}, "adcode", "district"),
        ({"name": ["东街街道", "南街街道"]}, "name", "name"),
        ({"Cod_Postal": ["35001", "35001"], "Codigo": ["7", "8"]}, "Codigo", "Codigo"),
        ({"Cod_Postal": ["35001", "35001"]}, None, None),  # nothing can serve: the user is asked
    ],
)
def test_a_draft_of_divisions_can_be_used_as_it_is(
    city: Any, columns: dict[str, list[str | None]], code: str | None, name: str | None
) -> None:
    squares = [shapely.box(0, 0, 1, 1), shapely.GeometryCollection([shapely.box(1, 0, 2, 1), shapely.Point(1, 1)])]
    geopandas.GeoDataFrame(columns, geometry=squares, crs=4326).to_file(city.folder / "areas.geojson")
    given = table_of(look(city.folder / "areas.geojson"))["districts"]
    assert (given.get("code"), given.get("name")) == (code, name)
    if code is not None:
        assert check_plan(city.plan(districts={**given, "file": "areas.geojson"}), city.folder) == []


@pytest.mark.parametrize("file", ["a.shp", "a.gpkg", "a.geojson", "a.fgb", "a.parquet"])
def test_map_formats_state_their_system_and_their_geometries(city: Any, file: str) -> None:
    city.points(file, [city.lower, None if file != "a.fgb" else city.upper], width=[1.2, 1.5])
    (layer,) = look(city.folder / file).layers
    assert layer.rows == 2
    assert layer.crs in ("EPSG:4326", "OGC:CRS84")
    assert dict(layer.kinds)["Point"] >= 1
    assert [column.name for column in layer.columns if column.filled] == ["width"]
    assert "by row numbers no facility is known again after another export" in draft(look(city.folder / file), Lang.EN)


HOSTILE = 'w"]\n[evil]\nx = "1" # \x1b[31m\u202e'


def test_hostile_names_stay_names(city: Any) -> None:
    (city.folder / "坡道.jsonl").write_text(json.dumps({"lon": 117.0, "lat": 26.0, f"盲道{HOSTILE}": "有"}), "utf-8")
    text = draft(look(city.folder / "坡道.jsonl"), Lang.EN)
    found = tomllib.loads(text)
    assert list(found) == ["layer"]
    assert found["layer"][0]["columns"] == {"tactile_warning": {"column": f"盲道{HOSTILE}"}}
    assert not UNSEEN.search(text)


@given(st.text())
@example('"\\\u2028\x85\x7f')
def test_any_name_is_one_toml_string(name: str) -> None:
    written = quoted(name)
    assert tomllib.loads(f"name = {written}")["name"] == name.encode("utf-8", "replace").decode() or "\ufffd" in written
    assert not UNSEEN.search(written)
    assert len(written.splitlines()) == 1


def test_the_command_speaks_both_languages_and_json(ramps: Path) -> None:
    for lang, word in (("zh", "起草"), ("en", "Drafted")):
        result = CliRunner().invoke(stepfree, ["layers", str(ramps), "--lang", lang])
        assert result.exit_code == 0, result.output
        assert word in result.stdout
    data = json.loads(CliRunner().invoke(stepfree, ["layers", str(ramps), "--json"]).stdout)
    assert data == json.loads(json.dumps(as_data(look(ramps))))
    assert data["layers"][0]["columns"][0]["column"] == "编号"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.shp"], "nowhere.shp: no such file"),
        (["postgresql://u:secret@host/db"], "a plan holds no password"),
        (["postgresql://u@host/db", "--password", "secret"], "a plan holds no password"),
    ],
)
def test_what_cannot_be_is_one_line(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(stepfree, ["layers", *arguments, "--lang", "en"])
    assert result.exit_code == 2
    assert told in result.stderr
    assert "secret" not in result.output
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_profile_is_the_same_twice(ramps: Path) -> None:
    assert as_data(look(ramps)) == as_data(look(ramps))
    assert Layer.model_validate(table_of(look(ramps))["layer"][0]).kind == "curb_ramps"


def test_a_file_in_gbk_asks_for_its_encoding(city: Any) -> None:
    city.text("gbk.csv", ROWS, "gbk")
    with pytest.raises(UsageError, match="its text is not UTF-8"):
        look(city.folder / "gbk.csv")
    assert table_of(look(city.folder / "gbk.csv", encoding="GBK"))["layer"][0]["encoding"] == "GBK"
