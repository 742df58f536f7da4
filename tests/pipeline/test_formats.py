"""The same rows from CSV, XLSX, JSONL and Parquet: one road, one answer."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from pipelines.feeds import ingest, raw_views
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace

HEADER = ["invoice_id", "account_id", "invoiced_on", "net_amount", "is_credit", "order_id"]
ROWS: list[list[object]] = [
    ["I1", "A1", dt.date(2024, 5, 1), 1234.5, False, 7],
    ["I2", "A\n2", dt.date(2024, 5, 2), -0.1, True, 1000000000000],
    ["I3", None, dt.date(2024, 5, 3), 12, False, None],
    ["", "A4", dt.date(2024, 5, 4), 1, False, 9],
    ["I5", "A5", dt.date(2024, 5, 5), "n/a", False, 9],
]
EXPECTED = [
    ("I1", "A1", dt.date(2024, 5, 1), Decimal("1234.5"), False, "7", 2),
    ("I2", "A\n2", dt.date(2024, 5, 2), Decimal("-0.1"), True, "1000000000000", 3),
    ("I3", None, dt.date(2024, 5, 3), Decimal("12"), False, None, 4),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing" / "finance" / "invoice").mkdir(parents=True)
    return open_workspace(tmp_path)


def text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def write_csv(file: Path) -> None:
    quoted = [["" if v is None else '"' + text(v).replace('"', '""') + '"' for v in row] for row in ROWS]
    file.write_text("\n".join([",".join(HEADER), *(",".join(row) for row in quoted)]) + "\n")


def write_xlsx(file: Path, rows: list[list[object]] = ROWS) -> None:
    book = xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Invoices")
    for place, row in enumerate([HEADER, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(place, column, dt.datetime.combine(value, dt.time()))
            else:
                sheet.write(place, column, value)
    book.close()


def write_jsonl(file: Path) -> None:
    objects = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    file.write_text("".join(json.dumps(o, default=str) + "\n" for o in objects))


def write_parquet(file: Path) -> None:
    values = [[*row[:3], str(row[3]), *row[4:]] for row in ROWS]
    with duckdb.connect() as connection:
        connection.execute(
            "create table t (invoice_id varchar, account_id varchar, invoiced_on date, net_amount varchar, "
            "is_credit boolean, order_id double)"
        )
        connection.executemany("insert into t values (?, ?, ?, ?, ?, ?)", values)
        connection.execute(f"copy t to '{file}' (format parquet)")


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl, "parquet": write_parquet}


def load(workspace: Workspace) -> Batch:
    report = ingest.ingest_all(workspace)
    assert len(report.batches) == 1, report
    return report.batches[0]


def rows(workspace: Workspace, columns: str) -> list[tuple[object, ...]]:
    raw_views.refresh(workspace)
    with database(workspace.warehouse_file, [workspace.raw]) as connection:
        return connection.execute(f"select {columns} from raw.finance__invoice order by all").fetchall()


@pytest.mark.parametrize("kind", WRITERS)
def test_each_format_gives_the_same_rows_and_refuses_the_same_two(workspace: Workspace, kind: str) -> None:
    WRITERS[kind](workspace.landing / "finance" / "invoice" / f"i.{kind}")
    batch = load(workspace)
    assert batch.refused_by_rule == {"missing_key": 1, "not_a_number": 1}
    shift = 0 if kind in ("csv", "xlsx") else 1
    expected = [(*row[:6], row[6] - shift) for row in EXPECTED]
    assert rows(workspace, ", ".join([*HEADER, "_row_no"])) == expected


def test_an_empty_row_of_a_sheet_is_ignored_and_counted(workspace: Workspace) -> None:
    write_xlsx(workspace.landing / "finance" / "invoice" / "i.xlsx", [ROWS[0], [None] * 6, ROWS[1]])
    batch = load(workspace)
    assert (batch.row_count, batch.loaded_count, batch.ignored_count) == (3, 2, 1)
    assert rows(workspace, "invoice_id, _row_no") == [("I1", 2), ("I2", 4)]


def test_numbers_of_json_keep_their_text(workspace: Workspace) -> None:
    lines = [
        '{"invoice_id": 1, "invoiced_on": "2024-05-01", "net_amount": 99999999999999.1234}',
        '{"invoice_id": 2, "invoiced_on": "2024-05-01", "net_amount": NaN}',
        '{"invoice_id": 3, "invoiced_on": "2024-05-01", "net_amount": 1.25e2}',
        '{"invoice_id": 4, "invoiced_on": "2024-05-01", "net_amount": 1e999999999}',
        '{"invoice_id": 5, "invoiced_on": "2024-05-01", "net_amount": "1e2"}',
        "[1, 2]",
        '{"invoice_id": "\\ud800", "invoiced_on": "2024-05-01"}',
        "",
        '{"invoice_id": 6, "invoiced_on": "2024-05-01"}',
    ]
    file = workspace.landing / "finance" / "invoice" / "i.jsonl"
    file.write_text("\n".join(lines) + "\n")
    batch = load(workspace)
    assert batch.refused_by_rule == {"not_a_json_object": 1, "not_a_number": 3, "not_unicode": 1}
    assert (batch.row_count, batch.blank_line_count, batch.line_end_count) == (8, 1, 9)
    found = [("1", Decimal("99999999999999.1234")), ("3", Decimal(125)), ("6", None)]
    assert rows(workspace, "invoice_id, net_amount") == found


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(workspace: Workspace) -> None:
    workspace.mappings_dir.mkdir()
    (workspace.mappings_dir / "m.yaml").write_text(
        "feed: finance\ntable: invoice\nfiles: '**/i.xlsx'\nread: {sheet: Wrong}\n"
        "columns: {invoice_id: invoice_id, invoiced_on: invoiced_on}\n"
    )
    write_xlsx(workspace.landing / "finance" / "invoice" / "i.xlsx")
    batch = load(workspace)
    assert batch.status is BatchStatus.REFUSED and "has no sheet 'Wrong'; its sheets are: Invoices" in batch.reason


def test_a_broken_workbook_is_refused(workspace: Workspace) -> None:
    file = workspace.landing / "finance" / "invoice" / "i.xlsx"
    write_xlsx(file)
    content = bytearray(file.read_bytes())
    content[60:400] = b"\0" * 340
    file.write_bytes(content)
    batch = load(workspace)
    assert batch.status is BatchStatus.REFUSED and "cannot be read as Excel" in batch.reason
