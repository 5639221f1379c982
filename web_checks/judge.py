"""Turns observations into findings and tallies: the rules are run here and nowhere else."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.catalog import Shelved
from audit.model import (
    Finding,
    Impact,
    Outcome,
    Reason,
    Rule,
    RuleTally,
    Target,
    Text,
    Untested,
    Verdict,
    digest,
    worst,
)
from audit.schema import storable
from web_checks import axe
from web_checks.observe import AXE
from web_checks.page import Page, SitePages

_MOVED = Text(
    "页面当时还在变化，先后看了两次，只有一次有这个问题：请人工确认。",
    "The page was still changing, and only one of two looks showed this: check it by eye.",
)
_REPORTED = (Outcome.FAILED, Outcome.CANT_TELL)


@dataclass
class Judgement:
    """What the rules said of one page: findings in order, tallies of components by rule, what was not tested."""

    findings: list[Finding] = field(default_factory=list)
    tally: dict[str, RuleTally] = field(default_factory=dict)
    untested: list[Untested] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """Return the page's outcome."""
        return worst({tally.outcome for tally in self.tally.values()})


def judge_page(
    page: Page, shelf: Sequence[Shelved], axe_rules: Mapping[str, Rule], across: Sequence[Shelved] = ()
) -> Judgement:
    """Judge one page by axe and by the rules of a shelf.

    across: rules on all pages together, which are told what of this one they will not see.
    """
    judgement = Judgement(untested=[*page.untested, *_left_out(page, (*shelf, *across))])
    if AXE in page.seen:
        looks = [{found.rule.id: found for found in axe.judge(said, axe_rules)} for said in _axe_said(page)]
        for rule_id in sorted(set[str]().union(*looks)):
            found = next(look[rule_id] for look in looks if rule_id in look)
            verdicts: Sequence[Verdict] = found.verdicts
            if AXE in page.again:
                first = looks[0][rule_id].verdicts if rule_id in looks[0] else ()
                second = looks[1][rule_id].verdicts if rule_id in looks[1] else ()
                verdicts = confirmed(first, second, calm=page.calm)
            passed, (_, failed, cant_tell) = found.tally[0], tally(verdicts)
            judgement.tally[rule_id] = RuleTally(passed, failed, cant_tell)
            judgement.findings += (finding(found.rule, page.address, verdict) for verdict in verdicts)
    for shelved in shelf:
        if any(name not in page.seen for name in shelved.rule.needs):
            missing = ", ".join(name for name in shelved.rule.needs if name not in page.seen)
            reason = Reason.NOT_SAMPLED if _was_not_asked(page, shelved.rule) else Reason.RULE_ERROR
            judgement.untested.append(Untested(page.address, shelved.rule.id, reason, missing))
            continue
        try:
            verdicts = list(shelved.judge(page))
            if page.again and all(name in page.again for name in shelved.rule.needs):
                later = list(shelved.judge(dataclasses.replace(page, seen=page.again)))
                verdicts = confirmed(verdicts, later, calm=page.calm)
        except Exception as error:  # noqa: BLE001 - a page that a rule cannot digest is untested by this rule alone
            detail = f"{type(error).__name__}: {error}"
            judgement.untested.append(Untested(page.address, shelved.rule.id, Reason.RULE_ERROR, storable(detail)))
            continue
        judgement.tally[shelved.rule.id] = tally(verdicts)
        judgement.findings += (
            finding(shelved.rule, page.address, verdict) for verdict in verdicts if verdict.outcome in _REPORTED
        )
    return judgement


def _left_out(page: Page, shelf: Sequence[Shelved]) -> Iterator[Untested]:
    """Yield what of a page the caps of probes kept from each rule; under the probe's name where no rule needs it."""
    for probe, words in sorted(page.left_out.items()):
        for what in [shelved.rule.id for shelved in shelf if probe in shelved.rule.needs] or [probe]:
            yield Untested(page.address, what, Reason.NOT_SAMPLED, words)


def confirmed(first: Iterable[Verdict], second: Iterable[Verdict], *, calm: bool) -> list[Verdict]:
    """Return the verdicts of two looks at a page that was still changing at the first.

    What failed at the first look and not at the second is for a person. A component that fails at both is confirmed,
    wherever in the page its copies stand by then. What came in between is new: it fails when the page had come to rest
    by then (calm), else it is for a person as well.
    """
    first, second = list(first), list(second)
    still = {_place(verdict) for verdict in second if verdict.outcome is Outcome.FAILED}
    known = {_place(verdict) for verdict in first if verdict.outcome in _REPORTED}
    kept = [_for_a_person(v) if v.outcome is Outcome.FAILED and _place(v) not in still else v for v in first]
    came = [v for v in second if v.outcome in _REPORTED and _place(v) not in known]
    return [*kept, *(v if calm or v.outcome is not Outcome.FAILED else _for_a_person(v) for v in came)]


def _axe_said(page: Page) -> Sequence[str]:
    return [look[AXE] for look in (page.seen, page.again) if AXE in look]


def _for_a_person(verdict: Verdict) -> Verdict:
    return dataclasses.replace(verdict, outcome=Outcome.CANT_TELL, message=_MOVED)


def _place(verdict: Verdict) -> str:
    return verdict.target.path or verdict.target.selector


def _was_not_asked(page: Page, rule: Rule) -> bool:
    return not any(untested.what in rule.needs for untested in page.untested)


def judge_site(site: SitePages, shelf: Sequence[Shelved]) -> dict[str, Judgement]:
    """Judge all pages of a site together; return the additions to each page's judgement, by address."""
    judgements: dict[str, Judgement] = defaultdict(Judgement)
    for shelved in shelf:
        by_page: dict[str, list[Verdict]] = defaultdict(list)
        for verdict in shelved.judge(site):
            by_page[verdict.subject].append(verdict)
        for address, verdicts in by_page.items():
            judgement = judgements[address]
            judgement.tally[shelved.rule.id] = tally(verdicts)
            judgement.findings += (
                finding(shelved.rule, address, verdict) for verdict in verdicts if verdict.outcome in _REPORTED
            )
    return dict(judgements)


def tally(verdicts: Iterable[Verdict]) -> RuleTally:
    """Count a rule's distinct components by outcome."""
    components: dict[Outcome, set[str]] = defaultdict(set)
    for verdict in verdicts:
        components[verdict.outcome].add(verdict.target.path)
    return RuleTally(*(len(components[outcome]) for outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL)))


def finding(rule: Rule, address: str, verdict: Verdict) -> Finding:
    """Return the finding of a failed or cantTell verdict."""
    message = verdict.message or rule.title
    target = Target(
        *(storable(part) for part in (verdict.target.selector, verdict.target.snippet, verdict.target.path))
    )
    impact: Impact = verdict.impact or rule.impact
    return Finding(
        subject=address,
        rule=rule.id,
        outcome=verdict.outcome,
        impact=impact,
        target=target,
        message=Text(storable(message.zh), storable(message.en)),
        component=digest(rule.id, target.path or target.selector),
        fingerprint=digest(rule.id, address, target.selector),
        measurement=verdict.measurement,
    )
