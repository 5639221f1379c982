# ruff: noqa: E501 - rows of a table read better on one line
"""A filled audit database: a small fictitious city with every kind of row that a report can meet, hostile text too."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from audit.districts import DivisionTree
from audit.league import division_scores, layer_scores
from audit.model import (
    Finding,
    Impact,
    Indicator,
    Measurement,
    Outcome,
    Reason,
    Rule,
    RuleTally,
    Scope,
    Score,
    Target,
    Text,
    Untested,
    digest,
)
from audit.plan import Plan
from audit.records import Shot, Subject
from audit.store import Store
from reports.facilities import division_rows

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
CONTROL = "=cmd|' /C calc'!A0 \x00\x1b[31mred\x1b[0m \u202egnp.exe\u2066 \u200f\x9b"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

RULES = {
    rule.id: rule
    for rule in (
        Rule(
            "axe-image-alt",
            Text("图片缺少替代文本", "Images lack alternative text"),
            Text(
                "看不见屏幕的人不知道图里有什么。",
                "People who cannot see the screen do not learn what the image holds.",
            ),
            Text("给 img 加上说明内容的 alt。", "Give the img an alt that says what it holds."),
            Impact.CRITICAL,
            Scope.PAGE,
            ("wcag:1.1.1",),
        ),
        Rule(
            "axe-color-contrast",
            Text("文字与背景对比不足", "Text stands out too little from its background"),
            Text("低视力的人读不清。", "People with low vision cannot read it."),
            Text("加深文字颜色。", "Darken the text."),
            Impact.SERIOUS,
            Scope.PAGE,
            ("wcag:1.4.3",),
        ),
        Rule(
            "page-title-unique",
            Text("不同页面标题相同", "Different pages share one title"),
            Text("在标签之间切换的人分不清页面。", "People who switch between tabs cannot tell the pages apart."),
            Text("标题写明页面内容。", "Let the title say what the page holds."),
            Impact.MODERATE,
            Scope.SITE,
            ("wcag:2.4.2",),
        ),
        Rule(
            "axe-region",
            Text("内容不在地标之内", "Content stands outside landmarks"),
            Text("", ""),
            Text("", ""),
            Impact.MINOR,
            Scope.PAGE,
        ),
    )
}

# A picture of one pixel.
WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
SAMPLE = {
    "pages": 9,
    "templates": 2,
    "kinds": 3,
    "structured": [
        {"page": f"https://www.example.cn/{HOSTILE}", "stratum": "services", "stands_for": 4},
        {"page": "https://www.example.cn/p1.html", "stratum": "articles", "stands_for": 1},
    ],
    "random": ["https://www.example.cn/p5.html"],
    "missed": [],
    "faulty": 1,
    "low": 0.1111,
    "high": 0.8,
    "only_random": ["axe-image-alt"],
}

SLOPE = {
    "id": "gb-55019:curb-ramp-slope",
    "standard": "gb-55019-2021",
    "attribute": "running_slope",
    "operator": "<=",
    "limit": 8.33,
    "high_limit": None,
    "unit": "%",
    "clause": "2.10.4",
    "kind": "scored",
    "confidence": "memory",
    "impact": "serious",
    "title_zh": "坡度过陡",
    "title_en": "Running slope too steep",
    "whom_zh": "轮椅使用者上不去。",
    "whom_en": "Wheelchair users cannot climb it.",
    "mend_zh": "把坡度放缓到 1:12 以内。",
    "mend_en": "Lower the slope to 1:12 or less.",
}
TACTILE = {
    **SLOPE,
    "id": "gb-55019:curb-ramp-tactile",
    "attribute": "tactile",
    "operator": "is",
    "limit": 1,
    "unit": "",
    "clause": "2.10.3",
    "kind": "veto",
    "confidence": "read",
    "impact": "critical",
    "title_zh": "没有提示盲道",
    "title_en": "No tactile warning",
}


def plan(**changes: Any) -> dict[str, Any]:
    table: dict[str, Any] = {
        "name": "示例市",
        "name_en": "Sample City",
        "date": "2026-11-22",
        "fictitious": True,
        "districts": {"file": "districts.gpkg"},
        "site": [
            {"id": "portal", "name": "示例市人民政府", "name_en": "Sample City Government", "url": "https://www.example.cn/", "district": "990101"},
            {"id": "Services_网办", "name": "政务服务网", "url": "https://fw.example.cn/", "district": "990102", "class": "service"},
            {"id": "down", "name": "打不开的网站", "url": "https://down.example.cn/", "district": "990103"},
        ],
        "layer": [
            {"kind": "curb_ramps", "file": "ramps.csv", "name": "老城坡道", "name_en": "Old-town ramps"},
            {"kind": "bus_stops", "file": "stops.csv", "name": HOSTILE},
        ],
        "owner": [
            {"bureau": "住房和城乡建设局", "bureau_en": "Housing and Construction Bureau", "layers": ["curb_ramps"], "deadline_days": 90},
            {"bureau": "数据局", "sites": ["*"]},
            {"bureau": f"=HYPERLINK {HOSTILE}", "layers": ["curb_ramps"], "rules": ["*tactile"], "districts": ["990102*"]},
        ],
        **changes,
    }  # fmt: skip
    return Plan.model_validate(table).model_dump(mode="json", by_alias=True)


def frame(columns: dict[str, list[Any]]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def divisions() -> bytes:
    districts = [("990101", "东湖区", "East Lake"), ("990102", "西山区", "West Hill"), ("990103", "南塘区", "South Pond"), ("990104", "北桥区", "North Bridge")]  # fmt: skip
    rows: list[tuple[str, str, str | None, str, float | None, Any]] = []
    for n, (code, name, name_en) in enumerate(districts):
        west, south = 114 + (n % 2) * 0.1, 30 + (n // 2) * 0.08
        rows.append(
            (code, name, name_en, "", 120_000.0 if n else None, shapely.box(west, south, west + 0.1, south + 0.08))
        )
        for half in range(2):
            area = shapely.box(west + half * 0.05, south, west + half * 0.05 + 0.05, south + 0.08)
            rows.append((f"{code}00{half + 1}", f"{name}{'一二'[half]}街道", None, code, None, area))
    names = ("code", "name", "name_en", "parent", "population", "geometry")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    columns["geometry"] = list(shapely.to_wkb(columns["geometry"]))
    return frame({**columns, "area_m2": [8.5e7] * len(rows)})


def ramps() -> bytes:
    count = 60
    slopes = [None if i % 5 == 0 else 5.0 + i % 7 for i in range(count)]
    return frame(
        {
            "facility": [HOSTILE if i == 1 else CONTROL if i == 2 else f"R{i:04d}" for i in range(count)],
            "label": [f"-{i} 号路口 {HOSTILE}" if i < 3 else f"解放路 {i} 号" for i in range(count)],
            "lon": [114 + i / 400 for i in range(count)],
            "lat": [float("nan") if i == 3 else 30.01 for i in range(count)],
            "division": ["99010100" + str(1 + i % 2) if i % 3 else "990102001" for i in range(count)],
            "place": ["street"] * count,
            "outcome": ["cantTell" if s is None else "failed" if s > 8.33 else "passed" for s in slopes],
            f"req:{SLOPE['id']}": ["cantTell" if s is None else "failed" if s > 8.33 else "passed" for s in slopes],
            f"req:{TACTILE['id']}": ["failed" if i % 4 == 1 else "passed" for i in range(count)],
            "value:running_slope": slopes,
            "value:tactile": [0.0 if i % 4 == 1 else 1.0 for i in range(count)],
        }
    )


def finding(
    rule: str, page: str, site: str, number: int, *, outcome: Outcome = Outcome.FAILED, block: str = "a"
) -> Finding:
    measured = Measurement(2.1, 4.5, ":1") if rule == "axe-color-contrast" else None
    snippet = f'<img src="{number}.png" title="{HOSTILE if number % 7 == 0 else "图片"}"> {CONTROL if number % 5 == 0 else ""}'
    return Finding(
        page, rule, outcome, RULES[rule].impact if rule in RULES else Impact.MODERATE,
        Target(f"main > div:nth-child({number}) > img{HOSTILE if number == 3 else ''}", snippet),
        Text("这张图没有替代文本。", "This image has no alternative text."),
        digest(rule, block), digest(site, rule, page, str(number)), measured, site,
    )  # fmt: skip


def fill(store: Store, now: datetime = NOW, pages: int = 9, **changes: Any) -> str:
    """Record one whole run; the same every time but for its id and its times."""
    run = store.start_run(
        "district", "示例市", plan(**changes), Path(), {"stepfree": "0.1.0", "axe-core": "4.12.1"}, now
    )
    ran = [*RULES, "retired-rule"]
    for site, address in (("portal", "https://www.example.cn/"), ("Services_网办", "https://fw.example.cn/")):
        for n in range(pages):
            page = f"{address}p{n}.html?q={'%3Cscript%3E' if n else HOSTILE}"
            found = [finding("axe-image-alt", page, site, i) for i in range(4)]
            found += [finding("axe-color-contrast", page, site, 9, block="b")]
            found += [finding("axe-region", page, site, 11, outcome=Outcome.CANT_TELL)]
            if n == 0:
                found += [
                    finding("retired-rule", page, site, 12),
                    finding("axe-image-alt", page, site, 13, block="hero"),
                ]
            tally = {
                "axe-image-alt": RuleTally(3, 1, 0),
                "axe-color-contrast": RuleTally(8, 1, 0),
                "axe-region": RuleTally(0, 0, 1),
            }
            facts = {
                "status": 200,
                "stratum": ("channels", "articles", "services")[n % 3],
                "lang": "en-US" if n == 1 else "zh-CN",
            }
            title = (HOSTILE, CONTROL, "About the city and its people")[n] if n < 3 else f"示例市 第 {n} 页"
            subject = Subject(page, "page", Outcome.FAILED, site, n, None, title, tally, facts)
            shots = (
                [Shot(digest("axe-image-alt", "a"), page, n, 0, 320, 120, WEBP)] if n == 0 and site == "portal" else []
            )
            missed = [Untested(page, "frame", Reason.THIRD_PARTY_FRAME, HOSTILE, site)]
            store.save_subject(run, subject, found, missed, shots=shots)
        kept_out = Subject(
            f"{address}admin", "page", Outcome.UNTESTED, site, pages, Reason.ROBOTS, "", {}, {"status": None}
        )
        store.save_subject(run, kept_out)
        site_facts: dict[str, Any] = {
            "url": address,
            "class": "portal",
            "rules": ran,
            "pages_found": pages + 1,
            "depth": "simplified",
        }
        if site == "portal":
            site_facts["sample"] = SAMPLE
        store.save_subject(run, Subject(site, "site", Outcome.FAILED, site, 0, None, "", {}, site_facts))
    store.save_subject(run, Subject("down", "site", Outcome.UNTESTED, "down", 0, Reason.NETWORK))
    store.save_subject(
        run,
        Subject(
            "curb_ramps", "layer", Outcome.FAILED,
            facts={
                "kind": "curb_ramps", "file": "ramps.csv", "crs": "EPSG:4490", "metric_crs": "EPSG:32650",
                "counts": {"rows": 60, "judged": 60}, "requirements": [SLOPE, TACTILE],
                "by_requirement": {SLOPE["id"]: {"passed": 29, "failed": 19, "cantTell": 12}, TACTILE["id"]: {"passed": 45, "failed": 15, "cantTell": 0}},
            },
        ),
        (), [Untested("curb_ramps", "lip", Reason.MISSING_COLUMN)],
    )  # fmt: skip
    store.save_subject(run, Subject("bus_stops", "layer", Outcome.UNTESTED, reason=Reason.NOT_SUPPLIED))
    store.save_evidence(run, "divisions", divisions())
    store.save_evidence(run, "layer:curb_ramps", ramps())
    store.save_indicators(run, indicators())
    store.save_scores(run, scores(Plan.model_validate(plan(**changes))))
    store.set_state(run, "finished", now)
    return run


def indicators() -> list[Indicator]:
    found = []
    for code, passed, unknown, total in (("", 20, 12, 60), ("990101", 12, 6, 40), ("990102", 8, 6, 20)):
        found += [
            Indicator(code, "curb_ramps", "facilities", total, 0, total, "facilities"),
            Indicator(code, "curb_ramps", "pass", passed, unknown, total, "facilities", "gb-55019-2021"),
            Indicator(code, "curb_ramps", "surveyed", total - unknown, 0, total, "facilities", "gb-55019-2021"),
            Indicator(code, "curb_ramps", "coverage-300", 4_000, 0, 10_000, "people"),
        ]
    return found


def scores(given: Plan) -> list[Score]:
    strata = [
        {"name": "channels", "weight": 0.6, "pages": 3, "mean": 80.0},
        {"name": "articles", "weight": 0.4, "pages": 6, "mean": 70.0},
    ]
    veto = [{"by": "wcag:2.1.2", "pages": 1, "first": "javascript:alert(1)"}]
    portal = Score(
        "site", "portal", "online", 70.1, 83.3, 76.04, 0.42, 9, 1, {"strata": strata, "veto": [], "cap": None}
    )
    services = Score(
        "site", "Services_网办", "online", 50.0, 59.0, 59.0, 0.42, 9, 1, {"strata": strata, "veto": veto, "cap": 59.0}
    )
    down = Score("site", "down", "online", None, None, None, None, 0, 1, {})
    tree = DivisionTree.of([division for division, _, _ in division_rows(divisions())])
    by_district = {"990101": [portal], "990102": [services], "990103": [down]}
    figures = indicators()
    return [portal, services, down, *layer_scores(figures, given), *division_scores(tree, by_district, figures, given)]  # fmt: skip
