"""The street side of an audit: layers of facilities in, indicators by division and columnar evidence out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from audit import standards
from audit.districts import DivisionTree
from audit.facility_kinds import KINDS
from audit.model import Figures, Indicator, Outcome, Reason, Text, Untested, UsageError, worst
from audit.plan import Districts, Layer, Plan, editions_of
from audit.records import Subject
from audit.standards import FacilityEdition, Requirement
from audit.store import Store
from audit.uncollected import uncollected
from geo_checks import border_traps, evidence, expected, provision, schema, service_shapes, ways
from geo_checks.area import DISTRICTS, StudyArea
from geo_checks.area_file import study_area
from geo_checks.compliance import OUTCOMES, Judgement, judge, limits, tally
from geo_checks.divisions import read_divisions
from geo_checks.editions import wanted_columns
from geo_checks.facilities import JUDGED, Facilities, compared, oddities, read_facilities
from geo_checks.measures import coverage, shares, targets
from geo_checks.next_places import Judged
from geo_checks.people import read_people
from geo_checks.precheck import check_plan
from geo_checks.sensitivity import sensitivity
from geo_checks.source import source
from geo_checks.ways import COVERING

__all__ = ["StreetAudit", "audit", "check_plan"]

# Name of the evidence that holds the divisions.
DIVISIONS: Final = "divisions"

_PLACE_REASONS: Final = (
    ("outside", Reason.OUTSIDE_DISTRICTS),
    ("no_geometry", Reason.NO_GEOMETRY),
    ("bad_geometry", Reason.BAD_GEOMETRY),
)


@dataclass(frozen=True)
class StreetAudit:
    """What the street side found. evidence: Parquet by name ("divisions", "layer:<layer id>")."""

    tree: DivisionTree
    subjects: tuple[Subject, ...]
    untested: tuple[Untested, ...]
    figures: tuple[Figures, ...]
    evidence: dict[str, bytes]

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Yield every figure as an indicator of its own."""
        return chain.from_iterable(self.figures)


@uncollected()
def audit(plan: Plan, base: Path, progress: Callable[[Text], None] | None = None) -> StreetAudit:
    """Judge every layer of a plan; base: the folder that its paths are relative to.

    Raises UsageError with every problem that check_plan finds, or a file that turns out not to be readable.
    """
    tell = progress or (lambda _: None)
    if (given := plan.districts) is None:
        return StreetAudit(DivisionTree.of([]), (), (), (), {})
    tell(Text("读取区划", "reading the districts"))
    area = _checked(plan, base, given)
    people, untested = (None, []) if plan.population is None else read_people(plan.population, base, area)
    untested = [*area.notes, *_borders(area, tell), *untested]
    supplied = {layer.kind for layer in plan.layers}
    untested += [
        Untested(kind.id, "", Reason.NOT_SUPPLIED)
        for kind in KINDS.values()
        if kind.expected and kind.id not in supplied
    ]
    untested += targets.told(plan.targets)
    subjects: list[Subject] = []
    figures = Figures.gathered(targets.declared(area.tree, plan.targets))
    judged: list[Judged] = []
    kept = {DIVISIONS: evidence.divisions(area)}
    places = expected.wanted(plan, base, area)
    roads = shapely.STRtree(places.roads.lines) if places else None
    for position, layer in enumerate(plan.layers):
        rows = compared(read_facilities(layer, base, area, roads), (one.rows for one in judged))
        tell(
            Text(
                f"图层 {rows.id}：{rows.rows} 行，在区划内的设施 {rows.counts['judged']} 处",
                f"layer {rows.id}: {rows.rows} rows, {rows.counts['judged']} facilities in the districts",
            )
        )
        for text in oddities(rows):
            tell(text)
        named = editions_of(plan, layer)
        editions = standards.load_facility(named, base)
        readings = [(editions[named.index(by.edition)].id, by.until or math.inf) for by in plan.street.by_year]
        judgement = judge(layer.kind, rows.columns, editions, rows.meant, readings=readings)
        scored = next((e.id for e in editions if layer.kind in e.facilities), editions[0].id)
        found = expected.complete(places, area, rows, judgement, editions, scored)
        subject = _subject(rows, area, judgement, editions, scored, position)
        subjects.append(found.on(subject) if found else subject)
        untested += _not_told(rows, editions, judgement)
        if people is None and layer.kind in COVERING:
            untested.append(Untested(rows.id, "coverage", Reason.NO_POPULATION, "m2"))
        figures += _figures(plan, area, rows, judgement, editions, scored, ground=people is None)
        straight = None
        if people is not None and layer.kind in COVERING:
            codes, radii = judgement.overall[scored], plan.thresholds.coverage
            straight = coverage.straight(people, rows.x, rows.y, codes, radii)
            figures += coverage.of_people(area, rows.id, people, straight, radii)
        if found:
            figures.append(found.figures)
            untested += found.untested
            kept |= found.tables
        kept[f"layer:{rows.id}"] = evidence.facilities(area, rows, judgement, scored, found.lacking if found else None)
        judged.append(Judged(rows, judgement.overall[scored], found, straight))
    walked = ways.over_network(
        plan,
        base,
        area,
        people,
        [(one.rows, one.codes, one.straight) for one in judged],
        [one.lacks for one in judged if one.lacks],
    )
    untested, figures, kept = untested + walked.untested, figures + walked.figures, kept | walked.evidence
    kept |= service_shapes.asked_for(plan, area, judged, walked.walks, figures)
    further = provision.provision(plan, base, area, people, judged, figures, walked.walks)
    untested, figures, kept = untested + further.untested, figures + further.figures, kept | further.evidence
    subjects = [walked.on(subject) for subject in subjects]
    return StreetAudit(area.tree, tuple(subjects), tuple(untested), tuple(figures), kept)


