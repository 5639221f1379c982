"""Ranks of divisions among their siblings: by the share that passes, and only where the evidence carries a rank."""

from __future__ import annotations

from collections.abc import Mapping

from audit.districts import WHOLE, DivisionTree
from audit.model import Score


def ranks(
    tree: DivisionTree, online: Mapping[str, Score], street: Mapping[str, Score], surveyed: float
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the online and the street ranks by division code; equals share a rank, what is not ranked is absent.

    Online: by the share of judged sites at the pass mark, then by their mean. Street: by the share that is proven to
    pass (the low bound). Both only for a division of which at least `surveyed` was judged or surveyed.
    """
    by_sites = {
        code: (score.value, number_of(score, "mean") or 0.0)
        for code, score in online.items()
        if score.value is not None and holds_gate(score, surveyed)
    }
    by_streets = {
        code: (score.low,) for code, score in street.items() if score.low is not None and holds_gate(score, surveyed)
    }
    online_ranks: dict[str, int] = {}
    street_ranks: dict[str, int] = {}
    for parent in (WHOLE, *tree.divisions):
        siblings = tree.children.get(parent, ())
        online_ranks |= _among(siblings, by_sites)
        street_ranks |= _among(siblings, by_streets)
    return online_ranks, street_ranks


def holds_gate(score: Score, surveyed: float) -> bool:
    """Return whether enough of a division was judged for a rank."""
    stated = (score.parts or {}).get("ranked")
    if isinstance(stated, bool):
        return stated
    share = number_of(score, "surveyed")
    return share is not None and share >= surveyed


def number_of(score: Score | None, name: str) -> float | None:
    """Return a number among the parts of a score; None when it is not there."""
    value = (score.parts or {}).get(name) if score else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _among(siblings: tuple[str, ...], keys: Mapping[str, tuple[float, ...]]) -> dict[str, int]:
    ranked = [code for code in siblings if code in keys]
    return {code: 1 + sum(keys[other] > keys[code] for other in ranked) for code in ranked}
