"""Values that stand in a second file: which of several rows is meant, and what the second file may lack."""

from pathlib import Path

import duckdb
import pytest

from pipelines.feeds import ingest
from pipelines.feeds.ingest import IngestReport
from pipelines.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir()
    (tmp_path / "feeds").mkdir()
    return open_workspace(tmp_path)


def load(workspace: Workspace, second: str, join: str, column: str = "plan.day") -> IngestReport:
    (workspace.root / "feeds" / "line.yaml").write_text(
        "feed: crm\ntable: order_line\nfiles: line.csv\n"
        f"joins: {{plan: {{file: plan.csv, on: {{id: id}}{join}}}}}\n"
        f"columns: {{order_id: id, line_no: {{constant: 1}}, uom: {{lookup: {column}}}}}\n"
    )
    (workspace.landing / "line.csv").write_text("id\nA\nB\n")
    (workspace.landing / "plan.csv").write_text(second)
    return ingest.ingest_all(workspace)


def looked_up(workspace: Workspace) -> list[object]:
    (file,) = (workspace.raw / "crm" / "order_line").glob("*.parquet")
    with duckdb.connect() as connection:
        return [
            row[0] for row in connection.execute(f"select uom from read_parquet('{file}') order by order_id").fetchall()
        ]


@pytest.mark.parametrize(("order", "expected"), [("first_by", ["x", None]), ("last_by", ["z", None])])
def test_of_several_rows_the_first_or_last_by_a_number_is_taken(
    workspace: Workspace, order: str, expected: list[object]
) -> None:
    load(workspace, "id,no,day\nA,9,y\nA,10,z\nA,2,x\n", f", {order}: no")
    assert looked_up(workspace) == expected


def test_texts_are_ordered_where_they_are_no_numbers(workspace: Workspace) -> None:
    load(workspace, "id,no,day\nA,2026-02-01,y\nA,2026-10-01,z\n", ", last_by: no")
    assert looked_up(workspace) == ["z", None]


def test_two_different_rows_in_the_first_place_are_refused(workspace: Workspace) -> None:
    (refused,) = load(workspace, "id,no,day\nA,1,x\nA,1,y\n", ", first_by: no").refused
    assert "id is not unique" in str(refused)


def test_a_value_that_the_second_file_lacks_is_blank(workspace: Workspace) -> None:
    report = load(workspace, "id,day\nA,x\n", "", column="plan.shift")
    assert (report.refused, looked_up(workspace)) == ([], [None, None])


@pytest.mark.parametrize("join", [", first_by: no", ", where: \"no == '1'\""])
def test_a_column_by_which_rows_are_told_apart_must_be_there(workspace: Workspace, join: str) -> None:
    (refused,) = load(workspace, "id,day\nA,x\n", join).refused
    assert "lacks the column 'no'" in str(refused)
