"""Documents that are named: files, folders and addresses become the pages of a site of their own."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit.model import Outcome, Reason
from audit.plan import DocumentSet, Plan, Web
from audit.records import Subject
from audit.store import Store
from tests.web_checks.conftest import PageServer
from tests.web_checks.documents import makers
from web_checks.crawl import Stopped, Watch
from web_checks.documents import sets

FAILED, PASSED, UNTESTED = Outcome.FAILED, Outcome.PASSED, Outcome.UNTESTED


def plan(*files: str) -> Plan:
    given = DocumentSet(id="notices", name="公告", files=files)
    return Plan(name="公告", date=date(2026, 11, 22), documents=(given,), web=Web(delay=0))


def started(store: Store) -> str:
    return store.start_run("document", "test", {}, Path(), {}, datetime(2026, 11, 22, tzinfo=UTC))


async def audited(store: Store, base: Path, *files: str, run: str = "") -> tuple[list[Subject], Subject]:
    run = run or started(store)
    await sets.audit(plan(*files), base, store, run, Watch())
    (site,) = store.subjects(run, "site")
    return store.subjects(run, "page"), site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "公告"
    (inside / "deep").mkdir(parents=True)
    makers.word(inside / "b.docx")
    makers.pdf(inside / "deep" / "a.pdf", spoil=lambda pdf: pdf.Root.__delitem__("/Lang"))
    (inside / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600)
    (inside / "~$b.docx").write_bytes(b"lock file of the word processor")
    (inside / ".hidden.pdf").write_bytes(b"%PDF-1.7")
    (inside / "notes.tmp").write_text("no document")
    return tmp_path


async def test_a_folder_is_read_in_order_and_each_file_has_one_outcome(store: Store, folder: Path) -> None:
    pages, site = await audited(store, folder, "公告")
    assert [(page.id, page.outcome, page.reason) for page in pages] == [
        ("公告/b.docx", PASSED, None),
        ("公告/deep/a.pdf", FAILED, None),
        ("公告/old.doc", UNTESTED, Reason.UNSUPPORTED_FORMAT),
    ]
    assert (site.outcome, site.facts["class"], site.facts["documents_tested"]) == (FAILED, "documents", 2)
    assert {page.facts["stratum"] for page in pages} == {"attachments"}
    assert pages[0].title == makers.TITLE


async def test_addresses_are_fetched_as_robots_txt_allows(store: Store, texts: PageServer, tmp_path: Path) -> None:
    home = f"http://127.0.0.1:{texts.port}"
    kind = "application/pdf"
    texts.answer("/a.pdf", makers.pdf(tmp_path / "a.pdf").read_bytes(), Content_Type=kind)
    texts.answer("/oa/b.pdf", b"%PDF-1.7", Content_Type=kind)
    texts.answer("/c.pdf", b"gone", 404)
    texts.answer("/d.pdf", "<!doctype html><title>登录</title>")
    texts.answer("/robots.txt", "User-agent: *\nDisallow: /oa/", Content_Type="text/plain")
    pages, _ = await audited(
        store, tmp_path, *(f"{home}{path}" for path in ("/a.pdf", "/oa/b.pdf", "/c.pdf", "/d.pdf"))
    )
    assert [(page.outcome, page.reason) for page in pages] == [
        (PASSED, None),
        (UNTESTED, Reason.ROBOTS),
        (UNTESTED, Reason.HTTP_ERROR),
        (UNTESTED, Reason.UNREADABLE),
    ]
    assert "/oa/b.pdf" not in texts.paths()


async def test_a_run_goes_on_with_what_is_left(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # One at a time: else the second lane may be through with all others before the first document is.
    monkeypatch.setattr(sets, "_AT_ONCE", 1)
    run = started(store)
    watch = Watch(told=lambda _result: watch.stop.set())
    with pytest.raises(Stopped):
        await sets.audit(plan("公告"), folder, store, run, watch)
    before = store.subjects(run, "page")
    assert len(before) == 1
    pages, _ = await audited(store, folder, "公告", run=run)
    again, _ = await audited(store, folder, "公告")
    assert pages == again


async def test_names_in_another_encoding_are_files_too(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    try:
        for name in ("公告", "公布"):
            made = makers.word(tmp_path / "a.docx")
            made.rename(tmp_path / "in" / os.fsdecode(f"{name}.docx".encode("gbk")))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    pages, _ = await audited(store, tmp_path, "in")
    shown = "in/\ufffd\ufffd\ufffd\ufffd.docx"
    assert [(page.outcome, page.id) for page in pages] == [(PASSED, shown), (PASSED, f"{shown} (2)")]


def test_what_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = sets.problems(plan("nowhere.pdf", "empty", "http://["), tmp_path)
    assert [problem.en.partition(":")[0] for problem in said] == ["[[document]] notices"] * 2
    (only,) = sets.problems(plan("empty"), tmp_path)
    assert "holds no document" in only.en


def test_a_secret_in_an_address_is_not_repeated(tmp_path: Path) -> None:
    (problem,) = sets.problems(plan("http://me:secret@a.test/x.pdf"), tmp_path)
    assert "secret" not in problem.en + problem.zh


def test_the_worker_is_ended_with_the_audit(store: Store, folder: Path) -> None:
    asyncio.run(sets.audit(plan("公告"), folder, store, started(store), Watch()))
