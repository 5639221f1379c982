"""self-evaluation-mid-term.csv and -final.csv: the targets of the city's plan with their figures, filled in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from audit.districts import WHOLE
from audit.model import Lang, Text
from audit.progress import Progress, Stage, Standing
from reports.format import Format, new_file
from reports.sinks import cell
from reports.summary import Summary

COLUMNS: Final = (
    Text("序号", "No."),
    Text("指标", "Target"),
    Text("性质", "Nature"),
    Text("区划代码", "District code"),
    Text("区划", "District"),
    Text("起始年", "From the beginning of"),
    Text("目标年", "By the end of"),
    Text("数据口径", "How it is known"),
    Text("完成数", "Numerator"),
    Text("未知数", "Not known"),
    Text("总数", "Denominator"),
    Text("单位", "Unit"),
    Text("完成比例（%）", "Share (%)"),
    Text("完成比例上限（%）", "Share at most (%)"),
    Text("目标（%）", "Goal (%)"),
    Text("按进度应达到（%）", "Path on this day (%)"),
    Text("评价", "Standing"),
    Text("数据日期", "Day"),
    Text("来源", "Source"),
)
STANDINGS: Final[Mapping[Standing, Text]] = {
    Standing.REACHED: Text("已达到", "reached"),
    Standing.ON_TRACK: Text("符合进度", "on track"),
    Standing.BEHIND: Text("落后于进度", "behind"),
    Standing.MISSED: Text("未达到", "missed"),
    Standing.UNKNOWN: Text("数据不足，无法评价", "not known"),
    Standing.OPEN: Text("未达到，计划没有写目标年", "not reached; the plan names no year"),
}
NATURES: Final = {"binding": Text("约束性", "binding"), "expected": Text("预期性", "expected")}
DECLARED, MEASURED = Text("填报", "declared"), Text("实测", "measured")


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write both tables (UTF-8 with a byte order mark, which Excel needs) and return the first."""
    for stage in Stage:
        with new_file(out / f"self-evaluation-{stage.value}.csv", encoding="utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow([column.to(lang) for column in COLUMNS])
            writer.writerows([cell(value) for value in row] for row in rows(summary, stage, lang))
    return out / f"self-evaluation-{Stage.MID_TERM.value}.csv"


def rows(summary: Summary, stage: Stage, lang: Lang) -> Iterator[tuple[str, ...]]:
    """Yield one row of text for each target, in the order of the plan; what is not known is an empty cell."""
    for number, found in enumerate(summary.progress(stage), 1):
        yield (str(number), *_row(summary, found, lang))


def _row(summary: Summary, found: Progress, lang: Lang) -> tuple[str, ...]:
    target = found.target
    code = target.district or WHOLE
    division = summary.divisions.get(code)
    place = (division.name if division else summary.name if code == WHOLE else Text(code, code)).to(lang)
    return (
        Text(target.name, target.name_en or target.name).to(lang),
        NATURES[target.nature].to(lang) if target.nature else "",
        code,
        place,
        str(target.since or ""),
        str(target.year or ""),
        (MEASURED if target.planned is None else DECLARED).to(lang),
        figure(found.numerator),
        figure(found.unknown),
        figure(found.denominator),
        target.unit,
        percent(found.low),
        percent(found.high),
        percent(found.goal),
        percent(found.path),
        STANDINGS[found.standing].to(lang),
        found.day.isoformat(),
        target.source,
    )


def figure(value: float | None) -> str:
    """Return a count as it is; one that is not known is empty."""
    return "" if value is None else f"{value:.15g}"


def percent(share: float | None) -> str:
    """Return a share in per cent with two decimals, rounded down: 89.999 % is not 90 %."""
    return "" if share is None else f"{int(share * 10_000 + 1e-9) / 100:.2f}"


FORMAT = Format("self-evaluation", Text("自评表（中期、终期）", "Self-evaluation (mid-term, final)"), write)
