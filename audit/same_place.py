"""Which facility of a new delivery is which of an old one: by id while ids last, else by place, one to one."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import KDTree

from audit.pairing import Indices, Pairing

# Metres within which two facilities of one layer are the same one; surveys round degrees to 5 or 6 decimals.
SAME_PLACE: Final = 1.0
# How much farther the same id may lie from its old place than its nearest neighbour does, and ids still last.
_SLACK: Final = 2.0
_EARTH_M: Final = 6_371_008.8  # mean radius (IUGG)
_ROUNDS: Final = 20


def partners(before: pd.DataFrame, now: pd.DataFrame) -> Indices:
    """Return for each facility of a layer before the row of the same one now, -1 when there is none.

    Columns: facility (unique), lon, lat (degrees, NaN without a place). A facility with the same id at the same place
    is the same. Where ids last (the same id lies about as near as the nearest facility of the other delivery does), the
    same id is the same facility though it was surveyed anew; where they were given anew, its place alone tells.
    """
    metres = _metres(before, now)
    both = Pairing(*(pd.DataFrame(np.round(own, 3), columns=["x", "y"]) for own in metres))
    keyed = Pairing(before[["facility"]], now[["facility"]])
    keyed.by(["facility"])
    apart = np.full(len(before), np.nan)
    shared = np.flatnonzero(keyed.of_before >= 0)
    apart[shared] = np.hypot(*(metres[0][shared] - metres[1][keyed.of_before[shared]]).T)
    at_place = np.flatnonzero(apart <= SAME_PLACE)
    both.pair(at_place, keyed.of_before[at_place])
    lasting = _ids_last(apart, *metres)
    placeless = np.isnan(apart) & (keyed.of_before >= 0)
    same_id = np.flatnonzero((both.of_before < 0) & ((keyed.of_before >= 0) if lasting else placeless))
    both.pair(same_id, keyed.of_before[same_id])
    known: list[NDArray[np.bool_]] = [np.asarray(np.isfinite(own).all(axis=1), dtype=bool) for own in metres]
    both.by(["x", "y"], known[0], known[1])
    for _ in range(_ROUNDS):
        if not _nearest(both, *metres):
            break
    return both.of_before


def _metres(*tables: pd.DataFrame) -> list[NDArray[np.float64]]:
    """Return the places of facilities in metres on a plane that is true near their own latitude."""
    degrees = [table[["lon", "lat"]].to_numpy(np.float64, na_value=np.nan) for table in tables]
    every = np.concatenate(degrees)
    known = every[np.isfinite(every).all(axis=1)]
    scale = np.radians(1.0) * _EARTH_M
    cosine = np.cos(np.radians(known[:, 1].mean())) if len(known) else 1.0
    return [np.where(np.isfinite(own).all(axis=1)[:, None], own * [scale * cosine, scale], np.nan) for own in degrees]


def _ids_last(apart: NDArray[np.float64], before: NDArray[np.float64], now: NDArray[np.float64]) -> bool:
    """Return whether ids mean the same facilities in both deliveries; yes when places cannot tell."""
    rows = np.flatnonzero(np.isfinite(apart))
    targets = now[np.isfinite(now).all(axis=1)]
    if not rows.size or not len(targets):
        return True
    nearest = KDTree(targets).query(before[rows])[0]
    return bool(np.median(apart[rows]) <= max(SAME_PLACE, _SLACK * float(np.median(nearest))))


def _nearest(both: Pairing, before: NDArray[np.float64], now: NDArray[np.float64]) -> bool:
    """Pair free facilities that are each other's nearest within reach; return whether there were any."""
    old = np.flatnonzero((both.of_before < 0) & np.isfinite(before).all(axis=1))
    new = np.flatnonzero((both.of_now < 0) & np.isfinite(now).all(axis=1))
    if not old.size or not new.size:
        return False
    ahead, towards = KDTree(now[new]).query(before[old], distance_upper_bound=SAME_PLACE)
    there, back = (
        np.asarray(towards),
        np.asarray(KDTree(before[old]).query(now[new], distance_upper_bound=SAME_PLACE)[1]),
    )
    mutual = np.flatnonzero(np.isfinite(ahead) & (back[np.minimum(there, new.size - 1)] == np.arange(old.size)))
    both.pair(old[mutual], new[there[mutual]])
    return bool(mutual.size)
