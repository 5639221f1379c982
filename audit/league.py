"""Scores of sites and figures of layers → scores of layers and divisions on two axes, online and street.

The axes are never mixed: a good portal does not make up for kerbs without ramps. Each leads with the share of subjects
that pass (sites that reach the pass mark, facilities that pass), then the mean, the 10th percentile and the worst.
Scores are bounds: what nobody could judge fails in `low` and passes in `high`. Nothing judged is None.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from audit.districts import WHOLE, DivisionTree
from audit.facility_kinds import KINDS
from audit.model import Indicator, Score
from audit.plan import Plan, editions_of, layer_id
from audit.scoring import DECIMALS
from audit.standards import FacilityEdition

# Names of the two indicators that the street score reads.
PASSING = "pass"
SURVEYED = "surveyed"
# The tail that is shown beside a mean: the 10th percentile, nearest rank.
TAIL = 0.10


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


def layer_scores(indicators: Sequence[Indicator], plan: Plan, editions: Mapping[str, str] | None = None) -> list[Score]:
    """Return one score for each layer, over the whole plan: scope "layer", axis "street".

    editions: as `scored_editions` gives them; by default the first edition that the plan names for the layer and that
    "pass" was counted for, or the only one counted (a plan may name a file, indicators name its id).

    subject: the layer's id. low and high: share of facilities that pass, 0-100; value: None, the pair is the headline.
    tested: share surveyed. needs_review: facilities that nobody could judge; untested: facilities not surveyed.
    A layer of the plan without figures has a score without bounds. parts:

    - "standard": the edition scored, "" when none; "passed", "unknown", "facilities", "surveyed", "expected": counts
    """
    scored = _or_named(plan, indicators, editions)
    whole = [indicator for indicator in indicators if indicator.division == WHOLE]
    return [_layer_score(figure) for figure in _figures(whole, plan, scored)]


def division_scores(
    tree: DivisionTree,
    sites: Mapping[str, Sequence[Score]],
    indicators: Sequence[Indicator],
    plan: Plan,
    editions: Mapping[str, str] | None = None,
) -> list[Score]:
    """Return two scores for the whole plan (subject "") and for each division: scope "division".

    sites: scores of sites by the code of the division that they serve, WHOLE for those that serve none in particular;
    KeyError when the tree has no such division. indicators: those of divisions are sums with all below them.
    editions: as in `layer_scores`.

    Axis "online": sites of the division and of all below it. low, value, high: share of sites that reach the pass mark,
    0-100: a site counts by the low end of its score, by the score, by the high end; a site without data fails in low,
    passes in high and is left out of value. tested: mean share of criteria weight tested, 0 for a site without data.
    needs_review and untested: sums over the sites. parts:

    - "sites", "judged", "passed" (reach "pass_mark"): counts
    - "mean", "mean_low", "mean_high": of the scores and of their bounds; "p10"; "worst": {"site", "value"}; None
      without data
    - "ranked": whether enough sites (thresholds.surveyed) were judged to rank the division

    Axis "street": low and high: weighted mean, over the layers with facilities in the division, of the share that
    passes, 0-100; value None. tested: share surveyed, weighted alike over the layers that it should have; None when
    that is not known of one. needs_review and untested: facilities, as in `layer_scores`. parts:

    - "layers": [{"layer", "standard", "weight", "low", "high", "surveyed", "facilities", "unknown"}]; "absent": layers
      of the plan without facilities here
    - "share": {"low", "high"}: of all facilities together, 0-100
    - "over": "divisions" (the children, when they have figures) or "layers"; "p10": {"low", "high"};
      "worst": {"id", "low", "high"} by low
    - "surveyed": as tested; "ranked": whether it reaches thresholds.surveyed
    """
    editions = _or_named(plan, indicators, editions)
    by_division: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        by_division.setdefault(indicator.division, []).append(indicator)
    below: dict[str, list[Score]] = {code: [] for code in (WHOLE, *tree.divisions)}
    for code in sorted(sites):
        for ancestor in tree.ancestors(code):
            below[ancestor].extend(sites[code])
    figures = {code: _figures(by_division.get(code, ()), plan, editions) for code in below}
    street = {code: _street_bounds(figures[code]) for code in below}
    scores = []
    for code, served in below.items():
        children = {child: bounds for child in tree.children.get(code, ()) if (bounds := street[child])}
        scores.append(_online(code, served, plan))
        scores.append(_street(code, figures[code], children, plan))
    return scores


def tail(figures: Iterable[float]) -> float:
    """Return the 10th percentile of some figures, nearest rank: with 10 or fewer it is the lowest."""
    ordered = sorted(figures)
    return ordered[max(0, math.ceil(TAIL * len(ordered)) - 1)]


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


def _or_named(plan: Plan, indicators: Sequence[Indicator], editions: Mapping[str, str] | None) -> Mapping[str, str]:
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


def _figures(indicators: Sequence[Indicator], plan: Plan, editions: Mapping[str, str]) -> list[LayerFigure]:
    """Return the figures of one division, whose indicators these are, by layer."""
    by_name = {(i.layer, i.name, i.standard): i for i in indicators}
    result = []
    for layer, weight in _layers(plan, indicators):
        edition = editions.get(layer, "")
        surveyed = by_name.get((layer, SURVEYED, edition)) or by_name.get((layer, SURVEYED, ""))
        result.append(LayerFigure(layer, weight, by_name.get((layer, PASSING, edition)), surveyed))
    return result


def _layer_score(figure: LayerFigure) -> Score:
    bounds, judged, surveyed = figure.bounds, figure.judged, figure.surveyed
    return Score(
        "layer",
        figure.layer,
        "street",
        _percent(bounds[0]) if bounds else None,
        _percent(bounds[1]) if bounds else None,
        tested=_rounded(figure.tested),
        needs_review=_unknown(figure),
        untested=_not_surveyed(figure),
        parts={
            "standard": judged.standard if judged else "",
            "passed": judged.numerator if judged else 0,
            "unknown": judged.unknown if judged else 0,
            "facilities": judged.denominator if judged else 0,
            "surveyed": surveyed.numerator if surveyed else None,
            "expected": surveyed.denominator if surveyed else None,
        },
    )


def _online(code: str, sites: Sequence[Score], plan: Plan) -> Score:
    mark = plan.thresholds.pass_mark
    judged = [site for site in sites if site.value is not None]
    values = [(site.value, site.subject) for site in judged if site.value is not None]
    lows = [site.low for site in judged if site.low is not None]
    highs = [site.high for site in judged if site.high is not None]
    passed = sum(value >= mark for value, _ in values)
    parts: dict[str, object] = {
        "sites": len(sites),
        "judged": len(judged),
        "passed": passed,
        "pass_mark": mark,
        "mean": _mean([value for value, _ in values]),
        "mean_low": _mean(lows),
        "mean_high": _mean(highs),
        "p10": None,
        "worst": None,
        "ranked": bool(judged) and len(judged) >= plan.thresholds.surveyed * len(sites),
    }
    untested = sum(site.untested for site in sites)
    if not judged:
        return Score("division", code, "online", None, None, untested=untested, parts=parts)
    worst_value, worst_site = min(values)
    parts["p10"] = tail(value for value, _ in values)
    parts["worst"] = {"site": worst_site, "value": worst_value}
    return Score(
        "division",
        code,
        "online",
        _percent(sum(low >= mark for low in lows) / len(sites)),
        _percent((sum(high >= mark for high in highs) + len(sites) - len(judged)) / len(sites)),
        _percent(passed / len(judged)),
        _mean([site.tested or 0.0 for site in sites]),
        sum(site.needs_review for site in sites),
        untested,
        parts,
    )


def _street(
    code: str, figures: Sequence[LayerFigure], children: Mapping[str, tuple[float, float]], plan: Plan
) -> Score:
    bounds, tested = _street_bounds(figures), _rounded(_street_tested(figures))
    layers = [(figure, figure.judged, figure.bounds) for figure in figures if figure.judged and figure.bounds]
    shared = math.fsum(figure.weight for figure, _, _ in layers) or 1.0
    parts: dict[str, object] = {
        "layers": [
            {
                "layer": figure.layer,
                "standard": judged.standard,
                "weight": _rounded(figure.weight / shared),
                "low": _percent(low),
                "high": _percent(high),
                "surveyed": _rounded(figure.tested),
                "facilities": judged.denominator,
                "unknown": judged.unknown,
            }
            for figure, judged, (low, high) in layers
        ],
        "absent": [figure.layer for figure in figures if not figure.bounds],
        "share": None,
        "over": "divisions" if children else "layers",
        "p10": None,
        "worst": None,
        "surveyed": tested,
        "ranked": bounds is not None and tested is not None and tested >= plan.thresholds.surveyed,
    }
    if bounds:
        subjects = dict(children) or {figure.layer: pair for figure, _, pair in layers}
        worst = min(subjects, key=lambda subject: (subjects[subject], subject))
        facilities = math.fsum(judged.denominator for _, judged, _ in layers)
        passed = math.fsum(judged.numerator for _, judged, _ in layers)
        unknown = math.fsum(judged.unknown for _, judged, _ in layers)
        together = (passed / facilities, min(1.0, (passed + unknown) / facilities))
        parts["share"] = _pair(together)
        parts["p10"] = _pair((tail(low for low, _ in subjects.values()), tail(high for _, high in subjects.values())))
        parts["worst"] = {"id": worst, **_pair(subjects[worst])}
    return Score(
        "division",
        code,
        "street",
        _percent(bounds[0]) if bounds else None,
        _percent(bounds[1]) if bounds else None,
        tested=tested,
        needs_review=sum(_unknown(figure) for figure in figures),
        untested=sum(_not_surveyed(figure) for figure in figures),
        parts=parts,
    )


def _street_bounds(figures: Sequence[LayerFigure]) -> tuple[float, float] | None:
    weighed = [(figure.weight, figure.bounds) for figure in figures if figure.bounds and figure.weight > 0]
    shared = math.fsum(weight for weight, _ in weighed)
    if not weighed:
        return None
    return (
        math.fsum(weight * low for weight, (low, _) in weighed) / shared,
        math.fsum(weight * high for weight, (_, high) in weighed) / shared,
    )


def _street_tested(figures: Sequence[LayerFigure]) -> float | None:
    weighed = [(figure.weight, figure.tested) for figure in figures if figure.expected and figure.weight > 0]
    known = [(weight, tested) for weight, tested in weighed if tested is not None]
    if not weighed or len(known) < len(weighed):
        return None
    return math.fsum(weight * tested for weight, tested in known) / math.fsum(weight for weight, _ in known)


def _unknown(figure: LayerFigure) -> int:
    return round(figure.judged.unknown) if figure.judged else 0


def _not_surveyed(figure: LayerFigure) -> int:
    return round(figure.surveyed.denominator - figure.surveyed.numerator) if figure.surveyed else 0


def _percent(share: float) -> float:
    return round(100 * share, DECIMALS)


def _pair(shares: tuple[float, float]) -> dict[str, float]:
    return {"low": _percent(shares[0]), "high": _percent(shares[1])}


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, DECIMALS)


def _mean(figures: Sequence[float]) -> float | None:
    return round(math.fsum(figures) / len(figures), DECIMALS) if figures else None
