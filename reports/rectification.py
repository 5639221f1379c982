"""The rectification list: a row for each thing to mend, and for each that a person has to look at.

Websites: a row for each cause (a component of a site). Streets: a row for each requirement of the scored edition that
a facility fails, a missing facility among them, and a row for each new place that siting proposes.

A row comes in pieces, which are tuples of cells. The pieces named in SHARED are the same for many rows, so that a
format puts them into its own shape once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from audit import ledger
from audit.model import Lang, Outcome, Text, digest
from audit.plan import Owner
from audit.reviews import Review, Says, Spoken
from audit.standards import THERE
from reports.clauses import clauses, requirement_clause
from reports.facilities import COLUMNS as FAILING
from reports.facilities import Responsible, failing
from reports.html_names import shot_file
from reports.places import Places
from reports.rectification_columns import STATES, VERDICTS
from reports.rows import Cause, LayerRow, Pick, RequirementRow, SiteRow
from reports.summary import Summary
from reports.wording import IMPACTS, OUTCOMES, PICKS, Words

Cell = str | float | date | None
Piece = tuple[Cell, ...]
Row = tuple[Piece, ...]

_NO_REVIEW: Final[Piece] = (None,) * 5
_NOTHING_MORE: Final[Piece] = (None,) * 4
# Crockford's letters: none is taken for another when it is read aloud or copied by hand.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS: Final = tuple(first + second for first in _LETTERS for second in _LETTERS)


def ident(fingerprint: str) -> str:
    """Return a fingerprint (16 hexadecimal digits) as a number that people can copy; different ones differ."""
    n = int(fingerprint, 16)
    pairs = [_PAIRS[n >> shift & 1023] for shift in (60, 50, 40, 30, 20, 10, 0)]
    # 64 bits are four and 60: the first pair is one sign only.
    return f"{pairs[0][1]}{pairs[1]}{pairs[2]}-{pairs[3]}{pairs[4]}-{pairs[5]}{pairs[6]}"


def cause_fingerprint(site: str, cause: Cause) -> str:
    """Return what a website's cause is known by: one that failed and one that needs review are two items."""
    if cause.outcome is Outcome.FAILED:
        return ledger.cause(site, cause.component)
    return digest("review", site, cause.component)


def new_place_fingerprint(pick: Pick) -> str:
    """Return what a new place is known by: itself, to about ten centimetres."""
    return digest("siting", pick.layer, pick.what, f"{pick.lon or 0:.6f}", f"{pick.lat or 0:.6f}")


