"""Logging in: secrets come from the environment, go to one origin, and are found nowhere afterwards."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from audit.model import Depth, Outcome, Reason, Target, UsageError
from audit.plan import Header, Site
from tests.web_checks.conftest import HTML, OTHER, WWW, Answer
from web_checks.jobs import SiteJob, WebSettings
from web_checks.login import LEAVES, Login, login_of, origin_of

if TYPE_CHECKING:
    from audit.store import Store
    from tests.web_checks.conftest import PageServer, Web

HOME = "http://pages.test/"
SECRET = "tök".encode().hex() + "&Xy9/zz"
ENVIRONMENT = {"TOKEN": f"Bearer {SECRET}", "PAIR": "user:pass word", "ODD": "a\nb"}


def site(*headers: dict[str, str], **keys: Any) -> Site:
    return Site(id="s", name="s", url=HOME, headers=tuple(Header(**header) for header in headers), **keys)


def login(*headers: dict[str, str], **keys: Any) -> Login:
    return login_of(site(*headers, **keys), Path(), ENVIRONMENT)


BEARER = {"origin": "http://pages.test", "value": "env:TOKEN"}


def test_a_header_belongs_to_its_origin_alone() -> None:
    found = login(BEARER, {"origin": "https://a.cn:443/", "name": "X-Key", "value": "basic:PAIR"})
    assert found.headers_for(f"{HOME}x?y=1") == {"Authorization": f"Bearer {SECRET}"}
    pair = base64.b64encode(b"user:pass word").decode()
    assert found.headers_for("https://A.cn/x") == {"X-Key": f"Basic {pair}"}
    for other in (
        "https://pages.test/",
        "http://pages.test:8080/",
        "http://www.pages.test/",
        "http://a.cn/",
        "data:,x",
    ):
        assert found.headers_for(other) == {}, other
    assert found
    assert not Login()


def _stored(domain: str, path: str = "/", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"name": "sid", "value": value, "domain": domain, "path": path, **more}


@pytest.mark.parametrize(
    ("cookie", "address", "sent"),
    [
        (_stored("a.cn"), "http://a.cn/x.pdf", True),
        (_stored("a.cn"), "http://a.cn:8080/x.pdf", True),
        (_stored("a.cn"), "http://www.a.cn/x.pdf", False),
        (_stored("A.cn"), "http://A.CN/x.pdf", True),
        (_stored(".a.cn"), "http://www.a.cn/x.pdf", True),
        (_stored(".a.cn"), "http://a.cn/x.pdf", True),
        (_stored(".a.cn"), "http://bada.cn/x.pdf", False),
        (_stored(".a.cn"), "http://a.cn.evil.test/x.pdf", False),
        (_stored("a.cn", "/my"), "http://a.cn/my", True),
        (_stored("a.cn", "/my"), "http://a.cn/my/x.pdf", True),
        (_stored("a.cn", "/my"), "http://a.cn/mine.pdf", False),
        (_stored("a.cn", secure=True), "http://a.cn/x.pdf", False),
        (_stored("a.cn", secure=True), "https://a.cn/x.pdf", True),
        (_stored("a.cn", value="1\r\nX-Evil: 1"), "https://a.cn/x.pdf", False),
    ],
)
def test_a_stored_cookie_goes_where_a_browser_would_send_it(cookie: dict[str, Any], address: str, sent: bool) -> None:  # noqa: FBT001
    found = Login(state={"cookies": [cookie]})
    assert found.sent_to(address) == ({"Cookie": "sid=1"} if sent else {})
    assert found.headers_for(address) == {}


def test_stored_cookies_go_along_with_headers_those_of_longer_paths_first() -> None:
    cookies = [_stored("pages.test"), {**_stored("pages.test", "/my"), "name": "my"}]
    found = Login({"http://pages.test": {"X-Key": "k"}}, {"cookies": cookies})
    assert found.sent_to(f"{HOME}my/x.pdf") == {"Cookie": "my=1; sid=1", "X-Key": "k"}
    assert found.sent_to(f"http://{OTHER}/my") == {}


@pytest.mark.parametrize(
    "shown", [SECRET, f"Bearer {SECRET}", "pass word", base64.b64encode(b"user:pass word").decode()]
)
def test_no_secret_survives_in_any_shape(shown: str) -> None:
    found = login(BEARER, {"origin": "https://a.cn", "value": "basic:PAIR"})
    value = (Target(f"#x[{shown}]", f"<b>{shown}</b>"), {"k": [shown, 1, None, Outcome.PASSED]})
    hidden = repr(found.redacted(value))
    assert shown not in hidden
    assert "***" in hidden
    assert "passed" in hidden
    assert shown not in repr(found)
    assert found.shows(f"http://a.cn/?t={shown}")


def test_escaped_secrets_are_secrets() -> None:
    found = login(BEARER)
    for form in (SECRET.replace("&", "&amp;"), SECRET.replace("&", "%26").replace("/", "%2F")):
        assert form not in found.redacted(f"<a href='{form}'>")


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ({**BEARER, "value": "env:MISSING"}, "MISSING"),
        ({**BEARER, "value": "env:ODD"}, "ODD"),
        ({**BEARER, "origin": "pages.test"}, "origin"),
        ({**BEARER, "origin": "http://pages.test/x"}, "origin"),
        ({**BEARER, "origin": "http://u:p@pages.test"}, "origin"),
        ({**BEARER, "name": "Host"}, "Host"),
        ({**BEARER, "name": "a b"}, "a b"),
    ],
)
def test_what_is_wrong_is_one_line_without_the_secret(header: dict[str, str], part: str) -> None:
    with pytest.raises(UsageError) as refused:
        login(header)
    (problem,) = refused.value.problems
    assert part in problem.en
    assert part in problem.zh
    assert SECRET not in problem.en


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cookies": [{"name": "sid", "value": 7}]}', '{"cookies": "hush"}', "\x00"]
)
def test_a_state_that_is_none_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text)
    with pytest.raises(UsageError) as refused:
        login_of(site(storage_state="state.json"), tmp_path, {})
    assert "storage_state" in refused.value.problems[0].en
    assert "hush" not in refused.value.problems[0].en


def test_origins() -> None:
    assert origin_of("HTTPS://A.cn:443/x") == "https://a.cn"
    assert origin_of("http://a.cn:8080") == "http://a.cn:8080"
    assert origin_of("mailto:x") == ""


@pytest.mark.parametrize(
    "place", ["logout", "user/logOff.do", "x?action=signout", "sso/log-out", "tuichu.jsp", "zhuxiao"]
)
def test_ways_out_are_known(place: str) -> None:
    assert LEAVES.search(place)


@pytest.mark.parametrize("place", ["blog/outline.html", "login", "logoutput", "signage"])
def test_other_places_are_no_ways_out(place: str) -> None:
    assert not LEAVES.search(place)


# ---- in the browser


def doc(body: str) -> str:
    return (
        f'<!doctype html><html lang="zh-CN"><head><title>测试页</title></head><body><main>{body}</main></body></html>'
    )


def test_headers_go_to_their_origin_and_nowhere_else(web: Web, pages: PageServer, store: Store) -> None:
    body = (
        '<h1>首页</h1><img src="/own.png"><img src="http://other.test/foreign.png"><img src="/leaves.png">'
        '<script src="http://other.test/foreign.js"></script><script src="/own.js"></script>'
        '<a href="/away">a</a><a href="/moved">b</a><a href="http://www.pages.test/sister">c</a>'
        "<script>fetch('/own.json'); fetch('http://other.test/foreign.json', {mode: 'no-cors'})</script>"
    )
    pages.page("/", doc(body))
    pages.answer("/leaves.png", status=302, Location="http://other.test/leaves.png")
    pages.answer("/away", status=302, Location="http://other.test/away")
    pages.answer("/moved", status=302, Location="http://www.pages.test/sister")
    pages.page("/sister", doc("姊妹"))
    web.crawl(store, job=SiteJob("site", "site", HOME, login=login(BEARER)))
    sent = {(h["Host"], path) for _, path, h in pages.asked if h.get("Authorization") == f"Bearer {SECRET}"}
    bare = {(h["Host"], path) for _, path, h in pages.asked if "Authorization" not in h}
    assert {host for host, _ in sent} == {"pages.test"}
    expected = {"/", "/robots.txt", "/own.png", "/own.js", "/own.json", "/leaves.png", "/away", "/moved"}
    assert expected <= {path for _, path in sent}
    assert {(OTHER, "/foreign.png"), (OTHER, "/foreign.js"), (OTHER, "/leaves.png"), (WWW, "/sister")} <= bare
    assert not any(host == "pages.test" for host, _ in bare)


def test_a_websocket_takes_cookies_along_and_no_header(
    web: Web, pages: PageServer, store: Store, tmp_path: Path
) -> None:
    cookie = {"name": "sid", "value": "s3cr3t-cookie", "domain": "pages.test", "path": "/", "expires": -1}
    state = {"cookies": [cookie | {"httpOnly": True, "secure": False, "sameSite": "Lax"}], "origins": []}
    (tmp_path / "state.json").write_text(json.dumps(state))
    # The browser lets nobody add to a WebSocket's handshake: a page that needs the header there is tested without it.
    pages.page("/", doc("<h1>首页</h1><script>new WebSocket('ws://pages.test/live')</script>"))
    for logged_in in (login(BEARER), login_of(site(storage_state="state.json"), tmp_path, {})):
        pages.asked.clear()
        crawled = web.crawl(store, job=SiteJob("site", "site", HOME, login=logged_in))
        assert crawled.pages["/"].tally
        (handshake,) = [headers for _, path, headers in pages.asked if path == "/live"]
        assert "Authorization" not in handshake
        assert ("s3cr3t-cookie" in handshake.get("Cookie", "")) == (logged_in.state is not None)


def test_behind_basic_authentication_pages_are_tested_and_show_no_secret(
    web: Web, pages: PageServer, store: Store
) -> None:
    pair = base64.b64encode(b"user:pass word").decode()

    def guarded(body: str) -> Any:
        def answer() -> Answer:
            if pages.asked[-1][2].get("Authorization") != f"Basic {pair}":
                return Answer(b"who?", 401, headers={"Content-Type": HTML, "WWW-Authenticate": "Basic"})
            return Answer(doc(body).encode())

        return answer

    leak = f'<img src="/x.png" title="pass word"><img src="{pair}.png"><a href="/next?t={pair}">下一页</a>'
    pages.answers["/"] = guarded(f'{leak}<a href="/in">内</a><a href="/logout">退出</a>')
    pages.answers["/in"] = guarded('<img src="pass%20word.png">')
    headers = login({"origin": "http://pages.test", "value": "basic:PAIR"})
    assert web.crawl(store).reasons()["/"] == (Outcome.UNTESTED, Reason.BLOCKED)
    crawled = web.crawl(store, job=SiteJob("site", "site", HOME, login=headers))
    assert crawled.pages["/"].tally
    assert crawled.pages["/in"].tally
    assert crawled.reasons()["/logout"] == (Outcome.UNTESTED, Reason.LOGIN)
    assert "/logout" not in pages.paths()
    assert ("/", "+1", Reason.LOGIN) in crawled.untested()
    kept = "\n".join(
        map(repr, (*store.subjects(crawled.run), *store.findings(crawled.run), *store.untested(crawled.run)))
    )
    kept += "\n".join(map(repr, store.left_out(crawled.run, "site")))
    assert crawled.findings("/") != []
    for secret in ("pass word", pair, "pass%20word"):
        assert secret not in kept


def test_a_stored_state_is_there_on_every_page_and_in_depth(
    web: Web, pages: PageServer, store: Store, tmp_path: Path
) -> None:
    state = {
        "cookies": [
            {
                "name": "sid",
                "value": "s3cr3t-cookie",
                "domain": "pages.test",
                "path": "/",
                "expires": -1,
                "httpOnly": True,
                "secure": False,
                "sameSite": "Lax",
            }
        ],
        "origins": [{"origin": "http://pages.test", "localStorage": [{"name": "t", "value": "s3cr3t-storage"}]}],
    }
    (tmp_path / "state.json").write_text(json.dumps(state))
    script = "<p id=p></p><script>p.textContent = localStorage.t ? '已登录' : '未登录'; localStorage.seen = 1</script>"

    def member() -> Answer:
        known = "s3cr3t-cookie" in pages.asked[-1][2].get("Cookie", "")
        return Answer(doc(f"<h1>我的办件</h1>{script}").encode()) if known else Answer(b"no", 403)

    pages.page("/", doc('<a href="/my">我的</a><a href="/mine">办件</a>'))
    pages.answers["/my"] = pages.answers["/mine"] = member
    logged_in = login_of(site(storage_state="state.json"), tmp_path, {})
    job = SiteJob("site", "site", HOME, login=logged_in)
    settings = WebSettings(depth=Depth.IN_DEPTH, delay=0, workers=1, sample=None)
    crawled = web.crawl(store, job=job, settings=settings)
    assert crawled.pages["/my"].tally
    assert crawled.pages["/mine"].tally
    assert all(h.get("Cookie") is None for _, _, h in pages.asked if h["Host"] == OTHER)
    assert web.crawl(store).reasons()["/my"] == (Outcome.UNTESTED, Reason.BLOCKED)
