"""The page and its frames with its accessibility overlay and without it, both under axe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from audit.model import Outcome
from web_checks import axe
from web_checks.overlays import overlays
from web_checks.page import OpenPage, Probe

_SCRIPTS = "[...document.querySelectorAll('script[src]')].map((element) => element.src)"


@dataclass(frozen=True, slots=True)
class WithoutOverlay:
    """Elements that fail, by axe's rules, with the overlay and without it; name: the product's."""

    name: str
    failing: dict[str, int]
    failing_without: dict[str, int]


async def _drive(page: OpenPage) -> Any:
    found = overlays(await page.evaluate(_SCRIPTS))
    if not found:
        return None
    before = await page.run_axe(axe.options())
    await page.reload(tuple(pattern for product, _ in found for pattern in product.hosts))
    try:
        after = await page.run_axe(axe.options())
    finally:
        await page.reload()
    return {"name": found[0][0].name, "with": before, "without": after}


def _read(answers: list[Any]) -> WithoutOverlay | None:
    seen = answers[0]
    return WithoutOverlay(seen["name"], _failing(seen["with"]), _failing(seen["without"])) if seen else None


def _failing(raw: str) -> dict[str, int]:
    counts = {
        found.rule.id: sum(verdict.outcome is Outcome.FAILED for verdict in found.verdicts)
        for found in axe.judge(raw, axe.rules())
    }
    return {rule: count for rule, count in counts.items() if count}


PROBE = Probe("without_overlay", _read, _drive)
