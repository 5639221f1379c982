"""A layer with people's verdicts in place of what nobody could tell: its facilities, its counts, its indicators.

Only what stood in doubt is settled. Of the figures of people, coverage in a straight line follows where the run keeps
them as points; the others (on foot, access, siting) stay as the tests left them: their bounds hold whatever a person
found, and are no narrower for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from audit.districts import WHOLE, DivisionTree
from audit.layer_shares import PASSING, SURVEYED
from audit.layer_terms import LayerTerms, Readings
from audit.model import Outcome, RuleTally, worst
from audit.records import Subject
from audit.reviewed_reach import Reach, Stands, parquet, reached
from audit.reviews import Item
from audit.standards import BY_YEAR

Outcomes = Mapping[Item, Outcome]
Counts = tuple[float, float, float]

JUDGED: Final = "judged"
REQUIREMENT: Final = "req:"
_EXPECTED: Final = "expected"
_BUILT: Final = "value:built"
_RATING, _RATING_HIGH = "rating:", "rating-high:"
_TALLIED: Final = (Outcome.PASSED.value, Outcome.FAILED.value, Outcome.CANT_TELL.value)
# What a place that should have a ramp counts as, by how it came out.
_THERE: Final = {Outcome.PASSED: "there", Outcome.FAILED: "missing", Outcome.CANT_TELL: "doubtful"}


@dataclass(frozen=True, slots=True)
class Settled:
    """A verdict that counts: on a requirement of a facility, of which the tests could not tell."""

    facility: str
    requirement: str
    division: str
    outcome: Outcome


@dataclass(frozen=True)
class JudgedLayer:
    """A layer as verdicts leave it. moves: what they add to indicators, by division, name and edition.

    subject: with its outcome and counts; facts["as_tested"] has the counts by requirement without verdicts; parquet:
    the layer's evidence; settled: in the order of the facilities, then of the requirements; reach: the evidence of how
    far people have it, None where that stays as the tests left it.
    """

    subject: Subject
    parquet: bytes
    moves: Mapping[tuple[str, str, str], Counts]
    settled: tuple[Settled, ...]
    reach: bytes | None = None


def judged(
    subject: Subject,
    evidence: bytes | None,
    tree: DivisionTree,
    outcomes: Outcomes,
    readings: Readings = (),
    reach: Reach | None = None,
) -> JudgedLayer | None:
    """Return a layer with the verdicts on its facilities; None where none of them settles anything."""
    mine: dict[str, dict[str, Outcome]] = {}
    for item, outcome in outcomes.items():
        if item.subject == subject.id:
            mine.setdefault(item.part, {})[item.rule] = outcome
    if not mine or evidence is None:
        return None
    table = pq.read_table(pa.BufferReader(evidence))
    terms = LayerTerms(subject.facts, readings)
    at = pc.indices_nonzero(pc.is_in(table["facility"].cast(pa.string()), pa.array(sorted(mine), pa.string())))
    rows = [_Row(number, cells, terms) for number, cells in zip(at.to_pylist(), _cells(table, at), strict=True)]
    settled = tuple(found for row in rows for found in row.settle(mine[row.facility]))
    if not settled:
        return None
    moves, changed = _Moves(tree), [row for row in rows if row.changed]
    for row in changed:
        row.move(moves)
    told = _with(table, changed, terms.scored)
    anew = reached(reach, _stands(told, changed, terms.scored)) if reach else None
    for code, name, counts in anew.moves if anew else ():
        moves.add(code, name, "", counts)
    kept = anew.parquet if anew else None
    return JudgedLayer(_subject(subject, told, changed, moves), parquet(told), moves.sums, settled, kept)


class _Row:
    """A facility (or a place that should have one) that people spoke of, before and after."""

    def __init__(self, number: int, cells: Mapping[str, Any], terms: LayerTerms) -> None:
        self.number, self._cells, self._terms = number, cells, terms
        self.facility, self.division = str(cells["facility"]), str(cells["division"] or WHOLE)
        self.place = cells["place"]
        told = {name: cells.get(REQUIREMENT + name) for name in terms.requirements}
        self.before = {name: Outcome(said) for name, said in told.items() if said is not None}
        self.after = dict(self.before)

    @property
    def changed(self) -> bool:
        """Return whether a verdict changed anything."""
        return self.before != self.after

    def settle(self, said: Mapping[str, Outcome]) -> Iterator[Settled]:
        """Put verdicts in place of cantTell. That something is there is one fact, whichever edition asks for it."""
        there = worst({outcome for rule, outcome in said.items() if rule in self._terms.there})
        for name, tested in self.before.items():
            asked = any(rule in said for rule in self._terms.there) if name in self._terms.there else name in said
            if tested is not Outcome.CANT_TELL or not asked:
                continue
            self.after[name] = there if name in self._terms.there else said[name]
            if name in said:
                yield Settled(self.facility, name, self.division, self.after[name])

    def move(self, moves: _Moves) -> None:
        """Add what the verdicts change in the indicators of the division and all above."""
        if self.place == _EXPECTED:
            before, after = worst(set(self.before.values())), worst(set(self.after.values()))
            moves.share(self.division, "completeness", "", before, after)
        if self.place != JUDGED:
            return
        for name in self.before:
            edition = str(self._terms.requirements[name].get("standard") or "")
            moves.share(self.division, f"requirement:{name}", edition, self.before[name], self.after[name])
        old, new = (self._overall(said) for said in (self.before, self.after))
        for edition, before in old.items():
            moves.share(self.division, PASSING, edition, before, new[edition])
            seen = (before is Outcome.CANT_TELL) - (new[edition] is Outcome.CANT_TELL)
            moves.add(self.division, SURVEYED, edition, (seen, 0, 0))
        for edition in self._terms.editions:
            if veto := self._terms.veto(edition):
                sides = (worst({said[n] for n in veto if n in said}) for said in (self.before, self.after))
                moves.share(self.division, "pass-veto", edition, *sides)
            points = [self._terms.rating(edition, said) for said in (self.before, self.after)]
            if points[0] and points[1]:
                low, high = (new - old for old, new in zip(*points, strict=True))
                moves.add(self.division, "rating", edition, (low, high - low, 0))

    def _overall(self, said: Mapping[str, Outcome]) -> dict[str, Outcome]:
        found = {
            edition: worst({said[name] for name in names if name in said})
            for edition, names in self._terms.editions.items()
        }
        by_year = self._terms.by_year(found, self._cells.get(_BUILT))
        return found if by_year is None else {**found, BY_YEAR: by_year}

    def turned(self, scored: str) -> Outcome | None:
        """Return what a facility came to be by the edition that is scored; None where that is as it was."""
        if self.place != JUDGED or scored not in self._terms.editions:
            return None
        before, after = (self._overall(said)[scored] for said in (self.before, self.after))
        return after if after is not before else None

    def columns(self, scored: str) -> Iterator[tuple[str, Any]]:
        """Yield the cells of the evidence that are different now."""
        for name, outcome in self.after.items():
            if outcome is not self.before[name]:
                yield REQUIREMENT + name, outcome.value
        if self.place == _EXPECTED:
            yield "outcome", worst(set(self.after.values())).value
        elif self.place == JUDGED:
            if scored in (overall := self._overall(self.after)):
                yield "outcome", overall[scored].value
            for edition in self._terms.editions:
                if points := self._terms.rating(edition, self.after):
                    yield _RATING + edition, points[0]
                    yield _RATING_HIGH + edition, points[1]


class _Moves:
    """What verdicts add to the indicators of a layer, in each division and all above it."""

    def __init__(self, tree: DivisionTree) -> None:
        self._tree = tree
        self.sums: dict[tuple[str, str, str], Counts] = {}

    def share(self, division: str, name: str, standard: str, before: Outcome, after: Outcome) -> None:
        """Move a facility from one outcome to another in a share of those that pass."""
        passed, unknown = (
            float((after is outcome) - (before is outcome)) for outcome in (Outcome.PASSED, Outcome.CANT_TELL)
        )
        left = float((before is Outcome.INAPPLICABLE) - (after is Outcome.INAPPLICABLE))
        self.add(division, name, standard, (passed, unknown, left))

    def add(self, division: str, name: str, standard: str, counts: Counts) -> None:
        """Add to numerator, unknown and denominator."""
        if not any(counts):
            return
        for above in self._tree.ancestors(division) if division in self._tree.divisions else (WHOLE,):
            old = self.sums.get((above, name, standard), (0.0, 0.0, 0.0))
            self.sums[above, name, standard] = (old[0] + counts[0], old[1] + counts[1], old[2] + counts[2])


def _cells(table: Any, at: Any) -> list[dict[str, Any]]:
    wanted = ("facility", "division", "place", _BUILT)
    names = [name for name in table.column_names if name in wanted or name.startswith(REQUIREMENT)]
    found: list[dict[str, Any]] = table.select(names).take(at).to_pylist()
    return found


def _with(table: Any, changed: Sequence[_Row], scored: str) -> Any:
    """Return the evidence with the cells that verdicts change."""
    new: dict[str, dict[int, Any]] = {}
    for row in changed:
        for name, value in row.columns(scored):
            new.setdefault(name, {})[row.number] = value
    for place, name in enumerate(table.column_names):
        cells = new.get(name)
        if cells is None:
            continue
        column = table.column(place).combine_chunks()
        listed = pa.types.is_dictionary(column.type)
        plain = column.cast(pa.string()) if listed else column
        mask = np.zeros(len(table), dtype=bool)
        mask[list(cells)] = True
        values = pa.array([cells[number] for number in sorted(cells)], plain.type)
        told = pc.replace_with_mask(plain, pa.array(mask), values)
        table = table.set_column(place, name, told.dictionary_encode() if listed else told)
    return table


def _subject(subject: Subject, told: Any, changed: Sequence[_Row], moves: _Moves) -> Subject:
    """Return the layer with its outcome and its counts by requirement."""
    tested: Mapping[str, Mapping[str, int]] = subject.facts.get("by_requirement", {})
    counts = {name: dict(found) for name, found in tested.items()}
    places = dict(subject.facts.get("completeness") or {})
    for row in changed:
        for name, after in row.after.items():
            if name in counts and after is not row.before[name]:
                _move(counts[name], row.before[name].value, after.value)
        if row.place == _EXPECTED and places:
            _move(places, *(_THERE.get(worst(set(said.values())), "") for said in (row.before, row.after)))
            places["expected"] -= worst(set(row.after.values())) is Outcome.INAPPLICABLE
    tallies = {name: RuleTally(*(found[outcome] for outcome in _TALLIED)) for name, found in counts.items()}
    undone = {edition: sums for (code, name, edition), sums in moves.sums.items() if (code, name) == (WHOLE, PASSING)}
    facts = {
        **subject.facts,
        "by_requirement": counts,
        "as_tested": {"by_requirement": tested, "moved": undone},
        **({"completeness": places} if places else {}),
    }
    return replace(subject, outcome=_outcome(subject, told), tally={**subject.tally, **tallies}, facts=facts)


def _move(counts: dict[str, Any], before: str, after: str) -> None:
    for name, amount in ((before, -1), (after, 1)):
        if name in counts:
            counts[name] += amount


def _outcome(subject: Subject, told: Any) -> Outcome:
    """Return the worst of the facilities that were judged; a place that lacks one fails the layer."""
    place = told["place"].cast(pa.string())
    of_judged = told.filter(pc.equal(place, JUDGED))["outcome"].cast(pa.string()).unique().to_pylist()
    of_places = told.filter(pc.equal(place, _EXPECTED))["outcome"].cast(pa.string()).unique().to_pylist()
    if Outcome.FAILED.value in of_places:
        return Outcome.FAILED
    return worst({Outcome(outcome) for outcome in of_judged}) if of_judged else subject.outcome


def _stands(told: Any, changed: Sequence[_Row], scored: str) -> Stands:
    place, outcome = told["place"].cast(pa.string()), told["outcome"].cast(pa.string())
    fails = pc.and_(pc.equal(place, JUDGED), pc.equal(outcome, Outcome.FAILED.value))
    there = pc.and_(pc.not_equal(place, _EXPECTED), pc.invert(fails))
    turned = [(row.number, row.turned(scored)) for row in changed]
    passed, failed = (
        [number for number, now in turned if now is outcome] for outcome in (Outcome.PASSED, Outcome.FAILED)
    )
    return Stands(told, passed, failed, pc.fill_null(there, fill_value=True).to_numpy())
