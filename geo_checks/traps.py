"""Data traps: what is odd about a layer or its districts, found and told; nothing is dropped or changed because of it.

Each trap says how many rows it concerns, names a few, and says what was done with them, so counts in stay counts out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit.model import Text
from geo_checks.area import StudyArea
from geo_checks.coordinates import Floats, Reference, from_wgs84, to_wgs84

Bools = NDArray[np.bool_]
# counted: like every other row; named: in the division that the row names, in no distance; outside / nowhere: in no
# division, untested; unknown: the value counts as not known; told: no row is concerned.
Done = Literal["counted", "named", "outside", "nowhere", "unknown", "told"]

_EXAMPLES: Final = 5
# Facilities to a position, on average: so many were not measured there, they were snapped to something.
_SNAPPED: Final = 2.0
# Degrees from 0° N 0° E, where coordinates end that were never filled in.
_NULL_ISLAND: Final = 0.01
# Decimals of a degree (11 m) and of a metre (10 m) that no survey of kerbs rounds to; told from this share of rows on,
# which chance alone (one in ten for x, one in ten for y) does not reach.
_COARSE_DEGREES, _COARSE_METRES, _COARSE_SHARE = 4, -1, 0.1
_COARSEST: Final = 4
_METRES_PER_DEGREE: Final = 111_320.0
_FLOAT_NOISE: Final = 1e-6
# A column with as many equal values was filled in, not measured.
_CONSTANT_FROM: Final = 30
# Two units in one column: values fall into two groups whose medians are one unit apart (tens to thousands) with an
# empty stretch between them, each group this many rows and this share of them at least.
_UNIT_STEPS: Final = (1.0, 2.0, 3.0)
_STEP_SLACK: Final = 0.25
_GAP: Final = 0.6
_GROUP, _GROUP_SHARE = 3, 0.002
_SAMPLE: Final = 20_000
# Two layers hold the same facilities from this share on; positions are compared to so many decimals of a degree.
_SAME_SHARE: Final = 0.1
_SPOT: Final = 7

_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "duplicate-points": Text(
            "{count} 处设施与另一处坐标完全相同（{positions} 个位置，最多 {most} 处重合）",
            "facilities at the very position of another: {count} (positions: {positions}, at most {most} at one)",
        ),
        "snapped-points": Text(
            "{of} 处设施只有 {positions} 个不同位置，坐标像是归并过的，不是逐处实测",
            "{of} facilities stand on {positions} positions only: snapped to something, not measured one by one",
        ),
        "null-island": Text("{count} 行的坐标是 0, 0（未填写）", "{count} rows are at 0, 0: never filled in"),
        "swapped-rows": Text(
            "{count} 行的经度和纬度写反了（对调后才在区划内）",
            "{count} rows have x and y the wrong way round (in the districts only once swapped)",
        ),
        "coarse-coordinates": Text(
            "{count} 行的坐标只精确到约 {metres} 米", "{count} rows have coordinates rounded to about {metres} m"
        ),
        "named-not-placed": Text(
            "{count} 行没有可用坐标，按所写的区划统计，不计入服务半径",
            "{count} rows without usable coordinates are counted in the division they name, in no service area",
        ),
        "constant-column": Text(
            "列 {column}：{count} 个值全是 {value}", "column {column}: all {count} values are {value}"
        ),
        "mixed-units": Text(
            "列 {column}：像是混用了两种单位：{count} 个值约为 {minor}，其余约为 {major}",
            "column {column}: two units seem mixed: {count} values are about {minor}, the others about {major}",
        ),
        "stand-ins": Text(
            "列 {column}：{count} 个值是 9999 一类的代码，不像测量值",
            "column {column}: {count} values are codes such as 9999, hardly measured",
        ),
        "same-as-layer": Text(
            "{count} 处设施与图层 {layer} 的设施坐标完全相同，可能是同一批调查",
            "{count} facilities stand exactly where those of layer {layer} do: perhaps one survey twice",
        ),
        "overlap": Text(
            "区划 {first} 与 {second} 重叠 {metres2} 平方米", "divisions {first} and {second} overlap by {metres2} m2"
        ),
        "gap": Text(
            "区划 {first} 有 {metres2} 平方米不属于任何下级区划",
            "{metres2} m2 of division {first} lie in none of the divisions below it",
        ),
        "beyond-parent": Text(
            "区划 {first} 有 {metres2} 平方米在上级区划 {second} 之外",
            "{metres2} m2 of division {first} lie beyond the division {second} above it",
        ),
        "hole": Text(
            "各区划之间有 {metres2} 平方米不属于任何区划（{holes} 处）",
            "{metres2} m2 between the divisions lie in none of them (holes: {holes})",
        ),
    }
)
_DONE: Final[Mapping[Done, Text]] = MappingProxyType(
    {
        "counted": Text("照常统计", "counted as they are"),
        "named": Text("按所写区划统计", "counted by name"),
        "outside": Text("不属于任何区划，未评定", "in no division, not judged"),
        "nowhere": Text("无法定位，未评定", "not placed, not judged"),
        "unknown": Text("按不详统计", "counted as not known"),
        "told": Text("仅提示", "told only"),
    }
)


@dataclass(frozen=True, slots=True)
class Trap:
    """One kind of oddity. count: rows concerned, of so many; examples: keys of the first; figures fill the words."""

    name: str
    count: int
    of: int
    done: Done
    examples: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> Text:
        """Return what was found and what was done with it, in words."""
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in self.figures.items()}
        found = _WORDS[self.name].format(count=f"{self.count:,}", of=f"{self.of:,}", **shown)
        done = _DONE[self.done]
        return Text(f"{found.zh}；{done.zh}", f"{found.en}; {done.en}")

    def facts(self) -> dict[str, Any]:
        """Return the trap as plain values for the records, with its words in both languages."""
        return {
            "trap": self.name,
            "count": self.count,
            "of": self.of,
            "done": self.done,
            "examples": list(self.examples),
            "figures": dict(self.figures),
            "zh": self.text.zh,
            "en": self.text.en,
        }


def of_places(
    x: Floats,
    y: Floats,
    crs: Reference,
    lon: Floats,
    lat: Floats,
    home: NDArray[np.int64],
    area: StudyArea,
    keys: Any,
) -> Iterator[Trap]:
    """Yield what is odd about the positions of a layer.

    x, y: in the file's system; lon, lat: degrees; home: index of the division, -1 outside; keys: Arrow text.
    """
    placed = np.flatnonzero(np.isfinite(lon))
    yield from _shared_positions(x, y, placed, keys)
    null = (np.abs(lon) <= _NULL_ISLAND) & (np.abs(lat) <= _NULL_ISLAND) | (x == 0) & (y == 0)
    if null.any():
        yield _of_rows("null-island", null, keys, "outside" if np.isfinite(lon[null]).all() else "nowhere")
    yield from _swapped(x, y, crs, home, area, keys)
    yield from _coarse(x[placed], y[placed], crs, placed, keys)


def placed_by_name(which: Bools, keys: Any) -> Iterator[Trap]:
    """Yield how many rows without usable coordinates are counted in the division that they name."""
    if which.any():
        yield _of_rows("named-not-placed", which, keys, "named")


def of_columns(columns: Mapping[str, Floats], keys: Any) -> Iterator[Trap]:
    """Yield what is odd about the values of a layer (canonical units, NaN not known)."""
    for name, floats in sorted(columns.items()):
        known = np.isfinite(floats)
        values = floats[known]
        if values.size >= _CONSTANT_FROM and values.min() == values.max():
            figures = {"column": name, "value": f"{values[0]:g}"}
            yield Trap("constant-column", int(values.size), int(values.size), "counted", (), figures)
        minor = _other_unit(values)
        if minor is not None:
            which = np.zeros(floats.size, dtype=np.bool_)
            which[known] = minor
            figures = {
                "column": name,
                "minor": f"{np.median(values[minor]):g}",
                "major": f"{np.median(values[~minor]):g}",
            }
            yield _of_rows("mixed-units", which, keys, "counted", figures)


def of_stand_ins(read: Mapping[str, Bools | None], keys: Any) -> Iterator[Trap]:
    """Yield the columns with numbers that stand for "not measured" and that the plan does not name."""
    for name, which in sorted(read.items()):
        if which is not None:
            yield _of_rows("stand-ins", which, keys, "unknown", {"column": name})


def same_as_layer(lon: Floats, lat: Floats, keys: Any, layer: str, others: tuple[Floats, Floats]) -> Iterator[Trap]:
    """Yield how many facilities stand exactly where another layer of their kind has some (degrees), if many do."""
    placed, there = np.isfinite(lon), np.isfinite(others[0])
    which = np.isin(_spots(lon, lat), _spots(others[0][there], others[1][there])) & placed
    if which.sum() >= max(_GROUP, _SAME_SHARE * placed.sum()):
        yield _of_rows("same-as-layer", which, keys, "counted", {"layer": layer})


def _spots(lon: Floats, lat: Floats) -> NDArray[np.complex128]:
    """Return positions to about a centimetre, so that files of other formats and systems still meet."""
    return np.asarray(np.round(lon, _SPOT) + 1j * np.round(lat, _SPOT), dtype=np.complex128)


def _shared_positions(x: Floats, y: Floats, placed: NDArray[np.int64], keys: Any) -> Iterator[Trap]:
    if placed.size < 2:  # noqa: PLR2004 -- nothing to share with
        return
    # Only rows whose x stands twice can share a position: one quick sort spares most layers the rest.
    ordered = np.sort(x[placed])
    twice = np.isin(x[placed], ordered[1:][ordered[1:] == ordered[:-1]])
    rows = placed[twice]
    _, codes = np.unique(x[rows] + 1j * y[rows], return_inverse=True)
    counts = np.bincount(codes)
    shared = counts > 1
    if not shared.any():
        return
    distinct = int(placed.size - (counts - 1).sum())
    snapped = distinct > 1 and placed.size >= _SNAPPED * distinct
    which = np.zeros(x.size, dtype=np.bool_)
    which[rows[shared[codes]]] = True
    figures = {"positions": distinct if snapped else int(shared.sum()), "most": int(counts.max())}
    name = "snapped-points" if snapped else "duplicate-points"
    yield Trap(name, int(which.sum()), int(placed.size), "counted", _first(which, keys), figures)


def _swapped(
    x: Floats, y: Floats, crs: Reference, home: NDArray[np.int64], area: StudyArea, keys: Any
) -> Iterator[Trap]:
    outside = np.flatnonzero((home < 0) & np.isfinite(x) & np.isfinite(y))
    if not outside.size:
        return
    turned = area.place(*from_wgs84(*to_wgs84(y[outside], x[outside], crs), area.metric)) >= 0
    if turned.any():
        which = np.zeros(x.size, dtype=np.bool_)
        which[outside[turned]] = True
        yield _of_rows("swapped-rows", which, keys, "outside")


def _coarse(x: Floats, y: Floats, crs: Reference, placed: NDArray[np.int64], keys: Any) -> Iterator[Trap]:
    """Yield coordinates with so few decimals that they are metres off, with the coarsest step that holds for them."""
    degrees = crs.crs.is_geographic
    decimals = _COARSE_DEGREES if degrees else _COARSE_METRES
    coarse = _rounded_to(x, decimals) & _rounded_to(y, decimals) & ~((x == 0) & (y == 0))
    if x.size < _CONSTANT_FROM or coarse.sum() < _COARSE_SHARE * x.size:
        return
    at = np.flatnonzero(coarse)
    steps = range(decimals - _COARSEST, decimals)
    decimals = next((n for n in steps if _rounded_to(x[at], n).all() and _rounded_to(y[at], n).all()), decimals)
    which = np.zeros(int(placed.max()) + 1, dtype=np.bool_)
    which[placed[at]] = True
    metres = float(f"{10.0**-decimals * (_METRES_PER_DEGREE if degrees else 1.0):.1g}")
    figures = {"decimals": decimals, "metres": f"{metres:,.0f}"}
    yield Trap("coarse-coordinates", int(at.size), int(x.size), "counted", _first(which, keys), figures)


def _rounded_to(values: Floats, decimals: int) -> Bools:
    scaled = values * 10.0**decimals
    return np.asarray(np.abs(scaled - np.round(scaled)) < _FLOAT_NOISE, dtype=np.bool_)


def _other_unit(values: Floats) -> Bools | None:
    """Return which values seem to be in another unit than most; None when all seem to be in one."""
    positive = values[values > 0]
    step = max(1, -(-positive.size // _SAMPLE))
    logs = np.unique(np.log10(positive[::step]))
    if logs.size < 2:  # noqa: PLR2004
        return None
    gaps = np.diff(logs)
    for at in np.flatnonzero(gaps >= _GAP)[np.argsort(-gaps[gaps >= _GAP], kind="stable")][:_EXAMPLES].tolist():
        border = 10.0 ** ((logs[at] + logs[at + 1]) / 2)
        high = values >= border
        low = (values > 0) & ~high
        fewest = min(high.sum(), low.sum())
        if fewest < max(_GROUP, _GROUP_SHARE * positive.size):
            continue
        apart = float(np.log10(np.median(values[high])) - np.log10(np.median(values[low])))
        if any(abs(apart - step) <= _STEP_SLACK for step in _UNIT_STEPS):
            return np.asarray(high if high.sum() < low.sum() else low, dtype=np.bool_)
    return None


def _of_rows(name: str, which: Bools, keys: Any, done: Done, figures: Mapping[str, Any] | None = None) -> Trap:
    return Trap(name, int(which.sum()), int(which.size), done, _first(which, keys), figures or {})


def _first(which: Bools, keys: Any) -> tuple[str, ...]:
    return tuple(pc.cast(keys.take(np.flatnonzero(which)[:_EXAMPLES]), "string").to_pylist())
