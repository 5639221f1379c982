"""What moves, swaps or changes its text while nobody touches the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks import animation
from web_checks.page import OpenPage, Probe, beyond, target

# WCAG 2.2, 2.2.2 speaks of more than five seconds: looked at for six and a half, twice a second, and for as long again
# after something that moved once: a carousel that turns every four seconds does so once or twice in six.
SAMPLES, EVERY = 13, 500  # ms
_AT_MOST = 5.0  # s


@dataclass(frozen=True, slots=True)
class Moving:
    """Something that moves by itself.

    kind: "move", "swap" (its parts appear and disappear in turn), "video" or "image" (its file is a film); moves: half
    seconds in which it did; first, last: the first and last of them; distance: CSS px; floats: positioned over the
    page; width, height: CSS px; text, pictures: what it shows; controls: names of the controls in and around it;
    closing: it has a close cross.
    """

    target: Target
    kind: str
    moves: int
    first: int
    last: int
    distance: float
    floats: bool
    width: float
    height: float
    text: str
    pictures: int
    controls: tuple[str, ...]
    closing: bool


@dataclass(frozen=True, slots=True)
class ChangingText:
    """A text that changes by itself: how often, and what it said."""

    target: Target
    changes: int
    samples: tuple[str, ...]
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Motion:
    """things and texts that move or change by themselves; controls: names of all controls of the page.

    left_out: image files of which nobody knows whether they are films, and elements that were too many to watch.
    """

    things: tuple[Moving, ...]
    texts: tuple[ChangingText, ...]
    controls: tuple[str, ...]
    left_out: int


# Without any of these nothing can set the page in motion, and six seconds need not be waited for.
_MAY_MOVE = (
    "document.scripts.length > 0 || document.getAnimations().length > 0"
    " || document.querySelector('marquee, blink, video, iframe, frame, object, embed, svg, [onload]') !== null"
)


async def _drive(page: OpenPage) -> Any:
    script = (files("web_checks.probes") / "motion.js").read_text("utf-8")
    samples = SAMPLES if await page.evaluate(_MAY_MOVE) else 1
    images = await page.loaded(animation.TYPES)
    films = {address: None if raw is None else animation.seconds(raw) for address, raw in images.items()}
    long = sorted(address for address, seconds in films.items() if seconds is not None and seconds > _AT_MOST)
    seen = await page.evaluate(f"({script})({samples}, {EVERY}, {json.dumps(long)})")
    unknown = sum(seconds is None for seconds in films.values())
    return {**seen, "left_out": seen["left_out"] + unknown}


def _read(answers: list[Any]) -> Motion:
    seen = answers[0]
    things = tuple(
        Moving(
            target(row),
            row["kind"],
            row["moves"],
            row["first"],
            row["last"],
            row["distance"],
            row["floats"],
            row["width"],
            row["height"],
            row["text"],
            row["pictures"],
            tuple(row["controls"]),
            row["closing"],
        )
        for row in seen["things"]
    )
    texts = tuple(
        ChangingText(target(row), row["changes"], tuple(row["samples"]), tuple(row["controls"]))
        for row in seen["texts"]
    )
    return Motion(things, texts, tuple(seen["controls"]), seen["left_out"])


def _cut(motion: Motion) -> str:
    return beyond(motion.left_out)


PROBE = Probe("motion", _read, _drive, cut=_cut)
