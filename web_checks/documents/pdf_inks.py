"""The colours of a PDF page's text and of what lies right behind it, where the objects of the page leave no doubt.

A page is white paper. Text stands on it, or on a filled rectangle that holds it whole; whatever else lies below (a
picture, a run of colour, a form) or above, nobody knows without an eye.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from web_checks.box import Box
from web_checks.documents.colours import contrast, needed

MOST_PAGES = 50
_MOST_OBJECTS = 4000  # of a page
_MOST_PAINTED = 400  # of them, that are no text
_WHITE = "ffffff"
_SLACK, _THIN = 0.5, 2.0  # points: that an edge may be off by; up to which a painted thing is a line
_SMALLEST = 4.0  # points of text that is meant to be read
_FULL = 255
_STRAIGHT = 1e-3
_MOST_CORNERS = 9  # of a path that may be a rectangle: four, one in the middle of each side, and the first again
_BEGIN = raw.FPDF_SEGMENT_MOVETO
_BOLD = ("bold", "black", "heavy", "semibold")


@dataclass(frozen=True, slots=True)
class Ink:
    """A piece of text. ink, ground: "rrggbb", both "" = not known; size: points."""

    ink: str
    ground: str
    size: float
    bold: bool
    text: str


@dataclass(frozen=True, slots=True)
class _Painted:
    """Something that is no text. colour: of a filled rectangle, "" = anything else."""

    place: int
    box: Box
    colour: str


def sample(pages: int) -> frozenset[int]:
    """Return the places of the pages, out of so many, whose colours are looked at: as far apart as they can be."""
    count = min(pages, MOST_PAGES)
    return frozenset(number * pages // count for number in range(count))


def inks(page: Any, shown: Callable[[Any], str]) -> Iterator[Ink]:
    """Yield the pieces of text of a page that stand upright. shown: a text object → its text."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return
    texts: list[tuple[int, Any]] = []
    painted: list[_Painted] = []
    for place in range(count):
        item = raw.FPDFPage_GetObject(page.raw, place)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
            texts.append((place, item))
        elif (found := _painted(place, item)) is not None:
            painted.append(found)
    if len(painted) > _MOST_PAINTED:
        return
    sheet = _sheet(page)
    met: set[tuple[str, str]] = set()
    for place, item in texts:
        if (size := _size(item)) < _SMALLEST or raw.FPDFTextObj_GetTextRenderMode(item) != raw.FPDF_TEXTRENDERMODE_FILL:
            continue
        box = _box(item)
        if box is None or not _holds(sheet, box):
            continue  # what is cut off nobody sees
        ink, ground = _colour(item), _behind(place, box, painted)
        pair = (ink, ground) if ink and ground else ("", "")
        # To ask for the words of every piece takes long. Clear ones need none, but the first.
        known = pair in met and (pair == ("", "") or contrast(*pair) >= needed(large=False))
        text = "" if known else shown(item)
        if known or _is_word(text):
            met.add(pair)
            yield Ink(*pair, size, bold=_is_bold(item), text=text)


def _is_word(text: str) -> bool:
    """Return whether a text is to be read: two letters or figures, or one of a script that writes words with one.

    A single Latin letter may be the number of a note of music, or an ornament of a symbol font.
    """
    letters = [letter for letter in text if letter.isalnum()]
    return len(letters) > 1 or any(not letter.isascii() for letter in letters)


def _painted(place: int, item: Any) -> _Painted | None:
    """Return what an object paints; None when that is nothing, or lines."""
    box = _box(item)
    if box is None or min(box.width, box.height) <= _THIN:
        return None
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
        return _Painted(place, box, "")
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if raw.FPDFPath_GetDrawMode(item, fill, stroke) and fill.value == raw.FPDF_FILLMODE_NONE:
        return None  # its lines may surround a text, and lie below none
    return _Painted(place, box, _colour(item) if _is_rectangle(item) else "")


def _behind(place: int, box: Box, painted: Sequence[_Painted]) -> str:
    """Return the colour behind a text; "" = not known."""
    for found in reversed(painted):
        if not found.box.common(box):
            continue
        return found.colour if _holds(found.box, box) and found.place < place else ""
    return _WHITE


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left + _SLACK
        and outer.top <= inner.top + _SLACK
        and outer.right >= inner.right - _SLACK
        and outer.bottom >= inner.bottom - _SLACK
    )


def _sheet(page: Any) -> Box:
    """Return what is shown of a page."""
    sides = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, sides)
    return Box(sides.left, -sides.top, sides.right, -sides.bottom)


def _is_rectangle(item: Any) -> bool:
    """Return whether a path goes along the sides of one rectangle, round all four corners, and nowhere else.

    It may begin in the middle of a side, as LibreOffice does.
    """
    count = raw.FPDFPath_CountSegments(item)
    if not 4 <= count <= _MOST_CORNERS:  # noqa: PLR2004 - with or without a last line back to its beginning
        return False
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        straight = raw.FPDFPathSegment_GetType(segment) == (raw.FPDF_SEGMENT_LINETO if points else _BEGIN)
        if not straight or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            return False
        points.append((round(x.value, 2), round(y.value, 2)))
    corners = {
        (across, up)
        for across in (min(points)[0], max(points)[0])
        for up in (min(up for _, up in points), max(up for _, up in points))
    }
    along = all(_is_side(one, other, corners) for one, other in zip(points, (*points[1:], points[0]), strict=True))
    return len(corners) == 4 and corners <= set(points) and along and _is_upright(item)  # noqa: PLR2004


def _is_side(one: tuple[float, float], other: tuple[float, float], corners: set[tuple[float, float]]) -> bool:
    """Return whether a line runs along a side of the rectangle that has some corners."""
    across, up = {x for x, _ in corners}, {y for _, y in corners}
    return (one[0] == other[0] and one[0] in across) or (one[1] == other[1] and one[1] in up)


def _is_upright(item: Any) -> bool:
    matrix = raw.FS_MATRIX()
    found = raw.FPDFPageObj_GetMatrix(item, matrix)
    return bool(found) and abs(matrix.b) <= _STRAIGHT and abs(matrix.c) <= _STRAIGHT


def _size(item: Any) -> float:
    """Return the size of a text in points, 0 when it does not stand upright."""
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(item, size) or not raw.FPDFPageObj_GetMatrix(item, matrix):
        return 0.0
    return size.value * matrix.d if abs(matrix.b) <= _STRAIGHT and abs(matrix.c) <= _STRAIGHT else 0.0


def _is_bold(item: Any) -> bool:
    font = raw.FPDFTextObj_GetFont(item)
    buffer = ctypes.create_string_buffer(128)
    if not font or not raw.FPDFFont_GetBaseFontName(font, buffer, 128):
        return False
    name = buffer.value.decode("latin-1").lower()
    return any(word in name for word in _BOLD)


def _colour(item: Any) -> str:
    """Return the colour that an object is filled with; "" when it is not known or lets through what is below."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts) or raw.FPDFPageObj_HasTransparency(item):
        return ""
    red, green, blue, alpha = (part.value for part in parts)
    return f"{red:02x}{green:02x}{blue:02x}" if alpha == _FULL else ""


def _box(item: Any) -> Box | None:
    """Return the bounds of an object, top and bottom as on paper: y grows upwards, so both change their sign."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return Box(left.value, -top.value, right.value, -bottom.value)
