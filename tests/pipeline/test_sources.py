"""Databases that are read into landing: nothing lost, nothing twice, nothing when nothing is new."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from pipelines.feeds import ingest, raw_views, source_landing, sources
from pipelines.feeds.sources import Fetched
from pipelines.workspace import Workspace, open_workspace
from pipelines.yaml_file import ConfigurationError
from tests.pipeline import postgres
from tests.pipeline.command import said, touchstone

sa = pytest.importorskip("sqlalchemy", reason="the extra connectors is missing on this machine")
Run = Callable[..., None]

COMPLAINTS = (
    "create table complaints (complaint_id text, account_id text, received_at timestamptz, "
    "affected_qty numeric(12, 3), description text, is_deleted boolean, updated_at timestamptz)"
)
ROWS = [
    "('C1', 'A1', '2026-09-01 08:00+02', 12.5, 'two\nlines', false, '2026-09-01 10:00+00')",
    "('C2', 'A2', '2026-09-02 08:00+02', null, 'said \"no\", twice', true, '2026-09-02 10:00+00')",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with postgres.cluster() as url:
        yield url


@pytest.fixture
def run(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Statements in a schema that is empty at the start of each test; the source finds the database by DATABASE."""
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    monkeypatch.setenv("DATABASE", address)
    with engine.connect() as connection:
        connection.exec_driver_sql("drop schema public cascade")
        connection.exec_driver_sql("create schema public")

        def execute(*statements: str) -> None:
            for statement in statements:
                connection.exec_driver_sql(statement.replace("%", "%%"))

        yield execute
    engine.dispose()


def workspace_with(tmp_path: Path, *entries: str) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir(exist_ok=True)
    (tmp_path / "sources.yaml").write_text("sources:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries))
    return open_workspace(tmp_path)


INCREMENT = (
    "id: complaints, kind: sql, url: 'env:DATABASE', table: complaints, target: quality/complaint, "
    "high_water: updated_at"
)


def fetched(workspace: Workspace) -> Fetched:
    (outcome,) = sources.fetch(workspace)
    assert outcome.problem is None, outcome.problem
    return outcome


def insert(*rows: str) -> str:
    return f"insert into complaints values {', '.join(rows)}"


def keys_in_raw(workspace: Workspace) -> list[tuple[object, ...]]:
    report = ingest.ingest_all(workspace)
    assert not report.refused and not report.unmatched
    raw_views.refresh(workspace)
    with duckdb.connect(str(workspace.warehouse_file), read_only=True) as connection:
        return connection.execute(
            "select complaint_id, affected_qty from raw.quality__complaint order by all"
        ).fetchall()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_all_rows_land_once_and_are_read_as_the_database_holds_them(run: Run, tmp_path: Path, kind: str) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, f"{INCREMENT}, format: {kind}")
    first = fetched(workspace)
    assert (first.row_count, len(first.files)) == (2, 1) and first.files[0].endswith(f".{kind}")
    assert fetched(workspace) == Fetched("complaints")
    report = ingest.ingest_all(workspace)
    (batch,) = report.batches
    assert (batch.loaded_count, batch.refused_by_rule) == (2, {})
    raw = workspace.raw / "quality" / "complaint" / f"{batch.sha256}.parquet"
    columns = "complaint_id, received_at::varchar, affected_qty::double, description, is_deleted"
    rows = duckdb.sql(f"select {columns} from '{raw}' order by 1").fetchall()
    assert rows == [
        ("C1", "2026-09-01 06:00:00", 12.5, "two\nlines", False),
        ("C2", "2026-09-02 06:00:00", None, 'said "no", twice', True),
    ]


def test_a_row_that_shares_the_marks_value_is_neither_lost_nor_doubled(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, INCREMENT)
    fetched(workspace)
    run(insert("('C3', 'A3', '2026-09-02 09:00+02', 1, 'same second', false, '2026-09-02 10:00+00')"))
    assert fetched(workspace).row_count == 1
    assert [key for key, _ in keys_in_raw(workspace)] == ["C1", "C2", "C3"]


def test_a_corrected_row_lands_again_and_the_others_do_not(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, INCREMENT)
    fetched(workspace)
    run("update complaints set affected_qty = 99, updated_at = '2026-09-03 10:00+00' where complaint_id = 'C1'")
    assert fetched(workspace).row_count == 1


