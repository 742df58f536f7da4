"""The hand-over from SQL to Python and back: aggregates out, assessment in.

Belongs here: reading the agg_ tables, writing the tables of schema `integrity`.
Elsewhere: their columns (integrity.aggregates, integrity.assess).
"""

from pathlib import Path

import pandas as pd

from pipelines.warehouse import connect


def read_tables(file: Path, tables: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The named tables of a DuckDB file, whole, by name."""
    with connect.database(file) as connection:
        return {table: connection.execute(f"select * from {connect.name(table)}").df() for table in tables}


def read_present(file: Path, tables: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Those of the named tables that a DuckDB file has, whole, by name."""
    with connect.database(file) as connection:
        known = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
        return {
            table: connection.execute(f"select * from {connect.name(table)}").df() for table in tables if table in known
        }


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
