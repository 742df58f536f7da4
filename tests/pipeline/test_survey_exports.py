"""Exports of survey tools and ERPs: what loads before a company has declared anything, and what after."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.feeds import ingest
from pipelines.feeds.ingest import IngestReport
from pipelines.manifest import Batch
from pipelines.workspace import Workspace, open_workspace
from tests.conftest import REPOSITORY

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
Shared = Callable[[str], Path]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir()
    (tmp_path / "feeds").mkdir()
    return open_workspace(tmp_path)


def deliver(workspace: Workspace, *files: Path) -> IngestReport:
    for file in files:
        target = workspace.landing / file.parent.name / file.name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
    return ingest.ingest_all(workspace)


def rows(workspace: Workspace, batch: Batch, columns: str) -> list[tuple[object, ...]]:
    file = workspace.raw / batch.feed / batch.table / f"{batch.sha256}.parquet"
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet('{file}') where _rule is null").fetchall()


def declare(workspace: Workspace, text: str) -> None:
    (workspace.root / "feeds" / "own.yaml").write_text(text, encoding="utf-8")


def from_the_manual(marked: str) -> str:
    """The one block of YAML in the manual that has these words."""
    manual = (REPOSITORY / "docs" / "operate.md").read_text(encoding="utf-8")
    (block,) = [text for text in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if marked in text]
    return str(block)


@pytest.mark.parametrize(
    ("sample", "question"),
    [
        ("qualtrics/responses.csv", "Q2_1"),
        ("qualtrics/responses_legacy.csv", "Q1"),
        ("wjx/readable.csv", "2、您对我们的总体满意度"),
        ("surveymonkey/responses.csv", "Overall, how satisfied are you with us? - Response"),
    ],
)
def test_without_a_declared_rating_answers_load_as_coverage_and_the_note_names_the_questions(
    workspace: Workspace, sample: str, question: str
) -> None:
    report = deliver(workspace, SAMPLES / sample)
    (batch,) = report.batches
    assert "rating" in batch.absent and batch.loaded_count > 0 and batch.scales == {}
    (note,) = [str(note) for note in report.notes if "load without a rating" in str(note)]
    assert question in note and f"use: {batch.mapping}" in note


def test_the_lines_in_the_manual_declare_a_rating_and_its_items(workspace: Workspace) -> None:
    declare(workspace, from_the_manual("use: qualtrics_csv"))
    report = deliver(workspace, SAMPLES / "qualtrics" / "responses.csv")
    (batch,) = report.batches
    assert not [note for note in report.notes if "without a rating" in str(note)]
    assert batch.scales == {"csat_2026": ["1 to 5, high_good"]}
    found = rows(workspace, batch, "response_id, rating::integer, item_delivery::integer, item_problems::integer")
    assert found[0] == ("R_1aBcDeFgHiJkLmN", 4, 5, 4) and found[1][1:] == (None, None, None)


@pytest.mark.parametrize(("flavour", "points"), [("readable", [5, 3, 2]), ("codes", [5, 3, 2])])
def test_wjx_is_read_in_both_flavours_with_skips_as_no_answer(
    workspace: Workspace, flavour: str, points: list[int]
) -> None:
    words = "{非常满意: 5, 满意: 4, 一般: 3, 不满意: 2}" if flavour == "readable" else "{}"
    declare(
        workspace,
        f"""\
use: wjx
files: "wjx/{flavour}.csv"
scale: {{min: 1, max: 5}}
columns:
  survey_id: {{constant: wjx_2026}}
  account_id: 1、您的单位名称
  rating: {{from: 2、您对我们的总体满意度, values: {words}}}
  comment_text: 5、您的建议
items: {{delivery: 3、请对下列各项打分—交付准时, problems: 3、请对下列各项打分—问题处理}}
""",
    )
    (batch,) = deliver(workspace, SAMPLES / "wjx" / f"{flavour}.csv").batches
    found = rows(workspace, batch, "rating::integer, item_problems::integer, comment_text, account_id")
    assert [row[0] for row in found] == points
    assert [row[1] for row in found] == [4, None, 1]
    assert found[1][2:] == (None, "鼎新电驱")


def test_a_matrix_of_surveymonkey_is_named_by_both_header_rows(workspace: Workspace) -> None:
    declare(
        workspace,
        """\
