"""Which edges and junctions of a walking network are open to a profile: yes 1, no 0, NaN not known.

An edge is closed by what is known of it: steps, a footbridge without lift, too steep, too narrow, a surface to avoid,
wheelchair=no; a crossing by its kerbs. Where centre lines of roads meet (three arms or more) they do not say which
corner a way uses: such a junction is open when every ramp at it serves the profile, closed when none does, and
otherwise, or without any ramp known, not known. The two ends of a crossing are judged likewise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

import numpy as np
from scipy.spatial import cKDTree

from audit.model import Reason, Untested
from audit.plan import Network, Plan, Profile
from geo_checks.compliance import FAILED, PASSED, Codes
from geo_checks.coordinates import Floats
from geo_checks.facilities import Facilities
from geo_checks.network import NETWORK, SURFACE, Flags, KerbPoints, WalkingNetwork

# Where roads meet there is a junction from so many arms.
_ARMS: Final = 3
# What a profile may ask of a kerb: columns of Ramps.
_PASSED, _PRESENT, _TACTILE = "passed", "present", "tactile"


@dataclass(frozen=True)
class Ramps:
    """Places where a kerb is crossed (metres), and whether each serves.

    passed, present, tactile: yes 1, no 0, NaN not known, -1 says nothing of it.
    """

    x: Floats
    y: Floats
    passed: Floats
    present: Floats
    tactile: Floats

    @classmethod
    def of(cls, rows: Facilities, codes: Codes) -> Ramps:
        """Return the ramps of a layer; codes: their outcome codes."""
        passed = np.where(codes == PASSED, 1.0, np.where(codes == FAILED, 0.0, np.nan))
        tactile = rows.columns.get("tactile_warning", np.full(rows.meant, np.nan))
        at = np.isfinite(rows.x)
        return cls(rows.x[at], rows.y[at], passed[at], np.ones(int(at.sum())), tactile[at])

    @classmethod
    def missing(cls, x: Floats, y: Floats) -> Ramps:
        """Return places (metres) where a ramp should be and is none."""
        none = np.zeros(x.size)
        return cls(x, y, none, none, np.full(x.size, -1.0))

    @classmethod
    def kerbs(cls, points: KerbPoints) -> Ramps:
        """Return what a network's file itself says of kerbs."""
        ramp, tactile = (np.where(np.isnan(said), -1.0, said) for said in (points.ramp, points.tactile))
        return cls(points.x, points.y, ramp, ramp, tactile)

    @classmethod
    def together(cls, parts: Iterable[Ramps]) -> Ramps:
        """Return several as one."""
        given = [*parts, cls.missing(np.array([]), np.array([]))]
        names = ("x", "y", _PASSED, _PRESENT, _TACTILE)
        return cls(*(np.concatenate([getattr(part, name) for part in given]) for name in names))


@dataclass(frozen=True)
class Barriers:
    """What is open to a profile: edges, and nodes where roads meet (1 elsewhere): 1, 0, NaN not known."""

    edges: Floats
    nodes: Floats

    def open(self, *, unknown: bool) -> tuple[Flags, Flags]:
        """Return which edges are open and which nodes are blocked, with the unknown taken as open or as closed."""
        if unknown:
            return self.edges != 0, self.nodes == 0
        return self.edges == 1, self.nodes != 1


def profiles(plan: Plan) -> tuple[Profile, ...]:
    """Return the profiles of a plan; when it has none, those that come with stepfree."""
    if plan.profiles:
        return plan.profiles
    table = tomllib.loads((files("geo_checks") / "profiles.toml").read_text("utf-8"))
    return tuple(Profile.model_validate(row) for row in table["profile"])


def barriers(network: WalkingNetwork, given: Network, ramps: Ramps, wanted: Iterable[Profile]) -> dict[str, Barriers]:
    """Return what is open to each profile, by its id."""
    road = ~np.any([network.column(name) == 1 for name in ("path", "crossing", "steps", "footbridge")], axis=0)
    arms = np.bincount(np.concatenate([network.start[road], network.end[road]]), minlength=network.node_x.size)
    crossing = np.flatnonzero(network.column("crossing") == 1)
    kerbs: dict[str, tuple[Floats, Floats]] = {}
    result = {}
    for profile in wanted:
        edges, nodes = _edges(network, profile), np.ones(network.node_x.size)
        for name in _kerb_needs(profile):
            if name not in kerbs:
                kerbs[name] = (
                    _junctions(network, ramps, name, arms >= _ARMS, given.ramp_radius),
                    _crossings(network, ramps, name, crossing, arms > 0, given.crossing_radius),
                )
            nodes = both(nodes, kerbs[name][0])
            edges[crossing] = both(edges[crossing], kerbs[name][1])
        result[profile.id] = Barriers(edges, nodes)
    return result


def both(one: Floats, other: Floats) -> Floats:
    """Return one and other: no when either is no, else not known when either is not, else yes."""
    unknown = np.isnan(one) | np.isnan(other)
    return np.where((one == 0) | (other == 0), 0.0, np.where(unknown, np.nan, 1.0))


