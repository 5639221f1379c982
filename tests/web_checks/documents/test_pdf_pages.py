"""Pages of a PDF: scans, blank sheets, outlines, letters that lead to no Unicode."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from audit.model import Outcome
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from tests.web_checks.documents.makers import Part

FAILED, CANT_TELL, PASSED, NONE = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    ("size", "outcome"),
    [((595, 842), FAILED), ((595, 600), FAILED), ((595, 580), CANT_TELL), ((300, 345), CANT_TELL), ((300, 330), NONE)],
)
def test_scans(look: Callable[[Path], Look], tmp_path: Path, size: tuple[float, float], outcome: Outcome) -> None:
    seen = look(makers.scan(tmp_path / "a.pdf", *size))
    assert seen.outcome("pdf-scanned-page") is outcome
    assert seen.outcome("document-language") is NONE


def _font_without_unicode(shown: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        shape = pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f")
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 500, 500]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary({f"/g{code}": shape for code in range(1, 128)}),
            Encoding=Dictionary(
                Type=Name.Encoding, Differences=Array([1, *(Name(f"/g{code}") for code in range(1, 128))])
            ),
            FirstChar=1,
            LastChar=127,
            Widths=Array([500] * 127),
        )
        page = pdf.pages[0].obj
        page.Resources.Font.F2 = pdf.make_indirect(font)
        page.Contents = pdf.make_stream(f"/P <</MCID 0>> BDC BT /F2 12 Tf 72 700 Td <{shown}> Tj ET EMC".encode())

    return spoil


@pytest.mark.parametrize(
    ("shown", "outcome"),
    [
        ("0102030402", FAILED),
        ("0102010201", CANT_TELL),  # two signs, again and again: an ornament
        (b"administration".hex(), CANT_TELL),  # the codes of the letters themselves, as old programs have them
    ],
)
def test_letters_without_unicode(look: Callable[[Path], Look], tmp_path: Path, shown: str, outcome: Outcome) -> None:
    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], spoil=_font_without_unicode(shown))
    assert look(path).outcome("pdf-text-unicode") is outcome


def _scanned(dots: int, *, inside: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what makes a page a scan: 600 × 800 px of white, with some dark ones."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        raw = bytearray(b"\xff" * (600 * 800))
        for at in range(dots):
            raw[600 * 400 + at * 7] = 0
        made = pdf.make_stream(zlib.compress(bytes(raw)))
        made.Type, made.Subtype, made.Filter = Name.XObject, Name.Image, Name.FlateDecode
        made.Width, made.Height, made.ColorSpace, made.BitsPerComponent = 600, 800, Name.DeviceGray, 8
        page = pdf.pages[0].obj
        page.Resources.XObject.Im2 = made
        drawn = b"q 595 0 0 842 0 0 cm /Im2 Do Q"
        if inside:
            form = pdf.make_stream(b"q 1 0 0 1 0 0 cm /Im2 Do Q")
            form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
            form.Matrix = Array([595, 0, 0, 842, 0, 0])
            form.Resources = Dictionary(XObject=Dictionary(Im2=made))
            page.Resources.XObject.Fm1 = pdf.make_indirect(form)
            drawn = b"q /Fm1 Do Q"
        page.Contents = pdf.make_stream(drawn)

    return spoil


@pytest.mark.parametrize(
    ("dots", "inside", "outcome"), [(2000, "", FAILED), (0, "", NONE), (2000, "form", FAILED), (0, "form", NONE)]
)
def test_a_blank_sheet_that_was_scanned_holds_nothing(
    look: Callable[[Path], Look], tmp_path: Path, dots: int, inside: str, outcome: Outcome
) -> None:
    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], spoil=_scanned(dots, inside=inside))
    assert look(path).outcome("pdf-scanned-page") is outcome


@pytest.mark.parametrize(("count", "outcome"), [(49, NONE), (50, CANT_TELL)])
def test_a_page_of_outlines_alone_is_for_a_person(
    look: Callable[[Path], Look], tmp_path: Path, count: int, outcome: Outcome
) -> None:
    def outlines(pdf: pikepdf.Pdf) -> None:
        drawn = " ".join(f"{72 + 5 * at} 700 4 9 re f" for at in range(count))
        pdf.pages[0].obj.Contents = pdf.make_stream(drawn.encode())

    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], spoil=outlines)
    assert look(path).outcome("pdf-scanned-page") is outcome
