"""Values that stand in a second file, which may come late, change, or go."""

from pathlib import Path

import pytest

from tests.spec.hard_case import Hard, hard, mapped

ANSWERS = "id,day,who\nR1,2026-05-01,U1\n"
COLUMNS = "  account_id: {lookup: users.account}"


def joined(more: str = "") -> str:
    return mapped(COLUMNS, f"joins: {{users: {{file: '**/users.csv', on: {{who: user}}{more}}}}}")


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    company = hard(tmp_path)
    company.map(joined())
    company.put("x.csv", ANSWERS)
    return company


def accounts(company: Hard) -> list[tuple[object, ...]]:
    return company.query("select response_id, account_id from raw.survey__response order by all")


def test_a_file_waits_for_its_second_one(company: Hard) -> None:
    assert "waits for a file '**/users.csv'" in str(company.load().waiting[0])
    company.put("users.csv", "user,account\nU1,A1\n")
    company.load()
    assert accounts(company) == [("R1", "A1")]


def test_a_changed_second_file_reloads_the_rows_that_used_it(company: Hard) -> None:
    company.put("users.csv", "user,account\nU1,A1\n")
    company.load()
    company.put("users.csv", "user,account\nU1,A22\n")
    assert [batch.file for batch in company.load().batches] == ["x.csv"]
    assert accounts(company) == [("R1", "A22")]


def test_a_second_file_that_came_again_unchanged_reloads_nothing(company: Hard) -> None:
    company.put("users.csv", "user,account\nU1,A1\n")
    company.load()
    company.put("users.csv", "user,account\nU1,A1\n")
    assert company.load().batches == []


def test_a_second_file_that_was_taken_away_changes_nothing(company: Hard) -> None:
    company.put("users.csv", "user,account\nU1,A1\n")
    company.load()
    (company.workspace.landing / "users.csv").unlink()
    report = company.load()
    assert (report.batches, report.waiting) == ([], []) and accounts(company) == [("R1", "A1")]


def test_an_optional_second_file_is_blank_until_it_comes(company: Hard) -> None:
    company.map(joined(", optional: true"))
    company.load()
    assert accounts(company) == [("R1", None)]
    company.put("users.csv", "User,ACCOUNT\nU1,A1\n")
    company.load()
    assert accounts(company) == [("R1", "A1")]


def test_a_file_without_the_column_that_joins_loads_without_the_values(company: Hard) -> None:
    company.put("users.csv", "user,account\nU1,A1\n")
    company.put("x.csv", "id,day\nR1,2026-05-01\n")
    assert company.load().batches[0].absent["account_id"] == "not in the file: users.account"
