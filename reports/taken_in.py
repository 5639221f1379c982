"""Takes a filled-in list into the audit database: each word is held against the audit that the list is of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from audit.model import Outcome, Text, UsageError, digest
from audit.reviews import Item, Review, Says, Topic
from reports.facilities import failing
from reports.filled_list import Line, read, told
from reports.fingerprints import cause_fingerprint, ident, new_place_fingerprint
from reports.judged import Judged
from reports.summary import Summary

# Fingerprint, item, and how it was tested.
_Found = tuple[str, tuple[Item, Outcome | None]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list: words that it says, those of them that were new, and what is to be told."""

    said: int
    new: int
    notes: tuple[Text, ...]

    @property
    def counts(self) -> Text:
        """Return how many words there were, and what to do next."""
        return Text(
            f"复核意见 {self.said} 条，其中新的 {self.new} 条；得分已更新，用 stepfree report 重写报告",
            f"{self.said} reviews, {self.new} of them new; scores are up to date: write the report again "
            "with stepfree report",
        )


def take_in(summary: Summary, path: Path, now: datetime) -> Taken:
    """Record what a list says about the items of a run. Raises UsageError with every problem, and records nothing.

    What is said of an item that the run does not have is recorded too, and told: it counts once its item is there.
    """
    judged = Judged(summary)
    found = read(path, summary.run.id, judged.waived_by_plan())
    spoken = judged.spoken
    known = dict(items(summary, {review.fingerprint for _, review in found}))
    problems: list[Text] = []
    reviews: list[Review] = []
    notes: list[Text] = []
    for line, review in found:
        item, outcome = known.get(review.fingerprint, (None, None))
        in_force = review.fingerprint in spoken.states
        if review.says is Says.OPEN and not in_force:
            problems.append(
                line.problem(
                    "verdict",
                    "写了复核人却没有结论；请填结论，或清空复核人",
                    "signed but empty; write a verdict, or clear the reviewer",
                )
            )
        elif review.says.topic is Topic.VERDICT and outcome is Outcome.FAILED:
            problems.append(
                line.problem(
                    "verdict",
                    "这一条是测出来的不通过，不由人工改判；确要搁置，请把状态改为“已豁免”并写明理由",
                    "this was measured as failed, which no verdict changes; to set it aside, write the state “waived”",
                )
            )
        else:
            reviews.append(replace(review, item=item))
            if item is None:
                notes.append(_unknown(line, review, summary.run.id))
    if problems:
        raise UsageError(*told(problems))
    return Taken(len(reviews), summary.store.add_reviews(reviews, now), tuple(told(notes)))


def _unknown(line: Line, review: Review, run: str) -> Text:
    number = ident(review.fingerprint)
    where = line.where
    return Text(
        f"{where.zh}：运行 {run} 里没有 {number} 这一条；已记下，等它再出现时生效",
        f"{where.en}: run {run} has no item {number}; it is recorded, and counts when the item is there again",
    )


def items(summary: Summary, wanted: Collection[str]) -> Iterator[_Found]:
    """Yield which item each of some fingerprints is in a run, and how it was tested; None for a proposal."""
    for fingerprint, found in chain(_few(summary), _facilities(summary) if wanted else ()):
        if fingerprint in wanted:
            yield fingerprint, found


def _few(summary: Summary) -> Iterator[_Found]:
    for site in summary.sites:
        for cause in (*site.causes, *site.reviews):
            item = Item(site.site.id, cause.component, cause.rule.id)
            yield cause_fingerprint(site.site.id, cause), (item, cause.outcome)
    for pick in summary.siting():
        yield new_place_fingerprint(pick), (Item(pick.layer, "", "siting"), None)


def _facilities(summary: Summary) -> Iterator[_Found]:
    for layer in summary.layers:
        for table in failing(summary.tested(layer), layer):
            rows = (table[name].to_pylist() for name in ("facility", "requirement", "outcome"))
            for facility, requirement, outcome in zip(*rows, strict=True):
                item = Item(layer.id, facility, requirement)
                yield digest(layer.id, facility, requirement), (item, Outcome(outcome))
