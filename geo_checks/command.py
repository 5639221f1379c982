"""What the commands need of the street side: problems, the audit itself, facilities that complaints may mean."""

from __future__ import annotations

from pathlib import Path

from audit.districts import DivisionTree
from audit.model import Text, UsageError
from audit.plan import Plan
from audit.records import Run
from audit.store import Store
from audit.terminal import Screen, first_signal
from audit.unfinished import street_not_done
from geo_checks import complaints, evidence, street


def with_shapes(plan: Plan) -> Plan:
    """Return a plan that asks for service areas as shapes, too."""
    return plan.model_copy(update={"street": plan.street.model_copy(update={"service_areas": True})})


def problems(plan: Plan, base: Path) -> list[Text]:
    """Return what is wrong with the street side of a plan and can be seen before an audit begins."""
    said: list[Text] = []
    for given in plan.complaints:
        try:
            complaints.system_of(given)
        except UsageError as error:
            said.extend(error.problems)
    return [*said, *street.check_plan(plan, base)]


def gather(store: Store, run: Run, plan: Plan, base: Path, screen: Screen) -> int:
    """Judge the street side, as a whole or not at all; return 0, or the exit code of an interruption."""
    if plan.districts is None or store.evidence(run.id, street.DIVISIONS) is not None:
        return 0
    received: list[int] = []
    judged: list[street.StreetAudit] = []

    def stop(code: int) -> None:
        received.append(code)
        if not judged:  # what is judged by now is recorded first
            raise KeyboardInterrupt

    with first_signal(stop):
        try:
            judged.append(street.audit(plan, base, screen.say))
        except KeyboardInterrupt:
            street_not_done(store, run.id, plan)
        else:
            street.record(store, run.id, judged[0])
    return received[0] if received else 0


def divisions(store: Store, run: str) -> DivisionTree:
    """Return the divisions of a run; none when its street side was not judged."""
    kept = store.evidence(run, street.DIVISIONS)
    return DivisionTree.of([]) if kept is None else evidence.division_tree(kept)


def known_facilities(store: Store, run: str) -> complaints.KnownFacilities:
    """Return the facilities of a run, to be found by place and by name."""
    kept = [(layer, store.evidence(run, f"layer:{layer.id}")) for layer in store.subjects(run, "layer")]
    return complaints.KnownFacilities(
        complaints.located(layer.id, layer.facts["kind"], parquet) for layer, parquet in kept if parquet is not None
    )
