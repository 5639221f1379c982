"""Holds a run against an earlier one: which findings are new, known, mended, and of which nobody knows (stale).

What people found out stands in place of what no test could tell; a fault that a person found where there was doubt
before is known, not new.

A finding of a website is the same one, from the strictest tier to the loosest, by
1. rule, page, place in the page and likeness (tags, lasting attributes and text: no classes, ids or numbers),
2. rule, page and likeness: the element moved within its page,
3. rule, page and place: what the element says was changed,
4. rule, page and component: both,
5. rule and likeness, then rule and component, on another page of the site, where the old address is no longer found
   and the new one was not known: the page moved.
On the street it is the same requirement of the same facility (`audit.same_place`). Pairs are one to one: of six faults
of one kind where there were five, one is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from audit.likeness import likenesses
from audit.model import Outcome
from audit.pairing import Pairing
from audit.same_place import partners
from audit.snapshot import Snapshot

Flags = NDArray[np.bool_]

# Between the selector of a frame and that of an element in it; how a frame that was not reached is told; and what the
# rules begin with that are silent about a page where nothing is theirs to judge.
_FRAME: Final = " >>> "
_LOST_FRAME: Final = "frame "
_AXE: Final = "axe-"
_ON_ITS_PAGE: Final = (
    ("rule", "site", "key", "selector", "like"),
    ("rule", "site", "key", "like"),
    ("rule", "site", "key", "selector"),
    ("rule", "site", "key", "component"),
)
_PAGE_MOVED: Final = (("rule", "site", "like"), ("rule", "site", "component"))
_ORDER: Final = ("site", "key", "rule", "outcome", "selector", "like", "component", "page", "snippet", "fingerprint")


class State(StrEnum):
    """How a finding stands to the earlier run. stale: its page, rule or facility was not tested this time."""

    NEW = "new"
    KNOWN = "known"
    MENDED = "mended"
    STALE = "stale"


@dataclass(frozen=True)
class Change:
    """Two runs held against each other, both as of the sites and layers of the second.

    now_web, now_street: the findings of the second run, state new or known; before_web, before_street: those of the
    first, state known, mended or stale. Columns as in Snapshot, and "state"; `match` in the first pair: the row of the
    other table, -1 for none. facilities: ids before and now of those that are in both deliveries, by layer.
    """

    now_web: pd.DataFrame
    before_web: pd.DataFrame
    now_street: pd.DataFrame
    before_street: pd.DataFrame
    facilities: Mapping[str, pd.DataFrame]

    def count(self, state: State) -> int:
        """Return how many failures are in a state: of pages, and of facilities by the edition that is scored."""
        tables = (
            (self.now_web, self.now_street)
            if state in (State.NEW, State.KNOWN)
            else (self.before_web, self.before_street)
        )
        return sum(int(((table["state"] == state.value) & counted(table)).sum()) for table in tables)


def counted(findings: pd.DataFrame) -> Flags:
    """Return which findings a gate counts: failed ones, of facilities by the scored edition."""
    failed = _failed(findings)
    return failed & findings["scored"].to_numpy(bool) if "scored" in findings else failed


def compare(before: Snapshot, now: Snapshot) -> Change:
    """Hold a run against an earlier one; both may be of another host, scheme or order of findings."""
    old = _renamed(before, now)
    web_before, web_now = (_ordered(table) for table in (old.web, now.web))
    web = _web(web_before, web_now, old, now)
    street_before, street_now = (
        table.sort_values(["layer", "rule", "facility"], kind="stable", ignore_index=True)
        for table in (old.street, now.street)
    )
    same = {layer: _same_facilities(old, now, layer) for layer in sorted({*old.layers, *now.layers})}
    street = _street(street_before, street_now, same)
    looked = looked_again(web_before, now) & ~_in_doubt(web, web_before, web_now)
    return Change(
        _now(web_now, web),
        _before(web_before, web, looked, web_now),
        _now(street_now, street),
        _before(street_before, street, holds(translated(street_before, same), now), street_now),
        same,
    )


def _renamed(before: Snapshot, now: Snapshot) -> Snapshot:
    """Give the one site of a run the id that the one site of the other has: a test copy has a host of its own."""
    if len(before.sites) != 1 or len(now.sites) != 1 or before.sites.keys() == now.sites.keys():
        return before
    ((old, seen),), (new,) = before.sites.items(), now.sites
    pages = None if before.pages is None else before.pages.replace({"site": {old: new}})
    return Snapshot(
        *(before.label, before.name, before.day),
        before.web.replace({"site": {old: new}}),
        before.street,
        {new: seen},
        before.layers,
        pages,
        before.missed.replace({"site": {old: new}}),
        before.scores,
        before.standard,
    )


def _ordered(web: pd.DataFrame) -> pd.DataFrame:
    """Return findings with their likeness, in an order that does not hang on how they were stored."""
    told = web.assign(like=likenesses(web["snippet"]))
    return told.sort_values(list(_ORDER), kind="stable", ignore_index=True)


def _web(before: pd.DataFrame, now: pd.DataFrame, old: Snapshot, new: Snapshot) -> Pairing:
    pairing = Pairing(before, now)
    # By the tests first: what a person found out about it since makes it no other finding.
    for column, outcome in (
        ("by_test", Outcome.FAILED),
        ("by_test", Outcome.CANT_TELL),
        ("outcome", Outcome.FAILED),
    ):
        if column == "outcome" and not any((table["by_test"] != table["outcome"]).any() for table in (before, now)):
            break
        mine = [(table[column] == outcome.value).to_numpy(bool) for table in (before, now)]
        for columns in _ON_ITS_PAGE:
            pairing.by(columns, *mine)
        left, came = _not_there(before, new), _not_there(now, old)
        for elsewhere in _PAGE_MOVED:
            pairing.by(elsewhere, mine[0] & left, mine[1] & came)
    return pairing


def _not_there(findings: pd.DataFrame, other: Snapshot) -> Flags:
    """Return which findings stand on pages that the other run is known not to have had.

    It answers that there is none, or all that was found was tested and this was not among it. Without a list of the
    pages nobody can say.
    """
    if other.pages is None:
        return np.zeros(len(findings), dtype=bool)
    places = pd.MultiIndex.from_frame(findings[["site", "key"]])
    gone = other.pages["gone"].astype(bool)
    away, listed = (pd.MultiIndex.from_frame(rows[["site", "key"]]) for rows in (other.pages[gone], other.pages))
    whole = findings["site"].isin([site for site, seen in other.sites.items() if seen.whole]).to_numpy(bool)
    return np.asarray(places.isin(away) | (whole & ~places.isin(listed)), dtype=bool)


def _in_doubt(pairing: Pairing, before: pd.DataFrame, now: pd.DataFrame) -> Flags:
    """Return which failures of before have no partner but something at their place that nobody can tell of now."""
    doubt = Pairing(before, now)
    failed = _failed(before) & pairing.free_before()
    open_now = (now["outcome"] == Outcome.CANT_TELL.value).to_numpy(bool)
    for columns in _ON_ITS_PAGE:
        doubt.by(columns, failed, open_now)
    return doubt.of_before >= 0


def looked_again(findings: pd.DataFrame, now: Snapshot) -> Flags:
    """Return which findings would be there again were they not mended: their page and rule were tested."""
    missed: set[tuple[str, str, str]] = set(now.missed.itertuples(index=False, name=None))
    frames = {(site, page) for site, page, what in missed if what.startswith(_LOST_FRAME)}
    listed: Iterable[Any] = () if now.pages is None else now.pages.itertuples()
    pages = {(page.site, page.key): page for page in listed}
    shown = set(zip(now.web["site"], now.web["key"], strict=True))

    def looked(site: str, key: str, rule: str, *, framed: bool) -> bool:
        seen, page = now.sites.get(site), pages.get((site, key))
        if seen is None:
            return False
        ran = (seen.rules is None or rule in seen.rules) and (site, site, rule) not in missed
        if page is None and now.pages is None:
            return ran and (seen.whole or (site, key) in shown)
        if page is None or page.gone:  # there is no such page any more, when all that was found was tested
            return page is not None or seen.whole
        if not page.tested or (framed and (site, page.page) in frames):
            return False
        if rule in page.tally:
            return True
        # Silent: axe, where nothing is its to judge; and a rule across pages, which needs all of them to be believed.
        silent = any(name.startswith(_AXE) for name in page.tally) if rule.startswith(_AXE) else seen.whole
        return ran and silent and not {(site, page.page, rule), (site, page.page, "")} & missed

    framed = findings["selector"].str.contains(_FRAME, regex=False).astype(bool)
    rows = list(zip(findings["site"], findings["key"], findings["rule"], framed, strict=True))
    known = {row: looked(*row[:3], framed=row[3]) for row in set(rows)}
    return np.fromiter((known[row] for row in rows), dtype=bool, count=len(rows))


def _same_facilities(old: Snapshot, new: Snapshot, layer: str) -> pd.DataFrame:
    """Return the facilities of a layer that are in both deliveries: their ids before and now."""
    before, now = (_facilities(snapshot, layer) for snapshot in (old, new))
    partner = partners(before, now)
    there = partner >= 0
    names = now["facility"].to_numpy(object)[partner[there]]
    return pd.DataFrame({"before": before["facility"].to_numpy(object)[there], "now": names}).drop_duplicates("before")


def _facilities(snapshot: Snapshot, layer: str) -> pd.DataFrame:
    """Return the facilities of a layer; where only findings are listed, those that have any."""
    columns, seen = ["facility", "lon", "lat"], snapshot.layers.get(layer)
    if seen is not None and seen.facilities is not None:
        return seen.facilities[columns]
    found = snapshot.street.loc[snapshot.street["layer"] == layer, columns]
    return found.drop_duplicates("facility", ignore_index=True)


def translated(findings: pd.DataFrame, same: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return layer, facility and rule of facility findings by the ids of the later delivery; "" for one not in it."""
    told = findings[["layer", "facility", "rule"]].copy()
    for layer, pairs in same.items():
        mine = (told["layer"] == layer).to_numpy(bool)
        if mine.any():
            ids = pairs.set_index("before")["now"]
            told.loc[mine, "facility"] = told.loc[mine, "facility"].map(ids).astype("object").fillna("")
    return told


