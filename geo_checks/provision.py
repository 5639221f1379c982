"""What the judged layers give people together: access to what they share, what to build next, and how equal it is."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from audit.model import Figures, Reason, Untested
from audit.plan import Access, Plan, layer_id
from geo_checks.area import StudyArea
from geo_checks.measures import access, catchments, equity
from geo_checks.measures.catchments import Pairs
from geo_checks.measures.service_area import STRAIGHT, Walks
from geo_checks.network import NETWORK
from geo_checks.next_places import Judged, next_places
from geo_checks.people import People
from geo_checks.precheck import access_layers
from geo_checks.roads import RAMPS

# How the straight line stands in the names of figures: not at all.
_DIRECT: Final = ""


@dataclass(frozen=True)
class Provision:
    """What was found. evidence: Parquet by name ("siting:<layer id>")."""

    figures: list[Figures] = field(default_factory=list)
    untested: list[Untested] = field(default_factory=list)
    evidence: dict[str, bytes] = field(default_factory=dict)


def provision(
    plan: Plan,
    base: Path,
    area: StudyArea,
    people: People | None,
    judged: Sequence[Judged],
    figures: Iterable[Figures],
    walks: Walks | None = None,
) -> Provision:
    """Measure what the tables [access], [siting] and [equity] of the plan ask for.

    figures: those found so far; walks: the walking network with the people on it, None where the plan gives none.
    """
    found = Provision()
    greatest = float(max(plan.thresholds.coverage, default=0))
    sharing = {layer_id(layer) for layer in access_layers(plan)} if plan.access else set()
    straight = set()
    for layer in judged:
        ramps = layer.rows.layer.kind == RAMPS
        if plan.access and layer.rows.id in sharing:
            if people is None:
                found.untested.append(Untested(layer.rows.id, "access", Reason.NO_POPULATION))
            else:
                straight.add("access")
                found.figures.extend(_access(area, layer, people, plan.access, plan.access.radius or greatest, walks))
        if plan.siting and (not plan.siting.layers or layer.rows.id in plan.siting.layers):
            if people is None:
                found.untested.append(Untested(layer.rows.id, "siting", Reason.NO_POPULATION))
            else:
                if plan.siting.way != STRAIGHT:
                    straight.add("siting")
                radius = plan.siting.ramp_radius if ramps else plan.siting.radius or greatest
                table, told = next_places(plan.siting, base, area, layer, people, walks, radius)
                found.evidence[f"siting:{layer.rows.id}"] = table
                found.untested.extend(told)
    if walks is None:
        found.untested.extend(
            Untested(NETWORK, what, Reason.NOT_SUPPLIED, "straight line instead") for what in sorted(straight)
        )
    if plan.equity:
        wanted = plan.equity.of
        known = [*figures, *found.figures]
        asked = [one for one in known if any(fnmatch.fnmatchcase(one.name, name) for name in wanted)]
        found.figures.extend(
            Figures.gathered(equity.of_indicators(area, chain.from_iterable(asked), _population(area, people)))
        )
    return found


def _access(
    area: StudyArea, layer: Judged, people: People, given: Access, radius: float, walks: Walks | None
) -> Iterator[Figures]:
    rows = layer.rows
    columns = [rows.columns[name] for name in given.supply if name in rows.columns]
    supplies = access.offered(layer.codes, np.sum(columns, axis=0) if columns else np.ones(rows.meant))
    direct = catchments.straight(rows.x, rows.y, people.x, people.y, radius)
    blocks: Iterator[Mapping[str, Pairs]] = ({_DIRECT: pairs} for pairs in direct)
    ways = [_DIRECT]
    if walks is not None:
        ways += walks.grounds
        blocks = chain(blocks, catchments.Network(walks, ways[1:]).near(rows.x, rows.y, radius))
    yield from access.of_people(area, rows.id, ways, blocks, supplies, people, radius, given.decay)


def _population(area: StudyArea, people: People | None) -> dict[str, float]:
    """Return the people of each division: those of the population layer, or else what the divisions' file says."""
    if people is not None:
        return dict(zip(area.codes, area.count(people.home, [people.count])[:, 0].tolist(), strict=True))
    return {code: row.population for code, row in area.tree.divisions.items() if row.population is not None}
