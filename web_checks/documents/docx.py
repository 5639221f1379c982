"""Reads a DOCX: paragraphs in their styles, drawings, tables, links and colours of its body.

Heads, feet and notes are not read: they are repeated, or stand aside.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from audit.model import Reason, Target
from web_checks.documents import package
from web_checks.documents.colours import Palette
from web_checks.documents.document import SAMPLE, Document, Heading, Link, Picture, Table, cut, mostly_han, place
from web_checks.documents.docx_styles import Styles
from web_checks.documents.kinds import Format, Unreadable
from web_checks.documents.package import A, R, W
from web_checks.documents.sequence import typed_lists

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_TEXTS = (f"{W}t", f"{W}tab", f"{W}br", f"{A}t")
_DRAWN = (f"{W}drawing", f"{_VML}shape")
_LINES = ("line", "straightConnector1")
_LARGER = 1.15  # times the size of the body, from which bare text looks like a heading
_LONGEST_HEADING = 40  # characters of a paragraph that looks like a heading
_ENDS = "。；;，,：:.!！?？"
_MOST_SHOWN = 50  # paragraphs that look like headings


def read(path: Path) -> Document:
    """Read a DOCX. Raises Unreadable when it is broken, locked, or too large."""
    package.check(path)
    try:
        found = docx.Document(str(path))
        return _Reader(found).read()
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]) from error


class _Reader:
    def __init__(self, found: Any) -> None:
        self._found = found
        self._body = found.element.body
        self._styles = Styles(found.styles.element, found.settings.element)
        self._links = found.part.rels
        self._palette = Palette()
        self._counts: Counter[str] = Counter()
        self._texts: list[str] = []
        self._latin: Counter[str] = Counter()
        self._han: Counter[str] = Counter()
        self._headings: list[Heading] = []
        self._looking: list[Heading] = []
        self._pictures: list[Picture] = []
        self._hyperlinks: list[Link] = []
        self._listed: list[tuple[Target, str]] = []

    def read(self) -> Document:
        for paragraph in self._all(f"{W}p"):
            self._paragraph(paragraph)
        text = "\n".join(self._texts)
        properties = self._found.core_properties
        return Document(
            Format.DOCX,
            1,
            title=" ".join(str(properties.title or "").split()),
            language=package.most_used(self._latin) or self._styles.latin,
            east_asian=package.most_used(self._han) or self._styles.east_asian,
            text=text[:SAMPLE],
            length=len("".join(text.split())),
            headings=tuple(self._headings),
            looks_like_headings=tuple(self._looking[:_MOST_SHOWN]),
            pictures=tuple(self._pictures),
            tables=tuple(map(self._table, self._all(f"{W}tbl"))),
            links=tuple(self._hyperlinks),
            colours=self._palette.colours(),
            bullets=typed_lists(self._listed),
        )

    def _all(self, tag: str) -> Iterator[Any]:
        """Yield the elements of a kind, without the copies that are kept for older programs."""
        for element in self._body.iter(tag):
            if next(element.iterancestors(f"{_MC}Fallback"), None) is None:
                yield element

    def _numbered(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{kind} {self._counts[kind]}"

    # ---- paragraphs

    def _paragraph(self, paragraph: Any) -> None:
        selector = self._numbered("paragraph")
        text = "".join(map(_text_of, _own(paragraph, *_TEXTS))).strip()
        self._texts.append(text)
        in_table = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        kind = ("docx", *(("table",) if in_table else ()), "paragraph")
        target = place(selector, text, *kind)
        level = self._styles.level(paragraph)
        in_list = self._styles.is_listed(paragraph)
        if level and text:
            self._headings.append(Heading(place(selector, text, "docx", "heading"), level, cut(text)))
        elif not in_table and not in_list and self._looks_like_heading(paragraph, text):
            self._looking.append(Heading(target, 0, cut(text)))
        self._listed.append((target, "" if in_list or in_table else text))
        for run in _own(paragraph, f"{W}r"):
            self._run(paragraph, run, target)
        for drawing in _own(paragraph, *_DRAWN):
            if _is_drawing(drawing):
                self._drawing(drawing)
        self._follow(paragraph, selector, text)

    def _looks_like_heading(self, paragraph: Any, text: str) -> bool:
        if not text or len(text) > _LONGEST_HEADING or text[-1] in _ENDS or self._styles.is_title(paragraph):
            return False
        runs = [run for run in _own(paragraph, f"{W}r") if _said(run).strip()]
        looks = [self._styles.look(paragraph, run) for run in runs]
        larger = self._styles.body_size * _LARGER
        return bool(looks) and all(look.bold or look.size >= larger for look in looks)

    def _run(self, paragraph: Any, run: Any, target: Target) -> None:
        text = _said(run)
        if not text.strip():
            return
        look = self._styles.look(paragraph, run)
        han = mostly_han(text)
        said = look.east_asian if han else look.latin
        (self._han if han else self._latin)[said] += len(text)
        if not look.hidden:
            self._palette.add(target, look.ink, look.ground, look.size, text.strip(), bold=look.bold)

    # ---- drawings, tables, links

    def _drawing(self, drawing: Any) -> None:
        properties = drawing if drawing.tag == f"{_VML}shape" else next(drawing.iter(f"{_WP}docPr"), None)
        if properties is None or properties.get("hidden") in ("1", "true"):
            return
        selector = self._numbered("picture")
        text = "".join(_texts(drawing)).strip()
        if drawing.tag == f"{_VML}shape":
            said, file, pictured = " ".join((drawing.get("alt") or "").split()) or None, "", True
        else:
            said = package.alternative(properties)
            named = next((pic.get("name") or "" for pic in drawing.iter(f"{_PIC}cNvPr")), "")
            file = named if "." in named else ""
            pictured = next(drawing.iter(f"{_PIC}pic"), None) is not None or not _is_shape(drawing)
        if not pictured and (text or _is_line(drawing)):
            return  # a text box, whose words are read; or a line, as below the heading of an official letter
        self._pictures.append(
            Picture(
                place(selector, said or file, "docx", "picture" if pictured else "shape"),
                said,
                file,
                decorative=package.is_decorative(properties),
                drawn=not pictured,
            )
        )

    def _table(self, table: Any) -> Table:
        rows = table.findall(f"{W}tr")
        cells = [row.findall(f"{W}tc") for row in rows]
        header = bool(rows) and _is_on(rows[0].find(f"{W}trPr/{W}tblHeader"))
        columns = max(map(len, cells), default=0)
        nested = next(table.iterancestors(f"{W}tc"), None) is not None
        text = "".join(_texts(table))
        holds_tables = next(table.iterdescendants(f"{W}tbl"), None) is not None
        return Table(
            place(self._numbered("table"), text, "docx", "table"),
            len(rows),
            columns,
            header,
            data=len(rows) > 1 and columns > 1 and not holds_tables and self._styles.is_lined(table),
            merged=sum(_spans(cell) for row in cells for cell in row),
            nested=nested,
        )

    def _follow(self, paragraph: Any, selector: str, text: str) -> None:
        found = [(link, str(self._target(link))) for link in _own(paragraph, f"{W}hyperlink")]
        said = [("".join(_texts(link)), address, link) for link, address in found if address]
        said += [(words, address, None) for words, address in _field_links(paragraph)]
        for number, (words, address, link) in enumerate(said, 1):
            tip = str(link.get(f"{W}tooltip") or "") if link is not None else ""
            drawn = link.iter(f"{_WP}docPr") if link is not None else ()
            named = words.strip() or tip or " ".join(filter(None, map(package.alternative, drawn)))
            target = place(f"{selector} > link {number}", f"{cut(named, 80)} {cut(address, 100)}", "docx", "link")
            self._hyperlinks.append(Link(target, cut(named), cut(address, 500), cut(text, 1000)))

    def _target(self, link: Any) -> str:
        known = self._links.get(link.get(f"{R}id") or "")
        return known.target_ref if known is not None and known.is_external else ""


def _own(paragraph: Any, *tags: str) -> Iterator[Any]:
    """Yield the elements of some kinds in a paragraph, those of text boxes that hang on it and old copies aside."""
    for element in paragraph.iter(*tags):
        for above in element.iterancestors(f"{W}p", f"{_MC}Fallback"):
            if above is paragraph:
                yield element
            break


def _said(run: Any) -> str:
    """Return a run's own text, without that of a text box that hangs on it."""
    return "".join(str(piece.text or "") for piece in run.iterchildren(f"{W}t"))


