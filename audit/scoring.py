"""What was seen of pages → the score of a site, 0-100: pure functions, and every constant of the formula.

A page's score is the weighted share of criteria met; a site's is the stratified mean of its pages, with a confidence
interval when only some were audited, capped below the pass mark when a veto criterion fails on a critical process.
Nothing judged is None, never 0 and never 100. `audit.league` goes on from sites and layers to divisions.

The constants marked "proposal" are not calibrated against the experience of people with disabilities. They are
published in every report, and the weights of the strata can be set in the plan.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scipy.special import stdtrit

from audit.costs import apportioned, weighted
from audit.model import Outcome, Rule, RuleTally, Score
from audit.plan import Thresholds
from audit.records import Subject
from audit.standards import Criterion

# Share of a criterion that one failing component costs, however many others pass (a; proposal).
FIRST_FAULT = 0.5
# Weight of a criterion by its level (w; proposal). AAA counts only when the plan asks for that level.
LEVEL_WEIGHTS: Mapping[str, float] = {"A": 2.0, "AA": 1.0, "AAA": 0.5}
_NO_LEVEL = "A"  # as which a clause weighs in a standard without levels
# Weight of a stratum: services and forms; home and channel pages; lists and articles; login, search, contact and
# statement; attachments (W; proposal).
STRATA: Mapping[str, float] = {
    "services": 0.40,
    "channels": 0.20,
    "articles": 0.15,
    "contact": 0.15,
    "attachments": 0.10,
}
# The stratum of a page that nobody has sorted.
UNSORTED = "articles"
# Strata whose pages are steps of a critical process.
CRITICAL_STRATA = frozenset({"services", "contact"})
# WCAG's criteria of non-interference (conformance requirement 5): a failure blocks the rest of the page as well.
VETO_CRITERIA = frozenset({"wcag:1.4.2", "wcag:2.1.2", "wcag:2.2.2", "wcag:2.3.1"})
# Rules whose failure is a veto whatever criterion they stand for.
VETO_RULES = frozenset({"captcha-alternative"})
# Points below the pass mark at which a veto caps a site: 59 when the mark is 60 (proposal).
VETO_MARGIN = 1.0
# Confidence of every interval.
CONFIDENCE = 0.95
# Decimals of a published score; finer ones would only tell processors apart.
DECIMALS = 4


class CriterionTally(NamedTuple):
    """Distinct components of one subject that a criterion applies to, and how many of them fail it."""

    failed: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """The audited pages of one stratum. weight: its share of the site score; scores: one a page, 0-1, ascending."""

    name: str
    weight: float
    scores: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean of the page scores."""
        return math.fsum(self.scores) / len(self.scores)

    @property
    def squares(self) -> float:
        """Return the sum of squared deviations from the mean."""
        mean = self.mean
        return math.fsum((score - mean) ** 2 for score in self.scores)


def criteria_tally(rules: Mapping[str, Rule], tally: Mapping[str, RuleTally]) -> dict[str, CriterionTally]:
    """Return the tally by criterion of a subject's tally by rule, both in distinct components.

    A criterion that no rule of the tally stands for has no entry. cantTell components are applicable, not failed.
    Rules that `rules` does not know are left out; `site_score` lists them.
    """
    result: dict[str, CriterionTally] = {}
    for rule_id, (passed, failed, cant_tell) in tally.items():
        for criterion in rules[rule_id].requirements if rule_id in rules else ():
            before = result.get(criterion, CriterionTally(0, 0))
            result[criterion] = CriterionTally(before.failed + failed, before.applicable + passed + failed + cant_tell)
    return result


def criterion_loss(tally: CriterionTally) -> float:
    """Return φ: 0 when no component fails, else a + (1 - a) · failed / applicable."""
    return FIRST_FAULT + (1 - FIRST_FAULT) * tally.failed / tally.applicable if tally.failed else 0.0


def page_score(criteria: Mapping[str, Criterion], tallied: Mapping[str, CriterionTally]) -> float:
    """Return s = Σ w · (1 - φ) / Σ w over all criteria, 0-1; one that does not apply counts as met.

    criteria: those of the chosen edition and level, by id; at least one.
    """
    kept = (
        _weight(criterion) * (1 - criterion_loss(tallied.get(criterion_id, CriterionTally(0, 0))))
        for criterion_id, criterion in criteria.items()
    )
    return math.fsum(kept) / criteria_weight(criteria.values())


def _weight(criterion: Criterion) -> float:
    return LEVEL_WEIGHTS[criterion.level or _NO_LEVEL]


def criteria_weight(criteria: Iterable[Criterion]) -> float:
    """Return Σ w of some criteria."""
    return math.fsum(_weight(criterion) for criterion in criteria)


def share_at_most(clean: int) -> float:
    """Return the share of pages that may still differ, 95 % sure, when `clean` sampled pages do not (rule of three).

    0.26 for 10 pages, 0.095 for 30, 0.05 for 59 (the exact binomial bound, 1 - 0.05 ** (1 / n)).
    """
    return float(1 - (1 - CONFIDENCE) ** (1 / clean)) if clean else 1.0


