"""Reads the rows of a summary out of the audit database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from audit import reviewed
from audit.districts import WHOLE, Division, DivisionTree
from audit.model import Indicator, Outcome, Reason, Rule, Score, Text, Untested, UsageError, worst
from audit.owners import owner_of
from audit.plan import Plan, Site, editions_of
from audit.records import Run, Subject, is_document
from audit.reviewed_layer import Outcomes
from audit.standards import BY_YEAR, BY_YEAR_TITLE, Criterion, WebEdition, load
from audit.store import Store
from audit.unfinished import Unfinished
from reports.facilities import division_rows
from reports.faults import causes
from reports.ranks import number_of, ranks
from reports.rows import (
    DivisionRow,
    DocumentFacts,
    OnlineFigures,
    PageRow,
    SiteRow,
    UntestedGroup,
)

_UNTESTED_SAMPLES = 5
_Scores = Mapping[tuple[str, str], Score]
_Shapes = Mapping[str, tuple[Division, bytes | None, float | None]]


def shapes(store: Store, run: Run) -> _Shapes:
    """Return the divisions of a run with outline (WKB) and area in square metres, by code."""
    return {
        division.code: (division, outline, area)
        for division, outline, area in division_rows(store.evidence(run.id, "divisions"))
    }


def divisions(
    tree: DivisionTree, shapes: _Shapes, plan: Plan, scores: tuple[Score, ...], indicators: tuple[Indicator, ...]
) -> tuple[DivisionRow, dict[str, DivisionRow]]:
    """Return the row of the whole plan and the row of each division."""
    of_divisions = [score for score in scores if score.scope == "division"]
    online = {score.subject: score for score in of_divisions if score.axis == "online"}
    street = {score.subject: score for score in of_divisions if score.axis == "street"}
    figures: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        figures.setdefault(indicator.division, []).append(indicator)
    placed: dict[str, list[str]] = {}
    for site in plan.online:
        placed.setdefault(site.district or WHOLE, []).append(site.id)
    online_ranks, street_ranks = ranks(tree, online, street, plan.thresholds.surveyed)

    def row(code: str, division: Division) -> DivisionRow:
        _, outline, area = shapes.get(code, (None, None, None))
        return DivisionRow(
            division,
            online.get(code),
            _online_figures(online.get(code)),
            street.get(code),
            online_ranks.get(code),
            street_ranks.get(code),
            number_of(street.get(code), "surveyed"),
            tuple(figures.get(code, ())),
            tuple(placed.get(code, ())),
            outline,
            area,
        )

    whole = Division(WHOLE, plan.name, level=0, name_en=plan.name_en)
    return row(WHOLE, whole), {code: row(code, division) for code, division in tree.divisions.items()}


def sites(
    store: Store,
    run: str,
    plan: Plan,
    rules: Mapping[str, Rule],
    scores: _Scores,
    unfinished: Iterable[Unfinished] = (),
    outcomes: Outcomes = MappingProxyType({}),
) -> tuple[SiteRow, ...]:
    """Return the sites in the plan's order, pages with verdicts; one that the database alone knows comes last."""
    found = causes(store.causes(run), rules)
    subjects = {subject.id: subject for subject in store.subjects(run, "site")}
    left = {part.site.id: part for part in unfinished}
    subjects |= {site: part.subject for site, part in left.items()}
    named = {site.id for site in plan.online}
    unplanned = [Site(id=key, name=s.title or key, url="") for key, s in subjects.items() if key not in named]
    rows = []
    for site in (*plan.online, *unplanned):
        subject = subjects.get(site.id) or Subject(site.id, "site", Outcome.UNTESTED)
        tested = left[site.id].pages if site.id in left else store.subjects(run, "page", site.id)
        pages = reviewed.pages(store, run, site.id, tested, outcomes)
        if pages != list(tested):
            ends = {page.outcome for page in pages} | {tally.outcome for tally in subject.tally.values()}
            subject = replace(subject, outcome=worst(ends))
        rows.append(
            SiteRow(
                site,
                subject.outcome,
                subject.reason,
                subject.facts,
                scores.get(("site", site.id)),
                tuple(map(_page, pages)),
                found.get((site.id, Outcome.FAILED), ()),
                found.get((site.id, Outcome.CANT_TELL), ()),
                owner_of(plan.owners, rule="", division=site.district or "", site=site.id),
            )
        )
    return tuple(rows)


