"""What is known of each layer in one division, under the edition that is scored, and together with its weight."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit.facility_kinds import KINDS
from audit.model import Indicator
from audit.plan import Plan, editions_of, layer_id
from audit.standards import FacilityEdition

# Names of the two indicators that the street score reads.
PASSING = "pass"
SURVEYED = "surveyed"


@dataclass(frozen=True, slots=True)
class LayerFigure:
    """What is known of one layer in one division. Shares are 0-1, None when nothing was counted.

    judged and surveyed are None when the indicator is missing.
    """

    layer: str
    weight: float
    judged: Indicator | None
    surveyed: Indicator | None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Return the share of facilities that pass, low and high; None without facilities."""
        judged = self.judged
        if judged is None or judged.low is None or judged.high is None:
            return None
        return judged.low, judged.high

    @property
    def tested(self) -> float | None:
        """Return the share surveyed of what should have been."""
        return self.surveyed.low if self.surveyed else None

    @property
    def expected(self) -> bool:
        """Tell whether the division has facilities of this layer, surveyed or not."""
        return self.bounds is not None or bool(self.surveyed and self.surveyed.denominator)

    @property
    def unknown(self) -> int:
        """Return how many facilities nobody could judge."""
        return round(self.judged.unknown) if self.judged else 0

    @property
    def not_surveyed(self) -> int:
        """Return how many facilities that should have been surveyed were not."""
        return round(self.surveyed.denominator - self.surveyed.numerator) if self.surveyed else 0


def scored_editions(plan: Plan, loaded: Mapping[str, FacilityEdition]) -> dict[str, str]:
    """Return, for each layer of the plan by id, the id of the edition that is scored: the first that speaks of it.

    loaded: editions by the name that the plan gives them (an id, or a file of the user's own).
    """
    scored: dict[str, str] = {}
    for layer in plan.layers:
        for name in editions_of(plan, layer):
            if layer.kind in loaded[name].facilities:
                scored.setdefault(layer_id(layer), loaded[name].id)
    return scored


def _layers(plan: Plan, indicators: Iterable[Indicator]) -> list[tuple[str, float]]:
    """Return the layers in the order of their kinds, each with its weight: those of one kind share its weight."""
    kinds: dict[str, str] = {layer_id(layer): layer.kind for layer in plan.layers}
    for indicator in indicators:  # a layer that the plan does not name is a kind of its own
        if indicator.name == PASSING:
            kinds.setdefault(indicator.layer, indicator.layer)
    number = Counter(kinds.values())
    order = {kind: position for position, kind in enumerate(KINDS)}
    ids = sorted(kinds, key=lambda name: (order.get(kinds[name], len(order)), name))
    return [(name, plan.weights.of_kind(kinds[name]) / number[kinds[name]]) for name in ids]


def or_named(plan: Plan, indicators: Sequence[Indicator], editions: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the scored edition of each layer: as given, or else the first that the plan names and that was counted."""
    if editions is not None:
        return editions
    counted: dict[str, set[str]] = {}
    for indicator in indicators:
        if indicator.name == PASSING:
            counted.setdefault(indicator.layer, set()).add(indicator.standard)
    named = {kind: next(iter(ids)) for kind, ids in counted.items() if len(ids) == 1}
    for layer in reversed(plan.layers):
        for edition in reversed(editions_of(plan, layer)):
            if edition in counted.get(layer_id(layer), ()):
                named[layer_id(layer)] = edition
    return named


def figures_of(indicators: Sequence[Indicator], plan: Plan, editions: Mapping[str, str]) -> list[LayerFigure]:
    """Return the figures of one division, whose indicators these are, by layer."""
    by_name = {(i.layer, i.name, i.standard): i for i in indicators}
    result = []
    for layer, weight in _layers(plan, indicators):
        edition = editions.get(layer, "")
        surveyed = by_name.get((layer, SURVEYED, edition)) or by_name.get((layer, SURVEYED, ""))
        result.append(LayerFigure(layer, weight, by_name.get((layer, PASSING, edition)), surveyed))
    return result


def street_bounds(figures: Sequence[LayerFigure]) -> tuple[float, float] | None:
    """Return the weighted mean, over the layers, of the share that passes, low and high; None without facilities."""
    weighed = [(figure.weight, figure.bounds) for figure in figures if figure.bounds and figure.weight > 0]
    shared = math.fsum(weight for weight, _ in weighed)
    if not weighed:
        return None
    return (
        math.fsum(weight * low for weight, (low, _) in weighed) / shared,
        math.fsum(weight * high for weight, (_, high) in weighed) / shared,
    )


def street_tested(figures: Sequence[LayerFigure]) -> float | None:
    """Return the weighted share surveyed over the layers that there should be; None when that is not known of one."""
    weighed = [(figure.weight, figure.tested) for figure in figures if figure.expected and figure.weight > 0]
    known = [(weight, tested) for weight, tested in weighed if tested is not None]
    if not weighed or len(known) < len(weighed):
        return None
    return math.fsum(weight * tested for weight, tested in known) / math.fsum(weight for weight, _ in known)
