"""What a plan's tables say of files and layers, held against them: columns that are there, units, words, ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from audit.facility_kinds import Attribute
from audit.model import Text, UsageError
from audit.plan import Column, Plan, layer_id
from geo_checks import layers, schema
from geo_checks.source import Source, lost_coordinates


def layers_named(place: str, named: Iterable[str], plan: Plan, kinds: Iterable[str]) -> Iterator[Text]:
    """Yield the problem of each id that is no layer of the plan, or none of certain kinds."""
    known = [layer_id(layer) for layer in plan.layers if layer.kind in kinds]
    for name in named:
        if name not in known:
            listed = ", ".join(known) or "-"
            yield Text(
                f"{place}：没有这样的图层 {name!r}；可用的有 {listed}",
                f"{place}: there is no such layer {name!r}; it can be {listed}",
            )


def of_unit(place: str, given: Column, attribute: Attribute) -> Iterator[Text]:
    """Yield what is wrong with the unit that a column is stated to have."""
    units = schema.UNITS[attribute.quantity]
    listed = ", ".join(units)
    if not units and given.unit is not None:
        yield Text(
            f"{place}：{attribute.title.zh}没有单位；请删去 unit",
            f"{place}: {attribute.title.en} has no unit; remove unit",
        )
    elif units and given.unit is None:
        yield Text(
            f"{place}：没有写单位；加上 unit，可用的有 {listed}（单位要写明，不猜）",
            f"{place}: no unit; add unit, one of {listed} (units are stated, not guessed)",
        )
    elif units and given.unit not in units:
        yield Text(
            f"{place}：单位 {given.unit} 不能用于{attribute.title.zh}；可用的有 {listed}",
            f"{place}: unit {given.unit} does not fit {attribute.title.en}; use one of {listed}",
        )


def of_words(place: str, given: Column, attribute: Attribute) -> Iterator[Text]:
    """Yield which of the words that a column is stated to have mean no category."""
    known = [category.id for category in attribute.categories]
    if given.words and not known:
        yield Text(
            f"{place}：{attribute.title.zh}不分类别；请删去 words",
            f"{place}: {attribute.title.en} has no categories; remove words",
        )
        return
    for name in sorted(given.words.keys() - set(known)):
        yield Text(
            f"{place}：{attribute.title.zh}没有类别 {name}；可用的有 {', '.join(known)}",
            f"{place}: {attribute.title.en} has no category {name}; it has {', '.join(known)}",
        )


def of_file(wanted: Source, named: Iterable[str | None]) -> Iterator[Text]:
    """Yield why a file cannot be read, or which of its columns, or what coordinate system, is not there."""
    try:
        known = layers.names(wanted)
    except UsageError as error:
        yield from error.problems
        return
    yield from layers.missing(wanted, dict.fromkeys(name for name in named if name), known)
    if (lost := lost_coordinates(wanted, known)) is not None:
        yield lost
    try:
        layers.crs_of(wanted)
    except UsageError as error:
        yield from error.problems
