"""Documents made by known-good producers, right in every respect that is tested; tests spoil one at a time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pptx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.worksheet.table import Table as SheetTable
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from pptx.util import Inches

TITLE = "Annual report of the district office"
PROSE = "This report tells the residents of the district what the office has done, and what it will do next year."
CHINESE = "本报告向全区居民说明一年来所做的工作，以及下一年的工作安排，请大家监督并提出意见和建议。"


@dataclass
class Part:
    """A structure element of a PDF: text or a picture, or parts below it. at: x, y from the bottom left."""

    role: str
    text: str = ""
    parts: Sequence[Part] = ()
    at: tuple[float, float] | None = None
    picture: tuple[float, float] | None = None
    link: str = ""
    entries: Mapping[str, Any] = field(default_factory=dict)


def good_parts() -> list[Part]:
    """Return parts of a page as they should be."""
    cell = {"/A": Dictionary(O=Name.Table, Scope=Name.Column)}
    return [
        Part("H1", TITLE),
        Part("P", PROSE),
        Part("H2", "Figures"),
        Part("Figure", picture=(100, 50), entries={"/Alt": String("A chart: twice as many ramps as last year")}),
        Part(
            "Table",
            parts=[
                Part("TR", parts=[Part("TH", "Street", entries=cell), Part("TH", "Ramps", entries=cell)]),
                Part("TR", parts=[Part("TD", "Long Street"), Part("TD", "12")]),
            ],
        ),
        Part("L", parts=[Part("LI", parts=[Part("Lbl", "1"), Part("LBody", "Mend the kerbs")])]),
        Part("P", parts=[Part("Link", "Rules for applicants", link="https://example.org/rules")]),
    ]


class _Writer:
    """Writes parts onto one page of a PDF, with their tree."""

    def __init__(self, pdf: pikepdf.Pdf, size: tuple[float, float] = (595, 842)) -> None:
        self.pdf = pdf
        self.stream: list[str] = []
        self.top = size[1] - 72
        self.number = 0
        self.page = pdf.add_blank_page(page_size=size).obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        self.page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)), XObject=Dictionary())
        self.page.Resources.XObject.Im1 = picture(pdf)
        self.page.StructParents = 0
        self.page.Tabs = Name.S

    def element(self, part: Part, parent: Any) -> Any:
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + part.role), P=parent))
        made.Pg = self.page
        for key, value in part.entries.items():
            made[key] = value
        kids: list[Any] = []
        if part.text or part.picture:
            kids.append(self.number)
            self.mark(part)
        if part.link:
            kids.append(self.annotation(part))
        kids += [self.element(below, made) for below in part.parts]
        if kids:
            made.K = Array(kids)
        return made

    def mark(self, part: Part) -> None:
        self.top -= 30
        x, y = part.at or (72, self.top)
        if part.picture:
            wide, high = part.picture
            self.top -= high
            x, y = part.at or (72, self.top)
            drawn = f"q {wide} 0 0 {high} {x} {y} cm /Im1 Do Q"
        else:
            drawn = f"BT /F1 12 Tf {x} {y} Td ({part.text}) Tj ET"
        self.stream.append(f"/{part.role} <</MCID {self.number}>> BDC {drawn} EMC")
        self.number += 1

    def annotation(self, part: Part) -> Any:
        place = [72, self.top - 4, 300, self.top + 12]
        action = Dictionary(S=Name.URI, URI=String(part.link))
        found = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(place), A=action, StructParent=1)
        note = self.pdf.make_indirect(found)
        if "/Annots" not in self.page:
            self.page.Annots = Array()
        self.page.Annots.append(note)
        return Dictionary(Type=Name.OBJR, Obj=note, Pg=self.page)

    def close(self, more: str = "") -> None:
        foot = "/Artifact BMC BT /F1 9 Tf 290 30 Td (1) Tj ET EMC"
        self.page.Contents = self.pdf.make_stream("\n".join([*self.stream, foot, more]).encode("latin-1"))


def picture(pdf: pikepdf.Pdf) -> Any:
    """Return a small grey picture as an object of a PDF."""
    raw = bytes([200]) * (8 * 8)
    made = pdf.make_stream(zlib.compress(raw))
    made.Type, made.Subtype, made.Filter = Name.XObject, Name.Image, Name.FlateDecode
    made.Width, made.Height, made.ColorSpace, made.BitsPerComponent = 8, 8, Name.DeviceGray, 8
    return made


def pdf(
    path: Path,
    parts: Sequence[Part] | None = None,
    *,
    pages: int = 1,
    more: str = "",
    spoil: Callable[[pikepdf.Pdf], None] = lambda _pdf: None,
    **save: Any,
) -> Path:
    """Write a tagged PDF. more: operators at the end of the first page; spoil: changes it before it is saved."""
    made = pikepdf.Pdf.new()
    root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    kids: list[Any] = []
    for number in range(pages):
        writer = _Writer(made)
        kids += [writer.element(part, whole) for part in (good_parts() if parts is None else parts)]
        writer.close(more if number == 0 else "")
    whole.K = Array(kids)
    root.K = Array([whole])
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = Dictionary(Marked=True)
    made.Root.Lang = String("en")
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = TITLE
    if pages > 20:
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Start", 0))
    spoil(made)
    made.save(path, **save)
    made.close()
    return path


def scan(path: Path, width: float = 595, height: float = 842) -> Path:
    """Write a PDF of one page that shows nothing but a picture of this size in points."""
    made = pikepdf.Pdf.new()
    writer = _Writer(made)
    drawn = f"q {width} 0 0 {height} 0 0 cm /Im1 Do Q"
    writer.page.Contents = made.make_stream(drawn.encode())
    made.save(path)
    made.close()
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a package. change(name, raw) returns what a part is to hold."""
    raw = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def png(path: Path) -> Path:
    """Write a small picture."""
    Image.new("RGB", (20, 20), (180, 40, 40)).save(path)
    return path


