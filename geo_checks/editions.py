"""A facility edition held against the columns that there are: what no layer can be held to, what one cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from audit.facility_kinds import Attribute
from audit.model import Text
from audit.standards import BY_YEAR, THERE, Condition, FacilityEdition, Requirement
from geo_checks.schema import ATTRIBUTES, UNITS


def problems(name: str, requirements: Iterable[Requirement]) -> Iterator[Text]:
    """Yield what is wrong with an edition's requirements: kinds, columns, units, conditions."""
    for row in requirements:
        attributes = ATTRIBUTES.get(row.facility)
        if attributes is None:
            yield _unknown(name, row, row.facility, ATTRIBUTES)
            continue
        if row.attribute == THERE:  # held against places, not against a column
            continue
        if strange := [attribute for attribute in row.attributes if attribute not in attributes]:
            yield _unknown(name, row, strange[0], attributes)
            continue
        held = attributes[row.attribute]
        if held.quantity == "category":
            yield Text(
                f"标准 {name}：{row.id}：{row.attribute} 是类别，没有限值；类别写在 when 里",
                f"standard {name}: {row.id}: {row.attribute} is a category and has no limit; name it under when",
            )
        yield from _unit(name, row, row.attribute, row.unit, held)
        for condition in row.when:
            yield from _condition(name, row, condition, attributes[condition.attribute])


def wanted_columns(
    columns: Collection[str], editions: Iterable[FacilityEdition], kind: str, *, by_year: bool
) -> dict[str, list[str]]:
    """Return the columns that a layer lacks, each with the requirements (and the reading by year) that ask for it."""
    wanting: dict[str, list[str]] = {}
    for edition in editions:
        held = edition.judged(kind, columns)
        for row in edition.of(kind):
            for attribute in row.attributes if row in held else (row.attribute,):
                if attribute not in columns:
                    wanting.setdefault(attribute, []).append(row.id)
    if by_year and "built" not in columns:
        wanting.setdefault("built", []).append(BY_YEAR)
    return wanting


def _condition(name: str, row: Requirement, condition: Condition, attribute: Attribute) -> Iterator[Text]:
    yield from _unit(name, row, condition.attribute, condition.unit, attribute)
    known = [category.id for category in attribute.categories]
    for value in condition.values:
        if isinstance(value, str) != bool(known) or (known and value not in known):
            zh, en = (f"可用的有 {', '.join(known)}", f"known: {', '.join(known)}") if known else ("应是数", "a number")
            yield Text(
                f"标准 {name}：{row.id} when {condition.attribute}：不能是 {value!r}；{zh}",
                f"standard {name}: {row.id} when {condition.attribute}: cannot be {value!r}; {en}",
            )
    if condition.operator in ("<=", ">=") and (known or len(condition.values) != 1):
        yield Text(
            f"标准 {name}：{row.id} when {condition.attribute}：{condition.operator} 只能和一个数比较",
            f"standard {name}: {row.id} when {condition.attribute}: {condition.operator} compares with one number",
        )


def _unit(name: str, row: Requirement, column: str, unit: str, attribute: Attribute) -> Iterator[Text]:
    if unit and unit not in UNITS[attribute.quantity]:
        yield Text(
            f"标准 {name}：{row.id}：单位 {unit} 不能用于 {column}",
            f"standard {name}: {row.id}: unit {unit} does not fit {column}",
        )


def _unknown(name: str, row: Requirement, wrong: str, known: Mapping[str, object]) -> Text:
    return Text(
        f"标准 {name}：{row.id}：{wrong} 不认识；可用的有 {', '.join(known)}",
        f"standard {name}: {row.id}: unknown {wrong}; known: {', '.join(known)}",
    )