def _texts(element: Any) -> Iterator[str]:
    """Yield the texts in an element, field instructions and copies for older programs aside."""
    for piece in element.iter(*_TEXTS):
        if next(piece.iterancestors(f"{_MC}Fallback"), None) is None:
            yield _text_of(piece)


def _text_of(piece: Any) -> str:
    return str(piece.text or "") if piece.tag in (f"{W}t", f"{A}t") else " "


def _is_drawing(found: Any) -> bool:
    return found.tag == f"{W}drawing" or next(found.iter(f"{_VML}imagedata"), None) is not None


def _is_shape(drawing: Any) -> bool:
    return next(drawing.iter(f"{_WPS}wsp"), None) is not None


def _is_line(drawing: Any) -> bool:
    return any(form.get("prst") in _LINES for form in drawing.iter(f"{A}prstGeom"))


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _spans(cell: Any) -> bool:
    across = cell.find(f"{W}tcPr/{W}gridSpan")
    wide = across is not None and str(across.get(f"{W}val", "1")).isdigit() and int(across.get(f"{W}val", "1")) > 1
    down = cell.find(f"{W}tcPr/{W}vMerge")
    return wide or (down is not None and down.get(f"{W}val") == "restart")


def _field_links(paragraph: Any) -> Iterator[tuple[str, str]]:
    """Yield (text, address) of links that are written as fields: HYPERLINK "address"."""
    for simple in paragraph.iter(f"{W}fldSimple"):
        if address := _instructed(str(simple.get(f"{W}instr") or "")):
            yield "".join(_texts(simple)), address
    asked, said, state = "", "", ""
    for run in paragraph.iter(f"{W}r"):
        mark = run.find(f"{W}fldChar")
        kind = mark.get(f"{W}fldCharType") if mark is not None else ""
        if kind == "begin":
            asked, said, state = "", "", "begin"
        elif kind == "separate":
            state = "separate"
        elif kind == "end":
            if state and (address := _instructed(asked)):
                yield said, address
            state = ""
        elif state == "begin":
            asked += "".join(str(code.text or "") for code in run.iter(f"{W}instrText"))
        elif state == "separate":
            said += "".join(_texts(run))


def _instructed(instruction: str) -> str:
    words = instruction.split()
    if len(words) < 2 or words[0].upper() != "HYPERLINK" or words[1].startswith("\\"):  # noqa: PLR2004 - name, address
        return ""
    return words[1].strip('"')
