"""What coordinate forensics tries and tells: hypotheses, what each gives, the outcome for a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from audit.model import Text
from geo_checks.coordinates import Reference

Verdict = Literal["confirmed", "ambiguous", "doubtful", "contradicted", "untried"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One system that the points may be in. swapped: x is the northing; districts: it is these that are shifted."""

    system: Reference
    swapped: bool = False
    districts: bool = False

    @property
    def name(self) -> str:
        """Return the name that results carry."""
        if self.districts:
            return "districts in GCJ-02"
        return f"{self.system.name} (x and y swapped)" if self.swapped else self.system.name


@dataclass(frozen=True, slots=True)
class Tried:
    """What one hypothesis gives. Shares 0-1 of the weighed points; None where there is no such evidence.

    inside: in any division; in_named: in the division that the row names; outside_m: median distance (metres) of those
    that lie beside it; road_m: median distance to the nearest road; changed: of the compared points, how many lie in
    another division than as declared.
    """

    name: str
    inside: float
    in_named: float | None
    outside_m: float | None
    road_m: float | None
    changed: int

    def figures(self) -> Text:
        """Return the figures in words."""
        zh = [f"{self.inside:.1%} 在区划内"]
        en = [f"{self.inside:.1%} inside the districts"]
        if self.in_named is not None:
            zh.append(f"{self.in_named:.1%} 在所写的区划内")
            en.append(f"{self.in_named:.1%} in the division they name")
        if self.road_m is not None:
            zh.append(f"离道路中位 {self.road_m:.0f} 米")
            en.append(f"{self.road_m:.0f} m from a road (median)")
        return Text(f"{self.name}：{'，'.join(zh)}", f"{self.name}: {', '.join(en)}")


@dataclass(frozen=True, slots=True)
class Examination:
    """The outcome for one layer; fits: the system that is clearly best, None when none is; tried: as declared first.

    confirmed: the declared system is clearly best; contradicted: another one is; doubtful: others are better, none
    clearly best; ambiguous: the data cannot tell the declared one from `rivals`; untried: there was nothing to go by.
    """

    verdict: Verdict
    fits: str | None
    compared: int
    weighed: int
    level: int
    tried: tuple[Tried, ...] = ()
    rivals: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return the outcome as plain values for the records."""
        return {
            "verdict": self.verdict,
            "fits": self.fits,
            "compared": self.compared,
            "weighed": self.weighed,
            "level": self.level,
            "rivals": list(self.rivals),
            "tried": [
                {
                    "system": one.name,
                    "inside": _rounded(one.inside),
                    "in_named": _rounded(one.in_named),
                    "outside_m": _rounded(one.outside_m, 1),
                    "road_m": _rounded(one.road_m, 1),
                    "changed": one.changed,
                }
                for one in self.tried
            ],
        }

    def warning(self) -> Text | None:
        """Return what to tell when the evidence is against the declared system; None when it is not."""
        if self.verdict not in ("contradicted", "doubtful"):
            return None
        declared = self.tried[0].figures()
        others = [one.figures() for one in self.tried[1:] if one.name in (self.fits, *self.rivals)]
        zh, en = "；".join(t.zh for t in others), "; ".join(t.en for t in others)
        moved = max((one.changed for one in self.tried if one.name == self.fits), default=0)
        shift_zh = f"；{self.compared} 处中有 {moved} 处会换区划" if self.fits else ""
        shift_en = f"; {moved} of {self.compared} would change division" if self.fits else ""
        return Text(
            f"坐标系存疑：按计划声明的 {declared.zh}；更像 {zh}（取 {self.weighed} 处）{shift_zh}",
            f"coordinates in doubt: declared {declared.en}; a better fit is {en} ({self.weighed} weighed){shift_en}",
        )


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
