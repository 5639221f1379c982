"""What stands in front of a page is recognised by its own signs, and pages that only mention them are left alone."""

from __future__ import annotations

import pytest

from audit.model import Depth, Outcome, Reason
from audit.store import Store
from tests.web_checks.conftest import Answer, PageServer, Web
from web_checks import barriers
from web_checks.page import Page
from web_checks.probes.barrier import Sparse


def page(text: str = "", html: str = "", *, title: str = "", settled: bool = True, **counts: int) -> Page:
    known = {"links": 0, "fields": 0, "pictures": 0, "scripts": 1, "buttons": 0, "files": 0, **counts}
    seen = Sparse(text, html or f"<body>{text}</body>", **known)
    return Page("http://a.test/", 200, title, "zh", "", settled, {"barrier": seen})


@pytest.mark.parametrize(
    ("html", "product"),
    [
        ('<meta id="9DhefwqGPrzGxEp9hPaoag" content="x"><script>$_ts=window["$_ts"];$_ts.cd="q"</script>', "瑞数"),
        ("<script>var arg1='A1B2';document.cookie='acw_sc__v2='+x</script>", "阿里云 WAF"),
        ('<meta name="aliyun_waf_aa" content="1">', "阿里云 WAF"),
        ("<script>window._cf_chl_opt={}</script>", "Cloudflare"),
        ("<script>document.cookie='__jsl_clearance_s=1'</script>", "创宇盾"),
        ("<title>服务器安全狗防护验证页面</title>", "安全狗"),
    ],
)
def test_a_firewall_s_challenge_is_blocked_and_names_the_product(html: str, product: str) -> None:
    assert barriers.met(page(html=html)) == barriers.Barrier(Reason.BLOCKED, product)


@pytest.mark.parametrize(
    "text",
    [
        "您的访问已被拦截",
        "网站防火墙 您的请求带有不合法参数",
        "请完成安全验证",
        "Checking your browser before accessing",
    ],
)
def test_a_refusal_without_a_product_is_blocked_too(text: str) -> None:
    found = barriers.met(page(text))
    assert found is not None
    assert found.reason is Reason.BLOCKED


@pytest.mark.parametrize("text", ["", "示例市人民政府" * 70, "通知公告"])
def test_a_real_page_that_carries_the_firewall_s_script_is_a_page(text: str) -> None:
    script = '<script>$_ts=window["$_ts"]</script>'
    links = 0 if len(text) > 400 else 11
    assert barriers.met(page(text, script, links=links)) is None


def test_pages_with_more_than_a_few_elements_are_pages() -> None:
    seen = Page("http://a.test/", 200, "", "zh", "", settled=True, seen={"barrier": None})
    assert barriers.met(seen) is None


@pytest.mark.parametrize(
    "text",
    [
        "请使用IE浏览器访问本系统",
        "本系统仅支持 IE8 及以上版本",
        "您使用的浏览器不受支持，请切换到兼容模式",
        "不支持当前浏览器",
        "请先下载安装安全登录控件",
        "This site requires Internet Explorer 8",
    ],
)
def test_a_page_that_only_asks_for_another_browser_is_untested(text: str) -> None:
    found = barriers.met(page(text))
    assert found is not None
    assert found.reason is Reason.OLD_BROWSER
    assert barriers.met(page(text, fields=2)) is None, "a form can be used and tested"
    assert barriers.met(page(text + "正文" * 250)) is None, "a footer's remark is no barrier"


def test_an_empty_page_is_a_shell_only_when_its_scripts_never_rest() -> None:
    assert barriers.met(page(settled=False)) == barriers.Barrier(Reason.BLOCKED, "blank")
    assert barriers.met(page(settled=True)) is None
    assert barriers.met(page(settled=False, scripts=0)) is None
    assert barriers.met(page(settled=False, pictures=1)) is None


@pytest.mark.parametrize(
    "text", ["%PDF-1.4 1 0 obj<</Type", "PK\x03\x04\x14 word/document.xml", "%PDF-1.7 " + "x" * 990]
)
def test_a_file_that_is_called_a_page_is_none(text: str) -> None:
    found = barriers.met(page(text))
    assert found is not None
    assert found.reason is Reason.NOT_HTML
    assert barriers.met(page(f"下载 {text[:40]}")) is None


@pytest.mark.parametrize(
    ("asked", "ended", "wall"),
    [
        ("http://a.gov.cn/my/cases", "http://a.gov.cn/login?returnUrl=%2Fmy%2Fcases", True),
        ("http://a.gov.cn/my/cases", "http://a.gov.cn/user/login.html", True),
        ("http://a.gov.cn/my/cases", "https://sso.b.gov.cn/auth?service=http%3A%2F%2Fa.gov.cn%2Fmy%2Fcases", True),
        ("http://a.gov.cn/login", "http://a.gov.cn/login/index.html", False),
        ("http://a.gov.cn/old", "http://a.gov.cn/new", False),
        ("http://a.gov.cn/a", "http://a.gov.cn/blogging/in.html", False),
        ("http://a.gov.cn/a", "http://a.gov.cn/cases/list.html?from=1", False),
    ],
)
def test_a_redirect_to_a_login_is_a_wall_unless_a_login_was_asked_for(asked: str, ended: str, *, wall: bool) -> None:
    assert barriers.is_login_wall(asked, ended) is wall


