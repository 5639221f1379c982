"""Completeness of a layer of curb ramps as the audit keeps it: indicators, findings with a place, tables by street."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from audit.model import Figures, Outcome, Reason, RuleTally, Untested
from audit.plan import Completeness, Plan
from audit.records import Subject
from audit.standards import THERE, FacilityEdition, Requirement
from geo_checks import evidence
from geo_checks.area import StudyArea
from geo_checks.compliance import Codes, Judgement, tally
from geo_checks.coordinates import Floats, Reference, to_wgs84
from geo_checks.facilities import Facilities, tell_apart
from geo_checks.measures import completeness, corners
from geo_checks.roads import RAMPS, RoadLines, read_crossings, read_roads
from geo_checks.source import form_of

# Where no edition of a layer says that a ramp must be there, the plan does by naming roads.
DECLARED: Final = Requirement(
    id="plan:curb-ramp-there",
    facility=RAMPS,
    attribute=THERE,
    operator="is",
    limit=1,
    impact="critical",
    confidence="declared",
    title_zh="路口转角和人行横道两端设有缘石坡道（由计划设定）",
    title_en="A curb ramp at every corner of a junction and both ends of each crossing (set by the plan)",
    whom_zh="轮椅和婴儿车使用者：没有坡道就上不了人行道，只能走车行道或绕行",
    whom_en="People with wheelchairs and prams: without a ramp they must use the carriageway or turn back",
    mend_zh="在此处补建缘石坡道；先到现场核实，位置由道路中心线推算",
    mend_en="Build a curb ramp here; look at the place first, its position is worked out from the road's centre line",
)

# The attribute that holds the year in which a ramp was built.
_BUILT: Final = "built"
# Decimals of a degree in the key of a place: one metre.
_KEY_DECIMALS: Final = 5
# Metres: a corner this near to a crossing's end is that end, and a ramp this near to a road is on that street.
_SAME_CORNER: Final = 8.0
_ON_STREET: Final = 40.0


@dataclass(frozen=True)
class Wanted:
    """The places of a plan inside its divisions that should have a curb ramp.

    beside: places that take up ramps without counting: far sides of junctions, and what lies in no division.
    outside: how many of these should have a ramp, too.
    """

    given: Completeness
    roads: RoadLines
    places: corners.Places
    home: NDArray[np.int64]
    lon: Floats
    lat: Floats
    key: Any
    label: Any
    beside: corners.Places
    outside: int


@dataclass(frozen=True)
class Complete:
    """What a layer was found to lack. lacking: rows for the layer's evidence; tables: further evidence by name."""

    wanted: Wanted
    served: completeness.Served
    requirements: tuple[tuple[str, Requirement], ...]
    figures: Figures
    untested: tuple[Untested, ...]
    lacking: evidence.Lacking
    tables: dict[str, bytes]

    def on(self, subject: Subject) -> Subject:
        """Return the layer's subject with what it lacks: a missing ramp fails the layer."""
        found = tally(self.served.codes)
        counts = dict(zip(("passed", "failed", "cantTell"), found, strict=True))
        states = np.bincount(self.served.state, minlength=len(completeness.STATES)).tolist()
        facts = dict(subject.facts)
        facts["requirements"] = [*facts["requirements"], *(_stated(*row) for row in self.requirements)]
        facts["by_requirement"] = {**facts["by_requirement"], **{row.id: counts for _, row in self.requirements}}
        facts["completeness"] = {
            "expected": int(self.served.state.size),
            **dict(zip(completeness.STATES, states, strict=True)),
            "outside": self.wanted.outside,
            "crossing_ends": int((self.wanted.places.kind == corners.CROSSING).sum()),
            "roads": int(self.wanted.roads.lines.size),
            "roads_not_meant": self.wanted.roads.rows - self.wanted.roads.meant,
            "roads_without_width": self.wanted.roads.assumed,
            "assumed": self.wanted.given.model_dump(
                mode="json",
                include={
                    "limit": True,
                    "merge": True,
                    "straight": True,
                    "serves": True,
                    "reach": True,
                    "survey": True,
                    "roads": {"default_width", "widths", "meet"},
                },
            ),
        }
        tallies: dict[str, RuleTally] = {row.id: found for _, row in self.requirements}
        outcome = Outcome.FAILED if found.outcome is Outcome.FAILED else subject.outcome
        return dataclasses.replace(subject, outcome=outcome, tally={**subject.tally, **tallies}, facts=facts)


