from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.plan import Column, Where
from geo_checks.schema import ATTRIBUTES, as_text, canonical, matching, sides, values

RAMP, TOILET, STOP = ATTRIBUTES["curb_ramps"], ATTRIBUTES["public_toilets"], ATTRIBUTES["bus_stops"]
NAN = math.nan


def read(attribute: Any, cells: list[Any], **given: Any) -> list[float]:
    return [float(value) for value in values(pa.array(cells), Column(column="x", **given), attribute).floats]


def same(left: list[float], right: list[float]) -> bool:
    return bool(np.allclose(left, right, rtol=1e-12, equal_nan=True))


@pytest.mark.parametrize(("unit", "value"), [("m", 1.2192), ("cm", 121.92), ("mm", 1219.2), ("in", 48.0), ("ft", 4.0)])
def test_lengths_in_every_unit_are_metres(unit: str, value: float) -> None:
    assert read(RAMP["width"], [value], unit=unit) == pytest.approx([1.2192])
    assert canonical(value, unit, RAMP["lip"]) == pytest.approx(1219.2)


@pytest.mark.parametrize(
    ("unit", "value"), [("%", 100 / 12), ("ratio", 1 / 12), ("1:n", 12.0), ("degrees", math.degrees(math.atan(1 / 12)))]
)
def test_slopes_in_every_unit_are_percent(unit: str, value: float) -> None:
    assert read(RAMP["running_slope"], [value], unit=unit) == pytest.approx([100 / 12])


@given(st.floats(0.01, 100), st.sampled_from(["m", "cm", "mm", "in", "ft"]))
def test_a_length_as_text_and_as_number_is_one_value(length: float, unit: str) -> None:
    assert read(RAMP["width"], [repr(length)], unit=unit) == read(RAMP["width"], [length], unit=unit)


@given(st.lists(st.one_of(st.none(), st.text(max_size=8))))
def test_any_text_is_a_value_or_not_known_and_counted(cells: list[str | None]) -> None:
    for attribute, unit in ((RAMP["width"], "m"), (RAMP["tactile_warning"], None)):
        found = values(pa.array(cells, pa.string()), Column(column="x", unit=unit), attribute)
        assert found.floats.shape == (len(cells),)
        assert 0 <= found.unreadable <= int(np.isnan(found.floats).sum())


def test_slopes_carry_their_unit_in_full_and_half_width() -> None:
    assert same(
        read(RAMP["running_slope"], ["1:12", "1：10 ", "1/20", "１２"], unit="1:n"), [100 / 12, 10, 5, 100 / 12]
    )
    assert same(read(RAMP["cross_slope"], ["2%", " 2.5 ％", "-3"], unit="%"), [2, 2.5, 3])


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("3'6\"", 1.0668),
        ("3′6″", 1.0668),
        ("3’ 6”", 1.0668),
        ("3' 6 1/2\"", 1.0795),
        ("3 ft 6 in", 1.0668),
        ("3'-6\"", 1.0668),
        ("42 inches", 1.0668),
        ("４２＂", 1.0668),
        ("1.2m", 1.2),
        ("１．２ 米", 1.2),
        ("120 ㎝", 1.2),
        ("1m20cm", 1.2),
        ("1200毫米", 1.2),
        (".9m", 0.9),
    ],
)
def test_lengths_that_carry_their_own_unit(text: str, metres: float) -> None:
    for unit in ("m", "mm", "ft"):
        assert read(RAMP["width"], [text], unit=unit) == pytest.approx([metres])
    assert read(RAMP["lip"], [text], unit="cm") == pytest.approx([metres * 1000])


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("1:12", 100 / 12),
        ("1 / 12", 100 / 12),
        ("１：１２", 100 / 12),
        ("1 in 12", 100 / 12),
        ("2:25", 8.0),
        ("8.3％", 8.3),
        ("12‰", 1.2),
        ("-8.3%", 8.3),
        ("4.5度", 100 * math.tan(math.radians(4.5))),
    ],
)
def test_slopes_that_carry_their_own_unit(text: str, percent: float) -> None:
    for unit in ("%", "ratio", "1:n", "1/n", "degrees", "‰"):
        assert read(RAMP["running_slope"], [text], unit=unit) == pytest.approx([percent])


@pytest.mark.parametrize("text", ["6 in 3 ft", "1:0", "3'6", "1.2 吨", "1m m", "m", "--1m", "1 1/0 m apart", "8%%"])
def test_what_states_no_unit_that_we_know_is_not_known_and_counted(text: str) -> None:
    for attribute, unit in ((RAMP["width"], "m"), (RAMP["running_slope"], "%")):
        found = values(pa.array([text, "2"]), Column(column="x", unit=unit), attribute)
        assert same(found.floats.tolist(), [NAN, 2.0])
        assert found.unreadable == 1


def test_a_negative_length_is_impossible_with_a_unit_too() -> None:
    assert same(read(RAMP["width"], ["-1.2m", "-1.2"], unit="m"), [NAN, NAN])


def test_words_of_worksheets_and_of_openstreetmap() -> None:
    cells = ["designated", "limited", "合格", "不合格", "#N/A", "<Null>", "１", "０"]
    assert same(read(RAMP["tactile_warning"], cells), [1, NAN, 1, 0, NAN, NAN, 1, 0])
    assert values(pa.array(cells), Column(column="x"), RAMP["tactile_warning"]).unreadable == 0


def test_value_words_in_both_languages() -> None:
    cells = ["有", "　是　", "√", "Yes", "1", "1.0", "无", "否", "NO", "0", "不详", "未知", "", " ", None, "n/a"]
    expected = [1.0] * 6 + [0.0] * 4 + [NAN] * 6
    assert same(read(RAMP["tactile_warning"], cells), expected)
    assert same(read(RAMP["tactile_warning"], [True, False, None]), [1, 0, NAN])


