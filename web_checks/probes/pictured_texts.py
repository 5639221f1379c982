"""Text over pictures and other grounds whose colour axe cannot tell, with the luminance of what lies behind it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks import axe
from web_checks.page import OpenPage, Part, Probe, beyond, target
from web_checks.probes.gradients import large_scale, luminance

_VIEWS = 5  # places of the page that are photographed at most
_REST = (200, 1000)  # ms: how long the page must be at rest after it was scrolled, and the cap


@dataclass(frozen=True, slots=True)
class PicturedText:
    """Text over something that had to be photographed.

    own: relative luminance of its colour; darkest, dark, light, lightest: of what lies behind its lines, the least,
    the 10th and 90th percentile, the greatest; letters: share of its lines' pixels that change when its letters are
    hidden; large: large scale by WCAG.
    """

    target: Target
    own: float
    darkest: float
    dark: float
    light: float
    lightest: float
    letters: float
    large: bool


async def _drive(page: OpenPage) -> Any:
    await page.evaluate((files("web_checks.probes") / "pictured_texts.js").read_text("utf-8"))
    answer = await page.evaluate(f"stepfree.axe.run({axe.options(('axe-color-contrast',))})")
    on_gradients = json.loads(await page.evaluate("stepfree.observe(['gradients'])"))["gradients"].get("seen", [])
    decided = json.dumps([text["selector"] for text in on_gradients])
    count, left_out = await page.evaluate(f"stepfree.pictured.find({json.dumps(answer)}, {decided})")
    if not count:
        return {"texts": [], "left_out": left_out}
    texts: list[Any] = []
    done: list[int] = []
    try:
        for _ in range(_VIEWS):
            here = await page.evaluate(f"stepfree.pictured.next({done})")
            if not here:
                break
            await page.evaluate("stepfree.settled({}, {})".format(*_REST))
            done += here
            here = await page.evaluate(f"stepfree.pictured.loaded({here})")
            if not here:
                continue
            pictures = [await page.screenshot()]
            await page.evaluate(f"stepfree.pictured.hide({here})")
            pictures.append(await page.screenshot())
            await page.evaluate("stepfree.pictured.show()")
            pictures.append(await page.screenshot())
            encoded = ", ".join(json.dumps(base64.b64encode(picture).decode()) for picture in pictures)
            texts += await page.evaluate(f"stepfree.pictured.measure({here}, {encoded})")
    finally:
        await page.evaluate("stepfree.pictured.show(); scrollTo({ left: 0, top: 0, behavior: 'instant' })")
    return {"texts": texts, "left_out": left_out + count - len(done)}


def _read(answers: list[Any]) -> Part[PicturedText]:
    seen = answers[0]
    texts = (
        PicturedText(
            target(text),
            luminance(text["colour"]),
            text["darkest"],
            text["dark"],
            text["light"],
            text["lightest"],
            text["letters"],
            large_scale(text["size"], text["weight"]),
        )
        for text in seen["texts"]
    )
    return Part(tuple(texts), seen["left_out"])


def _cut(seen: Part[PicturedText]) -> str:
    return beyond(seen.left_out)


PROBE = Probe("pictured_texts", _read, _drive, cut=_cut)
