"""GitLab's accessibility report: every page, its faults, and no pass that a person must look at."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from audit.model import Lang, Outcome
from reports import FORMATS
from reports.summary import Summary


def test_gitlab_reads_every_page_and_its_faults(hostile: Summary, tmp_path: Path) -> None:
    document = json.loads(FORMATS["gitlab"].write(hostile, tmp_path, Lang.EN).read_text("utf-8"))
    tested = sum(page.tested for site in hostile.sites for page in site.pages)
    assert document["total"] == len(document["results"]) == tested
    issues = [issue for found in document["results"].values() for issue in found]
    assert document["errors"] == sum(issue["type"] == "error" for issue in issues) > 0
    assert document["passes"] == 0, "every page has a fault"
    for issue in issues:
        assert set(issue) == {
            *("code", "type", "typeCode", "message", "context", "selector", "runner", "runnerExtras")
        }  # fmt: skip
        assert {"error": 1, "warning": 2, "notice": 3}[issue["type"]] == issue["typeCode"]
    assert {i["type"] for i in issues if i["runnerExtras"]["waived"]} == {"notice"}


def test_gitlab_is_not_told_that_a_page_passed_which_a_person_must_look_at(hostile: Summary, tmp_path: Path) -> None:
    portal = hostile.sites[0]
    ends = [(Outcome.PASSED, 0), (Outcome.CANT_TELL, 2), (Outcome.INAPPLICABLE, 0)]
    pages = tuple(
        dataclasses.replace(
            portal.pages[0], address=f"https://a/{n}", outcome=outcome, reason=None, failed=0, cant_tell=c
        )
        for n, (outcome, c) in enumerate(ends)
    )
    told = dataclasses.replace(hostile, sites=(dataclasses.replace(portal, pages=pages, causes=(), reviews=()),))
    document = json.loads(FORMATS["gitlab"].write(told, tmp_path, Lang.EN).read_text("utf-8"))
    assert (document["total"], document["passes"]) == (3, 1)
