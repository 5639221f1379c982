"""The rectification list: a row for each thing to mend, and for each that a person has to look at.

Websites: a row for each cause (a component of a site). Streets: a row for each requirement of the scored edition that
a facility fails, a missing facility among them, and a row for each new place that siting proposes.

A row comes in pieces, which are tuples of cells. The pieces named in SHARED are the same for many rows; rows come in
blocks, which hold such pieces once, so that a format puts them into its own shape once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit import ledger
from audit.model import Lang, Outcome, Text
from audit.plan import Owner
from audit.standards import THERE
from reports import columnar
from reports.blocks import Block, Piece, Row, Shared, Varying
from reports.clauses import clauses, requirement_clause
from reports.document_places import DocumentPlaces
from reports.facilities import Responsible, failing
from reports.fingerprints import cause_fingerprint, ident, idents, new_place_fingerprint
from reports.first_to_mend import tickets_of
from reports.html_names import shot_file
from reports.judged import Decision, Judged, Waiving
from reports.media import About
from reports.places import Places
from reports.rectification_columns import SHARED, STATES, VERDICTS
from reports.rows import Cause, LayerRow, RequirementRow, SiteRow
from reports.street_rows import Pick
from reports.summary import Summary
from reports.terms import IMPACTS, OUTCOMES, PICKS
from reports.wording import Words

# What the record of a facility says beside its measures.
_NOTES: Final = ("surveyed", "photo")
_NO_REVIEW: Final[Piece] = (None,) * 5


def blocks(summary: Summary, words: Words) -> Iterator[Block]:
    """Yield the rows of the list: websites, then layer by layer the facilities and the places that siting proposes."""
    making = _Making(summary, words)
    for site in summary.sites:
        if found := list(making.site(site)):
            yield Block.of(found, SHARED)
    picks = [pick for pick in summary.siting() if pick.rank]
    for layer in summary.layers:
        mine = [pick for pick in picks if pick.layer == layer.id]
        waiting = {pick.facility: pick for pick in mine if pick.facility}
        listed: set[str] = set()
        yield from making.layer(layer, waiting, listed)
        if new := [making.new_place(pick) for pick in mine if pick.facility not in listed]:
            yield Block.of(new, SHARED)


def to_mend(layer: LayerRow) -> list[RequirementRow]:
    """Return the requirements that the list holds facilities against: those of the edition that is scored.

    Where that edition says nothing of facilities that are missing, the first that does.
    """
    scored = [requirement for requirement in layer.requirements if layer.scores(requirement)]
    there = [requirement for requirement in layer.requirements if requirement.attribute == THERE]
    return scored if any(row.attribute == THERE for row in scored) else [*scored, *there[:1]]


class _Making:
    """Makes rows of one run in one language."""

    def __init__(self, summary: Summary, words: Words) -> None:
        self._summary, self._words = summary, words
        self._places = Places(summary, words)
        self._in_documents = DocumentPlaces(summary, words)
        self._judged = Judged(summary)
        self._owners = Responsible(summary.plan.owners)
        self._told = summary.complaints()

    def site(self, row: SiteRow) -> Iterator[Row]:
        """Yield the causes of a website, those that failed first."""
        if not row.causes and not row.reviews:
            return
        pictured = self._summary.store.shot_places(self._summary.run.id, row.site.id)
        samples = self._summary.samples(row.site.id, 1)
        for cause in (*row.causes, *row.reviews):
            sample = samples[cause.key][0]
            owner = self._summary.site_owner(sample, row.site)
            fingerprint = cause_fingerprint(row.site.id, cause)
            waiving = self._judged.waiving(row, cause)
            measured = sample.measurement
            shot = f"shots/{shot_file(row.site.id, cause.component)}" if cause.component in pictured else None
            place = self._in_documents.said(row.site.id, sample.subject, sample.target.selector)
            title = cause.rule.title.to(self._words.lang)
            yield (
                (ident(fingerprint),),
                self._since(
                    ledger.cause(row.site.id, cause.component),
                    owner,
                    self._judged.decision(fingerprint, cause.outcome, waived=waiving is not None),
                ),
                self._outcome(
                    cause.outcome, IMPACTS[cause.impact], About(self._words, row.site.site_class)("kind"), title
                ),
                (measured.value if measured else None,),
                (
                    self._words.number(measured.limit, 3) if measured else None,
                    measured.unit if measured else None,
                    clauses(self._summary, cause.rule, self._words),
                    cause.rule.mend.to(self._words.lang),
                    row.name.to(self._words.lang),
                ),
                (sample.subject, place, sample.message.to(self._words.lang), None, None),
                self._places.of(row.site.district or ""),
                self._bureau(owner),
                (None, shot, cause.pages, None, self._tickets(row, cause)),
                self._review(fingerprint, waiving),
                (fingerprint,),
            )

    def new_place(self, pick: Pick) -> Row:
        """Return a place to build at that is no facility yet."""
        words, fingerprint = self._words, new_place_fingerprint(pick)
        layer = next((row for row in self._summary.layers if row.id == pick.layer), None)
        kind = layer.kind if layer else pick.layer
        owner = self._owners.of(layer, "siting", pick.division) if layer else None
        waiving = self._judged.waiving_facility(fingerprint)
        within = words.number(pick.radius)
        return (
            (ident(fingerprint),),
            self._since(fingerprint, owner, Decision.WAIVED if waiving else Decision.NONE),
            (
                words.term(PICKS, pick.what),
                None,
                words.kind(kind),
                words("A new one here serves most people not yet served"),
            ),
            (None,),
            (None, None, None, words("Build one here (radius {metres} m)", metres=within), self._layer_name(layer)),
            (None, pick.label or None, None, pick.lon, pick.lat),
            self._places.of(pick.division),
            self._bureau(owner),
            (None, None, None, round(pick.gained), None),
            self._review(fingerprint, waiving),
            (fingerprint,),
        )

    def layer(self, layer: LayerRow, picks: Mapping[str, Pick], listed: set[str]) -> Iterator[Block]:
        """Yield what a layer's facilities fail of the scored edition, and what cannot be told.

        picks: what siting proposes, by facility; those that are among the rows are added to `listed`.
        """
        wanted = {requirement.id: requirement for requirement in to_mend(layer)}
        parquet = self._summary.tested(layer) if wanted else None
        for table in failing(parquet, layer, _NOTES):
            mine = table.filter(pc.is_in(table["requirement"], pa.array(list(wanted), pa.string())))
            if len(mine):
                yield self._block(mine, layer, wanted, picks, listed)

    def _block(
        self,
        table: Any,
        layer: LayerRow,
        wanted: Mapping[str, RequirementRow],
        picks: Mapping[str, Pick],
        listed: set[str],
    ) -> Block:
        at, ids = columnar.encoded(table["requirement"])
        told, outcomes = columnar.encoded(table["outcome"])
        place, codes = columnar.encoded(table["division"])
        facilities = table["facility"].to_pylist()
        fingerprints = columnar.digests(layer.id, facilities, table["requirement"].to_pylist())
        tested, pairs = columnar.combined(at, told)
        tests = [self._test(layer, wanted[ids[r]], Outcome(outcomes[o])) for r, o in pairs]
        owned, owners = columnar.combined(at, place)
        responsible = [self._owners.of(layer, ids[r], codes[d]) for r, d in owners]
        days = np.array([-1 if o is None or o.deadline_days is None else o.deadline_days for o in responsible])
        people = pa.nulls(len(table), pa.float64())
        if picks:
            gained = [picks[name].gained if name in picks else None for name in facilities]
            listed |= picks.keys() & set(facilities)
            people = pc.round(pa.array(gained, pa.float64()))
        nothing = pa.nulls(len(table), pa.float64())
        return Block(
            len(table),
            (
                Varying.of(idents(fingerprints)),
                self._since_many(fingerprints, table["outcome"].to_pylist(), days[owned]),
                Shared(tested, [what for what, _ in tests]),
                Varying((self._measured(table, at, [wanted[name] for name in ids]),)),
                Shared(tested, [limit for _, limit in tests]),
                Varying.of(table["facility"], _or_none(table["label"]), nothing, table["lon"], table["lat"]),
                Shared(place, [self._places.of(code) for code in codes]),
                Shared(owned, [self._bureau(owner) for owner in responsible]),
                Varying.of(
                    *(_or_none(table[name]) for name in _NOTES), nothing, people, self._heard(table, fingerprints)
                ),
                self._reviewed(fingerprints),
                Varying.of(pa.array(fingerprints, pa.string())),
            ),
        )

    def _measured(self, table: Any, at: columnar.Codes, asked: Sequence[RequirementRow]) -> tuple[Any, Any]:
        """Return the measured values as words and as numbers; a yes or no is a word."""
        value, word = table["value"].combine_chunks(), columnar.texts(table["word"])
        asks = pa.array(np.array([row.operator == "is" for row in asked])[at])
        answer = pc.if_else(pc.not_equal(value, 0), self._words("yes"), self._words("no"))
        words = pc.coalesce(word, pc.if_else(asks, answer, None))
        return words, pc.if_else(pc.is_valid(words), None, value)

    def _tickets(self, row: SiteRow, cause: Cause) -> int | None:
        return tickets_of(self._told, row, cause) if cause.outcome is Outcome.FAILED else None

    def _heard(self, table: Any, fingerprints: Sequence[str]) -> Any:
        """Return how many tickets speak of what facilities fail; what nobody can tell of them is not counted."""
        if self._told is None:
            return pa.nulls(len(table), pa.float64())
        tickets = pa.array([float(self._told.of(fingerprint)) for fingerprint in fingerprints], pa.float64())
        return pc.if_else(pc.equal(table["outcome"], Outcome.FAILED.value), tickets, None)

    def _since_many(self, fingerprints: Sequence[str], outcomes: Sequence[str], days: NDArray[np.int64]) -> Shared:
        decisions = self._judged.decisions(fingerprints, outcomes)
        codes, known = columnar.combined(self._judged.codes(fingerprints), days + 1, decisions)
        return Shared(codes, [self._stands(s, d - 1 if d else None, Decision(what)) for s, d, what in known])

    def _reviewed(self, fingerprints: Sequence[str]) -> Shared:
        about = self._judged.decided
        if not about:
            return Shared(np.zeros(len(fingerprints), np.int64), [_NO_REVIEW])
        pieces = [
            self._review(name, self._judged.waiving_facility(name)) if name in about else _NO_REVIEW
            for name in fingerprints
        ]
        known = {piece: code for code, piece in enumerate(dict.fromkeys(pieces))}
        return Shared(np.array([known[piece] for piece in pieces], np.int64), list(known))

    def _test(self, layer: LayerRow, requirement: RequirementRow, outcome: Outcome) -> tuple[Piece, Piece]:
        words, kind = self._words, self._words.kind(layer.kind)
        title = requirement.title.to(words.lang)
        limit = words.limit(requirement.operator, requirement.limit, requirement.high_limit)
        mend = requirement.mend.to(words.lang)
        clause = requirement_clause(requirement, words)
        return (
            self._outcome(outcome, IMPACTS[requirement.impact], kind, title),
            (limit, requirement.unit or None, clause, mend or None, self._layer_name(layer)),
        )

    def _outcome(self, outcome: Outcome, impact: str, kind: str, title: str) -> Piece:
        return (self._words(OUTCOMES[outcome]), self._words(impact), kind, title)

    def _layer_name(self, row: LayerRow | None) -> str | None:
        if row is None:
            return None
        name = row.layer.name if row.layer else None
        in_english = row.layer.name_en if row.layer else None
        return (in_english if self._words.lang is Lang.EN else None) or name or self._words.kind(row.kind)

    def _bureau(self, owner: Owner | None) -> Piece:
        if owner is None:
            return (None, None)
        return (Text(owner.bureau, owner.bureau_en or owner.bureau).to(self._words.lang), owner.contact)

    def _since(self, known_as: str, owner: Owner | None, decision: Decision) -> Piece:
        return self._stands(self._judged.code(known_as), owner.deadline_days if owner else None, decision)

    def _stands(self, code: int, days: int | None, decision: Decision) -> Piece:
        """Return state, first seen, days open and deadline; of what is no fault, since when it is listed alone.

        days: that the plan gives; None: it sets no deadline.
        """
        found = self._judged.standing_of(code, decision)
        if found.state is None:
            return (None, found.first_seen, None, None)
        due = None if days is None else found.first_seen + timedelta(days=days)
        return (self._words(STATES[found.state.value]), found.first_seen, found.days_open, due)

    def _review(self, fingerprint: str, waiving: Waiving | None) -> Piece:
        spoken = self._judged.spoken
        verdict, state = spoken.verdicts.get(fingerprint), spoken.states.get(fingerprint)
        found = verdict or state
        if found is None:  # what the plan waives has no day of review
            return (None, waiving.owner, None, waiving.reason, waiving.until) if waiving else _NO_REVIEW
        said = self._words(VERDICTS[verdict.says.value]) if verdict else None
        return (said, found.person, found.day, found.note or None, state.until if state else None)


def _or_none(column: Any) -> Any:
    """Return a column of texts with null for the empty ones."""
    array = columnar.texts(column)
    return pc.if_else(pc.equal(array, ""), None, array)
