"""A page in a WebView as a live walk recorded it: what axe and the static probes said of its top frame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.catalog import Shelved
from audit.model import Reason, Rule, Untested
from audit.schema import storable
from web_checks import observe
from web_checks.apps.markup import Unreadable
from web_checks.judge import Judgement, judge_page
from web_checks.page import Page


@dataclass(frozen=True, slots=True)
class WebView:
    """A page that was seen.

    address, title: the page's own; axe: axe.js's answer; probes: answers by probe, as JSON; frames: the addresses of
    the frames in it, which were not entered.
    """

    address: str
    title: str
    axe: str
    probes: Mapping[str, Any]
    frames: tuple[str, ...] = ()


def read(data: bytes) -> WebView:
    """Return what was recorded of a page. Raises Unreadable, with what the walk met where there is nothing else."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if "failure" in found:
            raise Unreadable(str(found["failure"]))
        axe, probes = json.loads(found["axe"]), json.loads(found["probes"])
        frames = found.get("frames", [])
        if not isinstance(axe, list) or not isinstance(probes, dict) or not isinstance(frames, list):
            raise Unreadable("no record of a page in a WebView")
        inner = tuple(map(str, frames))
        return WebView(str(found["address"]), str(found["title"]), str(found["axe"]), probes, inner)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("no record of a page in a WebView") from error


def judge(seen: WebView, where: str, shelf: Sequence[Shelved], axe_rules: Mapping[str, Rule]) -> Judgement:
    """Judge a page by the rules on pages, as far as what was recorded of it goes. Raises Unreadable."""
    try:
        return judge_page(_page(seen, where), shelf, axe_rules)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("no record of a page in a WebView") from error


def _page(seen: WebView, where: str) -> Page:
    answers: dict[str, Any] = {observe.AXE: seen.axe}
    untested = [Untested(where, storable(frame), Reason.FRAME_UNREACHED) for frame in seen.frames]
    known = observe.probes()
    for name, answer in sorted(seen.probes.items()):
        if name in known and "seen" in answer:
            answers[name] = known[name].read([answer["seen"]])
        else:
            untested.append(Untested(where, name, Reason.RULE_ERROR, str(answer.get("error", ""))))
    return Page(where, 0, seen.title, "", "", settled=True, seen=answers, untested=tuple(untested))
