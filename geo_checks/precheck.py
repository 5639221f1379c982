"""What a plan says of its street layers, held against the files before an audit: every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from audit import standards
from audit.model import Text, UsageError
from audit.plan import Completeness, Layer, Network, Plan, editions_of, layer_id
from audit.standards import FacilityEdition
from geo_checks import editions, layers, schema
from geo_checks.area_file import study_area
from geo_checks.barriers import profiles
from geo_checks.coordinates import metric_crs
from geo_checks.divisions import DivisionRows, read_divisions
from geo_checks.facilities import conditions
from geo_checks.measures import targets
from geo_checks.measures.service_area import STRAIGHT, WALKING
from geo_checks.network import SURFACE
from geo_checks.network_file import lines_of
from geo_checks.plan_columns import layers_named, of_file, of_unit, of_words
from geo_checks.proposal import undeclared
from geo_checks.roads import RAMPS, WIDTH, crossing_conditions, wanted_columns
from geo_checks.source import source

# The kind of layer whose supply people share, when the plan does not name layers.
_SHARED: Final = "public_toilets"


def check_plan(plan: Plan, base: Path, read: Callable[[], DivisionRows] | None = None) -> list[Text]:
    """Return the problems of a plan's districts, population, layers and editions that its files show; [] when none.

    Cheap: names of columns and the districts' codes are read, no facility is. read: gives the divisions to whoever goes
    on with them, so that their files are read once; without it no outline is read.
    """
    if plan.districts is None:
        return []
    problems: list[Text] = []
    try:
        metric_crs(0.0, 0.0, plan.street.crs)
    except UsageError as error:
        problems.extend(error.problems)
    problems.extend(_districts(plan, base, read))
    if plan.population is not None:
        given = plan.population
        problems.extend(of_file(source(given, base), (given.count, *given.groups.values(), given.x, given.y)))
    if plan.network is not None:
        problems.extend(_network(plan.network, base))
    if plan.completeness is not None:
        problems.extend(_completeness(plan.completeness, plan, base))
    problems.extend(_provision(plan, base))
    problems.extend(_judged(plan, base))
    # What is wrong with a file shows wherever it is looked into.
    return list(dict.fromkeys(problems))


def _judged(plan: Plan, base: Path) -> list[Text]:
    """Return the problems of the layers and of the editions that they are held against."""
    problems: list[Text] = []
    loaded: dict[str, FacilityEdition] = {}
    for name in sorted({name for layer in plan.layers for name in editions_of(plan, layer)}):
        try:
            (loaded[name],) = standards.load_facility((name,), base)
        except UsageError as error:
            problems.extend(error.problems)
        else:
            problems.extend(editions.problems(name, loaded[name].requirements))
    for layer in plan.layers:
        told = list(_layer(layer, base))
        # What the coordinates could be is worked out only when that is all that is wrong with the layer.
        problems.extend(_proposed(plan, layer, base) if len(told) == 1 and not problems else told)
        if not editions_of(plan, layer):
            problems.append(
                Text(
                    f"[[layer]] {layer_id(layer)} standards：没有写标准；写在这里或 [street] standards",
                    f"[[layer]] {layer_id(layer)} standards: no edition to judge by; name one here or in [street]",
                )
            )
        ids = [row.id for name in editions_of(plan, layer) if name in loaded for row in loaded[name].of(layer.kind)]
        problems.extend(
            Text(
                f"[[layer]] {layer_id(layer)} standards：条款编号 {twice} 在几个标准里重复；请各用各的编号",
                f"[[layer]] {layer_id(layer)} standards: requirement id {twice} stands in several editions; "
                "give each its own",
            )
            for twice in sorted({name for name in ids if ids.count(name) > 1})
        )
    return problems


def _proposed(plan: Plan, layer: Layer, base: Path) -> Iterator[Text]:
    """Yield a layer's one problem; when it is that nobody states its system, with what the coordinates speak for."""
    wanted = source(layer, base)
    try:
        layers.crs_of(wanted)
    except UsageError as error:
        if plan.districts is not None and wanted.crs is None:
            try:
                area = study_area(plan.districts, source(plan.districts, base), plan.street.crs)
                yield undeclared(layer, wanted, area) or error.problems[0]
            except UsageError as other:
                yield from (*error.problems, *other.problems)
            return
    yield from _layer(layer, base)


def _districts(plan: Plan, base: Path, read: Callable[[], DivisionRows] | None) -> Iterator[Text]:
    given = plan.districts
    if given is None:
        return
    wanted = source(given, base)
    problems = [
        problem
        for table in (given, *given.more)
        for problem in of_file(
            source(table, base), (table.code, table.name, table.name_en, table.parent, table.population)
        )
    ]
    yield from problems
    if problems:
        return
    try:
        tree = (read() if read else read_divisions(given, wanted, places=False)).tree
    except UsageError as error:
        yield from error.problems
        return
    named = [("site", site.id, site.district) for site in plan.sites]
    named += [("app", app.id, app.district) for app in plan.apps]
    named += [("target", target.id, target.district) for target in plan.targets]
    for table, key, code in named:
        if code is not None and code not in tree.divisions:
            near = schema.nearest(code, list(tree.divisions))
            zh, en = (f"；是不是 {near}？", f"; did you mean {near}?") if near else ("", "")
            yield Text(
                f"[[{table}]] {key} district：{given.file} 里没有代码为 {code} 的区划{zh}",
                f"[[{table}]] {key} district: no polygon of {given.file} has the code {code}{en}",
            )
    yield from targets.problems(tree, plan.targets)


