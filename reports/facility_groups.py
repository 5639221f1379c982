"""What facilities fail, by division: counts of all, and the rows as columns in the order of the divisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit.complaints import FACILITY, Told
from audit.districts import WHOLE
from audit.model import Outcome
from audit.plan import Owner
from reports.facilities import COLUMNS, Responsible, findings_of
from reports.rows import LayerRow, RequirementRow
from reports.street_rows import FacilityFinding
from reports.summary import Summary

_Ints = NDArray[np.int64]


@dataclass(slots=True)
class FacilityGroup:
    """What fails one requirement in one division, those below it included, and one bureau must mend.

    places: the divisions that the failing facilities belong to themselves, in the order of the tree.
    """

    layer: LayerRow
    requirement: RequirementRow
    owner: Owner | None
    failed: int = 0
    cant_tell: int = 0
    places: list[str] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        """Return whether the requirement counts in the score."""
        return self.layer.scores(self.requirement)


class ToMend:
    """Every facility to mend. Memory grows with what fails, about a hundred bytes each, not with Python objects."""

    def __init__(self, summary: Summary) -> None:
        """Read the evidence of every layer once."""
        self._summary = summary
        self._tree = summary.tree
        self._layers = {layer.id: layer for layer in summary.layers}
        self._requirements = {(layer.id, row.id): row for layer in summary.layers for row in layer.requirements}
        self._responsible = Responsible(summary.plan.owners)
        self._owners = {id(owner): place for place, owner in enumerate(summary.plan.owners)}
        self._numbers = {division.code: number for number, division in enumerate(summary.tree.walk())}
        self._counts: dict[tuple[str, str, str], list[int]] = {}
        self._rows = {layer.id: self._read(layer) for layer in summary.layers}
        self._by_division: dict[str, list[tuple[str, str, list[int]]]] = {}
        for (division, layer, requirement), counts in self._counts.items():
            self._by_division.setdefault(division, []).append((layer, requirement, counts))

    def groups(self, code: str) -> list[FacilityGroup]:
        """Return the groups of a division: by bureau in the plan's order, scored ones first, then the worst first."""
        found: dict[tuple[str, str, int], FacilityGroup] = {}
        for division in self._within(code):
            for layer_id, requirement_id, (failed, cant_tell) in self._by_division.get(division, ()):
                layer = self._layers[layer_id]
                owner = self._responsible.of(layer, requirement_id, division)
                key = (layer_id, requirement_id, self._place(owner))
                group = found.get(key)
                if group is None:
                    group = found[key] = FacilityGroup(layer, self._requirements[layer_id, requirement_id], owner)
                group.failed += failed
                group.cant_tell += cant_tell
                if failed:
                    group.places.append(division)
        return sorted(found.values(), key=self._order)

    def failed(self, code: str) -> int:
        """Return how many requirements the facilities of a division itself, without those below it, fail."""
        return sum(counts[0] for _, _, counts in self._by_division.get(code, ()))

    def tickets(self, told: Told) -> dict[tuple[str, str], int]:
        """Return how many tickets speak of facilities that fail a requirement, by layer and requirement."""
        heard: dict[tuple[str, str], int] = {}
        tickets = told.tickets[told.tickets["about"] == FACILITY]
        for layer, mine in tickets.groupby("layer"):
            if layer not in self._rows:
                continue
            counts = mine["subject"].value_counts()
            table = self._rows[str(layer)][0]
            named = table.filter(pc.is_in(table["facility"], pa.array(sorted(counts.index), pa.string())))
            for facility, requirement in zip(*(named[n].to_pylist() for n in ("facility", "requirement")), strict=True):
                key = (str(layer), requirement)
                heard[key] = heard.get(key, 0) + int(counts[facility])
        return heard

    def requirements(self, layer: str, facility: str) -> list[RequirementRow]:
        """Return the requirements of the scored edition that one facility fails."""
        table, row = self._rows[layer][0], self._layers[layer]
        failed = set(table.filter(pc.equal(table["facility"], facility))["requirement"].to_pylist())
        return [asked for asked in row.requirements if asked.id in failed and row.scores(asked)]

    def rows(self, group: FacilityGroup, limit: int) -> list[FacilityFinding]:
        """Return the first failing facilities of a group, in the order of the divisions, then of the layer."""
        found: list[FacilityFinding] = []
        for division in group.places:
            if len(found) >= limit:
                break
            found += self._of(group, division, 0, limit - len(found))
        return found

    def sheets(self, code: str, size: int) -> Iterator[list[tuple[FacilityGroup, list[FacilityFinding]]]]:
        """Yield everything that the facilities of a division itself fail, `size` rows to a sheet, group by group."""
        sheet: list[tuple[FacilityGroup, list[FacilityFinding]]] = []
        room = size
        for group in self.groups(code):
            start, left = 0, self._counts.get((code, group.layer.id, group.requirement.id), [0])[0]
            while left:
                taken = min(room, left)
                sheet.append((group, self._of(group, code, start, taken)))
                start, left, room = start + taken, left - taken, room - taken
                if not room:
                    yield sheet
                    sheet, room = [], size
        if sheet:
            yield sheet

    def _read(self, layer: LayerRow) -> tuple[pa.Table, _Ints]:
        """Count a layer in; return its failed rows ordered by division and requirement, and the keys of that order."""
        ids = {requirement.id: number for number, requirement in enumerate(layer.requirements)}
        failed: list[pa.Table] = []
        keys: list[_Ints] = [np.empty(0, np.int64)]
        for table in self._summary.failing(layer):
            self._count(layer, table)
            rows = table.filter(pc.equal(table["outcome"], Outcome.FAILED.value))
            failed.append(rows)
            keys.append(_codes(rows["division"], self._numbers) * len(ids) + _codes(rows["requirement"], ids))
        together = np.concatenate(keys)
        order = np.argsort(together, kind="stable")
        empty = pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
        return (pa.concat_tables(failed).take(pa.array(order)) if failed else empty), together[order]

    def _count(self, layer: LayerRow, table: pa.Table) -> None:
        grouped = table.group_by(["division", "requirement", "outcome"]).aggregate([([], "count_all")])
        for division, requirement, outcome, count in zip(
            *(grouped[name].to_pylist() for name in ("division", "requirement", "outcome", "count_all")), strict=True
        ):
            known = division if division in self._numbers else WHOLE
            counts = self._counts.setdefault((known, layer.id, requirement), [0, 0])
            counts[outcome != Outcome.FAILED] += count

    def _of(self, group: FacilityGroup, division: str, start: int, limit: int) -> list[FacilityFinding]:
        layer = group.layer
        table, keys = self._rows[layer.id]
        number = [requirement.id for requirement in layer.requirements].index(group.requirement.id)
        key = self._numbers.get(division, -1) * len(layer.requirements) + number
        first, last = np.searchsorted(keys, [key, key + 1])
        taken = table.slice(first + start, min(limit, last - first - start))
        return list(findings_of(taken, layer, self._responsible))

    def _within(self, code: str) -> Iterator[str]:
        yield code
        if code != WHOLE:
            yield from (division.code for division in self._tree.walk(code))
        else:
            yield from self._numbers

    def _place(self, owner: Owner | None) -> int:
        """Return the place of an owner in the plan; who is nobody comes last."""
        return self._owners[id(owner)] if owner else len(self._owners)

    def _order(self, group: FacilityGroup) -> tuple[int, bool, int, int, str, str]:
        impact = group.requirement.impact if group.failed else 0
        place = self._place(group.owner)
        return (place, not group.scored, -impact, -group.failed, group.layer.id, group.requirement.id)


def _codes(column: pa.ChunkedArray, numbers: dict[str, int]) -> _Ints:
    """Return the numbers of texts; -1 for one that has none."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    table = np.array([numbers.get(text, -1) for text in encoded.dictionary.to_pylist()] or [-1], np.int64)
    codes: _Ints = table[encoded.indices.to_numpy(zero_copy_only=False)]
    return codes
