"""The shelf finds rules by their modules' names, in a fixed order."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.catalog import at_depth, shelf
from audit.model import Depth

MODULE = """
from audit.model import Depth, Impact, Rule, Scope, Text
RULE = Rule("{id}", Text("a", "a"), Text("b", "b"), Text("c", "c"), Impact.MINOR, Scope.PAGE, depth=Depth("{depth}"))
def judge(seen):
    yield from seen
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "shelf_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [name for name in sys.modules if name.startswith("shelf_of_a_test")]:
        del sys.modules[name]


def put(folder: Path, module: str, rule: str, depth: str = "simplified") -> None:
    (folder / f"{module}.py").write_text(MODULE.format(id=rule, depth=depth))


def test_rules_are_found_in_order_and_judge(folder: Path) -> None:
    put(folder, "reflow", "reflow", "in-depth")
    put(folder, "image_alternative_meaningful", "image-alternative-meaningful")
    rules = shelf(importlib.import_module("shelf_of_a_test"))
    assert [shelved.rule.id for shelved in rules] == ["image-alternative-meaningful", "reflow"]
    assert len(list(rules[0].judge([1, 2]))) == 2
    assert [s.rule.id for s in at_depth(rules, Depth.SIMPLIFIED)] == ["image-alternative-meaningful"]
    assert at_depth(rules, Depth.IN_DEPTH) == rules


def test_a_module_that_is_not_named_after_its_rule_is_a_fault(folder: Path) -> None:
    put(folder, "reflow", "re-flow")
    with pytest.raises(LookupError, match="re-flow"):
        shelf(importlib.import_module("shelf_of_a_test"))