def test_a_challenge_page_is_untested_and_never_passed(web: Web) -> None:
    seen = web.see("<script>window.$_ts=window['$_ts']||{};$_ts.nsd=1;</script>")
    assert seen.result.subject.outcome is Outcome.UNTESTED
    assert seen.result.subject.reason is Reason.BLOCKED
    assert not seen.result.findings
    assert [untested.detail for untested in seen.result.untested] == ["瑞数"]


def test_what_lies_behind_a_login_is_untested_and_the_login_page_is_still_visited(
    web: Web, pages: PageServer, store: Store
) -> None:
    pages.page("/", '<title>首页</title><a href="/my.html">我的办件</a>')
    pages.page("/login.html", "<title>登录</title><form><input type=password></form>")
    pages.answers["/my.html"] = Answer(status=302, headers={"Location": "/login.html?returnUrl=/my.html"})
    reasons = web.crawl(store).reasons()
    assert reasons["/my.html"] == (Outcome.UNTESTED, Reason.LOGIN)
    assert reasons["/login.html?returnUrl=/my.html"][1] is None


@pytest.mark.parametrize(
    "script",
    [
        "document.cookie='k=1'; location.reload()",
        "document.cookie='k=1'; location.href = location.pathname",
        "document.cookie='k=1'; setTimeout(() => location.reload(), 50)",
    ],
)
@pytest.mark.parametrize("text", ["", "请稍候…"])
def test_a_page_that_sets_a_cookie_and_asks_for_itself_again_is_no_page(web: Web, script: str, text: str) -> None:
    seen = web.see(f"<html><script>{script}</script>{text}</html>")
    assert (seen.result.subject.outcome, seen.result.subject.reason) == (Outcome.UNTESTED, Reason.BLOCKED)


def test_a_page_with_something_on_it_may_load_itself_again(web: Web) -> None:
    seen = web.see("<title>大屏</title><a href='/x'>首页</a><script>setTimeout(() => location.reload(), 50)</script>")
    assert seen.result.subject.reason is None


@pytest.mark.parametrize("depth", list(Depth))
@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => { document.cookie = 'clearance=1; path=/'; location.reload() }, 1500)",
        "document['coo' + 'kie'] = 'clearance=1'; eval('setTimeout(() => location.replace(location.href), 1500)')",
    ],
)
def test_one_that_lets_people_wait_before_it_asks_again_is_none_either(web: Web, script: str, depth: Depth) -> None:
    seen = web.see(f"<html><title>请稍候</title><p>即将进入网站…</p><script>{script}</script></html>", depth=depth)
    assert (seen.result.subject.outcome, seen.result.subject.reason) == (Outcome.UNTESTED, Reason.BLOCKED)
    assert [untested.detail for untested in seen.result.untested] == [
        "a script that sets a cookie (clearance) and loads the page again"
    ]


def test_a_page_of_little_text_that_shows_its_latest_state_is_a_page(web: Web, pages: PageServer, store: Store) -> None:
    # Its cookies are the server's; the script only reads them.
    script = "const id = document.cookie; setTimeout(() => location.reload(), 1500)"
    html = f"<html lang=zh><title>叫号</title><h1>请 A012 号到 3 号窗口</h1><script>{script}</script></html>"
    pages.answer("/", html, Set_Cookie="session=1; path=/")
    assert web.crawl(store).reasons()["/"][1] is None


def test_a_page_that_sets_a_cookie_and_stays_is_a_page(web: Web) -> None:
    seen = web.see("<html lang=zh><title>公告</title><h1>今日停电</h1><script>document.cookie='seen=1'</script></html>")
    assert seen.result.subject.reason is None


@pytest.mark.parametrize(
    ("script", "counts", "waits"),
    [
        ("document.cookie='a=1'", {}, True),
        ("var _0x1f2a=['\\x63'];", {}, True),
        ("setTimeout(() => location.reload(), 5000)", {}, False),
        ("document.cookie='a=1'", {"links": 1}, False),
        ("document.cookie='a=1'", {"fields": 1}, False),
        ("document.cookie='a=1'", {"pictures": 1}, False),
        ("document.cookie='a=1'", {"buttons": 1}, False),
        ("document.cookie='a=1'", {"files": 1}, False),
    ],
)
def test_only_a_page_with_nothing_to_read_or_to_work_is_waited_for(
    script: str, counts: dict[str, int], *, waits: bool
) -> None:
    assert (
        barriers.may_be_a_challenge(page("稍候", f"<script>{script}</script>", title="", settled=True, **counts))
        is waits
    )
    assert not barriers.may_be_a_challenge(page("稍候" * 201, f"<script>{script}</script>"))
