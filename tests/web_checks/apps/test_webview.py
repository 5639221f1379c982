"""A page in a WebView: what is kept of it, with a real browser, and what is judged of what was kept."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.service import Service

from audit.catalog import at_depth
from audit.model import Depth, Outcome, Reason
from web_checks import axe, chromium, observe, selenium, webdriver
from web_checks.apps import webview
from web_checks.apps.appium import Phone
from web_checks.apps.markup import Unreadable
from web_checks.browser import core_script
from web_checks.jobs import Shelves

PAGE = (
    "data:text/html;charset=utf-8,<!doctype html><html lang='zh-CN'><title>办事指南</title>"
    "<main><h1>办事指南</h1><img src='data:,'><a href='/a'>更多</a>"
    "<iframe title='地图' src='https://map.example.org/'></iframe>"
    "<iframe title='附表' srcdoc=\"<html lang=zh-CN><img src='data:,'><a href=/b>点击这里</a>"
    "<iframe title=里层 srcdoc='<img src=data:,>'></iframe>\"></iframe></main>"
)
needs_driver = pytest.mark.skipif(
    chromium.find() is None or shutil.which("chromedriver") is None, reason="no ChromeDriver on this machine"
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    service = Service(shutil.which("chromedriver"), popen_kw={"cwd": tmp_path})
    service.start()
    yield service.service_url
    service.stop()


@needs_driver
def test_what_a_real_browser_says_is_judged_like_a_page(address: str, tmp_path: Path) -> None:
    found = chromium.find()
    assert found is not None
    options = {"binary": str(found.path), "args": ["--headless=new", "--no-sandbox"]}
    shelves = Shelves.all()
    rules = at_depth(shelves.page, Depth.SIMPLIFIED)
    asked = observe.Questions.of((each.rule for each in rules), shelves.axe_options)
    script = selenium.write_script(tmp_path, (axe.script().source, core_script(), axe.glue(), *observe.scripts()))
    with Phone(address, {"browserName": "chrome", "goog:chromeOptions": options}) as phone:
        phone._driver.get(PAGE)
        kept = phone.look(script, asked.axe_options, [probe.name for probe in asked.static])
        browser = webdriver._family(phone._driver.capabilities["goog:processID"])
    for process in browser:  # on this machine it may outlive its driver
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    page = webview.read(json.dumps(kept).encode())
    assert page.title == "办事指南"
    judgement = webview.judge(page, "app://x/1", rules, shelves.axe)
    failed = {finding.rule for finding in judgement.findings if finding.outcome is Outcome.FAILED}
    assert "axe-image-alt" in failed
    images = [found.target.selector.count(" >>> ") for found in judgement.findings if found.rule == "axe-image-alt"]
    assert sorted(images) == [0, 1, 2]
    links = [found.target.selector for found in judgement.findings if found.rule == "link-purpose-in-context"]
    assert any(" >>> a" in selector for selector in links)
    foreign = ("https://map.example.org/", Reason.THIRD_PARTY_FRAME)
    assert [(left.what, left.reason) for left in judgement.untested] == [foreign]


@pytest.mark.parametrize(
    "kept",
    [
        {},
        [],
        {"address": "a", "title": "b", "axe": "{}", "probes": "{}"},
        {"address": "a", "title": "b", "axe": "[1]", "probes": "{}"},
        {"address": "a", "title": "b", "axe": '[{"id": "image-alt"}]', "probes": "{}"},
        {"address": "a", "title": "b", "axe": "[]", "probes": '{"outline": 1}'},
        {"address": "a", "title": "b", "axe": "[]", "probes": '{"outline": {"seen": []}}'},
        {"address": "a", "title": "b", "axe": "[]", "probes": '{"images": {"seen": [1]}}'},
        {"failure": "no script ran"},
    ],
)
def test_what_is_no_record_of_a_page_is_refused(kept: Any) -> None:
    shelves = Shelves.all()
    with pytest.raises(Unreadable):
        webview.judge(webview.read(json.dumps(kept).encode()), "app://x/1", shelves.page, shelves.axe)


def test_a_probe_that_failed_is_untested() -> None:
    shelves = Shelves.all()
    kept = {
        "address": "a",
        "title": "b",
        "axe": "[]",
        "probes": '{"images": {"error": "x"}, "unheard-of": {"seen": 1}}',
    }
    judgement = webview.judge(webview.read(json.dumps(kept).encode()), "app://x/1", (), shelves.axe)
    assert [left.what for left in judgement.untested] == ["images", "unheard-of"]


def test_what_caps_left_out_of_a_page_and_its_frames_is_untested() -> None:
    shelves = Shelves.all()
    asked = {"demands": {"seen": [], "left_out": 2}}
    inner = [["iframe >>> ", json.dumps(asked)]]
    kept = {"address": "a", "title": "b", "axe": "[]", "probes": json.dumps(asked), "inner": inner}
    rules = tuple(each for each in shelves.page if each.rule.id == "entry-requirements-told")
    judgement = webview.judge(webview.read(json.dumps(kept).encode()), "app://x/1", rules, shelves.axe)
    assert [(left.what, left.reason, left.detail) for left in judgement.untested] == [
        ("entry-requirements-told", Reason.NOT_SAMPLED, "+4")
    ]