@pytest.mark.parametrize(("overlap", "expected"), [("3600", ["C1", "C2", "C4", "C5"]), ("0", ["C1", "C2", "C5"])])
def test_the_overlap_catches_what_was_committed_late(
    run: Run, address: str, tmp_path: Path, overlap: str, expected: list[str]
) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, f"{INCREMENT}, overlap: {overlap}")
    engine = sa.create_engine(address)
    with engine.connect() as slow:
        slow.exec_driver_sql(insert("('C4', 'A4', '2026-09-03 08:00+02', 1, '', false, '2026-09-03 10:00+00')"))
        run(insert("('C5', 'A5', '2026-09-03 08:00+02', 1, '', false, '2026-09-03 10:30+00')"))
        fetched(workspace)
        slow.commit()
    engine.dispose()
    fetched(workspace)
    fetched(workspace)
    assert [key for key, _ in keys_in_raw(workspace)] == expected


def test_a_kill_between_the_file_and_the_memory_loses_and_doubles_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, INCREMENT)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(source_landing, "remember", killed)
        with pytest.raises(KeyboardInterrupt):
            sources.fetch(workspace)
    assert fetched(workspace).row_count == 2
    assert len(list(workspace.landing.rglob("*.csv"))) == 2
    assert [key for key, _ in keys_in_raw(workspace)] == ["C1", "C2"]


def test_a_wrong_clock_does_not_hide_what_comes_after_it(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS, "('C9', 'A9', '2026-09-02 08:00+02', 1, '', false, '2126-01-01 00:00+00')"))
    workspace = workspace_with(tmp_path, INCREMENT)
    assert fetched(workspace).row_count == 3
    run(insert("('C6', 'A6', '2026-09-04 08:00+02', 1, '', false, '2026-09-04 10:00+00')"))
    assert fetched(workspace).row_count == 1
    assert fetched(workspace).row_count == 0


def test_a_row_without_a_value_in_the_high_water_column_lands_once(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, INCREMENT)
    fetched(workspace)
    run(insert("('C7', 'A7', '2026-09-04 08:00+02', 1, '', false, null)"))
    assert [fetched(workspace).row_count for _ in range(2)] == [1, 0]


def test_another_question_reads_all_again(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS))
    fetched(workspace_with(tmp_path, INCREMENT))
    query = "query: \"select *, ' a: b' as note from public.complaints where account_id::text like 'A%';\""
    again = workspace_with(tmp_path, INCREMENT.replace("table: complaints", query))
    assert fetched(again).row_count == 2


def test_an_increment_of_a_table_of_snapshots_is_refused_and_all_of_it_lands_when_it_changes(
    run: Run, tmp_path: Path
) -> None:
    run("create table customers (account_id text, account_name text, updated_at timestamptz)")
    run("insert into customers values ('A1', 'One', '2026-09-01 10:00+00'), ('A2', 'Two', '2026-09-01 10:00+00')")
    whole = "id: customers, kind: sql, url: 'env:DATABASE', table: public.customers, target: crm/account"
    (refused,) = sources.fetch(workspace_with(tmp_path, f"{whole}, high_water: updated_at"))
    assert refused.problem is not None and "crm__account, which comes as snapshots" in str(refused.problem)
    workspace = workspace_with(tmp_path, whole)
    assert not list(workspace.landing.rglob("*.csv"))
    assert [fetched(workspace).row_count for _ in range(2)] == [2, 0]
    run("delete from customers where account_id = 'A1'")
    assert fetched(workspace).row_count == 1


