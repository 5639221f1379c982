"""What the pages of a PDF show, by PDFium: text and pictures with their marks, what has no Unicode, what is covered."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.model import Reason
from web_checks.box import Box
from web_checks.documents import pdf_inks
from web_checks.documents.kinds import Unreadable
from web_checks.documents.pdf_inks import Ink

MOST_PAGES = 300
_MOST_OBJECTS = 50_000  # of a page
_MOST_CHARACTERS = 20_000  # of a page that are asked for their Unicode
Place = tuple[float, float, float, float]  # left, bottom, right, top in points
_DEEPEST = 8  # forms within forms
_MARGIN = 0.1  # share of the height of a page, above and below, where running heads and feet stand
_SCANNED = 0.3  # bits of a pixel: of a sheet with writing on it, a scan keeps more
_LOOKED_AT, _SPECK, _FEW = 400, 48, 0.0002  # px of the longer side; shades of 256; share of a page
_PRIVATE = range(0xE000, 0xF900)
_UNKNOWN = 0xFFFD
_BREAKS = (0x0A, 0x0D)
_WORD = 3  # different characters in a row, from which they may be a word rather than ornaments or notes of music
_ASCII = range(0x21, 0x7F)
_LETTERS, _VOWELS = 0.75, (0.25, 0.55)  # shares: of letters in a text, of vowels among them


@dataclass(slots=True)
class Marked:
    """The content with one MCID on a page. box: None = it shows nothing."""

    text: str = ""
    box: Box | None = None
    pictures: int = 0


@dataclass(slots=True)
class Shown:
    """What one page shows.

    number: from 1; text: all of it; marks: content by MCID; untagged: texts that stand in no mark and no artifact;
    running: those of them that stand where running heads and feet do; covered: share of the page under pictures, 0-1;
    characters: blanks aside; lost, odd: of those without a known Unicode, letters in words, and signs by themselves
    (but no sign of a symbol font that begins a line before its words, as bullets do);
    blank: it is covered by pictures that show nothing; drawn: lines and areas; under: text by the rectangle that was
    asked for; inks: colours of its text, on the pages of a sample.
    """

    number: int
    width: float
    height: float
    text: str = ""
    characters: int = 0
    lost: int = 0
    odd: int = 0
    blank: bool = False
    drawn: int = 0
    covered: float = 0.0
    marks: dict[int, Marked] = field(default_factory=dict)
    untagged: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    under: dict[Place, str] = field(default_factory=dict)
    inks: tuple[Ink, ...] = ()


def pages(path: Path, places: Mapping[int, Sequence[Place]]) -> Iterator[Shown]:
    """Yield what each of the first MOST_PAGES pages shows. Raises Unreadable when PDFium cannot open the file.

    places: rectangles by page (from 1), in the page's own space, whose text is wanted.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        # pikepdf opens one with an empty password for its owner, too; people are asked for theirs.
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        why = (Reason.LOCKED, "needs a password to open") if locked else (Reason.UNREADABLE, str(error))
        raise Unreadable(*why) from error
    try:
        count = min(len(document), MOST_PAGES)
        coloured = pdf_inks.sample(count)
        for number in range(count):
            yield _shown(document, number, places.get(number + 1, ()), coloured=number in coloured)
    finally:
        document.close()


def _shown(document: Any, number: int, places: Sequence[Place], *, coloured: bool) -> Shown:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return Shown(number + 1, 0, 0)
    try:
        width, height = page.get_size()
        seen = Shown(number + 1, width, height)
        words = page.get_textpage()
        try:
            _read_text(words, seen)
            pictures = _Objects(page, words, seen)
            pictures.read()
            if coloured:
                seen.inks = tuple(pdf_inks.inks(page, pictures.text))
            if not seen.characters and seen.covered and pictures.bits < _SCANNED:
                seen.blank = _is_blank(page, max(width, height))
            seen.under = {place: words.get_text_bounded(*place) for place in places}
        finally:
            words.close()
        return seen
    finally:
        page.close()


