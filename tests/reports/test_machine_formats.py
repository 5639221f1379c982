"""All formats but the pages, of a run whose texts try to act: nothing that hides gets through, twice is the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.model import Lang
from reports import FORMATS
from reports.summary import Summary


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_no_format_lets_through_what_hides(hostile: Summary, tmp_path: Path, name: str) -> None:
    FORMATS[name].write(hostile, tmp_path, Lang.ZH)
    texts = [path for path in tmp_path.rglob("*") if path.suffix not in (".xlsx", ".gpkg") and path.is_file()]
    for path in texts:
        text = path.read_text("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text), path


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("html", "rectification")])
def test_two_writings_are_equal(hostile: Summary, tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        FORMATS[name].write(hostile, tmp_path / folder, Lang.EN)
    first, second = (sorted(path for path in (tmp_path / f).rglob("*") if path.is_file()) for f in ("a", "b"))
    assert [p.relative_to(tmp_path / "a") for p in first] == [p.relative_to(tmp_path / "b") for p in second]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, second, strict=True))
