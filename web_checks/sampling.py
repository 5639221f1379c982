"""Chooses the pages that are tested in depth: one for each template and stratum, services first."""

from __future__ import annotations

from collections.abc import Sequence

from audit.model import Outcome
from audit.store import Subject
from web_checks.strata import ARTICLES, CHANNELS, CONTACT, SERVICES

_ORDER = (SERVICES, CONTACT, CHANNELS, ARTICLES)


def in_depth_sample(pages: Sequence[Subject], cap: int) -> list[Subject]:
    """Return the first page of each pair of stratum and template, services first; at most `cap`, in a fixed order."""
    tested = [page for page in pages if page.outcome not in (Outcome.UNTESTED, Outcome.INAPPLICABLE) or page.tally]
    firsts: dict[tuple[str, str], Subject] = {}
    for page in sorted(tested, key=lambda page: page.position):
        firsts.setdefault((page.facts["stratum"], page.facts["template"]), page)
    ranked = sorted(firsts.values(), key=lambda page: (_ORDER.index(page.facts["stratum"]), page.position))
    return ranked[:cap]
