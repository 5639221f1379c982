"""What facilities fail, by division: every row once, and the counts add up."""

from __future__ import annotations

from audit.model import Outcome
from reports.facility_groups import ToMend
from reports.summary import Summary


def test_every_failure_stands_on_one_sheet_once(summary: Summary) -> None:
    mend = ToMend(summary)
    failed = [f for f in summary.facility_findings() if f.outcome is Outcome.FAILED]
    for size in (1, 3, 1000):
        sheets = [sheet for code in summary.tree.divisions for sheet in mend.sheets(code, size)]
        listed = [f for sheet in sheets for _, found in sheet for f in found]
        assert sorted(f.fingerprint for f in listed) == sorted(f.fingerprint for f in failed)
        assert all(sum(len(found) for _, found in sheet) <= size for sheet in sheets)
        assert all(
            f.requirement is group.requirement and f.owner == group.owner
            for sheet in sheets
            for group, found in sheet
            for f in found
        )


def test_the_rows_of_a_group_are_those_below_its_division(summary: Summary) -> None:
    mend = ToMend(summary)
    for code in summary.tree.divisions:
        below = {code, *(division.code for division in summary.tree.walk(code))}
        for group in mend.groups(code):
            found = mend.rows(group, 1000)
            assert len(found) == group.failed
            assert all(f.division in below and f.outcome is Outcome.FAILED for f in found)
            assert mend.rows(group, 2) == found[:2]
