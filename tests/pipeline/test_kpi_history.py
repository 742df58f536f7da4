"""A figure can be asked for as it was known on a day, and a restated one keeps what it was and why."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipelines import workspace
from pipelines.identity import BuildIdentity
from pipelines.publish import export, history, swap
from pipelines.workspace import Workspace
from tests.pipeline.command import said, touchstone

MODEL = history.MODEL
BUILD = BuildIdentity("20260405T100000000Z-a", "2026-04-05", "code-1", "config-1", "input-1")
Figure = tuple[str, float | None, bool]  # period, reported value, withheld

COLUMNS = """
    kpi_id varchar, org_unit_id varchar, period_kind varchar, period_id varchar, period_end_on date,
    reported_value double, numerator double, denominator double, n bigint, lower_value double, upper_value double,
    interval_method varchar, adjusted_value double, adjusted_lower_value double, adjusted_upper_value double,
    target_value double, score double, status_code varchar, is_withheld boolean, known_from_at timestamp,
    known_until_at timestamp, change_code varchar, is_restated boolean, as_of_on date, build_id varchar,
    code_version varchar, config_hash varchar, input_hash varchar
"""


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace.open_workspace(workspace.create(tmp_path / "w"))


def build(day: int, **changed: str) -> BuildIdentity:
    """A build of that day of April."""
    return replace(BUILD, build_id=f"202604{day:02d}T100000000Z-x", as_of_on=f"2026-04-{day:02d}", **changed)


def export_build(opened: Workspace, made: BuildIdentity, figures: list[Figure]) -> None:
    """A candidate with C01 of the company in some periods."""
    with duckdb.connect(str(opened.warehouse_file)) as connection:
        connection.execute(f"create or replace table {MODEL} ({COLUMNS})")
        for period, value, is_withheld in figures:
            row = {
                "kpi_id": "C01", "org_unit_id": "company", "period_kind": "month", "period_id": period,
                "period_end_on": f"{period}-28", "reported_value": value, "n": 10, "interval_method": "jeffreys",
                "status_code": "no_target", "is_withheld": is_withheld, "known_from_at": f"{made.as_of_on} 10:00:00",
                "change_code": "first_reported", "is_restated": False, "as_of_on": made.as_of_on,
                "build_id": made.build_id, "code_version": made.code_version, "config_hash": made.config_hash,
                "input_hash": made.input_hash,
            }  # fmt: skip
            names, places = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(f"insert into {MODEL} ({names}) values ({places})", [*row.values()])
    export.export(opened, made, [MODEL])


def publish(opened: Workspace, made: BuildIdentity, figures: list[Figure]) -> Path:
    export_build(opened, made, figures)
    return swap.swap(opened, made.build_id)


def told(opened: Workspace, period: str = "2026-03") -> list[tuple[object, ...]]:
    """Value, day from, day until, reason and restated of every row of a period, in order."""
    columns = "reported_value, day(known_from_at), day(known_until_at), change_code, is_restated"
    with duckdb.connect(str(opened.current / "touchstone.duckdb"), read_only=True) as connection:
        return connection.execute(
            f"select {columns} from {MODEL} where period_id = '{period}' order by known_from_at"
        ).fetchall()


def test_a_changed_figure_keeps_what_it_was_since_when_and_why(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False), ("2026-04", 1.0, False)])
    publish(opened, build(6, input_hash="input-2"), [("2026-03", 0.75, False), ("2026-04", 0.5, False)])
    publish(opened, build(7, input_hash="input-2", config_hash="config-2"), [("2026-03", 0.5, False)])
    assert told(opened) == [
        (1.0, 5, 6, "first_reported", False),
        (0.75, 6, 7, "input", True),
        (0.5, 7, None, "configuration", True),
    ]
    assert told(opened, "2026-04") == [
        (1.0, 5, 6, "first_reported", False),
        (0.5, 6, 7, "input", False),  # the month was not over
        (None, 7, None, "configuration", False),  # no longer measured
    ]


def test_several_causes_are_all_named(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False)])
    publish(opened, build(6, input_hash="input-2", code_version="code-2"), [("2026-03", 0.5, False)])
    assert [row[3] for row in told(opened)] == ["first_reported", "input+method"]


def test_a_figure_that_stayed_is_not_told_again_whatever_else_changed(opened: Workspace) -> None:
    first = publish(opened, build(5), [("2026-03", 1.0, False)])
    second = publish(opened, build(6, input_hash="input-2"), [("2026-03", 1.0, False)])
    assert told(opened) == [(1.0, 5, None, "first_reported", False)]
    parquet = f"{MODEL}.parquet"
    assert (first / parquet).read_bytes() == (second / parquet).read_bytes()


def test_a_build_that_was_never_seen_leaves_no_trace(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False)])
    export_build(opened, build(6, input_hash="input-2"), [("2026-03", 0.5, False)])
    swap.remove_unfinished(opened)
    publish(opened, build(7, input_hash="input-3"), [("2026-03", 0.25, False)])
    assert told(opened) == [(1.0, 5, 7, "first_reported", False), (0.25, 7, None, "input", True)]


def test_history_outlives_the_builds_that_made_it(opened: Workspace) -> None:
    for day, value in ((5, 1.0), (6, 0.5), (7, 0.25)):
        publish(opened, build(day, input_hash=f"input-{day}"), [("2026-03", value, False)])
    swap.prune(opened, dt.datetime.now(dt.UTC) + dt.timedelta(days=opened.config.keep_builds_days + 1))
    assert len(list((opened.published / "builds").iterdir())) == 1
    publish(opened, build(8, input_hash="input-8"), [("2026-03", 0.25, False)])
    assert [row[0] for row in told(opened)] == [1.0, 0.5, 0.25]


def test_what_is_withheld_now_is_withheld_in_what_was_known_before(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False), ("2026-02", 1.0, False)])
    publish(opened, build(6, input_hash="input-2"), [("2026-03", None, True), ("2026-02", 1.0, False)])
    assert [row[0] for row in told(opened)] == [None, None]
    assert [row[0] for row in told(opened, "2026-02")] == [1.0]


def test_a_release_that_knows_another_column_goes_on_with_the_history(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False)])
    parquet = opened.current.resolve() / f"{MODEL}.parquet"
    former = parquet.with_name("former.parquet")
    shutil.move(parquet, former)
    with duckdb.connect() as connection:
        other = f"select * exclude (score), 'x' as dropped from read_parquet('{former}')"
        connection.execute(f"copy ({other}) to '{parquet}' (format parquet)")
    publish(opened, build(6, input_hash="input-2"), [("2026-03", 0.5, False)])
    assert [row[0] for row in told(opened)] == [1.0, 0.5]


def test_the_command_tells_what_was_known_on_a_day(opened: Workspace) -> None:
    publish(opened, build(5), [("2026-03", 1.0, False)])
    publish(opened, build(6, input_hash="input-2"), [("2026-03", 0.75, False)])
    asked = ("as-reported", "c01", "2026-03", "-w", opened.root)
    known = {
        day: said(touchstone(*asked, "--on", f"2026-04-{day:02d}", keys=opened.root / "keys")) for day in (4, 5, 6)
    }
    assert "nothing was reported until 2026-04-04" in known[4]
    assert "first_reported" in known[5] and "0.75" not in known[5]
    assert "input" in known[6] and "first_reported" not in known[6]
    everything = said(touchstone(*asked, keys=opened.root / "keys"))
    assert "first_reported" in everything and "0.75" in everything
