"""What appears while the mouse pointer rests on something: can it be closed, reached and kept."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import Message, OpenPage, Probe, beyond, messages, target

HOVERS = frozenset({"mouseenter", "mouseover", "pointerenter", "pointerover"})
# Half a second for each trigger and at most 11 s for each whose content is worked: 40 s on the worst page.
_MOST_TRIGGERS, _MOST_WORKED = 12, 3
# ms; libraries open tips after 0.1-0.3 s, close them 0.1-0.5 s after the pointer left, and fade for 0.3 s.
_OPEN, _CLOSE = 500, 900
# ms; tips that close by themselves do so after 3 s as a rule.
_REST = 3600
_STEPS = 5  # from the trigger to its content, as a quick hand moves


@dataclass(frozen=True, slots=True)
class HoverContent:
    """Something that appears when the pointer rests on the target and goes when the pointer goes.

    text: what it says; obscures: it lies over text, a picture or a control; dismissed: Esc closes it; reached: it
    stays when the pointer moves onto it; lasts: it stays while the pointer rests (None = not waited for: no script).
    scripted: a script may show it, not only a style; controls: selectors of the first controls in it; elsewhere: all
    of these are links that stand elsewhere on the page, too. The trigger, with what is around and in it: focusable: the
    focus can come there; leads: as a link to an address; expands: it says that it opens something.
    """

    target: Target
    text: str
    obscures: bool
    dismissed: bool
    reached: bool
    lasts: bool | None
    scripted: bool
    controls: tuple[str, ...]
    elsewhere: bool
    focusable: bool
    leads: bool
    expands: bool


@dataclass(frozen=True, slots=True)
class Hovered:
    """contents: in the order of their triggers; left_out: triggers and elements that were too many.

    unstyled: a style sheet did not load; messages: that appeared meanwhile.
    """

    contents: tuple[HoverContent, ...]
    left_out: int
    unstyled: bool
    messages: tuple[Message, ...]


@dataclass
class _Hand:
    """The pointer as a person holds it: on a trigger, on what appeared, or away."""

    page: OpenPage

    async def away(self) -> bool:
        """Take the pointer away; return whether something of what appeared is gone then."""
        await self.page.park()
        return bool(await self.page.evaluate(f"stepfree.pointer.gone({_CLOSE})"))

    async def stays(self, wait: int) -> bool:
        """Wait; return whether what appeared is still there."""
        return bool(await self.page.evaluate(f"stepfree.pointer.stays({wait})"))

    async def opens(self, index: int, *, again: bool = False) -> tuple[float, float] | None:
        """Rest the pointer, which is away, on a trigger; return where it rests if something appeared."""
        place = await self.page.evaluate(f"stepfree.pointer.ready({index})")
        if place is None:
            return None
        x, y = place
        await self.page.point(x, y)
        return (x, y) if await self.page.evaluate(f"stepfree.pointer.look({_OPEN}, {str(again).lower()})") else None

    async def reopens(self, index: int) -> tuple[float, float] | None:
        """Take the pointer away and back; return where it rests if what appeared went and came again."""
        return await self.opens(index, again=True) if await self.away() else None

    async def work(self, index: int) -> dict[str, Any] | None:
        """Work what a trigger has just shown; None when it does not come and go with the pointer."""
        place = await self.reopens(index)
        if place is None:
            return None
        facts: dict[str, Any] = await self.page.evaluate(f"stepfree.pointer.facts({index})")
        await self.page.press("Escape")
        dismissed = not await self.stays(_CLOSE)
        place = await self.reopens(index) if dismissed else place
        way = place and await self.page.evaluate(f"stepfree.pointer.onto({index}, {place[0]}, {place[1]})")
        if not way:
            return None
        for x, y in way:
            await self.page.point(x, y, _STEPS)
        reached = await self.stays(_CLOSE)
        lasts = None
        if facts["scripted"] and (reached or await self.reopens(index)):
            lasts = await self.stays(_REST)
        return {**facts, "dismissed": dismissed, "reached": reached, "lasts": lasts}


async def _drive(page: OpenPage) -> Any:
    heard = await page.listeners(HOVERS)
    await page.evaluate((files("web_checks.probes") / "pointer.js").read_text("utf-8"))
    hand = _Hand(page)
    await page.park()
    start = await page.evaluate(f"stepfree.pointer.begin({_MOST_TRIGGERS})")
    left_out = int(start["left_out"]) + heard.left_out
    worked: set[str] = set()  # paths of triggers and of what they open
    contents: list[dict[str, Any]] = []
    try:
        for index, path in enumerate(start["paths"]):
            if path in worked:
                continue  # a copy of the same component
            if len(contents) == _MOST_WORKED:
                left_out += 1
                continue
            if await hand.opens(index):
                opened = await page.evaluate("stepfree.pointer.content()")
                # What is inside a trigger, or around it, may open the same.
                if opened not in worked and (content := await hand.work(index)):
                    worked |= {path, opened}
                    contents.append(content)
                await hand.away()
            else:
                await page.park()
    finally:
        appeared = await page.evaluate("stepfree.pointer.end()")
        await page.park()
    return {**start, "contents": contents, "left_out": left_out, "messages": appeared}


def _read(answers: list[Any]) -> Hovered:
    seen = answers[0]
    contents = tuple(map(_content, seen["contents"]))
    return Hovered(contents, seen["left_out"], seen["unstyled"], messages(seen["messages"]))


def _content(row: Any) -> HoverContent:
    return HoverContent(
        target(row),
        row["text"],
        row["obscures"],
        row["dismissed"],
        row["reached"],
        row["lasts"],
        row["scripted"],
        tuple(control["selector"] for control in row["controls"]),
        row["elsewhere"],
        row["focusable"],
        row["leads"],
        row["expands"],
    )


def _cut(hovered: Hovered) -> str:
    return beyond(hovered.left_out)


PROBE = Probe("pointer", _read, _drive, cut=_cut)
