"""Frames as Parquet and back: equal frames give equal bytes, whatever they were made of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def to_parquet(frame: pd.DataFrame, columns: Sequence[tuple[str, pa.DataType]]) -> bytes:
    """Return some columns of a frame, each in the type that is stated, as a Parquet file."""
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pandas(frame, schema=pa.schema(columns), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), sink, compression="zstd")
    written: bytes = sink.getvalue().to_pybytes()
    return written


def from_parquet(parquet: bytes, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the frame in a Parquet file, or some columns of it."""
    names = None if columns is None else list(columns)
    frame: pd.DataFrame = pq.read_table(pa.BufferReader(parquet), columns=names).to_pandas()
    return frame
