"""Sites whose pages can be found in one way only.

Whom it hurts: people who cannot work through levels of menus (by switch, by ear, with a poor memory) need a search or a
site map; people who cannot spell need the menus. Tested: whether the audited pages offer a search field, a link to a
site map, and navigation that the pages share. Left to a person: whether the search finds the pages and the map is
complete. Steps of a process need only one way and are not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from audit.model import Impact, Outcome, Rule, Scope, Target, Text, Verdict
from web_checks.page import SitePages
from web_checks.probes import wayfinding
from web_checks.probes.wayfinding import Wayfinding

RULE = Rule(
    id="multiple-ways",
    title=Text("找到网页的途径不足两种", "Fewer than two ways to find a page"),
    whom=Text(
        "操作、记忆有困难的人难以逐级翻栏目，需要搜索或网站地图；拼写有困难的人则要靠导航。",
        "People who cannot work through levels of menus need a search or a map; people who cannot spell need menus.",
    ),
    mend=Text(
        "在各页提供站内搜索和网站地图的链接，并保留统一的栏目导航。",
        "Offer a site search and a link to a site map on every page, beside one navigation that all pages share.",
    ),
    impact=Impact.MODERATE,
    scope=Scope.SITE,
    requirements=("wcag:2.4.5",),
    needs=("wayfinding",),
    outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL}),
)

# A start page that links to the few others is a table of contents by itself.
_SET_OF_PAGES = 4
_LEAST_LINKS = 3
_PROCESS = "services"  # stratum of forms and service pages


def judge(site: SitePages) -> Iterator[Verdict]:
    """Yield one verdict for the site, at its start page; none for a handful of pages or a list of addresses."""
    home = next((page for page in site.pages if page.home), None)
    found = {
        page.address: kept
        for page in site.pages
        if page.facts.get("stratum") != _PROCESS and (kept := wayfinding.kept(page))
    }
    if home is None or len(found) < _SET_OF_PAGES:
        return
    ways = _ways(found)
    named = Text("、".join(way.zh for way in ways), ", ".join(way.en for way in ways))
    where = Target("html", "", "site")
    if len(ways) > 1:
        outcome, message = Outcome.PASSED, Text(f"有：{named.zh}", f"There are: {named.en}")
    elif ways:
        outcome = Outcome.CANT_TELL
        message = Text(
            f"只发现一种途径：{named.zh}；请人看一看有没有别的途径（站内搜索、网站地图、索引）",
            f"Only one way was found: {named.en}; a person should look for another (search, site map, index)",
        )
    else:
        outcome = Outcome.FAILED
        message = Text(
            f"在 {len(found)} 页上没有发现站内搜索、网站地图，也没有各页共有的导航",
            f"{len(found)} pages show no search, no site map and no navigation that they share",
        )
    yield Verdict(outcome, where, message, subject=home.address)


def _ways(found: dict[str, Wayfinding]) -> list[Text]:
    ways = []
    if any(kept.search for kept in found.values()):
        ways.append(Text("站内搜索", "search"))
    if any(kept.of_kind("sitemap") for kept in found.values()):
        ways.append(Text("网站地图", "site map"))
    blocks = Counter(
        key for kept in found.values() for key in {b.key for b in kept.blocks if len(b.links) >= _LEAST_LINKS}
    )
    if any(pages * 2 >= len(found) for pages in blocks.values()):
        ways.append(Text("各页共有的导航", "navigation on every page"))
    return ways
