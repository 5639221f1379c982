"""What the judged layers give people together: access to what they share, what to build next, and how equal it is."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from audit.model import Figures, Reason, Untested
from audit.plan import Plan, Sites, Siting, layer_id
from geo_checks import evidence, layers, schema
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, PASSED, Codes
from geo_checks.coordinates import Floats, Reference, from_wgs84, to_wgs84
from geo_checks.expected import Complete
from geo_checks.facilities import JUDGED, Facilities
from geo_checks.measures import access, equity, siting
from geo_checks.measures.completeness import DOUBTFUL, MISSING
from geo_checks.measures.coverage import Straight
from geo_checks.people import People
from geo_checks.precheck import access_layers
from geo_checks.roads import RAMPS
from geo_checks.source import source

WHAT: Final = ("mend", "check", "build")
MEND, CHECK, BUILD = range(3)

# Where people live is thought of as a site once in each square of this share of the radius.
_SPACING: Final = 0.5


@dataclass(frozen=True)
class Judged:
    """A layer with its facilities' outcome codes by the scored edition, and what it was found to lack.

    straight: what it is to people in a straight line, None where it serves nobody around it or nobody is known.
    """

    rows: Facilities
    codes: Codes
    lacks: Complete | None
    straight: Straight | None = None


@dataclass(frozen=True)
class Provision:
    """What was found. evidence: Parquet by name ("siting:<layer id>")."""

    figures: list[Figures] = field(default_factory=list)
    untested: list[Untested] = field(default_factory=list)
    evidence: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidates:
    """Places to mend, check or build at, in metres. key, label: Arrow text, null where there is none."""

    what: NDArray[np.int8]
    key: Any
    label: Any
    x: Floats
    y: Floats
    home: NDArray[np.int64]


def provision(
    plan: Plan,
    base: Path,
    area: StudyArea,
    people: People | None,
    judged: Sequence[Judged],
    figures: Iterable[Figures],
) -> Provision:
    """Measure what the tables [access], [siting] and [equity] of the plan ask for; figures: those found so far."""
    found = Provision()
    greatest = float(max(plan.thresholds.coverage, default=0))
    sharing = {layer_id(layer) for layer in access_layers(plan)} if plan.access else set()
    for layer in judged:
        ramps = layer.rows.layer.kind == RAMPS
        if plan.access and layer.rows.id in sharing:
            if people is None:
                found.untested.append(Untested(layer.rows.id, "access", Reason.NO_POPULATION))
            else:
                radius = plan.access.radius or greatest
                found.figures.extend(_access(area, layer, people, radius, plan.access.supply, plan.access.decay))
        if plan.siting and (not plan.siting.layers or layer.rows.id in plan.siting.layers):
            if people is None:
                found.untested.append(Untested(layer.rows.id, "siting", Reason.NO_POPULATION))
            else:
                radius = plan.siting.ramp_radius if ramps else plan.siting.radius or greatest
                table = _siting(plan.siting, base, area, layer, people, radius)
                found.evidence[f"siting:{layer.rows.id}"] = table
    if plan.equity:
        wanted = plan.equity.of
        known = [*figures, *found.figures]
        asked = [one for one in known if any(fnmatch.fnmatchcase(one.name, name) for name in wanted)]
        found.figures.extend(
            Figures.gathered(equity.of_indicators(area, chain.from_iterable(asked), _population(area, people)))
        )
    return found


def _access(
    area: StudyArea, layer: Judged, people: People, radius: float, supply: Sequence[str], decay: str
) -> Iterator[Figures]:
    rows = layer.rows
    columns = [rows.columns[name] for name in supply if name in rows.columns]
    offered = np.sum(columns, axis=0) if columns else np.ones(rows.meant)
    yield from access.of_people(area, rows.id, (rows.x, rows.y), layer.codes, offered, people, radius, decay)


def _population(area: StudyArea, people: People | None) -> dict[str, float]:
    """Return the people of each division: those of the population layer, or else what the divisions' file says."""
    if people is not None:
        return dict(zip(area.codes, area.count(people.home, [people.count])[:, 0].tolist(), strict=True))
    return {code: row.population for code, row in area.tree.divisions.items() if row.population is not None}


