"""Gathers facility findings by division and requirement while they stream past: counts of all, samples of a few."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from audit.districts import WHOLE
from audit.model import Outcome
from reports.rows import FacilityFinding, LayerRow, RequirementRow
from reports.summary import Summary

SAMPLES_KEPT = 20


@dataclass(slots=True)
class FacilityGroup:
    """What fails one requirement in one division, the divisions below it included. samples: the first that fail."""

    layer: LayerRow
    requirement: RequirementRow
    failed: int = 0
    cant_tell: int = 0
    samples: list[FacilityFinding] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        """Return whether the requirement counts in the score."""
        return self.layer.scores(self.requirement)


def by_division(summary: Summary, codes: Collection[str]) -> dict[str, list[FacilityGroup]]:
    """Return the groups of some divisions in one pass: scored ones first, then by impact and by how many fail."""
    layers = {layer.id: layer for layer in summary.layers}
    groups: dict[str, dict[tuple[str, str], FacilityGroup]] = {code: {} for code in codes}
    above: dict[str, tuple[str, ...]] = {}
    for finding in summary.facility_findings():
        if finding.division not in above:
            known = finding.division in summary.tree.divisions
            line = summary.tree.ancestors(finding.division) if known else (WHOLE,)
            above[finding.division] = tuple(code for code in line if code in groups)
        requirement = finding.requirement
        for code in above[finding.division]:
            group = groups[code].get((finding.layer, requirement.id))
            if group is None:
                group = FacilityGroup(layers[finding.layer], requirement)
                groups[code][finding.layer, requirement.id] = group
            if finding.outcome is Outcome.CANT_TELL:
                group.cant_tell += 1
                continue
            group.failed += 1
            if len(group.samples) < SAMPLES_KEPT:
                group.samples.append(finding)
    return {code: sorted(found.values(), key=_order) for code, found in groups.items()}


def _order(group: FacilityGroup) -> tuple[bool, int, int, str, str]:
    impact = group.requirement.impact if group.failed else 0
    return (not group.scored, -impact, -group.failed, group.layer.id, group.requirement.id)
