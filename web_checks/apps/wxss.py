"""WXSS, the style sheets of WeChat mini-programs: what they surely say of an element's colours and letters.

Selectors of classes, ids and elements are resolved (.a, #b, view, .a.b), with those that they stand in (.a .b, .a > .b)
where the file holds all that is around. Where another one might apply, or a value is bound, computed or unknown, the
answer is OPEN: nobody can tell from the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from web_checks.apps.wxml import BINDING, Tag

OPEN = "?"
# 750 rpx are the width of any screen; at 375 px, the width that mini-programs are drawn for, 1 rpx is half a px.
PX_PER_RPX = 0.5

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT = re.compile(r"@(?:media|supports|keyframes|-webkit-keyframes|font-face)\b[^{;]*\{", re.IGNORECASE)
_SIMPLE = re.compile(r"(?P<tag>[\w-]+|\*)?(?P<rest>(?:[.#][\w-]+)*)")
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*(1(?:\.0*)?)\s*)?\)", re.IGNORECASE)
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "gray": (128, 128, 128)}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(rpx|px)", re.IGNORECASE)
_NO_EFFECT = ("transparent", "none", "inherit", "initial", "unset")
_PROPERTIES = {
    "color": "color",
    "background-color": "background",
    "background": "background",
    "font-size": "font-size",
    "display": "display",
}
_MOST_RULES = 20_000
_MOST_STEPS = 6  # of a selector that is followed outwards

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A rule of a style sheet: one selector, what it says of the properties that count; sure: at any time."""

    selector: str
    said: Mapping[str, str]
    sure: bool = True


def parse(source: str) -> tuple[Block, ...]:
    """Return the rules of a style sheet, in order; what cannot be read is passed over."""
    plain = _COMMENT.sub(" ", source)
    return tuple(_blocks(plain))[:_MOST_RULES]


def _blocks(source: str) -> Iterator[Block]:
    at = 0
    for place, end in _conditional(source):
        yield from _plain_blocks(source[at:place], sure=True)
        yield from _plain_blocks(source[source.index("{", place) + 1 : end], sure=False)
        at = end
    yield from _plain_blocks(source[at:], sure=True)


