"""What LibreOffice makes of a good source has no fault in any format; spoiled in one respect, it has that alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.model import Outcome, Reason
from tests.web_checks.documents import office
from tests.web_checks.documents.conftest import Look
from web_checks.documents import kinds

pytestmark = pytest.mark.skipif(
    office.PROGRAM is None, reason="no soffice on this machine: install Debian's libreoffice-writer-nogui"
)
FAILED, CANT_TELL = Outcome.FAILED, Outcome.CANT_TELL
LOOK = Callable[[Path], Look]

WORD_TITLE = f"<dc:title>{office.TITLE}</dc:title>"
DESC = f"<svg:desc>{office.ALTERNATIVE}</svg:desc>"
HEADED = f"<table:table-header-rows>{office.HEAD_ROW}</table:table-header-rows>"
MERGED = (
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Streets of the north, all of them'
    "</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
)
SIGN = 'text:bullet-char="•"'
TYPED = "<text:p>- Mend the kerbs</text:p><text:p>- Widen the doors</text:p><text:p>- Light the steps</text:p>"
PARTS = '<text:h text:style-name="Heading_20_%d" text:outline-level="%d">'
# What is done to the letter: (name, what stands there, what is put there).
SPOILED = {
    "good": ("", ""),
    "title": (WORD_TITLE, ""),
    "language": ('fo:language="en" fo:country="GB"', 'fo:language="fr" fo:country="FR"'),
    "silent": (DESC, ""),
    "file": (DESC, "<svg:desc>IMG_20231105.png</svg:desc>"),
    "skip": (PARTS % (2, 2), PARTS % (3, 3)),
    "link": (office.LINK, office.LINK.replace("Read the ", "").replace("rules for applicants", "here")),
    "typed": (office.LIST, TYPED),
    "symbols": (SIGN, SIGN.replace("•", "\uf0b7")),
    "headless": (HEADED, office.HEAD_ROW),
    "merged": (office.ROW, MERGED + office.ROW),
    "faint": (f"<text:p>{office.PROSE}", f'<text:p text:style-name="faint">{office.PROSE}'),
}
# What each must lead to: in the tagged PDF, and in the DOCX.
TOLD: dict[str, tuple[dict[str, Outcome], dict[str, Outcome]]] = {
    "good": ({}, {}),
    "title": ({"document-title": FAILED}, {"document-title": CANT_TELL}),
    "language": ({"document-language-matches-text": FAILED}, {"document-language-matches-text": CANT_TELL}),
    "silent": ({"document-image-alternative": FAILED}, {"document-image-alternative": FAILED}),
    "file": ({"document-image-alternative-meaningful": FAILED}, {"document-image-alternative-meaningful": FAILED}),
    "skip": ({"document-heading-order": FAILED}, {"document-heading-order": FAILED}),
    "link": ({"document-link-purpose": FAILED}, {"document-link-purpose": FAILED}),
    "typed": ({"document-list-markup": CANT_TELL}, {"document-list-markup": CANT_TELL}),
    "symbols": ({}, {}),  # bullets of a symbol font lead to no Unicode, and stand before words that do
    "headless": ({"document-table-headers": CANT_TELL}, {"document-table-headers": CANT_TELL}),
    # LibreOffice gives every header cell of a PDF its scope, which tells what a merged cell belongs to.
    "merged": ({}, {"document-table-shape": CANT_TELL}),
    "faint": ({"document-text-contrast": FAILED}, {"document-text-contrast": FAILED}),
}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder: sources, and below it what each export makes of them (tagged, ua, docx)."""
    folder = tmp_path_factory.mktemp("letters")
    for name, (old, new) in SPOILED.items():
        assert old in office.LETTER
        (folder / f"{name}.fodt").write_text(office.LETTER.replace(old, new, 1) if old else office.LETTER)
    sources = sorted(folder.glob("*.fodt"))
    office.converted(sources, office.options("writer", UseTaggedPDF=True), folder / "tagged")
    office.converted(sources, office.options("writer", PDFUACompliance=True), folder / "ua")
    office.converted(sources, "docx", folder / "docx")
    return folder


@pytest.mark.parametrize("name", SPOILED)
@pytest.mark.parametrize("export", ["tagged", "ua"])
def test_a_letter_as_pdf(letters: Path, look: LOOK, name: str, export: str) -> None:
    assert look(letters / export / f"{name}.pdf").worse() == TOLD[name][0]


