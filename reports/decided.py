"""What people decided about a finding, as values of JSON and as a line: the same in every format."""

from __future__ import annotations

from typing import Any

from audit.reviews import Review
from reports.judged import Waiving
from reports.sinks import one_line
from reports.wording import Words

_TEXT_LIMIT = 1000


def review_json(review: Review | None) -> dict[str, Any] | None:
    """Return what a person said of an item."""
    if review is None:
        return None
    return {
        "says": review.says.value,
        "by": review.person,
        "on": review.day.isoformat(),
        "note": review.note,
        "until": review.until.isoformat() if review.until else None,
    }


def waiver_json(waiver: Waiving | None) -> dict[str, Any] | None:
    """Return why something is let through, who answers for it, and until when."""
    if waiver is None:
        return None
    return {
        "reason": one_line(waiver.reason, _TEXT_LIMIT),
        "owner": one_line(waiver.owner, _TEXT_LIMIT),
        "until": waiver.until.isoformat() if waiver.until else None,
    }


def person_json(review: Review) -> dict[str, str]:
    """Return who gave a verdict, and when."""
    return {"verdict": review.says.value, "by": one_line(review.person, _TEXT_LIMIT), "on": review.day.isoformat()}


def justification(waiver: Waiving, words: Words) -> str:
    """Return why a fault is let through, by whom and how long, in one line."""
    until = words("until {day}", day=waiver.until.isoformat()) if waiver.until else ""
    by = words(", ").join(filter(None, (waiver.owner, until)))
    return one_line(f"{waiver.reason} ({by})", _TEXT_LIMIT)
