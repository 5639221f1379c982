"""Rules listed, and one explained: whom the barrier hurts, how to mend it, clauses, outcomes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from rich.table import Table

from audit.model import Lang, Rule, Scope
from audit.terminal import Screen


def as_json(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON-able values, texts in both languages."""
    return {
        "id": rule.id,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "whom": {"zh": rule.whom.zh, "en": rule.whom.en},
        "mend": {"zh": rule.mend.zh, "en": rule.mend.en},
        "impact": rule.impact.label,
        "scope": rule.scope.value,
        "depth": rule.depth.value,
        "staging": rule.staging,
        "clauses": list(rule.requirements),
        "act_rules": list(rule.act_rules),
        "needs": list(rule.needs),
        "outcomes": sorted(outcome.value for outcome in rule.outcomes),
    }


def explained(rule: Rule, lang: Lang) -> str:
    """Return what a person wants to know of one rule, a line each."""
    zh = lang is Lang.ZH
    only = ("，只在测试环境（--staging）" if zh else ", on test copies only (--staging)") if rule.staging else ""
    rows = (
        ("影响谁" if zh else "Whom it hurts", rule.whom.to(lang)),
        ("怎样整改" if zh else "How to mend", rule.mend.to(lang)),
        ("条款" if zh else "Clauses", ", ".join(rule.requirements) or "-"),
        *([("用到的列" if zh else "Columns", ", ".join(rule.needs))] if rule.scope is Scope.FACILITY else []),
        ("ACT 规则" if zh else "ACT rules", ", ".join(rule.act_rules) or "-"),
        ("严重程度" if zh else "Impact", rule.impact.label),
        ("检测深度" if zh else "Depth", f"{rule.depth.value}{only}"),
        ("可能的结论" if zh else "Outcomes", ", ".join(sorted(outcome.value for outcome in rule.outcomes))),
    )
    separator = "：" if zh else ": "
    return "\n".join([f"{rule.id} — {rule.title.to(lang)}", *(f"{name}{separator}{text}" for name, text in rows)])


def listed(rules: Iterable[Rule], screen: Screen) -> None:
    """Print rules as a table, or one a line with tabs where a program reads it."""
    rows = [(rule.id, rule.impact.label, " ".join(rule.requirements), rule.title.to(screen.lang)) for rule in rules]
    if not screen.out.is_terminal:  # for grep and cut
        click.echo("\n".join(map("\t".join, rows)))
        return
    zh = screen.lang is Lang.ZH
    table = Table(box=None, pad_edge=False)
    for name in ("规则", "严重程度", "条款", "题目") if zh else ("rule", "impact", "clauses", "title"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen.out.print(table)
