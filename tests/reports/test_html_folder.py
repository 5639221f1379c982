from __future__ import annotations

import html.parser
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from audit.model import Lang
from audit.store import Store
from reports import FORMATS
from reports.html_names import requirement_file, slug
from reports.summary import Summary, build
from tests.reports.small_city import HOSTILE, RULES, SLOPE, WEBP, fill

KINDS = (
    "index.html",
    "method.html",
    "district-990101.html",
    "district-990104.html",
    "district-990101001.html",
    "site-portal.html",
    "site-down.html",
    "rule-axe-image-alt.html",
    "rule-retired-rule.html",
    requirement_file("curb_ramps", str(SLOPE["id"])),
)
# CSS px between the margins of A4.
PAPER = 680


class Tags(html.parser.HTMLParser):
    """The elements of a page, as a browser would open them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def pages(report: Path) -> list[Path]:
    return sorted(report.rglob("*.html"))


def test_every_kind_of_page_is_written_in_both_languages(report: Path) -> None:
    names = [{path.name for path in (report / lang.value).iterdir()} for lang in Lang]
    assert names[0] == names[1]
    assert names[0] >= set(KINDS)


def test_hostile_text_becomes_no_element_and_no_attribute(report: Path) -> None:
    for path in pages(report):
        text = path.read_text("utf-8")
        tags = Tags(text).found
        assert [tag for tag, _ in tags].count("script") == (path.parent != report), "our own, and no other"
        for tag, attributes in tags:
            assert tag not in ("iframe", "object", "embed", "form", "link"), path
            assert tag != "img" or re.fullmatch(r"\.\./shots/[a-z0-9-]+\.webp", attributes["src"] or ""), path
            assert not any(name.startswith("on") or name == "style" for name in attributes), (path, attributes)
            href = attributes.get("href") or ""
            assert re.match(r"https?://|[#.\w-]", href) or not href
            assert not href.lower().startswith(("javascript:", "data:", "vbscript:"))
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", text), path
    assert HOSTILE.split("'", 1)[0].replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in (
        report / "zh" / "site-portal.html"
    ).read_text("utf-8")


def test_a_fault_has_its_picture_and_says_what_it_shows(report: Path, tmp_path: Path) -> None:
    for lang, said in ((Lang.ZH, "截图"), (Lang.EN, "Screenshot")):
        tags = Tags((report / lang.value / "site-portal.html").read_text("utf-8")).found
        (image,) = [attributes for tag, attributes in tags if tag == "img"]
        assert (report / lang.value / (image["src"] or "")).read_bytes() == WEBP
        assert (image["alt"] or "").startswith(said)
        assert (image["width"], image["height"]) == ("320", "120")
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots" / "of-an-earlier-run.webp").write_bytes(b"")
    store = Store.at(tmp_path / "audit.db")
    fill(store, pages=1)
    FORMATS["html"].write(build(store, "latest", {}), tmp_path, Lang.EN)
    store.close()
    assert len(list((tmp_path / "shots").iterdir())) == 1


def test_the_sample_is_named_with_its_interval(report: Path) -> None:
    text = (report / "en" / "site-portal.html").read_text("utf-8")
    assert "2 pages, one of each kind and template (3 found), 1 page drawn at random." in text
    assert "Of all pages, 11.1% to 80% have a fault that only these tests find (95 % sure)." in text
    assert "stands for 4 pages" in text
    assert "failed rules that the others passed" in text


def test_a_criterion_of_another_edition_is_beyond_the_standard(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    fill(store, pages=1, web={"level": "A"})
    folder = FORMATS["html"].write(build(store, "latest", RULES), tmp_path, Lang.EN).parent / "en"
    store.close()
    text = (folder / "site-portal.html").read_text("utf-8")
    assert "wcag:1.4.3 (beyond the standard audited)" in text
    assert "wcag:1.1.1 (beyond" not in text


def test_every_link_leads_somewhere(report: Path, measured: tuple[Summary, Path]) -> None:
    everything = [*pages(report), *pages(measured[1])]
    ids = {path: {a["id"] for _, a in Tags(path.read_text("utf-8")).found if a.get("id")} for path in everything}
    for path in everything:
        for _, attributes in Tags(path.read_text("utf-8")).found:
            href = attributes.get("href")
            if not href or href.startswith("http"):
                continue
            name, _, anchor = unquote(href).partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target in ids, (path, href)
            assert not anchor or anchor in ids[target], (path, href)


def test_ids_are_unique(report: Path, measured: tuple[Summary, Path]) -> None:
    for path in [*pages(report), *pages(measured[1])]:
        found = [a["id"] for _, a in Tags(path.read_text("utf-8")).found if a.get("id")]
        assert len(found) == len(set(found)), path


def test_no_page_claims_conformance_or_hides_what_is_unknown(report: Path) -> None:
    for path in pages(report):
        text = path.read_text("utf-8")
        assert not re.search(r"conform|合规|达标", text, re.IGNORECASE), path
        assert path.name == "index.html" or "None" not in text, path
    assert "无数据" in (report / "zh" / "site-down.html").read_text("utf-8")


def test_a_fictitious_plan_is_labelled_on_every_page(report: Path, tmp_path: Path) -> None:
    for lang, label in ((Lang.ZH, "虚构示例"), (Lang.EN, "Fictitious")):
        assert all(label in path.read_text("utf-8") for path in (report / lang.value).iterdir())
    store = Store.at(tmp_path / "audit.db")
    fill(store, pages=1, fictitious=False)
    real = FORMATS["html"].write(build(store, "latest", {}), tmp_path / "out", Lang.EN)
    store.close()
    assert "Fictitious" not in (real.parent / "en" / "index.html").read_text("utf-8")


def test_a_layer_has_its_name_in_each_language(report: Path) -> None:
    chinese, english = ((report / lang.value / "method.html").read_text("utf-8") for lang in (Lang.ZH, Lang.EN))
    assert "老城坡道" in chinese
    assert "Old-town ramps" not in chinese
    assert "Old-town ramps" in english
    assert "老城坡道" not in english


def test_long_lists_are_split_into_sheets_and_no_page_is_lost(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "audit.db")
    fill(store, pages=450)
    summary = build(store, "latest", {})
    folder = FORMATS["html"].write(summary, tmp_path / "out", Lang.EN).parent / "en"
    sheets = [folder / name for name in ("site-portal.html", "pages-portal-2.html", "pages-portal-3.html")]
    text = "".join(sheet.read_text("utf-8").split('id="page-table"')[1] for sheet in sheets)
    assert all(f"/p{n}.html?" in text for n in range(450))
    # Every place of each fault that has more than the site's page shows, in page order, once.
    listed = [folder / f"found-portal-{n}.html" for n in range(1, 1 + len(list(folder.glob("found-portal-*"))))]
    rows = [
        row
        for path in listed
        for row in re.findall(r'<tr><th scope="row" class="addr">.*?</tr>', path.read_text("utf-8"))
    ]
    (portal, *_) = summary.sites
    often = [cause for cause in portal.causes if cause.occurrences > 10]
    assert len(rows) == sum(cause.occurrences for cause in often) == 450 * 5
    assert [len(re.findall(rf"/p{n}\.html", "".join(rows))) for n in (0, 7, 449)] == [5, 10, 10], (
        "as a link, but for what is no address"
    )
    for cause in often:
        sheet, anchor = re.findall(
            rf'href="(found-portal-\d+\.html)#(c{cause.rule.id}-{cause.component})">All', sheets[0].read_text("utf-8")
        )[0]
        assert f'id="{anchor}"' in (folder / sheet).read_text("utf-8")
    store.close()
    assert max(path.stat().st_size for path in folder.iterdir()) < 500_000


def test_two_reports_of_one_run_are_alike(summary: Summary, report: Path, tmp_path: Path) -> None:
    FORMATS["html"].write(summary, tmp_path, Lang.ZH)
    assert {path.relative_to(report) for path in pages(report)} == {
        path.relative_to(tmp_path) for path in pages(tmp_path)
    }
    for path in pages(report):
        assert path.read_bytes() == (tmp_path / path.relative_to(report)).read_bytes(), path


def test_pages_of_an_earlier_report_do_not_stay(summary: Summary, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    for name in ("site-gone.html", "district-1.html", "notes.html"):
        (tmp_path / "zh" / name).write_text("old")
    FORMATS["html"].write(summary, tmp_path, Lang.ZH)
    left = {path.name for path in (tmp_path / "zh").iterdir()}
    assert "site-gone.html" not in left
    assert "notes.html" in left, "what is not ours is left alone"


@given(st.text(min_size=1), st.text(min_size=1))
def test_file_names_are_safe_and_different(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", slug(one))
    assert (slug(one) == slug(other)) == (one == other) or one.casefold() == other.casefold() or other >= "\u0300"


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("lang", list(Lang))
def test_the_report_is_itself_accessible(report: Path, browser: Browser, axe: str, lang: Lang, width: int) -> None:
    names = [*KINDS, *(path.name for path in (report / "zh").glob("site-services-*.html"))]
    assert_accessible(browser, axe, [report / lang.value / name for name in names], width)


@pytest.mark.parametrize(("lang", "width"), [(Lang.EN, 320), (Lang.ZH, 1280)])
def test_all_that_the_street_side_measures_is_shown_accessibly(
    measured: tuple[Summary, Path], browser: Browser, axe: str, lang: Lang, width: int
) -> None:
    _, folder = measured
    names = ("index.html", "method.html", "district-10.html")
    assert_accessible(browser, axe, [folder / lang.value / name for name in names], width, unfold=True)


@pytest.mark.parametrize(("media", "width"), [("screen", 768), ("print", PAPER)])
def test_nothing_is_cut_off_on_a_tablet_or_on_paper(
    report: Path, measured: tuple[Summary, Path], browser: Browser, media: Literal["screen", "print"], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media=media)
    of_town = ("index.html", "method.html", "district-10.html")
    for lang in Lang:
        paths = [report / lang.value / name for name in KINDS]
        for path in [*paths, *(measured[1] / lang.value / name for name in of_town)]:
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            if media == "print":
                wide = (
                    "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > innerWidth)"
                )
                assert page.evaluate(f"{wide}.map(t => t.caption.textContent)") == [], path
    page.close()


def assert_accessible(browser: Browser, axe: str, paths: Sequence[Path], width: int, *, unfold: bool = False) -> None:
    for path in paths:
        shots, name = path.parent.parent / "shots", path.name
        page, requests, complaints = opened(browser, path, width)
        foreign = [asked for asked in requests[1:] if not asked.startswith(shots.as_uri())]
        assert (requests[0], foreign) == (path.as_uri(), []), "nothing outside the report"
        assert complaints == [], "nothing is refused by its own policy"
        if unfold:
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        page.evaluate(axe)
        found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways at {width}"
        page.close()


@pytest.fixture(scope="module")
def axe() -> str:
    return next(path for path in files("axe_playwright_python").rglob("axe.min.js")).read_text("utf-8")  # type: ignore[attr-defined,no-any-return]


def opened(browser: Browser, path: Path, width: int) -> tuple[Page, list[str], list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append("a script ran"))
    page.goto(path.as_uri())
    return page, requests, complaints


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(report: Path, browser: Browser) -> None:
    page, _, _ = opened(browser, report / "en" / "index.html", 1280)
    links = page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
    seen = set()
    for _ in range(links):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => {const e = document.activeElement; const s = getComputedStyle(e);"
            "return [[...document.querySelectorAll('*')].indexOf(e), s.outlineStyle, parseFloat(s.outlineWidth)]})()"
        )
        assert at[1] != "none"
        assert at[2] >= 2
        seen.add(at[0])
    assert len(seen) == links
    page.close()


def test_the_first_page_leads_to_the_language_asked_for(report: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((report / "index.html").as_uri())
    page.wait_for_url("**/zh/index.html")
    page.click("text=English")
    assert page.url.endswith("/en/index.html")
    page.close()
