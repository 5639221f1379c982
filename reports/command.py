"""What the commands need of reports: written formats, two audits side by side, rules listed or explained."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from audit import baseline, standards
from audit.model import Lang, Rule, Text, UsageError
from audit.snapshot import Snapshot
from audit.terminal import Screen
from reports import comparison, rule_card
from reports.format import Format, one_writer
from reports.sinks import json_text
from reports.summary import Summary

_WAITING: Final = Text(
    "另一个 stepfree 正在往同一个文件夹写报告：等它写完",
    "another stepfree is writing its report into this folder: waiting until it has done",
)
_LISTED: Final = Text("stepfree rules 列出全部", "stepfree rules lists them")


def write(summary: Summary, out: Path, formats: Iterable[Format], language: Lang, screen: Screen) -> Path:
    """Write the formats, at least one; return the file to open first."""
    written = []
    with one_writer(out, lambda: screen.say(_WAITING)):
        for format_ in formats:
            written.append(format_.write(summary, out, language))
            screen.say(Text(f"{format_.title.zh}：{written[-1]}", f"{format_.title.en}: {written[-1]}"))
    return written[0]


def tell_change(before: Snapshot, now: Snapshot, form: str, screen: Screen) -> None:
    """Print what changed from one audit to another. form: "text" or "json"."""
    change = baseline.compare(before, now)
    if form == "json":
        screen.result(json_text(comparison.as_data(before, now, change), indent=2))
    else:
        screen.result("\n".join(comparison.lines(before, now, change, standards.criteria(), screen.lang)))


def tell_rules(rule_id: str | None, known: Mapping[str, Rule], form: str, screen: Screen) -> None:
    """Print one rule, or all when none is named. form: "text" or "json". Raises UsageError for an unknown one."""
    if rule_id is not None and rule_id not in known:
        near = difflib.get_close_matches(rule_id, known, n=3)
        zh, en = (f"相近的有 {'、'.join(near)}", f"near it: {', '.join(near)}") if near else (_LISTED.zh, _LISTED.en)
        raise UsageError(Text(f"没有规则 {rule_id}；{zh}", f"there is no rule {rule_id}; {en}"))
    chosen = [known[rule_id]] if rule_id else [known[name] for name in sorted(known)]
    if form == "json":
        screen.result(json.dumps([rule_card.as_json(rule) for rule in chosen], ensure_ascii=False, indent=2))
    elif rule_id:
        screen.result(rule_card.explained(chosen[0], screen.lang))
    else:
        rule_card.listed(chosen, screen)
