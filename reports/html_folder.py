"""Writes the HTML report: a folder of static pages in both languages; whole without script, and offline."""

from __future__ import annotations

from pathlib import Path

from audit.model import Lang, Text
from reports import html_names as names
from reports.format import Format, remove, write_bytes
from reports.html_edition import Edition
from reports.html_pages import Report
from reports.summary import Summary


def write(summary: Summary, out: Path, lang: Lang) -> Path:
    """Write out/zh, out/en and out/index.html, which leads to the language asked for; return out/index.html."""
    report = Report(summary)
    _write_shots(report, out / names.SHOTS)
    editions = {language: Edition(report, language) for language in Lang}
    written = set()
    for page in report.pages():
        for language, edition in editions.items():
            edition.write(out / language.value, page)
        written.add(page.name)
    for language in Lang:
        _sweep(out / language.value, written)
    landing = out / "index.html"
    editions[lang].render("landing.html", landing, {})
    return landing


def _write_shots(report: Report, folder: Path) -> None:
    """Write the pictures of the faults, site by site; those of an earlier report go."""
    written = set()
    for row in report.summary.sites:
        causes = {cause.component for cause in row.causes}
        shots = [s for s in report.summary.store.shots(report.summary.run.id, row.site.id) if s.component in causes]
        for shot in shots:
            name = names.shot_file(row.site.id, shot.component)
            write_bytes(folder / name, shot.webp)
            written.add(name)
        report.keep_shots(row, shots)
    for path in folder.glob("*.webp"):
        if path.name not in written:
            remove(path)


def _sweep(folder: Path, written: set[str]) -> None:
    """Remove pages of an earlier report that this one no longer has: nobody must find them by an old link."""
    for kind in names.KINDS:
        for path in folder.glob(f"{kind}-*.html"):
            if path.name not in written:
                remove(path)


FORMAT = Format("html", Text("网页报告", "HTML report"), write)
