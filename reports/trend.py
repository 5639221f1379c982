"""The scores of a division from run to run: a table, and from three runs on a chart of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from audit.history import History, Point

# Fewer runs are a pair of figures, not a course of things.
RUNS_DRAWN: Final = 3
WIDTH, HEIGHT = 640, 200
# Room for the figures beside the scale.
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 10, 10


@dataclass(frozen=True, slots=True)
class Step:
    """A run in the trend of a division. mean, low, high: 0-100; the shares tested: 0-1; None without data.

    alike: whether it counted as the run before it; if not, their figures cannot be compared.
    """

    run: str
    day: date
    mean: float | None
    online_tested: float | None
    low: float | None
    high: float | None
    street_tested: float | None
    alike: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines of SVG paths. scale: scores with their heights; means, lows: middles of the marks; spans: whiskers."""

    scale: tuple[tuple[int, float], ...]
    mean: str
    low: str
    high: str
    means: tuple[tuple[float, float], ...]
    lows: tuple[tuple[float, float], ...]
    highs: tuple[tuple[float, float], ...]
    right: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The course of a division's scores, or of a site's, oldest run first. chart: None for too little to draw.

    of_site: whether mean is the score of a site, and low and high are its interval.
    """

    steps: tuple[Step, ...]
    chart: Chart | None
    of_site: bool = False


def trend(history: History, code: str) -> Trend | None:
    """Return the trend of a division (WHOLE: the plan); None for a single run, or without any figure."""
    online, street = ({p.run: p for p in history.of_division(code, axis)} for axis in ("online", "street"))
    steps = tuple(_steps(history, online, street))
    figures = [figure for step in steps for figure in (step.mean, step.low) if figure is not None]
    if len(steps) < RUNS_DRAWN - 1 or not figures:
        return None
    return Trend(steps, _chart(steps) if len(steps) >= RUNS_DRAWN else None)


def site_trend(history: History, site: str) -> Trend | None:
    """Return the trend of a site; None for a single run, or without any figure."""
    found = {point.run: point for point in history.of_site(site)}
    steps = []
    for run in history.runs:
        point = found.get(run.id)
        known = point if point and point.value is not None else None
        day = point.day if point else date.fromisoformat(run.started[:10])
        figures = (known.value, known.tested, known.low, known.high) if known else (None, None, None, None)
        steps.append(Step(run.id, day, *figures, None, point.formula if point else True))
    if len(steps) < RUNS_DRAWN - 1 or all(step.mean is None for step in steps):
        return None
    return Trend(tuple(steps), _chart(steps) if len(steps) >= RUNS_DRAWN else None, of_site=True)


def _steps(history: History, online: Mapping[str, Point], street: Mapping[str, Point]) -> Iterator[Step]:
    days = {point.run: point.day for points in history.points.values() for point in points}
    for run in history.runs:
        web, road = online.get(run.id), street.get(run.id)
        yield Step(
            run.id,
            days.get(run.id, date.fromisoformat(run.started[:10])),
            web.mean if web else None,
            web.tested if web and web.mean is not None else None,
            road.low if road else None,
            road.high if road else None,
            road.tested if road and road.low is not None else None,
            all(point.formula for point in (web, road) if point),
        )


def _chart(steps: Sequence[Step]) -> Chart:
    """Return the chart; runs stand side by side at even distances, whatever the days between them."""
    means, lows, highs = (
        [None if value is None else (_across(n, len(steps)), _up(value)) for n, value in enumerate(values)]
        for values in ([s.mean for s in steps], [s.low for s in steps], [s.high for s in steps])
    )
    alike = [step.alike for step in steps]
    return Chart(
        tuple((score, _up(score)) for score in (0, 25, 50, 75, 100)),
        _lines(means, alike),
        _lines(lows, alike),
        _lines(highs, alike),
        tuple(filter(None, means)),
        tuple(filter(None, lows)),
        tuple(filter(None, highs)),
        WIDTH - _RIGHT,
    )


def _across(number: int, count: int) -> float:
    # The first and the last mark keep clear of the scale and of the edge.
    return round(_LEFT + 10 + (WIDTH - _LEFT - _RIGHT - 20) * number / (count - 1), 1)


def _up(score: float) -> float:
    return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - score / 100), 1)


def _lines(places: Sequence[tuple[float, float] | None], alike: Sequence[bool]) -> str:
    """Return a path through the places: it breaks where there is no figure, and before a run that counted otherwise."""
    part, parts = 0, []
    for place, same in zip(places, alike, strict=True):
        part += place is None or not same
        parts.append(part)
    found = []
    for _, run in groupby(zip(parts, places, strict=True), key=lambda pair: pair[0]):
        points = [f"{place[0]:g} {place[1]:g}" for _, place in run if place]
        if len(points) > 1:
            found.append("M" + "L".join(points))
    return "".join(found)
