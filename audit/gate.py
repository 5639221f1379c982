"""The gate of a release: what fails, what of that is new, what is waived, and whether enough was tested to say so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from audit import waivers
from audit.baseline import Change, Flags, State, compare, counted
from audit.legible import one_line
from audit.model import Impact, Text, UsageError
from audit.named import is_file
from audit.options import NEW
from audit.plan import Plan
from audit.snapshot import Snapshot
from audit.snapshot_file import of_file
from audit.waivers import Waived

EXIT_FAILED, EXIT_INCOMPLETE = 1, 3
# Findings, sites and layers that are named one by one; of the rest, the number is.
_NAMED: Final = 10
_SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*%?")
_WHOLE: Final = 100


@dataclass(frozen=True)
class Asked:
    """What is asked of a gate.

    fail_on: an impact's name, or "new"; coverage: least share tested, in per cent; before: the earlier audit.
    """

    fail_on: str | None = None
    coverage: Fraction | None = None
    before: Snapshot | None = None

    @property
    def anything(self) -> bool:
        """Return whether there is more to say than whether the audit was possible at all."""
        return self.fail_on is not None or self.coverage is not None


@dataclass(frozen=True)
class Verdict:
    """What a gate says.

    counts: when any were asked for; failed: what fails it (exit 1); incomplete: what was not covered (exit 3).
    """

    counts: Text | None
    failed: tuple[Text, ...] = ()
    incomplete: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def code(self) -> int:
        """Return the exit code: what was not covered outweighs what failed, for the rest is not known."""
        if self.incomplete:
            return EXIT_INCOMPLETE
        return EXIT_FAILED if self.failed else 0


def share(text: str) -> Fraction:
    """Return a share such as "95%" or "95" in per cent; UsageError for anything else."""
    found = _SHARE.fullmatch(text.strip())
    if found is None or Fraction(found[1]) > _WHOLE:
        raise UsageError(
            Text(
                f"--min-coverage 应写成 0% 到 100%，如 95%，写的却是 {text}",
                f"--min-coverage must be 0% to 100%, e.g. 95%, not {text}",
            )
        )
    return Fraction(found[1])


def asked(options: Mapping[str, Any]) -> Asked:
    """Return what a command's options ask; a baseline alone means: fail on what is new.

    A baseline that is a file is read here, one of a database by `named.earlier`.
    """
    fail_on, baseline, least = options.get("fail_on"), options.get("baseline"), options.get("min_coverage")
    if fail_on == NEW and not baseline:
        raise UsageError(
            Text(
                "--fail-on new 要同时给出 --baseline，才知道哪些是新增的",
                "--fail-on new needs --baseline, to know what is new",
            )
        )
    covered = None if least is None else share(least)
    before = of_file(Path(baseline)) if baseline and is_file(baseline) else None
    return Asked(fail_on or (NEW if baseline else None), covered, before)


def with_waivers(plan: Plan, path: Path | None) -> Plan:
    """Return a plan with the waivers of a file beside its own, each once."""
    if path is None:
        return plan
    return plan.model_copy(update={"waivers": tuple(dict.fromkeys((*plan.waivers, *waivers.load(path))))})


def judge(
    now: Snapshot,
    plan: Plan,
    asked_for: Asked,
    today: date,
    in_lists: Collection[str] = frozenset(),
    reasons: Mapping[str, Text] = MappingProxyType({}),
) -> Verdict:
    """Judge a run.

    today: the day by which waivers expire, that of the run; in_lists: as `waivers.match` has it; reasons: in words.
    """
    waived = waivers.match(plan.waivers, now, today, in_lists)
    marked = replace(now, web=now.web.assign(waiver=waived.web), street=now.street.assign(waiver=waived.street))
    change = None if asked_for.before is None else compare(asked_for.before, marked)
    tables = (marked.web, marked.street) if change is None else (change.now_web, change.now_street)
    failed = [*_failures(tables, asked_for), *_bad_waivers(waived)]
    notes = [
        Text(
            f"豁免 {waiver.name}：所指内容这次没有检测，无从判断是否还需要",
            f"waiver {waiver.name}: what it names was not tested this time; whether it is still needed is not known",
        )
        for waiver in waived.unknown
    ]
    notes += _of_another(asked_for.before, now)
    counts = _counts(tables, change) if asked_for.anything or plan.waivers or in_lists else None
    return Verdict(counts, tuple(failed), tuple(_uncovered(now, asked_for.coverage, reasons)), tuple(notes))


def _of_another(before: Snapshot | None, now: Snapshot) -> list[Text]:
    """Return a note where the baseline is of another name: all would look new, and all that was there mended."""
    if before is None or before.name == now.name:
        return []
    old, new = one_line(before.name), one_line(now.name)
    return [
        Text(
            f"基线是“{old}”的检测，这次检测的是“{new}”：请确认是同一对象",
            f"the baseline is an audit of {old!r}, this one is of {new!r}: make sure that they are the same",
        )
    ]


def _counts(tables: tuple[pd.DataFrame, ...], change: Change | None) -> Text:
    let_through = sum(int((counted(table) & _waived(table)).sum()) for table in tables)
    if change is None:
        left = sum(int(counted(table).sum()) for table in tables) - let_through
        return Text(f"不通过 {left}，豁免 {let_through}", f"failed {left}, waived {let_through}")
    new, known = (
        sum(int((counted(table) & ~_waived(table) & _is(table, state)).sum()) for table in tables)
        for state in (State.NEW, State.KNOWN)
    )
    mended, stale = change.count(State.MENDED), change.count(State.STALE)
    return Text(
        f"新增 {new}，已知 {known}，已整改 {mended}，豁免 {let_through}，这次没有检测 {stale}",
        f"new {new}, known {known}, mended {mended}, waived {let_through}, not tested this time {stale}",
    )


def _waived(table: pd.DataFrame) -> Flags:
    flags: Flags = (table["waiver"] >= 0).to_numpy(bool)
    return flags


def _is(table: pd.DataFrame, state: State) -> Flags:
    flags: Flags = (table["state"] == state.value).to_numpy(bool)
    return flags


def _failures(tables: tuple[pd.DataFrame, ...], asked_for: Asked) -> Iterator[Text]:
    """Yield what fails the gate: the count, then the first of them by name."""
    if asked_for.fail_on is None:
        return
    least = Impact.MINOR if asked_for.fail_on == NEW else Impact.of(asked_for.fail_on)
    guilty = []
    for table in tables:
        rows = counted(table) & ~_waived(table) & (table["impact"] >= int(least)).to_numpy(bool)
        guilty.append(table[rows & _is(table, State.NEW)] if asked_for.before is not None else table[rows])
    count = sum(map(len, guilty))
    if not count:
        return
    zh, en = (("新增的", "new ")) if asked_for.before is not None else ("", "")
    more = (
        Text("", "") if least is Impact.MINOR else Text(f"{least.label} 及以上", f" of impact {least.label} or worse")
    )
    yield Text(f"未过关：{zh}{more.zh}问题 {count} 处", f"gate failed: {count} {en}findings{more.en}")
    lines = [*map(_page_line, guilty[0].itertuples()), *map(_facility_line, guilty[1].itertuples())][:_NAMED]
    yield from lines
    if rest := count - len(lines):
        yield Text(f"另有 {rest} 处，见报告", f"{rest} more in the report")


def _page_line(row: Any) -> Text:
    return _line(row, f"{row.rule} · {row.page} · {row.selector}")


def _facility_line(row: Any) -> Text:
    return _line(row, f"{row.rule} · {row.layer}#{row.facility}")


def _line(row: Any, line: str) -> Text:
    return (
        Text(line, line) if row.by_test == row.outcome else Text(f"{line} · 人工判定", f"{line} · judged by a person")
    )


def _bad_waivers(waived: Waived) -> Iterator[Text]:
    for waiver in waived.expired:
        yield Text(
            f"豁免已到期（{waiver.expires}，{waiver.owner}）：{waiver.name}；整改，或由其负责人续期",
            f"waiver expired ({waiver.expires}, {waiver.owner}): {waiver.name}; mend it, or have its owner renew it",
        )
    for waiver in waived.stale:
        yield Text(
            f"豁免已无对应的问题（{waiver.owner}）：{waiver.name}；请删去",
            f"waiver matches nothing any more ({waiver.owner}): {waiver.name}; remove it",
        )


def _uncovered(now: Snapshot, least: Fraction | None, reasons: Mapping[str, Text]) -> Iterator[Text]:
    """Yield what was asked and not covered: sites and layers of which nothing was tested, then too small shares."""
    silent = [
        *((name, _why(site.reason, site.detail, reasons)) for name, site in now.sites.items() if not site.tested),
        *((name, _why(layer.reason, "", reasons)) for name, layer in now.layers.items() if not layer.tested),
    ]
    for name, why in silent:
        yield Text(f"没能检测 {name}：{why.zh}", f"nothing could be tested of {name}: {why.en}")
    if least is None:
        return
    for named, subjects in (
        (Text("网站 {name} 的网页", "pages of {name}"), now.sites),
        (Text("图层 {name} 的设施", "facilities of {name}"), now.layers),
    ):
        for name, seen in subjects.items():
            yield from _too_few(named.format(name=name), seen.tested, seen.asked, least)
    for named, subjects in ((Text("网站", "sites"), now.sites), (Text("图层", "layers"), now.layers)):
        yield from _too_few(named, sum(seen.tested > 0 for seen in subjects.values()), len(subjects), least)


def _why(reason: str, detail: str, reasons: Mapping[str, Text]) -> Text:
    said = reasons.get(reason, Text(reason, reason)) if reason else Text("原因见报告", "the report says why")
    return Text(f"{said.zh}（{detail}）", f"{said.en} ({detail})") if detail else said


def _too_few(named: Text, tested: int, asked_for: int, least: Fraction) -> Iterator[Text]:
    if tested and tested * _WHOLE < least * asked_for:
        of, so_much, wanted = f"{tested} / {asked_for}", f"{_WHOLE * tested / asked_for:.1f}%", f"{float(least):g}%"
        yield Text(
            f"覆盖不足：{named.zh}只测了一部分（{of}，{so_much}），要求至少 {wanted}",
            f"too little covered: not all {named.en} were tested ({of}, {so_much}), {wanted} are required",
        )
