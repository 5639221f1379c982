"""What assistive technology is told of the home-made elements that take the focus, asked of the browser itself."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from audit.model import Target
from web_checks.page import OpenPage, Part, Probe, beyond, target

# Their elements are native or have the role as an attribute: axe knows them by that.
_AXE = frozenset({"button", "link", "checkbox", "radio", "switch", "option", "slider", "spinbutton", "tab", "treeitem"})


@dataclass(frozen=True, slots=True)
class Focusable:
    """A visible home-made element that Tab reaches and whose name axe does not test.

    role: as the browser computed it; name: "" = none; editable: text can be typed into it; speaks: words in it, or
    alternatives of its pictures, are read out.
    """

    target: Target
    role: str
    name: str
    editable: bool
    speaks: bool


async def _drive(page: OpenPage) -> Any:
    found = await page.exposed(but=_AXE)
    rows = await page.evaluate((files("web_checks.probes") / "exposure.js").read_text("utf-8"))
    told = [{**row, "told": told} for row, told in zip(rows, found.found, strict=True)]
    return {"rows": told, "left_out": found.left_out}


def _read(answers: list[Any]) -> Part[Focusable]:
    seen = answers[0]
    ours = (
        Focusable(target(row), row["told"].role, row["told"].name, row["editable"], row["speaks"])
        for row in seen["rows"]
        if row["ours"]
    )
    return Part(tuple(ours), seen["left_out"])


def _cut(seen: Part[Focusable]) -> str:
    return beyond(seen.left_out)


PROBE = Probe("exposure", _read, _drive, cut=_cut)
