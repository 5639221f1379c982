"""What an interrupted run has not finished: sites without a record, the pages that wait there, the street side.

The same run, gone on with, ends as if it had never been interrupted: of sites nothing is stored here, and what is of
the street side gives way to its record.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from audit.model import Outcome, Reason, Score, Untested
from audit.plan import Plan, Site, layer_id
from audit.records import Subject
from audit.store import Store


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A site that the run had begun with, or not even that.

    pages: those visited, in order; what would count as passed does not yet, since rules across pages have not run.
    waiting: addresses found and not visited, in order.
    """

    site: Site
    pages: tuple[Subject, ...]
    waiting: tuple[str, ...]

    @property
    def subject(self) -> Subject:
        """Return what stands for the site's record."""
        facts = {
            "rules": sorted({rule for page in self.pages for rule in page.tally}),
            "pages_found": len(self.pages) + len(self.waiting),
            "staging": self.site.staging,
        }
        reason = Reason.INTERRUPTED
        return Subject(self.site.id, "site", Outcome.UNTESTED, self.site.id, reason=reason, facts=facts)

    @property
    def score(self) -> Score:
        """Return the site's score: no data, for what was not finished is not scored as a whole."""
        missed = len(self.waiting) + sum(page.outcome is Outcome.UNTESTED for page in self.pages)
        return Score("site", self.site.id, "online", None, None, untested=missed, parts={})

    def untested(self) -> Iterator[Untested]:
        """Yield what of the site is not tested: itself (with pages visited / found), its pages, those that wait."""
        site = self.site.id
        found = len(self.pages) + len(self.waiting)
        yield Untested(site, "", Reason.INTERRUPTED, f"{len(self.pages)}/{found}" if found else "", site)
        for page in self.pages:
            if page.reason is Reason.INTERRUPTED:
                yield Untested(page.id, "", Reason.INTERRUPTED, site=site)
        if self.waiting:
            yield Untested(site, f"+{len(self.waiting)}", Reason.INTERRUPTED, self.waiting[0], site)


def unfinished(store: Store, run: str, plan: Plan) -> tuple[Unfinished, ...]:
    """Return the planned sites that a run holds no record of, in the plan's order; none once it is finished."""
    done = {subject.id for subject in store.subjects(run, "site")}
    return tuple(
        Unfinished(
            site,
            tuple(map(_so_far, store.subjects(run, "page", site.id))),
            tuple(left.address for left in store.left_out(run, site.id) if left.state != "left"),
        )
        for site in plan.online
        if site.id not in done
    )


def _so_far(page: Subject) -> Subject:
    if page.reason is not None or page.outcome not in (Outcome.PASSED, Outcome.INAPPLICABLE):
        return page
    return dataclasses.replace(page, outcome=Outcome.UNTESTED, reason=Reason.INTERRUPTED)


def street_not_done(store: Store, run: str, plan: Plan) -> None:
    """Record that nothing of the street side was judged: districts, population and every layer are untested."""
    whole = ["districts", *(["population"] if plan.population is not None else [])]
    store.save_untested(run, [Untested(what, "", Reason.INTERRUPTED) for what in whole])
    for position, layer in enumerate(plan.layers):
        facts = {"kind": layer.kind, "file": layer.file}
        store.save_subject(
            run,
            Subject(
                layer_id(layer),
                "layer",
                Outcome.UNTESTED,
                position=position,
                reason=Reason.INTERRUPTED,
                title=layer.name or "",
                facts=facts,
            ),
        )
