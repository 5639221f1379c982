"""What is recorded of a site as a whole: its outcome, its figures, and everything of it that was not tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from audit.model import Depth, Outcome, Reason, Untested, worst
from audit.records import EXCLUDED, LeftOut, Subject, is_document
from web_checks.jobs import Shelves, SiteJob, WebSettings, of_other_screens
from web_checks.sampling import Sample, record
from web_checks.traps import shape

_NAMED = 100  # addresses that are named; of the rest, the number is


def site_subject(
    job: SiteJob,
    settings: WebSettings,
    shelves: Shelves,
    pages: Sequence[Subject],
    left_out: Sequence[LeftOut],
    sample: Sample | None,
    *,
    out_of_time: bool,
) -> Subject:
    """Return the site's own record. pages: all that were visited, in order; sample: None when none was drawn."""
    beyond = sum(left.state != "left" for left in left_out)
    tested = [page for page in pages if page.tally and not is_document(page)]
    documents = [page for page in pages if is_document(page)]
    read = [page for page in documents if page.tally]
    deep = _deep(tested)
    carried = sum("carried_from" in page.facts for page in tested)
    kept_back = _kept_back(job, shelves)
    ran = {rule.id for rule in shelves.rules.values() if rule.depth is Depth.SIMPLIFIED or deep} - kept_back
    if not read:
        ran -= {shelved.rule.id for shelved in shelves.document}
    facts = {
        "url": job.start or (job.listed[0] if job.listed else ""),
        "class": job.site_class,
        "district": job.district,
        "rules": sorted(ran),
        "pages_found": len(pages) + beyond,
        "pages_known": sum(page.outcome is not Outcome.INAPPLICABLE for page in pages) + beyond,
        "pages_tested": len(tested) - carried,
        "pages_carried": carried,
        "since": settings.since,
        "pages_in_depth": deep,
        "documents_known": len(documents),
        "documents_tested": len(read),
        "duplicates": sum(page.reason is Reason.DUPLICATE for page in pages),
        "retries": sum(page.facts.get("retries", 0) for page in pages),
        "depth": settings.depth.value,
        "folder": job.folder is not None,
        "staging": job.staging,
    }
    if sample is not None:
        in_depth = [shelved.rule.id for shelved in shelves.page if shelved.rule.depth is Depth.IN_DEPTH]
        facts["sample"] = record(sample, in_depth)
    outcome = worst({page.outcome for page in (*tested, *read)}) if tested or read else Outcome.UNTESTED
    silent = Reason.TIME_CAP if out_of_time else Reason.NETWORK
    reason = None
    if not tested and not read:
        first = next((page for page in pages if page.reason), None)
        reason = (first and first.reason) or silent
        facts["detail"] = str(first.facts.get("detail") or "") if first else ""
    return Subject(job.id, "site", outcome, job.id, reason=reason, title=job.name, facts=facts)


def site_untested(
    job: SiteJob,
    shelves: Shelves,
    pages: Sequence[Subject],
    left_out: Sequence[LeftOut],
    *,
    out_of_time: bool,
    webdriver: bool = False,
) -> list[Untested]:
    """Return what of a site was not tested: addresses for which there was no room, traps, rules in depth.

    webdriver: it was the driver that could not test in depth.
    """
    tested = [page for page in pages if page.tally and not is_document(page)]
    deep = _deep(tested)
    groups: dict[Reason, list[str]] = defaultdict(list)
    traps: dict[str, int] = defaultdict(int)
    excluded = [left.address for left in left_out if left.why == EXCLUDED]
    for left in left_out:
        if left.state != "left":
            deeper = job.max_depth is not None and left.depth > job.max_depth
            cap = Reason.TIME_CAP if out_of_time else Reason.PAGE_CAP
            groups[Reason.DEPTH_CAP if deeper else cap].append(left.address)
        elif left.why != EXCLUDED:
            traps[f"{left.why}: {shape(left.address)}"] += 1
    untested = [row for reason in Reason for row in _named(job.id, groups.get(reason, []), reason)]
    if excluded:
        untested.append(Untested(job.id, f"+{len(excluded)}", Reason.EXCLUDED, excluded[0]))
    shown = list(traps.items())[:_NAMED]
    untested += [Untested(job.id, f"+{count}", Reason.TRAP, what[:500]) for what, count in shown]
    if rest := sum(traps.values()) - sum(count for _, count in shown):
        untested.append(Untested(job.id, f"+{rest}", Reason.TRAP))
    kept_back = _kept_back(job, shelves)
    unasked = Reason.DRIVER if webdriver else Reason.NOT_SAMPLED
    untested += [
        Untested(job.id, shelved.rule.id, unasked, f"{deep}/{len(tested)}")
        for shelved in shelves.page
        if shelved.rule.depth is Depth.IN_DEPTH and deep < len(tested) and shelved.rule.id not in kept_back
    ]
    fixed = _fixed(job, shelves)
    untested += [Untested(job.id, rule, Reason.STAGING_ONLY) for rule in sorted(kept_back - fixed) if tested]
    untested += [Untested(job.id, rule, Reason.FIXED_SCREEN) for rule in sorted(fixed) if tested]
    return untested


def _kept_back(job: SiteJob, shelves: Shelves) -> set[str]:
    """Return the rules that only a test copy shows, or another screen than a terminal's."""
    staged = {shelved.rule.id for shelved in shelves.page if shelved.rule.staging and not job.staging}
    return staged | _fixed(job, shelves)


def _fixed(job: SiteJob, shelves: Shelves) -> set[str]:
    """Return the rules that ask how a page takes to other screens, where it has but one."""
    return {shelved.rule.id for shelved in shelves.page if of_other_screens(shelved)} if job.fixed_screen else set()


def _named(site: str, addresses: Sequence[str], reason: Reason) -> list[Untested]:
    named = [Untested(site, address, reason) for address in addresses[:_NAMED]]
    rest = len(addresses) - len(named)
    return [*named, Untested(site, f"+{rest}", reason)] if rest else named


def _deep(tested: Sequence[Subject]) -> int:
    return sum(page.facts["depth"] == Depth.IN_DEPTH.value and not page.facts.get("missed") for page in tested)