def _checked(plan: Plan, base: Path, given: Districts) -> StudyArea:
    """Return the divisions of a plan that has no problems; their files are read once for both."""
    wanted = source(given, base)
    read = cache(lambda: read_divisions(given, wanted))
    if problems := check_plan(plan, base, read):
        raise UsageError(*problems)
    return study_area(given, wanted, plan.street.crs, read())


def _borders(area: StudyArea, tell: Callable[[Text], None]) -> Iterator[Untested]:
    """Yield where the outlines of divisions disagree, and tell how many do."""
    found = list(border_traps.of_divisions(area))
    if found:
        more = (
            Text(f"（另有 {len(found) - 1} 处）", f" (and {len(found) - 1} more)") if len(found) > 1 else Text("", "")
        )
        tell(Text(f"区划边界：{found[0].text.zh}{more.zh}", f"borders: {found[0].text.en}{more.en}"))
    for trap in found:
        yield Untested(DISTRICTS, ", ".join(trap.examples), Reason.BORDERS_DISAGREE, trap.text.en)


@uncollected()
def record(store: Store, run: str, audited: StreetAudit) -> None:
    """Record what the street side found, in place of what an interrupted attempt left."""
    for subject in audited.subjects:
        store.save_subject(run, subject, untested=[u for u in audited.untested if u.subject == subject.id])
    known = {subject.id for subject in audited.subjects}
    store.save_untested(run, [untested for untested in audited.untested if untested.subject not in known])
    store.save_figures(run, audited.figures)
    # The divisions come last: their presence says that the street side is complete.
    for name in sorted(audited.evidence, key=lambda name: (name == DIVISIONS, name)):
        store.save_evidence(run, name, audited.evidence[name])


def _figures(
    plan: Plan,
    area: StudyArea,
    rows: Facilities,
    judgement: Judgement,
    editions: Sequence[FacilityEdition],
    scored: str,
    *,
    ground: bool,
) -> Iterator[Figures]:
    """Yield every indicator of a layer on its own, for every division and the whole.

    ground: whether coverage is that of the ground, since nobody is known to live on it.
    """
    kind, home = rows.layer.kind, rows.home
    yield from shares.facilities(area, rows.id, home, rows.meant)
    standard_of = {row.id: edition.id for edition in editions for row in edition.of(kind)}
    yield from shares.passing(area, rows.id, home, judgement, standard_of)
    yield from shares.ratings(area, rows.id, home, judgement)
    yield from shares.surveyed(area, rows.id, home, judgement, rows.layer.expected)
    if ground and kind in COVERING:
        radii = plan.thresholds.coverage
        yield from coverage.of_ground(area, rows.id, rows.x, rows.y, judgement.overall[scored], radii)


