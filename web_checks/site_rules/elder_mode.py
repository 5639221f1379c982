"""Whether the site offers a mode for older people, with the same content and text that is large enough.

Whom it hurts: older people and people with low vision who count on the mode (长者模式, 关怀版, 大字版, 无障碍浏览) and
find none, or find less in it. Tested: an entry on the start page; when it leads to a page of the site that was audited,
whether the site's navigation can be reached from there and how large its text is. Held against 18 px, the size that the
MIIT's design rules for older users (2021) ask of mobile pages. Left to a person: everything else about the mode. A mode
does not mend the pages outside it, and their findings stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from audit.model import Impact, Measurement, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import PageSummary, SitePages
from web_checks.probes import wayfinding
from web_checks.probes.wayfinding import ELDER_TEXT, Wayfinding

RULE = Rule(
    id="elder-mode",
    title=Text("适老模式缺失，或内容不全、字号不足", "Mode for older people is missing, incomplete or too small"),
    whom=Text(
        "老年人和低视力者依靠长者模式、关怀版、大字版办事；没有入口，或进去后栏目缺失、字仍然小，就办不成。",
        "Older people and people with low vision count on the mode and find none, or less in it, or small text.",
    ),
    mend=Text(
        "在首页显著位置设适老模式入口；模式内保留全部栏目和服务，正文字号不小于 18 像素并可再放大。"
        "原页面本身的问题仍要改，模式不能代替。",
        "Put an entry on the start page; keep all channels and services in the mode, with text of 18 px or more. "
        "Mend the ordinary pages all the same: the mode does not replace that.",
    ),
    impact=Impact.MINOR,
    scope=Scope.SITE,
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.CANT_TELL}),
)

_FOLDED = 5  # of so many entries of the start page's navigation, a mode may fold one


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield one verdict for the entry on the start page, and two for each page that it leads to."""
    home = next((page for page in site.pages if page.home), None)
    seen = wayfinding.kept(home) if home else None
    if home is None or seen is None:
        return
    entries = seen.of_kind("mode")
    if not entries:
        message = Text(
            "首页没有发现适老、无障碍模式的入口；请人看一看是否另有入口",
            "The start page shows no entry to a mode for older people: a person should look for one",
        )
        yield Verdict(Outcome.CANT_TELL, Target("html", "", "mode"), message, subject=home.address)
        return
    message = Text(f"入口：“{entries[0].name}”", f"The entry is “{entries[0].name}”")
    yield Verdict(Outcome.PASSED, entries[0].target, message, subject=home.address)
    led_to = {entry.address for entry in entries if entry.address} - {home.address}
    for page in site.pages:
        kept = wayfinding.kept(page)
        if page.address in led_to and kept is not None:
            yield from _mode(page, kept, seen)


def _mode(page: PageSummary, mode: Wayfinding, ordinary: Wayfinding) -> Iterator[Verdict]:
    wanted = {
        key: name for block in ordinary.blocks if block.role in ("navigation", "called") for name, key in block.links
    }
    there = {key for block in mode.blocks for _, key in block.links} | {each.key for each in mode.functions}
    names = {name for block in mode.blocks for name, _ in block.links}
    missing = [name for key, name in wanted.items() if key not in there and name not in names]
    where = Target("html", "", "mode-content")
    if len(missing) * _FOLDED > len(wanted):
        message = Text(
            f"首页导航的 {len(wanted)} 项中有 {len(missing)} 项在适老页面上没有，例如“{missing[0]}”；"
            "请人看一看是否另有途径",
            f"{len(missing)} of {len(wanted)} entries of the start page's navigation are not on the mode's page, "
            f"for example “{missing[0]}”: a person should look for another way",
        )
        yield Verdict(Outcome.CANT_TELL, where, message, subject=page.address)
    elif wanted:
        yield Verdict(Outcome.PASSED, where, Text("栏目齐全", "All channels are there"), subject=page.address)
    if mode.size:
        measured = Measurement(mode.size, ELDER_TEXT, "px")
        where = Target("html", "", "mode-size")
        small = mode.size < ELDER_TEXT
        message = Text(f"正文字号 {mode.size:g} 像素", f"The text is {mode.size:g} px high")
        yield Verdict(Outcome.CANT_TELL if small else Outcome.PASSED, where, message, measured, subject=page.address)
