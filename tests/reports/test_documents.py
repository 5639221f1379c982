"""Documents in reports: with the pages that link to them, and by their own name where a site is nothing else."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Lang, Outcome, Reason
from audit.plan import DocumentSet, Plan
from audit.records import Subject
from audit.store import Store
from reports import FORMATS
from reports.summary import build

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_document_names_the_pages_that_link_to_it(tmp_path: Path, lang: Lang) -> None:
    given = DocumentSet(id="notices", name="公告", files=("notices",))
    plan = Plan(name="公告", date=date(2026, 11, 22), language=lang, documents=(given,))
    facts = {
        "medium": "document",
        "stratum": "attachments",
        "linked_from": ["https://a.cn/list.html"],
        "linked_from_count": 12,
    }
    with closing(Store.at(tmp_path / "audit.sqlite")) as store:
        shown = plan.model_dump(mode="json", by_alias=True)
        run = store.start_run("document", plan.name, shown, tmp_path, {}, NOW)
        page = Subject("https://a.cn/a.pdf", "page", Outcome.UNTESTED, "notices", 0, Reason.LOCKED, facts=facts)
        store.save_subject(run, page)
        record = {"pages_known": 1, "rules": [], "district": "", "class": "documents"}
        site = Subject("notices", "site", Outcome.UNTESTED, "notices", reason=Reason.LOCKED, facts=record)
        store.save_subject(run, site)
        score_run(store, run, plan, tmp_path, {}, DivisionTree.of([]))
        store.set_state(run, "finished", NOW)
        summary = build(store, run, {})
        assert summary.sites[0].pages[0].linked_from == ("https://a.cn/list.html",)
        FORMATS["html"].write(summary, tmp_path, lang)
    html = "".join(path.read_text("utf-8") for path in sorted(tmp_path.rglob("*.html")))
    wanted = {
        Lang.ZH: ("有 12 个页面链接到它", "要输入密码才能打开", ">文档</h2>"),
        Lang.EN: ("linked from 12 pages:", "needs a password to open", ">Documents</h2>"),
    }
    assert all(words in html for words in wanted[lang])
