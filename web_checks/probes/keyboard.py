"""One walk through the page by keyboard: where the focus goes, what shows it, covers it, keeps it or reacts to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks import wording
from web_checks.page import Message, OpenPage, Probe, beyond, messages, target

MOST_STOPS = 150  # forward; a portal's 600 links are alike
_MOST_BACKWARD = 40
_MOST_PICTURED = 12
_MOST_CONFIRMED = 3
_MOST_WAYS_OUT = 3
# Times that a picture is compared, and how often it must have been the same.
_MOST_LOOKS, _EQUAL = 5, 2
_RESTLESS = 2  # stops that could not be compared because the page moves: then no other is
# ms; a script that takes the focus back does so after a moment. _PATIENT: where an element's own script hears of it.
_QUICK, _PATIENT, _SLOW = 16, 120, 200
_HEARS = frozenset({"focus", "focusin", "blur", "focusout"})


@dataclass(frozen=True, slots=True)
class Stop:
    """An element that Tab reaches.

    tabindex: as computed; order: place in the document among the stops; shown: it takes up room in the viewport;
    changed: its painting or that of what is around it differs with focus; pictured: whether the page's picture differs
    with focus (None = not compared, or the page moves by itself); cover: HTML of the fixed box over it ("" = none);
    opaque: that box lets nothing through; name: its words; dialog: it stands in a dialog.
    """

    target: Target
    tabindex: int
    order: int
    shown: bool
    changed: bool
    pictured: bool | None
    cover: str
    opaque: bool
    name: str
    dialog: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What the page did when a stop was focused: kind "navigation", "window", "dialog", "blur" or "moved".

    sure: it did so again when the stop was focused a second time.
    """

    stop: int
    kind: str
    what: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Missed:
    """A visible control that the walk never came to and that no stop stands for.

    kind: "link" (to an address), "field" or "button", "role" for what is one by its role alone; before: it stands
    ahead of the first stop, where the walk began; roving: Tab reaches one of its likes beside it, from where arrow
    keys may lead on; name: its words.
    """

    target: Target
    tabindex: int
    kind: str
    before: bool
    roving: bool
    name: str


@dataclass(frozen=True, slots=True)
class Walk:
    """The walk: stops in the order of their first visit.

    complete: Tab left the page at its end; unstyled: a style sheet did not load; loop: stops (by index) that Tab,
    Shift+Tab, Esc, arrow keys and the keys that the page names do not leave; tabbable: elements that Tab should reach;
    missed: in document order; messages: that appeared meanwhile; left_out: controls that were not looked at though the
    walk did not come to them, and stops that would have had to be pictured.
    """

    stops: tuple[Stop, ...]
    complete: bool
    unstyled: bool
    loop: tuple[int, ...]
    tabbable: int
    replies: tuple[Reply, ...]
    missed: tuple[Missed, ...]
    messages: tuple[Message, ...]
    left_out: int


