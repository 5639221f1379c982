"""QR codes on the page, read from its picture, and the links that may lead to the same place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from audit.model import Target
from web_checks import photographs
from web_checks.page import OpenPage, Probe, beyond, target

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
    found = await photographs.find(page, "qr_codes")
    codes: list[dict[str, Any]] = []
    for photograph in await photographs.taken(page, "qr_codes"):
        texts = await asyncio.to_thread(_texts, photograph.grey)
        codes += ({**photograph.facts, "payload": text} for text in texts)
    return {**found, "codes": codes}


def _texts(grey: NDArray[np.uint8]) -> list[str]:
    """Return the texts of the codes in a picture (grey)."""
    # Plain: a line's end stays one. What is no text (bytes in an encoding that is not told) cannot be compared.
    found = zxingcpp.read_barcodes(grey, zxingcpp.BarcodeFormats(_FORMATS), text_mode=zxingcpp.TextMode.Plain)
    texts = [code.text for code in found if code.content_type is zxingcpp.ContentType.Text]
    return [text for text in texts if text.strip()]


def _read(answers: list[Any]) -> QRCodes:
    seen = answers[0]
    codes: dict[str, QRCode] = {}
    for code in seen["codes"]:
        codes.setdefault(code["payload"], QRCode(target(code), code["payload"], tuple(code["beside"])))
    return QRCodes(tuple(codes.values()), tuple(seen["links"]), int(seen["left_out"]))


def _cut(seen: QRCodes) -> str:
    return beyond(seen.left_out)


PROBE = Probe("qr_codes", _read, _drive, cut=_cut)