def _read_text(words: Any, seen: Shown) -> None:
    seen.text = words.get_text_range() if words.count_chars() else ""
    row: list[int] = []  # codes of the characters without Unicode, one right after the other
    rows: list[list[int]] = [row]
    first, bullet, bullets = True, False, 0  # of its line; it is one so far; signs that stand before words
    for index in range(min(words.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(words.raw, index)
        if chr(code).isspace() or raw.FPDFText_IsGenerated(words.raw, index) == 1:
            row = []
            rows.append(row)
            first |= code in _BREAKS
            continue
        seen.characters += 1
        unknown = raw.FPDFText_HasUnicodeMapError(words.raw, index) == 1
        if unknown or code in (0, _UNKNOWN) or code in _PRIVATE:
            row.append(code)
            bullet = first and code in _PRIVATE
        else:
            row = []
            rows.append(row)
            bullets += bullet
            bullet = False
        first = False
    found = [codes for codes in rows if codes]
    unmapped = sum(map(len, found))
    words_of = [codes for codes in found if len(set(codes)) >= _WORD and not all(code in _PRIVATE for code in codes)]
    seen.lost = 0 if _reads(words_of) else sum(map(len, words_of))
    seen.odd = unmapped - seen.lost - bullets


def _reads(rows: Sequence[Sequence[int]]) -> bool:
    """Return whether codes that no font explains are letters all the same: those of a language, by their vowels.

    Old programs number the letters of their bitmap fonts as ASCII does; readers go by that.
    """
    text = "".join(chr(code) for codes in rows for code in codes if code in _ASCII).lower()
    letters = [letter for letter in text if letter.isalpha()]
    size = sum(map(len, rows))
    vowels = sum(letter in "aeiou" for letter in letters)
    return bool(letters) and len(letters) >= _LETTERS * size and _VOWELS[0] <= vowels / len(letters) <= _VOWELS[1]


class _Objects:
    """Goes through the objects of one page."""

    def __init__(self, page: Any, words: Any, seen: Shown) -> None:
        self._page, self._words, self._seen = page, words, seen
        self._left = _MOST_OBJECTS
        self._pictures: list[Box] = []
        self._bytes = self._pixels = 0

    @property
    def bits(self) -> float:
        """Return how many bits the page's pictures take for a pixel, as they are stored."""
        return 8 * self._bytes / max(self._pixels, 1)

    def read(self) -> None:
        count = raw.FPDFPage_CountObjects(self._page.raw)
        for index in range(min(count, self._left)):
            self._object(raw.FPDFPage_GetObject(self._page.raw, index), None, (), artifact=False)
        self._seen.covered = _covered(self._pictures, self._seen)

    def _object(self, item: Any, outer: int | None, forms: tuple[Any, ...], *, artifact: bool) -> None:
        """Take in an object. outer: the mark that it stands in; forms: those that hold it, the outermost first."""
        self._left -= 1
        if not item or self._left < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        own = raw.FPDFPageObj_GetMarkedContentID(item)
        mark = own if own >= 0 and not forms else outer
        artifact = artifact or _is_artifact(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and len(forms) < _DEEPEST:
            for index in range(max(raw.FPDFFormObj_CountObjects(item), 0)):
                self._object(raw.FPDFFormObj_GetObject(item, index), mark, (*forms, item), artifact=artifact)
            return
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._picture(item, forms)
            self._note(mark, item, "", pictures=1)
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            self._seen.drawn += 1
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            text = self.text(item)
            if text.strip():
                self._note(mark, item, text)
                # What a form holds is marked there in its own numbers.
                if mark is None and not artifact and not forms:
                    (self._seen.running if self._is_running(item) else self._seen.untagged).append(text)

    def _picture(self, item: Any, forms: tuple[Any, ...]) -> None:
        box = self._box(item, forms)
        if box is None:
            return
        self._pictures.append(box)
        width, height = ctypes.c_uint(), ctypes.c_uint()
        if raw.FPDFImageObj_GetImagePixelSize(item, width, height):
            self._pixels += width.value * height.value
            self._bytes += raw.FPDFImageObj_GetImageDataRaw(item, None, 0)

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

    def text(self, item: Any) -> str:
        """Return what a text object says."""
        size = raw.FPDFTextObj_GetText(item, self._words.raw, None, 0)
        if size <= 2:  # noqa: PLR2004 - bytes of the closing zero alone
            return ""
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFTextObj_GetText(item, self._words.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")

    def _box(self, item: Any, forms: tuple[Any, ...] = ()) -> Box | None:
        """Return where an object stands on the page. forms: those that hold it, each with a space of its own."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
        for form in reversed(forms):
            to = raw.FS_MATRIX()
            if not raw.FPDFPageObj_GetMatrix(form, to):
                return None
            corners = [(to.a * x + to.c * y + to.e, to.b * x + to.d * y + to.f) for x, y in corners]
        across, up = zip(*corners, strict=True)
        height = self._seen.height
        return Box(min(across), height - max(up), max(across), height - min(up))


def _is_blank(page: Any, longest: float) -> bool:
    """Return whether a page shows one colour, but for specks. longest: its longer side in points."""
    bitmap = page.render(scale=_LOOKED_AT / longest, grayscale=True)
    try:
        lines = (
            bytes(bitmap.buffer[at * bitmap.stride : at * bitmap.stride + bitmap.width]) for at in range(bitmap.height)
        )
        shades = Counter(b"".join(lines))
    finally:
        bitmap.close()
    most = max(sorted(shades), key=lambda shade: shades[shade])
    specks = sum(count for shade, count in shades.items() if abs(shade - most) > _SPECK)
    return specks <= _FEW * sum(shades.values())


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
