"""What stands behind the text of a slide: the fill of its shape, what lies below the shape, the slide itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.shapes import MSO_SHAPE_TYPE

from web_checks.box import Box
from web_checks.documents import package
from web_checks.documents.colours import AUTO
from web_checks.documents.package import A
from web_checks.documents.pptx_looks import ancestors
from web_checks.documents.pptx_theme import P, Scenery, filled

_DEEPEST = 20  # groups within groups
_MOST_BELOW = 400  # shapes that are asked whether they lie below another one
_SQUARE = ("rect", "roundRect", "flowChartProcess")  # forms that fill the box they stand in, all but corners

_Scale = tuple[float, float, float, float]  # x, y, shift x, shift y


@dataclass(frozen=True, slots=True)
class Laid:
    """A shape where it lies on the slide. box: in EMU, None = nobody can tell.

    upright: neither it nor a group that holds it is turned; told: it stands in a group with an alternative, or in one
    that is marked as decoration.
    """

    shape: Any
    box: Box | None
    upright: bool = True
    told: bool = False


def laid(shapes: Any) -> Iterator[Laid]:
    """Yield the shapes of a slide from the bottom to the top: a group, then what is in it."""
    for shape in shapes:
        yield from _laid(shape, (1.0, 1.0, 0.0, 0.0), 0, upright=True, told=False)


def _laid(shape: Any, scale: _Scale, depth: int, *, upright: bool, told: bool) -> Iterator[Laid]:
    upright = upright and not getattr(shape, "rotation", 0.0)
    yield Laid(shape, _box(shape, scale), upright, told)
    if kind_of(shape) != MSO_SHAPE_TYPE.GROUP or depth >= _DEEPEST:
        return
    inner = _within(shape, scale)
    told = told or is_told(properties_of(shape))
    for below in shape.shapes:
        for found in _laid(below, inner or scale, depth + 1, upright=upright, told=told):
            yield found if inner else replace(found, box=None)


def properties_of(shape: Any) -> Any:
    """Return the element that holds a shape's name and description."""
    return shape._element._nvXxPr.cNvPr  # noqa: SLF001 - python-pptx offers no way to the description


def is_told(properties: Any) -> bool:
    """Return whether a shape has an alternative or is marked as decoration."""
    return bool(package.alternative(properties)) or package.is_decorative(properties)


def _within(group: Any, scale: _Scale) -> _Scale | None:
    """Return how the space within a group lies on the slide: (scale x, scale y, shift x, shift y)."""
    transform = group.element.find(f"{P}grpSpPr/{A}xfrm")
    if transform is None:
        return scale
    read = [transform.find(f"{A}{name}") for name in ("off", "ext", "chOff", "chExt")]
    try:
        (x, y), (wide, high), (from_x, from_y), (of_wide, of_high) = (
            [float(value) for value in entry.values()[:2]] for entry in read
        )
        across, down = wide / of_wide, high / of_high
    except (AttributeError, ValueError, ZeroDivisionError):
        return None
    outer_across, outer_down, shift_x, shift_y = scale
    return (
        outer_across * across,
        outer_down * down,
        outer_across * (x - from_x * across) + shift_x,
        outer_down * (y - from_y * down) + shift_y,
    )


def _box(shape: Any, scale: _Scale) -> Box | None:
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    left, top, width, height = (float(side) for side in sides)
    across, down, shift_x, shift_y = scale
    return Box(
        left * across + shift_x,
        top * down + shift_y,
        (left + width) * across + shift_x,
        (top + height) * down + shift_y,
    )


def kind_of(shape: Any) -> Any:
    """Return the kind of a shape; None for one that python-pptx has no name for."""
    try:
        return shape.shape_type
    except NotImplementedError:
        return None


class Grounds:
    """What stands behind the text of one slide."""

    def __init__(self, scenery: Scenery, shapes: Sequence[Laid]) -> None:
        self._scenery = scenery
        slide, layout, master = scenery.levels
        below = [layout] if _shows(slide.element) else []
        below = [master, *below] if below and _shows(layout.element) else below
        self._before = [found for level in below for found in laid(level.shapes) if not found.shape.is_placeholder]
        self._shapes = shapes

    def behind(self, number: int) -> str:
        """Return the colour behind the text of the slide's shape of this number; "" = not known."""
        own = self._fill(self._shapes[number].shape)
        if own != AUTO:
            return own
        box = self._shapes[number].box
        stack = [*self._before, *self._shapes[:number]]
        if box is None or len(stack) > _MOST_BELOW or not self._shapes[number].upright:
            return ""
        for found in reversed(stack):
            if kind_of(found.shape) == MSO_SHAPE_TYPE.GROUP:
                continue
            fill = self._fill(found.shape)
            if fill == AUTO or (found.box is not None and not found.box.common(box)):
                continue
            holds = found.box is not None and found.upright and _form(found.shape) in _SQUARE and _holds(found.box, box)
            return fill if holds else ""
        return self._scenery.ground

    def _fill(self, shape: Any) -> str:
        """Return what a shape is filled with; AUTO = nothing, "" = not known: a picture, runs of colour."""
        element = shape.element
        if element.tag == f"{P}cxnSp":
            return AUTO
        if element.tag != f"{P}sp":
            return ""
        named = self._scenery.named
        own = filled(element.find(f"{P}spPr"), named)
        if own is not None:
            return own
        reference = element.find(f"{P}style/{A}fillRef")
        if reference is not None:
            return self._scenery.by_reference(reference)
        if shape.is_placeholder:
            inherited = (filled(above.element.find(f"{P}spPr"), named) for above in ancestors(shape, self._scenery))
            return next((fill for fill in inherited if fill is not None), AUTO)
        return AUTO


def _shows(level: Any) -> bool:
    """Return whether a slide or layout shows the shapes of what it builds on."""
    return level.get("showMasterSp") not in ("0", "false")


def _form(shape: Any) -> str:
    form = shape.element.find(f"{P}spPr/{A}prstGeom")
    if form is not None:
        return str(form.get("prst") or "")
    # A placeholder that names no form is a rectangle; a drawn one has a path of its own.
    return "rect" if shape.element.find(f"{P}spPr/{A}custGeom") is None else ""


def _holds(outer: Box, inner: Box) -> bool:
    slack = 0.02 * max(inner.width, inner.height)  # an edge that is off by a hair holds it all the same
    return (
        outer.left <= inner.left + slack
        and outer.top <= inner.top + slack
        and outer.right >= inner.right - slack
        and outer.bottom >= inner.bottom - slack
    )
