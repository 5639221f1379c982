"""Sound and film that start by themselves, and the controls that the page offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Probe, target

# A media fragment names the part that is played: #t=10,20.
_PART = re.compile(r"[#&]t=(?:npt:)?([\d.]*)(?:,([\d.]+))?$")


@dataclass(frozen=True, slots=True)
class SelfStarting:
    """An audio or video element that starts by itself.

    seconds: how long it plays (None = unknown, a large number = without end); sound: a sound track was decoded;
    silenced: muted or at volume 0; controls: the browser's own controls are shown.
    """

    target: Target
    kind: str
    seconds: float | None
    sound: bool
    silenced: bool
    controls: bool


@dataclass(frozen=True, slots=True)
class Autoplay:
    """What starts by itself; controls: names of the page's controls that everyone can find."""

    media: tuple[SelfStarting, ...]
    controls: tuple[str, ...]


async def _drive(page: OpenPage) -> Any:
    script = (files("web_checks.probes") / "autoplay.js").read_text("utf-8")
    return await page.evaluate(f"({script})()")


def _seconds(row: Any) -> float | None:
    duration = float(row["duration"])
    if duration < 0:
        return None
    part = _PART.search(row["source"])
    if part:
        duration = min(duration, float(part[2] or duration)) - float(part[1] or 0)
    return 1e9 if row["loop"] else duration


def _read(answers: list[Any]) -> Autoplay:
    seen = answers[0]
    media = tuple(
        SelfStarting(target(row), row["kind"], _seconds(row), row["sound"], row["silenced"], row["controls"])
        for row in seen["media"]
    )
    return Autoplay(media, tuple(map(str, seen["controls"])))


PROBE = Probe("autoplay", _read, _drive)
