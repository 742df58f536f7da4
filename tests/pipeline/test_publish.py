"""A build becomes visible whole or not at all, whatever readers do meanwhile."""

import datetime as dt
import json
import multiprocessing as mp
import os
from pathlib import Path

import duckdb
import pytest

from pipelines import workspace
from pipelines.identity import BuildIdentity
from pipelines.publish import export, swap
from pipelines.publish.export import DATABASE
from pipelines.workspace import Workspace

READERS, BUILDS = 8, 40


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace.open_workspace(workspace.create(tmp_path / "w"))


def publish(opened: Workspace, number: int) -> Path:
    """One build in which two tables say the same number."""
    with duckdb.connect(str(opened.warehouse_file)) as connection:
        for table in ("meta_build", "fct_something"):
            connection.execute(
                f"create or replace table {table} as select {number} as number, 'x' as word from range(100)"
            )
    identity = BuildIdentity(f"b{number:03d}", "2026-01-01", "1", "2", "3")
    export.export(opened, identity, ["fct_something", "meta_build"])
    return swap.swap(opened, identity.build_id)


def read_until(stop: object, current: Path, seen: object) -> None:
    """Open the published file again and again; note what was torn and what failed."""
    while not stop.is_set():
        try:
            with duckdb.connect(str(current / DATABASE), read_only=True) as connection:
                query = "select (select max(number) from meta_build), (select max(number) from fct_something)"
                one, two = connection.execute(query).fetchall()[0]
            seen.put("torn" if one != two else "whole")
        except Exception as error:
            seen.put(f"error: {error}")


def test_eight_readers_see_only_whole_builds_while_forty_are_published(opened: Workspace) -> None:
    context = mp.get_context("spawn")
    publish(opened, 0)
    with context.Manager() as manager:
        stop, seen = manager.Event(), manager.Queue()
        readers = [context.Process(target=read_until, args=(stop, opened.current, seen)) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        seen.get(timeout=60)
        for number in range(1, BUILDS + 1):
            publish(opened, number)
        stop.set()
        for reader in readers:
            reader.join(60)
        outcomes = [seen.get() for _ in range(seen.qsize())]
    assert len(outcomes) > BUILDS
    assert set(outcomes) == {"whole"}


def test_a_published_file_is_read_only_and_named_by_its_digest(opened: Workspace) -> None:
    build = publish(opened, 1)
    assert {os.stat(file).st_mode & 0o222 for file in build.iterdir()} == {0}
    record = json.loads((build / "build.json").read_text())
    assert record["tables"]["meta_build"]["rows"] == 100
    assert opened.current.resolve() == build


def test_equal_content_gives_equal_digests(opened: Workspace) -> None:
    digests = []
    for name in ("one", "two"):
        build = publish(opened, 1) if name == "one" else None
        if build is None:
            export.export(opened, BuildIdentity("again", "2026-01-01", "1", "2", "3"), ["fct_something", "meta_build"])
            build = swap.swap(opened, "again")
        digests.append(json.loads((build / "build.json").read_text())["tables"])
    assert digests[0] == digests[1]


def test_what_a_killed_run_left_is_cleared_and_the_current_build_is_never_pruned(opened: Workspace) -> None:
    old, new = publish(opened, 1), publish(opened, 2)
    (opened.published / "builds" / "b9.part").mkdir()
    swap.remove_unfinished(opened)
    assert not list((opened.published / "builds").glob("*.part"))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=opened.config.keep_builds_days + 1)
    assert swap.prune(opened, later) == [old.name]
    assert new.exists()


def test_an_open_reader_keeps_its_build(opened: Workspace) -> None:
    publish(opened, 1)
    with duckdb.connect(str(opened.current / DATABASE), read_only=True) as connection:
        publish(opened, 2)
        assert connection.execute("select max(number) from meta_build").fetchall() == [(1,)]
