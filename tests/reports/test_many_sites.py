"""A plan of thousands of sites or divisions: no file over 2 MB, and every one of them listed once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from audit.districts import Division, DivisionTree
from audit.model import Lang
from reports import page
from reports.html_edition import Edition
from reports.html_pages import Report
from reports.rows import SiteRow
from reports.summary import Summary

MOST_BYTES = 2_000_000
SITES = 5_000
DIVISIONS = 3_000
NAME = "示例市某某区某某街道办事处便民服务中心（第 {n} 分中心）政务公开网站"


def many_sites(summary: Summary) -> Summary:
    def site(row: SiteRow, n: int) -> SiteRow:
        named = row.site.model_copy(update={"id": f"site-{n}", "name": NAME.format(n=n), "district": "990101"})
        return replace(row, site=named, causes=(), reviews=(), pages=row.pages[:1])

    return replace(summary, sites=tuple(site(summary.sites[n % 3], n) for n in range(SITES)))


def many_divisions(summary: Summary) -> Summary:
    row = summary.divisions["990101"]
    flat = [Division(f"{n:06}", NAME.format(n=n)) for n in range(DIVISIONS)]
    tree = DivisionTree.of(flat)
    return replace(
        summary,
        tree=tree,
        divisions={division.code: replace(row, division=division) for division in tree.divisions.values()},
        sites=(),
    )


def write(summary: Summary, folder: Path, kinds: tuple[str, ...]) -> dict[str, Path]:
    """Write the overview and the pages of some kinds, in Chinese."""
    edition, written = Edition(report := Report(summary), Lang.ZH), {}
    for one in report.pages():
        if one.name.startswith(kinds):
            edition.write(folder, one)
            written[one.name] = folder / one.name
        if one.name.startswith("site-"):
            break
    return written


def test_thousands_of_sites_go_on_sheet_by_sheet(summary: Summary, tmp_path: Path) -> None:
    files = write(many_sites(summary), tmp_path, ("index", "sites", "district-990101."))
    sheets = -(-SITES // page.SITES_A_SHEET)
    assert {name for name in files if name.startswith("sites-")} == {
        *(f"sites-{n}.html" for n in range(2, sheets + 1)),
        *(f"sites-990101-{n}.html" for n in range(2, sheets + 1)),
    }
    assert max(path.stat().st_size for path in files.values()) < MOST_BYTES
    for home, prefix in (("index.html", "sites-"), ("district-990101.html", "sites-990101-")):
        mine = [path for name, path in files.items() if name == home or re.fullmatch(rf"{prefix}\d+\.html", name)]
        text = "".join(path.read_text("utf-8") for path in mine)
        links = Counter(re.findall(r'<th scope="row"><a href="site-(site-\d+)\.html"', text))
        assert len(links) == SITES
        assert set(links.values()) == {1}
        assert 'href="' + f"{prefix}2.html" in files[home].read_text("utf-8")
    assert f'href="sites-{sheets}.html"' in files["index.html"].read_text("utf-8")
    assert 'href="index.html"' in files["sites-2.html"].read_text("utf-8")


def test_thousands_of_divisions_go_on_sheet_by_sheet(summary: Summary, tmp_path: Path) -> None:
    files = write(many_divisions(summary), tmp_path, ("index", "league"))
    assert max(path.stat().st_size for path in files.values()) < MOST_BYTES
    sheets = -(-DIVISIONS // page.DIVISIONS_A_SHEET)
    assert files.keys() == {"index.html", *(f"league-{n}.html" for n in range(2, sheets + 1))}
    text = "".join(path.read_text("utf-8") for path in files.values())
    assert len(set(re.findall(r'<th scope="row"><a href="district-(\d{6})\.html"', text))) == DIVISIONS
    last = files[f"league-{sheets}.html"].read_text("utf-8")
    assert f'<td class="n">{DIVISIONS}</td>' in last, "numbered on and on"
    assert 'class="map"' not in files["index.html"].read_text("utf-8")


def test_few_have_no_sheets(summary: Summary) -> None:
    names = {one.name for one in Report(summary).pages()}
    assert not [name for name in names if name.startswith(("sites-", "league-"))]
