"""What the switch to a mode for older people does: it is pressed, the page looked at again, then loaded afresh."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond
from web_checks.probes import ease, wayfinding
from web_checks.probes.ease import Ease
from web_checks.probes.wayfinding import Wayfinding

_SEE = f"stepfree.observe(['{wayfinding.PROBE.name}'])"
_SEE_AFTER = f"stepfree.observe(['{wayfinding.PROBE.name}', '{ease.OF_ANY}'])"
_SETTLE = "stepfree.settled(250, 2000)"
_PRESS = (
    "(() => {{ const found = document.querySelector({selector}); if (found) found.click(); return Boolean(found); }})()"
)
# What the page looks like: more than text sizes may change.
_LOOK = """(() => {
  const style = getComputedStyle(document.body);
  const root = getComputedStyle(document.documentElement);
  return [document.documentElement.outerHTML.length, style.zoom, style.transform, style.fontSize, root.fontSize,
    style.backgroundColor, style.color, document.documentElement.className, document.body.className].join('|');
})()"""


@dataclass(frozen=True, slots=True)
class ModeSwitch:
    """A switch that was pressed.

    name: its own; size, size_before: CSS px of the middle letter of the main text; changed: whether anything on the
    page did; led: addresses that it wanted to go to or open; links, links_before: keys of the links in its blocks;
    ease: what was measured afterwards; left_out: what caps kept from both looks.
    """

    target: Target
    name: str
    size_before: float
    size: float
    changed: bool
    led: tuple[str, ...]
    links_before: frozenset[str]
    links: frozenset[str]
    ease: Ease | None
    left_out: int


async def _drive(page: OpenPage) -> Any:
    before = await page.evaluate(_SEE)
    switch = _switch(_seen(before))
    if switch is None:
        return None
    page.reactions()
    look = await page.evaluate(_LOOK)
    selector = json.dumps(switch.target.selector)
    if not await page.evaluate(_PRESS.format(selector=selector)):
        return None
    try:
        await page.evaluate(_SETTLE)
        changed = await page.evaluate(_LOOK) != look
        after = await page.evaluate(_SEE_AFTER)
        led = [reaction.what for reaction in page.reactions() if reaction.kind != "dialog"]
    finally:
        await page.reload()
    return {"before": before, "after": after, "changed": changed, "led": led}


def _seen(answer: str) -> Wayfinding | None:
    return wayfinding.PROBE.read([json.loads(answer)[wayfinding.PROBE.name].get("seen")])


def _switch(seen: Wayfinding | None) -> wayfinding.Function | None:
    """Return the first entry that is a button: links are followed by the crawl."""
    entries = seen.of_kind("mode") if seen else ()
    return next((entry for entry in entries if not entry.address and " >>> " not in entry.target.selector), None)


def _read(answers: list[Any]) -> ModeSwitch | None:
    raw = answers[0]
    if raw is None:
        return None
    before, after = _seen(raw["before"]), _seen(raw["after"])
    switch = _switch(before)
    if before is None or after is None or switch is None:
        return None
    return ModeSwitch(
        switch.target,
        switch.name,
        before.size,
        after.size,
        raw["changed"],
        tuple(raw["led"]),
        _links(before),
        _links(after),
        ease.PROBE.read([json.loads(raw["after"])[ease.OF_ANY].get("seen")]),
        sum(seen.get("left_out", 0) for look in ("before", "after") for seen in json.loads(raw[look]).values()),
    )


def _links(seen: Wayfinding) -> frozenset[str]:
    return frozenset(key for block in seen.blocks for _, key in block.links)


def _cut(seen: ModeSwitch | None) -> str:
    return beyond(seen.left_out) if seen else ""


PROBE = Probe("mode_switch", _read, _drive, cut=_cut)
