"""A run in which every text from outside tries to act, wherever a format puts it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from audit.model import Target, Text
from audit.reviews import Review, Says
from audit.store import Store
from reports.fingerprints import cause_fingerprint
from reports.rows import SiteRow
from reports.summary import Summary, build
from tests.reports.small_city import CONTROL, HOSTILE, RULES, fill

# Formula, markup, ANSI, bidi, NUL, half a surrogate pair; and what acts in YAML, Markdown, XML, SARIF and workflows.
ACTING = (
    f"{CONTROL} {HOSTILE} \ud800 ]]> {{0}} [a](javascript:alert(1)) ![x](http://evil/x) @everyone `c` | a, b: c\n"
    "::error::x\n%0A::set-output name=a::b\r\n# head\n- item: &a *a !!python/object\n"
)
WORDS = Text(ACTING, ACTING)


@contextmanager
def summary(folder: Path) -> Iterator[Summary]:
    """Yield a run in which all that comes from outside tries to act, and people have judged and waived."""
    store = Store.at(folder / "audit.db")
    fill(store)
    built = build(store, "latest", RULES)

    def acting(site: SiteRow) -> SiteRow:
        named = site.site.model_copy(update={"name": ACTING, "name_en": ACTING})
        return dataclasses.replace(site, site=named)

    def samples(_summary: Summary, site: str, each: int) -> Any:
        target = Target(ACTING, ACTING)
        return {
            key: tuple(dataclasses.replace(sample, target=target, message=WORDS) for sample in found)
            for key, found in as_kept(built, site, each).items()
        }

    as_kept = Summary.samples
    changed = dataclasses.replace(built, sites=tuple(map(acting, built.sites)))
    portal, services = changed.sites[:2]
    store.add_reviews(
        [
            said(cause_fingerprint("portal", portal.reviews[0]), Says.FAILED),
            said(cause_fingerprint("Services_网办", services.reviews[0]), Says.PASSED),
            said(cause_fingerprint("portal", portal.causes[0]), Says.WAIVED),
        ],
        datetime(2026, 11, 22, tzinfo=UTC),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Summary, "samples", samples)
        yield changed
    store.close()


def said(fingerprint: str, says: Says) -> Review:
    return Review(fingerprint, says, ACTING, date(2026, 11, 20), ACTING, date(2026, 12, 31))
