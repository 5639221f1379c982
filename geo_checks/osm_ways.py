"""What the tags of OpenStreetMap's ways and nodes say to someone on foot or on wheels.

Keys: wiki.openstreetmap.org/wiki/ Key:highway, Key:foot, Key:access, Key:sidewalk, Key:kerb, Key:ramp:wheelchair,
Key:wheelchair, Key:incline, OSM_tags_for_routing/Access_restrictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from audit.plan import Column
from geo_checks import schema

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TAGS: Final = (
    "access",
    "crossing",
    "cycleway",
    "foot",
    "footway",
    "highway",
    "incline",
    "path",
    "railway",
    "ramp:wheelchair",
    "sidewalk",
    "surface",
    "wheelchair",
    "width",
)
KERB_TAGS: Final = ("kerb", "tactile_paving")

# Ways apart from a carriageway with sidewalks: where they meet others, no kerb has to be crossed.
_PATHS: Final = (
    *("footway", "path", "pedestrian", "steps", "corridor", "platform", "living_street", "cycleway", "track"),
    "service",
)
_ROADS: Final = (
    *("residential", "unclassified", "road", "tertiary", "secondary", "primary"),
    *("tertiary_link", "secondary_link", "primary_link"),
)
# Walked only where the way says so.
_FAST: Final = ("trunk", "trunk_link", "bridleway", "busway")
_MAY: Final = ("yes", "designated", "permissive", "destination", "official")
_MAY_NOT: Final = ("no", "private", "use_sidepath")
_SIDEWALKS: Final = ("both", "left", "right", "yes")


def walkable(tags: Mapping[str, Any]) -> Flags:
    """Return which ways can be walked: never a motorway; foot outweighs access."""
    may, may_not = _is(tags, "foot", _MAY), _is(tags, "foot", _MAY_NOT)
    closed = _is(tags, "access", ("no", "private")) & ~may
    usual = _is(tags, "highway", (*_PATHS, *_ROADS)) | _is(tags, "railway", ("platform",))
    fast = _is(tags, "highway", _FAST) & (may | _is(tags, "sidewalk", _SIDEWALKS))
    return (usual | fast) & ~may_not & ~closed


def columns(tags: Mapping[str, Any], at: NDArray[np.int64]) -> dict[str, Floats]:
    """Return the attributes of some ways. A way is no crossing and has no steps unless it says so."""
    some = {name: column.take(at) for name, column in tags.items()}
    crossing = _is(some, "footway", ("crossing",)) | _is(some, "path", ("crossing",))
    crossing |= _is(some, "cycleway", ("crossing",))
    return {
        "steps": _is(some, "highway", ("steps",)).astype(np.float64),
        "crossing": crossing.astype(np.float64),
        "path": (_is(some, "highway", _PATHS) | _is(some, "railway", ("platform",))).astype(np.float64),
        # A ramp over the steps (or beside them) does what a lift does.
        "lift": _three(some, "ramp:wheelchair", ("yes", "separate"), ("no",)),
        "wheelchair": _three(some, "wheelchair", ("yes", "designated"), ("no",)),
        "slope": schema.values(some["incline"], Column(column="incline", unit="%"), schema.NETWORK["slope"]).floats,
        "width": schema.values(some["width"], Column(column="width", unit="m"), schema.NETWORK["width"]).floats,
    }


def kerbs(tags: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """Return of some nodes whether the kerb can be rolled over (yes 1, no 0, NaN not known), and the tactile paving."""
    return (
        _three(tags, "kerb", ("lowered", "flush", "no"), ("raised",)),
        _three(tags, "tactile_paving", ("yes",), ("no", "incorrect")),
    )


def _is(tags: Mapping[str, Any], tag: str, words: Iterable[str]) -> Flags:
    hit = pc.is_in(tags[tag], value_set=pa.array(list(words), pa.string()))
    return np.asarray(hit.to_numpy(), dtype=np.bool_)


def _three(tags: Mapping[str, Any], tag: str, yes: Iterable[str], no: Iterable[str]) -> Floats:
    return np.where(_is(tags, tag, yes), 1.0, np.where(_is(tags, tag, no), 0.0, np.nan))