@pytest.mark.parametrize("name", SPOILED)
def test_a_letter_as_docx(letters: Path, look: LOOK, name: str) -> None:
    assert look(letters / "docx" / f"{name}.docx").worse() == TOLD[name][1]


def test_pdf_ua_is_a_claim(letters: Path, look: LOOK) -> None:
    assert look(letters / "ua" / "silent.pdf").judged.facts["claims"] == "PDF/UA-1"
    assert "claims" not in look(letters / "tagged" / "good.pdf").judged.facts


# Exports of the good letter: what is chosen, what it leads to.
_TAGGED = {"UseTaggedPDF": True, "ExportBookmarks": True}
_BARRED: dict[str, bool | str] = {
    "RestrictPermissions": True,
    "PermissionPassword": "x",
    "EnableTextAccessForAccessibilityTools": False,
}
EXPORTS: list[tuple[dict[str, bool | str], dict[str, Outcome]]] = [
    ({"UseTaggedPDF": False, "ExportBookmarks": True}, {"pdf-tagged": FAILED}),
    ({**_TAGGED, "DisplayPDFDocumentTitle": False}, {"pdf-title-shown": FAILED}),
    ({**_TAGGED, **_BARRED}, {"pdf-assistive-access": FAILED}),
    (dict(_TAGGED), {}),
    ({"UseTaggedPDF": True, "ExportBookmarks": False}, {"pdf-bookmarks": FAILED}),
]
PAGE = '<text:p text:style-name="next">A page of its own</text:p>'


@pytest.mark.parametrize(("chosen", "told"), EXPORTS)
def test_how_a_letter_is_exported(
    tmp_path: Path, look: LOOK, chosen: dict[str, bool | str], told: dict[str, Outcome]
) -> None:
    source = tmp_path / "letter.fodt"
    source.write_text(office.LETTER.replace(office.LINK, office.LINK + PAGE * 20))  # 21 pages: a long document
    seen = look(office.converted([source], office.options("writer", **chosen), tmp_path / "pdf") / "letter.pdf")
    assert {rule: outcome for rule, outcome in seen.worse().items() if outcome is FAILED} == told


def test_a_password_and_the_old_formats_are_named(tmp_path: Path, look: LOOK) -> None:
    source = tmp_path / "letter.fodt"
    source.write_text(office.LETTER)
    locked = office.options("writer", EncryptFile=True, DocumentOpenPassword="x")
    assert look(office.converted([source], locked, tmp_path / "pdf") / "letter.pdf").judged.reason is Reason.LOCKED
    for old in ("doc", "rtf", "odt"):
        judged = look(office.converted([source], old, tmp_path / old) / f"letter.{old}").judged
        assert (judged.reason, judged.detail) == (Reason.UNSUPPORTED_FORMAT, old)
        assert not kinds.can_be_tested(old)


SLIDES: dict[str, tuple[str, dict[str, Outcome]]] = {
    "good": ("", {}),
    "nameless": ('presentation:class="title"', {"slide-title": FAILED}),
    "silent": (DESC, {"document-image-alternative": FAILED}),
}


def test_slides(tmp_path: Path, look: LOOK) -> None:
    for name, (part, _) in SLIDES.items():
        (tmp_path / f"{name}.fodp").write_text(office.SLIDES.replace(part, "", 1))
    sources = sorted(tmp_path.glob("*.fodp"))
    shows = office.converted(sources, "pptx", tmp_path / "pptx")
    prints = office.converted(sources, office.options("impress", PDFUACompliance=True), tmp_path / "pdf")
    for name, (_, told) in SLIDES.items():
        assert look(shows / f"{name}.pptx").worse() == told
        seen = look(prints / f"{name}.pdf").worse()  # a PDF has no slides
        assert seen == {rule: outcome for rule, outcome in told.items() if rule != "slide-title"}


def test_books_of_tables(tmp_path: Path, look: LOOK) -> None:
    (tmp_path / "good.fods").write_text(office.BOOK)
    (tmp_path / "unnamed.fods").write_text(office.BOOK.replace("Ramps by street", "Sheet1"))
    made = office.converted(sorted(tmp_path.glob("*.fods")), "xlsx", tmp_path / "xlsx")
    assert look(made / "good.xlsx").worse() == {}
    assert look(made / "unnamed.xlsx").worse() == {"sheet-name": FAILED}
