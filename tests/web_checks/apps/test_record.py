"""From files to the record: every file ends in one stated outcome, whatever it is."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from audit.assess import score_run
from audit.districts import DivisionTree
from audit.model import Outcome, Reason, UsageError
from audit.plan import App, Plan
from audit.records import Subject
from audit.store import Store
from tests.web_checks.apps.phones import View, blank, dump, png, written
from web_checks.apps import bundle, record, shelves
from web_checks.apps.markup import MOST_BYTES, Unreadable
from web_checks.apps.screen import Format
from web_checks.jobs import Shelves

CLOSE = View("icon", (100, 100, 160, 160))
TITLE = View("text", (20, 20, 300, 50), "办事大厅")
MINI = {
    "app.json": '{"pages": ["pages/index/index"], "window": {"navigationBarTitleText": "政务服务"}}',
    "app.wxss": ".faint{color:#ccc;background:#fff}",
    "pages/index/index.wxml": '<view class="faint" bindtap="go">办理</view>',
    "pages/index/index.json": '{"navigationBarTitleText": "办事"}',
    "components/card/card.wxml": '<view bindtap="go"><image src="a.png"/></view>',
}


def audited(store: Store, base: Path, **app: Any) -> tuple[str, Subject, list[Subject]]:
    plan = Plan(
        name="x",
        date=date(2025, 1, 1),
        apps=(App(id="zwfw", name="政务", **app),),
    )
    run = store.start_run("app", "x", plan.model_dump(mode="json", by_alias=True), base, {}, datetime.now(UTC))
    record.audit_apps(plan, base, store, run)
    (site,) = store.subjects(run, "site")
    known = {**Shelves.all().rules, **shelves.rules()}
    score_run(store, run, plan, base, known, DivisionTree.of([]))
    return run, site, store.subjects(run, "page", "zwfw")


def rules_of(store: Store, run: str) -> set[tuple[str, str, Outcome]]:
    return {(found.subject, found.rule, found.outcome) for found in store.findings(run)}


def untested(store: Store, run: str) -> set[tuple[str, str, Reason]]:
    return {(item.subject, item.what, item.reason) for item in store.untested(run)}


def test_a_folder_with_pictures_and_density(store: Store, tmp_path: Path) -> None:
    (tmp_path / "phone").mkdir()
    (tmp_path / "phone" / "首页.xml").write_bytes(dump(Format.ANDROID, TITLE, CLOSE))
    shot = written(blank(), (20, 20, 300, 50), "#c0c0c0", 14)
    (tmp_path / "phone" / "首页.png").write_bytes(png(shot))
    (tmp_path / "phone" / "device.json").write_text('{"density": 160}')
    (tmp_path / "notes.txt").write_text("不是界面")
    run, site, (page,) = audited(store, tmp_path, files=(".",))
    assert page.id == "app://zwfw/phone/%E9%A6%96%E9%A1%B5"
    assert (page.facts["medium"], page.facts["format"], page.facts["stratum"]) == ("screen", "android", "channels")
    found = rules_of(store, run)
    assert (page.id, "screen-control-name", Outcome.FAILED) in found
    assert (page.id, "screen-text-contrast", Outcome.FAILED) in found
    assert (site.outcome, site.facts["class"], site.facts["pages_tested"]) == (Outcome.FAILED, "app", 1)
    assert untested(store, run) == {(page.id, "screen-language", Reason.NOT_SUPPLIED)}
    (score,) = (score for score in store.scores(run) if score.scope == "site")
    assert score.value is not None
    assert 0 < score.value < 100


def test_faults_are_shown_on_the_screenshot(store: Store, tmp_path: Path) -> None:
    edge = View("icon", (380, 780, 400, 800))  # in the corner
    away = View("icon", (100, 790, 160, 900))  # it reaches out of the screen
    files = {name: dump(Format.ANDROID, TITLE, CLOSE, edge, away) for name in ("a.xml", "b.xml")}
    _lay_out(tmp_path / "a", {**files, "a.png": png(blank()), "b.jpg": png(blank(2), "JPEG")})
    run, *_ = audited(store, tmp_path, files=("a",), density=160)
    shots = store.shots(run, "zwfw")
    failed = {found.component for found in store.findings(run) if found.outcome is Outcome.FAILED}
    assert {shot.component for shot in shots} == failed
    assert {shot.subject for shot in shots} == {"app://zwfw/a"}
    for shot in shots:
        image = Image.open(io.BytesIO(shot.webp))
        assert image.size == (shot.width, shot.height)
        assert 240 <= shot.width <= 400
        red, green, _ = np.moveaxis(np.asarray(image.convert("RGB"), int), -1, 0)
        assert ((red > 180) & (green < 60)).any()
    again, *_ = audited(store, tmp_path, files=("a",), density=160)
    assert [shot.webp for shot in store.shots(again, "zwfw")] == [shot.webp for shot in shots]


def test_what_a_dump_lacks_is_untested_and_never_failed(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(dump(Format.ANDROID, TITLE, View("button", (1, 1, 5, 5), "办理")))
    run, _, (page,) = audited(store, tmp_path, files=("a.xml",))
    missing = {what for _, what, reason in untested(store, run) if reason is Reason.NOT_SUPPLIED}
    assert {"screen-target-size", "screen-text-contrast", "screen-language"} <= missing
    assert page.outcome is not Outcome.FAILED


@pytest.mark.parametrize("name", ["dumps.zip", "folder"])
def test_a_zip_says_what_the_folder_says(store: Store, tmp_path: Path, name: str) -> None:
    files = {"一/首页.xml": dump(Format.ANDROID, TITLE, CLOSE), "二.json": dump(Format.HARMONY, CLOSE)}
    _lay_out(tmp_path / name, files)
    run, _, pages = audited(store, tmp_path, files=(name,), density=160)
    assert [page.facts["format"] for page in pages] == ["android", "harmony"]
    assert {rule for _, rule, outcome in rules_of(store, run) if outcome is Outcome.FAILED} == {"screen-control-name"}


def _lay_out(place: Path, files: dict[str, bytes]) -> None:
    if place.suffix == ".zip":
        with zipfile.ZipFile(place, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)


def test_what_cannot_be_read_is_said_of_each(store: Store, tmp_path: Path) -> None:
    good = dump(Format.ANDROID, TITLE)
    files = {
        "broken.xml": b"<hierarchy>",
        "entity.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><hierarchy/>',
        "other.json": b'{"a": 1}',
        "shot.xml": good,
        "shot.png": b"no picture",
        "wide.xml": good,
        "wide.png": png(blank().rotate(90, expand=True)),
        "odd/device.json": b'{"density": "high"}',
        "odd/a.xml": good,
    }
    _lay_out(tmp_path / "a.zip", files)
    run, _, pages = audited(store, tmp_path, files=("a.zip",))
    ends = {page.id.removeprefix("app://zwfw/"): (page.outcome, page.reason) for page in pages}
    lost = (Outcome.UNTESTED, Reason.UNREADABLE)
    assert {name: ends[name] for name in ("broken", "entity", "other", "odd/a")} == dict.fromkeys(
        ("broken", "entity", "other", "odd/a"), lost
    )
    assert {
        page for page, what, reason in untested(store, run) if (what, reason) == ("screenshot", Reason.UNREADABLE)
    } == {
        "app://zwfw/shot",
        "app://zwfw/wide",
    }


def test_two_dumps_of_one_name_are_both_kept(store: Store, tmp_path: Path) -> None:
    _lay_out(tmp_path, {"a.xml": dump(Format.ANDROID, TITLE), "a.json": dump(Format.HARMONY, TITLE)})
    _, _, pages = audited(store, tmp_path, files=(".",))
    assert [page.id for page in pages] == ["app://zwfw/a", "app://zwfw/a%20%282%29"]


def test_nothing_to_read_is_untested(store: Store, tmp_path: Path) -> None:
    _, site, pages = audited(store, tmp_path, files=(".",))
    assert (pages, site.outcome, site.reason) == ([], Outcome.UNTESTED, Reason.NOT_SUPPLIED)


@pytest.mark.parametrize("prefix", ["", "miniprogram/"])
def test_the_source_of_a_mini_program(store: Store, tmp_path: Path, prefix: str) -> None:
    _lay_out(tmp_path / "mini.zip", {prefix + name: text.encode() for name, text in MINI.items()})
    run, _, pages = audited(store, tmp_path, files=("mini.zip",))
    found = {(page.rpartition("/")[2], rule, outcome) for page, rule, outcome in rules_of(store, run)}
    assert ("index", "miniprogram-text-contrast", Outcome.FAILED) in found
    assert ("index", "miniprogram-tap-role", Outcome.FAILED) in found
    assert ("card", "miniprogram-tap-name", Outcome.FAILED) in found
    assert not any(rule.startswith("screen-") for _, rule, _ in found)
    assert [page.title for page in pages if page.id.endswith("index")] == ["办事"]


def test_broken_settings_of_a_mini_program_are_said(store: Store, tmp_path: Path) -> None:
    _lay_out(tmp_path / "mini", {"app.json": b"{", "a.wxml": b"\xff\xfe", "b.wxml": b"<view/>", "b.json": b"[]"})
    run, _, pages = audited(store, tmp_path, files=("mini",))
    assert [page.outcome for page in pages] == [Outcome.UNTESTED, Outcome.INAPPLICABLE]
    assert any("b.json" in item.detail for item in store.untested(run))


def test_the_start_screen_is_the_first_or_the_named_one(store: Store, tmp_path: Path) -> None:
    button = View("button", (100, 100, 147, 147), "办理")
    _lay_out(tmp_path, {name: dump(Format.ANDROID, TITLE, button) for name in ("a.xml", "b.xml")})
    for home, expected in ((None, "app://zwfw/a"), ("b", "app://zwfw/b")):
        run, _, _ = audited(store, tmp_path, files=(".",), density=160, elder="standalone", home=home)
        found = [page for page, rule, _ in rules_of(store, run) if rule == "screen-elder-target-size"]
        assert found == [expected]


def test_an_archive_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    with pytest.raises(UsageError):
        bundle.opened(tmp_path / "a.zip")
    with pytest.raises(UsageError):
        bundle.opened(tmp_path / "none")


def test_a_zip_bomb_and_names_that_lead_away(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b" " * (MOST_BYTES + 1))
        archive.writestr("../../etc/passwd.xml", b"<a/>")
        archive.writestr("__MACOSX/a.xml", b"")
    opened = bundle.opened(tmp_path / "a.zip")
    assert sorted(opened.files) == ["bomb.xml"]
    with pytest.raises(Unreadable, match="larger"):
        opened.read("bomb.xml")


def test_names_in_gbk(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("AAAA.xml", b"<a/>")
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"AAAA", "首页".encode("gbk")))
    opened = bundle.opened(tmp_path / "a.zip")
    assert list(opened.files) == ["首页.xml"]
    assert opened.read("首页.xml") == b"<a/>"


def test_two_runs_say_the_same(store: Store, tmp_path: Path) -> None:
    _lay_out(
        tmp_path / "a", {"a.xml": dump(Format.ANDROID, TITLE, CLOSE), "b.json": dump(Format.HARMONY, TITLE, CLOSE)}
    )
    first, *_ = audited(store, tmp_path, files=("a",), density=320)
    second, *_ = audited(store, tmp_path, files=("a",), density=320)
    assert list(store.findings(first)) == list(store.findings(second))
    assert json.dumps([s.facts for s in store.subjects(first)]) == json.dumps([s.facts for s in store.subjects(second)])
