"""Groups the street indicators of one division into titled tables, by the family of their names; none is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from audit.model import Indicator, Lang
from reports.layer_figures import BASIC
from reports.street_families import FAMILIES, Family
from reports.summary import Summary
from reports.terms import mark
from reports.wording import Words

# Rows above which a table opens on demand only.
_LONG: Final = 40
_STRAIGHT: Final = ""

WAYS: Final[Mapping[str, str]] = {
    _STRAIGHT: mark("In a straight line"),
    "walking": mark("On foot"),
}
# What the table of the layers calls its own.
_BASIC: Final[Mapping[str, str]] = {
    "facilities": mark("Facilities"),
    "pass": mark("Share that pass, low–high"),
    "surveyed": mark("Surveyed"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a layer's figures by column. key: what the line is called after; group: of people."""

    layer: str
    key: str
    group: str
    standard: str
    cells: tuple[Indicator | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one family in a division. rows: of one layer side by side."""

    family: Family
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def folded(self) -> bool:
        """Return whether the table opens on demand only."""
        return self.family.folded or len(self.rows) > _LONG

    @property
    def layers(self) -> Mapping[str, Sequence[Row]]:
        """Return the rows by layer."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.layer, []).append(row)
        return found

    @property
    def plain(self) -> bool:
        """Return whether the layer alone tells the rows apart."""
        return all(len(rows) == 1 and not rows[0].key and not rows[0].group for rows in self.layers.values())


def family_of(name: str) -> tuple[Family, Mapping[str, str]]:
    """Return the family of an indicator, and its row, group and column ("" where it has none)."""
    for family in FAMILIES:
        if match := family.pattern.fullmatch(name):
            return family, {part: said or "" for part, said in match.groupdict().items()}
    raise LookupError(name)


def street_figures(indicators: Iterable[Indicator], order: Sequence[str], radii: Sequence[int]) -> list[Table]:
    """Return the tables of a division's indicators, without those that the table of the layers shows.

    order: the layers as they stand there; what has another name (a target) follows by name. radii: those shown there.
    """
    at_hand = list(indicators)
    beyond = {i.layer for i in at_hand if _needs_reach(i.name)}
    shown = {*BASIC, *(f"coverage-{radius}" for radius in radii)}
    found: dict[str, dict[tuple[str, str, str, str], dict[str, Indicator]]] = {}
    for indicator in at_hand:
        family, said = family_of(indicator.name)
        basic = indicator.name in shown and indicator.layer in order
        if basic and not (family.id == "reach" and indicator.layer in beyond):
            continue
        key = (indicator.layer, said.get("row", ""), said.get("group", ""), indicator.standard)
        found.setdefault(family.id, {}).setdefault(key, {})[said.get("column", "")] = indicator
    return [_table(family, found[family.id], order) for family in FAMILIES if family.id in found]


def _needs_reach(name: str) -> bool:
    """Return whether a name is of the reach family and says more than the table of the layers."""
    family, said = family_of(name)
    return family.id == "reach" and bool(said["row"] or said["group"])


def _table(
    family: Family, found: Mapping[tuple[str, str, str, str], Mapping[str, Indicator]], order: Sequence[str]
) -> Table:
    named = list(family.columns)
    columns = tuple(
        sorted(
            {column for cells in found.values() for column in cells},
            key=lambda c: (named.index(c) if c in named else len(named), int(c) if c.isdecimal() else 0, c),
        )
    )
    places = {layer: number for number, layer in enumerate(order)}
    ways = list(WAYS)

    def place(key: tuple[str, str, str, str]) -> tuple[Any, ...]:
        layer, row, group, standard = key
        way = ways.index(row) if row in ways else len(ways)
        return places.get(layer, len(places)), layer, way, "" if way < len(ways) else row, group, row, standard

    rows = tuple(
        Row(layer, row, group, standard, tuple(found[key].get(column) for column in columns))
        for key in sorted(found, key=place)
        for layer, row, group, standard in [key]
    )
    return Table(family, columns, rows)


class Labels:
    """What rows and columns are called in one language."""

    def __init__(self, summary: Summary, words: Words) -> None:
        """Collect the names of the profiles and of the requirements."""
        self._words = words
        self._profiles = {profile.id: profile for profile in summary.profiles}
        self._requirements = {r.id: r.title for layer in summary.layers for r in layer.requirements}

    def row(self, family: Family, key: str, group: str = "") -> str:
        """Return what a row is called; "" when its layer says it all."""
        words = self._words
        return words(", ").join(filter(None, (self._own(family, key), group)))

    def column(self, family: Family, column: str) -> str:
        """Return the heading of a column."""
        words = self._words
        if column in family.columns:
            return words(family.columns[column])
        return words("Within {metres} m", metres=column) if column else words("Share, low–high")

    def indicator(self, name: str) -> str:
        """Return what an indicator is called by its family, row and column."""
        if name in _BASIC:
            return self._words(_BASIC[name])
        family, said = family_of(name)
        column = said.get("column", "")
        title = "" if family.id == "other" else self._words(family.title)
        heading = self.column(family, column) if column else title
        return " · ".join(filter(None, (self._own(family, said.get("row", "")), heading, said.get("group"))))

    def way(self, way: str) -> str:
        """Return what a way of measuring is called: the straight line, on foot, or a profile."""
        if way in WAYS:
            return self._words(WAYS[way])
        profile = self._profiles.get(way)
        if profile is None:
            return way
        own = profile.name if self._words.lang is Lang.ZH else profile.name_en or profile.name
        return own or way

    def _own(self, family: Family, key: str) -> str:
        if family.rows == "way":
            return self.way(key)
        if family.rows == "indicator":
            return self.indicator(key)
        if family.rows == "requirement" and key in self._requirements:
            return self._requirements[key].to(self._words.lang)
        return key
