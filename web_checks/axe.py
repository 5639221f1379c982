"""The only module that knows axe-core: where its script is, how it is run, what its JSON means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from audit.model import Impact, Measurement, Outcome, Rule, RuleTally, Target, Text, UsageError, Verdict
from web_checks.axe_rules import ADDED, axe_rules, enabled_axe_rules, foreign_rule

PREFIX = "axe-"
# frame-tested: frames are walked by stepfree itself, and those it cannot reach are recorded as untested.
# avoid-inline-spacing: inline-letter-spacing and its sisters judge the same, but only where there is text to space.
_SWITCHED_OFF = ("avoid-inline-spacing", "frame-tested")
_VERSION = re.compile(r"axe v(\d+\.\d+\.\d+)")
_RATIO = re.compile(r"^([\d.]+):1$")


@dataclass(frozen=True, slots=True)
class AxeScript:
    """axe-core's source text and version."""

    source: str
    version: str


def script(path: Path | None = None) -> AxeScript:
    """Return the axe-core script of the package axe-playwright-python, or the one in a file.

    Raises UsageError when the file is not axe-core.
    """
    if path is None:
        folder = files("axe_playwright_python")
        found = next(entry for name in ("axe.min.js",) for entry in _walk(folder) if entry.name == name)
        source = found.read_text("utf-8")
    else:
        try:
            source = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                Text(f"--axe-script {path}：读不出来：{error}", f"--axe-script {path}: cannot be read: {error}")
            ) from error
    version = _VERSION.search(source[:500])
    if version is None:
        raise UsageError(
            Text(
                f"--axe-script {path}：这不是 axe-core 的脚本（开头没有版本号）",
                f"--axe-script {path}: this is not axe-core (no version at its beginning); name an axe.min.js",
            )
        )
    return AxeScript(source, version[1])


def _walk(folder: Any) -> Iterator[Any]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _walk(entry)
        else:
            yield entry


def glue(*, remember: bool = True) -> str:
    """Return the JavaScript that runs axe and shrinks its results inside the page.

    remember: with what makes axe remember the colours it has read; without, it is exactly as published.
    """
    names = ("axe_colours.js", "axe.js") if remember else ("axe.js",)
    return "\n".join((files("web_checks") / name).read_text("utf-8") for name in names)


def options(rules: Iterable[str] | None = None, off: Iterable[str] = ()) -> str:
    """Return axe's run options as JSON: every rule that stepfree can run but those off, or only some (our ids)."""
    if rules is not None:
        return json.dumps({"runOnly": {"type": "rule", "values": [rule.removeprefix(PREFIX) for rule in rules]}})
    unwanted = {*_SWITCHED_OFF, *(rule.removeprefix(PREFIX) for rule in off)}
    switched = {rule: {"enabled": rule not in unwanted} for rule in sorted(ADDED | unwanted)}
    return json.dumps({"rules": switched})


def rules() -> Mapping[str, Rule]:
    """Return axe's rules that stepfree can run, by id ("axe-image-alt")."""
    return {rule.id: rule for rule in enabled_axe_rules() if rule.id.removeprefix(PREFIX) not in _SWITCHED_OFF}


@dataclass(frozen=True, slots=True)
class AxeJudgement:
    """What axe said of one page by one rule."""

    rule: Rule
    verdicts: tuple[Verdict, ...]
    tally: RuleTally


def judge(answer: str, known: Mapping[str, Rule]) -> Iterator[AxeJudgement]:
    """Yield one judgement for each applicable rule in axe.js's answer, ordered by rule id."""
    for result in sorted(json.loads(answer), key=lambda item: str(item["id"])):
        rule_id = PREFIX + result["id"]
        rule = (
            known.get(rule_id)
            or axe_rules().get(rule_id)
            or foreign_rule(result["id"], result["help"], result["impact"] or "moderate", result["tags"])
        )
        failed = [_verdict(rule, node, Outcome.FAILED) for node in result["failed"]]
        unsure = [_verdict(rule, node, Outcome.CANT_TELL) for node in result["incomplete"]]
        tally = RuleTally(result["passed"], _components(failed), _components(unsure))
        yield AxeJudgement(rule, (*failed, *unsure), tally)


def _components(verdicts: list[Verdict]) -> int:
    return len({verdict.target.path for verdict in verdicts})


def _verdict(rule: Rule, node: Mapping[str, Any], outcome: Outcome) -> Verdict:
    checks = node["checks"]
    english = "; ".join(message for _, message, _ in checks if message) or rule.title.en
    measured = (facts for check, _, facts in checks if check.startswith("color-contrast") and isinstance(facts, dict))
    facts = next(measured, None)
    message, measurement = Text(rule.title.zh, english), None
    if facts and facts.get("contrastRatio") and (limit := _RATIO.match(str(facts.get("expectedContrastRatio")))):
        measurement = Measurement(float(facts["contrastRatio"]), float(limit[1]), ":1")
        if outcome is Outcome.FAILED and facts.get("messageKey"):
            # axe left it open (text of one character), axe.js did not: axe's words would say the opposite.
            english = f"The contrast of {facts['fgColor']} on {facts['bgColor']} is {facts['contrastRatio']}:1"
        message = Text(
            f"文字颜色 {facts['fgColor']} 与背景 {facts['bgColor']} 的对比度为 {facts['contrastRatio']}:1，"
            f"应不低于 {limit[1]}:1",
            english,
        )
    impact = Impact.of(node["impact"]) if node["impact"] else None
    return Verdict(
        outcome,
        Target(node["selector"], node["snippet"], node["path"]),
        message,
        measurement=measurement,
        impact=impact,
    )