PROBLEMS = {
    "unset": ("url: 'env:NO_SUCH_VARIABLE', table: complaints", "NO_SUCH_VARIABLE is not set"),
    "no address": ("url: 'env:NOT_AN_ADDRESS', table: complaints", "its address cannot be used"),
    "no driver": ("url: 'env:NO_DRIVER', table: complaints", "extra connectors"),
    "not there": ("url: 'env:NOBODY_THERE', table: complaints", "cannot be read"),
    "no table": ("url: 'env:DATABASE', table: nothing", "nothing"),
    "no column": ("url: 'env:DATABASE', table: complaints, high_water: changed", "changed"),
    "bytes": ("url: 'env:DATABASE', query: \"select 'x'::bytea as picture\"", "column picture holds bytes"),
    "no mark": ("url: 'env:DATABASE', query: 'select 1.5::float8 as n', high_water: n", "holds float"),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_a_source_that_cannot_be_read_says_why_shows_no_password_and_stops_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setenv("NOT_AN_ADDRESS", "geheim")
    monkeypatch.setenv("NO_DRIVER", "nosuch://tester:geheim@host/x")
    monkeypatch.setenv("NOBODY_THERE", "postgresql+psycopg://tester:geheim@/x?host=/nonexistent")
    run(COMPLAINTS, insert(*ROWS))
    given, expected = PROBLEMS[case]
    workspace = workspace_with(tmp_path, f"id: broken, kind: sql, target: quality/recall, {given}", INCREMENT)
    broken, works = sources.fetch(workspace)
    assert expected in str(broken.problem) and "next:" in str(broken.problem) and "geheim" not in str(broken.problem)
    assert works.row_count == 2 and not list((workspace.landing / "quality").glob("recall/*"))


def test_a_broken_memory_is_named_and_never_guessed(run: Run, tmp_path: Path) -> None:
    run(COMPLAINTS, insert(*ROWS))
    workspace = workspace_with(tmp_path, INCREMENT)
    fetched(workspace)
    (workspace.sources_dir / "complaints.json").write_text("{")
    (outcome,) = sources.fetch(workspace)
    assert "complaints.json" in str(outcome.problem) and "remove that file" in str(outcome.problem)


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    entry = INCREMENT.replace("env:DATABASE", "postgresql://tester:geheim@host/x")
    with pytest.raises(ConfigurationError, match="url: must be env:NAME") as error:
        sources.fetch(workspace_with(tmp_path, entry))
    assert "geheim" not in str(error.value)


def test_an_unknown_source_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'nothing' is no source; allowed: complaints"):
        sources.fetch(workspace_with(tmp_path, INCREMENT), "nothing")


@pytest.fixture
def lite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Statements in a SQLite file, which holds times as texts."""
    address = f"sqlite:///{tmp_path / 'app.db'}"
    monkeypatch.setenv("DATABASE", address)
    engine = sa.create_engine(address)

    def execute(*statements: str) -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    execute("create table complaints (complaint_id integer, account_id text, received_at text, updated_at text)")
    yield execute
    engine.dispose()


def test_sqlite_with_times_as_texts_and_an_overlap(lite: Run, tmp_path: Path) -> None:
    lite("insert into complaints values (1, 'A', '2026-09-01 08:00:00', '2026-09-01 08:00:00')")
    workspace = workspace_with(tmp_path, f"{INCREMENT}, overlap: 600")
    assert fetched(workspace).row_count == 1
    lite("insert into complaints values (2, 'A', '2026-09-01 08:00:00', '2026-09-01 07:55:00')")
    lite("insert into complaints values (3, 'A', '2026-09-01 08:00:00', '2026-09-01 07:45:00')")
    assert [fetched(workspace).row_count for _ in range(2)] == [1, 0]


def test_sqlite_with_numbers_that_grow(lite: Run, tmp_path: Path) -> None:
    lite("insert into complaints values (1, 'A', '2026-09-01 08:00:00', null), (5, 'A', '2026-09-01 08:00:00', null)")
    workspace = workspace_with(tmp_path, INCREMENT.replace("updated_at", "complaint_id") + ", overlap: 2")
    assert fetched(workspace).row_count == 2
    lite("insert into complaints values (4, 'A', '2026-09-01 08:00:00', null), (2, 'A', '2026-09-01 08:00:00', null)")
    assert fetched(workspace).row_count == 1
    memory = json.loads((workspace.sources_dir / "complaints.json").read_text())
    assert memory["mark"] == ["integer", "5"] and len(memory["seen"]) == 2


def test_the_command_says_what_landed_what_was_not_new_and_what_failed(lite: Run, tmp_path: Path) -> None:
    lite("insert into complaints values (1, 'A', '2026-09-01 08:00:00', '2026-09-01 08:00:00')")
    workspace_with(tmp_path, INCREMENT, "id: broken, kind: sql, url: 'env:NOT_SET', table: t, target: crm/visit")
    first = touchstone("fetch", "complaints", "-w", tmp_path, keys=tmp_path / "keys")
    assert first.returncode == 0 and "complaints: 1 rows in quality/complaint/complaints-" in said(first)
    second = touchstone("fetch", "-w", tmp_path, keys=tmp_path / "keys")
    assert second.returncode == 3
    assert "complaints: nothing new" in said(second) and "NOT_SET is not set" in said(second)


def test_two_fetches_of_one_workspace_do_not_meet(lite: Run, tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path, INCREMENT)
    workspace.sources_dir.mkdir()
    with FileLock(workspace.sources_dir / "fetch.lock"):
        second = touchstone("fetch", "-w", tmp_path, keys=tmp_path / "keys")
    assert second.returncode == 5 and "another `touchstone fetch`" in said(second)
