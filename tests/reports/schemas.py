"""Schemas of formats, as files beside the tests."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

FOLDER = Path(__file__).parent


def schema(name: str) -> Draft202012Validator:
    document = json.loads((FOLDER / name).read_text("utf-8"))
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=FormatChecker())
