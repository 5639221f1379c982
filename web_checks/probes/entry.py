"""What the page does when somebody chooses another option, ticks a box, types or pastes; nothing is sent off.

Only asked on test copies (staging): a change of an entry may be kept by the server all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, beyond, target

_MOST_CONFIRMED = 3
_SURPRISES = ("navigation", "window", "dialog")


@dataclass(frozen=True, slots=True)
class Change:
    """What the page did: kind "navigation", "window", "dialog", "moved" or "gone".

    moved: the focus went elsewhere; gone: the field left the page, and none like it came; sure: the page did so again
    when it was loaded anew.
    """

    kind: str
    what: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A control that was worked. kind: "select", "check" or "text"; around: the words by it, which may warn."""

    target: Target
    kind: str
    label: str
    around: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PasteField:
    """A password field, or another text field of a login form; refused: a script of the page stopped a paste."""

    target: Target
    password: bool
    refused: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """The controls that were worked, in document order; left_out: controls beyond the caps."""

    controls: tuple[Control, ...]
    pastes: tuple[PasteField, ...]
    left_out: int


async def _drive(page: OpenPage) -> Any:
    source = (files("web_checks.probes") / "entry.js").read_text("utf-8")

    async def begin() -> Any:
        await page.evaluate(source)
        return await page.evaluate("stepfree.entry.list()")

    found = await begin()
    controls, pastes = found["controls"], found["pastes"]
    confirmed = 0
    try:
        if controls or pastes:  # what was asked of the page before may have changed it
            await page.reload()
            await begin()
        for number, paste in enumerate(pastes):
            paste["refused"] = await page.evaluate(f"stepfree.entry.paste({number})")
        for number, control in enumerate(controls):
            control["changes"] = changes = await _work(page, number, control)
            if confirmed < _MOST_CONFIRMED and any(kind in _SURPRISES for kind in changes):
                confirmed += 1
                await page.reload()
                anew = (await begin())["controls"]
                same = number < len(anew) and anew[number]["selector"] == control["selector"]
                control["again"] = sorted(await _work(page, number, control)) if same else []
                if not same:
                    break  # the page comes differently each time: its controls cannot be told apart
    finally:
        if controls or pastes:
            await page.reload()
    return found


async def _work(page: OpenPage, number: int, control: Mapping[str, Any]) -> dict[str, str]:
    """Choose, tick or type once; return what the page did, by kind."""
    page.reactions()
    if control["kind"] == "text":
        if not await page.evaluate(f"stepfree.entry.focus({number})"):
            return {}
        page.reactions()
        for _ in range(control["keys"]):
            await page.press(control["key"])
        done = {kind: "" for kind in [str(await page.evaluate(f"stepfree.entry.leave({number})"))] if kind}
    else:
        done = {"moved": ""} if await page.evaluate(f"stepfree.entry.set({number})") else {}
    for reaction in page.reactions():
        done.setdefault(reaction.kind, reaction.what)
    return done


def _read(answers: list[Any]) -> Entries:
    seen = answers[0]
    controls = tuple(
        Control(
            target(control),
            control["kind"],
            control["label"],
            control["around"],
            tuple(
                Change(kind, what, kind in control.get("again", ()))
                for kind, what in sorted(control["changes"].items())
            ),
        )
        for control in seen["controls"]
        if "changes" in control
    )
    pastes = tuple(PasteField(target(paste), paste["password"], paste["refused"]) for paste in seen["pastes"])
    return Entries(controls, pastes, seen["left_out"] + len(seen["controls"]) - len(controls))


def _cut(entries: Entries) -> str:
    return beyond(entries.left_out)


PROBE = Probe("entry", _read, _drive, cut=_cut, staging=True)
