"""Writes docs/coverage.md: which rules test each success criterion, what they can say, what is left to a person.

python scripts/coverage.py [--check]

--check writes nothing and ends with 1 when the file is not up to date.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.model import Depth, Outcome, Rule, Text
from audit.standards import Criterion, load_web
from web_checks.axe import PREFIX
from web_checks.jobs import Shelves

EDITION = "wcag-2.2"
PAGE = Path(__file__).parents[1] / "docs" / "coverage.md"
PERSON = Path(__file__).with_suffix(".toml")
_HEAD = """\
# What is tested of WCAG 2.2, and what is left to a person

Made by `make coverage` from the rules themselves; do not edit. 由 `make coverage` 根据规则自动生成，请勿手改。

Of the {count} success criteria of level A and AA, stepfree can **fail {able}** without touching a site's data
(axe-core's rules alone: {axe}), and {staged} more on a test copy whose forms it may send off (`--staging`);
{review} more are put to a person as questions, and {none} are left to a person wholly.
A criterion that can fail is not thereby tested in full: the last column says what remains, always.

A 级和 AA 级共 {count} 条成功准则：不改动网站数据就能判为**不通过的有 {able} 条**（仅靠 axe-core 的规则为 {axe} 条），
在允许提交表单的测试环境（`--staging`）再加 {staged} 条；另有 {review} 条提请人工复核，{none} 条完全由人检查。
能判不通过不等于全部测到：最后一列是始终需要人做的事。

*in depth* / 深入检测: on a sample of pages only. *test copy* / 测试环境: with `--staging` only.
*review* / 复核: the rule can ask, never fail.

| Criterion 准则 | axe-core | stepfree | Result at worst 最坏结论 | What a person must still do 仍需人工 |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """A criterion with the rules that stand for it."""

    criterion: Criterion
    axe: tuple[Rule, ...]
    own: tuple[Rule, ...]
    person: Text

    @property
    def worst(self) -> Outcome:
        """Return the worst that the rules can say; untested when they can say nothing of it."""
        return worst_of((*self.axe, *self.own))

    @property
    def live(self) -> Outcome:
        """Return the same for a live site, whose forms are never sent off."""
        return worst_of([rule for rule in (*self.axe, *self.own) if not rule.staging])


def worst_of(rules: Sequence[Rule]) -> Outcome:
    """Return failed when a rule can fail, cantTell when one can ask, else untested."""
    possible = {outcome for rule in rules for outcome in rule.outcomes}
    return next((worst for worst in (Outcome.FAILED, Outcome.CANT_TELL) if worst in possible), Outcome.UNTESTED)


def rows(rules: Mapping[str, Rule]) -> list[Row]:
    """Return one row for each criterion of level A and AA, in the order of the edition.

    Raises LookupError when the table of what a person must do lacks one, or has one too many.
    """
    criteria = load_web(EDITION).at("AA")
    person = tomllib.loads(PERSON.read_text("utf-8"))
    if person.keys() != criteria.keys():
        raise LookupError(f"{PERSON.name}: {sorted(person.keys() ^ criteria.keys())}")
    result = []
    for key, criterion in criteria.items():
        found = [rule for _, rule in sorted(rules.items()) if key in rule.requirements]
        axe = tuple(rule for rule in found if rule.id.startswith(PREFIX))
        own = tuple(rule for rule in found if not rule.id.startswith(PREFIX))
        result.append(Row(criterion, axe, own, Text(**person[key])))
    return result


def page(found: Sequence[Row]) -> str:
    """Return the text of docs/coverage.md."""
    able = sum(row.live is Outcome.FAILED for row in found)
    staged = sum(row.worst is Outcome.FAILED for row in found) - able
    review = sum(row.worst is Outcome.CANT_TELL for row in found)
    head = _HEAD.format(
        count=len(found),
        able=able,
        axe=sum(worst_of(row.axe) is Outcome.FAILED for row in found),
        staged=staged,
        review=review,
        none=len(found) - able - staged - review,
    )
    return head + "".join(map(_line, found))


def _line(row: Row) -> str:
    worst = {
        Outcome.FAILED: "failed 不通过",
        Outcome.CANT_TELL: "review 复核",
        Outcome.UNTESTED: "untested 未检测",
    }[row.worst]
    if row.live is not row.worst:
        worst += " (test copy 测试环境)"
    criterion = row.criterion
    number = criterion.id.partition(":")[2]
    cells = (
        f"[{number}]({criterion.url}) {criterion.title.en}<br>{criterion.title.zh} ({criterion.level})",
        _names(row.axe),
        _names(row.own),
        worst,
        f"{row.person.en}<br>{row.person.zh}",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _names(rules: Sequence[Rule]) -> str:
    return ", ".join(f"`{rule.id.removeprefix(PREFIX)}`{_note(rule)}" for rule in rules) or "–"


def _note(rule: Rule) -> str:
    notes = [
        *(["test copy"] if rule.staging else ["in depth"] if rule.depth is Depth.IN_DEPTH else []),
        *([] if Outcome.FAILED in rule.outcomes else ["review"]),
    ]
    return f" ({', '.join(notes)})" if notes else ""


def main() -> int:
    """Write the page, or tell whether it is up to date."""
    found = rows(Shelves.all().rules)
    text = page(found)
    able = [row.criterion.id.partition(":")[2] for row in found if row.live is Outcome.FAILED]
    print(f"{len(able)} of {len(found)} criteria of level A and AA can fail: {', '.join(able)}")
    if "--check" in sys.argv[1:]:
        if PAGE.is_file() and PAGE.read_text("utf-8") == text:
            return 0
        print(f"{PAGE}: not up to date; run make coverage", file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