def wanted(plan: Plan, base: Path, area: StudyArea) -> Wanted | None:
    """Return the places that should have a curb ramp, None when the plan names no roads."""
    given = plan.completeness
    if given is None:
        return None
    roads = read_roads(given.roads, base, area)
    found = corners.corners(
        roads.lines,
        roads.half_widths,
        given.merge,
        straight=given.straight,
        by_crossing=given.roads.meet == "crossing",
    )
    if given.crossings is not None:
        ends = corners.crossing_ends(read_crossings(given.crossings, base, area), roads.lines, roads.half_widths)
        found = corners.without_doubles(ends, found, _SAME_CORNER)
    home = area.place(found.x, found.y)
    due = found.kind != corners.FAR_SIDE
    inside = np.flatnonzero(due & (home >= 0))
    places, beside = found.take(inside), found.take(np.flatnonzero(~due | (home < 0)))
    lon, lat = to_wgs84(places.x, places.y, Reference(area.metric.name, area.metric))
    spot = pc.binary_join_element_wise(
        *(pc.cast(pa.array(np.round(degrees, _KEY_DECIMALS)), pa.string()) for degrees in (lon, lat)), ","
    )
    key, _ = tell_apart(pc.binary_join_element_wise("missing", spot, "-"))
    streets = _streets(roads, places)
    names = pa.array(roads.names, pa.string())
    one, two = (names.take(pa.array(streets[:, side], mask=streets[:, side] < 0)) for side in (0, 1))
    two = pc.if_else(pc.fill_null(pc.equal(one, two), False), pa.scalar(None, pa.string()), two)  # noqa: FBT003
    # One of them null makes the pair null.
    label = pc.coalesce(pc.binary_join_element_wise(one, two, " / "), one, two)
    outside = int((due & (home < 0)).sum())
    return Wanted(given, roads, places, home[inside], lon, lat, key, label, beside, outside)


def complete(
    wanted: Wanted | None,
    area: StudyArea,
    rows: Facilities,
    judgement: Judgement,
    editions: Sequence[FacilityEdition],
    scored: str,
) -> Complete | None:
    """Return what a layer of curb ramps lacks; None for any other layer, or when the plan names no roads."""
    if wanted is None or rows.layer.kind != RAMPS or (wanted.given.layers and rows.id not in wanted.given.layers):
        return None
    given = wanted.given
    everything = corners.joined(wanted.places, wanted.beside)
    served = completeness.serve(everything, rows.x, rows.y, limit=given.limit, serves=given.serves, reach=given.reach)
    served = served.first(wanted.places.x.size)
    if in_part(given, rows.layer.file):
        served = served.in_part()
    requirements = tuple((e.id, row) for e in editions for row in e.presence(RAMPS)) or (("", DECLARED),)
    lacking = np.flatnonzero(np.isin(served.state, (completeness.MISSING, completeness.DOUBTFUL)))
    unseen = int((served.state == completeness.NOT_SURVEYED).sum())
    untested = (Untested(rows.id, "completeness", Reason.NOT_SURVEYED, str(unseen)),) if unseen else ()
    return Complete(
        wanted,
        served,
        requirements,
        completeness.indicators(area, rows.id, wanted.home, served),
        untested,
        evidence.Lacking(
            wanted.key.take(pa.array(lacking)),
            wanted.label.take(pa.array(lacking)),
            wanted.lon[lacking],
            wanted.lat[lacking],
            wanted.home[lacking],
            served.codes[lacking],
            tuple(row.id for _, row in requirements),
        ),
        {
            f"places:{rows.id}": _places(area, wanted, served, rows),
            f"streets:{rows.id}": _by_street(wanted, served, rows, judgement.overall[scored]),
        },
    )


