"""What flashes on the first screen while nobody touches the page."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from audit.model import Target
from web_checks.flashes import Film, Flashes, measured
from web_checks.page import Frame, OpenPage, Probe, target

# A first look tells whether anything changes at all; only then is it worth a film.
LOOK, FILM = 1.0, 3.0  # s
_WIDTH = 160  # px of the film
_FLASH = 2  # opposing changes within a second; one alone is a carousel that turns, which the first look sees by chance
_BATCH = 40  # pictures decoded in one question


@dataclass(frozen=True, slots=True)
class Flashing:
    """The film of a page where a large area flashes, and the element at the place that does so most."""

    flashes: Flashes
    target: Target


async def _drive(page: OpenPage) -> Any:
    await page.evaluate("scrollTo({ left: 0, top: 0, behavior: 'instant' })")
    if len({frame.picture for frame in await page.film(LOOK, _WIDTH)}) < 2:  # noqa: PLR2004 - one picture is stillness
        return None
    script = (files("web_checks.probes") / "flashes.js").read_text("utf-8")
    await page.evaluate(script)
    try:
        frames = await page.film(FILM, _WIDTH)
    finally:
        await page.evaluate("stepfree.film.end()")
    film = await _decoded(page, frames)
    side = float(await page.evaluate("innerWidth")) / film.shape[2]
    times = np.maximum.accumulate(np.array([frame.time for frame in frames]))
    seen = await asyncio.to_thread(measured, times, film, side)
    if seen.changes < _FLASH:
        return None
    there = await page.evaluate(f"stepfree.film.element({json.dumps(seen.place)})")
    return {"flashes": seen, "target": there}


async def _decoded(page: OpenPage, frames: tuple[Frame, ...]) -> Film:
    """Return the frames as sRGB, frames × rows × columns × 3; the browser that made the pictures reads them."""
    pictures = list(dict.fromkeys(frame.picture for frame in frames))
    read: dict[bytes, Film] = {}
    for begin in range(0, len(pictures), _BATCH):
        batch = pictures[begin : begin + _BATCH]
        encoded = json.dumps([base64.b64encode(picture).decode() for picture in batch])
        answers = await page.evaluate(f"stepfree.film.decoded({encoded})")
        for picture, answer in zip(batch, answers, strict=True):
            raw = np.frombuffer(base64.b64decode(answer["data"]), np.uint8)
            read[picture] = raw.reshape(answer["height"], answer["width"], 4)[..., :3]
    return np.stack([read[frame.picture] for frame in frames])


def _read(answers: list[Any]) -> Flashing | None:
    seen = answers[0]
    return Flashing(seen["flashes"], target(seen["target"])) if seen else None


PROBE = Probe("flashes", _read, _drive)
