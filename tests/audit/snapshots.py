"""Small snapshots of runs: findings of pages and of facilities, as a run would leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from audit.model import Impact, Outcome, RuleTally, digest
from audit.snapshot import STREET, WEB, LayerSeen, SiteSeen, Snapshot, with_keys, with_verdicts

DAY = date(2026, 11, 22)
SITE = "portal"
HOME = "portal.test"
RULES = frozenset({"axe-image-alt", "link-name", "axe-color-contrast"})


def address(page: str, host: str = HOME) -> str:
    return f"http://{host}/{page}"


def fault(page: str = "a.html", **given: Any) -> dict[str, Any]:
    """Return one finding; path: the chain of tags that its component is made of."""
    rule = given.get("rule", "axe-image-alt")
    selector = given.get("selector", "main > img")
    where = given.get("address", address(page))
    return {
        "site": given.get("site", SITE),
        "page": where,
        "rule": rule,
        "outcome": given.get("outcome", Outcome.FAILED.value),
        "impact": int(given.get("impact", Impact.CRITICAL)),
        "selector": selector,
        "snippet": given.get("snippet", '<img src="a.png">'),
        "component": digest(rule, given.get("path", "html>body>main>img")),
        "fingerprint": digest(rule, where, selector),
    }


def snapshot(
    web: Sequence[Mapping[str, Any]] = (),
    pages: Iterable[str] | None = ("a.html", "b.html", "c.html"),
    *,
    street: pd.DataFrame | None = None,
    layers: Mapping[str, LayerSeen] | None = None,
    **given: Any,
) -> Snapshot:
    """Return a run over one site. untested, gone: pages; missed: rows; whole, rules, site, home, day: as they say."""
    site, home = given.get("site", SITE), given.get("home", HOME)
    untested, gone = set(given.get("untested", ())), set(given.get("gone", ()))
    rules = given.get("rules", RULES)
    rows = [
        {
            "site": site,
            "page": address(page, home),
            "tested": page not in untested | gone,
            "gone": page in gone,
            "counts": True,
            "tally": {} if page in untested | gone else {rule: RuleTally(1, 0, 0) for rule in sorted(rules)},
        }
        for page in (pages or ())
    ]
    table = pd.DataFrame(rows, columns=["site", "page", "tested", "gone", "counts", "tally"])
    homes = {site: home}
    tested = sum(row["tested"] for row in rows)
    seen = SiteSeen(home, "", len(rows), tested, rules, given.get("whole", not untested))
    return Snapshot(
        given.get("label", "run"),
        "测试",
        given.get("day", DAY),
        with_verdicts(with_keys(pd.DataFrame(list(web), columns=list(WEB)), homes), given.get("outcomes", {})),
        pd.DataFrame(columns=list(STREET)) if street is None else street,
        {site: seen} if pages is None or rows else {},
        layers or {},
        None if pages is None else with_keys(table, homes),
        pd.DataFrame(given.get("missed", ()), columns=["site", "subject", "what"]),
    )


def ramps(rows: Sequence[tuple[str, float, float, str]], layer: str = "curb_ramps", rule: str = "width") -> Snapshot:
    """Return a run over one layer: facility, east and north in metres, outcome of one requirement."""
    frame = pd.DataFrame(
        {
            "facility": pd.Series([row[0] for row in rows], dtype="object"),
            "lon": [117 + row[1] / 100_000 for row in rows],  # about a metre at 26° north
            "lat": [26 + row[2] / 111_195 for row in rows],
            f"req:{rule}": pd.Categorical([row[3] for row in rows]),
        }
    )
    failed = frame[frame[f"req:{rule}"] == Outcome.FAILED.value]
    street = failed.assign(
        layer=layer,
        division="10",
        rule=rule,
        outcome=Outcome.FAILED.value,
        by_test=Outcome.FAILED.value,
        impact=int(Impact.SERIOUS),
        scored=True,
    )[list(STREET)].reset_index(drop=True)
    seen = LayerSeen(len(rows), len(rows), frozenset({rule}), frame)
    return snapshot(pages=(), street=street, layers={layer: seen})


def replace_day(given: Snapshot, day: date) -> Snapshot:
    """Return the same run on another day."""
    return replace(given, day=day)
