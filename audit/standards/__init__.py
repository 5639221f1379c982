"""Editions of standards as data: one TOML file each, beside this module or supplied by the user.

A web edition lists success criteria; a facility edition lists requirements that are held against columns of a layer.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from audit.model import Impact, Outcome, Rule, Scope, Text, UsageError
from audit.problems import nearest, problems_of, state

Level = Literal["A", "AA", "AAA"]
Confidence = Literal["read", "secondary", "memory", "declared"]
# The standard that a figure names when each facility was read by the edition of its build year, and its title.
BY_YEAR = "by-build-year"
BY_YEAR_TITLE = Text("按建成年份对应的版本", "The edition of each build year")
LEVELS: tuple[Level, ...] = ("A", "AA", "AAA")
_WCAG = ("wcag-2.0", "wcag-2.1", "wcag-2.2")  # 4.1.1 stands in the older ones alone


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title_zh: str
    title_en: str
    url: str = ""

    @property
    def title(self) -> Text:
        """Return the title in both languages."""
        return Text(self.title_zh, self.title_en)


class Criterion(_Entry):
    """A success criterion, or a clause of another web standard; a criterion's id carries no edition ("wcag:1.4.10").

    level: "" in a standard without levels: the clause belongs to each of them and weighs as much as level A.
    tested_by: what tests the clause, when the rules do not name it themselves: success criteria ("wcag:1.1.1", all of
    whose rules count) and rules ("elder-mode"); none = only a person can. confidence: as of a Requirement.
    """

    level: Literal["A", "AA", "AAA", ""]
    tested_by: tuple[str, ...] = ()
    confidence: Confidence = "read"


# The attribute of a requirement that a facility be there at all: held against places, not against facilities.
THERE = "there"


def _listed(value: Any) -> Any:
    """Let `when = { … }` stand for `when = [{ … }]`."""
    return (value,) if isinstance(value, dict) else value


class Condition(BaseModel):
    """What must hold of a facility for a requirement to apply to it.

    value: a number, the id of a category ("full-width"), 1 or 0 for yes and no; a list: any of them ("!=": none of
    them). unit: that of the value, by default the column's own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    attribute: str
    operator: Literal["=", "!=", "<=", ">="] = "="
    value: str | float | tuple[str | float, ...]
    unit: str = ""

    @property
    def values(self) -> tuple[str | float, ...]:
        """Return the value or values as a tuple."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


class Requirement(_Entry):
    """One row of a facility edition: (facility, attribute, operator, limit, unit, clause).

    operator: <=, >=, =, in-range (limit low, high_limit high) or is (limit 1 = yes, 0 = no).
    unit: the unit of the limit; the column is converted to it. clause: "" when the edition gives none.
    when: conditions that must all hold, else the requirement does not apply to a facility.
    optional: held only against layers that have the column; without it the requirement is told as not tested, and a
    facility's outcome does without it. Every other requirement without its column leaves each facility unknown.
    kind: a facility passes when it meets both kinds; a veto item decides alone: missed, it takes all points, and those
    that meet every veto item are also counted by themselves. points: what missing a scored item takes off a rating of
    100. confidence: "read" = read in the standard itself; anything else is shown to the user as unverified.
    """

    facility: str
    attribute: str
    operator: Literal["<=", ">=", "=", "in-range", "is"]
    limit: float
    high_limit: float | None = None
    unit: str = ""
    clause: str = ""
    when: Annotated[tuple[Condition, ...], BeforeValidator(_listed)] = ()
    optional: bool = False
    kind: Literal["veto", "scored"] = "scored"
    points: float | None = Field(None, gt=0, le=100)
    impact: Literal["minor", "moderate", "serious", "critical"] = "serious"
    confidence: Confidence = "read"
    whom_zh: str = ""
    whom_en: str = ""
    mend_zh: str = ""
    mend_en: str = ""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the columns that are asked: the one held against the limit, then those of the conditions."""
        return tuple(dict.fromkeys((self.attribute, *(condition.attribute for condition in self.when))))

    def as_rule(self, edition: str) -> Rule:
        """Return the requirement in the shape of a rule, so that both kinds can be listed and explained alike."""
        clause = f"{edition}:{self.clause}" if self.clause else f"{edition} ({self.confidence})"
        return Rule(
            id=self.id,
            title=self.title,
            whom=Text(self.whom_zh, self.whom_en),
            mend=Text(self.mend_zh, self.mend_en),
            impact=Impact.of(self.impact),
            scope=Scope.FACILITY,
            requirements=(clause,),
            needs=tuple(f"{self.facility}.{name}" for name in self.attributes),
            outcomes=frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL})
            | ({Outcome.INAPPLICABLE} if self.when else set()),
        )


class WebEdition(_Entry):
    """An edition of a web standard."""

    kind: Literal["web"]
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> WebEdition:
        state(_twice(criterion.id for criterion in self.criteria))
        return self

    def at(self, level: Level) -> Mapping[str, Criterion]:
        """Return the criteria up to a level, by id."""
        allowed = {"", *LEVELS[: LEVELS.index(level) + 1]}
        return {criterion.id: criterion for criterion in self.criteria if criterion.level in allowed}


