from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.model import Lang
from reports.layer_facts import moved, streets
from reports.summary import Summary
from tests.reports.town import text_of


def test_an_edition_without_limits_hangs_on_none(measured: tuple[Summary, Path]) -> None:
    summary, _ = measured
    rows = moved(summary.layers, summary.whole.indicators)
    assert {(row.layer, row.standard) for row in rows} == {("curb_ramps", "gb-55019-2021")}
    whole, *single = rows
    assert whole.requirement is None
    assert whole.stricter == pytest.approx((0, 8 / 12))
    assert whole.now == pytest.approx((0, 8 / 12))
    assert whole.laxer == (0, 1)
    (slope,) = [row for row in single if row.requirement and row.requirement.id.endswith("running-slope")]
    # Slopes of 6 % and 9 %, a third of the ramps each: 8.33 % laxer by a tenth is 9.16 %.
    assert slope.stricter == slope.now == pytest.approx((4 / 12, 8 / 12))
    assert slope.laxer == pytest.approx((8 / 12, 1))
    assert all(row.stricter != row.laxer for row in single)


def test_the_streets_that_lack_most_come_first() -> None:
    buffer = io.BytesIO()
    names = [f"S{n:02d}" for n in range(12)]
    pq.write_table(pa.table({"street": names, "missing": [n % 3 for n in range(12)]}), buffer)
    shown, total = streets(buffer.getvalue())
    assert [row.street for row in shown[:5]] == ["S02", "S05", "S08", "S11", "S01"]
    assert (len(shown), total) == (10, 12)
    assert shown[0].counts["ramps"] == 0
    assert streets(None) == ([], 0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            Lang.EN,
            (
                "other systems fit as well, so it cannot be told",
                "The walking network17 edges and 16 nodes, 7.3 km in all, 100% of it in one connected part.Ways to",
                "of 24 places that should have a ramp, 12 have one, 4 have none, 0 are in doubt and 8 were not",
                "A tenth stricter",
                "5 streets with a name",
            ),
        ),
        (
            Lang.ZH,
            (
                "其他坐标系同样吻合，无法判断",
                "共 17 条路段、16 个节点，总长 7.3 公里，其中 100% 连成一片",
                "应设坡道的位置 24 处，其中已有 12 处，缺少 4 处，存疑 0 处，未调查 8 处",
                "收紧十分之一",
                "共 5 条有名称的街道",
            ),
        ),
    ],
)
def test_the_data_stand_on_the_first_page(measured: tuple[Summary, Path], lang: Lang, said: tuple[str, ...]) -> None:
    summary, folder = measured
    index = text_of(folder / lang.value / "index.html").replace("\n", "")
    for words in said:
        assert words in index
    for layer in summary.layers:
        for trap in layer.traps:
            assert trap[lang.value] in index
    for street in ("解放路", "东门街"):
        assert street in index


def test_a_run_without_such_facts_has_no_such_part(report: Path) -> None:
    assert "The data behind" not in text_of(report / "en" / "index.html")
