"""Apps and documents in reports: called by what they are, and places in documents in the reader's language."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from markupsafe import Markup

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Finding, Impact, Lang, Outcome, RuleTally, Target, Text, digest
from audit.plan import DocumentSet, Plan, Site
from audit.plan_app import App
from audit.plan_web import APP, DOCUMENTS
from audit.records import Subject
from audit.store import Store
from reports import FORMATS
from reports.document_places import place_said
from reports.findings_json import schema
from reports.media import MIXED, About
from reports.summary import Summary, build
from reports.wording import Words

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIGURE = "page 3 > Figure 2"
SCREENS = ("app://city/home", "app://city/login")
PAPERS = ("https://a.cn/a.pdf", "https://a.cn/b.pdf")
PAGES = ("https://w.cn/",)
APPS = {"apps": (App(id="city", name="城市应用", files=("home.xml",)),)}
SETS = {"documents": (DocumentSet(id="notices", name="公告", files=("https://a.cn/",)),)}
SITES = {"sites": (Site(id="portal", name="门户", url="https://w.cn/"),)}


def fault(site: str, subject: str, rule: str, selector: str) -> Finding:
    return Finding(
        subject,
        rule,
        Outcome.FAILED,
        Impact.SERIOUS,
        Target(selector, "", "part"),
        Text("有问题", "It has a fault"),
        digest(site, rule),
        digest(site, rule, subject),
        site=site,
    )


def written(folder: Path, lang: Lang, given: Mapping[str, Any], *formats: str) -> Summary:
    """Write reports of a run over what is given; every subject of it fails one rule at one place."""
    plan = Plan(name="示例", date=date(2026, 11, 22), language=lang, **given)
    there = {
        "city": (APP, SCREENS, "screen-control-name", "#ok", {"medium": "screen", "stratum": "channels"}),
        "notices": (
            DOCUMENTS,
            PAPERS,
            "document-image-alternative",
            FIGURE,
            {"medium": "document", "format": "pdf", "stratum": "attachments"},
        ),
        "portal": ("portal", PAGES, "page-language", "html", {"stratum": "channels"}),
    }
    with closing(Store.at(folder / "audit.sqlite")) as store:
        run = store.start_run("run", plan.name, plan.model_dump(mode="json", by_alias=True), folder, {}, NOW)
        for site in plan.online:
            site_class, subjects, rule, selector, facts = there[site.id]
            for number, subject in enumerate(subjects):
                tally = {rule: RuleTally(0, 1, 0)}
                page = Subject(subject, "page", Outcome.FAILED, site.id, number, tally=tally, facts=facts)
                store.save_subject(run, page, [fault(site.id, subject, rule, selector)])
            record = {"pages_known": len(subjects), "pages_found": len(subjects), "rules": [rule], "class": site_class}
            record |= {"district": "", "url": site.url}
            store.save_subject(run, Subject(site.id, "site", Outcome.FAILED, site.id, facts=record))
        score_run(store, run, plan, folder, {}, DivisionTree.of([]))
        store.set_state(run, "finished", NOW)
        summary = build(store, run, {})
        for name in formats:
            FORMATS[name].write(summary, folder, lang)
    return summary


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


@pytest.mark.parametrize(
    ("lang", "kinds"),
    [(Lang.ZH, {"网站", "应用", "文档"}), (Lang.EN, {"Website", "App", "Document"})],
)
def test_lists_call_each_finding_by_what_it_is_about(tmp_path: Path, lang: Lang, kinds: set[str]) -> None:
    written(tmp_path, lang, {**SITES, **APPS, **SETS}, "csv", "rectification-csv")
    for name in ("findings.csv", "rectification.csv"):
        found = rows(tmp_path / name)
        column = "kind" if "kind" in found[0] else Words(lang)("Kind")
        assert {row[column] for row in found} >= kinds, name


@pytest.mark.parametrize(
    ("given", "wanted", "unwanted"),
    [
        (APPS, ("2 screens", "Screens tested", "Screens of the app", "Home and channel screens"), "Pages tested"),
        (SETS, ("in 2 documents", "Documents tested", "Kind of document", "Place page 3 > Figure 2"), "Pages tested"),
        ({**SITES, **APPS}, ("Pages, screens and documents tested", "on 1 page", "on 2 screens"), "on 2 pages"),
        (SITES, ("Pages tested", "Websites by the pages that fail", "on 1 page"), "creens"),
    ],
)
def test_pages_of_the_report_count_pages_screens_and_documents(
    tmp_path: Path, given: Mapping[str, Any], wanted: tuple[str, ...], unwanted: str
) -> None:
    written(tmp_path, Lang.EN, given, "html")
    text = " ".join(Markup(path.read_text("utf-8")).striptags() for path in sorted((tmp_path / "en").glob("*.html")))
    assert [words for words in wanted if words not in text] == []
    assert unwanted not in text


def test_machine_formats_count_them_too_and_leave_places_alone(tmp_path: Path) -> None:
    written(tmp_path, Lang.ZH, {**APPS, **SETS}, "json", "sarif", "junit", "gitlab", "github-summary", "openacr", "csv")
    sarif = (tmp_path / "findings.sarif").read_text("utf-8")
    assert "涉及 2 个界面。" in sarif
    assert "涉及 2 份文档。" in sarif
    junit = (tmp_path / "junit.xml").read_text("utf-8")
    assert "（2 个界面）" in junit or "(2 个界面)" in junit
    assert "2 份文档" in junit
    summary = (tmp_path / "step-summary.md").read_text("utf-8")
    assert "网站、应用、文档" in summary
    told = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    jsonschema.validate(told, schema())
    for text in (sarif, json.dumps(told), (tmp_path / "gl-accessibility.json").read_text("utf-8")):
        assert FIGURE in text
    assert {row["选择器"] for row in rows(tmp_path / "findings.csv")} == {"#ok", FIGURE}
    drafts = "".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*.yaml")))
    assert "共 2 个界面，已检测 2 个" in drafts
    assert "共 2 份文档，已检测 2 份" in drafts


def test_people_read_a_place_in_a_document_in_their_language(tmp_path: Path) -> None:
    written(tmp_path, Lang.ZH, {**APPS, **SETS}, "html", "rectification-csv")
    text = "".join(path.read_text("utf-8") for path in sorted((tmp_path / "zh").glob("*.html")))
    assert "第 3 页 &gt; 图形 2" in text
    assert "page 3" not in text
    assert "page 3 &gt; Figure 2" in (tmp_path / "en" / "site-notices.html").read_text("utf-8")
    listed = (tmp_path / "rectification.csv").read_text("utf-8-sig")
    assert "第 3 页 > 图形 2" in listed
    assert FIGURE not in listed
    assert "#ok" in listed


@pytest.mark.parametrize(
    ("place", "form", "said"),
    [
        ("document", "docx", "整份文档"),
        ("page 1234 > H2 5", "pdf", "第 1234 页 > 2 级标题 5"),
        ("H10 5", "pdf", "H10 5"),
        ("Figure3 5", "pdf", "Figure3 5"),
        ("slide 4 > picture 1", "pptx", "第 4 张幻灯片 > 图片 1"),
        ("footnote 2 > paragraph 1 > link 3", "docx", "脚注 2 > 第 1 段 > 链接 3"),
        ("field 3 (name > {n})", "pdf", "field 3 (name > {n})"),
        ("field 3 ({n}\n)", "pdf", "表单域 3 ({n}\n)"),
        ("page 2 > Sidebar 1", "pdf", "第 2 页 > Sidebar 1"),
        ("page 3", "xlsx", "page 3"),
        ("page 3 > picture 2", "xlsx", "page 3 > 图片 2"),
        ("收支!B3:D9", "xlsx", "收支!B3:D9"),
        ("", "pdf", ""),
    ],
)
def test_only_our_own_words_in_a_place_are_translated(place: str, form: str, said: str) -> None:
    assert place_said(place, form, Words(Lang.ZH)) == said


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize(("site_class", "one"), [("portal", "1 page"), (APP, "1 screen"), (DOCUMENTS, "1 document")])
def test_what_a_class_has_no_words_of_its_own_for_is_told_as_of_websites(site_class: str, one: str, lang: Lang) -> None:
    words = Words(lang)
    about = About(words, site_class)
    assert about("veto")
    assert about.stratum("articles") == words("Lists and articles")
    assert about.stratum("unheard of") == "unheard of"
    if lang is Lang.EN:
        assert about.plural("pages", 1) == one
    assert About(words, MIXED)("site") == words("Website, app, documents")
