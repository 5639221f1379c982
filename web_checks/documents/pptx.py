"""Reads a PPTX: the shapes of the slides that are shown, in their order."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.dml import MSO_COLOR_TYPE, MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PythonPptxError

from audit.model import Reason
from web_checks.box import Box
from web_checks.documents import package
from web_checks.documents.colours import Palette
from web_checks.documents.document import (
    SAMPLE,
    Document,
    Link,
    Order,
    Picture,
    Slide,
    Table,
    cut,
    mostly_han,
    place,
)
from web_checks.documents.kinds import Format, Unreadable
from web_checks.documents.package import A
from web_checks.documents.sequence import backwards

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_USUAL_SIZE = 18.0  # points of text in a box that says nothing else
_DEEPEST = 20  # groups within groups
_PICTURES = (
    MSO_SHAPE_TYPE.PICTURE,
    MSO_SHAPE_TYPE.LINKED_PICTURE,
    MSO_SHAPE_TYPE.CHART,
    MSO_SHAPE_TYPE.IGX_GRAPHIC,
    MSO_SHAPE_TYPE.DIAGRAM,
    MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT,
    MSO_SHAPE_TYPE.LINKED_OLE_OBJECT,
    MSO_SHAPE_TYPE.MEDIA,
    MSO_SHAPE_TYPE.GROUP,
)
_GRAPHIC = f"{_P}graphicFrame"  # charts, and what python-pptx has no name for (SmartArt)


def read(path: Path) -> Document:
    """Read a PPTX. Raises Unreadable when it is broken, locked, or too large."""
    package.check(path)
    try:
        return _Reader(pptx.Presentation(str(path))).read()
    except (PythonPptxError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]) from error


class _Reader:
    def __init__(self, found: Any) -> None:
        self._found = found
        self._palette = Palette()
        self._languages: Counter[str] = Counter()
        self._han: Counter[str] = Counter()
        self._texts: list[str] = []
        self._pictures: list[Picture] = []
        self._tables: list[Table] = []
        self._links: list[Link] = []
        self._counts: Counter[str] = Counter()

    def read(self) -> Document:
        slides, orders = [], []
        count = 0
        for number, slide in enumerate(self._found.slides, 1):
            count = number
            if slide.element.get("show") in ("0", "false"):
                continue
            where = f"slide {number}"
            self._counts.clear()
            title = slide.shapes.title
            said = cut(title.text_frame.text) if title is not None else None
            slides.append(Slide(place(where, said or "", "pptx", "slide"), said))
            ground = _solid(slide.background.fill) if slide.element.find(f"{_P}cSld/{_P}bg") is not None else ""
            shapes = list(_flat(slide.shapes))
            for shape in shapes:
                self._shape(where, shape, ground)
            blocks = [(box, shape.text_frame.text) for shape in shapes if (box := _box(shape)) is not None]
            if len(blocks) > 1:
                orders.append(Order(place(where, "", "pptx", "slide"), backwards(blocks), len(blocks)))
        text = "\n".join(self._texts)
        return Document(
            Format.PPTX,
            count,
            title=" ".join(str(self._found.core_properties.title or "").split()),
            language=package.most_used(self._languages),
            east_asian=package.most_used(self._han),
            text=text[:SAMPLE],
            length=len("".join(text.split())),
            pictures=tuple(self._pictures),
            tables=tuple(self._tables),
            links=tuple(self._links),
            colours=self._palette.colours(),
            orders=tuple(orders),
            slides=tuple(slides),
        )

    def _numbered(self, where: str, kind: str) -> str:
        self._counts[kind] += 1
        return f"{where} > {kind} {self._counts[kind]}"

    def _shape(self, where: str, shape: Any, ground: str) -> None:
        kind = _kind(shape)
        if getattr(shape, "has_table", False) and shape.has_table:
            self._table(where, shape)
        elif kind in _PICTURES or _is_filled_placeholder(shape) or shape.element.tag == _GRAPHIC:
            self._picture(where, shape, drawn=False)
        elif getattr(shape, "has_text_frame", False) and shape.text_frame.text.strip():
            self._frame(where, shape.text_frame, _own_ground(shape, ground))
        elif kind in (MSO_SHAPE_TYPE.FREEFORM, MSO_SHAPE_TYPE.AUTO_SHAPE):
            self._picture(where, shape, drawn=True)

    def _picture(self, where: str, shape: Any, *, drawn: bool) -> None:
        properties = _properties(shape)
        said = package.alternative(properties)
        file = shape.name if "." in shape.name else ""
        self._pictures.append(
            Picture(
                place(self._numbered(where, "shape" if drawn else "picture"), said or file, "pptx", "picture"),
                said,
                file,
                decorative=package.is_decorative(properties),
                drawn=drawn,
            )
        )

    def _table(self, where: str, shape: Any) -> None:
        table = shape.table
        selector = self._numbered(where, "table")
        merged = 0
        for row in table.rows:
            for cell in row.cells:
                merged += cell.is_merge_origin
                if not cell.is_spanned:
                    self._frame(selector, cell.text_frame, "")
        rows, columns = len(table.rows), len(table.columns)
        text = " ".join(cell.text_frame.text for cell in (table.rows[0].cells if rows else ()))
        self._tables.append(
            Table(
                place(selector, text, "pptx", "table"),
                rows,
                columns,
                bool(table.first_row or table.first_col),
                data=rows > 1 and columns > 1,
                merged=merged,
            )
        )

    def _frame(self, where: str, frame: Any, ground: str) -> None:
        for paragraph in frame.paragraphs:
            whole = "".join(run.text for run in paragraph.runs)
            self._texts.append(whole)
            for run in paragraph.runs:
                self._run(where, run, ground, whole)

    def _run(self, where: str, run: Any, ground: str, whole: str) -> None:
        text = run.text.strip()
        if not text:
            return
        properties = run._r.rPr  # noqa: SLF001 - python-pptx offers no way to a run's language
        said = str(properties.get("lang") or "") if properties is not None else ""
        (self._han if mostly_han(text) else self._languages)[said] += len(text)
        font = run.font
        size = font.size.pt if font.size is not None else _USUAL_SIZE
        ink = package.rgb(font.color.rgb) if font.color and font.color.type == MSO_COLOR_TYPE.RGB else ""
        self._palette.add(place(where, text, "pptx", "text"), ink, ground, size, text, bold=bool(font.bold))
        address = (
            run.hyperlink.address if properties is not None and properties.find(f"{A}hlinkClick") is not None else ""
        )
        if address:
            target = place(self._numbered(where, "link"), f"{cut(text, 80)} {cut(address, 100)}", "pptx", "link")
            self._links.append(Link(target, cut(text), cut(str(address), 500), cut(whole, 1000)))


def _flat(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """Yield shapes in their order, those of a group in its place.

    A group with an alternative is one picture: of what is in it, only words are then read by themselves.
    """
    for shape in shapes:
        if _kind(shape) != MSO_SHAPE_TYPE.GROUP or depth >= _DEEPEST:
            yield shape
            continue
        inner = _flat(shape.shapes, depth + 1)
        properties = _properties(shape)
        if package.alternative(properties) or package.is_decorative(properties):
            yield shape
            yield from (below for below in inner if getattr(below, "has_text_frame", False) and below.text_frame.text)
        else:
            yield from inner


def _properties(shape: Any) -> Any:
    return shape._element._nvXxPr.cNvPr  # noqa: SLF001 - python-pptx offers no way to the description


def _kind(shape: Any) -> Any:
    try:
        return shape.shape_type
    except NotImplementedError:  # a shape that python-pptx has no name for
        return None


def _is_filled_placeholder(shape: Any) -> bool:
    return bool(shape.is_placeholder and (hasattr(shape, "image") or getattr(shape, "has_chart", False)))


def _box(shape: Any) -> Box | None:
    """Return where a shape with text stands; None for one without text or place."""
    if not getattr(shape, "has_text_frame", False) or not shape.text_frame.text.strip():
        return None
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    left, top, width, height = (float(side) for side in sides)
    return Box(left, top, left + width, top + height)


def _own_ground(shape: Any, ground: str) -> str:
    """Return the colour behind a shape's text; "" when it is not known."""
    fill = getattr(shape, "fill", None)
    if fill is None or fill.type is None:
        # No fill of its own: the slide's shows, unless something lies in between; a placeholder may inherit one.
        return "" if shape.is_placeholder else ground
    return ground if fill.type == MSO_FILL.BACKGROUND else _solid(fill)


def _solid(fill: Any) -> str:
    if fill.type != MSO_FILL.SOLID or fill.fore_color.type != MSO_COLOR_TYPE.RGB:
        return ""
    return package.rgb(fill.fore_color.rgb)
