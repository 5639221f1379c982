"""DOCX, PPTX, XLSX: a good file passes every rule; each spoiled property is told by its own rule and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.drawing.image import Image as SheetPicture
from openpyxl.styles import Font, PatternFill
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor as SlideColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from audit.model import Outcome
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look

FAILED, CANT_TELL, PASSED, NONE = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE
LookAt = Callable[[Path], Look]
Spoil = Callable[[Any], None]


# ---- DOCX


def _word_picture(text: str | None, *, decorative: bool = False) -> Spoil:
    def spoil(made: Any) -> None:
        properties = next(made.element.body.iter(qn("wp:docPr")))
        del properties.attrib["descr"]
        makers.describe(properties, text, decorative=decorative)

    return spoil


def _word_header_off(made: Any) -> None:
    row = made.tables[0].rows[0]._tr
    row.trPr.remove(row.trPr.find(qn("w:tblHeader")))


def _word_without_borders(made: Any) -> None:
    _word_header_off(made)
    made.tables[0].style = "Normal Table"


def _word_borders(*lined: int) -> Spoil:
    """Return what gives some cells of the first table lines of their own, and the table none."""

    def spoil(made: Any) -> None:
        _word_without_borders(made)
        for place, cell in enumerate(made.tables[0]._cells):
            borders = cell._tc.get_or_add_tcPr().makeelement(qn("w:tcBorders"))
            borders.append(borders.makeelement(qn("w:top"), {qn("w:val"): "single" if place in lined else "nil"}))
            cell._tc.tcPr.append(borders)

    return spoil


def _word_colour(ink: str, size: float, *, bold: bool = False) -> Spoil:
    def spoil(made: Any) -> None:
        run = made.add_paragraph().add_run("Pale")
        run.font.color.rgb, run.font.size, run.font.bold = RGBColor.from_string(ink), Pt(size), bold

    return spoil


def _word_plain_headings(made: Any) -> None:
    for paragraph in made.paragraphs:
        if paragraph.style.name.startswith("Heading"):
            paragraph.style = "Normal"
            paragraph.runs[0].font.bold = True
    made.add_paragraph(makers.PROSE * 35)


def _word_language(tag: str) -> Spoil:
    def spoil(made: Any) -> None:
        for mark in made.styles.element.iter(qn("w:lang")):
            mark.set(qn("w:val"), tag)

    return spoil


def _word_no_language(made: Any) -> None:
    for mark in list(made.styles.element.iter(qn("w:lang"))):
        mark.getparent().remove(mark)
    for mark in list(made.settings.element.iter(qn("w:themeFontLang"))):
        mark.getparent().remove(mark)


def _word_title(title: str) -> Spoil:
    return lambda made: setattr(made.core_properties, "title", title)


def _word_merge(made: Any) -> None:
    table = made.tables[0]
    table.cell(1, 0).merge(table.cell(1, 1))


def _word_nest(made: Any) -> None:
    made.tables[0].cell(1, 0).add_table(2, 2)


def _word_link(before: str, words: str) -> Spoil:
    return lambda made: makers.link(made.add_paragraph(before), words, "https://a.test/")


def _word_signs(count: int) -> Spoil:
    def spoil(made: Any) -> None:
        for number in range(count):
            made.add_paragraph(f"• item {number}")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "worse"),
    [
        (lambda _made: None, {}),
        (_word_title(""), {"document-title": CANT_TELL}),
        (_word_title("Microsoft Word - 文件1.doc"), {"document-title": FAILED}),
        (_word_title("20231105.docx"), {"document-title": CANT_TELL}),
        (_word_language("zh-CN"), {"document-language-matches-text": CANT_TELL}),
        (_word_language("english"), {"document-language": FAILED}),
        (_word_no_language, {"document-language": FAILED}),
        (_word_picture(None), {"document-image-alternative": FAILED}),
        (_word_picture(None, decorative=True), {}),
        (_word_picture("IMG_0001.png"), {"document-image-alternative-meaningful": FAILED}),
        (_word_picture("图片包含 文字 描述已自动生成"), {"document-image-alternative-meaningful": CANT_TELL}),
        (_word_header_off, {"document-table-headers": CANT_TELL}),
        (_word_without_borders, {}),
        (_word_borders(0, 1, 2, 3), {"document-table-headers": CANT_TELL}),
        (_word_borders(0, 1, 2), {}),
        (_word_merge, {"document-table-shape": CANT_TELL}),
        (_word_plain_headings, {"document-headings": CANT_TELL}),
        (lambda made: made.add_heading("Deep", 4), {"document-heading-order": FAILED}),
        (_word_signs(3), {"document-list-markup": CANT_TELL}),
        (_word_signs(2), {}),
        (_word_colour("777777", 10.5), {"document-text-contrast": FAILED}),
        (_word_colour("767676", 10.5), {}),
        (_word_colour("777777", 18), {}),
        (_word_colour("777777", 14, bold=True), {}),
        (_word_colour("777777", 13.5, bold=True), {"document-text-contrast": FAILED}),
        (_word_link("", "点击这里"), {"document-link-purpose": FAILED}),
        (_word_link("", "下载"), {"document-link-purpose": CANT_TELL}),
        (_word_link("申请表：", "点击这里"), {}),
    ],
)
def test_word(look: LookAt, tmp_path: Path, spoil: Spoil, worse: dict[str, Outcome]) -> None:
    assert look(makers.word(tmp_path / "a.docx", spoil)).worse() == worse


def test_a_table_in_a_table_is_for_a_person(look: LookAt, tmp_path: Path) -> None:
    seen = look(makers.word(tmp_path / "a.docx", _word_nest))
    assert seen.outcome("document-table-shape") in (CANT_TELL, PASSED)


def test_chinese_text_has_the_language_for_east_asian_text(look: LookAt, tmp_path: Path) -> None:
    def declare(made: Any) -> None:
        for mark in made.styles.element.iter(qn("w:lang")):
            mark.set(qn("w:val"), "en-US")
            mark.set(qn("w:eastAsia"), "zh-CN")
        for paragraph in made.paragraphs[3:]:
            paragraph.text = makers.CHINESE

    seen = look(makers.word(tmp_path / "a.docx", declare, text=makers.CHINESE * 5))
    assert seen.outcome("document-language-matches-text") is PASSED
    assert seen.judged.facts["lang"] == "zh-CN"


def test_a_link_written_as_a_field_is_one(look: LookAt, tmp_path: Path) -> None:
    def field(made: Any) -> None:
        paragraph = made.add_paragraph()
        for kind, text in (
            ("begin", ""),
            ("", ' HYPERLINK "https://a.test/" '),
            ("separate", ""),
            ("text", "详情"),
            ("end", ""),
        ):
            run = paragraph.add_run(text if kind == "text" else "")._r
            if kind in ("begin", "separate", "end"):
                mark = run.makeelement(qn("w:fldChar"), {qn("w:fldCharType"): kind})
                run.append(mark)
            elif not kind:
                code = run.makeelement(qn("w:instrText"), {})
                code.text = text
                run.append(code)

    assert look(makers.word(tmp_path / "a.docx", field)).outcome("document-link-purpose") is FAILED


# ---- PPTX


def _untitled(made: Any) -> None:
    made.slides[1].shapes.title.text = ""


def _same_titles(made: Any) -> None:
    made.slides[1].shapes.title.text = made.slides[0].shapes.title.text


def _slide_picture(made: Any) -> None:
    picture = next(shape for shape in made.slides[0].shapes if hasattr(shape, "image"))
    del picture._element.nvPicPr.cNvPr.attrib["descr"]


def _grouped(text: str | None) -> Spoil:
    def spoil(made: Any) -> None:
        picture = next(shape for shape in made.slides[0].shapes if hasattr(shape, "image"))
        _slide_picture(made)
        group = made.slides[0].shapes.add_group_shape([picture])
        makers.describe(group._element.nvGrpSpPr.cNvPr, text)

    return spoil


def _slide_chart(made: Any) -> None:
    numbers: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    numbers.categories = ["2025", "2026"]
    numbers.add_series("Ramps", (1, 2))
    made.slides[1].shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(2), Inches(1), numbers)


def _slide_header_off(made: Any) -> None:
    next(shape for shape in made.slides[0].shapes if shape.has_table).table.first_row = False


def _slide_merge(made: Any) -> None:
    table = next(shape for shape in made.slides[0].shapes if shape.has_table).table
    table.cell(1, 0).merge(table.cell(1, 1))


def _title_last(made: Any) -> None:
    title = made.slides[0].shapes.title._element
    title.getparent().append(title)


def _slide_colours(ink: str, ground: str, size: float) -> Spoil:
    def spoil(made: Any) -> None:
        box = made.slides[1].shapes.add_textbox(Inches(1), Inches(6.5), Inches(3), Inches(0.5))
        box.fill.solid()
        box.fill.fore_color.rgb = SlideColor(*bytes.fromhex(ground))  # type: ignore[no-untyped-call]
        run = box.text_frame.paragraphs[0].add_run()
        run.text = "Pale"
        run.font.size = Pt(size)
        run.font.color.rgb = SlideColor(*bytes.fromhex(ink))  # type: ignore[no-untyped-call]
        run._r.get_or_add_rPr().set("lang", "en-GB")

    return spoil


def _no_slide_language(made: Any) -> None:
    for slide in made.slides:
        for run in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
            run.attrib.pop("lang", None)


def _hidden_slide(made: Any) -> None:
    _untitled(made)
    made.slides[1]._element.set("show", "0")


@pytest.mark.parametrize(
    ("spoil", "worse"),
    [
        (lambda _made: None, {}),
        (lambda made: setattr(made.core_properties, "title", "PowerPoint 演示文稿"), {"document-title": FAILED}),
        (_untitled, {"slide-title": FAILED}),
        (_hidden_slide, {}),
        (_same_titles, {"slide-title": CANT_TELL}),
        (_slide_picture, {"document-image-alternative": FAILED}),
        (_grouped(None), {"document-image-alternative": FAILED}),
        (_grouped("A red square in a group"), {}),
        (_slide_chart, {"document-image-alternative": FAILED}),
        (_slide_header_off, {"document-table-headers": CANT_TELL}),
        (_slide_merge, {"document-table-shape": CANT_TELL}),
        (_title_last, {"document-reading-order": CANT_TELL}),
        (_no_slide_language, {"document-language": FAILED}),
        (_slide_colours("777777", "FFFFFF", 12), {"document-text-contrast": FAILED}),
        (_slide_colours("777777", "FFFFFF", 18), {}),
        (_slide_colours("FFFFFF", "003366", 12), {}),
    ],
)
def test_slides(look: LookAt, tmp_path: Path, spoil: Spoil, worse: dict[str, Outcome]) -> None:
    assert look(makers.slides(tmp_path / "a.pptx", spoil)).worse() == worse


# ---- XLSX


def _sheet_names(first: str, second: str) -> Spoil:
    def spoil(made: Any) -> None:
        made.worksheets[0].title, made.worksheets[1].title = first, second

    return spoil


def _plain_cells(made: Any) -> None:
    del made.worksheets[0].tables["Ramps"]


def _frozen_cells(made: Any) -> None:
    _plain_cells(made)
    made.worksheets[0].freeze_panes = "A2"


def _merged_cells(made: Any) -> None:
    _frozen_cells(made)
    made.worksheets[0].merge_cells("A5:B5")


def _title_across(made: Any) -> None:
    _plain_cells(made)
    sheet = made.worksheets[0]
    sheet.insert_rows(1)
    sheet["A1"] = "Ramps of the district"
    sheet.merge_cells("A1:B1")
    sheet.print_title_rows = "1:2"


def _sheet_colours(ink: str, ground: str | None) -> Spoil:
    def spoil(made: Any) -> None:
        cell = made.worksheets[1]["A2"]
        cell.value, cell.font = "Pale", Font(color=f"FF{ink}", sz=11)
        if ground:
            cell.fill = PatternFill("solid", fgColor=f"FF{ground}")

    return spoil


def _no_header_row(made: Any) -> None:
    made.worksheets[0].tables["Ramps"].headerRowCount = 0


def _vague_link(made: Any) -> None:
    cell = made.worksheets[1]["A3"]
    cell.value, cell.hyperlink = "详情", "https://a.test/"


@pytest.mark.parametrize(
    ("spoil", "worse"),
    [
        (lambda _made: None, {}),
        (lambda made: setattr(made.properties, "title", None), {"document-title": CANT_TELL}),
        (_sheet_names("Sheet1", "Rules"), {"sheet-name": FAILED}),
        (_sheet_names("工作表1", "Rules"), {"sheet-name": FAILED}),
        (_sheet_names("2026", "Rules"), {}),
        (_plain_cells, {"document-table-headers": CANT_TELL}),
        (_frozen_cells, {}),
        (_merged_cells, {"document-table-shape": CANT_TELL}),
        (_title_across, {}),
        (_no_header_row, {"document-table-headers": FAILED}),
        (_sheet_colours("777777", None), {"document-text-contrast": FAILED}),
        (_sheet_colours("767676", None), {}),
        (_sheet_colours("FFFFFF", "003366"), {}),
        (_vague_link, {"document-link-purpose": FAILED}),
    ],
)
def test_workbook(look: LookAt, tmp_path: Path, spoil: Spoil, worse: dict[str, Outcome]) -> None:
    assert look(makers.workbook(tmp_path / "a.xlsx", spoil)).worse() == worse


def test_one_sheet_needs_no_name(look: LookAt, tmp_path: Path) -> None:
    def one(made: Any) -> None:
        del made["Rules"]
        made.worksheets[0].title = "Sheet1"

    assert look(makers.workbook(tmp_path / "a.xlsx", one)).outcome("sheet-name") is NONE


def test_a_picture_on_a_sheet_needs_an_alternative(look: LookAt, tmp_path: Path) -> None:
    shown = str(makers.png(tmp_path / "seal.png"))
    path = makers.workbook(tmp_path / "a.xlsx", lambda made: made.worksheets[0].add_image(SheetPicture(shown), "D1"))
    # openpyxl itself describes it: "Picture".
    assert look(path).worse() == {"document-image-alternative-meaningful": FAILED}
    makers.rewritten(path, lambda _name, raw: re.sub(rb' descr="[^"]*"', b"", raw))
    assert look(path).worse() == {"document-image-alternative": FAILED}