def _network(given: Network, base: Path) -> Iterator[Text]:
    wanted = lines_of(given, base)
    named = {"walkable", "closed", "steps", "footbridges", "crossings", "paths"}
    if given.road_class is None and (first := sorted(named & given.model_fields_set)):
        yield Text(
            f"[network] {first[0]}：没有写 class（哪一列是道路类别）",
            f"[network] {first[0]}: add class, the column with the class of a line",
        )
    for name, column in sorted(given.columns.items()):
        if name == SURFACE:
            continue
        if name in schema.NETWORK:
            yield from of_unit(f"[network] columns.{name}", column, schema.NETWORK[name])
            continue
        near = schema.nearest(name, [*schema.NETWORK, SURFACE])
        known = ", ".join([*schema.NETWORK, SURFACE])
        yield Text(
            f"[network] columns.{name}：没有这个属性" + (f"；是不是 {near}？" if near else f"；可用的有 {known}"),
            f"[network] columns.{name}: there is no such attribute"
            + (f"; did you mean {near}?" if near else f"; there are {known}"),
        )
    yield from of_file(wanted, (given.road_class, *(column.column for column in given.columns.values())))


def _completeness(given: Completeness, plan: Plan, base: Path) -> Iterator[Text]:
    roads = source(given.roads, base)
    name, kind, where = wanted_columns(given.roads, roads.form)
    width = given.roads.width
    yield from of_file(roads, (name, kind, width.column if width else None, *(row.column for row in where)))
    if width is not None:
        yield from of_unit("[completeness.roads] width", width, WIDTH)
    if given.crossings is not None:
        crossings = source(given.crossings, base)
        where = crossing_conditions(given.crossings, crossings.form)
        yield from of_file(crossings, (crossings.x, crossings.y, *(row.column for row in where)))
    yield from layers_named("[completeness] layers", given.layers, plan, (RAMPS,))


def _provision(plan: Plan, base: Path) -> Iterator[Text]:
    """Yield what is wrong with the tables on access and siting."""
    if plan.access is not None:
        yield from layers_named("[access] layers", plan.access.layers, plan, schema.ATTRIBUTES)
        for layer in access_layers(plan):
            for name in plan.access.supply:
                if name not in layer.columns:
                    listed = ", ".join(sorted(layer.columns)) or "-"
                    yield Text(
                        f"[access] supply：[[layer]] {layer_id(layer)} 没有映射属性 {name!r}；有 {listed}",
                        f"[access] supply: [[layer]] {layer_id(layer)} maps no attribute {name!r}; it has {listed}",
                    )
    if plan.siting is not None:
        yield from layers_named("[siting] layers", plan.siting.layers, plan, schema.ATTRIBUTES)
        yield from _way(plan.siting.way, plan)
        if plan.siting.sites is not None:
            sites = source(plan.siting.sites, base)
            yield from of_file(sites, (sites.x, sites.y, plan.siting.sites.label))


def _way(way: str | None, plan: Plan) -> Iterator[Text]:
    """Yield what is wrong with the way by which siting measures distance."""
    if way is None or way == STRAIGHT:
        return
    if plan.network is None:
        yield Text(
            f"[siting] way：{way!r} 要用步行路网，方案里没有 [network]；补上，或写 straight",
            f"[siting] way: {way!r} needs a walking network; add [network], or say straight",
        )
        return
    known = [STRAIGHT, WALKING, *(profile.id for profile in profiles(plan))]
    if way not in known:
        listed = ", ".join(known)
        near = schema.nearest(way, known)
        yield Text(
            f"[siting] way：没有 {way!r}" + (f"；是不是 {near}？" if near else f"；可用的有 {listed}"),
            f"[siting] way: there is no {way!r}" + (f"; did you mean {near}?" if near else f"; it can be {listed}"),
        )


def access_layers(plan: Plan) -> list[Layer]:
    """Return the layers whose access is measured: those that the plan names, or all public toilets."""
    named = plan.access.layers if plan.access else ()
    return [layer for layer in plan.layers if (layer_id(layer) in named if named else layer.kind == _SHARED)]


def _layer(layer: Layer, base: Path) -> Iterator[Text]:
    wanted = source(layer, base)
    attributes = schema.ATTRIBUTES[layer.kind]
    for name, given in sorted(layer.columns.items()):
        place = f"[[layer]] {layer_id(layer)} columns.{name}"
        if name not in attributes:
            near = schema.nearest(name, list(attributes))
            known = ", ".join(attributes)
            yield Text(
                f"{place}：{layer.kind} 没有这个属性" + (f"；是不是 {near}？" if near else f"；可用的有 {known}"),
                f"{place}: {layer.kind} has no such attribute"
                + (f"; did you mean {near}?" if near else f"; it has {known}"),
            )
        else:
            yield from of_unit(place, given, attributes[name])
            yield from of_words(place, given, attributes[name])
    mapped = [given.column for given in layer.columns.values()]
    try:
        where = [given.column for given in conditions(layer, wanted, layers.names(wanted))]
    except UsageError:
        where = []  # of_file tells why
    yield from of_file(
        wanted,
        (*mapped, *where, layer.key, layer.label, layer.division, layer.surveyed, layer.photo, wanted.x, wanted.y),
    )
