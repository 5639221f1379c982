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
RULE = Rule(
    "{id}", Text("a", "a"), Text("b", "b"), Text("c", "c"), Impact.MINOR, Scope.PAGE, depth=Depth("{depth}"),
    staging={staging},
)
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


def put(folder: Path, module: str, rule: str, depth: str = "simplified", *, staging: bool = False) -> None:
    (folder / f"{module}.py").write_text(MODULE.format(id=rule, depth=depth, staging=staging))


def test_rules_are_found_in_order_and_judge(folder: Path) -> None:
    put(folder, "reflow", "reflow", "in-depth")
    put(folder, "image_alternative_meaningful", "image-alternative-meaningful")
    rules = shelf(importlib.import_module("shelf_of_a_test"))
    assert [shelved.rule.id for shelved in rules] == ["image-alternative-meaningful", "reflow"]
    assert len(list(rules[0].judge([1, 2]))) == 2
    assert [s.rule.id for s in at_depth(rules, Depth.SIMPLIFIED)] == ["image-alternative-meaningful"]
    assert at_depth(rules, Depth.IN_DEPTH) == rules


def test_rules_that_send_forms_off_run_on_test_copies_alone(folder: Path) -> None:
    put(folder, "sends", "sends", "in-depth", staging=True)
    put(folder, "looks", "looks")
    rules = shelf(importlib.import_module("shelf_of_a_test"))
    assert [s.rule.id for s in at_depth(rules, Depth.IN_DEPTH)] == ["looks"]
    assert [s.rule.id for s in at_depth(rules, Depth.SIMPLIFIED, staging=True)] == ["looks"]
    assert [s.rule.id for s in at_depth(rules, Depth.IN_DEPTH, staging=True)] == ["looks", "sends"]


def test_a_module_that_is_not_named_after_its_rule_is_a_fault(folder: Path) -> None:
    put(folder, "reflow", "re-flow")
    with pytest.raises(LookupError, match="re-flow"):
        shelf(importlib.import_module("shelf_of_a_test"))
