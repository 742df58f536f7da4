"""Records without any value, as spreadsheets leave them below a table: counted and ignored."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.spec.hard_case import RESPONSES, Hard, hard, mapped

HEADER = "response_id,submitted_at,rating,note\n"
ROW = "R{},2026-05-01,5,x\n"
EMPTY = ",,,\n"


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def counts(company: Hard, content: str | bytes, path: str = RESPONSES) -> tuple[int, int, int, dict[str, int]]:
    batch = company.loads(path, content)
    assert batch.balances and batch.row_count == batch.loaded_count + batch.ignored_count + batch.quarantined_count
    return batch.row_count, batch.loaded_count, batch.ignored_count, batch.refused_by_rule


@pytest.mark.parametrize("empty", [EMPTY, '"","","",""\n', " , ,  ,\n"], ids=["bare", "quoted", "blanks"])
@pytest.mark.parametrize("end", ["\n", "\r"], ids=["fast road", "exact road"])
def test_empty_records_are_ignored(company: Hard, empty: str, end: str) -> None:
    content = (HEADER + ROW.format(1) + empty + ROW.format(2) + empty * 3).replace("\n", end)
    assert counts(company, content) == (6, 2, 4, {})
    numbers = company.query("select _row_no from raw.survey__response order by 1")
    assert numbers == [(2,), (4,)]


def test_a_record_with_a_value_that_nobody_reads_is_no_empty_one(company: Hard) -> None:
    content = HEADER + ROW.format(1) + EMPTY + ",,,Total\n"
    assert counts(company, content) == (3, 1, 1, {"missing_key": 1})
    assert company.quarantine("row_no, rule") == [(4, "missing_key")]


def test_a_line_of_blanks_is_a_blank_line(company: Hard) -> None:
    batch = company.loads(RESPONSES, HEADER + ROW.format(1) + "   \n" + ROW.format(2) + "\t\n")
    assert (batch.row_count, batch.loaded_count, batch.blank_line_count) == (2, 2, 2)


def test_empty_records_are_ignored_where_values_are_looked_up(company: Hard) -> None:
    company.map(mapped("  account_id: {lookup: who.account}", "joins: {who: {file: who.csv, on: {id: id}}}"))
    company.put("who.csv", "id,account\nR1,A\n")
    assert counts(company, "id,day\nR1,2026-05-01\n,\n", "x.csv") == (2, 1, 1, {})


def test_empty_records_are_ignored_in_json_and_parquet(company: Hard) -> None:
    rows = [{"response_id": "R1", "submitted_at": "2026-05-01"}, {"response_id": None, "submitted_at": ""}]
    assert counts(company, "".join(json.dumps(row) + "\n" for row in rows), "survey/response/a.jsonl") == (2, 1, 1, {})
    file = company.put("survey/response/b.parquet", b"")
    duckdb.sql(f"""copy (select * from (values ('R2', date '2026-05-01'), (null, null)) as v(response_id, submitted_at))
        to '{file}' (format parquet)""")
    assert counts(company, file.read_bytes(), "survey/response/b.parquet") == (2, 1, 1, {})
