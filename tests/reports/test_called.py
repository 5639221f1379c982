"""What was not tested is told by name, where it has one; what has none stands for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.model import Lang, Reason, Untested
from reports.called import Called
from reports.summary import Summary
from reports.wording import Words
from tests.reports.small_city import HOSTILE, SLOPE
from tests.reports.town import text_of

SLOPE_ID = str(SLOPE["id"])


def of(subject: str, what: str = "", detail: str = "") -> Untested:
    return Untested(subject, what, Reason.MISSING_COLUMN, detail)


def test_what_has_a_name_is_called_by_it(summary: Summary) -> None:
    zh, en = (Called(summary, Words(lang)) for lang in (Lang.ZH, Lang.EN))
    assert [called.subject(of("portal")) for called in (zh, en)] == ["示例市人民政府", "Sample City Government"]
    assert [called.subject(of("curb_ramps")) for called in (zh, en)] == ["老城坡道", "Old-town ramps"]
    assert en.subject(of("public_toilets")) == "Public toilets", "a kind that no layer has"
    assert zh.what(of("portal", "axe-image-alt")) == "图片缺少替代文本"
    assert zh.what(of("curb_ramps", "running_slope")) == "正面坡度"
    assert en.detail(of("curb_ramps", "running_slope", SLOPE_ID)) == "Running slope too steep"
    assert zh.detail(of("curb_ramps", "", f"{SLOPE_ID}, {SLOPE_ID}")) == "坡度过陡、坡度过陡"


def test_what_has_none_stands_for_itself(summary: Summary) -> None:
    called = Called(summary, Words(Lang.ZH))
    assert called.subject(of("https://www.example.cn/")) == ""
    assert called.what(of("https://www.example.cn/", HOSTILE)) == HOSTILE
    assert called.what(of("portal", "running_slope")) == "running_slope", "a column of no site"
    assert called.detail(of("curb_ramps", "", f"{SLOPE_ID}, {HOSTILE}")) == f"{SLOPE_ID}, {HOSTILE}"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("EPSG:4490", "EPSG:4490", "EPSG:4490"),
        ("GCJ-02x2", "GCJ-02，重复加偏", "GCJ-02, shifted twice"),
        ("districts in GCJ-02", "区划为 GCJ-02", "the districts are in GCJ-02"),
        ("BD-09 (x and y swapped)", "BD-09，x、y 对调", "BD-09, x and y swapped"),
    ],
)
def test_coordinate_systems(summary: Summary, name: str, zh: str, en: str) -> None:
    assert [Called(summary, Words(lang)).system(name) for lang in (Lang.ZH, Lang.EN)] == [zh, en]


def test_the_overview_calls_them_by_name(report: Path) -> None:
    assert "老城坡道" in text_of(report / "zh" / "index.html").partition("未检测的内容")[2]
