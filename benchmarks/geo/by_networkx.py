"""The way along the city's roads to the nearest facility with pandas and networkx, as most GeoPandas scripts find it.

The graph is networkx's own, made of a table of edges; all facilities of a group are searched from at once (a search
from each would cost many times more).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from benchmarks.geo.walking import Flags, Floats, Spots

_DECIMALS = 3  # ways are told to the millimetre


class Streets:
    """Roads, each one straight line between two places, as a table: the nodes that it joins and its length."""

    def __init__(self, roads: gpd.GeoDataFrame) -> None:
        """Give each place where roads begin or end a number."""
        ends = roads.geometry.get_coordinates()
        node = ends.groupby(["x", "y"]).ngroup().to_numpy().reshape(-1, 2)
        self.table = pd.DataFrame({"u": node[:, 0], "v": node[:, 1], "length": roads.length.to_numpy()})
        self.nodes = int(node.max()) + 1

    def ways(self, people: Spots, stands: Spots, groups: Sequence[Flags], farthest: float) -> list[Floats]:
        """Return for each group of facilities how far each person has it to the nearest of it, infinity beyond."""
        on = np.flatnonzero(stands.road >= 0)
        facility = pd.DataFrame(
            {"road": stands.road[on], "offset": stands.offset[on], "node": self.nodes + np.arange(on.size)}
        )
        pieces = self._cut(facility)
        aside = pd.DataFrame(
            {"u": facility["node"], "v": facility["node"] + on.size, "metres": stands.aside[on]}
        )  # each facility itself stands beside its road
        edges = pd.concat([pieces[["u", "v", "metres"]], aside])
        # Of roads between the same two places the one that is added last stays: the shortest.
        edges = edges.sort_values("metres", ascending=False)
        graph = nx.from_pandas_edgelist(edges, "u", "v", edge_attr="metres")
        home = pd.DataFrame({"road": people.road, "along": people.offset, "aside": people.aside})
        home = home[home["road"] >= 0].sort_values("along")
        home = pd.merge_asof(
            home.reset_index(),
            pieces.sort_values("offset", kind="stable"),
            left_on="along",
            right_on="offset",
            by="road",
        ).set_index("index")
        back, ahead = home["along"] - home["offset"], home["next"] - home["along"]
        found = []
        for group in groups:
            begin = facility.loc[group[on], "node"] + on.size
            metres = pd.Series(np.inf, index=range(people.road.size))
            if len(begin):
                far = nx.multi_source_dijkstra_path_length(graph, set(begin), cutoff=farthest + 1.0, weight="metres")
                node_way = pd.Series(far)
                either = pd.DataFrame({"u": home["u"].map(node_way) + back, "v": home["v"].map(node_way) + ahead})
                metres.loc[home.index] = (either.min(axis=1) + home["aside"]).round(_DECIMALS)
            found.append(np.asarray(metres.where(metres <= farthest, np.inf), dtype=np.float64))
        return found

    def _cut(self, facility: pd.DataFrame) -> pd.DataFrame:
        """Return the roads cut where facilities stand: road, a piece's two nodes, where it begins and ends, metres."""
        roads: Any = self.table
        begins = pd.DataFrame({"road": roads.index, "offset": 0.0, "node": roads["u"], "last": 0})
        ends = pd.DataFrame({"road": roads.index, "offset": roads["length"], "node": roads["v"], "last": 2})
        points = pd.concat([begins, facility.assign(last=1), ends]).sort_values(["road", "offset", "last"])
        after = points.groupby("road").shift(-1)
        points = points.assign(v=after["node"], next=after["offset"]).dropna()
        points = points.rename(columns={"node": "u"}).astype({"v": int})
        return points.assign(metres=points["next"] - points["offset"])
