# ruff: noqa: E501 - rows of a table read better on one line
"""Hostile text on its way from a page through the database into every report, and to the terminal; charsets."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Lang, Outcome
from audit.plan import Plan, Site
from audit.schema import storable
from audit.store import Store
from reports import FORMATS
from reports.headline import headline
from reports.summary import build
from tests.hostile.conftest import FAULTS, HOST, Arena, Ring, doc, outcomes
from web_checks.jobs import Shelves, SiteJob

if TYPE_CHECKING:
    from tests.web_checks.conftest import Crawled

NOW = datetime(2026, 11, 22, tzinfo=UTC)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

# Written into the page by a script as JavaScript strings, so that every code unit arrives as it is.
_TEXTS = {
    "NUL": "a\x00b",
    "ANSI": "\x1b[2J\x1b[31mred\x1b]0;owned\x07\x9b1A",
    "a link of the terminal": "\x1b]8;;http://evil.test\x1b\\x\x1b]8;;\x1b\\",
    "bidi": "\u202egnp.exe\u2066\u200f\u2069\u061c",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈\U000e0041",
    "lone surrogates": "\ud83d x \ude00",
    "noncharacters": "\ufffe\uffff\U0001fffe\U0010ffff\ufdd0",
    "line separators": "a\u2028b\u2029c\x85d\r\ne\x0bf\x0cg",
    "a byte order mark": "\ufeffa\ufeff",
    "combining": "Z" + "\u0335\u0489" * 200,
    "a formula": "=cmd|' /C calc'!A0",
    "formulas": "+1+1,-2+3,@SUM(A1)",
    "a wide formula": '＝HYPERLINK("http://evil.test")',
    "a formula behind a tab": "\t=1+1",
    "markup": "</title></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'>",
    "a comment": "--><!--]]><svg/onload=alert(1)>{{7*7}}{% raw %}${7*7}",
    "rich": "[red]x[/red] [link=http://evil.test]y[/link] :bomb: %s {0} {x!r}",
    "Markdown": "[x](javascript:alert(1)) | ``` | <!-- # ",
    "SQL": "'); DROP TABLE findings; -- \" ` ;",
    "a path": "../../../../etc/passwd\\..\\..\\CON.aux:stream",
    "long": "长" * 400_000,
}  # fmt: skip


def _page(text: str) -> str:
    written = json.dumps(text).replace("</", "<\\/")
    return doc(
        f"<script>const text = {written}; document.title = text; const image = document.querySelector('img');"
        "for (const name of ['id', 'class', 'name']) image.setAttribute(name, text);"
        "const p = document.createElement('p'); p.lang = text; p.textContent = text; p.style.color = '#ddd';"
        "document.body.append(p)</script>"
    )


@pytest.fixture(scope="module")
def crawled(ring: Ring, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """The site of all the hostile texts, a page each, audited, scored, ready for the reports."""
    store = Store.at(tmp_path_factory.mktemp("texts") / "audit.sqlite")
    site = Site(id="site", name=f"=1 {_TEXTS['ANSI']} {_TEXTS['markup']}", url=f"http://{HOST}/")
    plan = Plan(name="=cmd \x1b[31m\u202e<b>", date=date(2026, 11, 22), sites=(site,))
    shown = plan.model_dump(mode="json", by_alias=True)
    run = store.start_run("site", plan.name, shown, Path(), {"axe-core": "x"}, NOW)
    for number, text in enumerate(_TEXTS.values()):
        ring.web.server.page(f"/{number}", _page(text))
    listed = tuple(f"http://{HOST}/{n}" for n in range(len(_TEXTS)))
    job = SiteJob("site", site.name, "", listed, follow=False)
    found = Arena(ring, store).crawl(job, run=run)
    score_run(store, run, plan, Path(), Shelves.all().rules, DivisionTree.of([]))
    store.set_state(run, "finished", NOW)
    return found


@pytest.mark.parametrize(("number", "text"), enumerate(_TEXTS.values()), ids=_TEXTS)
def test_a_hostile_text_arrives_in_the_database(crawled: Crawled, number: int, text: str) -> None:
    page = crawled.pages[f"/{number}"]
    assert outcomes(crawled)[f"/{number}"] == (Outcome.FAILED, None)
    assert "axe-image-alt" in {rule for rule, _, _ in crawled.findings(f"/{number}")}
    page.title.encode()
    # A browser shows control characters in a title as spaces; what a database cannot hold is replaced.
    shown = re.compile("[\x00-\x20\ufffd]+")
    assert shown.sub("", page.title) == shown.sub("", storable(text))[:500]


@pytest.mark.parametrize("lang", list(Lang))
def test_no_report_is_harmed_by_them(crawled: Crawled, tmp_path: Path, lang: Lang) -> None:
    summary = build(crawled.store, crawled.run, Shelves.all().rules)
    for format_ in FORMATS.values():
        format_.write(summary, tmp_path / "out", lang)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(tmp_path / "out") for path in files)
    for path in files:
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name), path
        if path.suffix in (".html", ".csv", ".json"):
            text = path.read_text("utf-8-sig")
            assert not _UNSEEN.search(text), (path, _UNSEEN.search(text))
        if path.suffix == ".html":
            assert "<script>alert" not in text
            assert "<img src=x" not in text
            assert "<svg/onload" not in text
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            for value in row:
                assert value.isprintable() or not _UNSEEN.search(value)
                assert "\n" not in value
                assert not value.startswith(("=", "+", "@", "\t", "＝", "＋", "＠"))
    json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))


@pytest.mark.parametrize("lang", list(Lang))
def test_no_terminal_is_harmed_by_them(crawled: Crawled, lang: Lang) -> None:
    text = headline(build(crawled.store, crawled.run, Shelves.all().rules), lang)
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Co") for char in text)
    assert not _UNSEEN.search(text.replace("\n", ""))


# ---- charsets

_CHINESE = doc("<p>简体中文：办事指南</p>").replace('<meta charset="utf-8">', "{}").replace("测试页", "办事指南")
_TRADITIONAL = _CHINESE.replace("简体中文：办事指南", "繁體中文：辦事指南").replace("办事指南", "辦事指南")
_CHARSETS = {
    "GBK by header": (_CHINESE.format("").encode("gbk"), "text/html; charset=gbk", "办事指南"),
    "GB2312 by meta": (_CHINESE.format("<meta charset=gb2312>").encode("gb18030"), "text/html", "办事指南"),
    "GB18030 by header": (_CHINESE.format("").encode("gb18030"), "text/html; charset=GB18030", "办事指南"),
    "Big5 by header": (_TRADITIONAL.format("").encode("big5", "replace"), "text/html; charset=big5", "辦事指南"),
    "UTF-16 with a mark": (_CHINESE.format("").encode("utf-16"), "text/html", "办事指南"),
    "UTF-16 without one": (_CHINESE.format("").encode("utf-16-le"), "text/html; charset=utf-16le", "办事指南"),
    "UTF-16 that nobody names": (_CHINESE.format("").encode("utf-16-be"), "text/html", None),
    "a header that lies": (_CHINESE.format('<meta charset="utf-8">').encode(), "text/html; charset=gbk", None),
    "a meta that lies": (_CHINESE.format('<meta charset="gbk">').encode(), "text/html; charset=utf-8", "办事指南"),
    "nobody says": (_CHINESE.format("").encode("gbk"), "text/html", None),
    "a charset that is none": (_CHINESE.format("").encode(), "text/html; charset=x-klingon\"';", None),
    "UTF-7": (b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-" + _CHINESE.format("").encode(), "text/html; charset=utf-7", None),
    "what is no UTF-8": (_CHINESE.format("").encode() + bytes(range(128, 256)) * 20, "text/html; charset=utf-8", "办事指南"),
    "noise": (bytes(range(256)) * 500, "text/html", None),
}  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "title"), _CHARSETS.values(), ids=_CHARSETS)
def test_a_page_in_any_charset_is_tested(arena: Arena, body: bytes, kind: str, title: str | None) -> None:
    arena.server.answer("/hostile", body, Content_Type=kind)
    crawled = arena.meet("/hostile")
    page = crawled.pages["/hostile"]
    assert page.outcome in (Outcome.FAILED, Outcome.CANT_TELL, Outcome.PASSED)
    page.title.encode()
    if title is not None:
        assert page.title == title
        assert FAULTS[0] in crawled.findings("/hostile")