def _siting(given: Siting, base: Path, area: StudyArea, layer: Judged, people: People, radius: float) -> bytes:
    """Return the picks: rank, what, facility, label, lon, lat, division, people gained, share covered with it, radius.

    share: of the people inside the divisions, by facilities that passed and the picks so far; the first row of the
    table, rank 0, is what is covered today.
    """
    inside = people.home >= 0
    lived = (people.x[inside], people.y[inside], people.count[inside])
    sites = _sites(given, base, area, layer, lived, radius)
    rows = layer.rows
    there = np.flatnonzero(np.isfinite(rows.x) & (layer.codes == PASSED))
    covering = np.column_stack([rows.x[there], rows.y[there]])
    picks = siting.choose(sites.x, sites.y, lived, covering, radius, given.next)
    at = picks.chosen
    lon, lat = to_wgs84(sites.x[at], sites.y[at], Reference(area.metric.name, area.metric))
    gains = np.append(0.0, picks.gains)
    share = (picks.before + np.cumsum(gains)) / picks.people if picks.people else np.full(gains.size, np.nan)
    taken = pa.array(at)

    def below(column: Any) -> Any:
        return pa.concat_arrays([pa.nulls(1, column.type), column])

    return evidence.parquet(
        {
            "rank": pa.array(np.arange(at.size + 1), pa.int32()),
            "what": below(pa.array([WHAT[code] for code in sites.what[at].tolist()], pa.string())),
            "facility": below(sites.key.take(taken)),
            "label": below(sites.label.take(taken)),
            "lon": below(pa.array(lon, pa.float64())),
            "lat": below(pa.array(lat, pa.float64())),
            "division": below(pa.array([area.codes[home] for home in sites.home[at].tolist()], pa.string())),
            "people_gained": pa.array(gains, pa.float64()),
            "share": evidence.nullable(share),
            "radius": pa.array(np.full(gains.size, radius), pa.float64()),
        }
    )


def _sites(
    given: Siting, base: Path, area: StudyArea, layer: Judged, lived: tuple[Floats, Floats, Floats], radius: float
) -> Candidates:
    """Return the candidates of a layer: what fails, then what is not known, then what is missing or new."""
    rows, lacks = layer.rows, layer.lacks
    parts = []
    standing = rows.place == JUDGED
    for what, code in ((MEND, FAILED), (CHECK, CANT_TELL)):
        at = np.flatnonzero(standing & (layer.codes == code))
        taken = pa.array(at)
        parts.append(
            Candidates(
                np.full(at.size, what, dtype=np.int8),
                rows.key.take(taken),
                rows.label.take(taken),
                rows.x[at],
                rows.y[at],
                rows.home[at],
            )
        )
    if lacks is not None:
        places = lacks.wanted.places
        for what, state in ((CHECK, DOUBTFUL), (BUILD, MISSING)):
            at = np.flatnonzero(lacks.served.state == state)
            taken = pa.array(at)
            parts.append(
                Candidates(
                    np.full(at.size, what, dtype=np.int8),
                    lacks.wanted.key.take(taken),
                    lacks.wanted.label.take(taken),
                    places.x[at],
                    places.y[at],
                    lacks.wanted.home[at],
                )
            )
    elif given.new and rows.layer.kind != RAMPS:
        parts.append(_given_sites(given.sites, base, area) if given.sites else _homes(area, lived, radius))
    kept = [np.isin(part.what, [WHAT.index(word) for word in given.what]) for part in parts]

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name)[which] for part, which in zip(parts, kept, strict=True)])

    def texts(name: str) -> Any:
        columns = [_plain(getattr(part, name)).filter(pa.array(which)) for part, which in zip(parts, kept, strict=True)]
        return pa.concat_arrays(columns)

    return Candidates(joined("what"), texts("key"), texts("label"), joined("x"), joined("y"), joined("home"))


def _plain(column: Any) -> Any:
    """Return an Arrow column as one array of text."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(pa.string())


def _given_sites(given: Sites, base: Path, area: StudyArea) -> Candidates:
    rows = layers.read(source(given, base), [given.label] if given.label else [])
    x, y = from_wgs84(*to_wgs84(*layers.points(rows)[:2], rows.crs), area.metric)
    home = area.place(x, y)
    at = np.flatnonzero(home >= 0)
    label = schema.as_text(rows.columns[given.label].take(pa.array(at))) if given.label else pa.nulls(at.size)
    nameless = pa.nulls(at.size, pa.string())
    return Candidates(np.full(at.size, BUILD, dtype=np.int8), nameless, label, x[at], y[at], home[at])


def _homes(area: StudyArea, lived: tuple[Floats, Floats, Floats], radius: float) -> Candidates:
    """Return places among the people's own as sites, one in each square of half the radius."""
    at = siting.spots_where_people_live(*lived, radius * _SPACING)
    x, y = lived[0][at], lived[1][at]
    nameless = pa.nulls(at.size, pa.string())
    return Candidates(np.full(at.size, BUILD, dtype=np.int8), nameless, nameless, x, y, area.place(x, y))
