"""What the things are called that the record knows by their ids: sites, layers, rules, columns, coordinate systems."""

from __future__ import annotations

import re
from typing import Final

from audit.facility_kinds import KINDS
from audit.model import Lang, Untested
from reports.rows import LayerRow
from reports.summary import Summary
from reports.wording import Words

_TWICE: Final = "x2"
_SWAPPED: Final = " (x and y swapped)"
_OF_DISTRICTS: Final = re.compile(r"districts in (.+)")


class Called:
    """The names of one language, for what is told by id; what has none stands for itself."""

    def __init__(self, summary: Summary, words: Words) -> None:
        """Collect the names."""
        self._words = words
        lang = words.lang
        self._subjects = {kind: words.kind(kind) for kind in KINDS}
        self._subjects |= {layer.id: self._layer(layer) for layer in summary.layers}
        self._subjects |= {site.site.id: site.name.to(lang) for site in summary.sites}
        self._kinds = {layer.id: layer.kind for layer in summary.layers}
        self._rules = {rule.id: rule.title.to(lang) for rule in summary.rules.values()}
        self._rules |= {row.id: row.title.to(lang) for layer in summary.layers for row in layer.requirements}
        self._rules |= {name: title.to(lang) for name, title in summary.editions.items()}

    def _layer(self, row: LayerRow) -> str:
        named = row.layer and (row.layer.name if self._words.lang is Lang.ZH else row.layer.name_en)
        return named or self._words.kind(row.kind)

    def subject(self, item: Untested) -> str:
        """Return what was not tested: the name of a site or layer; "" for an address, or what has no name."""
        return self._subjects.get(item.subject, "")

    def what(self, item: Untested) -> str:
        """Return what of it was not tested: a rule, a requirement, a column."""
        kind = KINDS.get(self._kinds.get(item.subject, ""))
        column = kind.attributes.get(item.what) if kind else None
        return column.title.to(self._words.lang) if column else self._rules.get(item.what, item.what)

    def detail(self, item: Untested) -> str:
        """Return the detail; where it lists requirements, by their titles."""
        parts = item.detail.split(", ")
        named = [self._rules[part] for part in parts if part in self._rules]
        return self._words.listing.join(named) if len(named) == len(parts) else item.detail

    def system(self, name: str) -> str:
        """Return a coordinate system as people call it."""
        words = self._words
        if found := _OF_DISTRICTS.fullmatch(name):
            return words("the districts are in {system}", system=found[1])
        if name.endswith(_SWAPPED):
            return words("{system}, x and y swapped", system=self.system(name.removesuffix(_SWAPPED)))
        return words("{system}, shifted twice", system=name.removesuffix(_TWICE)) if name.endswith(_TWICE) else name
