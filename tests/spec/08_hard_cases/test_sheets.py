"""Workbooks of several sheets, with titles above the header and cells that are no text."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.feeds.replay import replay
from tests.spec.hard_case import Hard, hard, mapped

Rows = list[list[object]]
HEADER: list[object] = ["id", "day", "score"]
DAY = dt.date(2026, 5, 1)


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def workbook(company: Hard, **sheets: Rows) -> bytes:
    file = company.workspace.root / "made.xlsx"
    with xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return file.read_bytes()


def with_title(read: str) -> str:
    return mapped("  rating: {from: score, scale: {min: 1, max: 5}}", f"read: {{{read}}}")


def test_a_sheet_below_its_title_is_read_from_where_its_header_is(company: Hard) -> None:
    company.map(with_title("sheet: Data, header_rows: 3, name_row: 3"))
    rows: Rows = [["Answers of May"], [], HEADER, ["R1", DAY, 5], ["R2", DAY, 4.0]]
    content = workbook(company, Cover=[["About"]], Data=rows)
    assert company.reads("x.xlsx", content, "response_id, rating::int") == [("R1", 5), ("R2", 4)]


def test_refused_rows_bear_the_numbers_of_the_sheet(company: Hard) -> None:
    company.map(with_title("header_rows: 2, name_row: 2"))
    company.loads("x.xlsx", workbook(company, Data=[["Title"], HEADER, ["R1", DAY, 5], [], ["R2", DAY, 9]]))
    assert company.quarantine() == [(5, "rating", "outside_scale", "9")]


def test_rows_above_everything_that_are_empty_are_counted_too(company: Hard) -> None:
    company.map(with_title("header_rows: 3, name_row: 3"))
    company.loads("x.xlsx", workbook(company, Data=[[], [], HEADER, ["R1", DAY, 9]]))
    assert company.quarantine() == [(4, "rating", "outside_scale", "9")]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(company: Hard) -> None:
    company.map(with_title("sheet: Mai"))
    reason = company.refuses("x.xlsx", workbook(company, Mei=[HEADER], Juni=[HEADER]))
    assert "has no sheet 'Mai'; its sheets are: Mei, Juni" in reason


def test_cells_become_the_text_that_a_person_would_type(company: Hard) -> None:
    company.map(mapped("  order_id: number\n  contact_id: flag\n  comment_text: note"))
    header: list[object] = ["id", "day", "number", "flag", "note"]
    rows: Rows = [["R1", DAY, 7.0, True, 'said "no",\nthen left'], ["R2", DAY, 0.1, None, "x\ty"], ["R3", DAY, 1e21]]
    content = workbook(company, Data=[header, *rows])
    columns = "order_id, comment_text_length, comment_text_line_count"
    assert company.reads("x.xlsx", content, columns) == [
        ("7", 20, 2), ("0.1", 3, 1), ("1000000000000000000000", None, None)
    ]  # fmt: skip


def test_a_column_without_a_name_is_no_column(company: Hard) -> None:
    company.map(with_title("header_rows: 1"))
    company.put("x.xlsx", workbook(company, Data=[HEADER, ["R1", DAY, 5, None, "stray"]]))
    report = company.load()
    assert report.batches[0].loaded_count == 1 and report.notes == []


def test_a_sheet_that_is_not_read_is_named(company: Hard) -> None:
    company.map(with_title("header_rows: 1"))
    company.put("x.xlsx", workbook(company, September=[HEADER, ["R1", DAY, 5]], August=[HEADER, ["R2", DAY, 4]]))
    (note,) = company.load().notes
    assert str(note).startswith("x.xlsx: sheets that are not read: August; next: ")


def test_two_mappings_with_a_sheet_each_load_both_into_one_table(company: Hard) -> None:
    for month in ("January", "February"):
        company.map(mapped("", f"read: {{sheet: {month}}}"), month.lower())
    with xlsxwriter.Workbook(company.put("x.xlsx", "")) as book:
        for place, month in enumerate(("January", "February", "Notes"), 1):
            page = book.add_worksheet(month)
            page.write_row(0, 0, ["id", "day"])
            page.write_row(1, 0, [f"R{place}", f"2026-0{place}-05"])
    report = company.load()
    assert sorted((batch.mapping, batch.loaded_count) for batch in report.batches) == [("february", 1), ("january", 1)]
    assert len({batch.key for batch in report.batches}) == 2
    found = company.query("select response_id from raw.survey__response order by 1")
    assert found == [("R1",), ("R2",)]
    assert {note for batch in report.batches for note in batch.notes} == {
        "x.xlsx: sheets that are not read: Notes; next: if one is needed, save it as a file of its own, or say "
        "`read: {sheet: …}`"
    }
    assert company.load().batches == []


MONTHS = {"January": "a", "February": "b"}  # and the mapping of each: the second sheet's batch has a key of its own
WORDS = mapped("  rating: {from: score, scale: {min: 1, max: 5}, values: {好: 4}}", "read: {sheet: SHEET}")


def load_two_sheets(company: Hard, january: str, february: str) -> None:
    for sheet, mapping in MONTHS.items():
        company.map(with_title(f"sheet: {sheet}"), mapping)
    rows: dict[str, Rows] = {
        "January": [HEADER, ["R1", DAY, 5], ["R2", DAY, january]],
        "February": [HEADER, ["R3", DAY, 5], ["R4", DAY, february]],
    }
    company.put("x.xlsx", workbook(company, **rows))
    company.load()


def test_a_refused_row_of_the_second_sheet_is_read_again_and_the_first_sheet_stays(company: Hard) -> None:
    load_two_sheets(company, "5", "好")
    assert company.quarantine("file, row_no, value_safe") == [("x.xlsx", 3, "好")]
    company.map(WORDS.replace("SHEET", "February"), "b")
    (again,) = replay(company.workspace, "x.xlsx")
    assert (again.problem, again.after.mapping, again.after.key) == ("", "b", again.before.key)
    assert (again.after.loaded_count, again.after.quarantined_count) == (2, 0)
    assert company.load().batches == []
    found = company.query("select response_id, rating::int from raw.survey__response order by 1")
    assert found == [("R1", 5), ("R2", 5), ("R3", 5), ("R4", 4)]


@pytest.mark.parametrize("corrected", list(MONTHS))
def test_of_two_sheets_with_refused_rows_each_is_read_by_its_own_mapping(company: Hard, corrected: str) -> None:
    load_two_sheets(company, "好", "好")
    company.map(WORDS.replace("SHEET", corrected), MONTHS[corrected])
    found = {again.after.mapping: again.after.loaded_count for again in replay(company.workspace)}
    assert found == {mapping: 2 if sheet == corrected else 1 for sheet, mapping in MONTHS.items()}
