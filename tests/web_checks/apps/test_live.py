"""A walk through an app over the WebDriver protocol: what is recorded, what is not reached, what is judged of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit.model import Outcome, Reason, Text, UsageError
from audit.plan import App, Plan
from audit.store import Store
from tests.web_checks.apps.appium_stub import AppiumStub
from web_checks import axe
from web_checks.apps import live, record, steps

WALK = """
[[step]]
screen = "首页"
[[step]]
swipe = "up"
[[step]]
type = "张三"
into = "cn.example:id/name"
by = "id"
[[step]]
tap = "办事"
screen = "办事大厅"
[[step]]
back = true
[[step]]
wait = 0.01
screen = "又回首页"
"""


@pytest.fixture
def stub() -> Iterator[AppiumStub]:
    server = AppiumStub()
    yield server
    server.close()


@pytest.fixture(scope="module")
def script() -> axe.AxeScript:
    return axe.script()


def app_of(stub: AppiumStub, base: Path, walk: str = WALK, caps: str = '{"appium:app": "/a.apk"}') -> App:
    (base / "steps.toml").write_text(walk, "utf-8")
    (base / "caps.json").write_text(caps, "utf-8")
    return App(
        id="zwfw", name="政务", appium=stub.address, capabilities="caps.json", steps="steps.toml", record="recorded"
    )


def walked(stub: AppiumStub, base: Path, script: axe.AxeScript, walk: str = WALK) -> tuple[App, list[Text]]:
    app, told = app_of(stub, base, walk), list[Text]()
    live.walk(app, base, script, told.append, pause=0)
    return app, told


def test_each_screen_is_recorded(stub: AppiumStub, tmp_path: Path, script: axe.AxeScript) -> None:
    walked(stub, tmp_path, script)
    names = sorted(path.name for path in (tmp_path / "recorded").iterdir())
    assert names == [
        "01-首页.png",
        "01-首页.xml",
        "02-办事大厅-1.webview.json",
        "02-办事大厅.png",
        "02-办事大厅.xml",
        "03-又回首页.png",
        "03-又回首页.xml",
        "device.json",
        "walk.json",
    ]
    assert json.loads((tmp_path / "recorded" / "device.json").read_text("utf-8")) == {"density": 160.0}
    assert [body["name"] for body in stub.calls("/context")] == ["WEBVIEW_cn.example", "NATIVE_APP"]
    assert stub.calls("/element/e1/value")[0]["text"] == "张三"
    (finger,) = stub.calls("/actions")[0]["actions"]
    assert [step["type"] for step in finger["actions"]] == ["pointerMove", "pointerDown", "pointerMove", "pointerUp"]
    assert ("DELETE", "/", {}) in stub.asked


def test_what_was_recorded_is_judged(stub: AppiumStub, tmp_path: Path, store: Store, script: axe.AxeScript) -> None:
    app, _ = walked(stub, tmp_path, script)
    plan = Plan(name="x", date=date(2025, 1, 1), apps=(app,))
    run = store.start_run("app", "x", {}, tmp_path, {}, datetime.now(UTC))
    record.audit_apps(plan, tmp_path, store, run)
    failed = {(found.subject, found.rule) for found in store.findings(run) if found.outcome is Outcome.FAILED}
    assert ("app://zwfw/02-%E5%8A%9E%E4%BA%8B%E5%A4%A7%E5%8E%85", "screen-control-name") in failed
    assert ("app://zwfw/02-%E5%8A%9E%E4%BA%8B%E5%A4%A7%E5%8E%85-1", "axe-image-alt") in failed
    told = {(left.subject, left.what, left.reason) for left in store.untested(run)}
    inside = "app://zwfw/02-%E5%8A%9E%E4%BA%8B%E5%A4%A7%E5%8E%85-1"
    assert (inside, "https://map.example/", Reason.THIRD_PARTY_FRAME) in told
    media = [page.facts["medium"] for page in store.subjects(run, "page")]
    assert media == ["screen", "webview", "screen", "screen"]
    assert list(live.to_walk(plan, store, run)) == []


def test_a_step_that_does_not_work_ends_the_walk(
    stub: AppiumStub, tmp_path: Path, store: Store, script: axe.AxeScript
) -> None:
    lost = '[[step]]\nscreen = "首页"\n[[step]]\ntap = "没有的"\nscreen = "甲"\n[[step]]\nback = true\nscreen = "乙"\n'
    app, told = walked(stub, tmp_path, script, lost)
    assert any("step 2" in text.en for text in told)
    run = store.start_run("app", "x", {}, tmp_path, {}, datetime.now(UTC))
    record.audit_apps(Plan(name="x", date=date(2025, 1, 1), apps=(app,)), tmp_path, store, run)
    reasons = {page.title: page.reason for page in store.subjects(run, "page")}
    assert reasons == {"01-首页": None, "甲": Reason.NOT_REACHED, "乙": Reason.NOT_REACHED}


@pytest.mark.parametrize("path", ["/source", "/screenshot", "/contexts", "/element/e1/click"])
def test_a_server_that_dies_loses_nothing_that_was_recorded(
    stub: AppiumStub, tmp_path: Path, script: axe.AxeScript, path: str
) -> None:
    stub.dies_at = path
    walked(stub, tmp_path, script)
    missed = json.loads((tmp_path / "recorded" / "walk.json").read_text("utf-8"))["missed"]
    assert missed
    assert {row["screen"] for row in missed} <= {"首页", "办事大厅", "又回首页"}


def test_a_page_that_axe_cannot_test_is_untested(
    stub: AppiumStub, tmp_path: Path, store: Store, script: axe.AxeScript
) -> None:
    stub.page = ""
    app, _ = walked(stub, tmp_path, script)
    run = store.start_run("app", "x", {}, tmp_path, {}, datetime.now(UTC))
    record.audit_apps(Plan(name="x", date=date(2025, 1, 1), apps=(app,)), tmp_path, store, run)
    (page,) = (page for page in store.subjects(run, "page") if page.id.endswith("-1"))
    assert (page.outcome, page.reason) == (Outcome.UNTESTED, Reason.UNREADABLE)


def test_an_app_that_does_not_open_is_a_usage_error(stub: AppiumStub, tmp_path: Path, script: axe.AxeScript) -> None:
    app = app_of(stub, tmp_path, caps="{}")
    with pytest.raises(UsageError, match="no app was named"):
        live.walk(app, tmp_path, script, list[Text]().append, pause=0)
    stub.close()
    with pytest.raises(UsageError, match="does not open"):
        live.walk(app, tmp_path, script, list[Text]().append, pause=0)


def test_a_second_walk_takes_the_place_of_the_first(stub: AppiumStub, tmp_path: Path, script: axe.AxeScript) -> None:
    walked(stub, tmp_path, script)
    walked(stub, tmp_path, script, '[[step]]\nscreen = "新"\n')
    assert sorted(path.suffix for path in (tmp_path / "recorded").iterdir()) == [".json", ".json", ".png", ".xml"]
    (tmp_path / "recorded" / "mine.txt").write_text("")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        walked(stub, tmp_path, script)


@pytest.mark.parametrize(
    "walk",
    [
        "",
        "[[step]]\n",
        '[[step]]\ntap = "a"\n',
        '[[step]]\ntap = "a"\nback = true\nscreen = "x"\n',
        '[[step]]\ntype = "a"\nscreen = "x"\n',
        '[[step]]\nscreen = "a/b"\n',
        '[[step]]\nscreen = "x"\n[[step]]\nscreen = "x"\n',
        '[[step]]\nscreen = "x"\ntip = 1\n',
        "[[step",
    ],
)
def test_steps_that_are_wrong_are_usage_errors(tmp_path: Path, walk: str) -> None:
    (tmp_path / "steps.toml").write_text(walk, "utf-8")
    with pytest.raises(UsageError) as error:
        steps.load(tmp_path / "steps.toml")
    assert all(problem.zh and problem.en for problem in error.value.problems)
