"""The next places of a layer to mend, check or build: where they may be, who is served today, and the table of picks.

Distance is that of the plan: on foot along the walking network where there is one, a profile's over what is known to be
free of barriers to it, or the straight line. Curb ramps are taken on foot: to a profile it is the ramp itself that
opens or closes the way.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from audit.model import Reason, Untested
from audit.plan import Sites, Siting
from geo_checks import evidence, layers, schema
from geo_checks.area import StudyArea
from geo_checks.compliance import CANT_TELL, FAILED, Codes
from geo_checks.coordinates import Floats, Reference, from_wgs84, to_wgs84
from geo_checks.expected import Complete
from geo_checks.facilities import JUDGED, Facilities
from geo_checks.measures import coverage, service_area, siting
from geo_checks.measures.catchments import Network
from geo_checks.measures.completeness import DOUBTFUL, MISSING
from geo_checks.measures.service_area import STRAIGHT, WALKING, Walks
from geo_checks.network import Flags
from geo_checks.people import People
from geo_checks.roads import RAMPS
from geo_checks.source import source

WHAT: Final = ("mend", "check", "build")
MEND, CHECK, BUILD = range(3)

# Where people live is thought of as a site once in each square of this share of the radius.
_SPACING: Final = 0.5


@dataclass(frozen=True)
class Judged:
    """A layer with its facilities' outcome codes by the scored edition, and what it was found to lack.

    straight: what it is to people in a straight line, None where it serves nobody around it or nobody is known.
    """

    rows: Facilities
    codes: Codes
    lacks: Complete | None
    straight: coverage.Straight | None = None


@dataclass(frozen=True)
class Candidates:
    """Places to mend, check or build at, in metres. key, label: Arrow text, null where there is none."""

    what: NDArray[np.int8]
    key: Any
    label: Any
    x: Floats
    y: Floats
    home: NDArray[np.int64]


def way_of(given: Siting, kind: str, walks: Walks | None) -> str:
    """Return how a layer's distances are measured: "straight", "walking", or a profile's id."""
    if walks is None or given.way == STRAIGHT:
        return STRAIGHT
    return WALKING if given.way is None or kind == RAMPS else given.way


def next_places(
    given: Siting, base: Path, area: StudyArea, layer: Judged, people: People, walks: Walks | None, radius: float
) -> tuple[bytes, list[Untested]]:
    """Return the picks, and which sites are off the network that distances are measured along.

    The table: rank, what, facility, label, lon, lat, division, people gained, share covered with it, share_high,
    radius, way. share: of the people inside the divisions, by facilities that passed and the picks so far, over ways
    that are known to be open; share_high: by those that did not fail and the picks so far, over ways that are not known
    to be closed. The first row of the table, rank 0, is what is covered today. Places are chosen by what is known.
    """
    rows, way = layer.rows, way_of(given, layer.rows.layer.kind, walks)
    on_foot = None if walks is None or way == STRAIGHT else _only(walks, way)
    inside = people.home >= 0
    lived = inside if on_foot is None else inside & on_foot.grounds[WALKING][0].people.on
    sites = _sites(given, base, area, layer, (people.x[lived], people.y[lived], people.count[lived]), radius)
    at = np.column_stack([sites.x, sites.y])
    covered, perhaps = _covered(layer, people, on_foot, way, radius)
    amounts = np.where(inside, people.count, 0.0)
    who = np.flatnonzero(~covered & (amounts > 0))
    told = []
    if on_foot is None:
        near = hopeful = siting.straight(at, np.column_stack([people.x, people.y]), who, radius)
    else:
        network = Network(on_foot, [way], who)
        near, hopeful = (siting.along(at, network, way, radius, unknown=unknown) for unknown in (False, True))
        if (off := ~network.stands(sites.x, sites.y).on).any():
            told.append(Untested(rows.id, "siting", Reason.OFF_NETWORK, f"{int(off.sum())} places"))
    picks = siting.choose(at, amounts, covered, near, radius, given.next)
    high = siting.hoped(amounts, perhaps | covered, hopeful, picks.chosen)
    return _table(area, sites, picks, high, radius, way), told


def _only(walks: Walks, way: str) -> Walks:
    """Return the ways on foot, and of one profile."""
    return dataclasses.replace(walks, grounds={name: walks.grounds[name] for name in dict.fromkeys((WALKING, way))})


def _covered(layer: Judged, people: People, walks: Walks | None, way: str, radius: float) -> tuple[Flags, Flags]:
    """Return who has a facility that passed within the radius by a way known to be open, and who may have one."""
    rows, codes = layer.rows, layer.codes
    sure, maybe = coverage.distances(people, rows.x, rows.y, codes, radius)
    if walks is not None:
        stands = service_area.Stands(rows.x, rows.y, codes, rows.home)
        sure, maybe = service_area.reach(walks, stands, radius, (sure, maybe)).ways[way]
    return np.asarray(sure <= radius), np.asarray(maybe <= radius)


def _table(area: StudyArea, sites: Candidates, picks: siting.Picks, high: Floats, radius: float, way: str) -> bytes:
    at = picks.chosen
    lon, lat = to_wgs84(sites.x[at], sites.y[at], Reference(area.metric.name, area.metric))
    gains = np.append(0.0, picks.gains)
    nobody = np.full(gains.size, np.nan)
    share = (picks.before + np.cumsum(gains)) / picks.people if picks.people else nobody
    taken = pa.array(at)

    def below(column: Any) -> Any:
        return pa.concat_arrays([pa.nulls(1, column.type), column])

    return evidence.parquet(
        {
            "rank": pa.array(np.arange(at.size + 1), pa.int32()),
            "what": below(pa.array([WHAT[code] for code in sites.what[at].tolist()], pa.string())),
            "facility": below(sites.key.take(taken)),
            "label": below(sites.label.take(taken)),
            "lon": below(pa.array(lon, pa.float64())),
            "lat": below(pa.array(lat, pa.float64())),
            "division": below(pa.array([area.codes[home] for home in sites.home[at].tolist()], pa.string())),
            "people_gained": pa.array(gains, pa.float64()),
            "share": evidence.nullable(share),
            "share_high": evidence.nullable(high / picks.people if picks.people else nobody),
            "radius": pa.array(np.full(gains.size, radius), pa.float64()),
            "way": pa.array([way] * gains.size, pa.string()),
        }
    )


def _sites(
    given: Siting, base: Path, area: StudyArea, layer: Judged, lived: tuple[Floats, Floats, Floats], radius: float
) -> Candidates:
    """Return the candidates of a layer: what fails, then what is not known, then what is missing or new."""
    rows, lacks = layer.rows, layer.lacks
    parts = []
    standing = (rows.place == JUDGED) & np.isfinite(rows.x)
    for what, code in ((MEND, FAILED), (CHECK, CANT_TELL)):
        at = np.flatnonzero(standing & (layer.codes == code))
        taken = pa.array(at)
        parts.append(
            Candidates(
                np.full(at.size, what, dtype=np.int8),
                rows.key.take(taken),
                rows.label.take(taken),
                rows.x[at],
                rows.y[at],
                rows.home[at],
            )
        )
    if lacks is not None:
        places = lacks.wanted.places
        for what, state in ((CHECK, DOUBTFUL), (BUILD, MISSING)):
            at = np.flatnonzero(lacks.served.state == state)
            taken = pa.array(at)
            parts.append(
                Candidates(
                    np.full(at.size, what, dtype=np.int8),
                    lacks.wanted.key.take(taken),
                    lacks.wanted.label.take(taken),
                    places.x[at],
                    places.y[at],
                    lacks.wanted.home[at],
                )
            )
    elif given.new and rows.layer.kind != RAMPS:
        parts.append(_given_sites(given.sites, base, area) if given.sites else _homes(area, lived, radius))
    kept = [np.isin(part.what, [WHAT.index(word) for word in given.what]) for part in parts]

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name)[which] for part, which in zip(parts, kept, strict=True)])

    def texts(name: str) -> Any:
        columns = [_plain(getattr(part, name)).filter(pa.array(which)) for part, which in zip(parts, kept, strict=True)]
        return pa.concat_arrays(columns)

    return Candidates(joined("what"), texts("key"), texts("label"), joined("x"), joined("y"), joined("home"))


def _plain(column: Any) -> Any:
    """Return an Arrow column as one array of text."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(pa.string())


def _given_sites(given: Sites, base: Path, area: StudyArea) -> Candidates:
    rows = layers.read(source(given, base), [given.label] if given.label else [])
    x, y = from_wgs84(*to_wgs84(*layers.points(rows)[:2], rows.crs), area.metric)
    home = area.place(x, y)
    at = np.flatnonzero(home >= 0)
    label = schema.as_text(rows.columns[given.label].take(pa.array(at))) if given.label else pa.nulls(at.size)
    nameless = pa.nulls(at.size, pa.string())
    return Candidates(np.full(at.size, BUILD, dtype=np.int8), nameless, label, x[at], y[at], home[at])


def _homes(area: StudyArea, lived: tuple[Floats, Floats, Floats], radius: float) -> Candidates:
    """Return places among the people's own as sites, one in each square of half the radius."""
    at = siting.spots_where_people_live(*lived, radius * _SPACING)
    x, y = lived[0][at], lived[1][at]
    nameless = pa.nulls(at.size, pa.string())
    return Candidates(np.full(at.size, BUILD, dtype=np.int8), nameless, nameless, x, y, area.place(x, y))