def _conditional(source: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks that hold others (@media) begin and end."""
    at = 0
    while found := _AT.search(source, at):
        depth, end = 1, found.end()
        while end < len(source) and depth:
            depth += {"{": 1, "}": -1}.get(source[end], 0)
            end += 1
        yield found.start(), end
        at = end


def _plain_blocks(source: str, *, sure: bool) -> Iterator[Block]:
    # By hand, since a pattern takes for ever over the letters of a font that a style sheet holds.
    at = 0
    while (end := source.find("}", at)) >= 0:
        start = source.rfind("{", at, end)
        if start >= 0:
            before = max(at, source.rfind("{", at, start) + 1, source.rfind(";", at, start) + 1)
            said = declarations(source[start + 1 : end])
            for selector in source[before:start].split(",") if said else ():
                yield Block(" ".join(selector.split()), said, sure)
        at = end + 1


def declarations(body: str) -> Mapping[str, str]:
    """Return what a list of declarations says of the properties that count; OPEN for what cannot be told."""
    said: dict[str, str] = {}
    for declaration in body.split(";"):
        name, colon, value = declaration.partition(":")
        known = _PROPERTIES.get(name.strip().lower())
        if colon and known:
            said[known] = value.replace("!important", "").strip()
    return said


class Sheet:
    """Style sheets, to be asked what they say of an element. blocks: their rules, in order."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        # By the property and by what the last step of the selector names: few rules can meet an element at all.
        self._blocks: dict[tuple[str, str], list[tuple[int, Block]]] = defaultdict(list)
        for place, block in enumerate(blocks):
            for name in block.said:
                self._blocks[name, _named(block.selector)].append((place, block))

    def stated(self, tag: Tag, name: str, *, whole: bool = False) -> str | None:
        """Return what an element is given of a property itself: a value, OPEN, or None for nothing.

        whole: its file holds all that can stand around it, as that of a page or component does.
        """
        style, classes, key = tag.get("style"), tag.get("class"), tag.get("id")
        if BINDING in style or BINDING in classes or BINDING in key or "external-classes" in tag.attributes:
            return OPEN
        own = declarations(style).get(name)
        if own is not None:
            return own
        found: list[tuple[tuple[int, int], int, str]] = []
        called = (*(f".{each}" for each in classes.split()), f"#{key}", tag.name, "*")
        for place, block in (row for each in called for row in self._blocks.get((name, each), ())):
            meets = _meets(block.selector, tag, whole=whole)
            if meets is None or (meets and not block.sure):
                return OPEN
            if meets:
                found.append((_weight(block.selector), place, block.said[name]))
        return max(found)[2] if found else None


def _named(selector: str) -> str:
    """Return a class, id or element that whatever a selector meets must have; "*" when it may be any."""
    last = re.split(r"::?[\w-]", _steps(selector)[-1][1])[0]
    found = _SIMPLE.fullmatch(last)
    if found is None:
        return "*"
    return next(iter(re.findall(r"[.#][\w-]+", found["rest"])), found["tag"] or "*")


def stated(tag: Tag, name: str, blocks: Sequence[Block], *, whole: bool = False) -> str | None:
    """Return what some rules say of a property of an element, as Sheet.stated."""
    return Sheet(blocks).stated(tag, name, whole=whole)


def _meets(selector: str, tag: Tag, *, whole: bool) -> bool | None:
    """Return whether a selector meets an element; None when it may, for all that can be told here."""
    steps = _steps(selector)
    last = re.split(r"::?[\w-]", steps[-1][1])[0]
    fits = _fits(last, tag)
    if not fits:
        return fits
    if last != steps[-1][1]:
        # ::after is another thing than the element; a state may or may not hold.
        return False if "::" in steps[-1][1] or steps[-1][1].endswith((":after", ":before")) else None
    outer = list(tag.above)
    closed = whole and not any(each.name == "template" for each in outer)
    return _stands(steps, tuple(outer), closed=closed)


@lru_cache(4096)
def _steps(selector: str) -> tuple[tuple[str, str], ...]:
    """Return the steps of a selector, each with what binds it to the one before: " ", ">", "+" or "~"."""
    parts = re.split(r"\s*([>+~])\s*|\s+", selector.strip())
    steps, bound = [], " "
    for place, part in enumerate(parts):
        if place % 2:
            bound = part or " "
        else:
            steps.append((bound, part or ""))
    return tuple(steps)


def _stands(steps: tuple[tuple[str, str], ...], outer: tuple[Tag, ...], *, closed: bool) -> bool | None:
    """Return whether the steps before the last one are met by what stands around an element.

    outer: that, the nearest first; closed: there is nothing beyond it. None when nobody can tell.
    """
    if len(steps) == 1:
        return True
    bound, wanted = steps[-1][0], steps[-2][1]
    if bound not in " >" or len(steps) > _MOST_STEPS:
        return None
    if wanted == "page" and not steps[2:] and bound == " ":
        return True if closed else None
    near = outer[:1] if bound == ">" else outer
    unknown = not closed and (bound == " " or not outer)
    for place, each in enumerate(near):
        fits = _fits(wanted, each)
        rest = False if fits is False else _stands(steps[:-1], outer[place + 1 :], closed=closed)
        if fits and rest:
            return True
        unknown |= rest is not False
    return None if unknown else False


def _fits(wanted: str, tag: Tag) -> bool | None:
    """Return whether one step of a selector fits an element; None when a binding decides, or it cannot be read."""
    found = _SIMPLE.fullmatch(wanted)
    if found is None or not wanted:
        return None
    if found["tag"] and found["tag"] not in ("*", tag.name):
        return False
    classes = set(tag.get("class").split())
    for part in re.findall(r"[.#][\w-]+", found["rest"]):
        if (part[1:] not in classes) if part[0] == "." else (part[1:] != tag.get("id")):
            return None if BINDING in tag.get("class" if part[0] == "." else "id") else False
    return True


def _weight(selector: str) -> tuple[int, int]:
    return selector.count("#"), selector.count(".")


def colour(value: str) -> Colour | None:
    """Return a colour that is surely opaque; None for anything else."""
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 3 else "".join(2 * digit for digit in found[1])  # noqa: PLR2004 - #rgb
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(value):
        red, green, blue = (min(int(part), 255) for part in found.groups()[:3])
        return red, green, blue
    return None


def no_effect(value: str) -> bool:
    """Return whether a value leaves things as they are (transparent)."""
    return value.strip().lower() in _NO_EFFECT


def size(value: str) -> float | None:
    """Return a length in px on a screen 375 px wide; None when it cannot be told."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None:
        return None
    return float(found[1]) * (PX_PER_RPX if found[2].lower() == "rpx" else 1.0)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: Colour) -> float:
    parts = [part / 255 for part in rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
