"""The phone call-back sheet: a spreadsheet that somebody fills in, sends again, and writes in his own way."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from pipelines.feeds import ingest, raw_views
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace
from tests.conftest import REPOSITORY

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "callback_sheet"
HEADER = "回访日期,客户名称,联系人,电话,回访人,所属部门,负责销售,通话时长,满意度,意见"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: CNY\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir()
    (tmp_path / "feeds").mkdir()
    return open_workspace(tmp_path)


def sheet(workspace: Workspace, *rows: str, header: str = HEADER, name: str = "sheet.csv") -> None:
    (workspace.landing / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def load(workspace: Workspace) -> Batch:
    report = ingest.ingest_all(workspace)
    assert len(report.batches) == 1, report
    return report.batches[0]


def column(workspace: Workspace, name: str) -> list[object]:
    files = str(workspace.raw / "survey" / "response" / "*.parquet")
    with duckdb.connect() as connection:
        query = f"select {name} from read_parquet('{files}', union_by_name = true) where _rule is null order by all"
        return [row[0] for row in connection.execute(query).fetchall()]


def rows_and_answers(workspace: Workspace) -> tuple[int, int]:
    found = column(workspace, "response_id")
    return len(found), len(set(found))


def test_a_sheet_that_is_sent_again_in_another_encoding_or_order_doubles_nothing(workspace: Workspace) -> None:
    for name in ("words.csv", "words_gb18030.csv"):
        shutil.copyfile(SAMPLES / name, workspace.landing / name)
    header, *lines = (SAMPLES / "words.csv").read_text(encoding="utf-8").splitlines()
    sheet(workspace, *reversed(lines), header=header, name="backwards.csv")
    assert len(ingest.ingest_all(workspace).batches) == 3
    assert rows_and_answers(workspace) == (15, 5)


def test_a_sheet_saved_as_excel_names_the_same_answers_as_its_csv(workspace: Workspace) -> None:
    shutil.copyfile(SAMPLES / "excel.xlsx", workspace.landing / "excel.xlsx")
    sheet(
        workspace,
        "2026-02-03,恒远汽车有限公司,赵敏,138-0000-0101,李娜,品质管理部,王强,135秒,5,交期可以",
        "2026/2/3,鼎新电驱,钱伟,13800000102,李娜,品质管理部,王强,2:15,3,",
        "2026-02-04 10:30,北辰底盘,孙丽,13800000103,陈涛,营销中心,刘洋,2分钟,1,包装破损",
    )
    assert len(ingest.ingest_all(workspace).batches) == 2
    assert rows_and_answers(workspace) == (6, 3)


def test_a_corrected_rating_is_another_version_of_the_same_answer(workspace: Workspace) -> None:
    row = "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,{},"
    sheet(workspace, row.format("满意"))
    sheet(workspace, row.format("不满意"), name="corrected.csv")
    ingest.ingest_all(workspace)
    assert rows_and_answers(workspace) == (2, 1)


def test_two_people_of_one_customer_on_one_day_are_two_answers(workspace: Workspace) -> None:
    sheet(
        workspace,
        "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,满意,",
        "2026-02-03,鼎新电驱,孙丽,13800000103,李娜,质量部,王强,60,满意,",
    )
    load(workspace)
    assert rows_and_answers(workspace) == (2, 2)


def test_the_identifier_of_an_answer_needs_the_key_of_the_company(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet(workspace, "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,满意,")
    load(workspace)
    first = column(workspace, "response_id")
    monkeypatch.setenv("TOUCHSTONE_KEYS", str(tmp_path / "other-keys"))
    shutil.rmtree(workspace.raw)
    load(open_workspace(workspace.root))
    assert first != column(workspace, "response_id")


def test_three_words_are_three_points(workspace: Workspace) -> None:
    sheet(workspace, *(f"2026-02-0{n},鼎新电驱,钱伟,1380000010{n},李娜,质量部,王强,60,{word},"
                       for n, word in enumerate(["满意", "一般", "不满意"], 1)))  # fmt: skip
    assert load(workspace).scales == {"callback": ["1 to 3, high_good"]}
    assert column(workspace, "rating::integer") == [1, 2, 3]


def test_a_sheet_that_mixes_words_and_numbers_has_two_scales(workspace: Workspace) -> None:
    sheet(
        workspace,
        "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,满意,",
        "2026-02-04,鼎新电驱,孙丽,13800000103,李娜,质量部,王强,60,4,",
    )
    assert load(workspace).scales == {"callback": ["1 to 3, high_good", "1 to 5, high_good"]}


def test_the_second_of_five_words_is_never_taken_for_the_best_of_three(workspace: Workspace) -> None:
    sheet(
        workspace,
        "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,非常满意,",
        "2026-02-04,鼎新电驱,孙丽,13800000103,李娜,质量部,王强,60,满意,",
    )
    assert load(workspace).scales == {"callback": ["1 to 3, high_good", "1 to 5, high_good"]}


def test_five_words_are_read_with_the_lines_of_the_manual(workspace: Workspace) -> None:
    words = {"非常满意": 5, "满意": 4, "一般": 3, "不满意": 2, "非常不满意": 1}
    manual = (REPOSITORY / "docs" / "operate.md").read_text(encoding="utf-8")
    (block,) = [
        text for text in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if "use: callback_sheet\nscale" in text
    ]
    (workspace.root / "feeds" / "callback.yaml").write_text(block, encoding="utf-8")
    sheet(workspace, *(f"2026-02-0{points},鼎新电驱,钱伟,1380000010{points},李娜,质量部,王强,60,{word},"
                       for word, points in words.items()))  # fmt: skip
    batch = load(workspace)
    assert (batch.loaded_count, batch.scales) == (5, {"callback": ["1 to 5, high_good"]})
    assert column(workspace, "rating::integer") == [1, 2, 3, 4, 5]


def test_a_word_that_nobody_declared_is_refused(workspace: Workspace) -> None:
    sheet(workspace, "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,还行,")
    batch = load(workspace)
    assert (batch.status, batch.refused_by_rule) == (BatchStatus.LOADED, {"not_a_number": 1})


def test_a_call_that_reached_nobody_is_a_row_without_a_rating(workspace: Workspace) -> None:
    sheet(workspace, "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,,未接通,")
    assert load(workspace).scales == {}
    assert (column(workspace, "rating"), column(workspace, "response_status")) == ([None], ["partial"])


@pytest.mark.parametrize(
    ("department", "organisation"),
    [
        ("质量部", "quality_dept"),
        ("品质管理部", "quality_dept"),
        ("销售二部", "sales"),
        ("第三方调查公司", "third_party"),
        ("客服中心", "other"),
        ("", None),
    ],
)
def test_the_department_of_the_caller_says_who_asked(
    workspace: Workspace, department: str, organisation: str | None
) -> None:
    sheet(workspace, f"2026-02-03,鼎新电驱,钱伟,13800000102,李娜,{department},王强,60,满意,")
    load(workspace)
    assert column(workspace, "collector_org") == [organisation]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2分15秒", 135),
        ("135", 135),
        ("00:02:15", 135),
        ("2:15", 135),
        ("135秒", 135),
        ("1小时2分3秒", 3723),
        ("２分", 120),
    ],
)
def test_the_length_of_a_call_is_read_however_it_is_written(workspace: Workspace, written: str, seconds: int) -> None:
    sheet(workspace, f"2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,{written},满意,")
    load(workspace)
    assert column(workspace, "call_seconds::integer") == [seconds]


def test_full_width_brackets_in_a_header_are_brackets(workspace: Workspace) -> None:
    header = HEADER.replace("满意度", "满意度（1-5）").replace("通话时长", "通话时长（秒）")
    sheet(workspace, "2026-02-03,鼎新电驱,钱伟,13800000102,李娜,质量部,王强,60,4,", header=header)
    load(workspace)
    assert (column(workspace, "rating::integer"), column(workspace, "call_seconds::integer")) == ([4], [60])


def test_names_on_a_sheet_are_the_persons_and_accounts_of_the_other_feeds(workspace: Workspace) -> None:
    for path, text in {
        "people/person/p.csv": "person_id,full_name\nP1,王强\nP2,李娜\n",
        "crm/account/a.csv": "account_id,account_name,owner_person_id\nA1,鼎新电驱,P1\n",
    }.items():
        (workspace.landing / path).parent.mkdir(parents=True)
        (workspace.landing / path).write_text(text, encoding="utf-8")
    sheet(workspace, "2026-02-03,鼎新 电驱,钱伟,13800000102,李娜,质量部,王强,60,满意,")
    ingest.ingest_all(workspace)
    raw_views.refresh(workspace)
    with database(workspace.warehouse_file, [workspace.raw]) as connection:
        (owner,) = connection.execute("select owner_person_id from raw.crm__account").fetchall()
        persons = {row[0] for row in connection.execute("select person_id from raw.people__person").fetchall()}
        found = connection.execute(
            "select account_id, owner_person_id, collector_id, contact_id from raw.survey__response"
        ).fetchall()
    assert [row[:2] for row in found] == [("A1", owner[0])]
    assert found[0][2] in persons - {owner[0]} and "1380000" not in found[0][3]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("own", [False, True])
def test_a_title_above_the_header_is_passed_over(workspace: Workspace, kind: str, own: bool) -> None:
    title = [["回访登记表（2026年9月）"], ["制表：质量部"]]
    rows = [
        *title,
        HEADER.split(","),
        ["2026-01-06", "鼎新电驱", "张三", "1380000", "李娜", "质量部", "王芳", "120", "满意", "很好"],
    ]
    if own:
        (workspace.mappings_dir / "mine.yaml").write_text("use: callback_sheet\nfiles: 'sheet.*'\n", encoding="utf-8")
    if kind == "csv":
        text = "\n".join(",".join([*row, *[""] * (10 - len(row))]) for row in rows)
        (workspace.landing / "sheet.csv").write_text(text + "\n", encoding="utf-8")
    else:
        with xlsxwriter.Workbook(workspace.landing / "sheet.xlsx") as book:
            page = book.add_worksheet()
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
    batch = load(workspace)
    assert (batch.loaded_count, batch.refused_by_rule, batch.header_row_count) == (1, {}, 3)
    assert column(workspace, "rating") == [3]
