"""Reads the words in a picture by RapidOCR (PP-OCRv4, inside its package: no network), an extra: stepfree[ocr].

The only module that knows it.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audit.model import Depth, Text
from audit.plan import Plan

_PACKAGE = "rapidocr_onnxruntime"
# One thread, so that the same picture gives the same words; no enlarging: ten times as fast, and no worse on screens.
_SETTINGS = {
    "intra_op_num_threads": 1,
    "inter_op_num_threads": 1,
    "det_limit_type": "max",
    "det_limit_side_len": 1280,
}
_SURE = 0.8  # a line of less confidence is not quoted

Reader = Callable[[NDArray[np.uint8]], tuple[str, ...]]


def installed() -> bool:
    """Return whether the extra is there."""
    return importlib.util.find_spec(_PACKAGE) is not None


def reader() -> Reader:
    """Return what gives the lines of text in a picture (grey, rows × columns). Raises ImportError without the extra."""
    engine: Any = importlib.import_module(_PACKAGE).RapidOCR(**_SETTINGS)

    def read(grey: NDArray[np.uint8]) -> tuple[str, ...]:
        # Its own order is from top to bottom; nothing on a page stands upside down, so that is not asked.
        found, _ = engine(np.repeat(grey[:, :, np.newaxis], 3, axis=2), use_cls=False)
        return tuple(str(text) for _, text, sure in found or () if float(sure) >= _SURE)

    return read


def problems(plan: Plan) -> Iterator[Text]:
    """Yield what keeps a plan that asks for it from having it."""
    if not plan.web.ocr:
        return
    if plan.web.depth is not Depth.IN_DEPTH or plan.web.driver != "chromium":
        yield Text(
            '[web] ocr（--ocr）只在 Chromium 的深入检测中读图；请设 depth = "in-depth"（--depth in-depth）',
            '[web] ocr (--ocr) reads images in depth with Chromium only; set depth = "in-depth" (--depth in-depth)',
        )
    if not installed():
        yield Text(
            "[web] ocr（--ocr）需要文字识别组件：pip install 'stepfree[ocr]'（Python 3.11 或 3.12）",
            "[web] ocr (--ocr) needs the text recognition: pip install 'stepfree[ocr]' (Python 3.11 or 3.12)",
        )
