"""Reads a PPTX: the shapes of the slides that are shown, in their order."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PythonPptxError

from audit.model import Reason
from web_checks.documents import mending, package
from web_checks.documents.colours import AUTO, Palette
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
from web_checks.documents.pptx_grounds import Grounds, Laid, is_told, kind_of, laid, properties_of
from web_checks.documents.pptx_looks import Looks
from web_checks.documents.pptx_theme import P, Scenery, filled
from web_checks.documents.sequence import backwards

_PICTURES = (
    MSO_SHAPE_TYPE.PICTURE,
    MSO_SHAPE_TYPE.LINKED_PICTURE,
    MSO_SHAPE_TYPE.CHART,
    MSO_SHAPE_TYPE.IGX_GRAPHIC,
    MSO_SHAPE_TYPE.DIAGRAM,
    MSO_SHAPE_TYPE.EMBEDDED_OLE_OBJECT,
    MSO_SHAPE_TYPE.LINKED_OLE_OBJECT,
    MSO_SHAPE_TYPE.MEDIA,
)
# Pictures and charts in placeholders, and what python-pptx has no name for (SmartArt).
_GRAPHICS = (f"{P}graphicFrame", f"{P}pic")


def read(path: Path) -> Document:
    """Read a PPTX. Raises Unreadable when it is broken, locked, or too large."""
    package.check(path)
    try:
        with mending.opened(path) as file:
            return _Reader(pptx.Presentation(file)).read()
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
        self._themes: dict[int, Any] = {}
        self._usual = found.element.find(f"{P}defaultTextStyle")
        self._looks: Looks
        self._named: Mapping[str, str] = {}

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
            shapes = list(laid(slide.shapes))
            scenery = Scenery(slide, self._themes)
            self._looks, self._named = Looks(scenery, self._usual), scenery.named
            grounds = Grounds(scenery, shapes)
            for at, found in enumerate(shapes):
                self._shape(where, found, grounds, at)
            blocks = [(found.box, _words(found.shape)) for found in shapes if found.box and _words(found.shape)]
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

    def _shape(self, where: str, found: Laid, grounds: Grounds, at: int) -> None:
        shape, kind = found.shape, kind_of(found.shape)
        if kind == MSO_SHAPE_TYPE.GROUP:
            # A group with an alternative is one picture: of what is in it, only words are then read by themselves.
            if is_told(properties_of(shape)) and not found.told:
                self._picture(where, shape, drawn=False)
        elif _words(shape):
            self._frame(where, shape, shape.text_frame, grounds.behind(at))
        elif found.told:
            return
        elif getattr(shape, "has_table", False) and shape.has_table:
            self._table(where, shape)
        elif kind in _PICTURES or shape.element.tag in _GRAPHICS:
            self._picture(where, shape, drawn=False)
        elif kind in (MSO_SHAPE_TYPE.FREEFORM, MSO_SHAPE_TYPE.AUTO_SHAPE):
            self._picture(where, shape, drawn=True)

    def _picture(self, where: str, shape: Any, *, drawn: bool) -> None:
        properties = properties_of(shape)
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
                    own = filled(cell._tc.tcPr, self._named)  # noqa: SLF001 - python-pptx knows plain colours alone
                    self._frame(selector, None, cell.text_frame, "" if own in (None, AUTO) else own or "")
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

    def _frame(self, where: str, shape: Any, frame: Any, ground: str) -> None:
        for paragraph in frame.paragraphs:
            whole = "".join(run.text for run in paragraph.runs)
            self._texts.append(whole)
            for run in paragraph.runs:
                if text := run.text.strip():
                    self._run(where, run, text, whole)
                    look = self._looks.look(shape, paragraph, run)
                    target = place(where, text, "pptx", "text")
                    self._palette.add(target, look.ink, ground, look.size, text, bold=look.bold)

    def _run(self, where: str, run: Any, text: str, whole: str) -> None:
        properties = run._r.rPr  # noqa: SLF001 - python-pptx offers no way to a run's language
        said = str(properties.get("lang") or "") if properties is not None else ""
        (self._han if mostly_han(text) else self._languages)[said] += len(text)
        address = (
            run.hyperlink.address if properties is not None and properties.find(f"{A}hlinkClick") is not None else ""
        )
        if address:
            target = place(self._numbered(where, "link"), f"{cut(text, 80)} {cut(address, 100)}", "pptx", "link")
            self._links.append(Link(target, cut(text), cut(str(address), 500), cut(whole, 1000)))


def _words(shape: Any) -> str:
    """Return the text of a shape, "" for one without any."""
    text = shape.text_frame.text if getattr(shape, "has_text_frame", False) else ""
    return str(text) if text.strip() else ""
