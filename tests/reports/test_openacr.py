"""OpenACR: a draft that holds its schema and claims nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from audit.model import Lang
from reports import FORMATS
from reports.summary import Summary
from tests.reports.schemas import schema


def test_openacr_is_a_draft_that_claims_nothing(hostile: Summary, tmp_path: Path) -> None:
    (tmp_path / "openacr").mkdir()
    (tmp_path / "openacr" / "gone.yaml").write_text("of an earlier report")
    note = FORMATS["openacr"].write(hostile, tmp_path, Lang.EN)
    assert "DRAFT" in note.read_text("utf-8")
    drafts = sorted(note.parent.glob("*.yaml"))
    assert len(drafts) == 2, "a site that could not be opened has none"
    validator = schema("openacr.schema.json")
    for path in drafts:
        document = YAML(typ="safe").load(path)
        assert [error.message for error in validator.iter_errors(document)] == []
        told = {
            criterion["num"]: criterion["components"][0]["adherence"]
            for chapter in document["chapters"].values()
            for criterion in chapter["criteria"]
        }
        assert set(told) == {criterion.partition(":")[2] for criterion in hostile.criteria}
        (component,) = {
            criterion["components"][0]["name"]
            for chapter in document["chapters"].values()
            for criterion in chapter["criteria"]
        }
        assert component == "web"
        assert told["1.1.1"]["level"] == "does-not-support"
        assert told["1.1.1"]["notes"] == "Fails on 9 pages."
        assert told["2.1.1"] == {"level": "not-evaluated", "notes": "No automatic test applied."}
        assert "supports" not in {found["level"] for found in told.values()}
        assert document["catalog"] == "2.5-edition-wcag-2.2-en"


@pytest.mark.parametrize(("site_class", "component"), [("app", "software"), ("documents", "electronic-docs")])
def test_openacr_calls_apps_and_documents_by_its_own_names(
    hostile: Summary, tmp_path: Path, site_class: str, component: str
) -> None:
    portal = hostile.sites[0]
    other = dataclasses.replace(portal, site=portal.site.model_copy(update={"site_class": site_class}))
    note = FORMATS["openacr"].write(dataclasses.replace(hostile, sites=(other,)), tmp_path, Lang.EN)
    (path,) = note.parent.glob("*.yaml")
    document = YAML(typ="safe").load(path)
    assert [error.message for error in schema("openacr.schema.json").iter_errors(document)] == []
    (criterion, *_) = next(iter(document["chapters"].values()))["criteria"]
    assert criterion["components"][0]["name"] == component
