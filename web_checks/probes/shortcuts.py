"""Printable keys pressed while nothing has the focus, and how the page reacts."""

from __future__ import annotations

import string
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from web_checks.page import OpenPage, Probe, beyond

_KEY_EVENTS = frozenset({"keydown", "keypress", "keyup"})
KEYS = (*string.ascii_lowercase, *string.digits, *"+-*/=,.;'[]\\`?!#")
_ENOUGH = 3  # keys that certainly do something; no more is then pressed
_WAIT = 40  # ms
_IDLE = 3 * _WAIT  # ms without a key
_MOST_IDLE = 10  # a slide that glides is through with it by then


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Keys that made the page react, twice each.

    acting: the page changed, took the focus or tried to leave; swallowed: only the key's default was prevented;
    controls: names of the controls that everyone can find; left_out: elements with listeners that nobody looked at, one
    of which may be the root.
    """

    acting: tuple[str, ...] = ()
    swallowed: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    left_out: int = 0


async def _drive(page: OpenPage) -> Any:
    found = await page.listeners(_KEY_EVENTS)
    await page.evaluate((files("web_checks.probes") / "shortcuts.js").read_text("utf-8"))
    roots = await page.evaluate("stepfree.shortcuts.roots()")
    # With nothing focused a key goes to the body: other elements never hear of it.
    if not (found.window or found.document or any(roots)):
        return {"left_out": found.left_out}
    acting: list[str] = []
    swallowed: list[str] = []
    await page.evaluate("stepfree.shortcuts.begin()")
    try:
        idle = [await _idle(page) for _ in range(2)]
        noisy = not all(idle)
        for key in KEYS:
            if not (first := await _effect(page, key, noisy=noisy)):
                continue
            noisy = noisy or not await _comes_to_rest(page)
            if second := await _effect(page, key, noisy=noisy):
                (acting if {first, second} == {"acting"} else swallowed).append(key)
            if len(acting) + len(swallowed) >= _ENOUGH:
                break
    finally:
        controls = await page.evaluate("stepfree.shortcuts.end()")
    return {"acting": acting, "swallowed": swallowed, "controls": controls}


async def _idle(page: OpenPage) -> bool:
    """Wait a moment; return whether nothing happened."""
    seen = await page.evaluate(f"stepfree.shortcuts.look({_IDLE})")
    return not (seen["mutations"] or seen["moved"])


async def _comes_to_rest(page: OpenPage) -> bool:
    """Wait until nothing happens: what a page does by itself now and then (a slide) is not the doing of two keys."""
    for _ in range(_MOST_IDLE):
        if await _idle(page):
            return True
    return False


async def _effect(page: OpenPage, key: str, *, noisy: bool) -> str:
    page.reactions()
    await page.press(key)
    seen = await page.evaluate(f"stepfree.shortcuts.look({_WAIT})")
    if seen["focus"] or page.reactions() or (not noisy and (seen["mutations"] or seen["moved"])):
        return "acting"
    return "swallowed" if seen["prevented"] else ""


def _read(answers: list[Any]) -> Shortcuts:
    seen = answers[0]
    acting, swallowed, controls = (tuple(map(str, seen.get(name, ()))) for name in ("acting", "swallowed", "controls"))
    return Shortcuts(acting, swallowed, controls, seen.get("left_out", 0))


def _cut(seen: Shortcuts) -> str:
    return beyond(seen.left_out)


PROBE = Probe("shortcuts", _read, _drive, cut=_cut)
