"""A page in a WebView as a live walk recorded it: what axe and the static probes said of its frames."""

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
from web_checks.page import Page, beyond


@dataclass(frozen=True, slots=True)
class WebView:
    """A page that was seen.

    address, title: the page's own; axe: axe.js's answer; probes: answers by probe, as JSON; inner: those of the frames
    in it, each with its selector; frames, foreign: addresses of frames that could not be entered, and of others' own.
    """

    address: str
    title: str
    axe: str
    probes: Mapping[str, Any]
    inner: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    frames: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def read(data: bytes) -> WebView:
    """Return what was recorded of a page. Raises Unreadable, with what the walk met where there is nothing else."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if "failure" in found:
            raise Unreadable(str(found["failure"]))
        axe, probes = json.loads(found["axe"]), json.loads(found["probes"])
        left, foreign = (found.get(name, []) for name in ("frames", "foreign"))
        inner = tuple((str(prefix), json.loads(answers)) for prefix, answers in found.get("inner", []))
        shapes = [isinstance(each, list) for each in (axe, left, foreign)]
        if not all((*shapes, isinstance(probes, dict), *(isinstance(answers, dict) for _, answers in inner))):
            raise Unreadable("no record of a page in a WebView")
        address, title = str(found["address"]), str(found["title"])
        names = tuple(map(str, left)), tuple(map(str, foreign))
        return WebView(address, title, str(found["axe"]), probes, inner, *names)
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
    untested += (Untested(where, storable(frame), Reason.THIRD_PARTY_FRAME) for frame in seen.foreign)
    known = observe.probes()
    left_out: dict[str, str] = {}
    for name in sorted(seen.probes):
        told = [("", seen.probes[name]), *((prefix, inner[name]) for prefix, inner in seen.inner if name in inner)]
        failed = next((str(answer.get("error", "")) for _, answer in told if "seen" not in answer), None)
        if name in known and failed is None:
            left_out[name] = beyond(sum(int(answer.get("left_out", 0)) for _, answer in told))
            answers[name] = known[name].read([observe.prefixed(answer["seen"], prefix) for prefix, answer in told])
        else:
            untested.append(Untested(where, name, Reason.RULE_ERROR, failed or ""))
    caps = {name: words for name, words in left_out.items() if words}
    return Page(where, 0, seen.title, "", "", settled=True, seen=answers, untested=tuple(untested), left_out=caps)
