"""The self-evaluation tables come out filled, in both languages, and run nothing in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from audit.model import Lang
from audit.store import Store
from reports.self_evaluation import FORMAT
from reports.summary import build
from tests.reports.small_city import HOSTILE, fill

YEARS = {"since": 2021, "year": 2026}
TARGETS: list[dict[str, Any]] = [
    {
        "id": "homes",
        "name": "困难残疾人家庭无障碍改造",
        "name_en": "Homes adapted",
        "district": "990101",
        "planned": 300,
        "done": 270,
        "unit": "户",
        "date": "2026-06-30",
        "nature": "binding",
        "source": "残联",
        **YEARS,
    },
    {"id": "kerbs", "name": f"=1+1 {HOSTILE}", "layer": "curb_ramps", "indicator": "pass", "goal": 0.95, **YEARS},
    {"id": "sites", "name": "网站", "indicator": "online", "goal": 0.5},
]


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_both_tables_are_filled(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.sqlite")
    summary = build(store, fill(store, target=TARGETS), {})
    FORMAT.write(summary, tmp_path, Lang.ZH)
    head, homes, kerbs, sites = table(tmp_path / "self-evaluation-mid-term.csv")
    told = dict(zip(head, homes, strict=True))
    assert (told["性质"], told["区划"], told["数据口径"]) == ("约束性", "东湖区", "填报")
    assert (told["完成数"], told["总数"], told["完成比例（%）"]) == ("270", "300", "90.00")
    assert told["评价"] == "落后于进度"
    assert kerbs[1].startswith("'=1+1"), "no formula"
    assert "\n" not in kerbs[1]
    assert dict(zip(head, sites, strict=True))["评价"]
    final = table(tmp_path / "self-evaluation-final.csv")
    assert dict(zip(final[0], final[1], strict=True))["评价"] == "未达到"

    first = [(tmp_path / f"self-evaluation-{stage}.csv").read_bytes() for stage in ("mid-term", "final")]
    FORMAT.write(summary, tmp_path, Lang.ZH)
    assert [(tmp_path / f"self-evaluation-{stage}.csv").read_bytes() for stage in ("mid-term", "final")] == first
    FORMAT.write(summary, tmp_path, Lang.EN)
    head, homes, *_ = table(tmp_path / "self-evaluation-mid-term.csv")
    told = dict(zip(head, homes, strict=True))
    assert (told["Target"], told["Nature"], told["Standing"]) == ("Homes adapted", "binding", "behind")
    store.close()
