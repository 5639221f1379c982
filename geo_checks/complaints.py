"""Which facility a ticket of the hotline means: the nearest within a stated distance, else the one of that name."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.spatial import KDTree

from audit.complaints import BAD_PLACE, FACILITY, NO_PLACE, NO_SUCH_NAME, SEVERAL, TOO_FAR, About, Ticket
from audit.plan_gate import Complaints
from geo_checks.coordinates import Floats, Reference, from_wgs84, metric_crs, reference, to_wgs84

_WGS84: Final = "EPSG:4326"


@dataclass(frozen=True)
class Located:
    """The facilities of a layer: ids, labels as people compare them, degrees (NaN without a place)."""

    layer: str
    kind: str
    ids: Sequence[str]
    labels: Sequence[str]
    lon: Floats
    lat: Floats


def located(layer: str, kind: str, parquet: bytes) -> Located:
    """Read the facilities of a layer's evidence."""
    columns = pq.read_table(pa.BufferReader(parquet), columns=["facility", "label", "lon", "lat"])
    lon, lat = (columns[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in ("lon", "lat"))
    labels = ["" if label is None else _plain(str(label)) for label in columns["label"].to_pylist()]
    return Located(layer, kind, [str(one) for one in columns["facility"].to_pylist()], labels, lon, lat)


class KnownFacilities:
    """The facilities of a run, to be found by place and by name."""

    def __init__(self, layers: Iterable[Located]) -> None:
        self._layers = tuple(layers)
        every = [self._degrees(layer) for layer in self._layers]
        middle = np.concatenate(every).mean(axis=0) if any(map(len, every)) else np.array([0.0, 0.0])
        self._metric = metric_crs(float(middle[0]), float(middle[1]))
        self._trees: list[tuple[Located, Any, Any]] = []
        for layer, degrees in zip(self._layers, every, strict=True):
            if len(degrees):
                x, y = from_wgs84(degrees[:, 0], degrees[:, 1], self._metric)
                rows = np.flatnonzero(np.isfinite(layer.lon) & np.isfinite(layer.lat))
                self._trees.append((layer, KDTree(np.column_stack([x, y])), rows))
        self._names: dict[str, list[tuple[Located, int]]] = {}
        for layer in self._layers:
            for row, label in enumerate(layer.labels):
                if label:
                    self._names.setdefault(label, []).append((layer, row))

    @staticmethod
    def _degrees(layer: Located) -> Floats:
        both = np.column_stack([layer.lon, layer.lat])
        return both[np.isfinite(both).all(axis=1)]

    def find(self, tickets: Sequence[Ticket], given: Complaints) -> list[About]:
        """Return what each ticket is about. Raises UsageError when the coordinate system is not known."""
        system = system_of(given)
        numbers = np.array([(_number(t.x), _number(t.y)) for t in tickets], dtype=np.float64).reshape(-1, 2)
        lon, lat = to_wgs84(numbers[:, 0], numbers[:, 1], system)
        x, y = from_wgs84(lon, lat, self._metric)
        known = np.isfinite(lon) & np.isfinite(lat)
        places = zip(tickets, np.column_stack([x, y]).tolist(), known.tolist(), strict=True)
        return [self._one(ticket, place if there else None, given) for ticket, place, there in places]

    def _one(self, ticket: Ticket, place: Sequence[float] | None, given: Complaints) -> About:
        meant = given.kinds.get(ticket.category, ())
        why = BAD_PLACE if ticket.x or ticket.y else NO_PLACE
        if place is not None:
            near = self._nearest(place, given.within, meant)
            if near is not None:
                return near
            why = TOO_FAR
        if not ticket.place:
            return About(why=why)
        named = [(layer, row) for layer, row in self._names.get(_plain(ticket.place), ()) if _is_meant(layer, meant)]
        if len(named) != 1:
            return About(why=SEVERAL if named else (why if why == TOO_FAR else NO_SUCH_NAME))
        layer, row = named[0]
        return About(FACILITY, layer=layer.layer, subject=layer.ids[row])

    def _nearest(self, place: Sequence[float], within: float, meant: Sequence[str]) -> About | None:
        """Return the nearest facility within a distance; of equally near ones, the first layer's first."""
        best: tuple[float, About] | None = None
        for layer, tree, rows in self._trees:
            if not _is_meant(layer, meant):
                continue
            metres, index = tree.query(place, distance_upper_bound=np.nextafter(within, np.inf))
            if math.isfinite(metres) and (best is None or metres < best[0]):
                subject = layer.ids[int(rows[index])]
                best = (float(metres), About(FACILITY, layer=layer.layer, subject=subject, metres=round(metres, 1)))
        return best[1] if best else None


def system_of(given: Complaints) -> Reference:
    """Return the coordinate system of a file of tickets; UsageError when it is not known."""
    return reference(given.crs or _WGS84, "[[complaints]] crs")


def _is_meant(layer: Located, meant: Sequence[str]) -> bool:
    return not meant or layer.layer in meant or layer.kind in meant


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _plain(text: str) -> str:
    """Return a name as people compare it: full and half width alike, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