def in_part(given: Completeness, file: str) -> bool:
    """Return whether a layer of ramps holds only some of them, so that what it lacks was not looked for."""
    return given.survey == "part" or (given.survey is None and form_of(Path(file)) == "osm")


def _places(area: StudyArea, wanted: Wanted, served: completeness.Served, rows: Facilities) -> bytes:
    """Return every place: key, kind, state, lon, lat, division, street, the ramp there and the metres to it, group."""
    kinds = ("corner", "crossing")
    return evidence.parquet(
        {
            "place": wanted.key,
            "kind": evidence.dictionary(wanted.places.kind, kinds),
            "state": evidence.dictionary(served.state, completeness.STATES),
            "lon": pa.array(wanted.lon, pa.float64()),
            "lat": pa.array(wanted.lat, pa.float64()),
            "division": evidence.dictionary(wanted.home % len(area.codes), area.codes),
            "street": wanted.label,
            "facility": rows.key.take(pa.array(served.ramp, mask=served.ramp < 0)),
            "metres": evidence.nullable(served.distance),
            "group": pa.array(wanted.places.group, pa.int64()),
        }
    )


def _by_street(wanted: Wanted, served: completeness.Served, rows: Facilities, codes: Codes) -> bytes:
    """Return a table by street name: roads, metres, ramps and how they pass, places by state, ramps by decade built.

    A ramp is on the nearest street; a corner counts in each of its two. What has no name is in no row.
    """
    roads = wanted.roads
    located = np.flatnonzero(np.isfinite(rows.x))
    nearest = corners.nearest_line(roads.lines, shapely.points(rows.x[located], rows.y[located]), _ON_STREET)
    street_of_ramp = np.full(rows.meant, -1, dtype=np.int64)
    street_of_ramp[located[nearest >= 0]] = roads.street[nearest[nearest >= 0]]
    size = len(roads.names)
    named = roads.street >= 0
    counts: dict[str, Any] = {
        "roads": np.bincount(roads.street[named], minlength=size),
        "metres": np.bincount(roads.street[named], weights=shapely.length(roads.lines[named]), minlength=size),
        **completeness.by_street(_streets(roads, wanted.places), served, street_of_ramp, codes, size),
    }
    if (built := rows.columns.get(_BUILT)) is not None:
        counts |= completeness.by_decade(street_of_ramp, built, size)
    order = np.array(
        sorted((n for n in range(size) if counts["roads"][n]), key=lambda n: roads.names[n]), dtype=np.int64
    )
    names = pa.array(roads.names, pa.string())
    return evidence.parquet(
        {"street": names.take(pa.array(order)), **{name: pa.array(found[order]) for name, found in counts.items()}}
    )


def _streets(roads: RoadLines, places: corners.Places) -> NDArray[np.int64]:
    """Return the two streets of each place, -1 none."""
    if not roads.street.size:
        return np.full(places.roads.shape, -1, dtype=np.int64)
    return np.where(places.roads >= 0, roads.street[places.roads], -1)


def _stated(edition: str, row: Requirement) -> dict[str, Any]:
    """Return a requirement as reports need it."""
    texts = ("title_zh", "title_en", "whom_zh", "whom_en", "mend_zh", "mend_en")
    shared = ("id", "attribute", "operator", "limit", "high_limit", "clause", "kind", "confidence", "impact", *texts)
    return {
        "standard": edition,
        "unit": "",
        "stated_limit": row.limit,
        "stated_high_limit": None,
        "stated_unit": "",
        **{name: getattr(row, name) for name in shared},
    }
