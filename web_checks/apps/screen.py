"""What was seen of one screen of an app, whatever the dump came from. Rules on screens judge nothing else.

A fact that a format cannot know is None, never False: a rule says cantTell of it, or nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from audit.model import Target
from web_checks.apps.picture import Picture
from web_checks.box import Box

_SNIPPET, _QUOTED = 300, 80  # characters of a snippet, and of a text within it
_SILENT = ("Cc", "Cn", "Co", "Cs")  # categories of characters that no voice can say
_PATH_DEPTH = 40  # levels of the view tree that a path names, counted from the element upwards


class Format(StrEnum):
    """Where a dump comes from."""

    ANDROID = "android"
    IOS = "ios"
    HARMONY = "harmony"


class Role(StrEnum):
    """What kind of thing a node is, from the name of its class."""

    BUTTON = "button"
    LINK = "link"
    FIELD = "field"
    CHECK = "check"
    SWITCH = "switch"
    RADIO = "radio"
    SLIDER = "slider"
    PICKER = "picker"
    TAB = "tab"
    IMAGE = "image"
    TEXT = "text"
    TITLE_BAR = "title bar"
    WEB = "web view"
    OTHER = "other"


TOGGLES = (Role.CHECK, Role.SWITCH, Role.RADIO)


@dataclass(frozen=True, slots=True)
class Node:
    """One element of a view tree.

    number: its place in document order; parent: that of its parent, -1 at the root; end: the place after its last
    descendant; kind: its class as the dump names it; key: resource id or identifier; label: what assistive technology
    is given beside the text; hint: what an empty field shows; letters: their size where the dump tells it, dp; pane:
    what a screen reader says when this part of the screen comes up.
    """

    number: int
    parent: int
    end: int
    kind: str
    role: Role
    box: Box
    key: str = ""
    text: str = ""
    label: str | None = None
    hint: str | None = None
    clickable: bool | None = None
    focusable: bool | None = None
    enabled: bool | None = None
    checkable: bool | None = None
    checked: bool | None = None
    selected: bool | None = None
    password: bool | None = None
    scrollable: bool | None = None
    heading: bool | None = None
    visible: bool | None = None
    letters: float | None = None
    pane: str = ""

    @property
    def shown(self) -> bool:
        """Return whether it takes up room on the screen, as far as the dump tells."""
        return self.visible is not False and self.box.area > 0

    @property
    def name(self) -> str:
        """Return what is read out for the node itself: its label, else its text, else its hint."""
        return next((said for told in (self.label, self.text, self.hint) if told and (said := speakable(told))), "")

    @property
    def short(self) -> str:
        """Return the last part of its class name."""
        return re.split(r"[.$]", self.kind)[-1].removeprefix("XCUIElementType") or "?"


@dataclass(frozen=True)
class Screen:
    """One screen as it was observed.

    name: of the dump; format: see there; nodes: in document order; size: of the screen; scale: units of the dump for
    one dp (px at 160 dpi; pt on iOS), None = not known; picture: the screenshot; elder: "version" (for older people, of
    an app), "standalone" (an app for them alone) or ""; home: whether the app starts here; language: that the app is
    set to, "" = not known.
    """

    name: str
    format: Format
    nodes: tuple[Node, ...]
    size: Box
    scale: float | None = None
    picture: Picture | None = field(default=None, compare=False)
    elder: str = ""
    home: bool = False
    language: str = ""

    @property
    def unit(self) -> str:
        """Return the unit that sizes are told in: pt on iOS, else dp (both stand for a CSS px)."""
        return "pt" if self.format is Format.IOS else "dp"

    @property
    def known(self) -> frozenset[str]:
        """Return which of the things that some rules need are there."""
        there = {"density": self.scale is not None, "screenshot": self.picture is not None}
        there["letter-size"] = all(there.values()) or any(node.letters for node in self.nodes)
        return frozenset({"screen", *(name for name, known in there.items() if known)}) | (
            frozenset({"language"}) if self.language else frozenset()
        )

    def units(self, length: float) -> float:
        """Return a length of the dump in dp (pt on iOS), to two decimals. Only where the density is known."""
        return round(length / (self.scale or 1.0), 2)

    def below(self, node: Node) -> tuple[Node, ...]:
        """Return every descendant of a node."""
        return self.nodes[node.number + 1 : node.end]

    def children(self, node: Node) -> Iterator[Node]:
        """Yield the children of a node."""
        at = node.number + 1
        while at < node.end:
            yield self.nodes[at]
            at = self.nodes[at].end

    def above(self, node: Node) -> Iterator[Node]:
        """Yield the ancestors of a node, the nearest first."""
        while node.parent >= 0:
            node = self.nodes[node.parent]
            yield node

    @cached_property
    def shown(self) -> tuple[Node, ...]:
        """Return the nodes that take up room on the screen; what lies wholly beyond its edges does not."""
        roots = [node.box for node in self.nodes if node.parent < 0]
        right, bottom = (max(getattr(box, side) for box in (self.size, *roots)) for side in ("right", "bottom"))
        whole = Box(0, 0, right, bottom) if self.size.area else None
        return tuple(node for node in self.nodes if node.shown and (whole is None or node.box.common(whole) > 0))

    @cached_property
    def controls(self) -> tuple[Node, ...]:
        """Return what can be pressed or filled in, except web views (their pages are judged as pages)."""
        return tuple(node for node in self.shown if operable(node) and node.role is not Role.WEB)

    def spoken(self, node: Node) -> str:
        """Return what a screen reader says for a control: its own name, else what it holds that is no control."""
        if node.number not in self._spoken:
            self._spoken[node.number] = node.name or self._held(node)
        return self._spoken[node.number]

    def _held(self, node: Node) -> str:
        said, at = [], node.number + 1
        while at < node.end:
            inner = self.nodes[at]
            if inner.shown and operable(inner):
                at = inner.end
                continue
            if inner.visible is not False and inner.name:
                said.append(inner.name)
            at += 1
        return " ".join(said)

    def target(self, node: Node) -> Target:
        """Return the place of a node: its id when no other node has it, else the way down to it."""
        if node.number not in self._targets:
            self._targets[node.number] = self._placed(node)
        return self._targets[node.number]

    def node_at(self, selector: str) -> Node | None:
        """Return the node that a target of this screen is the place of; None when it is none of them."""
        return next((self.nodes[place] for place, known in self._targets.items() if known.selector == selector), None)

    def _placed(self, node: Node) -> Target:
        way = [node, *self.above(node)][:_PATH_DEPTH][::-1]
        path = ">".join(f"{step.short}#{_local(step.key)}" if step.key else step.short for step in way)
        if node.key and self._keys.get(node.key) == 1:
            return Target(f"#{node.key}", _snippet(node), path)
        return Target(">".join(f"{step.short}[{self._place(step)}]" for step in way), _snippet(node), path)

    @cached_property
    def _spoken(self) -> dict[int, str]:
        return {}  # answers that rules ask for again and again, by the number of the node

    @cached_property
    def _targets(self) -> dict[int, Target]:
        return {}

    @cached_property
    def memory(self) -> dict[tuple[str, int], object]:
        """Return where answers are kept that several rules ask for: by question and number of the node."""
        return {}

    @cached_property
    def _keys(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for node in self.nodes:
            if node.key:
                counts[node.key] = counts.get(node.key, 0) + 1
        return counts

    @cached_property
    def _places(self) -> dict[int, int]:
        places = {}
        for node in self.nodes:
            for place, child in enumerate(self.children(node)):
                places[child.number] = place
        return places

    def _place(self, node: Node) -> int:
        return self._places.get(node.number, 0)


def speakable(text: str) -> str:
    """Return a text, on one line, without what no voice can say: the private characters of icon fonts, controls."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(" " if unicodedata.category(each) in _SILENT else each for each in text)
    return " ".join(text.split())


def operable(node: Node) -> bool:
    """Return whether something can be pressed or filled in."""
    return node.role is Role.FIELD or bool(node.clickable) or bool(node.checkable)


def _local(key: str) -> str:
    """Return a resource id without the name of its package."""
    return key.rpartition("/")[2] or key


def _snippet(node: Node) -> str:
    # What somebody has typed is nobody's business.
    text = "" if node.password or node.role is Role.FIELD else node.text
    box = f"[{node.box.left:g},{node.box.top:g}][{node.box.right:g},{node.box.bottom:g}]"
    facts = (("id", node.key), ("text", text), ("label", node.label or ""), ("hint", node.hint or ""), ("bounds", box))
    told = " ".join(f'{name}="{_cut(value)}"' for name, value in facts if value)
    return f"<{node.kind} {told}>"[:_SNIPPET]


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return f"{flat[: _QUOTED - 1]}…" if len(flat) > _QUOTED else flat
