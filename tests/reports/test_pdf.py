"""The printed report: tagged, with its language, title and bookmarks, the same every time."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from audit.model import Lang
from reports.pdf import _part, _settled, printed
from reports.summary import Summary
from web_checks import chromium
from web_checks.paper import print_pdf

real = pytest.mark.skipif(chromium.find() is None, reason="no Chromium on this machine: run make setup")


@real
def test_it_is_tagged_and_has_language_title_and_bookmarks(summary: Summary, tmp_path: Path) -> None:
    opened_first = printed(print_pdf).write(summary, tmp_path, Lang.EN)
    assert opened_first == tmp_path / "report-en.pdf"
    for lang, name, district in ((Lang.ZH, "示例市", "东湖区"), (Lang.EN, "Sample City", "East Lake")):
        with pikepdf.open(tmp_path / f"report-{lang.value}.pdf") as found:
            root = found.Root
            assert "/StructTreeRoot" in root
            assert bool(root.MarkInfo.Marked)
            assert str(root.Lang).startswith(lang.value)
            assert name in str(found.docinfo["/Title"])
            with found.open_outline() as outline:
                titles = [item.title for item in outline.root]
            assert titles[0] == name
            assert district in titles
            assert len(titles) == 1 + len(summary.league) + 1


@real
def test_two_prints_are_alike(summary: Summary, tmp_path: Path) -> None:
    for name in ("one", "two"):
        printed(print_pdf).write(summary, tmp_path / name, Lang.ZH)
    assert len({(tmp_path / name / "report-zh.pdf").read_bytes() for name in ("one", "two")}) == 1


def test_the_document_has_unique_ids_and_links_that_lead_within(summary: Summary, tmp_path: Path) -> None:
    pages: list[str] = []

    def keep(page: Path) -> bytes:
        pages.append(page.read_text("utf-8"))
        return b""

    printed(keep).write(summary, tmp_path, Lang.ZH)
    assert len(pages) == 2
    for page in pages:
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        for described in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page):
            assert set(described.split()) <= set(ids)
        for link in re.findall(r'href="([^"]+)"', page):
            assert link.startswith("http") or link[1:] in ids, link
        assert "<script" not in page


def test_foreign_text_that_looks_like_an_attribute_is_left_alone() -> None:
    html = '<p id="a">id=&#34;a&#34;</p><a href="other.html">x</a><a href="index.html#b">y</a><a href="#a">z</a>'
    assert str(_part(html, "p", {"index.html": "i"})) == (
        '<article id="p"><p id="p-a">id=&#34;a&#34;</p><a>x</a><a href="#i-b">y</a><a href="#p-a">z</a></article>'
    )


def test_what_differs_between_two_prints_is_settled() -> None:
    made = b"/CreationDate (D:20260101112233+00'00')/ModDate (D:20260101112234+00'00') /ID (node00000009)(node00000012)"
    assert _settled(made, date(2025, 12, 31)) == (
        b"/CreationDate (D:20251231000000+00'00')/ModDate (D:20251231000000+00'00') /ID (node00000001)(node00000002)"
    )
