"""Scores of sites and figures of layers → scores of layers and divisions on two axes, online and street.

The axes are never mixed: a good portal does not make up for kerbs without ramps. Each leads with the share of subjects
that pass (sites that reach the pass mark, facilities that pass), then the mean, the 10th percentile and the worst.
Scores are bounds: what nobody could judge fails in `low` and passes in `high`. Nothing judged is None.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from audit.districts import WHOLE, DivisionTree
from audit.layer_shares import LayerFigure, figures_of, or_named, street_bounds, street_tested
from audit.model import Indicator, Score
from audit.plan import Plan
from audit.scoring import DECIMALS

# The tail that is shown beside a mean: the 10th percentile, nearest rank.
TAIL = 0.10


def layer_scores(indicators: Sequence[Indicator], plan: Plan, editions: Mapping[str, str] | None = None) -> list[Score]:
    """Return one score for each layer, over the whole plan: scope "layer", axis "street".

    editions: as `scored_editions` gives them; by default the first edition that the plan names for the layer and that
    "pass" was counted for, or the only one counted (a plan may name a file, indicators name its id).

    subject: the layer's id. low and high: share of facilities that pass, 0-100; value: None, the pair is the headline.
    tested: share surveyed. needs_review: facilities that nobody could judge; untested: facilities not surveyed.
    A layer of the plan without figures has a score without bounds. parts:

    - "standard": the edition scored, "" when none; "passed", "unknown", "facilities", "surveyed", "expected": counts
    """
    scored = or_named(plan, indicators, editions)
    whole = [indicator for indicator in indicators if indicator.division == WHOLE]
    return [_layer_score(figure) for figure in figures_of(whole, plan, scored)]


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
    editions = or_named(plan, indicators, editions)
    by_division: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        by_division.setdefault(indicator.division, []).append(indicator)
    below: dict[str, list[Score]] = {code: [] for code in (WHOLE, *tree.divisions)}
    for code in sorted(sites):
        for ancestor in tree.ancestors(code):
            below[ancestor].extend(sites[code])
    figures = {code: figures_of(by_division.get(code, ()), plan, editions) for code in below}
    street = {code: street_bounds(figures[code]) for code in below}
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


def _layer_score(figure: LayerFigure) -> Score:
    bounds, judged, surveyed = figure.bounds, figure.judged, figure.surveyed
    return Score(
        "layer",
        figure.layer,
        "street",
        _percent(bounds[0]) if bounds else None,
        _percent(bounds[1]) if bounds else None,
        tested=_rounded(figure.tested),
        needs_review=figure.unknown,
        untested=figure.not_surveyed,
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
    bounds, tested = street_bounds(figures), _rounded(street_tested(figures))
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
        needs_review=sum(figure.unknown for figure in figures),
        untested=sum(figure.not_surveyed for figure in figures),
        parts=parts,
    )


def _percent(share: float) -> float:
    return round(100 * share, DECIMALS)


def _pair(shares: tuple[float, float]) -> dict[str, float]:
    return {"low": _percent(shares[0]), "high": _percent(shares[1])}


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, DECIMALS)


def _mean(figures: Sequence[float]) -> float | None:
    return round(math.fsum(figures) / len(figures), DECIMALS) if figures else None