@dataclass
class _Walker:
    page: OpenPage
    sequence: list[int] = field(default_factory=list)
    replies: dict[tuple[int, str], str] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    since_new: int = 0
    in_frame: bool = False
    left_out: int = 0
    restless: int = 0  # stops of which no two pictures could be compared

    async def step(self, key: str, wait: int = _QUICK) -> tuple[int, bool]:
        """Press a key; return the stop (-1 = none) and whether the page still has the focus."""
        self.page.reactions()
        await self.page.press(key)
        seen = await self.page.evaluate(f"stepfree.keyboard.look({wait}, {_PATIENT})")
        stop, here, moved = int(seen["stop"]), bool(seen["here"]), int(seen["moved"])
        self.in_frame = bool(seen["frame"])
        at = moved if moved >= 0 else stop
        for reaction in self.page.reactions():
            if at >= 0:
                self.replies.setdefault((at, reaction.kind), reaction.what)
        if moved >= 0 and here:
            self.replies.setdefault((moved, "blur" if stop < 0 else "moved"), "")
        return stop, here

    async def forward(self) -> tuple[bool, tuple[int, ...]]:
        """Press Tab until the focus leaves the page; return whether it did, and a loop that it may not leave."""
        for _ in range(MOST_STOPS):
            stop, here = await self.step("Tab")
            if not here:
                return True, ()
            if stop < 0:
                continue
            self.sequence.append(stop)
            self.since_new = 0 if stop not in self.known else self.since_new + 1
            self.known.add(stop)
            lately = set(self.sequence[-self.since_new :]) if self.since_new else set()
            if self.since_new > 2 * len(lately) + 3 and not self.in_frame:
                return False, tuple(sorted(lately))
        return False, ()

    async def kept(self, loop: Sequence[int]) -> tuple[int, ...]:
        """Try to leave a loop as people do; return the stops that keep the focus, () when it came away."""
        inside = set(loop)
        wait = _SLOW if len(loop) <= _MOST_PICTURED else 50
        round_trip = ["Tab"] * (len(loop) + 1) + ["Shift+Tab"] * (len(loop) + 1)
        keys = [*round_trip, "Escape", *round_trip]
        for way_out in wording.keys_out(await self.page.evaluate("stepfree.keyboard.words()"))[:_MOST_WAYS_OUT]:
            keys += [way_out, "Tab"]
        if len(loop) == 1 and not await self.page.evaluate(f"stepfree.keyboard.choice({loop[0]})"):
            keys += ["ArrowDown", "ArrowRight"]
        rest: set[int] = set()
        for key in keys:
            stop, here = await self.step(key, wait)
            if not here or (stop >= 0 and stop not in inside):
                return ()
            if stop >= 0:
                rest.add(stop)
        return tuple(sorted(rest))

    async def backward(self) -> None:
        """Walk back a little: what sticks to the top covers what is reached from below."""
        for _ in range(_MOST_BACKWARD):
            stop, here = await self.step("Shift+Tab")
            if not here or (stop >= 0 and stop not in self.known):
                return

    async def pictured(self) -> dict[int, bool | None]:
        """Compare the page's picture with and without focus where no style shows it, one stop of each component."""
        doubtful: dict[str, int] = {}
        for fact in await self.page.evaluate("stepfree.keyboard.doubtful()"):
            doubtful.setdefault(fact["path"], fact["stop"])
        asked = sorted(doubtful.values())
        self.left_out = max(0, len(asked) - _MOST_PICTURED)
        return {stop: await self._picture(stop) for stop in asked[:_MOST_PICTURED] if self.restless < _RESTLESS}

    async def _picture(self, stop: int) -> bool | None:
        """Return whether the picture differs with the focus, None when the page moves too much by itself to tell."""
        equal = 0
        for _ in range(_MOST_LOOKS):
            focused = await self._shot(stop)
            plain = await self._shot(None)
            if focused is None or plain is None:
                return None
            equal += focused == plain
            if equal == _EQUAL:
                return False
            # A page that moves by itself gives two pictures without any focus, too; a carousel may turn in between.
            if focused != plain and plain == await self.page.screenshot() and focused == await self._shot(stop):
                return True
        self.restless += 1
        return None

    async def _shot(self, stop: int | None) -> bytes | None:
        """Return the page's picture with the focus on a stop, or on none; None when the focus does not stay there."""
        put = "unfocus()" if stop is None else f"focus({stop})"
        return await self.page.screenshot() if await self.page.evaluate(f"stepfree.keyboard.{put}") else None

    async def confirmed(self) -> list[dict[str, Any]]:
        """Focus again what seemed to make the page react."""
        rows = []
        tried = 0
        for (stop, kind), what in sorted(self.replies.items()):
            sure = kind in ("blur", "moved")
            if not sure and tried < _MOST_CONFIRMED:
                tried += 1
                await self.page.evaluate("stepfree.keyboard.unfocus()")
                self.page.reactions()
                await self.page.evaluate(f"stepfree.keyboard.focus({stop})")
                await self.page.evaluate(f"stepfree.keyboard.look({_SLOW}, 0)")
                sure = any(reaction.kind == kind for reaction in self.page.reactions())
            rows.append({"stop": stop, "kind": kind, "what": what, "sure": sure})
        return rows


async def _drive(page: OpenPage) -> Any:
    await page.listeners(_HEARS)
    await page.evaluate((files("web_checks.probes") / "keyboard.js").read_text("utf-8"))
    start = await page.evaluate("stepfree.keyboard.begin()")
    walker = _Walker(page)
    pictured: dict[int, bool | None] = {}
    replies: list[dict[str, Any]] = []
    try:
        complete, loop = await walker.forward()
        kept = await walker.kept(loop) if loop else ()
        if not kept:
            if start["sticky"]:
                await walker.backward()
            pictured = await walker.pictured()
            replies = await walker.confirmed()
    finally:
        end = await page.evaluate("stepfree.keyboard.end()")
    for index, stop in enumerate(end["stops"]):
        stop["pictured"] = pictured.get(index)
    end["left_out"] += walker.left_out
    return {**start, **end, "complete": complete, "loop": kept, "replies": replies}


def _read(answers: list[Any]) -> Walk:
    seen = answers[0]
    stops = tuple(
        Stop(
            target(stop),
            stop["tabindex"],
            stop["order"],
            stop["shown"],
            stop["changed"] and stop["shown"],
            stop["pictured"],
            stop["cover"]["snippet"] if stop["cover"] else "",
            bool(stop["cover"] and stop["cover"]["opaque"]),
            stop["name"],
            stop["dialog"],
        )
        for stop in seen["stops"]
    )
    replies = tuple(Reply(row["stop"], row["kind"], row["what"], row["sure"]) for row in seen["replies"])
    missed = tuple(
        Missed(target(row), row["tabindex"], row["kind"], row["before"], row["roving"], row["name"])
        for row in seen["missed"]
    )
    return Walk(
        stops,
        seen["complete"],
        seen["unstyled"],
        tuple(seen["loop"]),
        seen["tabbable"],
        replies,
        missed,
        messages(seen["messages"]),
        seen["left_out"],
    )


def _cut(walk: Walk) -> str:
    if walk.complete:
        return beyond(walk.left_out)
    # Controls after a walk's end were not passed by: the walk says how far it came.
    return "" if walk.loop else f"Tab: {len(walk.stops)}/{walk.tabbable}"


PROBE = Probe("keyboard", _read, _drive, cut=_cut)
