"""Copy the published marts into a candidate build: a DuckDB file and sorted Parquet.

Belongs here: what is let out, in which form, with which digests.
Elsewhere: which models are published (their meta in dbt_project); when a candidate becomes current (swap).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.identity import BuildIdentity
from pipelines.publish import history
from pipelines.warehouse import connect
from pipelines.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

DATABASE = "touchstone.duckdb"
PAGE = "report.html"
RECORD = "build.json"
_STORAGE_VERSION = "v1.0.0"  # readers from DuckDB 1.0 on can open it


def candidate_folder(workspace: Workspace, build_id: str) -> Path:
    """Where a build grows; its name says that it is not one yet."""
    return workspace.published / "builds" / f"{build_id}.part"


def export(workspace: Workspace, identity: BuildIdentity, models: list[str]) -> Path:
    """Write every published model into a fresh candidate folder and return the folder."""
    folder = candidate_folder(workspace, identity.build_id)
    folder.mkdir(parents=True)
    with connect.database(workspace.warehouse_file, [workspace.published]) as connection:
        file, version = connect.quote(str(folder / DATABASE)), connect.quote(_STORAGE_VERSION)
        connection.execute(f"attach {file} as candidate (storage_version {version})")
        for model in models:
            if model != history.MODEL:
                _copy(connection, model)
            else:
                history.merge(connection, workspace, identity, f"candidate.main.{model}")
        tables = {model: _written(connection, model, folder) for model in models}
        connection.execute("detach candidate")
    record = {**asdict(identity), "schema_version": 1, "tables": tables}
    (folder / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return folder


def _copy(connection: connect.Connection, model: str) -> None:
    """One model as a sorted table; sorted, because equal content shall be equal bytes."""
    table = connect.name(model)
    connection.execute(f"create table candidate.main.{table} as select * from main.{table} order by all")


def _written(connection: connect.Connection, model: str, folder: Path) -> dict[str, object]:
    """The table as Parquet, and what the record says of it."""
    table, file = connect.name(model), folder / f"{model}.parquet"
    connection.execute(
        f"copy (select * from candidate.main.{table}) to {connect.quote(str(file))} (format parquet, compression zstd)"
    )
    rows = connection.execute(f"select count(*) from candidate.main.{table}").fetchall()[0][0]
    return {"rows": rows, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def read_rows(folder: Path, queries: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    """The rows of each query over a build's DuckDB file, as dictionaries."""
    with connect.database(folder / DATABASE, read_only=True) as connection:
        return {name: _rows(connection, query) for name, query in queries.items()}


def read_frames(folder: Path, queries: dict[str, str]) -> dict[str, pd.DataFrame]:
    """The same as frames, which keep their columns when there are no rows."""
    with connect.database(folder / DATABASE, read_only=True) as connection:
        return {name: connection.execute(query).df() for name, query in queries.items()}


def _rows(connection: connect.Connection, query: str) -> list[dict[str, object]]:
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
