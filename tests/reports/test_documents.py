"""Documents in reports: with the pages that link to them, and by their own name where a site is nothing else."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Finding, Impact, Lang, Outcome, Reason, RuleTally, Target, Text
from audit.plan import DocumentSet, Plan
from audit.records import Subject
from audit.store import Store
from reports import FORMATS
from reports.findings_json import schema
from reports.summary import Summary, build

NOW = datetime(2026, 11, 22, tzinfo=UTC)


DOCUMENT = "https://a.cn/a.pdf"
LINKING = ["https://a.cn/list.html", "https://a.cn/"]


def written(folder: Path, lang: Lang, *formats: str, verapdf: dict[str, object] | None = None) -> Summary:
    """Write reports of a run with one document: tested with one fault and linked from twelve pages, or locked."""
    given = DocumentSet(id="notices", name="公告", files=("https://a.cn/",))
    plan = Plan(name="公告", date=date(2026, 11, 22), language=lang, documents=(given,))
    facts = {
        "medium": "document",
        "format": "pdf",
        "stratum": "attachments",
        "linked_from": LINKING,
        "linked_from_count": 12,
        **({"verapdf": verapdf, "claims": "PDF/UA-1"} if verapdf else {}),
    }
    found = Finding(
        DOCUMENT,
        "pdf-tagged",
        Outcome.FAILED,
        Impact.SERIOUS,
        Target("document", "", "pdf"),
        Text("没有结构标记", "It has no structure tree"),
        "0123456789abcdef",
        "fedcba9876543210",
        site="notices",
    )
    tested = Subject(
        DOCUMENT, "page", Outcome.FAILED, "notices", 0, tally={"pdf-tagged": RuleTally(0, 1, 0)}, facts=facts
    )
    locked = Subject(DOCUMENT, "page", Outcome.UNTESTED, "notices", 0, Reason.LOCKED, facts=facts)
    record = {
        "pages_known": 1,
        "rules": ["pdf-tagged"],
        "district": "",
        "class": "documents",
        "url": "https://a.cn/",
    }
    outcome = Outcome.FAILED if verapdf else Outcome.UNTESTED
    with closing(Store.at(folder / "audit.sqlite")) as store:
        shown = plan.model_dump(mode="json", by_alias=True)
        run = store.start_run("document", plan.name, shown, folder, {}, NOW)
        store.save_subject(run, tested if verapdf else locked, [found] if verapdf else [])
        reason = None if verapdf else Reason.LOCKED
        store.save_subject(run, Subject("notices", "site", outcome, "notices", reason=reason, facts=record))
        score_run(store, run, plan, folder, {}, DivisionTree.of([]))
        store.set_state(run, "finished", NOW)
        summary = build(store, run, {})
        for name in formats:
            FORMATS[name].write(summary, folder, lang)
        assert summary.sites[0].pages[0].linked_from == tuple(LINKING)
    return summary


@pytest.mark.parametrize("lang", list(Lang))
def test_a_document_names_the_pages_that_link_to_it(tmp_path: Path, lang: Lang) -> None:
    written(tmp_path, lang, "html")
    html = "".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*.html")))
    wanted = {
        Lang.ZH: ("有 12 个页面链接到它", "要输入密码才能打开", ">文档</h2>"),
        Lang.EN: ("linked from 12 pages:", "needs a password to open", ">Documents</h2>"),
    }
    assert all(words in html for words in wanted[lang])
    assert "veraPDF" not in html


REFUSED = {"compliant": False, "failed": ["7.1-8", "7.21.7-1"]}


def test_machine_formats_say_who_links_and_what_verapdf_thinks(tmp_path: Path) -> None:
    written(tmp_path, Lang.EN, "json", "csv", "sarif", "earl", verapdf=REFUSED)
    told = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    jsonschema.validate(told, schema())
    (document,) = told["documents"]
    assert (document["address"], document["linked_from"], document["linked_from_count"]) == (DOCUMENT, LINKING, 12)
    assert (document["claims"], document["verapdf"]) == ("PDF/UA-1", REFUSED)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "findings.csv").read_text("utf-8-sig"))))
    assert rows[0]["Pages that link to it"] == " ".join(LINKING)
    (run,) = json.loads((tmp_path / "findings.sarif").read_text("utf-8"))["runs"]
    (result,) = run["results"]
    assert result["properties"]["linkedFrom"] == LINKING
    assert [place["message"]["text"] for place in result["relatedLocations"]] == ["links to it", "links to it"]
    assert run["properties"]["veraPDF"] == [{"page": DOCUMENT, **REFUSED}]
    nodes = json.loads((tmp_path / "earl.jsonld").read_text("utf-8"))["@graph"]
    (subject,) = [node for node in nodes if node.get("@id") == DOCUMENT]
    assert subject["isReferencedBy"] == LINKING
    by = {node["assertedBy"]: node for node in nodes if node.get("subject") == DOCUMENT}
    other = next(node for assertor, node in by.items() if assertor.endswith("verapdf"))
    assert (other["result"]["outcome"], other["result"]["info"]) == ("earl:failed", "7.1-8, 7.21.7-1")


@pytest.mark.parametrize(
    ("lang", "said", "words"),
    [
        (Lang.ZH, REFUSED, "PDF/UA-1 有 2 项检查未通过（7.1-8, 7.21.7-1）"),
        (Lang.EN, REFUSED, "2 checks of PDF/UA-1 failed (7.1-8, 7.21.7-1)"),
        (Lang.ZH, {"compliant": True, "failed": []}, "不计入本报告）：符合 PDF/UA-1"),
        (Lang.EN, {"compliant": True, "failed": []}, "not counted here: it meets PDF/UA-1"),
        (Lang.EN, {"compliant": False, "failed": [f"7.1-{n}" for n in range(9)]}, "7.1-7, …)"),
    ],
)
def test_the_report_tells_verapdfs_opinion_apart(
    tmp_path: Path, lang: Lang, said: dict[str, object], words: str
) -> None:
    summary = written(tmp_path, lang, "html", verapdf=said)
    html = "".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*.html")))
    assert words in html
    assert [cause.rule.id for cause in summary.sites[0].causes] == ["pdf-tagged"]
