"""Photographs of elements: a probe's script names them, they are brought into view, and their pixels are read."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from web_checks.page import OpenPage

_REST = (200, 1000)  # ms: how long the page must be at rest after it was scrolled, and the cap


@dataclass(frozen=True, slots=True)
class Photograph:
    """What is seen of an element. facts: what the script says of it, with its `index`; grey: rows × columns."""

    facts: Mapping[str, Any]
    grey: NDArray[np.uint8]


async def find(page: OpenPage, probe: str) -> Any:
    """Load a probe's script and return what its stepfree.<probe>.find() says.

    The script keeps the elements that find() chose as stepfree.<probe>.taken = stepfree.photographs(...).
    """
    for name in ("photographs", probe):
        await page.evaluate((files("web_checks.probes") / f"{name}.js").read_text("utf-8"))
    return await page.evaluate(f"stepfree.{probe}.find()")


async def taken(page: OpenPage, probe: str) -> tuple[Photograph, ...]:
    """Return a photograph of each element that was found and can be seen, in the page's order; leave it at its top."""
    done: list[int] = []
    photographs: list[Photograph] = []
    try:
        while here := await page.evaluate(f"stepfree.{probe}.taken.next({done})"):
            await page.evaluate("stepfree.settled({}, {})".format(*_REST))
            done += here
            picture = json.dumps(base64.b64encode(await page.screenshot()).decode())
            for seen in await page.evaluate(f"stepfree.{probe}.taken.pixels({here}, {picture})"):
                grey = np.frombuffer(base64.b64decode(seen["grey"]), np.uint8)
                photographs.append(Photograph(seen["facts"], grey.reshape(seen["height"], seen["width"])))
    finally:
        await page.evaluate("scrollTo({ left: 0, top: 0, behavior: 'instant' })")
    return tuple(sorted(photographs, key=lambda photograph: int(photograph.facts["index"])))
