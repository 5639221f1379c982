"""Reads what to mend, check or build next out of the evidence: places in the order in which they serve most people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from audit.districts import DivisionTree
from reports.facilities import cell_text, evidence_rows, finite
from reports.street_rows import STRAIGHT, Pick

_COLUMNS = (
    *("rank", "what", "facility", "label", "lon", "lat", "division"),
    *("people_gained", "share", "radius", "way", "share_high"),
)


def picks(parquet: bytes | None, layer: str) -> Iterator[Pick]:
    """Yield a layer's picks by rank; the first, of rank 0, is no place but what is covered today."""
    for row in evidence_rows(parquet, _COLUMNS):
        yield Pick(
            layer,
            int(row["rank"] or 0),
            cell_text(row["what"]),
            cell_text(row["facility"]),
            cell_text(row["label"]),
            finite(row["lon"]),
            finite(row["lat"]),
            cell_text(row["division"]),
            finite(row["people_gained"]) or 0.0,
            finite(row["share"]),
            finite(row["radius"]) or 0.0,
            cell_text(row["way"]) or STRAIGHT,
            finite(row["share_high"]),
        )


def by_layer(found: Iterable[Pick]) -> dict[str, list[Pick]]:
    """Return picks by their layer, in the order given."""
    layers: dict[str, list[Pick]] = {}
    for pick in found:
        layers.setdefault(pick.layer, []).append(pick)
    return layers


def below(found: Iterable[Pick], tree: DivisionTree) -> Mapping[str, Sequence[Pick]]:
    """Return the places by division, each under its own division and all above."""
    divisions: dict[str, list[Pick]] = {}
    for pick in found:
        if pick.rank and pick.division in tree.divisions:
            for code in tree.ancestors(pick.division):
                divisions.setdefault(code, []).append(pick)
    return divisions
