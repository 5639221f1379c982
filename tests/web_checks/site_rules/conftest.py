"""Pages as rules across pages see them, made by hand, and a rule's verdicts on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from types import ModuleType

import pytest

from audit.model import Outcome, Target, Verdict, digest
from web_checks.page import PageSummary, SitePages
from web_checks.probes.wayfinding import Block, Function, Statement, Wayfinding

ROOT = "http://a.test"
Page = Callable[..., PageSummary]
Judged = Callable[..., dict[str, list[Outcome]]]


def key(path: str) -> str:
    return digest(path)[:8]


def block(links: Sequence[str], *, role: str = "navigation", name: str = "main") -> Block:
    """Return a block of links: "名称" leads to /名称, "名称@place" to /place."""
    pairs = [link.partition("@") for link in links]
    return Block(Target(f"#{name}", "", name), role, f"{role} {name}", tuple((n, key(p or n)) for n, _, p in pairs))


def function(kind: str, name: str, path: str = "", place: str = "after") -> Function:
    address = f"{ROOT}{path}" if path else ""
    return Function(Target("a", "", name), kind, name, address, key(path) if path else "", place)


@pytest.fixture
def page() -> Page:
    def make(
        path: str,
        *blocks: Block,
        functions: Sequence[Function] = (),
        search: bool = False,
        size: float = 16,
        statement: Statement | None = None,
        home: bool = False,
        lang: str = "zh-CN",
        stratum: str = "articles",
    ) -> PageSummary:
        found = Wayfinding(blocks, tuple(functions), Target("#search") if search else None, size, statement)
        facts = {"wayfinding": found.facts(), "stratum": stratum}
        return PageSummary(f"{ROOT}{path}", path, lang, "t", path, home, facts)

    return make


@pytest.fixture
def verdicts() -> Callable[..., list[Verdict]]:
    """Return all verdicts of a rule on some pages."""

    def judge(rule: ModuleType, *pages: PageSummary, day: date | None = None) -> list[Verdict]:
        found: Iterator[Verdict] = rule.judge(SitePages("site", pages, day))
        return list(found)

    return judge


@pytest.fixture
def judged(verdicts: Callable[..., list[Verdict]]) -> Judged:
    """Return the outcomes of a rule by path."""

    def judge(rule: ModuleType, *pages: PageSummary) -> dict[str, list[Outcome]]:
        outcomes: dict[str, list[Outcome]] = {}
        for verdict in verdicts(rule, *pages):
            assert verdict.outcome in rule.RULE.outcomes
            outcomes.setdefault(verdict.subject.removeprefix(ROOT), []).append(verdict.outcome)
        return outcomes

    return judge
