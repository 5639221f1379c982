"""What bureaus report against their plans (home adaptations, for example), by division: declared, not observed.

declared = done / planned. numerator: done, at most what was planned, since what one district does beyond its plan makes
up for no other; unknown: planned where nothing was reported yet; denominator: planned. Sums go upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.districts import WHOLE, DivisionTree
from audit.model import Indicator, Reason, Text, Untested
from audit.plan import Target

NAME = "declared"


def declared(tree: DivisionTree, targets: Sequence[Target]) -> Iterator[Indicator]:
    """Yield the share of each target that is reported done, for the divisions that report, all above, and the whole."""
    for name, rows in _by_id(targets).items():
        planned = {_code(row): row.planned or 0.0 for row in rows}
        done = {_code(row): min(row.done, planned[_code(row)]) for row in rows if row.done is not None}
        waiting = {_code(row): planned[_code(row)] for row in rows if row.done is None}
        sums = [tree.roll_up(own) for own in (done, waiting, planned)]
        for code in (*tree.divisions, WHOLE):
            if sums[2][code]:
                numerator, unknown, denominator = (total[code] for total in sums)
                yield Indicator(code, name, NAME, numerator, unknown, denominator, rows[0].unit)


def told(targets: Sequence[Target]) -> Iterator[Untested]:
    """Yield each report as something that nobody observed: its figures as they were given, source and date."""
    for row in _declared(targets):
        done = "?" if row.done is None else f"{row.done:.15g}"
        figures = f"{done}/{row.planned:.15g} {row.unit}".strip()
        day = row.date.isoformat() if row.date else ""
        detail = ", ".join(filter(None, (row.name, row.district, figures, row.source, day)))
        yield Untested(row.id, NAME, Reason.DECLARED, detail)


def problems(tree: DivisionTree, targets: Sequence[Target]) -> Iterator[Text]:
    """Yield targets that would be counted twice: of a division and of one that holds it; or in different units."""
    for name, rows in _by_id(targets).items():
        codes = {_code(row) for row in rows}
        for code in sorted(code for code in codes if code in tree.divisions):
            if above := codes & set(tree.ancestors(code)[1:]):
                zh, en = (min(above) or "全市", min(above) or "the whole")
                yield Text(
                    f"[[target]] {name}：区划 {code} 已包含在 {zh} 里，会重复计算；请只留一处",
                    f"[[target]] {name}: division {code} lies in {en} and would count twice; keep one of them",
                )
        if len({row.unit for row in rows}) > 1:
            yield Text(
                f"[[target]] {name}：各区划的 unit 不一致", f"[[target]] {name}: give it one unit in all divisions"
            )


def _by_id(targets: Sequence[Target]) -> Mapping[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for row in _declared(targets):
        found.setdefault(row.id, []).append(row)
    return found


def _declared(targets: Sequence[Target]) -> list[Target]:
    """Return the targets that bureaus report on; the others are measured here."""
    return [row for row in targets if row.planned is not None]


def _code(row: Target) -> str:
    return row.district or WHOLE
