"""What the waivers of a run's own plan let through, finding by finding: what every report tells, as the gate does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit import snapshot, waivers
from audit.model import Finding, Outcome
from audit.plan import Plan
from audit.plan_gate import Waiver
from audit.records import Run
from audit.snapshot import facility_fingerprints
from audit.store import Store

_FINDING = ("site", "page", "rule", "selector", "fingerprint")


@dataclass(frozen=True)
class LetThrough:
    """The waiver of each finding that has one. causes: by site, component and outcome, where every finding has one.

    findings: by site, page, rule, selector and fingerprint; facilities: by the fingerprint of the finding.
    """

    findings: Mapping[tuple[str, ...], Waiver] = field(default_factory=dict)
    causes: Mapping[tuple[str, str, Outcome], Waiver] = field(default_factory=dict)
    facilities: Mapping[str, Waiver] = field(default_factory=dict)

    def finding(self, finding: Finding) -> Waiver | None:
        """Return the waiver of a finding on a page."""
        if not self.findings:
            return None
        where = (finding.site, finding.subject, finding.rule, finding.target.selector, finding.fingerprint)
        return self.findings.get(where)


def day_of(run: Run) -> date:
    """Return the day by which the waivers of a run hold: that on which it began."""
    return date.fromisoformat(run.started[:10])


def by_plan(store: Store, run: Run, plan: Plan) -> LetThrough:
    """Return what the waivers of a plan let through; its findings are read only where it has any."""
    if not plan.waivers:
        return LetThrough()
    seen = snapshot.of_run(store, run)
    found = waivers.match(plan.waivers, seen, day_of(run))
    web, street = seen.web.assign(waiver=found.web), seen.street.assign(waiver=found.street)
    waived = web[web["waiver"] >= 0]
    keys = zip(*(waived[name] for name in _FINDING), strict=True)
    causes = web.groupby(["site", "component", "by_test"], sort=True, as_index=False)["waiver"].min()
    columns = (causes[name] for name in ("site", "component", "by_test", "waiver"))
    mended = street[street["waiver"] >= 0]
    return LetThrough(
        {key: found.waivers[number] for key, number in zip(keys, waived["waiver"], strict=True)},
        {
            (site, component, Outcome(tested)): found.waivers[least]
            for site, component, tested, least in zip(*columns, strict=True)
            if least >= 0
        },
        {
            name: found.waivers[number]
            for name, number in zip(facility_fingerprints(mended), mended["waiver"], strict=True)
        },
    )
