"""Flashes counted in made films: at each limit and just past it, and what must hold of any film."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from web_checks.flashes import AREA, Film, Flashes, measured

SIDE = 8.0  # CSS px
ROWS, COLUMNS = 45, 64
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Colour = tuple[int, int, int]
Part = tuple[slice, slice]
WHOLE = (slice(0, 20), slice(0, 20))


def _film(colours: Iterable[Colour], part: Part = WHOLE, ground: Colour = BLACK) -> Film:
    frames = []
    for colour in colours:
        frame = np.full((ROWS, COLUMNS, 3), ground, np.uint8)
        frame[part] = colour
        frames.append(frame)
    return np.stack(frames)


def _times(frames: int, rate: float = 32) -> np.ndarray:
    return np.arange(frames) / rate


def _seen(colours: Iterable[Colour], part: Part = WHOLE, rate: float = 32) -> Flashes:
    film = _film(colours, part)
    return measured(_times(len(film), rate), film, SIDE)


def _flashing(flashes: int, on: Colour = WHITE, off: Colour = BLACK) -> list[Colour]:
    """Return a second of 32 frames with so many flashes, and a second of rest."""
    colours = [off] * 64
    for flash in range(flashes):
        at = 1 + flash * 30 // flashes
        colours[at : at + 3] = [on] * 3
    return colours


def test_a_film_without_change_has_no_flash() -> None:
    assert _seen([WHITE] * 40) == Flashes(0, together=False, rate=32, place=None)


@pytest.mark.parametrize(("flashes", "together"), [(1, False), (3, False), (4, True), (7, True)])
def test_more_than_three_flashes_in_a_second_are_too_many(flashes: int, *, together: bool) -> None:
    seen = _seen(_flashing(flashes))
    assert (seen.together, seen.changes >= 8) == (together, together)
    assert seen.changes == 2 * flashes or together


def test_flashes_are_counted_within_any_second_not_over_the_film() -> None:
    assert _seen(_flashing(3) * 3).changes == 6  # nine flashes, three each second


def test_half_a_flash_more_is_between() -> None:
    colours = _flashing(3)
    colours[31] = WHITE
    colours[32:] = [WHITE] * 32
    assert _seen(colours) == Flashes(7, together=False, rate=32, place=(76, 76))


def test_the_area_must_be_more_than_a_quarter_of_the_field() -> None:
    assert AREA == 341 * 64
    at_limit, past = (slice(0, 11), slice(0, 31)), (slice(0, 18), slice(0, 19))  # 341 and 342 blocks of 64 px²
    assert _seen(_flashing(4), at_limit).changes == 0
    assert _seen(_flashing(4), past).together


def test_areas_too_far_apart_for_one_look_do_not_add_up() -> None:
    film = _film(_flashing(4), (slice(0, 14), slice(0, 14)))
    film[:, :14, 50:64] = film[:, :14, :14]
    assert measured(_times(len(film)), film, SIDE).changes == 0
    film[:, :14, 14:28] = film[:, :14, :14]
    assert measured(_times(len(film)), film, SIDE).together


@pytest.mark.parametrize(
    ("on", "off", "changes"),
    [
        ((90, 90, 90), BLACK, 8),  # luminance 0.102
        ((89, 89, 89), BLACK, 0),  # 0.0999
        (WHITE, (230, 230, 230), 8),  # darker 0.791
        (WHITE, (232, 232, 232), 0),  # darker 0.807
    ],
)
def test_the_change_must_be_a_tenth_and_the_darker_state_below_08(on: Colour, off: Colour, changes: int) -> None:
    assert _seen(_flashing(4, on, off)).changes == changes


@pytest.mark.parametrize(
    ("on", "off", "together"),
    [
        ((150, 0, 0), (82, 82, 82), True),  # a saturated red of the same luminance
        ((150, 90, 90), (98, 98, 98), False),  # not saturated
        ((150, 0, 0), (165, 30, 0), False),  # both red
    ],
)
def test_saturated_red_flashes_without_a_change_of_luminance(on: Colour, off: Colour, *, together: bool) -> None:
    assert _seen(_flashing(4, on, off)).together is together


def test_a_fade_that_crosses_slowly_is_one_change() -> None:
    grey: list[Colour] = [(level, level, level) for level in (*range(0, 250, 8), *range(250, 0, -8))]
    assert _seen(grey).changes <= 2


def test_parts_that_flash_in_turn_do_not_flash_together() -> None:
    film = _film([BLACK] * 64)
    for part in range(8):  # none alone is large enough
        for at in range(4):
            film[part + 8 * at, 4 * part : 4 * part + 4, :25] = WHITE
    seen = measured(_times(64), film, SIDE)
    assert (seen.changes, seen.together) == (8, False)


@pytest.mark.parametrize("rate", [30.7, 32, 33.1, 60])
def test_a_pattern_that_passes_by_does_not_flash_together(rate: float) -> None:
    film = np.zeros((64, ROWS, COLUMNS, 3), np.uint8)
    for at in range(64):  # stripes of four columns, one column a frame
        film[at, :, [column for column in range(COLUMNS) if (column + at) % 8 < 4]] = 255
    seen = measured(_times(64, rate), film, SIDE)
    assert not seen.together
    assert seen.changes >= 7


def test_halves_that_flash_against_each_other_flash_together() -> None:
    film = _film(_flashing(4), (slice(0, 20), slice(0, 20)))
    film[:, :20, 20:40] = 255 - film[:, :20, :20]
    assert measured(_times(64), film, SIDE).together


def test_the_poorest_second_is_the_rate() -> None:
    times = np.concatenate([_times(33), 1 + np.arange(1, 11) / 10, 2 + np.arange(1, 33) / 32])
    film = _film([BLACK] * len(times))
    assert measured(times, film, SIDE).rate in (10, 11)
    assert _seen([WHITE] * 20).rate == 0  # shorter than a second


levels = st.lists(st.integers(0, 255), min_size=2, max_size=32)


def _grey(values: list[int]) -> list[Colour]:
    return [(value, value, value) for value in values]


@given(levels)
def test_backwards_a_film_flashes_about_as_often(values: list[int]) -> None:
    one, other = _seen(_grey(values)), _seen(_grey(values[::-1]))
    assert abs(one.changes - other.changes) <= 1


@given(levels, st.integers(1, 20), st.integers(0, 20))
def test_a_larger_area_never_flashes_less(values: list[int], side: int, more: int) -> None:
    small = _seen(_grey(values), (slice(0, side), slice(0, side)))
    large = _seen(_grey(values), (slice(0, side + more), slice(0, side + more)))
    assert small.changes <= large.changes
    assert small.together <= large.together


@given(levels, st.integers(2, 5))
def test_missing_frames_never_add_flashes(values: list[int], every: int) -> None:
    film = _film(_grey(values))
    times = _times(len(film))
    whole, thin = measured(times, film, SIDE), measured(times[::every], film[::every], SIDE)
    assert thin.changes <= whole.changes


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=24))
def test_any_film_is_measured(colours: list[Colour]) -> None:
    seen = _seen(colours)
    assert 0 <= seen.changes <= len(colours)
    assert (seen.place is None) == (seen.changes == 0)
