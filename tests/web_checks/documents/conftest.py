"""Reads and judges a file in this process: `look(path)` is easy to ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.model import Finding, Outcome, RuleTally
from web_checks.documents.judged import Judged
from web_checks.documents.worker import examined


@dataclass(frozen=True)
class Look:
    """A document's result, easy to ask."""

    judged: Judged

    def outcome(self, rule: str) -> Outcome:
        return self.judged.tally.get(rule, RuleTally(0, 0, 0)).outcome

    def worse(self) -> dict[str, Outcome]:
        """Return the outcome of every rule that failed or could not tell."""
        bad = (Outcome.FAILED, Outcome.CANT_TELL)
        return {rule: tally.outcome for rule, tally in self.judged.tally.items() if tally.outcome in bad}

    def findings(self, rule: str) -> list[Finding]:
        return [finding for finding in self.judged.findings if finding.rule == rule]


@pytest.fixture
def look() -> Callable[[Path], Look]:
    return lambda path: Look(examined(path, path.suffix[1:], path.name))
