"""The rules on apps, as a level asks for them."""

from __future__ import annotations

from collections.abc import Mapping

import web_checks.apps.rules
from audit.catalog import Shelved, shelf
from audit.model import Rule
from audit.standards import Level, load_web

_NEWEST = "wcag-2.2"  # the edition whose levels sort the rules


def shelved(level: Level = "AAA") -> tuple[Shelved, ...]:
    """Return the rules; those that stand for nothing but criteria of level AAA only when that is the level."""
    newest = load_web(_NEWEST)
    above = newest.at("AAA").keys() - newest.at("AAA" if level == "AAA" else "AA").keys()
    found = shelf(web_checks.apps.rules)
    return tuple(each for each in found if not each.rule.requirements or not set(each.rule.requirements) <= above)


def rules() -> Mapping[str, Rule]:
    """Return every rule on apps by its id."""
    return {each.rule.id: each.rule for each in shelved()}
