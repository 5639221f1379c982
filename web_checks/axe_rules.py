"""axe-core's rules as stepfree's: the table axe_rules.toml, and a rule built from metadata for a newer script's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from audit.model import Impact, Outcome, Rule, Scope, Text

PREFIX = "axe-"
PROBE = "axe"

# Off in axe because they are of WCAG 2.2 alone or of level AAA; the plan's edition and level decide here.
ADDED = frozenset(
    {
        "target-size",
        "label-content-name-mismatch",  # experimental in 4.12, a default rule since 4.14
        "color-contrast-enhanced",
        "identical-links-same-purpose",
        "meta-refresh-no-exceptions",
    }
)

# axe writes a criterion as a tag without dots: wcag111 is 1.1.1, wcag1410 is 1.4.10; wcag2a and wcag21aa are levels.
CRITERION_TAG = re.compile(r"wcag([1-4])([1-9])([1-9][0-9]?)", re.ASCII)


class _Entry(BaseModel):
    """One [[rule]] of the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    impact: Literal["minor", "moderate", "serious", "critical"]
    wcag: tuple[str, ...]
    act: tuple[str, ...]
    enabled: bool = True
    experimental: bool = False
    can_fail: bool = True
    can_review: bool = False
    title: Text
    whom: Text
    mend: Text

    @property
    def outcomes(self) -> frozenset[Outcome]:
        """Return every outcome that axe can give to a target of this rule."""
        possible = {Outcome.PASSED, Outcome.INAPPLICABLE}
        if self.can_fail:
            possible.add(Outcome.FAILED)
        if self.can_review:
            possible.add(Outcome.CANT_TELL)
        return frozenset(possible)


@cache
def _table() -> tuple[_Entry, ...]:
    source = (files(__package__) / "axe_rules.toml").read_text("utf-8")
    return tuple(_Entry.model_validate(entry) for entry in tomllib.loads(source)["rule"])


@cache
def axe_rules() -> Mapping[str, Rule]:
    """Return the rules of the shipped axe-core by stepfree's id ("axe-image-alt"), ordered by id."""
    return MappingProxyType({PREFIX + entry.id: _rule(entry) for entry in _table()})


def enabled_axe_rules() -> tuple[Rule, ...]:
    """Return the rules that stepfree can run, ordered by id: axe's default ones, target-size and those of level AAA.

    Rules that axe calls experimental, and those that it leaves off for another reason, are not among them.
    """
    rules = axe_rules()
    return tuple(
        rules[PREFIX + entry.id]
        for entry in _table()
        if entry.id in ADDED or (entry.enabled and not entry.experimental)
    )


def foreign_rule(axe_id: str, summary: str, impact: str | None, tags: Iterable[str]) -> Rule:
    """Return a rule that the table lacks, from the metadata that a newer axe-core gives of it.

    summary: axe's "help", in the script's language. impact: axe's word, None where axe gives none; then moderate.
    tags: axe's tags, of which those like wcag1410 name the success criteria.
    """
    known = {step.label: step for step in Impact}
    return Rule(
        id=PREFIX + axe_id,
        title=Text(f"{summary}（axe 规则 {axe_id}）", f"{summary} (axe rule {axe_id})"),
        whom=Text(
            "所用的 axe-core 脚本比本工具的规则表新，表中还没有说明这条规则影响哪些人。",
            "The axe-core script in use is newer than the table of rules, which does not say yet whom this hurts.",
        ),
        mend=Text(
            f"请在所用版本的 axe-core 文档中查找规则 {axe_id}，按其说明修改。",
            f"Look up {axe_id} in the documentation of the axe-core version in use and follow it.",
        ),
        impact=known.get(impact or "", Impact.MODERATE),
        scope=Scope.PAGE,
        requirements=criteria_of(tags),
        needs=(PROBE,),
        outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
    )


def criteria_of(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the success criteria that axe's tags name ("wcag:1.4.10"), each once, in the order of the tags."""
    matches = (CRITERION_TAG.fullmatch(tag) for tag in tags)
    return tuple(dict.fromkeys("wcag:" + ".".join(match.groups()) for match in matches if match))


def _rule(entry: _Entry) -> Rule:
    return Rule(
        id=PREFIX + entry.id,
        title=entry.title,
        whom=entry.whom,
        mend=entry.mend,
        impact=Impact.of(entry.impact),
        scope=Scope.PAGE,
        requirements=tuple(f"wcag:{criterion}" for criterion in entry.wcag),
        act_rules=entry.act,
        needs=(PROBE,),
        outcomes=entry.outcomes,
    )