def _street(before: pd.DataFrame, now: pd.DataFrame, same: Mapping[str, pd.DataFrame]) -> Pairing:
    """Pair the failures of facilities."""
    told = translated(before, same)
    pairing = Pairing(told, now)
    there = (told["facility"] != "").to_numpy(bool)
    columns = ["layer", "facility", "rule"]
    pairing.by(columns, there & _failed(before), _failed(now))
    # What nobody could tell before, and a person found to fail since.
    pairing.by(columns, there, (now["by_test"] == Outcome.CANT_TELL.value).to_numpy(bool))
    return pairing


def holds(findings: pd.DataFrame, now: Snapshot) -> Flags:
    """Return of which facilities (layer, facility, rule) it is known that they meet the requirement, or need not."""
    fine = np.zeros(len(findings), dtype=bool)
    groups: Any = findings.groupby(["layer", "rule"], sort=False).indices
    for (layer, rule), rows in groups.items():
        seen = now.layers.get(layer)
        outcomes = None if seen is None or seen.facilities is None else seen.facilities.get(f"req:{rule}")
        if seen is None or seen.facilities is None or outcomes is None:
            continue
        settled = outcomes.isin([Outcome.PASSED.value, Outcome.INAPPLICABLE.value]).to_numpy(bool)
        ids = pd.Index(seen.facilities.loc[settled, "facility"])
        fine[rows] = findings["facility"].iloc[rows].isin(ids).to_numpy(bool)
    return fine


def _now(table: pd.DataFrame, pairing: Pairing) -> pd.DataFrame:
    state = np.where(pairing.of_now >= 0, State.KNOWN.value, State.NEW.value)
    return table.assign(state=state.astype(object), match=pairing.of_now)


def _before(table: pd.DataFrame, pairing: Pairing, looked: Flags, now: pd.DataFrame) -> pd.DataFrame:
    partner = pairing.of_before
    outcomes = np.append(now["outcome"].to_numpy(object), "")[partner]  # -1 is the last: none
    known = (partner >= 0) & ~(_failed(table) & (outcomes != Outcome.FAILED.value))
    settled = np.isin(outcomes, [Outcome.PASSED.value, Outcome.INAPPLICABLE.value])
    gone = np.where(np.where(partner >= 0, settled, looked), State.MENDED.value, State.STALE.value)
    return table.assign(state=np.where(known, State.KNOWN.value, gone).astype(object))


def _failed(table: pd.DataFrame) -> Flags:
    failed: Flags = (table["outcome"] == Outcome.FAILED.value).to_numpy(bool)
    return failed
