"""Values that carry their unit in their own text: 3'6", 1.2米, 120cm, 1:12, 8.3%, 12‰, 4.8°.

What a value says of itself outweighs the unit that the plan declares for the column.
"""

from __future__ import annotations

import math
import re
import unicodedata
from types import MappingProxyType
from typing import Final

# Metres in one unit: international inch and foot of 1959; 公分 is the centimetre.
_METRES: Final = MappingProxyType(
    dict.fromkeys(("m", "米", "公尺", "meter", "meters", "metre", "metres"), 1.0)
    | dict.fromkeys(("cm", "厘米", "公分"), 0.01)
    | dict.fromkeys(("mm", "毫米"), 0.001)
    | dict.fromkeys(("in", "in.", "inch", "inches", '"', "英寸", "吋"), 0.0254)
    | dict.fromkeys(("ft", "ft.", "foot", "feet", "'", "英尺", "呎"), 0.3048)
)
_FIGURE: Final = r"(?:\d+(?:\.\d*)?|\.\d+)"
# An inch may be given in halves to sixteenths: 3' 6 1/2".
_PART: Final = re.compile(
    rf"\s*-?\s*({_FIGURE})(?:\s+(\d{{1,2}})/(\d{{1,2}}))?\s*"
    f"({'|'.join(re.escape(unit) for unit in sorted(_METRES, key=len, reverse=True))})"
)
_PERCENT: Final = MappingProxyType({"%": 1.0, "percent": 1.0, "‰": 0.1, "permille": 0.1})
_SHARE: Final = re.compile(rf"([+-]?{_FIGURE})\s*(%|percent|‰|permille)")
_RATIO: Final = re.compile(rf"([+-]?{_FIGURE})\s*(?::|/|in|比)\s*({_FIGURE})")
_ANGLE: Final = re.compile(rf"([+-]?{_FIGURE})\s*(?:°|度|deg|degrees?)")


def metres(word: str) -> float | None:
    """Return the length that a text states with its units, in metres; None when it states none."""
    text = _plain(word)
    sign = -1.0 if text.startswith("-") else 1.0
    total, at, smallest = 0.0, 0, math.inf
    while at < len(text):
        part = _PART.match(text, at)
        # Parts go from large to small: 1 m 20 cm, 3 ft 6 in.
        if part is None or _METRES[part[4]] >= smallest or ("-" in part[0] and at == 0 and sign > 0):
            return None
        fraction = int(part[2]) / int(part[3]) if part[3] and int(part[3]) else 0.0
        smallest = _METRES[part[4]]
        total += (float(part[1]) + fraction) * smallest
        at = part.end()
    return sign * total if text else None


def percent(word: str) -> float | None:
    """Return the slope that a text states with its unit, in percent (rise / run × 100); None when it states none."""
    text = _plain(word)
    if share := _SHARE.fullmatch(text):
        return float(share[1]) * _PERCENT[share[2]]
    if ratio := _RATIO.fullmatch(text):
        run = float(ratio[2])
        return 100.0 * float(ratio[1]) / run if run else None
    if angle := _ANGLE.fullmatch(text):
        return 100.0 * math.tan(math.radians(float(angle[1])))
    return None


def _plain(word: str) -> str:
    """Return a text in half-width small letters, with the feet and inch marks of any keyboard made one."""
    text = unicodedata.normalize("NFKC", word).strip().casefold()
    for mark in "′’‘`´":
        text = text.replace(mark, "'")
    for mark in ("''", "“", "”", "〃"):
        text = text.replace(mark, '"')
    return text.replace("−", "-").replace("º", "°")
