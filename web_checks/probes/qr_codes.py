"""QR codes on the page, read from its picture, and the links that may lead to the same place."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import zxingcpp

from audit.model import Target
from web_checks.page import OpenPage, Probe, target

_REST = (200, 1000)  # ms: how long the page must be at rest after it was scrolled, and the cap
_FORMATS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec)


@dataclass(frozen=True, slots=True)
class QRCode:
    """A code that could be read. payload: what is in it; beside: its alternative and the text around it."""

    target: Target
    payload: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QRCodes:
    """The codes of a page, each payload once, in the page's order.

    links: where links that everyone meets lead, and the page's own addresses; left_out: likely codes beyond the cap.
    """

    codes: tuple[QRCode, ...]
    links: tuple[str, ...]
    left_out: int


async def _drive(page: OpenPage) -> Any:
    await page.evaluate((files("web_checks.probes") / "qr_codes.js").read_text("utf-8"))
    found = await page.evaluate("stepfree.codes.find()")
    done: list[int] = []
    codes: list[dict[str, Any]] = []
    try:
        while here := await page.evaluate(f"stepfree.codes.next({done})"):
            await page.evaluate("stepfree.settled({}, {})".format(*_REST))
            done += here
            picture = json.dumps(base64.b64encode(await page.screenshot()).decode())
            for seen in await page.evaluate(f"stepfree.codes.pixels({here}, {picture})"):
                codes += await asyncio.to_thread(_payloads, seen)
    finally:
        await page.evaluate("scrollTo({ left: 0, top: 0, behavior: 'instant' })")
    return {**found, "codes": sorted(codes, key=lambda code: int(code["index"]))}


def _payloads(seen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the facts of a picture once for each code that is read in its pixels."""
    grey = np.frombuffer(base64.b64decode(seen["grey"]), np.uint8).reshape(seen["height"], seen["width"])
    facts = {key: value for key, value in seen.items() if key != "grey"}
    # Plain: a line's end stays one. What is no text (bytes in an encoding that is not told) cannot be compared.
    found = zxingcpp.read_barcodes(grey, zxingcpp.BarcodeFormats(_FORMATS), text_mode=zxingcpp.TextMode.Plain)
    texts = [code.text for code in found if code.content_type is zxingcpp.ContentType.Text]
    return [{**facts, "payload": text} for text in texts if text.strip()]


def _read(answers: list[Any]) -> QRCodes:
    seen = answers[0]
    codes: dict[str, QRCode] = {}
    for code in seen["codes"]:
        codes.setdefault(code["payload"], QRCode(target(code), code["payload"], tuple(code["beside"])))
    return QRCodes(tuple(codes.values()), tuple(seen["links"]), int(seen["left_out"]))


def _cut(seen: QRCodes) -> str:
    return f"+{seen.left_out}" if seen.left_out else ""


PROBE = Probe("qr_codes", _read, _drive, cut=_cut)