def _not_told(rows: Facilities, editions: Sequence[FacilityEdition], judgement: Judgement) -> Iterator[Untested]:
    """Yield what could not be tested of a layer: editions, columns and places."""
    kind = rows.layer.kind
    if (doubt := rows.coordinates.warning()) is not None:
        yield Untested(rows.id, "crs", Reason.COORDINATES_IN_DOUBT, doubt.en)
    for edition in editions:
        if kind not in edition.facilities:
            yield Untested(rows.id, edition.id, Reason.NOT_SUPPLIED, "edition without requirements")
    wanting = wanted_columns(rows.columns, editions, kind, by_year=standards.BY_YEAR in judgement.overall)
    for attribute, ids in sorted(wanting.items()):
        yield Untested(rows.id, attribute, Reason.MISSING_COLUMN, ", ".join(ids))
    for what, reason in _PLACE_REASONS:
        if rows.counts[what]:
            yield Untested(rows.id, "", reason, str(rows.counts[what]))


def _subject(
    rows: Facilities,
    area: StudyArea,
    judgement: Judgement,
    editions: Sequence[FacilityEdition],
    scored: str,
    position: int,
) -> Subject:
    """Return the layer with its one outcome: the worst of its facilities inside the districts."""
    inside = rows.place == JUDGED
    outcome, reason = Outcome.UNTESTED, None
    if inside.any():
        outcome = worst({OUTCOMES[code] for code in np.unique(judgement.overall[scored][inside])})
    else:
        reason = next((why for what, why in _PLACE_REASONS if rows.counts[what]), Reason.NOT_SUPPLIED)
    tallies = {requirement: tally(codes[inside]) for requirement, codes in judgement.by_requirement.items()}
    layer = rows.layer
    return Subject(
        rows.id,
        "layer",
        outcome,
        position=position,
        reason=reason,
        title=layer.name or "",
        tally=tallies,
        facts={
            "kind": layer.kind,
            "file": layer.file,
            "counts": rows.counts,
            "crs": rows.crs.name,
            "metric_crs": ":".join(area.metric.to_authority() or (area.metric.name,)),
            "standards": [edition.id for edition in editions],
            "scored_standard": scored,
            "attributes": _attributes(layer),
            "unreadable": dict(rows.unreadable),
            "double_keys": rows.double_keys,
            "coordinates": rows.coordinates.facts(),
            "traps": [trap.facts() for trap in rows.traps],
            "requirements": [_requirement(e.id, row) for e in editions for row in e.of(layer.kind)],
            "sensitivity": sensitivity(layer.kind, rows.columns, editions, inside),
            "by_requirement": {
                name: dict(zip(("passed", "failed", "cantTell"), counts, strict=True))
                for name, counts in tallies.items()
            },
        },
    )


def _attributes(layer: Layer) -> list[dict[str, str]]:
    """Return the standard columns that the layer has values of, with their canonical units and names."""
    known = schema.ATTRIBUTES[layer.kind]
    return [
        {
            "attribute": name,
            "unit": known[name].unit,
            "title_zh": known[name].title.zh,
            "title_en": known[name].title.en,
        }
        for name in sorted(layer.columns)
    ]


def _requirement(edition: str, row: Requirement) -> dict[str, Any]:
    """Return a requirement as reports need it: limits in the unit of the values, and as the edition states them."""
    limit, high = limits(row)
    texts = ("title_zh", "title_en", "whom_zh", "whom_en", "mend_zh", "mend_en")
    return {
        "id": row.id,
        "standard": edition,
        "attribute": row.attribute,
        "operator": row.operator,
        "limit": limit,
        "high_limit": high if row.high_limit is not None else None,
        "unit": schema.ATTRIBUTES[row.facility][row.attribute].unit,
        "stated_limit": row.limit,
        "stated_high_limit": row.high_limit,
        "stated_unit": row.unit,
        "clause": row.clause,
        "kind": row.kind,
        "confidence": row.confidence,
        "when": [condition.model_dump(mode="json") for condition in row.when],
        "optional": row.optional,
        "points": row.points,
        "impact": row.impact,
        **{name: getattr(row, name) for name in texts},
    }
