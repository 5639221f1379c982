# ruff: noqa: E501 - rows of a table read better on one line
"""Pages whose scripts attack the audit: they spin, storm, lead away, download, and poison what scripts build on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.model import Outcome, Reason
from tests.hostile.conftest import FAULTS, SHORT, doc, outcomes, script

if TYPE_CHECKING:
    from tests.hostile.conftest import Arena

TESTED = (Outcome.FAILED, None)
UNTESTED = Outcome.UNTESTED

# ---- pages that never let go

_SPINS = {
    "promises that never end": "const again = () => Promise.resolve().then(again); again()",
    "alerts in a loop": "while (true) alert('中奖')",
    "questions until they are answered": "while (!confirm('x') || !prompt('y'));",
    "an expression without end": "/^(a+)+$/.test('a'.repeat(60) + 'b')",
    "a request that waits": "const x = new XMLHttpRequest(); x.open('GET', '/never', false); x.send()",
    "atomics": "new Worker(URL.createObjectURL(new Blob(['while(1);']))); const until = Infinity; while (Date.now() < until);",
}


@pytest.mark.parametrize("source", _SPINS.values(), ids=_SPINS)
def test_a_script_that_never_ends_is_a_timeout(arena: Arena, source: str) -> None:
    arena.server.answer("/never", delay=8)
    crawled = arena.page(script(source), deadlines=SHORT)
    assert outcomes(crawled)["/hostile"] == (UNTESTED, Reason.TIMEOUT)
    assert crawled.findings("/hostile") == []


# ---- pages that make a nuisance of themselves, and can be tested all the same

_NUISANCES = {
    "long tasks": "setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 45)",
    "frames of animation": "const draw = () => { document.body.dataset.n = performance.now(); requestAnimationFrame(draw) }; draw()",
    "workers that spin": "for (let n = 0; n < 4; n += 1) new Worker(URL.createObjectURL(new Blob(['while (1);'])))",
    "last words": "onbeforeunload = () => 'stay'; onpagehide = onunload = () => { alert('x'); confirm('y') }",
    "two hundred popups": "for (let n = 0; n < 200; n += 1) open('/plain', '_blank', 'noopener')",
    "reloading": "setInterval(() => location.reload(), 5)",
    "sockets": "for (let n = 0; n < 100; n += 1) { new WebSocket('ws://pages.test/s'); new EventSource('/e' + n) }",
    "requests": "let n = 0; setInterval(() => { fetch('/data?' + (n += 1)) }, 10)",
    "history": "for (let n = 0; n < 20000; n += 1) { try { history.pushState(n, '', '/h?' + n) } catch {} }",
    "hashes": "let n = 0; setInterval(() => { for (let i = 0; i < 50; i += 1) location.hash = n += 1 }, 5)",
    "a title that runs": "let n = 0; setInterval(() => { document.title = '跑马灯'.repeat(n += 1) }, 1)",
    "selection and focus": "setInterval(() => { document.body.tabIndex = 0; document.body.focus(); getSelection().selectAllChildren(document.body); scrollTo(0, 9e9) }, 1)",
    "storage": "try { for (let n = 0; n < 99; n += 1) localStorage['k' + n] = 'x'.repeat(1e5) } catch {}; indexedDB.open('a', 9)",
    "messages": "onmessage = () => postMessage(0, '*'); postMessage(0, '*'); const c = new MessageChannel(); c.port1.onmessage = () => c.port2.postMessage(0); c.port2.onmessage = () => c.port1.postMessage(0); c.port1.postMessage(0)",
    "shadows": "const host = document.createElement('div'); document.body.append(host); let root = host.attachShadow({mode: 'closed'}); for (let n = 0; n < 100; n += 1) { const inner = document.createElement('div'); root.append(inner); root = inner.attachShadow({mode: 'open'}) }",
    "no stylesheet": "document.adoptedStyleSheets = [new CSSStyleSheet()]; document.adoptedStyleSheets[0].replaceSync('*, ::before { transition: all 99s; animation: x 1ms infinite } @keyframes x { to { opacity: .99 } }')",
    "a service worker": "navigator.serviceWorker?.register('/sw.js').catch(() => 0)",
    "a picture of the screen": "navigator.mediaDevices?.getDisplayMedia().catch(() => 0); Notification.requestPermission(); navigator.usb?.requestDevice({filters: []}).catch(() => 0)",
    "printing": "print(); setTimeout(print, 20)",
    "stopping": "stop(); addEventListener('DOMContentLoaded', () => stop())",
}


@pytest.mark.parametrize("source", _NUISANCES.values(), ids=_NUISANCES)
def test_a_nuisance_is_tested_all_the_same(arena: Arena, source: str) -> None:
    fake = "onfetch = (event) => event.respondWith(new Response('<h1>fake', {headers: {'Content-Type': 'text/html'}}))"
    arena.server.answer("/sw.js", f"skipWaiting(); {fake}", Content_Type="text/javascript")
    crawled = arena.page(script(source))
    assert outcomes(crawled)["/hostile"] == TESTED
    assert FAULTS[0] in crawled.findings("/hostile")
    assert [path for path in arena.server.paths() if path.startswith("/plain")] == ["/plain"]


# ---- pages that lead away

_CIRCLES = {
    "script": "<script>location.replace('{}')</script>",
    "late script": "<script>onload = () => setTimeout(() => {{ location = '{}' }}, 30)</script>",
    "meta": '<meta http-equiv="refresh" content="0; url={}">',
    "form": "<form id=f action='{}'></form><script>f.submit()</script>",
    "click": "<a id=a href='{}'>x</a><script>a.click()</script>",
}


@pytest.mark.parametrize("way", _CIRCLES.values(), ids=_CIRCLES)
def test_a_page_that_leads_to_itself_is_tested_as_it_stands(arena: Arena, way: str) -> None:
    crawled = arena.page(doc(way.format("/hostile#again")))
    assert outcomes(crawled)["/hostile"] == TESTED
    assert arena.server.paths().count("/hostile") == 1


@pytest.mark.parametrize("way", _CIRCLES.values(), ids=_CIRCLES)
def test_pages_that_lead_to_each_other_end(arena: Arena, way: str) -> None:
    arena.server.page("/other", doc(way.format("/hostile")))
    crawled = arena.page(doc(way.format("/other")))
    found = outcomes(crawled)
    assert set(found) == {"/hostile", "/other", "/plain"}
    # Visited once, and asked once more whether it is a page at all.
    assert arena.server.paths().count("/hostile") == arena.server.paths().count("/other") == 2
    assert crawled.findings("/hostile") == crawled.findings("/other") == []
    assert found["/hostile"] == (UNTESTED, Reason.NETWORK)
    assert found["/other"] == (Outcome.INAPPLICABLE, Reason.REDIRECT)
    assert "in a circle" in crawled.pages["/hostile"].facts["detail"]


def test_a_page_that_goes_back_to_where_nothing_was_is_no_page(arena: Arena) -> None:
    crawled = arena.page(script("setInterval(() => { history.go(-2); history.back(); history.forward() }, 5)"))
    assert outcomes(crawled)["/hostile"] == (UNTESTED, Reason.CRASH)


# ---- pages that hand out files

_FILE = "const a = document.createElement('a'); a.download = 'x.exe'; document.body.append(a);"
_DOWNLOADS = {
    "a data link": f"{_FILE} a.href = 'data:application/octet-stream,MZ'; a.click()",
    "a blob link": f"{_FILE} a.href = URL.createObjectURL(new Blob(['MZ'])); setInterval(() => a.click(), 10)",
    "frames": "for (let n = 0; n < 20; n += 1) { const f = document.createElement('iframe'); f.src = '/file?' + n; document.body.append(f) }",
    "a data address": "location = 'data:application/octet-stream,MZ'",
    "a data page": "location = 'data:text/html,<title>x</title>'",
    "a file address": "location = 'file:///etc/passwd'",
    "an address of the browser": "location = 'chrome://version'; location = 'view-source:http://pages.test/'; location = 'javascript:0'",
    "a program": "location = 'mailto:a@b.cn'; location = 'tel:110'; location = 'weixin://dl/chat'",
}


@pytest.mark.parametrize("source", _DOWNLOADS.values(), ids=_DOWNLOADS)
def test_a_page_that_hands_out_files_is_tested_as_it_stands(arena: Arena, source: str) -> None:
    arena.server.answer("/file", b"MZ", Content_Type="application/octet-stream", Content_Disposition="attachment")
    crawled = arena.page(script(source))
    assert outcomes(crawled)["/hostile"] == TESTED
    assert FAULTS[0] in crawled.findings("/hostile")


@pytest.mark.parametrize("source", [f"{_FILE} a.href = '/file'; a.click()", "location = '/file'"])
def test_a_page_that_starts_a_download_is_tested(arena: Arena, source: str) -> None:
    arena.server.answer("/file", b"MZ", Content_Type="application/octet-stream", Content_Disposition="attachment")
    crawled = arena.page(script(source))
    assert outcomes(crawled)["/hostile"] == TESTED


# ---- pages that poison what scripts build on

_POISONS = {
    "arrays": "for (const name of ['map', 'filter', 'forEach', 'reduce', 'push', 'includes', Symbol.iterator]) Array.prototype[name] = () => { throw 1 }",
    "objects": "Object.prototype.toString = Object.keys = Object.entries = Object.assign = Object.defineProperty = () => { throw 1 }; Object.prototype.selector = 'x'; Object.prototype.get = 1",
    "strings and expressions": "String.prototype.split = String.prototype.trim = RegExp.prototype.test = RegExp.prototype.exec = () => { throw 1 }",
    "JSON": "JSON.stringify = () => '[]'; JSON.parse = () => { throw 1 }; Array.prototype.toJSON = Object.prototype.toJSON = () => 'x'",
    "promises": "Promise.prototype.then = () => { throw 1 }; window.Promise = class { constructor() { throw 1 } }",
    "clocks": "performance.now = Date.now = () => 0; window.setTimeout = window.requestAnimationFrame = () => 0; Date.prototype.getTime = () => NaN",
    "observers": "window.MutationObserver = window.IntersectionObserver = class { constructor() { throw 1 } }",
    "the document": "document.querySelectorAll = () => []; document.querySelector = () => null; Element.prototype.getAttribute = () => 'x'; Element.prototype.matches = () => false; Node.prototype.isConnected = false",
    "styles": "window.getComputedStyle = () => ({}); Element.prototype.getBoundingClientRect = () => ({}); window.matchMedia = null",
    "a fake axe": "window.axe = {run: async () => ({violations: []}), version: '9'}; window.stepfree = {observe: () => '{}'}; Object.defineProperty(window, 'stepfree', {get() { throw 1 }})",
    "getters": "for (const name of ['axe', 'stepfree', 'top', 'wasParsed']) try { Object.defineProperty(window, name, {get() { throw 1 }, configurable: false}) } catch {}",
    "names": "document.body.insertAdjacentHTML('beforeend', '<form name=body><input name=querySelectorAll><input name=nodeType><input name=attributes><input name=parentElement></form><img name=documentElement src=\"data:,\" alt=\"\"><form id=stepfree name=axe></form>')",
    "freezing": "Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(document); Object.preventExtensions(window)",
}


@pytest.mark.parametrize("source", _POISONS.values(), ids=_POISONS)
def test_poison_changes_no_finding(arena: Arena, source: str) -> None:
    crawled = arena.page(script(source))
    assert outcomes(crawled)["/hostile"] == TESTED
    assert "axe-image-alt" in {rule for rule, outcome, _ in crawled.findings("/hostile") if outcome is Outcome.FAILED}


_POLICIES = {
    "nothing at all": "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "a sandbox with scripts": "sandbox allow-scripts; frame-ancestors 'none'",
    "reports": "default-src 'none'; report-uri http://10.0.0.1/csp; navigate-to 'none'; upgrade-insecure-requests",
}


@pytest.mark.parametrize("policy", _POLICIES.values(), ids=_POLICIES)
def test_a_strict_policy_changes_no_finding(arena: Arena, policy: str) -> None:
    arena.server.page("/hostile", doc(), **{"Content-Security-Policy": policy})
    crawled = arena.meet("/hostile")
    assert outcomes(crawled)["/hostile"] == TESTED
    assert crawled.findings("/hostile") == FAULTS