def interval(strata: Sequence[Stratum], known: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of the stratified mean, on the scale 0-1.

    known: pages of the site, audited or not. When all were audited there is nothing to estimate. Otherwise: stratified
    standard error with finite population correction, t with Satterthwaite's degrees of freedom (Cochran, Sampling
    Techniques, 3rd ed., 5.4 and 5.12). Which stratum an unvisited page belongs to is not known, so the audited share is
    taken to be the same in each.

    A stratum with one page says nothing of its own variance: it takes the variance pooled over the others. Where even
    that is impossible (one page in each) or nil (all pages alike) a t interval would pretend to have no width;
    there, the share of pages that may still differ (`share_at_most`) counts as 0 below and as 1 above.
    """
    value = stratified_mean(strata)
    audited = sum(len(stratum.scores) for stratum in strata)
    unseen = 1 - audited / known if known > audited else 0.0
    if not unseen:
        return value, value
    freedom = audited - len(strata)
    pooled = math.fsum(stratum.squares for stratum in strata) / freedom if freedom else 0.0
    parts: list[tuple[float, int]] = []
    for stratum in strata:
        own = len(stratum.scores) - 1
        variance = stratum.squares / own if own else pooled
        parts.append((stratum.weight**2 * unseen * variance / len(stratum.scores), own or freedom))
    error = math.sqrt(math.fsum(part for part, _ in parts))
    spread = math.fsum(part**2 / own for part, own in parts if own)
    if not error or not spread:
        differing = min(unseen, share_at_most(freedom + 1))
        return value * (1 - differing), value + differing * (1 - value)
    half = float(stdtrit(error**4 / spread, (1 + CONFIDENCE) / 2)) * error
    # Pages unseen score between 0 and 1: no interval need reach beyond what that allows.
    return max(value - half, value * (1 - unseen)), min(value + half, value + unseen * (1 - value))


def stratified_mean(strata: Sequence[Stratum]) -> float:
    """Return Σ W · mean of the pages; the weights of the strata sum to 1."""
    return math.fsum(stratum.weight * stratum.mean for stratum in strata)


def site_score(
    site: Subject,
    pages: Sequence[Subject],
    rules: Mapping[str, Rule],
    criteria: Mapping[str, Criterion],
    weights: Mapping[str, float],
    thresholds: Thresholds,
    *,
    known: int | None = None,
    ran: Collection[str] | None = None,
) -> Score:
    """Return the score of a site: scope "site", axis "online".

    pages: all pages of the site; one is audited when it has a tally and its outcome is not untested. The stratum is
    facts["stratum"]; a page without one counts as an article. weights: the plan's weights of strata, which replace
    STRATA one by one. known: pages that the site is known to have, visited or not; by default those audited or
    untested (redirects and files that are no page are neither). ran: rules that ran; by default those in the tallies.

    Rules across pages count in the tallies of the pages that their verdicts name. A rule that stands only in the site's
    own tally has no page to weigh: it lies outside the formula, and `parts` shows it.

    tested: share of the criteria weight that some rule which ran can fail. needs_review: cantTell components.
    untested: pages known but not audited. parts (JSON-able):

    - "strata": [{"name", "weight", "pages", "mean"}], mean 0-100; "absent": names of those without a page
    - "criteria": {id: {"level", "weight", "tested", "pages_failed", "failed", "applicable", "cost"}}; the costs are
      points, and sum to what the score before any cap lacks of 100
    - "n", "known": pages audited and known; "unsorted": pages without a stratum of ours
    - "veto": [{"by", "pages", "first"}], what caps, on how many pages, the first of them; "cap": the cap in force or
      None; "uncapped": the score before
    - "failing_pages": pages with a failed criterion; "failing_at_most": with none, the share of pages that may fail
      all the same (95 %), else None
    - "site_only": {rule: [passed, failed, cantTell]}; "unknown_rules": rules of a tally that `rules` does not know
    """
    audited = [page for page in pages if page.tally and page.outcome is not Outcome.UNTESTED]
    tallies = [criteria_tally(rules, page.tally) for page in audited]
    on_pages = {rule_id for page in audited for rule_id in page.tally}
    site_only = {rule_id: tally for rule_id, tally in sorted(site.tally.items()) if rule_id not in on_pages}
    seen = len(audited) + sum(page.outcome is Outcome.UNTESTED for page in pages)
    total = max(seen, known or 0)
    scores = [page_score(criteria, tallied) for tallied in tallies]
    strata = _strata([_stratum_of(page) for page in audited], scores, {**STRATA, **weights})
    failing = sum(any(tallied[c].failed for c in tallied.keys() & criteria.keys()) for tallied in tallies)
    parts: dict[str, object] = {
        "strata": [
            {"name": s.name, "weight": _round(s.weight), "pages": len(s.scores), "mean": _round(100 * s.mean)}
            for s in strata
        ],
        "absent": [name for name in STRATA if name not in {stratum.name for stratum in strata}],
        "n": len(audited),
        "known": total,
        "unsorted": sum(page.facts.get("stratum") not in STRATA for page in audited),
        "failing_pages": failing,
        "failing_at_most": None,
        "site_only": {rule_id: list(tally) for rule_id, tally in site_only.items()},
        "unknown_rules": sorted((on_pages | site.tally.keys()) - rules.keys()),
    }
    if not strata:
        return Score("site", site.id, "online", None, None, untested=total - len(audited), parts=parts)
    testable = _testable(rules, (on_pages | site_only.keys()) if ran is None else ran)
    vetoes = _vetoes(audited, tallies)
    cap = max(0.0, thresholds.pass_mark - VETO_MARGIN) if vetoes else None
    value, (low, high) = stratified_mean(strata), interval(strata, total)
    if not failing:
        parts["failing_at_most"] = _round(min(1 - len(audited) / total, share_at_most(len(audited))))
    costs = _costs([_stratum_of(page) for page in audited], tallies, strata, criteria)
    parts["criteria"] = {
        criterion.id: _criterion_part(criterion, tallies, testable) | {"cost": costs[criterion.id]}
        for criterion in criteria.values()
    }
    parts.update(veto=vetoes, cap=cap, uncapped=_round(100 * value))
    cant_tell = sum(tally[2] for page in audited for tally in page.tally.values())
    low, value, high = (min(100 * figure, math.inf if cap is None else cap) for figure in (low, value, high))
    return Score(
        "site",
        site.id,
        "online",
        _round(low),
        _round(high),
        _round(value),
        _round(criteria_weight(c for c in criteria.values() if c.id in testable) / criteria_weight(criteria.values())),
        cant_tell + sum(tally[2] for tally in site_only.values()),
        total - len(audited),
        parts,
    )


def _round(figure: float) -> float:
    return round(figure, DECIMALS)


def _stratum_of(page: Subject) -> str:
    named = page.facts.get("stratum")
    return named if isinstance(named, str) and named in STRATA else UNSORTED


def _strata(names: Sequence[str], scores: Sequence[float], weights: Mapping[str, float]) -> list[Stratum]:
    """Group page scores; weights of strata that are absent (or weigh nothing) go to the rest in proportion."""
    groups: dict[str, list[float]] = {}
    for name, score in zip(names, scores, strict=True):
        groups.setdefault(name, []).append(score)
    present = [name for name in STRATA if name in groups and weights[name] > 0]
    shared = math.fsum(weights[name] for name in present)
    return [Stratum(name, weights[name] / shared, tuple(sorted(groups[name]))) for name in present]


def _costs(
    names: Sequence[str],
    tallies: Sequence[Mapping[str, CriterionTally]],
    strata: Sequence[Stratum],
    criteria: Mapping[str, Criterion],
) -> dict[str, float]:
    """Return the points that each criterion cost, 100 · Σ W / pages · w · φ / Σ w; they sum to 100 less the score."""
    share = {stratum.name: 100 * stratum.weight / len(stratum.scores) for stratum in strata}
    total = criteria_weight(criteria.values())
    pages = [
        (
            share.get(name, 0.0),
            {
                c: _weight(criteria[c]) * criterion_loss(tallied[c]) / total
                for c in tallied.keys() & criteria.keys()
                if tallied[c].failed
            },
        )
        for name, tallied in zip(names, tallies, strict=True)
    ]
    lost = dict.fromkeys(criteria, 0.0) | weighted(pages)
    return apportioned(lost, 100 - _round(100 * stratified_mean(strata)))


def _testable(rules: Mapping[str, Rule], ran: Collection[str]) -> set[str]:
    """Return the criteria that some rule which ran can fail."""
    able = (rules[rule_id] for rule_id in ran if rule_id in rules and Outcome.FAILED in rules[rule_id].outcomes)
    return {criterion for rule in able for criterion in rule.requirements}


def _vetoes(pages: Sequence[Subject], tallies: Sequence[Mapping[str, CriterionTally]]) -> list[dict[str, object]]:
    """Return what fails on pages of a critical process and is a veto, ordered by criterion or rule."""
    vetoed: dict[str, list[str]] = {}
    for page, tallied in zip(pages, tallies, strict=True):
        if _stratum_of(page) in CRITICAL_STRATA:
            failed = {c for c in VETO_CRITERIA if c in tallied and tallied[c].failed}
            failed |= {r for r in VETO_RULES if r in page.tally and page.tally[r].outcome is Outcome.FAILED}
            for by in failed:
                vetoed.setdefault(by, []).append(page.id)
    return [{"by": by, "pages": len(vetoed[by]), "first": vetoed[by][0]} for by in sorted(vetoed)]


def _criterion_part(
    criterion: Criterion, tallies: Sequence[Mapping[str, CriterionTally]], testable: Collection[str]
) -> dict[str, object]:
    found = [tallied[criterion.id] for tallied in tallies if criterion.id in tallied]
    return {
        "level": criterion.level,
        "weight": _weight(criterion),
        "tested": criterion.id in testable,
        "pages_failed": sum(tally.failed > 0 for tally in found),
        "failed": sum(tally.failed for tally in found),
        "applicable": sum(tally.applicable for tally in found),
    }
