"""Pages that stand in front of the page: firewall challenges, login walls, "please use IE", empty shells.

Such a page is not the one that was asked for. It is untested with its reason, never passed. Every recogniser asks for
a page with next to nothing on it: real pages carry the same firewall scripts, and mention old browsers in their footer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from audit.model import Reason
from web_checks.page import Page
from web_checks.probes import barrier
from web_checks.probes.barrier import Sparse

_FEW_CHARACTERS = 400
_FEW_LINKS = 10

# What the challenge and block pages of each product carry in their HTML.
_FIREWALLS = (
    ("瑞数", re.compile(r"\$_ts\s*=\s*window\[|\$_ts\.(?:nsd|cd)\b")),
    ("阿里云 WAF", re.compile(r"acw_sc__v2|aliyun_waf_aa|alicfw_gfver")),
    ("Cloudflare", re.compile(r"_cf_chl_opt|/cdn-cgi/challenge-platform/|cf-browser-verification")),
    ("创宇盾", re.compile(r"__jsl_clearance|创宇盾|当前访问疑似黑客攻击")),
    ("安全狗", re.compile(r"安全狗|safedog", re.IGNORECASE)),
    ("云锁", re.compile(r"yunsuo_session|云锁")),
    ("网站卫士", re.compile(r"wzws_cid|网站卫士|stopattack\.html")),
    ("百度云加速", re.compile(r"百度云加速|yunjiasu", re.IGNORECASE)),
    ("雷池", re.compile(r"safeline|雷池\s*WAF", re.IGNORECASE)),
    ("D盾", re.compile(r"D盾_拦截")),
)
# What they carry in the headers of a refusal, and of nothing else.
_FIREWALL_HEADERS = (
    ("set-cookie", re.compile(r"__jsl(?:uid|_clearance)", re.IGNORECASE), "创宇盾"),
    ("cf-mitigated", re.compile(r"challenge"), "Cloudflare"),
    ("x-safeline-event-id", re.compile(r""), "雷池"),
    ("wzws-ray", re.compile(r""), "网站卫士"),
)
# How files begin that a server may call text/html by mistake.
_FILE = re.compile(r"%PDF-\d|PK\x03\x04")
# What a script has in it that may set a cookie, or that hides what it does.
_COOKIE_SCRIPT = re.compile(
    r"cookie|\beval\b|\batob\b|fromCharCode|unescape|\\x[0-9a-f]{2}|\b_0x[0-9a-f]", re.IGNORECASE
)
# Errors that are answers about the page itself.
_ANSWERS = (401, 404, 410)
# What they say when no product is named.
_REFUSED = re.compile(
    r"网站(?:应用)?防火墙|(?:访问|请求)(?:已|被|已被)(?:拦截|阻断|拒绝)|访问(?:过于|太过?)频繁|疑似(?:黑客)?攻击"
    r"|(?:人机|安全)验证|正在(?:进行|检查|验证).{0,8}(?:安全|浏览器)|拖动滑块"
    r"|checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|enable javascript and cookies to continue",
    re.IGNORECASE,
)
_BROWSER = r"(?:IE|Internet\s*Explorer|360(?:安全|极速)?|搜狗|兼容模式|低版本)"
_OLD_BROWSER = re.compile(
    rf"请(?:您)?(?:务必)?(?:使用|改用|用|换用|切换(?:到|至)?)[^。；;]{{0,12}}{_BROWSER}"
    rf"|(?:仅|只)(?:支持|能(?:使用|用)|可(?:使用|用))[^。；;]{{0,8}}{_BROWSER}"
    r"|不支持(?:您|你|当前|此|该|本)?[^。；;]{0,8}浏览器|请(?:先)?(?:下载|安装)[^。；;]{0,16}(?:控件|插件|ActiveX)"
    r"|(?:please\s+use|requires?|only\s+supports?)\s+(?:Microsoft\s+)?(?:Internet\s+Explorer|IE\b)",
    re.IGNORECASE,
)
_LOGIN_STEP = re.compile(
    r"(?:^|[/_.-])(?:log-?[io]n|sign-?in|signon|sso|cas|passport|oauth2?|uaa|idp|denglu|unauthori[sz]ed)(?:$|[/_.-])",
    re.IGNORECASE,
)
_LOGIN_ASKED = re.compile(r"redirect|return|goto|service|callback|target|from|next|back", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Barrier:
    """Why the page that was asked for was not there; detail: what it was recognised by."""

    reason: Reason
    detail: str


def met(page: Page, *, again: bool = False) -> Barrier | None:
    """Return what stands in front of the page that was asked for; None when the page is there.

    again: its own script sought to load it once more.
    """
    seen: Sparse | None = page.seen.get(barrier.PROBE.name)
    if seen is not None and (file := _FILE.match(seen.text)):
        return Barrier(Reason.NOT_HTML, f"{file[0]} (text/html)")
    if seen is None or len(seen.text) > _FEW_CHARACTERS or seen.links > _FEW_LINKS:
        return None
    return _firewall(page, seen) or _old_browser(seen) or _shell(page, seen, again=again)


def may_be_a_challenge(page: Page) -> bool:
    """Return whether a page has nothing to read or to work but a script of its own that may set a cookie.

    Whether it is a firewall's challenge is known when it loads itself again, and some let people wait before that.
    """
    seen: Sparse | None = page.seen.get(barrier.PROBE.name)
    if seen is None or len(seen.text) > _FEW_CHARACTERS or seen.buttons or seen.files:
        return False
    return _bare(seen) and bool(_COOKIE_SCRIPT.search(seen.html))


def challenge(cookies: Sequence[str]) -> Barrier | None:
    """Return the barrier of such a page that has loaded itself again; None when its script has set no cookie.

    cookies: the names of those it has set. A page that only shows the latest state of something sets none.
    """
    said = f"a script that sets a cookie ({cookies[0][:40]}) and loads the page again" if cookies else ""
    return Barrier(Reason.BLOCKED, said) if said else None


def refused(status: int, headers: Mapping[str, str], html: str) -> Barrier | None:
    """Return the firewall behind an HTTP error, with the evidence: status, product, what it was recognised by.

    None for an error that is the page's own. headers: by lower-case name.
    """
    if status in _ANSWERS:  # every product leaves its scripts on honest "not found" pages too
        return None
    for name, sign, product in _FIREWALL_HEADERS:
        if name in headers and sign.search(headers[name]):
            return Barrier(Reason.BLOCKED, f"HTTP {status}, {product} ({name})")
    for product, sign in _FIREWALLS:
        if found := sign.search(html):
            return Barrier(Reason.BLOCKED, f"HTTP {status}, {product} ({found[0][:40]})")
    said = _REFUSED.search(html)
    return Barrier(Reason.BLOCKED, f"HTTP {status}, {said[0][:40]}") if said else None


def is_login_wall(asked: str, ended: str) -> bool:
    """Return whether a redirect led from a page to a login in its stead (two canonical addresses)."""
    if _LOGIN_STEP.search(_place(asked)) or not _LOGIN_STEP.search(_place(ended)):
        return False
    parts = urlsplit(ended)
    path = urlsplit(asked).path
    # Signs of a way back, or a last step that is plainly the login page.
    back = any(_LOGIN_ASKED.search(key) or path in unquote(value) for key, value in parse_qsl(parts.query))
    return back or bool(_LOGIN_STEP.search(parts.path.rstrip("/").rpartition("/")[2]))


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{(parts.hostname or '').partition('.')[0]}{parts.path}"


def _firewall(page: Page, seen: Sparse) -> Barrier | None:
    for product, sign in _FIREWALLS:
        if sign.search(seen.html):
            return Barrier(Reason.BLOCKED, product)
    said = _REFUSED.search(f"{page.title} {seen.text}")
    return Barrier(Reason.BLOCKED, said[0]) if said and seen.links <= 1 else None


def _old_browser(seen: Sparse) -> Barrier | None:
    said = _OLD_BROWSER.search(seen.text)
    # With a form on it, it is a page that can be used and tested, whatever it recommends.
    return Barrier(Reason.OLD_BROWSER, said[0]) if said and not seen.fields else None


def _shell(page: Page, seen: Sparse, *, again: bool) -> Barrier | None:
    """Return the barrier of a page that runs scripts and shows nothing: it never comes to rest, or loads itself again.

    A firewall without a name lets a cookie be set and the page be asked again; "please wait" may stand there meanwhile.
    """
    if _bare(seen) and again:
        return Barrier(Reason.BLOCKED, "a script that loads the page again")
    return Barrier(Reason.BLOCKED, "blank") if _bare(seen) and not seen.text and not page.settled else None


def _bare(seen: Sparse) -> bool:
    return bool(seen.scripts) and not (seen.links or seen.fields or seen.pictures)
