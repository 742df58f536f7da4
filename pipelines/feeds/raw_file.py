"""What a raw file holds: the columns that were in its source, and in its metadata the texts that are constant.

Belongs here: reading that back, without reading a row.
Elsewhere: how it is written (batch_load, conform); what of it is shown (raw_views).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.warehouse.connect import Connection, name, quote

CONSTANTS = "touchstone_constants"


@dataclass
class Shape:
    """The stored columns of a raw file, and its constant texts."""

    columns: set[str] = field(default_factory=set)
    constants: dict[str, str] = field(default_factory=dict)

    def sql(self, column: str, duckdb_type: str) -> str:
        """The column as it stands in a SELECT over the file: stored, constant, or null."""
        if column in self.columns:
            return name(column)
        value = quote(self.constants[column]) if column in self.constants else "null"
        return f"cast({value} as {duckdb_type}) as {name(column)}"


def shapes(connection: Connection, files: Sequence[Path]) -> dict[Path, Shape]:
    """The shape of each file, from its footer alone."""
    found = {str(file): Shape() for file in files}
    if not files:
        return {}
    listed = f"[{', '.join(quote(file) for file in found)}]"
    columns = f"select file_name, name from parquet_schema({listed}) where num_children is null"
    for file, column in connection.execute(columns).fetchall():
        found[file].columns.add(column)
    constants = (
        f"select file_name, decode(value) from parquet_kv_metadata({listed}) where decode(key) = {quote(CONSTANTS)}"
    )
    for file, text in connection.execute(constants).fetchall():
        found[file].constants = json.loads(text)
    return {Path(file): shape for file, shape in found.items()}
