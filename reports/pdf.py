"""Writes the printed report: one tagged PDF with bookmarks for each language, through a browser that is handed in.

It holds the overview, a part for each division of the league table, and the method; the rest stands in the web pages.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup

from audit.model import Lang, Text
from reports.format import Format, write_bytes
from reports.html_edition import Edition
from reports.html_names import slug
from reports.html_pages import Report
from reports.summary import Summary

# Prints a page on disk to a tagged PDF with an outline and returns its bytes.
Printer = Callable[[Path], bytes]

# Attributes of our own templates. Foreign text cannot forge one: its quotation marks are escaped.
_IDS = re.compile(r'\b(id|aria-labelledby|aria-describedby)="([^"]+)"')
# The pattern of "no data" in maps, which one document needs once.
_HATCH = re.compile(r'<svg[^>]* class="hidden">.*?</svg>', re.DOTALL)
_LINKS = re.compile(r'<a href="(?!https?:)([^"#]*)(#[^"]*)?"')
# All that differs between two prints of one page: when it was printed, and where the browser began to count elements.
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")
_ELEMENTS = re.compile(rb"\(node(\d{8})\)")


def printed(printer: Printer) -> Format:
    """Return the format, with the browser that prints."""
    return Format("pdf", Text("打印版报告（PDF）", "Printed report (PDF)"), partial(_write, printer))


def _write(printer: Printer, summary: Summary, out: Path, lang: Lang) -> Path:
    """Write report-zh.pdf and report-en.pdf; return that of the language asked for."""
    report = Report(summary)
    for language in Lang:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "print.html"
            edition = Edition(report, language)
            edition.render("print.html", page, {"here": "index.html", "chapters": _chapters(report, edition)})
            content = printer(page)
        write_bytes(out / _name(language), _settled(content, summary.plan.date))
    return out / _name(lang)


def _settled(content: bytes, day: date) -> bytes:
    """Return a PDF with the audit's day and with its elements counted from 1; nothing in it changes its length."""
    numbers = sorted(set(_ELEMENTS.findall(content)))
    counted = {number: b"(node%08d)" % place for place, number in enumerate(numbers, start=1)}
    dated = _DATES.sub(rb"\g<1>" + day.strftime("%Y%m%d000000").encode(), content)
    return _ELEMENTS.sub(lambda match: counted[match[1]], dated)


def _name(lang: Lang) -> str:
    return f"report-{lang.value}.pdf"


def _chapters(report: Report, edition: Edition) -> list[Markup]:
    """Return the pages as parts of one document: ids are made unique, and links lead within it or nowhere."""
    pages = list(report.main_pages())
    names = {page.name: f"part-{slug(page.name.removesuffix('.html'))}" for page in pages}
    return [_part(edition.main_of(page), names[page.name], names) for page in pages]


def _part(html: str, name: str, names: Mapping[str, str]) -> Markup:
    def unique(match: re.Match[str]) -> str:
        return f'{match[1]}="{" ".join(f"{name}-{one}" for one in match[2].split())}"'

    def within(match: re.Match[str]) -> str:
        page, anchor = match[1], (match[2] or "")[1:]
        part = names.get(page) if page else name
        if part is None:
            return "<a"  # what it leads to is not printed
        return f'<a href="#{part}-{anchor}"' if anchor else f'<a href="#{part}"'

    changed = _LINKS.sub(within, _IDS.sub(unique, _HATCH.sub("", html)))
    return Markup(f'<article id="{name}">{changed}</article>')  # noqa: S704 - escaped by the template it comes from
