"""What the pages of a PDF show, by PDFium: text and pictures with their marks, what has no Unicode, what is covered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.model import Reason
from web_checks.box import Box
from web_checks.documents.kinds import Unreadable

MOST_PAGES = 300
_MOST_OBJECTS = 50_000  # of a page
_MOST_CHARACTERS = 20_000  # of a page that are asked for their Unicode
Place = tuple[float, float, float, float]  # left, bottom, right, top in points
_DEEPEST = 8  # forms within forms
_MARGIN = 0.1  # share of the height of a page, above and below, where running heads and feet stand
_PRIVATE = range(0xE000, 0xF900)
_UNKNOWN = 0xFFFD


@dataclass(slots=True)
class Marked:
    """The content with one MCID on a page. box: None = it shows nothing."""

    text: str = ""
    box: Box | None = None
    pictures: int = 0


@dataclass(slots=True)
class Shown:
    """What one page shows.

    text: all of it; marks: content by MCID; untagged: texts that stand in no mark and no artifact; running: those of
    them that stand where running heads and feet do; covered: share of the page under pictures, 0-1; characters: blanks
    aside; unmapped: those without a known Unicode; under: text by the rectangle that was asked for.
    """

    width: float
    height: float
    text: str = ""
    characters: int = 0
    unmapped: int = 0
    covered: float = 0.0
    marks: dict[int, Marked] = field(default_factory=dict)
    untagged: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    under: dict[Place, str] = field(default_factory=dict)


def pages(path: Path, places: Mapping[int, Sequence[Place]]) -> Iterator[Shown]:
    """Yield what each of the first MOST_PAGES pages shows. Raises Unreadable when PDFium cannot open the file.

    places: rectangles by page (from 1), in the page's own space, whose text is wanted.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable(Reason.UNREADABLE, str(error)) from error
    try:
        for number in range(min(len(document), MOST_PAGES)):
            yield _shown(document, number, places.get(number + 1, ()))
    finally:
        document.close()


def _shown(document: Any, number: int, places: Sequence[Place]) -> Shown:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return Shown(0, 0)
    try:
        width, height = page.get_size()
        seen = Shown(width, height)
        words = page.get_textpage()
        try:
            _read_text(words, seen)
            _Objects(page, words, seen).read()
            seen.under = {place: words.get_text_bounded(*place) for place in places}
        finally:
            words.close()
        return seen
    finally:
        page.close()


def _read_text(words: Any, seen: Shown) -> None:
    seen.text = words.get_text_range() if words.count_chars() else ""
    for index in range(min(words.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(words.raw, index)
        if chr(code).isspace() or raw.FPDFText_IsGenerated(words.raw, index) == 1:
            continue
        seen.characters += 1
        lost = raw.FPDFText_HasUnicodeMapError(words.raw, index) == 1
        seen.unmapped += lost or code in (0, _UNKNOWN) or code in _PRIVATE


class _Objects:
    """Goes through the objects of one page."""

    def __init__(self, page: Any, words: Any, seen: Shown) -> None:
        self._page, self._words, self._seen = page, words, seen
        self._left = _MOST_OBJECTS
        self._pictures: list[Box] = []

    def read(self) -> None:
        count = raw.FPDFPage_CountObjects(self._page.raw)
        for index in range(min(count, self._left)):
            self._object(raw.FPDFPage_GetObject(self._page.raw, index), None, artifact=False, depth=0)
        self._seen.covered = _covered(self._pictures, self._seen)

    def _object(self, item: Any, outer: int | None, *, artifact: bool, depth: int) -> None:
        self._left -= 1
        if not item or self._left < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        own = raw.FPDFPageObj_GetMarkedContentID(item)
        mark = own if own >= 0 and depth == 0 else outer
        artifact = artifact or _is_artifact(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            for index in range(max(raw.FPDFFormObj_CountObjects(item), 0)):
                self._object(raw.FPDFFormObj_GetObject(item, index), mark, artifact=artifact, depth=depth + 1)
            return
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            if depth == 0 and (box := self._box(item)) is not None:
                self._pictures.append(box)
            self._note(mark, item, "", pictures=1)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            text = self._text(item)
            if text.strip():
                self._note(mark, item, text)
                # What a form holds is marked there in its own numbers.
                if mark is None and not artifact and depth == 0:
                    (self._seen.running if self._is_running(item) else self._seen.untagged).append(text)

    def _is_running(self, item: Any) -> bool:
        box, height = self._box(item), self._seen.height
        return box is not None and (box.bottom <= _MARGIN * height or box.top >= (1 - _MARGIN) * height)

    def _note(self, mark: int | None, item: Any, text: str, pictures: int = 0) -> None:
        if mark is None:
            return
        content = self._seen.marks.setdefault(mark, Marked())
        content.text += text
        content.pictures += pictures
        box = self._box(item)
        if box is not None:
            known = content.box or box
            content.box = Box(
                min(known.left, box.left),
                min(known.top, box.top),
                max(known.right, box.right),
                max(known.bottom, box.bottom),
            )

    def _text(self, item: Any) -> str:
        size = raw.FPDFTextObj_GetText(item, self._words.raw, None, 0)
        if size <= 2:  # noqa: PLR2004 - bytes of the closing zero alone
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFTextObj_GetText(item, self._words.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")

    def _box(self, item: Any) -> Box | None:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        height = self._seen.height
        return Box(left.value, height - top.value, right.value, height - bottom.value)


def _is_artifact(item: Any) -> bool:
    for index in range(max(raw.FPDFPageObj_CountMarks(item), 0)):
        buffer = (ctypes.c_ushort * 32)()
        length = ctypes.c_ulong()
        mark = raw.FPDFPageObj_GetMark(item, index)
        found = raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        if found and bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False


def _covered(pictures: list[Box], seen: Shown) -> float:
    """Return the share of a page under its pictures: strips side by side add up, to the whole page at most."""
    area = seen.width * seen.height
    if area <= 0:
        return 0.0
    total = 0.0
    for box in pictures:
        wide = min(box.right, seen.width) - max(box.left, 0)
        high = min(box.bottom, seen.height) - max(box.top, 0)
        total += max(wide, 0) * max(high, 0)
    return min(total / area, 1.0)
