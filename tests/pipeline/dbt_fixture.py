"""A work file drawn by hand: the schemas that dbt reads, filled with the rows that a test names.

Belongs here: empty tables as dbt's sources describe them, rows as dictionaries, dbt in this process.
Elsewhere: what production writes into these schemas (feeds.raw_views, warehouse, integrity).
"""

import tempfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines import settings

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"
Row = dict[str, Any]

COMPANY: Row = {
    "company_id": "acme",
    "company": "Acme Pumps",
    "is_invented": True,
    "language_code": "en",
    "currency_code": "EUR",
    "time_zone": "Asia/Shanghai",
    "accounts_kind": "organisations",
    "smallest_cell": 2,
    "satisfied_from": 0.75,
    "severe_minimum_amount": 1000,
    "severe_severities": ["4", "safety"],
    "severe_within_days": 180,
    "external_failure_cost_limit": 0.01,
    "exchange_rate_within_days": 31,
    "red_below": 60,
    "amber_below": 90,
    "least_measured_share": 0.5,
    "conflict_limit": 0.6,
    "success_floor": 0,
    "success_cap": 60,
    "success_least_customers": 1,
    "build_id": "build-1",
    "as_of_on": "2026-03-31",
    "code_version": "1.0.0",
    "config_hash": "c",
    "input_hash": "i",
}
OWNER_QUARTER: Row = {"unit_definition_id": "owner_quarter", "period_kind": "quarter", "by_owner": True}


def source_columns() -> dict[str, dict[str, str]]:
    """Columns with their types of every source table, by `schema.table`, as the project's YAML says."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((PROJECT / "models" / "staging").rglob("_*__sources.yml")):
        for source in yaml.safe_load(file.read_text(encoding="utf-8"))["sources"]:
            for table in source["tables"]:
                columns = {column["name"]: column["data_type"] for column in table["columns"]}
                found[f"{source['schema']}.{table['name']}"] = columns
    return found


def build_work_file(file: Path, rows: Mapping[str, Iterable[Row]]) -> Path:
    """A fresh DuckDB file with every source table; `rows` holds, by `schema.table`, what is not null.

    Raises KeyError for a table or a column that no source names.
    """
    file.unlink(missing_ok=True)
    columns = source_columns()
    filled = {"config.company": [COMPANY], "config.unit_definition": [OWNER_QUARTER], **rows}
    if unknown := set(filled) - set(columns):
        raise KeyError(f"no such source: {sorted(unknown)}")
    with duckdb.connect(str(file)) as connection:
        for schema in sorted({table.split(".")[0] for table in columns}):
            connection.execute(f"create schema {schema}")
        for table, types in columns.items():
            body = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
            connection.execute(f"create table {table} ({body})")
            _fill(connection, table, types, filled.get(table, ()))
    return file


def _fill(connection: duckdb.DuckDBPyConnection, table: str, types: dict[str, str], rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows, start=2):
        full = _with_lineage(row, types, number)
        if unknown := set(full) - set(types):
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        names = ", ".join(f'"{name}"' for name in full)
        connection.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(full))})", [*full.values()])


def _with_lineage(row: Row, types: dict[str, str], number: int) -> Row:
    lineage = {"_batch_no": 1, "_file_sha256": "f1", "_row_no": number} if "_row_no" in types else {}
    flags = {name: False for name in types if name.startswith("by_")}
    return {**lineage, **flags, **row}


def run_dbt(file: Path, *arguments: str) -> Any:
    """dbt in this process on one work file; returns dbt's result and lets go of the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    manifest = parsed_project()
    # A build in this process, in an earlier test, has named its own folders: they are not this file's.
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(settings.WAREHOUSE_FILE, str(file))
        patched.delenv(settings.READABLE, raising=False)
        try:
            return dbtRunner(manifest=manifest).invoke([*arguments, *_places(file.parent / "target")])
        finally:
            DuckDBConnectionManager.close_all_connections()


@lru_cache(maxsize=1)
def parsed_project() -> Any:
    """dbt's manifest of the project, parsed once for all tests and all work files."""
    from dbt.cli.main import dbtRunner

    with tempfile.TemporaryDirectory() as target:
        parsed = dbtRunner().invoke(["parse", *_places(Path(target))])
    assert parsed.success, parsed.exception
    return parsed.result


def _places(target: Path) -> list[str]:
    project = str(PROJECT)
    quiet = ["--log-level", "none", "--log-level-file", "none", "--no-version-check"]
    return ["--project-dir", project, "--profiles-dir", project, "--target-path", str(target), *quiet]


def problems(result: Any) -> list[str]:
    """What failed, as `name: message`, so that a test can show it."""
    if result.exception:
        return [str(result.exception)]
    bad = {"error", "fail", "runtime error", "warn"}
    return [f"{r.node.name}: {r.status}: {r.message}" for r in result.result.results if str(r.status) in bad]


def query(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a query over a work file."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()
