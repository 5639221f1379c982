"""Two audits side by side: what is new, what was mended, and why each score rose or fell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

import pandas as pd

from audit.baseline import Change, State, counted
from audit.costs import CAP, UNTOLD, Step, steps
from audit.model import Impact, Lang, Score, Text
from audit.snapshot import Snapshot
from audit.standards import Criterion
from reports.sinks import one_line, visible

VERSION: Final = "1.0"
_TITLE_WIDTH: Final = 60
_PAGE: Final = ("site", "page", "rule", "selector", "fingerprint")
_FACILITY: Final = ("layer", "facility", "rule")
_NAMED: Final = {
    CAP: Text("否决项封顶", "cap by a veto"),
    UNTOLD: Text("较早的运行没有按准则记录", "not told by criterion: an older run"),
}
_STATES: Final = {
    State.NEW: Text("新增", "new"),
    State.KNOWN: Text("已知", "known"),
    State.MENDED: Text("已整改", "mended"),
    State.STALE: Text("这次没有检测", "not tested this time"),
}


def as_data(before: Snapshot, now: Snapshot, change: Change) -> dict[str, Any]:
    """Return a comparison as JSON-able values; equal audits give equal values."""
    return {
        "schema_version": VERSION,
        "before": {"audit": before.label, "name": before.name, "date": before.day.isoformat()},
        "now": {"audit": now.label, "name": now.name, "date": now.day.isoformat()},
        "counts": {state.value: change.count(state) for state in State},
        "scores": [_score(key, before, now) for key in _keys(before, now)],
        "findings": [*_findings(change, State.NEW), *_findings(change, State.MENDED), *_findings(change, State.STALE)],
    }


def _keys(before: Snapshot, now: Snapshot) -> list[tuple[str, str, str]]:
    """Return what both audits scored: sites and layers by id, then divisions; the one site of each is one."""
    order = {"site": 0, "layer": 1, "division": 2}
    return sorted({*now.scores, *_scores_of(before, now)}, key=lambda key: (order.get(key[0], 3), key))


def _scores_of(before: Snapshot, now: Snapshot) -> Mapping[tuple[str, str, str], Score]:
    """Return the earlier scores, the only site under the id that the only site has now."""
    if len(before.sites) != 1 or len(now.sites) != 1:
        return before.scores
    (old,), (new,) = before.sites, now.sites
    return {(scope, new if (scope, subject) == ("site", old) else subject, axis): score
            for (scope, subject, axis), score in before.scores.items()}  # fmt: skip


def _score(key: tuple[str, str, str], before: Snapshot, now: Snapshot) -> dict[str, Any]:
    scope, subject, axis = key
    old, new = _scores_of(before, now).get(key), now.scores.get(key)
    why = steps(old, new) if scope == "site" and old is not None and new is not None else []
    return {
        "scope": scope,
        "subject": subject,
        "axis": axis,
        "before": _bounds(old),
        "now": _bounds(new),
        "difference": _difference(old, new),
        "steps": [asdict(step) for step in why],
    }


def _bounds(score: Score | None) -> dict[str, float | None] | None:
    return None if score is None else {"low": score.low, "value": score.value, "high": score.high}


def _difference(old: Score | None, new: Score | None) -> float | None:
    if old is None or new is None or old.value is None or new.value is None:
        return None
    return round(new.value - old.value, 4)


def _findings(change: Change, state: State) -> Iterator[dict[str, Any]]:
    """Yield the failures in a state: those of pages, then those of facilities."""
    web, street = (
        (change.now_web, change.now_street) if state is State.NEW else (change.before_web, change.before_street)
    )
    for table, places in ((web, _PAGE), (street, _FACILITY)):
        for row in _in_state(table, state):
            told = {name: getattr(row, name) for name in places}
            yield {"state": state.value, "impact": Impact(row.impact).label, **told}


def _in_state(table: pd.DataFrame, state: State) -> Iterable[Any]:
    return table[counted(table) & (table["state"] == state.value).to_numpy(bool)].itertuples()


def lines(before: Snapshot, now: Snapshot, change: Change, criteria: Mapping[str, Criterion], lang: Lang) -> list[str]:
    """Return a comparison as lines of plain text. criteria: those whose titles are known, by id."""
    first, second = (f"{one_line(a.name)} {a.day.isoformat()} ({one_line(a.label)})" for a in (before, now))
    told = [
        f"{first} → {second}",
        ("，" if lang is Lang.ZH else ", ").join(
            f"{text.to(lang)} {change.count(state)}" for state, text in _STATES.items()
        ),
    ]
    for key in _keys(before, now):
        told += _score_lines(key, before, now, criteria, lang)
    for state in (State.NEW, State.MENDED):
        told += _by_rule(change, state, lang)
    return [visible(line) for line in told]  # a findings.json may come from anywhere


def _score_lines(
    key: tuple[str, str, str], before: Snapshot, now: Snapshot, criteria: Mapping[str, Criterion], lang: Lang
) -> list[str]:
    scope, subject, axis = key
    old, new = _scores_of(before, now).get(key), now.scores.get(key)
    if _bounds(old) == _bounds(new) and scope != "site":
        return []
    scopes = {"site": Text("网站", "site"), "layer": Text("图层", "layer"), "division": Text("区划", "division")}
    axes = {"online": Text("线上", "online"), "street": Text("街面", "street")}
    whole = Text("全市", "whole city").to(lang)
    name = f"{scopes.get(scope, Text(scope, scope)).to(lang)} {one_line(subject) or whole}"
    comma, colon = ("，", "：") if lang is Lang.ZH else (", ", ": ")
    shown = f"{name}{comma}{axes.get(axis, Text(axis, axis)).to(lang)}" if scope == "division" else name
    difference = _difference(old, new)
    change = "" if difference is None else f"  {_signed(difference)}"
    found = ["", f"{shown}{colon}{_figure(old, lang)} → {_figure(new, lang)}{change}"]
    if scope == "site" and old is not None and new is not None:
        found += [f"  {_signed(step.points):>9}  {_reason(step, criteria, lang)}" for step in steps(old, new)]
    return found


def _figure(score: Score | None, lang: Lang) -> str:
    if score is None or score.low is None or score.high is None:
        return Text("无数据", "no data").to(lang)
    return f"{score.value:.4f}" if score.value is not None else f"{score.low:.2f}–{score.high:.2f}"


def _signed(points: float) -> str:
    return f"{points:+.4f}"


def _reason(step: Step, criteria: Mapping[str, Criterion], lang: Lang) -> str:
    if step.by in _NAMED:
        return _NAMED[step.by].to(lang)
    known = criteria.get(step.by)
    return f"{step.by} {known.title.to(lang)}" if known else one_line(step.by)


def _by_rule(change: Change, state: State, lang: Lang) -> list[str]:
    web, street = (
        (change.now_web, change.now_street) if state is State.NEW else (change.before_web, change.before_street)
    )
    rules = pd.concat([table.loc[counted(table) & (table["state"] == state.value), "rule"] for table in (web, street)])
    if not len(rules):
        return []
    counts = rules.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    listed = [f"  {count:>6}  {one_line(str(rule), _TITLE_WIDTH)}" for rule, count in counts.items()]
    return ["", f"{_STATES[state].to(lang)} {len(rules)}", *listed]
