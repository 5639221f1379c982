"""Colours of text in a PDF: told where the objects of the page leave no doubt, and left to a person elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from audit.model import Outcome, Reason
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from tests.web_checks.documents.makers import Part
from web_checks.documents import pdf_inks, reading

FAILED, CANT_TELL, PASSED = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED
BAR = "0 0.2 0.4 rg 60 690 300 40 re f"


def _text(colour: str, said: str = "Pale words", place: str = "72 700 Td", size: int = 12, mode: int = 0) -> str:
    return f"{colour} rg BT {mode} Tr /F1 {size} Tf {place} ({said}) Tj ET"


def written(path: Path, *drawn: str, **entries: pikepdf.Array) -> Path:
    def spoil(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        for name, value in entries.items():
            page[f"/{name}"] = value
        state = pikepdf.Dictionary(ca=0.5)
        page.Resources.ExtGState = pikepdf.Dictionary(GS1=state)
        page.Contents = pdf.make_stream("\n".join(drawn).encode())

    return makers.pdf(path, [Part("P", "Page")], spoil=spoil)


WHITE, GREY, PALE = "1 1 1", "0.46 0.46 0.46", "0.47 0.47 0.47"


@pytest.mark.parametrize(
    ("drawn", "pairs"),
    [
        ([_text(GREY)], [("757575", "ffffff")]),
        ([BAR, _text(WHITE)], [("ffffff", "003366")]),
        ([_text(WHITE, place="72 500 Td"), BAR], [("ffffff", "ffffff")]),
        ([BAR, _text(WHITE, place="340 700 Td")], [("", "")]),  # it hangs over the edge
        ([_text(WHITE), BAR], [("", "")]),  # the bar covers it
        (["q 300 0 0 40 60 690 cm /Im1 Do Q", _text(WHITE)], [("", "")]),
        (["0 0.2 0.4 rg 60 690 m 360 690 l 360 730 l 60 690 l f", _text(WHITE)], [("", "")]),  # a triangle
        (["0 0.2 0.4 rg 60 690 m 360 690 l 360 730 l 60 730 l h f", _text(WHITE)], [("ffffff", "003366")]),
        # From the middle of a side, as LibreOffice begins; and there and back, which is no rectangle.
        (["0 0.2 0.4 rg 200 690 m 60 690 l 60 730 l 360 730 l 360 690 l h f", _text(WHITE)], [("ffffff", "003366")]),
        (["0 0.2 0.4 rg 60 690 m 360 730 l 360 690 l 60 730 l h f", _text(WHITE)], [("", "")]),
        (["q 0.985 0.174 -0.174 0.985 126.7 -25.9 cm " + BAR + " Q", _text(WHITE)], [("", "")]),  # it is turned
        (["0 0 0 RG 60 690 300 40 re S", _text(PALE)], [("787878", "ffffff")]),  # a frame
        (["0 0 0 rg 72 698 100 1 re f", _text(PALE)], [("787878", "ffffff")]),  # a line below the words
        (["/GS1 gs", _text(PALE)], [("", "")]),
        ([_text(PALE, mode=3)], []),  # not drawn: the words below a scan
        ([_text(PALE, size=3)], []),
        ([_text(PALE, place="0.7 0.7 -0.7 0.7 72 600 Tm")], []),  # a mark across the sheet
        ([_text(PALE, said="* - .")], []),
        ([_text(PALE, said="h")], []),
        ([_text(PALE, place="-300 700 Td")], []),  # beyond the edge
    ],
)
def test_what_is_told_of_text(tmp_path: Path, drawn: list[str], pairs: list[tuple[str, str]]) -> None:
    found = reading.read(written(tmp_path / "a.pdf", *drawn)).colours
    assert [(seen.ink, seen.ground) for seen in found] == pairs


def test_what_is_cut_off_is_not_seen(tmp_path: Path) -> None:
    crop = pikepdf.Array([0, 0, 595, 600])
    assert reading.read(written(tmp_path / "a.pdf", _text(PALE), CropBox=crop)).colours == ()


@pytest.mark.parametrize(
    ("colour", "size", "font", "outcome"),
    [
        (GREY, 12, "Helvetica", PASSED),
        (PALE, 12, "Helvetica", FAILED),
        (PALE, 18, "Helvetica", PASSED),
        (PALE, 14, "Helvetica-Bold", PASSED),
        (PALE, 13, "Helvetica-Bold", FAILED),
        (WHITE, 12, "Helvetica", CANT_TELL),
    ],
)
def test_outcomes(
    look: Callable[[Path], Look], tmp_path: Path, colour: str, size: int, font: str, outcome: Outcome
) -> None:
    def bold(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Resources.Font.F1.BaseFont = pikepdf.Name(f"/{font}")
        page.Contents = pdf.make_stream(_text(colour, size=size).encode())

    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], spoil=bold)
    assert look(path).outcome("document-text-contrast") is outcome


def test_clear_text_is_counted_without_being_read(tmp_path: Path) -> None:
    lines = [_text("0 0 0", place=f"72 {700 - 20 * line} Td") for line in range(5)]
    (seen,) = reading.read(written(tmp_path / "a.pdf", *lines)).colours
    assert (seen.ink, seen.count, seen.text) == ("000000", 5, "Pale words")


def test_of_a_long_file_a_sample_is_looked_at_and_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = makers.pdf(tmp_path / "a.pdf", [Part("P", "Page")], pages=3)
    assert reading.read(path).unread == ()
    monkeypatch.setattr("web_checks.documents.pdf_inks.MOST_PAGES", 1)
    document = reading.read(path)
    assert [seen.count for seen in document.colours] == [2]  # the word and the number of the page
    assert document.unread == (("document-text-contrast", Reason.NOT_SAMPLED, "looked at 1 of 3 pages"),)


@pytest.mark.parametrize(("pages", "places"), [(0, []), (3, [0, 1, 2]), (4, [0, 1, 2, 3]), (5, [0, 1, 2, 3])])
def test_the_sample_is_spread(monkeypatch: pytest.MonkeyPatch, pages: int, places: list[int]) -> None:
    monkeypatch.setattr("web_checks.documents.pdf_inks.MOST_PAGES", 4)
    assert sorted(pdf_inks.sample(pages)) == places
    assert sorted(pdf_inks.sample(12)) == [0, 3, 6, 9]
