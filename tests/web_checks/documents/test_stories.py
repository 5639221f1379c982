"""What a DOCX holds beside its body, and packages that programs open although something in them is missing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from openpyxl.drawing.image import Image as SheetPicture

from audit.model import Outcome, Reason
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from web_checks.documents import reading

FAILED, CANT_TELL, PASSED = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED
LookAt = Callable[[Path], Look]
Spoil = Callable[[Any], None]


def _seal(paragraph: Any, picture: Path) -> None:
    paragraph.add_run().add_picture(str(picture))
    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.attrib.pop("descr", None)


def _in_head(kind: str, *switches: str) -> Callable[[Path], Spoil]:
    """Return what puts a picture without alternative and a vague link into a head. switches: what shows such heads."""

    def of(picture: Path) -> Spoil:
        def spoil(made: Any) -> None:
            section = made.sections[0]
            head = getattr(section, kind)
            head.is_linked_to_previous = False
            _seal(head.paragraphs[0], picture)
            makers.link(head.paragraphs[0], "点击这里", "https://a.test/")
            if "first" in switches:
                section.different_first_page_header_footer = True
            if "even" in switches:
                made.settings.odd_and_even_pages_header_footer = True

        return spoil

    return of


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (_in_head("header"), "header"),
        (_in_head("footer"), "footer"),
        (_in_head("first_page_header", "first"), "header"),
        (_in_head("first_page_header"), ""),
        (_in_head("even_page_footer", "even"), "footer"),
        (_in_head("even_page_footer"), ""),
    ],
)
def test_heads_and_feet_that_are_shown(look: LookAt, tmp_path: Path, head: Callable[[Path], Spoil], shown: str) -> None:
    seen = look(makers.word(tmp_path / "a.docx", head(makers.png(tmp_path / "seal.png"))))
    places = {finding.rule: finding.target.selector for finding in seen.judged.findings}
    if not shown:
        assert places == {}
        return
    assert seen.outcome("document-image-alternative") is CANT_TELL
    assert seen.outcome("document-link-purpose") is FAILED
    assert places["document-image-alternative"].startswith(f"{shown} 1 > ")


def test_what_stands_in_a_head_is_neither_heading_nor_table(tmp_path: Path) -> None:
    def head(made: Any) -> None:
        section = made.sections[0]
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "District office"
        section.header.paragraphs[0].style = made.styles["Heading 1"]
        section.header.add_table(2, 2, section.page_width)

    seen = reading.read(makers.word(tmp_path / "a.docx", head))
    plain = reading.read(makers.word(tmp_path / "b.docx"))
    assert [found.text for found in seen.headings] == [found.text for found in plain.headings]
    assert len(seen.tables) == len(plain.tables)


def test_sections_that_share_a_head_have_it_read_once(tmp_path: Path) -> None:
    def two(made: Any) -> None:
        _in_head("header")(makers.png(tmp_path / "seal.png"))(made)
        made.add_section()

    assert sum(picture.aside for picture in reading.read(makers.word(tmp_path / "a.docx", two)).pictures) == 1


def _note(kind: str, *, referred: bool) -> Spoil:
    def spoil(made: Any) -> None:
        inner = (
            '<w:p><w:r><w:rPr><w:color w:val="CCCCCC"/></w:rPr><w:t>Pale note</w:t></w:r></w:p>'
            "<w:p><w:r><w:t>此处的注释说明补贴的发放办法，请申请人仔细阅读并按照要求提交材料。</w:t></w:r></w:p>"
        )
        xml = (
            f'<w:{kind}s {nsdecls("w")}><w:{kind} w:id="0" w:type="separator"><w:p/></w:{kind}>'
            f'<w:{kind} w:id="7">{inner}</w:{kind}></w:{kind}s>'
        )
        main = made.part
        part = Part(
            PackURI(f"/word/{kind}s.xml"),
            f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
            xml.encode(),
            main.package,
        )
        main.relate_to(part, f"{RELATIONSHIP_TYPE.FOOTNOTES.rpartition('/')[0]}/{kind}s")
        if referred:
            reference = OxmlElement(f"w:{kind}Reference")
            reference.set(qn("w:id"), "7")
            made.add_paragraph().add_run()._r.append(reference)

    return spoil


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_that_the_text_refers_to_are_read(look: LookAt, tmp_path: Path, kind: str) -> None:
    path = makers.word(tmp_path / "a.docx", _note(kind, referred=True))
    seen = look(path)
    assert seen.outcome("document-text-contrast") is FAILED
    assert seen.findings("document-text-contrast")[0].target.selector == f"{kind} 1 > paragraph 1"
    assert "补贴的发放办法" in reading.read(path).text


def test_a_note_that_nothing_refers_to_is_not_shown(look: LookAt, tmp_path: Path) -> None:
    assert look(makers.word(tmp_path / "a.docx", _note("footnote", referred=False))).worse() == {}


def test_links_in_comments_are_followed(look: LookAt, tmp_path: Path) -> None:
    def comment(made: Any) -> None:
        said = made.add_comment(made.paragraphs[0].runs, text="", author="Office")
        makers.link(said.paragraphs[0], "点击这里", "https://a.test/")

    seen = look(makers.word(tmp_path / "a.docx", comment))
    assert seen.findings("document-link-purpose")[0].target.selector.startswith("comment 1 > ")


# ---- packages


def _rename(path: Path, names: dict[bytes, bytes]) -> Path:
    def change(_name: str, raw: bytes) -> bytes:
        for old, new in names.items():
            raw = raw.replace(old, new)
        return raw

    return makers.rewritten(path, change)


_STRICT = {
    f"http://schemas.openxmlformats.org/{name}/2006/".encode(): f"http://purl.oclc.org/ooxml/{name}/".encode()
    for name in ("officeDocument", "wordprocessingml", "presentationml", "spreadsheetml", "drawingml")
}


@pytest.mark.parametrize(
    ("make", "name"), [(makers.word, "a.docx"), (makers.slides, "a.pptx"), (makers.workbook, "a.xlsx")]
)
def test_the_strict_form_is_read_alike(look: LookAt, tmp_path: Path, make: Callable[[Path], Path], name: str) -> None:
    path = make(tmp_path / name)
    before = reading.read(path)
    _rename(path, _STRICT)
    assert reading.read(path) == before
    assert look(path).worse() == {}


def _drop(path: Path, part: str) -> Path:
    kept = {}
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != part}
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in kept.items():
            archive.writestr(name, raw)
    return path


@pytest.mark.parametrize(
    ("make", "name", "part"),
    [
        (makers.word, "a.docx", "word/media/image1.png"),
        (makers.slides, "a.pptx", "ppt/media/image1.png"),
        (makers.workbook, "a.xlsx", "xl/theme/theme1.xml"),
    ],
)
def test_a_part_that_is_missing_keeps_nobody_from_the_rest(
    look: LookAt, tmp_path: Path, make: Callable[[Path], Path], name: str, part: str
) -> None:
    assert look(_drop(make(tmp_path / name), part)).worse() == {}


@pytest.mark.parametrize("spelt", ["XL/Worksheets/Sheet1.XML", "xl\\worksheets\\sheet1.xml"])
def test_names_of_parts_may_be_spelt_otherwise(look: LookAt, tmp_path: Path, spelt: str) -> None:
    path = makers.workbook(tmp_path / "a.xlsx", lambda made: setattr(made.worksheets[0], "title", "Sheet1"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in parts.items():
            other = {"[Content_Types].xml": "[content_types].xml", "xl/worksheets/sheet1.xml": spelt}.get(name, name)
            archive.writestr(other, raw)
    assert look(path).worse() == {"sheet-name": FAILED}


def test_a_part_that_is_spelt_in_two_ways_is_found_by_both(look: LookAt, tmp_path: Path) -> None:
    path = makers.workbook(tmp_path / "a.xlsx")
    makers.rewritten(
        path, lambda name, raw: raw.replace(b"sharedStrings.xml", b"SharedStrings.xml") if "_rels" in name else raw
    )
    assert look(path).worse() == {}


def test_pictures_of_the_strict_form_are_read(look: LookAt, tmp_path: Path) -> None:
    shown = str(makers.png(tmp_path / "seal.png"))
    path = makers.workbook(tmp_path / "a.xlsx", lambda made: made.worksheets[0].add_image(SheetPicture(shown), "D1"))
    _rename(path, {**_STRICT, b' descr="Picture"': b""})
    assert look(path).worse() == {"document-image-alternative": FAILED}


def test_a_workbook_whose_styles_cannot_be_read_loses_nothing_else(look: LookAt, tmp_path: Path) -> None:
    path = makers.workbook(tmp_path / "a.xlsx", lambda made: setattr(made.worksheets[0], "title", "Sheet1"))
    makers.rewritten(path, lambda name, raw: raw.replace(b"<fill>", b"<fill/><fill>") if "styles" in name else raw)
    seen = look(path)
    assert seen.worse() == {"sheet-name": FAILED}
    assert [(missed.what, missed.reason) for missed in seen.judged.untested] == [("xl/styles.xml", Reason.UNREADABLE)]


def test_a_main_part_that_is_missing_is_told(look: LookAt, tmp_path: Path) -> None:
    judged = look(_drop(makers.word(tmp_path / "a.docx"), "word/document.xml")).judged
    assert (judged.outcome, judged.reason) == (Outcome.UNTESTED, Reason.UNREADABLE)