def test_gtfs_codes_of_wheelchair_boarding() -> None:
    attribute = STOP["wheelchair_boarding"]
    assert same(read(attribute, ["0", "", "1", "2", None]), [NAN, NAN, 1, 0, NAN])
    assert same(read(attribute, [0, 1, 2]), [NAN, 1, 0])


def test_the_plans_words_outweigh_the_usual_ones() -> None:
    assert same(read(RAMP["tactile_warning"], ["1", "2", "3"], yes=[2], no=[1], unknown=[3]), [0, 1, NAN])


def test_sentinels_are_not_known_whatever_their_type() -> None:
    assert same(read(RAMP["width"], [9998, 9999.0, 1.5], unit="m", unknown=[9998, "9999"]), [NAN, NAN, 1.5])
    assert same(
        read(RAMP["width"], ["9998", "9999.0", "未测", "1.5"], unit="m", unknown=[9998, 9999]), [NAN, NAN, NAN, 1.5]
    )


@pytest.mark.parametrize(
    ("cells", "unit", "known"),
    [
        ([9999.0, 1.2, 1.5], "m", [NAN, 1.2, 1.5]),
        (["9998", "９９９９", "120", "150"], "cm", [NAN, NAN, 1.2, 1.5]),
        ([9999, 9998], "mm", [NAN, NAN]),
        ([9999.0, 4000.0, 3500.0], "mm", [9.999, 4.0, 3.5]),  # among its likes it is a length
        ([9997.0, 1.2], "m", [9997.0, 1.2]),
    ],
)
def test_a_code_for_not_measured_is_not_known_though_no_plan_names_it(
    cells: list[Any], unit: str, known: list[float]
) -> None:
    assert same(read(RAMP["width"], cells, unit=unit), known)


def test_impossible_values_are_not_known() -> None:
    assert same(read(RAMP["width"], [0.0, -1.2, math.inf, 1e400], unit="m"), [NAN] * 4)
    assert same(read(RAMP["lip"], [0.0, -3.0], unit="mm"), [0.0, NAN])
    assert same(read(RAMP["running_slope"], [0.0], unit="1:n"), [NAN])


def test_a_value_that_cannot_be_read_is_counted() -> None:
    assert (
        values(pa.array(["1.2吨", "约1", "1.2", "不详"]), Column(column="x", unit="m"), RAMP["width"]).unreadable == 2
    )
    assert values(pa.array(["也许", "有"]), Column(column="x"), RAMP["tactile_warning"]).unreadable == 1


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        (Where(column="x", value=3), [False, True, True, False]),
        (Where(column="x", operator="!=", value="3"), [True, False, False, True]),
        (Where(column="x", operator="in", value=("", 3)), [False, True, True, True]),
    ],
)
def test_conditions_compare_numbers_as_numbers(where: Where, kept: list[bool]) -> None:
    assert matching(pa.array(["1", "3", " 3.0", None]), where).tolist() == kept


def test_conditions_tell_long_codes_apart() -> None:
    assert matching(pa.array([1234567, 1234568]), Where(column="x", value=1234567)).tolist() == [True, False]


def test_text_of_codes_and_blanks() -> None:
    assert as_text(pa.array([350102.0, None])).to_pylist() == ["350102", None]
    assert as_text(pa.array(["　A ", "  "])).to_pylist() == ["A", None]
    assert as_text(pa.array(["x", "x"]).dictionary_encode()).to_pylist() == ["x", "x"]


def test_the_sides_of_a_stall_are_longer_and_shorter() -> None:
    found = sides(
        "public_toilets", {"stall_length": np.array([1.5, 1.9, NAN]), "stall_width": np.array([1.8, NAN, 1.6])}
    )
    assert same(found["stall_length"].tolist(), [1.8, 1.9, NAN])
    assert same(found["stall_width"].tolist(), [1.5, NAN, 1.6])


def test_years_are_read_from_numbers_texts_and_dates() -> None:
    cells = [
        "2015",
        "2015年",
        "2015-06-01",
        "20150601",
        "２０１５",
        "2015.0",
        "",
        "不详",
        "9999",
        "0",
        "15",
        "很久以前",
    ]
    expected = [2015.0] * 6 + [NAN] * 6
    assert same(read(RAMP["built"], cells, unknown=[9999]), expected)
    assert same(read(RAMP["built"], [2015, 0, None]), [2015, NAN, NAN])
    assert same(read(RAMP["built"], [2015.0, math.nan, 20150601.0]), [2015, NAN, 2015])
    assert same(read(RAMP["built"], [date(2015, 6, 1), None]), [2015, NAN])
    found = values(pa.array(cells), Column(column="x", unknown=(9999,)), RAMP["built"])
    assert found.unreadable == 2


def test_categories_are_read_by_their_id_the_usual_words_and_the_plans() -> None:
    attribute = RAMP["ramp_type"]
    codes = {category.id: float(code) for code, category in enumerate(attribute.categories)}
    cells = ["全宽式", " 三面坡", "Single-Sided", "其它", "A", "3", "", "不详", None, "圆形"]
    words = {"full-width": ("A",), "other": (3,)}
    found = values(pa.array(cells), Column(column="x", words=words), attribute)
    full, three, single, other = (codes[name] for name in ("full-width", "three-sided", "single-sided", "other"))
    assert same([*found.floats], [full, three, single, other, full, other, NAN, NAN, NAN, NAN])
    assert found.unreadable == 1


def test_areas_in_every_unit_are_square_metres() -> None:
    area = TOILET["room_area"]
    assert read(area, [4.0], unit="m2") == pytest.approx([4.0])
    assert read(area, [43.0556417], unit="ft2") == pytest.approx([4.0])