def describe(properties: Any, text: str | None, *, decorative: bool = False) -> None:
    """Give a drawing's properties a description, or mark it as decoration."""
    if text is not None:
        properties.set("descr", text)
    if decorative:
        mark = (
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="x">'
            '<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst>"
        )
        properties.append(docx.oxml.parse_xml(mark))


def word(path: Path, spoil: Callable[[Any], None] = lambda _document: None, *, text: str = PROSE) -> Path:
    """Write a DOCX: title, headings, text, a picture, a table, a list, a link."""
    made = docx.Document()
    made.core_properties.title = TITLE
    for level in range(1, 5):  # python-docx's own template has pale blue headings
        made.styles[f"Heading {level}"].font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    made.add_heading("Report", 1)
    made.add_paragraph(text)
    made.add_heading("Figures", 2)
    made.add_picture(str(png(path.with_suffix(".png"))))
    describe(next(made.element.body.iter(qn("wp:docPr"))), "A red square: the office's seal")
    table = made.add_table(3, 2, style="Table Grid")
    for row, texts in zip(table.rows, (("Street", "Ramps"), ("Long Street", "12"), ("Short Street", "3")), strict=True):
        for cell, said in zip(row.cells, texts, strict=True):
            cell.text = said
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for said in ("Mend the kerbs", "Widen the ways", "Ask the residents"):
        made.add_paragraph(said, style="List Bullet")
    link(made.add_paragraph("See "), "the rules for applicants", "https://example.org/rules")
    spoil(made)
    made.save(str(path))
    return path


def link(paragraph: Any, text: str, address: str) -> None:
    """Add a link to a paragraph of a DOCX."""
    known = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), known)
    run = OxmlElement("w:r")
    said = OxmlElement("w:t")
    said.text = text
    run.append(said)
    made.append(run)
    paragraph._p.append(made)


def slides(path: Path, spoil: Callable[[Any], None] = lambda _presentation: None) -> Path:
    """Write a PPTX of two slides: titles, text, a picture, a table, a link."""
    made = pptx.Presentation()
    made.core_properties.title = TITLE
    for number, title in enumerate(("The year", "The next year")):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = PROSE
        if number == 0:
            shown = slide.shapes.add_picture(str(png(path.with_suffix(".png"))), Inches(1), Inches(6))
            describe(shown._element.nvPicPr.cNvPr, "A red square: the office's seal")
            slide.shapes.add_table(2, 2, Inches(5), Inches(6), Inches(3), Inches(1))
            run = slide.placeholders[1].text_frame.paragraphs[0].add_run()
            run.text = "Rules for applicants"
            run.hyperlink.address = "https://example.org/rules"
        for shape in slide.placeholders:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    run._r.get_or_add_rPr().set("lang", "en-GB")
    spoil(made)
    made.save(str(path))
    return path


def workbook(path: Path, spoil: Callable[[Any], None] = lambda _book: None) -> Path:
    """Write an XLSX of two named sheets: a table with a header row, a picture, a link."""
    made = openpyxl.Workbook()
    made.properties.title = TITLE
    sheet = made.worksheets[0]
    sheet.title = "Ramps by street"
    for row in (("Street", "Ramps"), ("Long Street", 12), ("Short Street", 3), ("New Street", 7)):
        sheet.append(row)
    sheet.add_table(SheetTable(displayName="Ramps", ref="A1:B4"))
    other = made.create_sheet("Rules")
    other["A1"] = "Rules for applicants"
    other["A1"].hyperlink = "https://example.org/rules"
    spoil(made)
    made.save(path)
    return path
