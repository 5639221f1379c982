"""Reads a DOCX: paragraphs in their styles, drawings, tables, links and colours of its body, its notes, heads and feet.

Headings and typed lists are looked for in the body alone; of comments, words, links and pictures count.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError

from audit.model import Reason, Target
from web_checks.documents import mending, package
from web_checks.documents.colours import AUTO, Palette
from web_checks.documents.document import SAMPLE, Document, Heading, Link, Picture, Table, cut, mostly_han, place
from web_checks.documents.docx_colours import Inks
from web_checks.documents.docx_grounds import Grounds, cells_of, rows_of
from web_checks.documents.docx_looks import Looks
from web_checks.documents.docx_stories import Story, stories
from web_checks.documents.docx_styles import Styles, is_on, of
from web_checks.documents.docx_words import all_words, below, elements, field_links, said, words
from web_checks.documents.kinds import Format, Unreadable
from web_checks.documents.package import A, R, W
from web_checks.documents.sequence import is_stretched, typed_lists

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_VML = "{urn:schemas-microsoft-com:vml}"
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
        with mending.opened(path) as file:
            return _Reader(docx.Document(file)).read()
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable(Reason.UNREADABLE, f"{type(error).__name__}: {error}"[:200]) from error


class _Reader:
    def __init__(self, found: Any) -> None:
        self._found = found
        settings = found.settings.element
        self._styles = Styles(found.styles.element, settings)
        inks = Inks(_theme(found), settings)
        grounds = Grounds(self._styles, inks, found.element.find(f"{W}background"), settings)
        self._looks = Looks(self._styles, inks, grounds)
        self._story = Story("body", "", found.element.body, found.part.rels)
        self._palette = Palette()
        self._counts: Counter[str] = Counter()
        self._texts: list[str] = []
        self._latin: Counter[str] = Counter()
        self._han: Counter[str] = Counter()
        self._headings: list[Heading] = []
        self._looking: list[Heading] = []
        self._pictures: list[Picture] = []
        self._tables: list[Table] = []
        self._hyperlinks: list[Link] = []
        self._listed: list[tuple[Target, str]] = []
        self._stretched: list[tuple[Target, str]] = []

    def read(self) -> Document:
        for story in stories(self._found):
            self._story = story
            for paragraph in elements(story.root, f"{W}p"):
                self._paragraph(paragraph)
            # What stands in a head or foot is laid out by tables, not told by them.
            if not story.is_aside:
                self._tables += map(self._table, elements(story.root, f"{W}tbl"))
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
            looks_like_headings=tuple(self._looking),
            pictures=tuple(self._pictures),
            tables=tuple(self._tables),
            links=tuple(self._hyperlinks),
            colours=self._palette.colours(),
            bullets=typed_lists(self._listed),
            stretched=tuple(self._stretched),
        )

    def _numbered(self, kind: str) -> str:
        name = f"{self._story.name} > {kind}" if self._story.name else kind
        self._counts[name] += 1
        return f"{name} {self._counts[name]}"

    def _place(self, selector: str, snippet: str, *path: str) -> Target:
        flow = () if self._story.kind == "body" else (self._story.kind,)
        return place(selector, snippet, "docx", *flow, *path)

    # ---- paragraphs

    def _paragraph(self, paragraph: Any) -> None:
        selector = self._numbered("paragraph")
        own = list(below(paragraph))
        text = words(own).strip()
        in_table = next(paragraph.iterancestors(f"{W}tc"), None) is not None
        target = self._place(selector, text, *(("table",) if in_table else ()), "paragraph")
        runs = [run for run in own if run.tag == f"{W}r"]
        if not self._story.is_aside:
            self._texts.append(text)
            if is_stretched(text):
                self._stretched.append((target, text))
        if self._story.kind == "body":
            self._outline(paragraph, runs, target, text, in_table=in_table)
        for run in runs:
            self._run(paragraph, run, target)
        for drawing in own:
            if drawing.tag in _DRAWN and _is_drawing(drawing):
                self._drawing(drawing)
        self._follow(own, selector, text)

    def _outline(self, paragraph: Any, runs: Sequence[Any], target: Target, text: str, *, in_table: bool) -> None:
        level = self._styles.level(paragraph)
        in_list = self._styles.is_listed(paragraph)
        if level and text:
            self._headings.append(Heading(self._place(target.selector, text, "heading"), level, cut(text)))
        elif not in_table and not in_list and self._looks_like_heading(paragraph, runs, text):
            self._looking.append(Heading(target, 0, cut(text)))
        self._listed.append((target, "" if in_list or in_table else text))

    def _looks_like_heading(self, paragraph: Any, runs: Sequence[Any], text: str) -> bool:
        if not text or len(text) > _LONGEST_HEADING or len(self._looking) >= _MOST_SHOWN:
            return False
        if text[-1] in _ENDS or self._styles.is_title(paragraph):
            return False
        looks = [self._looks.look(paragraph, run) for run in runs if said(run).strip()]
        larger = self._styles.body_size * _LARGER
        return bool(looks) and all(look.bold or look.size >= larger for look in looks)

    def _run(self, paragraph: Any, run: Any, target: Target) -> None:
        text = said(run)
        if not text.strip():
            return
        look = self._looks.look(paragraph, run)
        han = mostly_han(text)
        (self._han if han else self._latin)[look.east_asian if han else look.latin] += len(text)
        # What a comment looks like is the program's.
        if not look.hidden and look.ink != AUTO and self._story.kind != "comment":
            ground = self._looks.ground(paragraph, run)
            self._palette.add(target, look.ink, ground, look.size, text.strip(), bold=look.bold)

    # ---- drawings, tables, links

    def _drawing(self, drawing: Any) -> None:
        properties = drawing if drawing.tag == f"{_VML}shape" else next(drawing.iter(f"{_WP}docPr"), None)
        if properties is None or properties.get("hidden") in ("1", "true"):
            return
        selector = self._numbered("picture")
        text = all_words(drawing).strip()
        if drawing.tag == f"{_VML}shape":
            alternative, file, pictured = " ".join((drawing.get("alt") or "").split()) or None, "", True
        else:
            alternative = package.alternative(properties)
            named = next((pic.get("name") or "" for pic in drawing.iter(f"{_PIC}cNvPr")), "")
            file = named if "." in named else ""
            pictured = next(drawing.iter(f"{_PIC}pic"), None) is not None or not _is_shape(drawing)
        if not pictured and (text or _is_line(drawing)):
            return  # a text box, whose words are read; or a line, as below the heading of an official letter
        self._pictures.append(
            Picture(
                self._place(selector, alternative or file, "picture" if pictured else "shape"),
                alternative,
                file,
                decorative=package.is_decorative(properties),
                drawn=not pictured,
                aside=self._story.is_aside,
            )
        )

    def _table(self, table: Any) -> Table:
        rows = rows_of(table)
        cells = list(map(cells_of, rows))
        header = bool(rows) and is_on(of(rows[0], f"{W}trPr", f"{W}tblHeader"))
        columns = max(map(len, cells), default=0)
        nested = next(table.iterancestors(f"{W}tc"), None) is not None
        holds_tables = next(table.iterdescendants(f"{W}tbl"), None) is not None
        return Table(
            self._place(self._numbered("table"), all_words(table), "table"),
            len(rows),
            columns,
            header,
            data=len(rows) > 1 and columns > 1 and not holds_tables and self._styles.is_lined(table),
            merged=sum(_spans(cell) for row in cells for cell in row),
            nested=nested,
        )

    def _follow(self, own: Sequence[Any], selector: str, text: str) -> None:
        links = [(link, self._address(link)) for link in own if link.tag == f"{W}hyperlink"]
        found = [(all_words(link), address, link) for link, address in links if address]
        found += [(shown, address, None) for shown, address in field_links(own)]
        for number, (shown, address, link) in enumerate(found, 1):
            tip = str(link.get(f"{W}tooltip") or "") if link is not None else ""
            drawn = link.iter(f"{_WP}docPr") if link is not None else ()
            named = shown.strip() or tip or " ".join(filter(None, map(package.alternative, drawn)))
            target = self._place(f"{selector} > link {number}", f"{cut(named, 80)} {cut(address, 100)}", "link")
            self._hyperlinks.append(Link(target, cut(named), cut(address, 500), cut(text, 1000)))

    def _address(self, link: Any) -> str:
        known = self._story.links.get(link.get(f"{R}id") or "")
        return str(known.target_ref) if known is not None and known.is_external else ""


def _theme(found: Any) -> Any:
    """Return the root of a document's theme; None when it has none."""
    relations = (known for known in found.part.rels.values() if not known.is_external)
    blob = next((known.target_part.blob for known in relations if known.reltype.endswith("/theme")), None)
    return package.parsed(blob) if blob else None


def _is_drawing(found: Any) -> bool:
    return found.tag == f"{W}drawing" or next(found.iter(f"{_VML}imagedata"), None) is not None


def _is_shape(drawing: Any) -> bool:
    return next(drawing.iter(f"{_WPS}wsp"), None) is not None


def _is_line(drawing: Any) -> bool:
    return any(form.get("prst") in _LINES for form in drawing.iter(f"{A}prstGeom"))


def _spans(cell: Any) -> bool:
    across = of(cell, f"{W}tcPr", f"{W}gridSpan")
    wide = across is not None and str(across.get(f"{W}val", "1")).isdigit() and int(across.get(f"{W}val", "1")) > 1
    down = of(cell, f"{W}tcPr", f"{W}vMerge")
    return wide or (down is not None and down.get(f"{W}val") == "restart")