class FacilityEdition(_Entry):
    """An edition of a standard for facilities."""

    kind: Literal["facility"]
    requirements: tuple[Requirement, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> FacilityEdition:
        state(_twice(requirement.id for requirement in self.requirements))
        return self

    @cached_property
    def facilities(self) -> frozenset[str]:
        """Return the kinds of layer that the edition speaks of."""
        return frozenset(requirement.facility for requirement in self.requirements)

    def judged(self, facility: str, columns: Collection[str]) -> tuple[Requirement, ...]:
        """Return the requirements that a layer with some columns is held against: not the optional ones without."""
        return tuple(row for row in self.of(facility) if not row.optional or row.attribute in columns)

    def of(self, facility: str) -> tuple[Requirement, ...]:
        """Return the requirements on one kind of facility where it stands."""
        return tuple(row for row in self.requirements if row.facility == facility and row.attribute != THERE)

    def presence(self, facility: str) -> tuple[Requirement, ...]:
        """Return the requirements that a facility of one kind stand wherever it should."""
        return tuple(row for row in self.requirements if row.facility == facility and row.attribute == THERE)


def with_clauses(rules: Mapping[str, Rule], criteria: Mapping[str, Criterion]) -> dict[str, Rule]:
    """Return the rules with the clauses that name them, or one of their criteria, added to their requirements."""
    clauses: dict[str, list[str]] = {}
    for criterion in criteria.values():
        for named in criterion.tested_by:
            clauses.setdefault(named, []).append(criterion.id)
    result = {}
    for rule_id, rule in rules.items():
        added = [clause for named in (rule_id, *rule.requirements) for clause in clauses.get(named, ())]
        requirements = tuple(dict.fromkeys((*rule.requirements, *added)))
        result[rule_id] = dataclasses.replace(rule, requirements=requirements) if added else rule
    return result


def check_tests(edition: WebEdition, rules: Mapping[str, Rule]) -> None:
    """Raise UsageError when a clause is tested by something that is neither a success criterion nor a rule."""
    known = {criterion.id for name in _WCAG for criterion in load_web(name).criteria} | rules.keys()
    problems = [
        Text(
            f"{edition.id}：{criterion.id} tested_by：没有 {named!r}{zh}",
            f"{edition.id}: {criterion.id} tested_by: there is no {named!r}{en}",
        )
        for criterion in edition.criteria
        for named in criterion.tested_by
        if named not in known
        for zh, en in [nearest(named, sorted(known))]
    ]
    if problems:
        raise UsageError(*problems)


def _twice(ids: Iterable[str]) -> list[Text]:
    return [
        Text(f"id {found!r} 出现两次；请各用各的", f"id {found!r} stands twice; give each its own")
        for found, times in sorted(Counter(ids).items())
        if times > 1
    ]


def shipped() -> tuple[str, ...]:
    """Return the ids of the editions that come with stepfree."""
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    )


def load(edition: str, base: Path | None = None) -> WebEdition | FacilityEdition:
    """Load an edition by its id, or from a user's file ("standards/mine.toml", relative to base).

    Raises UsageError when there is none or the file is wrong.
    """
    if edition.endswith(".toml"):
        path = (base or Path()) / edition
        if not path.is_file():
            raise UsageError(
                Text(
                    f"标准 {edition}：没有文件 {path}", f"standard {edition}: there is no file {path}; correct the path"
                )
            )
        try:
            source, place = path.read_text("utf-8"), str(path)
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(Text(f"{path}：读不出来：{error}", f"{path}: cannot be read: {error}")) from error
    else:
        entry = files(__name__) / f"{edition}.toml"
        if not entry.is_file():
            known = ", ".join(shipped())
            raise UsageError(
                Text(
                    f"没有标准 {edition}；可用的有 {known}，或写一个 .toml 文件的路径",
                    f"unknown standard {edition}; known: {known}, or name a .toml file",
                )
            )
        source, place = entry.read_text("utf-8"), f"{edition}.toml"
    return _parsed(source, place)


@cache
def _parsed(source: str, place: str) -> WebEdition | FacilityEdition:
    """Return the edition that a file's text holds; the same one each time, for editions do not change."""
    shape: type[WebEdition | FacilityEdition] = FacilityEdition
    try:
        table = tomllib.loads(source)
        shape = WebEdition if table.get("kind") == "web" else FacilityEdition
        return shape.model_validate(table)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(Text(f"{place}：不是合格的 TOML：{error}", f"{place}: not valid TOML: {error}")) from error
    except ValidationError as error:
        raise UsageError(*problems_of(place, shape, error)) from error


def load_web(edition: str, base: Path | None = None) -> WebEdition:
    """Load an edition of a web standard."""
    loaded = load(edition, base)
    if not isinstance(loaded, WebEdition):
        raise UsageError(Text(f"{edition} 不是网页标准", f"{edition} is not a web standard; [web] standard needs one"))
    return loaded


def criteria() -> dict[str, Criterion]:
    """Return the success criteria and clauses of every web standard that comes with stepfree, by id."""
    editions = (load(name) for name in shipped())
    return {row.id: row for edition in editions if isinstance(edition, WebEdition) for row in edition.criteria}


def requirements() -> dict[str, Rule]:
    """Return the requirements of the facility editions that come with stepfree in the shape of rules, by id."""
    editions = (load(name) for name in shipped())
    facility = (edition for edition in editions if isinstance(edition, FacilityEdition))
    return {row.id: row.as_rule(edition.id) for edition in facility for row in edition.requirements}


def load_facility(editions: Iterable[str], base: Path | None = None) -> tuple[FacilityEdition, ...]:
    """Load editions of facility standards."""
    result = []
    for edition in editions:
        loaded = load(edition, base)
        if not isinstance(loaded, FacilityEdition):
            raise UsageError(
                Text(f"{edition} 不是设施标准", f"{edition} is not a facility standard; [street] standards needs those")
            )
        result.append(loaded)
    return tuple(result)
