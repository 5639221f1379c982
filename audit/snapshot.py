"""A run as the gate, the ledger and comparisons see it: its findings in columns, and what was really tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from audit import reviewed
from audit.districts import DivisionTree
from audit.frames import from_parquet
from audit.model import Impact, Outcome, Reason, Score, digest
from audit.plan import Plan
from audit.records import Run, Subject
from audit.reviews import Item, Spoken
from audit.store import Store

WEB: Final = ("site", "page", "rule", "outcome", "impact", "selector", "snippet", "component", "fingerprint")
STREET: Final = ("layer", "facility", "division", "lon", "lat", "rule", "outcome", "by_test", "impact", "scored")
# Answers of a server that say for certain that there is no such page any more.
_GONE: Final = frozenset({404, 410})
_REQUIREMENT: Final = "req:"


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """What a run looked at of a site.

    home: host of the start address; asked: pages known in scope; tested: those judged, carried over ones included;
    rules: that ran, None when not recorded; whole: whether nothing that was found stayed untested; reason, detail: why
    nothing was tested.
    """

    home: str
    district: str
    asked: int
    tested: int
    rules: frozenset[str] | None
    whole: bool
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class LayerSeen:
    """What a run looked at of a layer.

    asked: facilities in the districts or without a usable place; tested: those judged; facilities: facility, lon, lat
    and a column of outcomes "req:<id>" for each requirement; None when the source lists only what failed; reason: why
    nothing was tested.
    """

    asked: int
    tested: int
    requirements: frozenset[str]
    facilities: pd.DataFrame | None
    reason: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A run, or the findings file of one.

    web: columns WEB and key (page without scheme, home host and order of the query); street: columns STREET, failed
    ones, and from a file what nobody could tell, too; impact as Impact. outcome: by a person's verdict where there is
    one; by_test: without it. pages: site, key, tested, gone, depth; None when the source does not list them.
    missed: (site, subject, what) of everything untested; scores: by (scope, subject, axis).
    """

    label: str
    name: str
    day: date
    web: pd.DataFrame
    street: pd.DataFrame
    sites: Mapping[str, SiteSeen]
    layers: Mapping[str, LayerSeen]
    pages: pd.DataFrame | None
    missed: pd.DataFrame
    scores: Mapping[tuple[str, str, str], Score] = field(default_factory=dict)
    standard: str = ""


def page_key(address: str, home: str) -> str:
    """Return what of an address stays when its site moves to another host or scheme, or its query is put in order."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    host = _bare(parts.netloc)
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    tail = "".join((f"?{query}" if query else "", f"#{parts.fragment}" if parts.fragment else ""))
    return f"{'' if host == home else host}{parts.path}{tail}"


def home_of(address: str) -> str:
    """Return the host of a site's start address as `page_key` compares it."""
    try:
        return _bare(urlsplit(address).netloc)
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def with_keys(web: pd.DataFrame, homes: Mapping[str, str], addresses: str = "page") -> pd.DataFrame:
    """Return findings (or pages) with their page keys; homes: of the sites, by id."""
    places = list(zip(web["site"], web[addresses], strict=True))
    known = {place: page_key(place[1], homes.get(place[0], "")) for place in set(places)}
    return web.assign(key=pd.Series([known[place] for place in places], index=web.index, dtype="object"))


def with_verdicts(web: pd.DataFrame, outcomes: Mapping[Item, Outcome]) -> pd.DataFrame:
    """Return findings of pages with people's verdicts on their components in place of what nobody could tell."""
    said = {(item.subject, item.part): outcome.value for item, outcome in outcomes.items()}
    by_test = web["outcome"]
    if not said:
        return web.assign(by_test=by_test)
    items = zip(web["site"], web["component"], by_test, strict=True)
    judged = [
        said.get((site, component), outcome) if outcome == Outcome.CANT_TELL.value else outcome
        for site, component, outcome in items
    ]
    return web.assign(by_test=by_test, outcome=pd.Series(judged, index=web.index, dtype="object"))