use: surveymonkey
files: "surveymonkey/responses.csv"
scale: {min: 1, max: 5}
columns: {survey_id: {constant: sm}, rating: "Overall, how satisfied are you with us? - Response"}
items: {problems: How satisfied are you with each of these? - Handling of problems}
""",
    )
    (batch,) = deliver(workspace, SAMPLES / "surveymonkey" / "responses.csv").batches
    assert rows(workspace, batch, "rating::integer, item_problems::integer") == [(4, 4), (None, None), (2, 2)]


def test_real_exports_of_qualtrics_load_in_any_language_of_labels(workspace: Workspace, shared_data: Shared) -> None:
    folder = shared_data("data/vendor_shapes/qualtrics")
    report = deliver(workspace, folder / "sample.csv", folder / "sample_legacy.csv")
    assert [batch.mapping for batch in report.batches] == ["qualtrics_csv", "qualtrics_legacy"]
    assert [batch.refused_by_rule for batch in report.batches] == [{}, {}]
    ids = [rows(workspace, batch, "response_id, submitted_at::varchar") for batch in report.batches]
    assert ids[0] == ids[1] == [("R_2YPOQ602ER1jkf1", "2017-07-18 08:28:48")]


def test_real_tables_of_qualtrics_in_a_warehouse_load(workspace: Workspace, shared_data: Shared) -> None:
    folder = shared_data("data/vendor_shapes/qualtrics")
    report = deliver(workspace, *sorted(folder.glob("*.csv")))
    loaded = {batch.mapping: batch.refused_by_rule for batch in report.batches}
    tables = ("survey_response", "question_response", "distribution_contact", "survey", "question")
    assert {f"qualtrics_{table}": {} for table in tables}.items() <= loaded.items()


def test_the_same_complaints_in_gbk_and_in_utf_8_are_the_same_rows(workspace: Workspace, shared_data: Shared) -> None:
    folder = shared_data("data/cn_car_complaints")
    ways = {"gbk": ("gbk", "%Y/%m/%d"), "utf8_bom": ("utf-8", "%Y-%m-%d")}
    for name, (encoding, written) in ways.items():
        text = f'feed: quality\ntable: complaint\nfiles: "**/{name}.csv"\nread: {{encoding: {encoding}}}\n'
        text += f"time_zone: Asia/Shanghai\ncolumns: {{received_at: {{from: datetime, formats: ['{written}']}}, "
        text += "complaint_id: id, org_unit_id: brand, product_id: car_model, description: desc, "
        text += "root_cause_code: problem, complaint_status: status}\n"
        (workspace.root / "feeds" / f"{name}.yaml").write_text(text)
    report = deliver(workspace, folder / "gbk.csv", folder / "utf8_bom.csv")
    assert [batch.refused_by_rule for batch in report.batches] == [{}, {}]
    columns = "complaint_id, org_unit_id, product_id, received_at, description, root_cause_code, complaint_status"
    first, second = (rows(workspace, batch, columns) for batch in report.batches)
    assert first == second and len(first) == 600


def test_the_lines_in_the_manual_look_up_causes_and_dates_of_8d(workspace: Workspace) -> None:
    declare(workspace, from_the_manual("use: sap_qmel"))
    report = deliver(workspace, *(SAMPLES / "sap" / f"{table}.txt" for table in ("QMEL", "QMUR", "QMSM")))
    (batch,) = report.batches
    found = rows(workspace, batch, "complaint_id, root_cause_code, containment_at::varchar, corrected_at::varchar")
    assert found[0] == ("000200000001", "QM-UR-0003", "2026-02-13 00:00:00", "2026-02-19 00:00:00")
    assert found[1] == ("000200000003", None, None, None)
    assert report.unmatched == []
