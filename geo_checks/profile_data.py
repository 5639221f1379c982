"""A profile of a file as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from geo_checks.profile import ColumnProfile, FileProfile


def as_data(found: FileProfile) -> dict[str, Any]:
    """Return the profile as plain data, for JSON."""
    return {
        "file": found.file,
        "format": found.form,
        "layers": [
            {
                "layer": layer.name,
                "rows": layer.rows,
                "geometries": dict(layer.kinds),
                "without_place": layer.unplaced,
                "crs": layer.crs or None,
                "bounds": list(layer.bounds) or None,
                "x": layer.x,
                "y": layer.y,
                "suspected_kind": layer.kind,
                "facilities": dict(layer.facilities),
                "columns_not_shown": layer.unread,
                "columns": [_column_data(column) for column in layer.columns],
            }
            for layer in found.layers
        ],
    }


def _column_data(column: ColumnProfile) -> dict[str, Any]:
    meaning = column.meaning
    return {
        "column": column.name,
        "type": column.stored,
        "filled": column.filled,
        "blank": column.blank,
        "unknown_words": column.unknown,
        "distinct": column.distinct,
        "numbers": column.numbers,
        "common": [{"value": value, "rows": rows} for value, rows in column.common],
        "low": column.low,
        "median": column.middle,
        "high": column.high,
        "suspected_sentinels": [{"value": value, "rows": rows} for value, rows in column.sentinels],
        "stated_units": dict(column.stated_units),
        "suspected_attributes": list(meaning.attributes),
        "suspected_role": meaning.role or None,
        "suspected_units": [{"unit": unit, "median_in_m_or_percent": value} for unit, value in meaning.units],
        "unit_in_name": meaning.named_unit or None,
        "yes": meaning.yes,
        "no": meaning.no,
    }
