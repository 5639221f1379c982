"""PDF: a good file passes every rule; each spoiled property fails its own rule and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from audit.model import Outcome, Reason
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from tests.web_checks.documents.makers import Part

FAILED, CANT_TELL, PASSED, NONE = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE
LONG = makers.PROSE * 40


def test_a_good_file_passes(look: Callable[[Path], Look], tmp_path: Path) -> None:
    seen = look(makers.pdf(tmp_path / "a.pdf"))
    assert seen.worse() == {}
    passed = {rule for rule, tally in seen.judged.tally.items() if tally.outcome is PASSED}
    assert passed >= {
        *("document-title", "document-language", "document-language-matches-text", "document-headings"),
        *("document-heading-order", "document-image-alternative", "document-image-alternative-meaningful"),
        *("document-table-headers", "document-table-shape", "document-link-purpose", "document-list-markup"),
        *("document-reading-order", "pdf-tagged", "pdf-structure-sound", "pdf-title-shown", "pdf-text-unicode"),
        *("pdf-scanned-page", "pdf-assistive-access", "pdf-link-markup"),
    }
    assert seen.judged.title == makers.TITLE


def _drop(key: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return spoil


def _untitle(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def _unmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def _lie(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("zh-CN")


def _hide_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _circle(pdf: pikepdf.Pdf) -> None:
    whole = pdf.Root.StructTreeRoot.K[0]
    whole.K[0].K.append(whole)


def _empty(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot["/K"]


def _strange(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].K[1].S = Name("/Absatz")


def _mapped(pdf: pikepdf.Pdf) -> None:
    _strange(pdf)
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Absatz=Name("/Text"), Text=Name.P)


def _roles_in_a_circle(pdf: pikepdf.Pdf) -> None:
    _strange(pdf)
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Absatz=Name("/Text"), Text=Name("/Absatz"))


def _loosen_link(pdf: pikepdf.Pdf) -> None:
    last = pdf.Root.StructTreeRoot.K[0].K[6].K[0]
    last.K = Array([last.K[0]])


def _lose_text(pdf: pikepdf.Pdf) -> None:
    whole = pdf.Root.StructTreeRoot.K[0]
    whole.K = Array([kid for number, kid in enumerate(whole.K) if number != 1])


@pytest.mark.parametrize(
    ("spoil", "worse"),
    [
        (_drop("/Lang"), {"document-language": FAILED}),
        (_lie, {"document-language-matches-text": FAILED}),
        (_untitle, {"document-title": FAILED}),
        (_hide_title, {"pdf-title-shown": FAILED}),
        (_unmark, {"pdf-tagged": CANT_TELL}),
        (_circle, {"pdf-structure-sound": FAILED}),
        (_strange, {"pdf-structure-sound": CANT_TELL}),
        (_roles_in_a_circle, {"pdf-structure-sound": CANT_TELL}),
        (_mapped, {}),
        (_loosen_link, {"pdf-link-markup": FAILED}),
        (_lose_text, {"pdf-structure-sound": FAILED}),
    ],
)
def test_one_property_at_a_time(
    look: Callable[[Path], Look],
    tmp_path: Path,
    spoil: Callable[[pikepdf.Pdf], None],
    worse: dict[str, Outcome],
) -> None:
    assert look(makers.pdf(tmp_path / "a.pdf", spoil=spoil)).worse() == worse


@pytest.mark.parametrize("spoil", [_drop("/StructTreeRoot"), _empty])
def test_without_a_tree_it_is_untagged(
    look: Callable[[Path], Look], tmp_path: Path, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    seen = look(makers.pdf(tmp_path / "a.pdf", spoil=spoil))
    assert seen.outcome("pdf-tagged") is FAILED
    assert seen.outcome("pdf-structure-sound") is NONE
    assert seen.outcome("document-image-alternative") is NONE


CELL = {"/A": Dictionary(O=Name.Table, Scope=Name.Column)}


def _row(*cells: tuple[str, str], **entries: Any) -> Part:
    return Part("TR", parts=[Part(role, text, entries=entries.get(text, {})) for role, text in cells])


@pytest.mark.parametrize(
    ("parts", "rule", "outcome"),
    [
        ([Part("Figure", picture=(80, 40))], "document-image-alternative", FAILED),
        ([Part("Figure", "Q1 12 Q2 15", at=(72, 500))], "document-image-alternative", CANT_TELL),
        (
            [Part("Figure", picture=(80, 40), entries={"/ActualText": String("Seal of the office")})],
            "document-image-alternative",
            PASSED,
        ),
        (
            [Part("Figure", picture=(80, 40), entries={"/Alt": String("IMG_2023.jpg")})],
            "document-image-alternative-meaningful",
            FAILED,
        ),
        ([Part("H1", "One"), Part("H3", "Three")], "document-heading-order", FAILED),
        ([Part("H1", "One"), Part("H2", "Two"), Part("H1", "Three")], "document-heading-order", PASSED),
        ([Part("P", LONG[at : at + 80]) for at in range(0, 800, 80)], "document-headings", NONE),
        (
            [Part("Table", parts=[_row(("TD", "a"), ("TD", "b")), _row(("TD", "c"), ("TD", "d"))])],
            "document-table-headers",
            CANT_TELL,
        ),
        (
            [Part("Table", parts=[_row(("TH", "a"), ("TH", "b")), _row(("TD", "c"))])],
            "document-table-shape",
            FAILED,
        ),
        (
            [Part("Table", parts=[_row(("TH", "a"), ("TH", "b")), _row(("TH", "c"), ("TD", "d"))])],
            "document-table-shape",
            CANT_TELL,
        ),
        (
            [Part("Table", parts=[_row(("TH", "a"), ("TH", "b")), _row(("TD", "c"), ("TD", "d"))])],
            "document-table-shape",
            PASSED,
        ),
        (
            [
                Part(
                    "Table",
                    parts=[
                        _row(("TH", "a"), a={"/A": Dictionary(O=Name.Table, ColSpan=2, Scope=Name.Column)}),
                        _row(("TD", "c"), ("TD", "d")),
                    ],
                )
            ],
            "document-table-shape",
            PASSED,
        ),
        (
            [
                Part(
                    "Table",
                    parts=[
                        _row(("TH", "a"), a={"/A": Dictionary(O=Name.Table, ColSpan=2)}),
                        _row(("TD", "c"), ("TD", "d")),
                    ],
                )
            ],
            "document-table-shape",
            CANT_TELL,
        ),
        ([Part("L", parts=[Part("P", "no item")])], "document-list-markup", FAILED),
        ([Part("L", parts=[Part("LI", "no body")])], "document-list-markup", PASSED),
        ([Part("L", parts=[Part("NonStruct", parts=[Part("LI", "an item")])])], "document-list-markup", PASSED),
        ([Part("P", "- one"), Part("P", "- two"), Part("P", "- three")], "document-list-markup", CANT_TELL),
        ([Part("P", "- one"), Part("P", "- two")], "document-list-markup", NONE),
        (
            [Part("P", "The second part stands low", at=(72, 300)), Part("P", "The first stands high", at=(72, 700))],
            "document-reading-order",
            CANT_TELL,
        ),
        (
            [Part("P", "End of the left column", at=(72, 300)), Part("P", "Top of the right one", at=(320, 700))],
            "document-reading-order",
            PASSED,
        ),
        ([Part("P", parts=[Part("Link", "click here", link="https://example.org/")])], "document-link-purpose", FAILED),
        (
            [
                Part(
                    "P",
                    "Rules for applicants:",
                    parts=[Part("Link", "click here", link="https://example.org/")],
                )
            ],
            "document-link-purpose",
            PASSED,
        ),
    ],
)
def test_parts(look: Callable[[Path], Look], tmp_path: Path, parts: list[Part], rule: str, outcome: Outcome) -> None:
    assert look(makers.pdf(tmp_path / "a.pdf", parts)).outcome(rule) is outcome


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ("BT /F1 12 Tf 72 90 Td (Left out of every tag) Tj ET", FAILED),
        ("BT /F1 12 Tf 72 60 Td (Page 1 of 3) Tj ET", CANT_TELL),
        ("/Artifact BMC BT /F1 12 Tf 72 60 Td (Running foot) Tj ET EMC", PASSED),
        ("/Artifact <</Type /Pagination>> BDC BT /F1 12 Tf 72 60 Td (Running foot) Tj ET EMC", PASSED),
        ("/P <</MCID 900>> BDC BT /F1 12 Tf 72 60 Td (A mark that nothing points to) Tj ET EMC", FAILED),
        ("BT /F1 12 Tf 72 60 Td ( ) Tj ET", PASSED),
    ],
)
def test_text_outside_the_tree(look: Callable[[Path], Look], tmp_path: Path, more: str, outcome: Outcome) -> None:
    assert look(makers.pdf(tmp_path / "a.pdf", more=more)).outcome("pdf-structure-sound") is outcome


def test_a_long_file_without_headings_is_for_a_person(look: Callable[[Path], Look], tmp_path: Path) -> None:
    lines = [Part("P", LONG[at : at + 80]) for at in range(0, 1600, 80)]
    assert look(makers.pdf(tmp_path / "a.pdf", lines, pages=3)).outcome("document-headings") is CANT_TELL
    assert look(makers.pdf(tmp_path / "a.pdf", lines, pages=2)).outcome("document-headings") is NONE


@pytest.mark.parametrize(("pages", "outcome"), [(20, NONE), (21, PASSED)])
def test_long_files_have_bookmarks(look: Callable[[Path], Look], tmp_path: Path, pages: int, outcome: Outcome) -> None:
    assert look(makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], pages=pages)).outcome("pdf-bookmarks") is outcome


def test_a_long_file_without_bookmarks_fails(look: Callable[[Path], Look], tmp_path: Path) -> None:
    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], pages=21, spoil=_drop("/Outlines"))
    assert look(path).outcome("pdf-bookmarks") is FAILED


def _form(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("Text12"), Rect=Array([72, 60, 200, 80])
        )
        for key, value in entries.items():
            field[f"/{key}"] = value
        made = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([made])
        pdf.Root.AcroForm = Dictionary(Fields=Array([made]))

    return spoil


@pytest.mark.parametrize(
    ("entries", "outcome"),
    [
        ({}, FAILED),
        ({"TU": String("Name of the applicant")}, PASSED),
        ({"TU": String("Text12")}, CANT_TELL),
        ({"TU": String("请输入")}, CANT_TELL),
        ({"F": 2}, NONE),
        ({"FT": Name.Btn, "Ff": 1 << 16, "MK": Dictionary(CA=String("Send"))}, PASSED),
        ({"FT": Name.Btn, "Ff": 1 << 16}, FAILED),
    ],
)
def test_fields(look: Callable[[Path], Look], tmp_path: Path, entries: dict[str, Any], outcome: Outcome) -> None:
    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], spoil=_form(**entries))
    assert look(path).outcome("pdf-field-name") is outcome


@pytest.mark.parametrize(
    ("revision", "accessible", "outcome"),
    [(2, "", FAILED), (3, "", FAILED), (3, "yes", PASSED), (4, "yes", PASSED), (6, "yes", PASSED)],
)
def test_protection(
    look: Callable[[Path], Look], tmp_path: Path, revision: Literal[2, 3, 4, 6], accessible: str, outcome: Outcome
) -> None:
    allow = pikepdf.Permissions(accessibility=bool(accessible), extract=bool(accessible))
    new = revision > 3
    lock = pikepdf.Encryption(owner="owner", user="", R=revision, aes=new, metadata=new, allow=allow)
    assert look(makers.pdf(tmp_path / "a.pdf", encryption=lock)).outcome("pdf-assistive-access") is outcome


@pytest.mark.parametrize("owner", ["owner", ""])  # with an empty one pikepdf opens it, but no reader does
def test_a_password_leaves_it_untested(look: Callable[[Path], Look], tmp_path: Path, owner: str) -> None:
    lock = pikepdf.Encryption(owner=owner, user="user", R=6)
    judged = look(makers.pdf(tmp_path / "a.pdf", encryption=lock)).judged
    assert (judged.outcome, judged.reason) == (Outcome.UNTESTED, Reason.LOCKED)


def test_a_claim_is_a_fact_and_no_proof(look: Callable[[Path], Look], tmp_path: Path) -> None:
    def claim(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdfuaid:part"] = "1"
        del pdf.Root["/StructTreeRoot"]

    seen = look(makers.pdf(tmp_path / "a.pdf", spoil=claim))
    assert seen.judged.facts["claims"] == "PDF/UA-1"
    assert seen.outcome("pdf-tagged") is FAILED


def test_pages_beyond_the_limit_are_said_to_be_unread(
    look: Callable[[Path], Look], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web_checks.documents.pdf_pages.MOST_PAGES", 2)
    judged = look(makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], pages=3)).judged
    assert [(u.what, u.reason) for u in judged.untested] == [("+1", Reason.DOCUMENT_CAP)]
