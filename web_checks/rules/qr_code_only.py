"""QR codes that are the only way in.

Whom it hurts: blind people cannot aim a camera at a code they do not see; nobody without a smartphone, or reading the
page on the phone itself, can scan it. Tested: codes shown on the page are read from its picture, and what is in them is
looked for among the links that everyone meets, and in the alternative and the text beside the code. A code for the page
itself takes nobody anywhere else. Left to a person: whether the service can be reached by another address, codes
that open on hover or stand inside a larger picture, and the round codes of mini programs, which cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

from audit.model import Depth, Impact, Outcome, Rule, Scope, Text, Verdict
from web_checks.page import Page
from web_checks.probes import qr_codes
from web_checks.scope import canonical, host_of
from web_checks.wording import asks_otherwise, compact, same_place, topics

RULE = Rule(
    id="qr-code-only",
    title=Text("只有二维码，没有链接", "A QR code stands without a link"),
    whom=Text(
        "盲人看不到二维码，没法对准扫描；没有智能手机的人，或正用手机看网页的人，也扫不了，办不成事。",
        "Blind people cannot aim at a code they do not see; people without a smartphone, or who read the page on "
        "the phone itself, cannot scan it either.",
    ),
    mend=Text(
        "在二维码旁放一个指向同一地址的链接；公众号、小程序写明名称，并说明不扫码怎么办理。",
        "Put a link to the same address beside the code; for an account or a mini program write its name, and say how "
        "to get there without scanning.",
    ),
    impact=Impact.SERIOUS,
    scope=Scope.PAGE,
    requirements=("wcag:1.1.1",),
    depth=Depth.IN_DEPTH,
    needs=("qr_codes",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL, Outcome.INAPPLICABLE}),
)

_RUN = re.compile(r"[!-~]+")  # an address among Chinese text
_EDGES = "\"'()<>[],.;:"
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)  # an address without http://
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{1,20}):(?=\S)", re.IGNORECASE)
_SHOWN = 30  # characters of a code's text that are quoted


def judge(page: Page) -> Iterator[Verdict]:
    """Yield a verdict for each code that could be read."""
    seen = page.answer(qr_codes.PROBE)
    linked = _by_place((*seen.links, page.address))
    for code in seen.codes:
        beside = " ".join(code.beside)
        if _leads(code.payload, linked):
            yield Verdict(Outcome.PASSED, code.target, Text("有链接通向同一处", "A link leads to the same place"))
        elif _says(beside, code.payload) or _leads(code.payload, _by_place(_RUN.findall(beside))):
            message = Text("旁边写明了码里的内容", "What is in the code is written beside it")
            yield Verdict(Outcome.PASSED, code.target, message)
        else:
            yield Verdict(Outcome.CANT_TELL, code.target, _question(code.payload))


def _address(text: str) -> str:
    """Return the canonical address, without www., that a phone would open ("" = the text is no web address)."""
    said = text.strip(_EDGES + " \t\r\n")
    known = canonical(said, routes=True) or (canonical(f"http://{said}", routes=True) if _BARE.fullmatch(said) else "")
    return known.replace("://www.", "://", 1)


def _place(text: str) -> str:
    """Return what is equal for two addresses of one place, but for what they ask there."""
    address = _address(text)
    if not address:
        return text.strip()
    parts = urlsplit(address)
    return same_place(urlunsplit(parts._replace(query="")))


def _by_place(texts: Iterable[str]) -> Mapping[str, list[str]]:
    places: dict[str, list[str]] = {}
    for text in texts:
        places.setdefault(_place(text), []).append(_address(text))
    return places


def _leads(payload: str, places: Mapping[str, list[str]]) -> bool:
    address = _address(payload)
    return any(not asks_otherwise(address, other) for other in places.get(_place(payload), ()))


def _says(beside: str, payload: str) -> bool:
    """Return whether a text says all that a code says, letter for letter or word by word."""
    if _address(payload):
        return False  # its words may be there by chance
    about = topics(payload)
    return compact(payload) in compact(beside) or (bool(about) and about <= topics(beside))


def _question(payload: str) -> Text:
    # Never the whole: what follows the host or the scheme may be a token.
    if address := _address(payload):
        return Text(
            "二维码通向 {host}，页面上没有链接通向同一处；请人确认不扫码能不能办同一件事",
            "The QR code leads to {host} and no link on the page goes there: a person should see whether the same can "
            "be done without scanning",
        ).format(host=host_of(address))
    if scheme := _SCHEME.match(payload.strip()):
        return Text(
            "二维码要用手机应用打开（{scheme}:），旁边没有写明内容；请人确认不扫码能不能办同一件事",
            "The QR code is for an app ({scheme}:) and what is in it is not written beside it: a person should see "
            "whether the same can be done without scanning",
        ).format(scheme=scheme[1].lower())
    return Text(
        "二维码里是文字“{text}”，旁边没有写出来；请人确认不扫码能不能知道",
        "The QR code holds the text “{text}”, which is not written beside it: a person should see whether it can be "
        "had without scanning",
    ).format(text=" ".join(payload.split())[:_SHOWN])
