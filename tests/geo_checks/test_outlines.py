"""Borders thinned: neighbours stay neighbours, nothing is lost, in any order. In pieces: the same borders."""

from typing import Any

import numpy as np
import pytest
import shapely

from geo_checks.outlines import pieces, thinned


def _mesh(seed: int = 1, side: int = 6, vertices: int = 200) -> np.ndarray:
    """Return squares of 100 m that share wavy borders of many vertices."""
    random = np.random.Generator(np.random.PCG64(seed))
    t = np.linspace(0, 1, vertices + 2)[1:-1]

    def wavy(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
        off = 8 * t * (1 - t) * np.sin(random.integers(1, 9) * np.pi * t)
        return np.column_stack([x0 + t * (x1 - x0) + off * (y1 - y0) / 100, y0 + t * (y1 - y0) + off * (x1 - x0) / 100])

    flat = {(i, j): wavy(100 * i, 100 * j, 100 * i + 100, 100 * j) for i in range(side) for j in range(side + 1)}
    tall = {(i, j): wavy(100 * i, 100 * j, 100 * i, 100 * j + 100) for i in range(side + 1) for j in range(side)}
    polygons = []
    for i in range(side):
        for j in range(side):
            x, y = 100.0 * i, 100.0 * j
            ring: list[Any] = [[(x, y)], flat[i, j], [(x + 100, y)], tall[i + 1, j], [(x + 100, y + 100)]]
            ring += [flat[i, j + 1][::-1], [(x, y + 100)], tall[i, j][::-1]]
            polygons.append(shapely.Polygon(np.concatenate(ring)))
    return np.array(polygons, dtype=object)


def test_neighbours_still_share_their_borders() -> None:
    mesh = _mesh()
    assert shapely.coverage_is_valid(mesh)
    thin = thinned(mesh, 10.0)
    assert shapely.get_num_coordinates(thin).sum() < shapely.get_num_coordinates(mesh).sum() / 5
    assert shapely.is_valid(thin).all()
    assert shapely.coverage_is_valid(thin)
    assert shapely.area(thin) == pytest.approx(shapely.area(mesh), rel=0.05)
    # No gap has opened: what they cover together is what they cover each.
    assert shapely.area(shapely.union_all(thin)) == pytest.approx(shapely.area(thin).sum(), rel=1e-9)


def test_the_order_of_the_polygons_does_not_matter() -> None:
    mesh = _mesh()
    there, back = thinned(mesh, 10.0), thinned(mesh[::-1], 10.0)[::-1]
    assert (shapely.to_wkb(there) == shapely.to_wkb(back)).all()


def test_parts_and_holes_are_kept() -> None:
    inner = shapely.box(40, 40, 60, 60)
    ring = shapely.Point(50, 50).buffer(50, quad_segs=64)
    both = shapely.MultiPolygon([ring - inner, shapely.box(200, 0, 220, 20)])
    thin = thinned(np.array([both, inner, ring], dtype=object), 5.0)
    assert [shape.geom_type for shape in thin] == ["MultiPolygon", "Polygon", "Polygon"]
    assert len(thin[0].geoms) == 2
    assert len(thin[0].geoms[0].interiors) == 1
    assert shapely.area(thin) == pytest.approx(shapely.area(np.array([both, inner, ring])), rel=0.05)


def test_a_ring_smaller_than_a_square_keeps_its_vertices() -> None:
    small = np.array([shapely.box(0, 0, 1, 1), shapely.box(500, 500, 900, 900)], dtype=object)
    assert (shapely.to_wkb(thinned(small, 50.0)) == shapely.to_wkb(small)).all()


def test_pieces_are_short_and_make_up_every_border() -> None:
    holed = shapely.Point(900, 900).buffer(90, quad_segs=100) - shapely.box(890, 890, 910, 910)
    several = shapely.MultiPolygon([shapely.box(-40, 0, -20, 20), shapely.box(-90, 0, -70, 20)])
    polygons = np.append(_mesh(), np.array([holed, several], dtype=object))
    short = pieces(polygons)
    assert shapely.get_num_coordinates(short).max() <= 129
    assert shapely.length(short).sum() == pytest.approx(shapely.length(polygons).sum(), rel=1e-12)
    places = shapely.points(np.random.Generator(np.random.PCG64(1)).uniform(-500, 1500, (200, 2)))
    places = places[~shapely.intersects(places, shapely.union_all(polygons))]
    nearest = shapely.STRtree(short).query_nearest(places, return_distance=True, all_matches=False)[1]
    assert (nearest == shapely.distance(places[:, None], polygons[None, :]).min(axis=1)).all()
