"""Rows of a database as the texts of a file: one spelling for each type, CSV or Parquet.

Belongs here: how a value is written, so that ingest reads back what the database holds.
Elsewhere: which rows (sql_source).
"""

import csv
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Texts = tuple[str | None, ...]
Write = Callable[[Sequence[Texts]], None]


class UnwritableError(ValueError):
    """A value that has no text."""


def as_text(value: Any) -> str | None:
    """ISO times, plain decimals, true and false, JSON for what is nested. Raises UnwritableError for bytes."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | uuid.UUID():
            return str(value)
        case float() | Decimal():
            exact = Decimal(repr(value)) if isinstance(value, float) else value
            return f"{exact:f}" if exact.is_finite() else str(value)
        case dt.datetime():
            return value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return f"{Decimal(str(value.total_seconds())):f}"
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, default=as_text)
    raise UnwritableError(f"holds {type(value).__name__}, which no text can say")


@contextmanager
def writer(file: Path, kind: str, names: Sequence[str]) -> Iterator[Write]:
    """A function that appends rows to a new file with these columns."""
    if kind == "parquet":
        schema = pa.schema([(name, pa.string()) for name in names])
        with pq.ParquetWriter(file, schema) as parquet:
            yield lambda rows: parquet.write_table(_table(schema, rows))
    else:
        with open(file, "w", encoding="utf-8", newline="") as handle:
            lines = csv.writer(handle, lineterminator="\n")
            lines.writerow(names)
            yield lines.writerows


def _table(schema: pa.Schema, rows: Sequence[Texts]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)