def not_asked(network: WalkingNetwork, ramps: Ramps, wanted: Iterable[Profile]) -> list[Untested]:
    """Return what the profiles would ask of the network that it does not tell: only what is stated closes an edge."""
    asks: dict[str, list[str]] = {}
    for profile in wanted:
        for name, limit in (("slope", profile.max_slope), ("width", profile.min_width), (SURFACE, profile.avoid)):
            if limit and name not in network.asked:
                asks.setdefault(name, []).append(profile.id)
        if _kerb_needs(profile) and not ramps.x.size:
            asks.setdefault("ramps", []).append(profile.id)
    told = []
    for name, ids in asks.items():
        known = network.surface >= 0 if name == SURFACE else np.isfinite(network.column(name))
        share = network.length[known].sum() / network.length.sum()
        detail = ", ".join(ids) + ("" if name == "ramps" else f"; known of {100 * share:.1f} % of the length")
        reason = Reason.NOT_SUPPLIED if name == "ramps" else Reason.MISSING_COLUMN
        told.append(Untested(NETWORK, name, reason, detail))
    return told


def _kerb_needs(profile: Profile) -> list[str]:
    return [*([profile.ramps] if profile.ramps != "none" else []), *([_TACTILE] if profile.tactile else [])]


def _edges(network: WalkingNetwork, profile: Profile) -> Floats:
    """Return which edges are open by what is known of themselves."""
    state = np.ones(network.length.size)
    if not profile.steps:
        lift = network.column("lift")
        # Without a word on its lift a footbridge is not known to have one; steps are steps unless there is a way round.
        state = both(state, _unless(network, "steps", np.where(np.isnan(lift), 0.0, lift)))
        state = both(state, _unless(network, "footbridge", lift))
    if profile.wheelchair:
        state = both(state, _said(network, "wheelchair", network.column("wheelchair")))
    if profile.max_slope is not None:
        state = both(state, _said(network, "slope", _limited(network.column("slope"), most=profile.max_slope)))
    if profile.min_width is not None:
        state = both(state, _said(network, "width", _limited(-network.column("width"), most=-profile.min_width)))
    if profile.avoid:
        bad = np.array([word in profile.avoid for word in (*network.surfaces, "")], dtype=np.float64)
        surface = np.where(network.surface < 0, np.nan, 1.0 - bad[network.surface])
        state = both(state, _said(network, SURFACE, surface))
    return state


def _unless(network: WalkingNetwork, kind: str, remedy: Floats) -> Floats:
    """Return the remedy's word where an edge is of a kind, and yes elsewhere; not known where the kind is not."""
    of_kind = network.column(kind)
    unsure = np.isnan(of_kind) if kind in network.asked else np.zeros(of_kind.size, dtype=np.bool_)
    return np.where(of_kind == 1, remedy, np.where(unsure & (remedy != 1), np.nan, 1.0))


def _limited(values: Floats, most: float) -> Floats:
    return np.where(np.isnan(values), np.nan, (values <= most + 1e-9).astype(np.float64))


def _said(network: WalkingNetwork, name: str, state: Floats) -> Floats:
    """Return a state whose gaps are not known when the plan maps the column, and else are not held against an edge."""
    return state if name in network.asked else np.where(np.isnan(state), 1.0, state)


def _junctions(network: WalkingNetwork, ramps: Ramps, name: str, junction: Flags, radius: float) -> Floats:
    state = np.ones(network.node_x.size)
    at = np.flatnonzero(junction)
    state[at] = _around(ramps, name, network.node_x[at], network.node_y[at], radius)
    return state


def _crossings(
    network: WalkingNetwork, ramps: Ramps, name: str, crossing: Any, on_road: Flags, radius: float
) -> Floats:
    """Return which crossings are open: those with kerbs that serve at both ends; an end on a road has no kerb."""
    ends = network.start[crossing], network.end[crossing]
    bare = on_road[ends[0]] & on_road[ends[1]]
    state = np.ones(crossing.size)
    for end in ends:
        kerb = ~on_road[end] | bare
        here = np.ones(crossing.size)
        here[kerb] = _around(ramps, name, network.node_x[end[kerb]], network.node_y[end[kerb]], radius)
        state = both(state, here)
    return state


def _around(ramps: Ramps, name: str, x: Floats, y: Floats, radius: float) -> Floats:
    """Return yes where every ramp within the radius serves, no where none does, else (or without any) not known."""
    serves: Floats = getattr(ramps, name)
    places = np.column_stack([x, y])
    counts: Mapping[str, Any] = {
        word: _number(ramps, which, places, radius)
        for word, which in (("yes", serves == 1), ("no", serves == 0), ("unknown", np.isnan(serves)))
    }
    yes, no, unknown = counts["yes"], counts["no"], counts["unknown"]
    return np.where((yes > 0) & (no + unknown == 0), 1.0, np.where((no > 0) & (yes + unknown == 0), 0.0, np.nan))


def _number(ramps: Ramps, which: Flags, places: Any, radius: float) -> Any:
    if not which.any() or not len(places):
        return np.zeros(len(places), dtype=np.int64)
    tree = cKDTree(np.column_stack([ramps.x[which], ramps.y[which]]))
    return tree.query_ball_point(places, radius, return_length=True)
