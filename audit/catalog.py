"""Finds the rules: every module of a shelf holds one RULE, and the module's name is the rule's id."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from audit.model import Depth, Rule, Verdict


@dataclass(frozen=True, slots=True)
class Shelved:
    """A rule with the function that judges: judge(observed) yields one verdict for each applicable target."""

    rule: Rule
    judge: Callable[[Any], Iterator[Verdict]]


def shelf(package: ModuleType) -> tuple[Shelved, ...]:
    """Return the rules of a package, ordered by id.

    Raises LookupError when a module's name is not its rule's id: that is a fault of the source tree.
    """
    found = []
    for module_info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        rule: Rule = module.RULE
        if rule.id != module_info.name.replace("_", "-"):
            raise LookupError(f"{module.__name__} holds the rule {rule.id}: name the module after its rule")
        found.append(Shelved(rule, module.judge))
    return tuple(found)


def at_depth(rules: Iterable[Shelved], depth: Depth, *, staging: bool = False) -> tuple[Shelved, ...]:
    """Return the rules that run at a depth; in-depth runs the simplified ones too.

    staging: on a test copy; without it the rules that send forms off are left out.
    """
    deep = depth is Depth.IN_DEPTH
    return tuple(s for s in rules if (deep or s.rule.depth is Depth.SIMPLIFIED) and (staging or not s.rule.staging))
