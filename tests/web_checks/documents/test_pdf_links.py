"""Links of a PDF: what is said of them without tags, and those that break at the end of a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from audit.model import Outcome
from tests.web_checks.documents import makers
from tests.web_checks.documents.conftest import Look
from tests.web_checks.documents.makers import Part
from web_checks.documents import reading

FAILED, CANT_TELL, PASSED, NONE = Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED, Outcome.INAPPLICABLE


def _drop_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("click here", CANT_TELL), ("Rules for applicants", PASSED), ("Rules for applicants: click here", PASSED)],
)
def test_without_tags_a_link_is_the_text_below_it(
    look: Callable[[Path], Look], tmp_path: Path, said: str, outcome: Outcome
) -> None:
    parts = [Part("P", parts=[Part("Link", said, link="https://example.org/")])]
    seen = look(makers.pdf(tmp_path / "a.pdf", parts, spoil=_drop_tree))
    assert seen.outcome("document-link-purpose") is outcome
    assert seen.outcome("pdf-link-markup") is NONE


def test_without_tags_the_lines_around_a_link_say_where_it_leads(look: Callable[[Path], Look], tmp_path: Path) -> None:
    at = "BT /F1 12 Tf 72 796 Td (The rules for applicants are) Tj ET"
    parts = [Part("P", parts=[Part("Link", "here", link="https://example.org/")])]
    path = makers.pdf(tmp_path / "a.pdf", parts, more=at.replace("796", "754"), spoil=_drop_tree)
    assert look(path).outcome("document-link-purpose") is PASSED


def _break_link(second: str, rectangle: tuple[float, float, float, float]) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        _drop_tree(pdf)
        page = pdf.pages[0].obj
        action = Dictionary(S=Name.URI, URI=String(second))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(rectangle), A=action)
        page.Annots.append(pdf.make_indirect(note))

    return spoil


@pytest.mark.parametrize(
    ("second", "rectangle", "links"),
    [
        ("https://example.org/rules.pdf", (40, 718, 120, 734), 1),  # at the start of the next line
        ("https://example.org/rules.pdf", (302, 738, 340, 754), 1),  # right beside it
        ("https://example.org/rules.pdf", (320, 600, 400, 616), 2),
        ("https://example.org/other.pdf", (40, 718, 120, 734), 2),
    ],
)
def test_a_link_that_breaks_at_the_end_of_a_line_is_one(
    tmp_path: Path, second: str, rectangle: tuple[float, float, float, float], links: int
) -> None:
    parts = [Part("P", parts=[Part("Link", "https://example.org/", link="https://example.org/rules.pdf")])]
    path = makers.pdf(tmp_path / "a.pdf", parts, spoil=_break_link(second, rectangle))
    assert len(reading.read(path).links) == links
