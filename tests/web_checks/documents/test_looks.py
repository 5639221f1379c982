"""Colours that text inherits: from styles, themes, tables, layouts, and from what lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import TableStyleInfo
from pptx.dml.color import RGBColor as SlideColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from audit.model import Outcome
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from web_checks.documents import reading

FAILED, CANT_TELL, PASSED = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED
LookAt = Callable[[Path], Look]
Spoil = Callable[[Any], None]
CONTRAST = "document-text-contrast"


def pairs(path: Path, text: str) -> list[tuple[str, str]]:
    """Return (ink, ground) of all text that begins like this."""
    return [(found.ink, found.ground) for found in reading.read(path).colours if found.text.startswith(text)]


# ---- DOCX


def _shade(properties: Any, fill: str, pattern: str = "clear") -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", pattern), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _pale(paragraph: Any, ink: str = "FFFFFF") -> Any:
    run = paragraph.add_run("Pale")
    run.font.color.rgb = RGBColor.from_string(ink)
    return run


def _in_run(made: Any) -> None:
    _shade(_pale(made.add_paragraph())._r.get_or_add_rPr(), "003366")


def _in_paragraph(made: Any) -> None:
    paragraph = made.add_paragraph()
    _shade(paragraph._p.get_or_add_pPr(), "003366")
    _pale(paragraph)


def _in_paragraph_style(made: Any) -> None:
    style = made.styles.add_style("Banner", 1)
    _shade(style.element.get_or_add_pPr(), "003366")
    style.font.color.rgb = RGBColor(255, 255, 255)
    made.add_paragraph("Pale", style="Banner")


def _paragraph_takes_it_back(made: Any) -> None:
    _in_paragraph_style(made)
    _shade(made.paragraphs[-1]._p.get_or_add_pPr(), "auto")


def _dotted(made: Any) -> None:
    paragraph = made.add_paragraph()
    _shade(paragraph._p.get_or_add_pPr(), "FFFFFF", "pct50")
    _pale(paragraph)


def _striped(made: Any) -> None:
    paragraph = made.add_paragraph()
    _shade(paragraph._p.get_or_add_pPr(), "FFFFFF", "diagStripe")
    _pale(paragraph)


def _in_cell(made: Any) -> None:
    cell = made.add_table(1, 1).cell(0, 0)
    _shade(cell._tc.get_or_add_tcPr(), "003366")
    _pale(cell.paragraphs[0])


def _in_inner_table(made: Any) -> None:
    cell = made.add_table(1, 1).cell(0, 0)
    _shade(cell._tc.get_or_add_tcPr(), "003366")
    _pale(cell.add_table(1, 1).cell(0, 0).paragraphs[0])


def _theme_name(made: Any) -> None:
    colour = _pale(made.add_paragraph())._r.rPr.find(qn("w:color"))
    colour.set(qn("w:val"), "auto")
    colour.set(qn("w:themeColor"), "accent1")


def _theme_tint(made: Any) -> None:
    _theme_name(made)
    made.paragraphs[-1].runs[0]._r.rPr.find(qn("w:color")).set(qn("w:themeTint"), "66")


def _page_colour(made: Any) -> None:
    background = OxmlElement("w:background")
    background.set(qn("w:color"), "003366")
    made.element.insert(0, background)
    made.settings.element.append(OxmlElement("w:displayBackgroundShape"))
    _pale(made.add_paragraph())


def _box(fill: str) -> Spoil:
    def spoil(made: Any) -> None:
        wps = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        drawing = parse_xml(
            f'<w:drawing {nsdecls("w", "wp", "a")}><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="9" name="Box"/>'
            f'<a:graphic><a:graphicData uri="{wps}"><wps:wsp xmlns:wps="{wps}"><wps:spPr>{fill}</wps:spPr><wps:txbx>'
            '<w:txbxContent><w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>Pale</w:t></w:r></w:p>'
            "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        made.add_paragraph().add_run()._r.append(drawing)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "pair"),
    [
        (_in_run, ("ffffff", "003366")),
        (_in_paragraph, ("ffffff", "003366")),
        (_in_paragraph_style, ("ffffff", "003366")),
        (_paragraph_takes_it_back, ("ffffff", "ffffff")),
        (_dotted, ("ffffff", "808080")),
        (_striped, ("", "")),
        (_in_cell, ("ffffff", "003366")),
        (_in_inner_table, ("ffffff", "003366")),
        (_theme_name, ("4f81bd", "ffffff")),
        (_theme_tint, ("b9cde5", "ffffff")),
        (_page_colour, ("ffffff", "003366")),
        (_box('<a:solidFill><a:srgbClr val="003366"/></a:solidFill>'), ("ffffff", "003366")),
        (_box('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'), ("ffffff", "4f81bd")),
        (_box("<a:noFill/>"), ("", "")),
    ],
)
def test_colours_of_word(tmp_path: Path, spoil: Spoil, pair: tuple[str, str]) -> None:
    assert pairs(makers.word(tmp_path / "a.docx", spoil), "Pale") == [pair]


def _styled(made: Any, style: str) -> Any:
    table = made.add_table(3, 2, style=style)
    for row in table.rows:
        for cell in row.cells:
            cell.text = ""
            _pale(cell.paragraphs[0], "777777")
    return table


def test_a_tables_style_shades_its_rows(tmp_path: Path) -> None:
    # First row, first column: shaded; then bands, the first of them shaded.
    path = makers.word(tmp_path / "a.docx", lambda made: _styled(made, "Medium Grid 3 Accent 1"))
    assert [found.ground for found in reading.read(path).colours if found.text == "Pale"] == [
        "4f81bd",
        "a7bfde",
        "d3dfee",
    ]


def test_where_a_row_and_a_column_meet_nobody_knows_which_one_wins(tmp_path: Path) -> None:
    def differ(made: Any) -> None:
        _styled(made, "Medium Grid 3 Accent 1")
        chain = made.styles["Medium Grid 3 Accent 1"].element
        first = next(part for part in chain.iter(qn("w:tblStylePr")) if part.get(qn("w:type")) == "firstCol")
        first.find(f"{qn('w:tcPr')}/{qn('w:shd')}").set(qn("w:fill"), "003366")

    grounds = [found.ground for found in reading.read(makers.word(tmp_path / "a.docx", differ)).colours]
    assert "" in grounds


def test_a_tables_style_gives_its_head_the_ink(look: LookAt, tmp_path: Path) -> None:
    def head(made: Any) -> None:
        table = made.add_table(2, 2, style="Medium Shading 1 Accent 1")
        table.cell(0, 0).text, table.cell(1, 0).text = "Head", "Body"

    path = makers.word(tmp_path / "a.docx", head)
    assert pairs(path, "Head") == [("ffffff", "4f81bd")]
    assert look(path).outcome(CONTRAST) is FAILED


def test_a_table_that_does_not_say_how_it_looks_is_for_a_person(look: LookAt, tmp_path: Path) -> None:
    def silent(made: Any) -> None:
        table = _styled(made, "Medium Grid 3 Accent 1")
        properties = table._tbl.tblPr
        properties.remove(properties.find(qn("w:tblLook")))

    assert look(makers.word(tmp_path / "a.docx", silent)).outcome(CONTRAST) is CANT_TELL


# ---- PPTX


def _text(shape: Any, size: float = 12) -> Any:
    run = shape.text_frame.paragraphs[0].add_run()
    run.text = "Pale"
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().set("lang", "en-GB")
    return run


def _textbox(made: Any, ink: str = "FFFFFF") -> Any:
    shape = made.slides[1].shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(0.5))
    _text(shape).font.color.rgb = SlideColor(*bytes.fromhex(ink))  # type: ignore[no-untyped-call]
    return shape


def _rectangle(made: Any, left: float, width: float, fill: str) -> Any:
    shape = made.slides[1].shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(5.5), Inches(width), Inches(1.5))
    shape.fill.solid()
    shape.fill.fore_color.rgb = SlideColor(*bytes.fromhex(fill))  # type: ignore[no-untyped-call]
    makers.describe(shape._element.nvSpPr.cNvPr, "A bar")
    return shape


def _over_a_bar(left: float, width: float) -> Spoil:
    def spoil(made: Any) -> None:
        _rectangle(made, left, width, "003366")
        _textbox(made)

    return spoil


def _below_a_bar(made: Any) -> None:
    _textbox(made, "777777")
    _rectangle(made, 0.5, 5, "003366")


def _over_a_picture(made: Any) -> None:
    picture = next(shape for shape in made.slides[0].shapes if hasattr(shape, "image"))
    box = made.slides[0].shapes.add_textbox(picture.left, picture.top, picture.width, picture.height)
    _text(box).font.color.rgb = SlideColor(255, 255, 255)  # type: ignore[no-untyped-call]


def _themed(made: Any) -> None:
    run = _textbox(made).text_frame.paragraphs[0].runs[0]
    run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    run.font.color.brightness = 0.6


def _of_shape_style(made: Any) -> None:
    shape = made.slides[1].shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(1), Inches(6), Inches(3), Inches(0.5))
    _text(shape)
    shape.fill.solid()
    shape.fill.fore_color.rgb = SlideColor(0xEE, 0xEE, 0xEE)  # type: ignore[no-untyped-call]


def _of_layout(made: Any) -> None:
    slide = made.slides[1]
    master = slide.slide_layout.slide_master
    style = master.element.find(f"{qp('txStyles')}/{qp('titleStyle')}")
    fill = next(style.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}schemeClr"))
    fill.set("val", "bg1")
    slide.shapes.title.text = "Pale"
    slide.shapes.title.text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr().set("lang", "en-GB")
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = SlideColor(0, 0x33, 0x66)  # type: ignore[no-untyped-call]


def _link(made: Any) -> None:
    run = _textbox(made).text_frame.paragraphs[0].runs[0]
    run.hyperlink.address = "https://example.org/rules"
    run.text = "Pale rules for applicants"


def _turned(made: Any) -> None:
    _textbox(made).rotation = 30


def qp(tag: str) -> str:
    return "{http://schemas.openxmlformats.org/presentationml/2006/main}" + tag


@pytest.mark.parametrize(
    ("spoil", "pair"),
    [
        (_textbox, ("ffffff", "ffffff")),
        (_over_a_bar(0.5, 5), ("ffffff", "003366")),
        (_over_a_bar(2, 5), ("", "")),  # it hangs over the edge
        (_over_a_bar(6, 2), ("ffffff", "ffffff")),  # it lies beside it
        (_below_a_bar, ("777777", "ffffff")),
        (_over_a_picture, ("", "")),
        (_themed, ("b8cce5", "ffffff")),
        (_of_shape_style, ("ffffff", "eeeeee")),
        (_of_layout, ("ffffff", "003366")),
        (_link, ("0000ff", "ffffff")),
        (_turned, ("", "")),
    ],
)
def test_colours_of_slides(tmp_path: Path, spoil: Spoil, pair: tuple[str, str]) -> None:
    assert pairs(makers.slides(tmp_path / "a.pptx", spoil), "Pale") == [pair]


def test_text_in_a_group_lies_where_the_group_puts_it(tmp_path: Path) -> None:
    def grouped(made: Any) -> None:
        _rectangle(made, 0.5, 5, "003366")
        group = made.slides[1].shapes.add_group_shape([_textbox(made)])
        group.left = Inches(6.5)

    assert pairs(makers.slides(tmp_path / "a.pptx", grouped), "Pale") == [("ffffff", "ffffff")]


# ---- XLSX


def _cell(**font: Any) -> Callable[[Any], Any]:
    def spoil(made: Any) -> Any:
        cell = made.worksheets[1]["A2"]
        cell.value, cell.font = "Pale", Font(sz=11, **font)
        return cell

    return spoil


def _filled(ink: Color, **fill: Any) -> Spoil:
    def spoil(made: Any) -> None:
        _cell(color=ink)(made).fill = PatternFill(**fill)

    return spoil


def _in_styled_table(made: Any) -> None:
    table = made.worksheets[0].tables["Ramps"]
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    made.worksheets[0]["A2"].value = "Pale"
    made.worksheets[0]["A2"].font = Font(color="FFFFFFFF")


_WHEN: Any = CellIsRule(operator="equal", formula=["1"])  # type: ignore[no-untyped-call]


def _by_condition(made: Any) -> None:
    _cell(color="FFFFFFFF")(made)
    made.worksheets[1].conditional_formatting.add("A1:A9", _WHEN)


def _hidden_row(made: Any) -> None:
    _cell(color="FFFFFFFF")(made)
    made.worksheets[1].row_dimensions[2].hidden = True


def _hidden_column(made: Any) -> None:
    _cell(color="FFFFFFFF")(made)
    made.worksheets[1].column_dimensions["A"].hidden = True


WHITE, BLUE = Color(theme=0), Color(theme=4)


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_cell(color=Color(theme=1)), []),  # what every cell has
        (_cell(color=BLUE), [("4f81bd", "ffffff")]),
        (_cell(color=Color(theme=0, tint=-0.5)), [("808080", "ffffff")]),
        (_cell(color=Color(indexed=10)), [("ff0000", "ffffff")]),
        (_filled(WHITE, fill_type="solid", fgColor=BLUE), [("ffffff", "4f81bd")]),
        (_filled(Color(theme=1), fill_type="solid", fgColor=BLUE), [("000000", "4f81bd")]),
        (_filled(WHITE, fill_type="darkGrid", fgColor=BLUE), [("", "")]),
        (_in_styled_table, [("", "")]),
        (_by_condition, [("", "")]),
        (_hidden_row, []),
        (_hidden_column, []),
    ],
)
def test_colours_of_workbooks(tmp_path: Path, spoil: Spoil, found: list[tuple[str, str]]) -> None:
    assert pairs(makers.workbook(tmp_path / "a.xlsx", spoil), "Pale") == found
