"""A profile as text that is a draft of the plan: TOML to fill in, with what was found as comments beside it.

Every name from the file is quoted for TOML, and shown on one line without anything that acts on a terminal. No unit is
written for the user: it stands in a comment with its evidence, unless every value states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audit.facility_kinds import Attribute
from audit.legible import UNSEEN, one_line
from audit.model import Lang, Text
from audit.plan import LAYER_KINDS
from geo_checks import schema
from geo_checks.profile import ColumnProfile, FileProfile, LayerProfile

_NAME: Final = 40
_ESCAPED: Final = re.compile(f'["\\\\\\x00-\\x1f\u0085\u2028\u2029]|{UNSEEN.pattern}')
_DEGREES: Final = (180.0, 90.0)

_INTRO: Final = Text(
    "用 stepfree layers 起草。带“疑似”的都要核实；单位不替您猜：核实后去掉行首的 #。",
    "Drafted by stepfree layers. Confirm whatever it suspects; it guesses no unit: once sure, remove the leading #.",
)


def draft(found: FileProfile, lang: Lang) -> str:
    """Return the profile and the draft in one TOML text."""
    lines = [f"# {_INTRO.to(lang)}"]
    for layer in found.layers:
        lines += ["", *(f"# {one_line(line)}" for line in _described(found, layer, lang))]
        lines += ["", *_tables(found, layer, lang)]
    return "\n".join(lines)


# ---- what was found, one comment a line


def _described(found: FileProfile, layer: LayerProfile, lang: Lang) -> Iterator[str]:
    name = f" · {_shown(layer.name)}" if layer.name else ""
    yield f"{_shown(found.file, 0)}{name} · {found.form}"
    if layer.problem is not None:
        yield layer.problem.to(lang)
        return
    kinds = ", ".join(f"{kind} {count}" for kind, count in layer.kinds) or ", ".join(filter(None, (layer.x, layer.y)))
    yield Text(
        f"{layer.rows} 行，其中没有位置的 {layer.unplaced} 行；坐标系：{layer.crs or '文件没有说明'}；"
        f"几何：{kinds or '无'}",
        f"{layer.rows} rows, {layer.unplaced} of them without a place; coordinate system: "
        f"{layer.crs or 'not stated'}; geometry: {kinds or 'none'}",
    ).to(lang)
    if layer.bounds:
        west, south, east, north = layer.bounds
        yield Text(
            f"范围：{west:.12g}, {south:.12g} 至 {east:.12g}, {north:.12g}",
            f"bounds: {west:.12g}, {south:.12g} to {east:.12g}, {north:.12g}",
        ).to(lang)
    for kind, count in layer.facilities:
        yield Text(f"按标签算的 {kind}：{count}", f"{kind} by their tags: {count}").to(lang)
    for column in layer.columns:
        yield "  " + "; ".join(part.to(lang) for part in _column(column))
    if layer.unread:
        yield Text(f"  另有 {layer.unread} 列没有看", f"  {layer.unread} more columns were not looked at").to(lang)


def _column(column: ColumnProfile) -> Iterator[Text]:
    yield Text(
        f"{_shown(column.name)}：有值 {column.filled}，空 {column.blank}，不同值 {column.distinct}",
        f"{_shown(column.name)}: {column.filled} filled, {column.blank} blank, {column.distinct} distinct",
    )
    if column.low is not None and column.middle is not None and column.high is not None:
        span = f"{column.low:.9g} – {column.middle:.9g} – {column.high:.9g}"
        yield Text(
            f"数 {column.numbers} 个，最小、中位、最大 {span}", f"{column.numbers} numbers, low, median, high {span}"
        )
    elif column.common:
        words = ", ".join(f"{_shown(word, 20)} ×{rows}" for word, rows in column.common)
        yield Text(f"常见：{words}", f"mostly: {words}")
    if column.unknown:
        yield Text(f"“不详”一类 {column.unknown}", f'words for "not known" {column.unknown}')
    for value, rows in column.sentinels:
        yield Text(f"疑似“未测” {value} ×{rows}", f'suspected "not measured" {value} ×{rows}')
    if len(column.stated_units) > 1:
        yield Text(f"单位混用：{_units(column)}", f"units are mixed: {_units(column)}")
    elif column.stated_units:
        yield Text(f"值里带单位：{_units(column)}", f"values state their unit: {_units(column)}")
    if column.meaning.attributes:
        yield Text(f"疑似 {column.meaning.attributes[0]}", f"suspected {column.meaning.attributes[0]}")


def _units(column: ColumnProfile) -> str:
    return ", ".join(f"{unit} ×{rows}" for unit, rows in column.stated_units)


# ---- the tables of the plan


def _tables(found: FileProfile, layer: LayerProfile, lang: Lang) -> Iterator[str]:
    if layer.problem is not None:
        return
    if found.form == "osm":
        for kind, _ in layer.facilities:
            if kind in LAYER_KINDS:
                yield from ("[[layer]]", f'kind = "{kind}"', *_file(found, layer), "")
        return
    if layer.kind is None and _is_areas(layer):
        yield from _areas(found, layer, lang)
        return
    yield "[[layer]]"
    known = ", ".join(LAYER_KINDS)
    if layer.kind:
        note = Text(f"疑似，请核实；可用的有 {known}", f"suspected: confirm; one of {known}").to(lang)
        yield f'kind = "{layer.kind}"  # {note}'
    else:
        yield f'# kind = ""  # {Text(f"看不出是什么设施；可用的有 {known}", f"which kind? One of {known}").to(lang)}'
    yield from _file(found, layer)
    if found.form != "gtfs":
        yield from _places(layer, lang)
        yield from _naming(layer, lang)
    yield from _mapping(layer, lang)


def _naming(layer: LayerProfile, lang: Lang) -> Iterator[str]:
    for key, role in (("key", "key"), ("label", "label")):
        if column := _by_role(layer, role):
            yield f"{key} = {quoted(column)}  # {Text('按列名，请核实', 'by its name: confirm').to(lang)}"
    if _by_role(layer, "key") is None:
        why = Text(
            "没有看到不重复的编号；没有编号，另一次导出（FlatGeobuf 会按位置重排）之后认不出同一处设施",
            "no column without repeats; by row numbers no facility is known again after another export "
            "(FlatGeobuf orders its rows by place)",
        )
        yield f'# key = ""  # {why.to(lang)}'


def _areas(found: FileProfile, layer: LayerProfile, lang: Lang) -> Iterator[str]:
    """Yield the table of polygons that are no facilities: the divisions, or cells with their people."""
    code, count = _by_role(layer, "code") or _by_role(layer, "key"), _by_role(layer, "count")
    people = count is not None and _by_role(layer, "code") is None
    yield "[population]" if people else "[districts]"
    yield from _file(found, layer)
    yield from _crs(layer, lang)
    note = Text("疑似，请核实", "suspected: confirm").to(lang)
    if people:
        yield f"count = {quoted(count or '')}  # {note}"
        return
    name = _by_role(layer, "label") or _by_role(layer, "division")
    # A table of divisions needs both; what never repeats serves as a code, and a code as a name.
    if code is None and (code := next(iter(_never_repeating(layer, name)), None)) is not None:
        why = Text(
            "没有看到区划代码列；这一列不重复，可先用作代码", "no codes seen; this column never repeats and can serve"
        )
        yield f"code = {quoted(code)}  # {why.to(lang)}"
    else:
        yield f"code = {quoted(code)}  # {note}" if code else '# code = ""'
    if name is None and code is not None:
        why = Text("没有看到名称；先用代码", "no names seen; the codes stand in")
        yield f"name = {quoted(code)}  # {why.to(lang)}"
    else:
        yield f"name = {quoted(name)}  # {note}" if name else '# name = ""'
    for key, column in (("parent", _by_role(layer, "parent")), ("population", count)):
        yield f"{key} = {quoted(column)}  # {note}" if column else f'# {key} = ""'


def _never_repeating(layer: LayerProfile, first: str | None) -> list[str]:
    """Return the columns without blanks that never repeat, one of them first."""
    found = [column.name for column in layer.columns if not column.blank and column.distinct == layer.rows]
    return sorted(found, key=lambda name: name != first)


def _file(found: FileProfile, layer: LayerProfile) -> Iterator[str]:
    yield f"file = {quoted(found.file)}"
    if layer.name is not None and found.form != "osm":
        yield f"layer = {quoted(layer.name)}"
    if found.encoding is not None:
        yield f"encoding = {quoted(found.encoding)}"
    if found.header is not None:
        yield f"header = {found.header}"
    if found.password is not None:
        yield f"password = {quoted(found.password)}"


def _places(layer: LayerProfile, lang: Lang) -> Iterator[str]:
    if layer.x is not None and layer.y is not None:
        note = Text("按列名，请核实：x 是经度（东），y 是纬度（北）", "by its name: confirm; x is east, y is north").to(
            lang
        )
        yield f"x = {quoted(layer.x)}  # {note}"
        yield f"y = {quoted(layer.y)}"
    elif not layer.kinds:
        note = Text("看不出坐标在哪两列", "which columns hold the coordinates?").to(lang)
        yield f'# x = ""  # {note}'
        yield '# y = ""'
    yield from _crs(layer, lang)


def _crs(layer: LayerProfile, lang: Lang) -> Iterator[str]:
    if layer.crs:
        return
    if layer.bounds and all(abs(value) <= _DEGREES[at % 2] for at, value in enumerate(layer.bounds)):
        note = Text(
            "数值像经纬度：EPSG:4326、EPSG:4490、GCJ-02 或 BD-09，要问清来源",
            "the numbers look like degrees: EPSG:4326, EPSG:4490, GCJ-02 or BD-09; ask where they come from",
        )
    else:
        note = Text("数值像投影坐标：写明 EPSG 代码", "the numbers look like metres or feet: which EPSG code?")
    yield f'# crs = ""  # {note.to(lang)}'


def _mapping(layer: LayerProfile, lang: Lang) -> Iterator[str]:
    attributes = schema.ATTRIBUTES.get(layer.kind or "", {})
    yield "[layer.columns]"
    taken: set[str] = set()
    for column in layer.columns:
        chosen = next((name for name in column.meaning.attributes if name in attributes), None)
        if chosen is None or not column.filled:
            continue
        sure, table, why = _entry(column, attributes[chosen])
        # The first column is the likeliest; what would be a key twice is a comment.
        mark = "" if sure and chosen not in taken else "# "
        taken |= {chosen} if mark == "" else set()
        yield f"{mark}{chosen} = {{ {table} }}  # {one_line(why.to(lang))}"


def _entry(column: ColumnProfile, attribute: Attribute) -> tuple[bool, str, Text]:
    """Return whether the line may stand as it is, the inline table, and the evidence."""
    table = f"column = {quoted(column.name)}"
    if column.sentinels:
        table += f", unknown = [{', '.join(value for value, _ in column.sentinels)}]"
    if attribute.quantity in ("length", "slope"):
        return _measured(column, table)
    meaning = column.meaning
    if attribute.quantity == "yes-no":
        odd = [word for word, _ in column.common if not schema.readable(word, attribute)]
        words = ", ".join(_shown(word, 20) for word in odd)
        if odd:
            return (
                False,
                table,
                Text(
                    f"这些值是“是”还是“否”？写进 yes = [ ] 或 no = [ ]：{words}",
                    f"do these mean yes or no? Add them to yes = [ ] or no = [ ]: {words}",
                ),
            )
        return (
            True,
            table,
            Text(
                f"疑似，请核实：是 {meaning.yes}，否 {meaning.no}",
                f"suspected: confirm; yes {meaning.yes}, no {meaning.no}",
            ),
        )
    return False, table, Text("疑似，请核实", "suspected: confirm")


def _measured(column: ColumnProfile, table: str) -> tuple[bool, str, Text]:
    meaning = column.meaning
    stated = sum(rows for _, rows in column.stated_units)
    if len(column.stated_units) == 1 and stated + column.unknown >= column.filled:
        unit = column.stated_units[0][0].split(",")[0]
        note = Text(
            f"疑似，请核实；每个值都自带单位（{unit}）", f"suspected: confirm; every value states its unit ({unit})"
        )
        return True, f'{table}, unit = "{unit}"', note
    if not column.numbers and not stated:
        return False, table, Text("名称像，但值不是数", "its name fits, but its values are no numbers")
    unit = meaning.named_unit or (meaning.units[0][0] if len(meaning.units) == 1 else "")
    zh, en = [], []
    if meaning.named_unit:
        zh.append(f"列名里写着 {meaning.named_unit}")
        en.append(f"its name says {meaning.named_unit}")
    for one, value in meaning.units:
        zh.append(f"若是 {one}，中位数合 {value:g}")
        en.append(f"in {one} the median would be {value:g}")
    if column.stated_units:
        zh.append(f"部分值自带单位：{_units(column)}")
        en.append(f"some values state a unit: {_units(column)}")
    base = Text("核实单位后去掉行首的 #：", "confirm the unit, then remove the #: ")
    zh_why, en_why = "；".join(zh) or "没有线索", "; ".join(en) or "no clue"
    return False, f'{table}, unit = "{unit}"', Text(base.zh + zh_why, f"{base.en}{en_why} (m or %)")


def _is_areas(layer: LayerProfile) -> bool:
    kinds = dict(layer.kinds)
    polygons = kinds.get("Polygon", 0) + kinds.get("Multipolygon", 0)
    # Where outlines were cut or mended, slivers of line stay beside some polygons: collections.
    return (polygons + kinds.get("Geometrycollection", 0) * (polygons > 0)) * 2 > layer.rows


def _by_role(layer: LayerProfile, role: str) -> str | None:
    """Return the column that seems to have a role; a key is one without blanks that never repeats."""
    found = [column for column in layer.columns if column.meaning.role == role]
    if role == "key":
        found = [column for column in found if not column.blank and column.distinct == layer.rows]
    return found[0].name if found else None


def _shown(text: str, limit: int = _NAME) -> str:
    return one_line(text, limit)


def quoted(text: str) -> str:
    """Return a TOML string of any text: what would end it, act on a terminal or hide is written as an escape."""
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    if letter in '"\\':
        return f"\\{letter}"
    # A lone surrogate (a file name that is no UTF-8) has no place in TOML.
    return "\ufffd" if "\ud800" <= letter <= "\udfff" else f"\\u{ord(letter):04x}"
