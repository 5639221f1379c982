"""One place of the site under different names on different pages.

Whom it hurts: people who recognise a function by its name, above all those who hear it or who read with difficulty: the
same thing under another name looks like another thing. Tested: links in the blocks that pages repeat, by the address
they lead to; each page's names against those that most pages of the same language use. Left to a person: whether two
names mean the same to a reader, and functions that are no links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import SitePages
from web_checks.probes import wayfinding
from web_checks.wording import compact, has_letters

RULE = Rule(
    id="consistent-identification",
    title=Text("同一功能在各页名称不一", "One function has different names on different pages"),
    whom=Text(
        "靠听名称辨认功能的盲人和阅读困难者，会把换了名称的同一功能当成另一个功能。",
        "People who know a function by hearing or spelling out its name take another name for another function.",
    ),
    mend=Text(
        "同一功能在全站用同一个名称（如都叫“网站地图”，不要时而叫“站点导航”），由公共模板输出。",
        "Give a function one name on the whole site, from a template that all pages share.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.SITE,
    requirements=("wcag:3.2.4",),
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL}),
)

# A number in brackets counts something (消息(3)); it is no part of the name.
_COUNT = re.compile(r"[(（\[【]\s*\d+\s*[)）\]】]")


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield a verdict for each page and each function of its repeated blocks that other pages name differently.

    A page whose functions all bear their usual names gets one passed verdict.
    """
    compared: dict[str, list[Verdict]] = {}
    for by_page in _names(site).values():
        if len(by_page) > 1:
            for address, said in by_page.items():
                compared.setdefault(address, []).extend(_unusual(address, said, by_page))
    for page in site.pages:
        if page.address in compared:
            message = Text("名称与其他页一致", "The names are those of other pages")
            passed = Verdict(Outcome.PASSED, Target("html"), message, subject=page.address)
            yield from compared[page.address] or [passed]


def _names(site: SitePages) -> Mapping[tuple[str, str], Mapping[str, Mapping[str, Target]]]:
    """Return by language and address led to, then by page, the names that links to it bear, with their place."""
    names: dict[tuple[str, str], dict[str, dict[str, Target]]] = {}
    for page in site.pages:
        language = page.lang.partition("-")[0].lower()
        kept = wayfinding.kept(page)
        links = [(block, *link) for block in kept.blocks for link in block.links] if kept else []
        for block, name, key in links:
            said = compact(_COUNT.sub("", name))
            if has_letters(said) and not said.isdigit():
                names.setdefault((language, key), {}).setdefault(page.address, {}).setdefault(said, block.target)
    return names


def _unusual(
    address: str, said: Mapping[str, Target], by_page: Mapping[str, Mapping[str, Target]]
) -> Iterator[Verdict]:
    """Yield what is unusual about a page's names for one function; usual is what at least half of its pages say."""
    count = Counter(name for names in by_page.values() for name in names)
    usual = sorted(name for name, pages in count.items() if pages > 1 and pages * 2 >= len(by_page))
    if not usual or not said.keys().isdisjoint(usual):
        return
    name, where = next(iter(said.items()))
    message = Text(
        f"通往同一地址的链接，多数页叫“{usual[0]}”，本页叫“{name}”；请人看一看使用者会不会当成两个功能",
        f"A link to one place is named “{usual[0]}” on most pages and “{name}” here: "
        "a person should say whether readers would take them for two things",
    )
    yield Verdict(Outcome.CANT_TELL, where, message, subject=address)
