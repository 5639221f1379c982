"""What people said of single items: verdicts on what no test can tell, waivers, claims that something was mended.

Nothing is written over: the latest word on an item counts, and those before it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from audit.model import Outcome


class Topic(StrEnum):
    """What a review is about: the verdict on an item, or what is to become of it."""

    VERDICT = "verdict"
    STATE = "state"


class Says(StrEnum):
    """What a review says. CANT_TELL takes an earlier verdict back, OPEN an earlier waiver or claim."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "inapplicable"
    CANT_TELL = "cantTell"
    WAIVED = "waived"
    MENDED = "mended"
    OPEN = "open"

    @property
    def topic(self) -> Topic:
        """Return what it is about."""
        return Topic.STATE if self in (Says.WAIVED, Says.MENDED, Says.OPEN) else Topic.VERDICT


@dataclass(frozen=True, slots=True)
class Item:
    """What an item of a list is: a cause of a website (component), or a requirement that a facility is held against.

    subject: id of the site or layer; part: component or facility; rule: of the rule or requirement.
    """

    subject: str
    part: str
    rule: str


@dataclass(frozen=True, slots=True)
class Review:
    """One word of one person on one item. until: the day that a waiver ends with.

    fingerprint: of the item in the list; item: None where no audit knows it (yet); source: the list that it stood in.
    """

    fingerprint: str
    says: Says
    person: str
    day: date
    note: str = ""
    until: date | None = None
    item: Item | None = None
    run: str = ""
    source: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """Return the outcome that a verdict gives in place of cantTell; None when it gives none."""
        return Outcome(self.says.value) if self.says in _VERDICTS else None

    def in_force(self, today: date) -> bool:
        """Return whether a waiver still holds on a day; every other review does."""
        return self.says is not Says.WAIVED or self.until is None or today <= self.until


_VERDICTS: Final = (Says.PASSED, Says.FAILED, Says.INAPPLICABLE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words that count, by fingerprint: verdicts in place of cantTell, and waivers or claims."""

    verdicts: Mapping[str, Review]
    states: Mapping[str, Review]

    @classmethod
    def of(cls, reviews: Iterable[Review], today: date) -> Spoken:
        """Take the latest word on each item and topic; what was taken back, or has run out, no longer counts."""
        latest: dict[tuple[Topic, str], Review] = {}
        for review in reviews:
            latest[review.says.topic, review.fingerprint] = review
        counting = {
            key: review
            for key, review in latest.items()
            if review.says not in (Says.CANT_TELL, Says.OPEN) and review.in_force(today)
        }
        return cls(
            {fingerprint: review for (topic, fingerprint), review in counting.items() if topic is Topic.VERDICT},
            {fingerprint: review for (topic, fingerprint), review in counting.items() if topic is Topic.STATE},
        )

    def outcomes(self) -> dict[Item, Outcome]:
        """Return the outcomes that people gave, by item, of those that an audit knows."""
        return {
            review.item: review.outcome
            for review in self.verdicts.values()
            if review.item is not None and review.outcome is not None
        }