def rows(summary: Summary, words: Words) -> Iterator[Row]:
    """Yield the rows of the list: websites, then layer by layer the facilities and the places that siting proposes."""
    making = _Making(summary, words)
    for site in summary.sites:
        yield from making.site(site)
    picks = [pick for pick in summary.siting() if pick.rank]
    for layer in summary.layers:
        mine = [pick for pick in picks if pick.layer == layer.id]
        waiting = {pick.facility: pick for pick in mine if pick.facility}
        listed: set[str] = set()
        yield from making.layer(layer, waiting, listed)
        for pick in mine:
            if pick.facility not in listed:
                yield making.new_place(pick)


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
        self._spoken = Spoken.of(summary.store.reviews(), summary.plan.date)
        self._time = _times(summary, words)
        self._owners = Responsible(summary.plan.owners)

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
            measured = sample.measurement
            shot = f"shots/{shot_file(row.site.id, cause.component)}" if cause.component in pictured else None
            title = cause.rule.title.to(self._words.lang)
            yield (
                (ident(fingerprint),),
                self._since(fingerprint, ledger.cause(row.site.id, cause.component), owner),
                self._outcome(cause.outcome, IMPACTS[cause.impact], self._words("Website"), title),
                (measured.value if measured else None,),
                (
                    self._words.number(measured.limit, 3) if measured else None,
                    measured.unit if measured else None,
                    clauses(self._summary, cause.rule, self._words),
                    cause.rule.mend.to(self._words.lang),
                    row.name.to(self._words.lang),
                ),
                (sample.subject, sample.target.selector, sample.message.to(self._words.lang), None, None),
                self._places.of(row.site.district or ""),
                self._bureau(owner),
                (None, shot, cause.pages, None),
                self._review(fingerprint),
                (fingerprint,),
            )

    def new_place(self, pick: Pick) -> Row:
        """Return a place to build at that is no facility yet."""
        words, fingerprint = self._words, new_place_fingerprint(pick)
        layer = next((row for row in self._summary.layers if row.id == pick.layer), None)
        kind = layer.kind if layer else pick.layer
        owner = self._owners.of(layer, "siting", pick.division) if layer else None
        within = words.number(pick.radius)
        return (
            (ident(fingerprint),),
            self._since(fingerprint, fingerprint, owner),
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
            (None, None, None, round(pick.gained)),
            self._review(fingerprint),
            (fingerprint,),
        )

    def layer(self, layer: LayerRow, picks: Mapping[str, Pick], listed: set[str]) -> Iterator[Row]:
        """Yield what a layer's facilities fail of the scored edition, and what cannot be told.

        picks: what siting proposes, by facility; those that are among the rows are added to `listed`.
        """
        scored = {requirement.id: requirement for requirement in to_mend(layer)}
        tests = {(r.id, o.value): self._test(layer, r, o) for r in scored.values() for o in _TOLD}
        yes_or_no = {requirement.id for requirement in scored.values() if requirement.operator == "is"}
        parquet = self._summary.store.evidence(self._summary.run.id, f"layer:{layer.id}") if scored else None
        for table in failing(parquet, layer):
            cells = zip(*(table[name].to_pylist() for name in FAILING), strict=True)
            for facility, label, lon, lat, division, requirement, outcome, value, word in cells:
                if requirement not in scored:
                    continue
                fingerprint = digest(layer.id, facility, requirement)
                owner = self._owners.of(layer, requirement, division)
                what, limit = tests[requirement, outcome]
                said = value if word is None else word
                if requirement in yes_or_no and value is not None:
                    said = self._words.measured(value, "is")
                pick = picks.get(facility) if picks else None
                if pick is not None:
                    listed.add(facility)
                yield (
                    (ident(fingerprint),),
                    self._since(fingerprint, fingerprint, owner),
                    what,
                    (said,),
                    limit,
                    (facility, label or None, None, lon, lat),
                    self._places.of(division),
                    self._bureau(owner),
                    _NOTHING_MORE if pick is None else (None, None, None, round(pick.gained)),
                    self._review(fingerprint),
                    (fingerprint,),
                )

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

    def _since(self, fingerprint: str, known_as: str, owner: Owner | None) -> Piece:
        said = self._spoken.states.get(fingerprint)
        waived = said is not None and said.says is Says.WAIVED
        return self._time(known_as, owner.deadline_days if owner else None, waived)

    def _review(self, fingerprint: str) -> Piece:
        verdict, state = self._spoken.verdicts.get(fingerprint), self._spoken.states.get(fingerprint)
        found = verdict or state
        if found is None:
            return _NO_REVIEW
        said = self._words(VERDICTS[verdict.says.value]) if verdict else None
        return (said, found.person, found.day, found.note or None, _until(state))


_TOLD: Final = (Outcome.FAILED, Outcome.CANT_TELL)


def _until(state: Review | None) -> date | None:
    return state.until if state else None


def _times(summary: Summary, words: Words) -> Callable[[str, int | None, bool], Piece]:
    """Return the function that gives state, first seen, days open and deadline of an item."""
    known, today = ledger.read(summary.store, summary.run.id), summary.plan.date
    made: dict[tuple[str, date, int, int | None], Piece] = {}

    def time(fingerprint: str, days: int | None, waived: bool) -> Piece:  # noqa: FBT001 - called a million times
        entry = known.of(fingerprint)
        state, first, lasted = ledger.State.NEW.value, today, 0
        if entry is not None:
            state, first, lasted = entry.state.value, entry.first_seen, entry.days_open
        if waived:
            state = ledger.State.WAIVED.value
        key = (state, first, lasted, days)
        piece = made.get(key)
        if piece is None:
            due = None if days is None else first + timedelta(days=days)
            piece = made[key] = (words(STATES[state]), first, lasted, due)
        return piece

    return time
