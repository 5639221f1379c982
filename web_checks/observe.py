"""Gathers what one open page shows: static probes and axe in every frame, in depth the driving probes too."""

from __future__ import annotations

import contextlib
import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.model import Depth, Reason, Rule, Untested
from web_checks import probes as probe_shelf
from web_checks.arrival import Arrival, FrameWorld, ScriptError
from web_checks.driver import AuditTab
from web_checks.page import Page, Probe, beyond
from web_checks.probes.barrier import PROBE as BARRIER
from web_checks.probes.outline import PROBE as OUTLINE
from web_checks.tab import Tab

AXE = "axe"


def probes() -> Mapping[str, Probe[Any]]:
    """Return every probe by name."""
    modules = (
        importlib.import_module(f"web_checks.probes.{info.name}") for info in pkgutil.iter_modules(probe_shelf.__path__)
    )
    found = [module.PROBE for module in modules]
    return {probe.name: probe for probe in sorted(found, key=lambda probe: probe.name)}


@dataclass(frozen=True)
class Questions:
    """What to ask of each page: the probes that the rules need, and axe's options ("" = axe is not run)."""

    static: tuple[Probe[Any], ...]
    driving: tuple[Probe[Any], ...]
    axe_options: str

    @classmethod
    def of(cls, rules: Iterable[Rule], axe_options: str, also: Iterable[str] = ()) -> Questions:
        """Return what some rules need to know; what the page is at all is always asked for.

        also: probes that rules make use of when they were asked, and can do without.
        """
        known = probes()
        names = {name for rule in rules for name in rule.needs if name != AXE} | {OUTLINE.name, BARRIER.name, *also}
        needed = [known[name] for name in sorted(names)]
        return cls(
            tuple(probe for probe in needed if probe.drive is None),
            tuple(probe for probe in needed if probe.drive is not None),
            axe_options,
        )


def scripts() -> tuple[str, ...]:
    """Return the JavaScript of every static probe, for the browser's start."""
    return tuple(probe.script() for probe in probes().values() if probe.drive is None)


async def observe(
    tab: AuditTab, arrival: Arrival, address: str, questions: Questions, depth: Depth, in_scope: Callable[[str], bool]
) -> Page:
    """Ask the page that a tab arrived at; what could not be asked is untested in the answer.

    Raises browser.PageLost when the page hangs or crashes.
    """
    worlds, missed = await tab.frames(in_scope)
    untested = [Untested(address, f"frame {url}", reason) for url, reason in missed]
    if not arrival.status:
        untested.append(Untested(address, "HTTP status", Reason.DRIVER))
    seen: dict[str, Any] = {}
    names = [probe.name for probe in questions.static]
    changing, by_frame = not arrival.settled, dict[str, str]()
    if questions.axe_options:
        try:
            look = await tab.look(worlds, questions.axe_options, names)
            seen[AXE], by_frame, changing = look.axe, dict(look.answers), changing or look.changing
        except ScriptError as error:
            untested.append(Untested(address, AXE, Reason.RULE_ERROR, str(error)))
    answers, failures, left_out = await _ask(tab, worlds, names, by_frame)
    for probe in questions.static:
        if probe.name in failures:
            untested.append(Untested(address, probe.name, Reason.RULE_ERROR, failures[probe.name]))
        else:
            seen[probe.name] = probe.read(answers[probe.name])
    again, later, calm = await _look_again(tab, questions, in_scope) if changing else ({}, left_out, True)
    told = {name: beyond(max(left_out[name], later[name])) for name in names if name in seen}
    if depth is Depth.IN_DEPTH:
        untested += [missing async for missing in _drive(tab, address, questions, seen)]
        told |= {p.name: p.cut(seen[p.name]) for p in questions.driving if p.cut and p.name in seen}
    outline = seen[OUTLINE.name]
    return Page(
        address,
        arrival.status,
        outline.title,
        outline.lang,
        outline.template,
        arrival.settled,
        seen,
        tuple(untested),
        again,
        calm,
        {name: words for name, words in told.items() if words},
    )


async def _drive(tab: AuditTab, address: str, questions: Questions, seen: dict[str, Any]) -> AsyncIterator[Untested]:
    """Let the driving probes work the page and add what they see; yield what they could not."""
    for probe in questions.driving:
        if probe.drive is None:
            continue
        if not isinstance(tab, Tab):
            yield Untested(address, probe.name, Reason.DRIVER)
            continue
        try:
            seen[probe.name] = probe.read([await probe.drive(tab)])
        except ScriptError as error:
            yield Untested(address, probe.name, Reason.RULE_ERROR, str(error))


async def _look_again(
    tab: AuditTab, questions: Questions, in_scope: Callable[[str], bool]
) -> tuple[dict[str, Any], Counter[str], bool]:
    """Ask a page that was still changing once more.

    Return the answers, how many things were left out by probe, and whether the page had come to rest by then.
    """
    calm = await tab.settle()
    worlds, _ = await tab.frames(in_scope)
    again: dict[str, Any] = {}
    names, by_frame = [probe.name for probe in questions.static], dict[str, str]()
    if questions.axe_options:
        with contextlib.suppress(ScriptError):  # then the first look stands alone
            look = await tab.look(worlds, questions.axe_options, names)
            again[AXE], by_frame, calm = look.axe, dict(look.answers), calm and not look.changing
    answers, failures, left_out = await _ask(tab, worlds, names, by_frame)
    again |= {p.name: p.read(answers[p.name]) for p in questions.static if p.name not in failures}
    return again, left_out, calm


async def _ask(
    tab: AuditTab, worlds: list[FrameWorld], names: list[str], known: Mapping[str, str]
) -> tuple[dict[str, list[Any]], dict[str, str], Counter[str]]:
    """Return the answers of each static probe, one for each frame, the probes that failed, and what caps left out.

    known: the answers of frames that were asked already.
    """
    answers: dict[str, list[Any]] = {name: [] for name in names}
    failures: dict[str, str] = {}
    left_out = Counter[str]()
    for world in worlds:
        raw: dict[str, Any] = json.loads(known.get(world.frame) or await tab.ask(world, names))
        for name, answer in raw.items():
            if "error" in answer:
                failures[name] = answer["error"]
            else:
                answers[name].append(prefixed(answer["seen"], world.prefix))
                left_out[name] += answer.get("left_out", 0)
    return answers, failures, left_out


def prefixed(answer: Any, prefix: str) -> Any:
    """Put the frame's selector before those of the targets inside it."""
    if not prefix:
        return answer
    if isinstance(answer, list):
        return [prefixed(item, prefix) for item in answer]
    if isinstance(answer, dict):
        return {key: prefix + value if key == "selector" else prefixed(value, prefix) for key, value in answer.items()}
    return answer
