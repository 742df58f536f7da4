"""Connections to DuckDB: one configuration, closed at once, locked down.

Belongs here: how a connection is opened and what it may touch.
Elsewhere: what is asked of it.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection
Error = duckdb.Error

_SETTINGS: dict[str, str | bool] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


def quote(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """A SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


MEMORY_LIMIT = "2GB"  # DuckDB's own; what exceeds it spills beside the file. dbt's profile has the same.


def _lock_down(connection: Connection, directories: Sequence[Path]) -> None:
    allowed = ", ".join(quote(f"{folder}/") for folder in directories)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"set allowed_directories = [{allowed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


@contextmanager
def memory(
    directories: Sequence[Path], *, memory_limit: str = MEMORY_LIMIT, threads: int | None = None
) -> Iterator[Connection]:
    """A database in memory that may read and write below `directories` and nowhere else.

    `memory_limit` is DuckDB's; what exceeds it spills into a private folder that is removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="touchstone-spill-") as spill:
        connection = duckdb.connect(":memory:", config=dict(_SETTINGS))
        try:
            connection.execute(f"set memory_limit = {quote(memory_limit)}")
            connection.execute(f"set temp_directory = {quote(spill)}")
            connection.execute("set enable_progress_bar = false")
            # Files are rewritten under one name within one clock tick: cached pages of the old one would be read.
            connection.execute("set enable_external_file_cache = false")
            if threads:
                connection.execute(f"set threads = {int(threads)}")
            _lock_down(connection, [*directories, Path(spill)])
            yield connection
        finally:
            connection.close()


@contextmanager
def database(
    file: Path, directories: Sequence[Path] = (), *, read_only: bool = False, memory_limit: str = MEMORY_LIMIT
) -> Iterator[Connection]:
    """A database file that may read below `directories`; the caller is its only user while it is open.

    Raises duckdb.IOException when another process holds the file.
    """
    connection = duckdb.connect(str(file), read_only=read_only, config=dict(_SETTINGS))
    try:
        connection.execute(f"set memory_limit = {quote(memory_limit)}")
        _lock_down(connection, [*directories, file.parent])
        yield connection
    finally:
        connection.close()