def all_untested(store: Store, run: str, unfinished: Iterable[Unfinished] = ()) -> list[Untested]:
    """Return everything that was not tested, whole pages included, each once."""
    listed = [*store.untested(run), *(item for part in unfinished for item in part.untested())]
    whole = {(item.site, item.subject) for item in listed if not item.what}
    visited = [
        Untested(subject.id, "", subject.reason, site=subject.site)
        for subject in store.subjects(run)
        if subject.outcome is Outcome.UNTESTED and subject.reason and (subject.site, subject.id) not in whole
    ]
    return sorted([*listed, *visited], key=lambda item: (item.site, item.subject, item.what, item.reason, item.detail))


def untested_groups(items: Iterable[Untested]) -> tuple[UntestedGroup, ...]:
    """Group by reason, in the order in which the model names the reasons."""
    by_reason: dict[Reason, list[Untested]] = {}
    for item in items:
        by_reason.setdefault(item.reason, []).append(item)
    return tuple(
        UntestedGroup(
            reason,
            sum(map(_how_many, by_reason[reason])),
            len(by_reason[reason]),
            len({(item.site, item.subject) for item in by_reason[reason]}),
            tuple(by_reason[reason][:_UNTESTED_SAMPLES]),
        )
        for reason in Reason
        if reason in by_reason
    )


def _how_many(item: Untested) -> int:
    """Return how many things an item stands for: "+120" more pages, or a layer's rows with their number as detail."""
    if item.what.startswith("+") and item.what[1:].isdecimal():
        return int(item.what[1:])
    return int(item.detail) if not item.what and item.detail.isdecimal() else 1


def standards(plan: Plan, base: Path) -> tuple[Mapping[str, Criterion], Mapping[str, Text]]:
    """Return the success criteria in scope and the titles of all editions.

    A user's edition may be gone since the audit: its ids then stand for themselves.
    """
    criteria: Mapping[str, Criterion] = {}
    titles: dict[str, Text] = {}
    named = [plan.web.standard, *plan.street.standards, *(s for layer in plan.layers for s in editions_of(plan, layer))]
    for name in dict.fromkeys(named):
        try:
            edition = load(name, base)
        except (UsageError, OSError):
            titles[name] = Text(name, name)
            continue
        titles[name] = edition.title
        if name == plan.web.standard and isinstance(edition, WebEdition):
            criteria = edition.at(plan.web.level)
    if plan.street.by_year:
        titles[BY_YEAR] = BY_YEAR_TITLE
    return criteria, titles


def _online_figures(score: Score | None) -> OnlineFigures | None:
    sites = number_of(score, "sites")
    if score is None or not sites:
        return None
    worst = (score.parts or {}).get("worst")
    named: Mapping[str, Any] = worst if isinstance(worst, dict) else {}
    return OnlineFigures(
        round(sites),
        round(number_of(score, "judged") or 0),
        round(number_of(score, "passed") or 0),
        number_of(score, "mean"),
        number_of(score, "mean_low"),
        number_of(score, "mean_high"),
        str(named.get("site") or ""),
        named.get("value"),
    )


def _page(subject: Subject) -> PageRow:
    facts, tallies = subject.facts, subject.tally.values()
    status = facts.get("status")
    return PageRow(
        subject.id,
        subject.title,
        subject.outcome,
        subject.reason,
        status if isinstance(status, int) else None,
        str(facts.get("stratum") or ""),
        str(facts.get("lang") or ""),
        sum(tally[0] for tally in tallies),
        sum(tally[1] for tally in tallies),
        sum(tally[2] for tally in tallies),
        str(facts.get("carried_from") or ""),
        tuple(facts.get("linked_from") or ()),
        int(facts.get("linked_from_count") or 0),
        _document(facts) if is_document(subject) else None,
    )


def _document(facts: Mapping[str, Any]) -> DocumentFacts:
    said: Mapping[str, Any] = facts.get("verapdf") or {}
    failed = tuple(map(str, said.get("failed") or ()))
    return DocumentFacts(str(facts.get("format") or ""), str(facts.get("claims") or ""), said.get("compliant"), failed)
