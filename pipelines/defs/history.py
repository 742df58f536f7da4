"""Dagster's history, written without waiting for the disk at each of some hundred events.

Belongs here: how its SQLite files are opened during one run from the command line.
Elsewhere: where they lie (dagster.yaml); what counts as evidence, which this history is not.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def quick() -> Iterator[None]:
    """One connection per file stays open and commits are not synced, as SQLite's write-ahead log allows.

    Dagster closes its connection after every event; without another one open, each close empties the log into the
    file, which took longer than our own work. A power cut can lose the last events, never the file.
    """
    held: dict[str, sqlite3.Connection] = {}

    def opened(connection: object, _record: object) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("pragma synchronous = normal")
        file = connection.execute("pragma database_list").fetchall()[0][2]
        if file and file not in held:
            held[file] = sqlite3.connect(file, check_same_thread=False)
            held[file].execute("select count(*) from sqlite_master").fetchall()

    event.listen(Engine, "connect", opened)
    try:
        yield
    finally:
        event.remove(Engine, "connect", opened)
        for connection in held.values():
            connection.close()
