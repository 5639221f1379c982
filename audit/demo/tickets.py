"""The demo city's hotline tickets, as a call centre exports them: about pages, facilities, and what nobody finds."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

_HEAD = ("工单号", "日期", "类别", "网址", "地点", "经度", "纬度")
_PORTAL, _SERVICES = "http://www.shili.example", "http://zwfw.shili.example"
_PAGES = (
    ("2025-01-06", f"{_SERVICES}/login.html"),
    ("2025-01-14", f"{_SERVICES}/login.html"),
    ("2025-02-11", f"{_SERVICES}/appointment.html"),
    ("2025-02-20", f"{_PORTAL}/index.html"),
    ("2025-03-03", f"{_SERVICES}/login.html?from=sms"),
    ("2025-03-18", f"{_PORTAL}/removed/2019.html"),  # a page that is not there any more
)
_EVERY = 311  # ramps from one ticket to the next
_STEEP = 8.4  # percent
_RAMPS = 6
_OFF = 0.00005  # degrees, some 5 m: where a caller's phone is
_TOILETS = ("示例公厕005号", "示例公厕012号", "文庙旁的公厕")  # the last is no name that the bureau knows
_STOPS = ("清泉路2站", "港前大街2站")


def document(curb_ramps: bytes) -> bytes:
    """Return the tickets as CSV in UTF-8 with a byte order mark. curb_ramps: GeoJSON; people complain of steep ones."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(_HEAD)
    for number, ticket in enumerate(_tickets(json.loads(curb_ramps)["features"]), 1):
        rows.writerow((f"T{number:04}", *ticket))
    return file.getvalue().encode("utf-8-sig")


def _tickets(ramps: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for day, address in _PAGES:
        yield day, "网站", address, "", "", ""
    steep = [ramp for ramp in ramps if ramp["geometry"] and (ramp["properties"]["slope_pct"] or 0) > _STEEP]
    for number, ramp in enumerate(steep[::_EVERY][:_RAMPS], 1):
        lon, lat = ramp["geometry"]["coordinates"]
        yield f"2025-03-{number:02}", "坡道", "", ramp["properties"]["road"], f"{lon + _OFF:.6f}", f"{lat:.6f}"
    for name in _TOILETS:
        yield "2025-02-27", "厕所", "", name, "", ""
    for name in _STOPS:
        yield "2025-03-21", "公交站", "", name, "", ""