def of_run(store: Store, run: Run) -> Snapshot:
    """Read a run of the audit database, with what people found out by now."""
    plan = Plan.model_validate(run.plan)
    outcomes = Spoken.of(store.reviews(), plan.date).outcomes()
    judged = reviewed.layers(store, run.id, plan, DivisionTree.of([]), outcomes)
    homes = {site.id: home_of(site.url) for site in plan.online}
    subjects = store.subjects(run.id)
    pages = [subject for subject in subjects if subject.kind == "page"]
    table = with_keys(_pages(pages), homes)
    recorded = {subject.id: subject for subject in subjects if subject.kind == "site"}
    sites = {
        site.id: _site(recorded.get(site.id), homes[site.id], site.district or "", table[table["site"] == site.id])
        for site in plan.online
    }
    layers: dict[str, LayerSeen] = {}
    street = [_no_rows(STREET)]
    for subject in subjects:
        if subject.kind == "layer":
            parquet, known = store.evidence(run.id, f"layer:{subject.id}"), judged.get(subject.id)
            by_test = _layer(subject, parquet)
            layers[subject.id] = _layer(known.subject, known.parquet) if known else by_test
            street += _failed(subject, layers[subject.id].facilities, by_test.facilities)
    missed = [(item.site, item.subject, item.what) for item in store.untested(run.id)]
    return Snapshot(
        run.id,
        run.name,
        plan.date,
        with_verdicts(with_keys(pd.DataFrame(store.finding_rows(run.id, WEB), columns=list(WEB)), homes), outcomes),
        pd.concat([rows for rows in street if len(rows)] or street, ignore_index=True),
        sites,
        layers,
        table,
        pd.DataFrame(missed, columns=["site", "subject", "what"]),
        {(score.scope, score.subject, score.axis): score for score in store.scores(run.id)},
        f"{plan.web.standard} {plan.web.level}",
    )


def _pages(pages: list[Subject]) -> pd.DataFrame:
    rows = [
        {
            "site": page.site,
            "page": page.id,
            "tested": bool(page.tally) and page.outcome is not Outcome.UNTESTED,
            "gone": page.reason is Reason.HTTP_ERROR and page.facts.get("status") in _GONE,
            "counts": page.outcome is not Outcome.INAPPLICABLE or bool(page.tally),
            "tally": page.tally,
        }
        for page in pages
    ]
    return pd.DataFrame(rows, columns=["site", "page", "tested", "gone", "counts", "tally"])


def _site(recorded: Subject | None, home: str, district: str, pages: pd.DataFrame) -> SiteSeen:
    facts: Mapping[str, Any] = recorded.facts if recorded else {}
    beyond = max(0, int(facts.get("pages_found", 0)) - len(pages))
    asked = pages["counts"] & ~pages["gone"]
    tested = int(pages["tested"].sum())
    whole = recorded is not None and not beyond and not (asked & ~pages["tested"]).any()
    rules = frozenset(facts["rules"]) if "rules" in facts else None
    reason = recorded.reason.value if recorded and recorded.reason else ""
    detail = str(facts.get("detail") or "")
    return SiteSeen(home, district, int(asked.sum()) + beyond, tested, rules, whole, reason, detail)


def _layer(subject: Subject, parquet: bytes | None) -> LayerSeen:
    facts = subject.facts
    ids = frozenset(str(entry["id"]) for entry in facts.get("requirements", ()))
    counts: Mapping[str, int] = facts.get("counts", {})
    judged = int(counts.get("judged", 0)) if subject.outcome is not Outcome.UNTESTED else 0
    asked = sum(int(counts.get(name, 0)) for name in ("judged", "no_geometry", "bad_geometry"))
    reason = subject.reason.value if subject.reason else ""
    if parquet is None:
        return LayerSeen(max(asked, 1), judged, ids, None, reason)
    names = pq.read_schema(pa.BufferReader(parquet)).names
    columns = [n for n in names if n in STREET or (n.startswith(_REQUIREMENT) and n.removeprefix(_REQUIREMENT) in ids)]
    facilities = from_parquet(parquet, columns)
    return LayerSeen(max(asked, 1), judged, ids, facilities, reason)


def _failed(layer: Subject, facilities: pd.DataFrame | None, tested: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return the rows of a layer that fail a requirement, requirement by requirement. tested: without verdicts."""
    if facilities is None or tested is None:
        return []
    scored = layer.facts.get("scored_standard")
    found = []
    for entry in layer.facts.get("requirements", ()):
        outcomes = facilities.get(f"{_REQUIREMENT}{entry['id']}")
        if outcomes is None:
            continue
        failed = (outcomes == Outcome.FAILED.value).to_numpy(bool)
        rows = facilities.loc[failed, ["facility", "division", "lon", "lat"]]
        by_test = tested.loc[failed, f"{_REQUIREMENT}{entry['id']}"].astype("object")
        impact = int(Impact.of(str(entry.get("impact") or "serious")))
        mine = {"rule": entry["id"], "outcome": Outcome.FAILED.value, "impact": impact}
        told = rows.assign(layer=layer.id, **mine, by_test=by_test, scored=entry.get("standard") == scored)
        found.append(told.astype({"facility": "object", "division": "object"})[list(STREET)])
    return found


def facility_fingerprints(street: pd.DataFrame) -> list[str]:
    """Return the fingerprints of facility findings, as reports give them."""
    rows = zip(street["layer"], street["facility"], street["rule"], strict=True)
    return [digest(layer, facility, rule) for layer, facility, rule in rows]


def _no_rows(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
