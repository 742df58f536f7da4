"""The hand-over from SQL to Python and back: aggregates out, assessment in.

Belongs here: reading the agg_ tables, writing the tables of schema `integrity`.
Elsewhere: their columns (integrity.aggregates, integrity.assess).
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipelines.warehouse import connect


def read_tables(file: Path, tables: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The named tables of a DuckDB file, whole, by name."""
    with connect.database(file) as connection:
        return {table: connection.execute(f"select * from {connect.name(table)}").df() for table in tables}


def read_encoded(file: Path, tables: Mapping[str, Collection[str]]) -> Mapping[str, pd.DataFrame]:
    """Those of the named tables that a DuckDB file has, with the named columns that they have; each text is kept once.

    A table is read when it is asked for, batch by batch, so that no two are held twice and a million identifiers are
    never spelled out at once; packed numbers keep all their bits.
    """
    with connect.database(file) as connection:
        there = {name for (name,) in connection.execute("select distinct table_name from duckdb_columns()").fetchall()}
    return _Encoded(file, {table: columns for table, columns in tables.items() if table in there})


class _Encoded(Mapping[str, pd.DataFrame]):
    """Tables by name, read anew each time."""

    def __init__(self, file: Path, columns: Mapping[str, Collection[str]]) -> None:
        self.file, self.columns = file, columns

    def __getitem__(self, table: str) -> pd.DataFrame:
        wanted = self.columns[table]
        with connect.database(self.file, memory_limit=LITTLE) as connection:
            rows = connection.execute(_COLUMNS, [table]).fetchall()
            names = ", ".join(connect.name(name) for (name,) in rows if name in wanted)
            reader = connection.execute(f"select {names} from {connect.name(table)}").fetch_record_batch(BATCH)
            frame = _encoded(reader)
        pa.default_memory_pool().release_unused()
        return frame

    def __contains__(self, table: object) -> bool:
        return table in self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


LITTLE = "500MB"
"""DuckDB's memory while rows stream out of it."""
BATCH = 200_000
_COLUMNS = "select column_name from information_schema.columns where table_name = ? order by ordinal_position"
_NULLABLE = {pa.uint64(): pd.UInt64Dtype(), pa.bool_(): pd.BooleanDtype()}


def _encoded(reader: pa.RecordBatchReader) -> pd.DataFrame:
    batches = [pa.RecordBatch.from_arrays([_column(one) for one in batch.columns], batch.schema.names)
               for batch in reader]  # fmt: skip
    if not batches:
        return reader.schema.empty_table().to_pandas(types_mapper=_NULLABLE.get)
    whole = pa.Table.from_batches(batches).unify_dictionaries()
    return whole.to_pandas(types_mapper=_NULLABLE.get, split_blocks=True, self_destruct=True)


def _column(values: pa.Array) -> pa.Array:
    if pa.types.is_string(values.type):
        return values.dictionary_encode()
    return values.cast(pa.float64()) if pa.types.is_decimal(values.type) else values


def write_schema(file: Path, schema: str, frames: dict[str, pd.DataFrame]) -> dict[str, int]:
    """Replace each table of a schema by a frame, all or nothing; returns the rows written by table."""
    with connect.database(file) as connection:
        connection.execute("begin")
        connection.execute(f"create schema if not exists {connect.name(schema)}")
        for table, frame in frames.items():
            connection.register("handed_over", frame)
            place = f"{connect.name(schema)}.{connect.name(table)}"
            connection.execute(f"create or replace table {place} as select * from handed_over")
            connection.unregister("handed_over")
        connection.execute("commit")
    return {table: len(frame) for table, frame in frames.items()}
