"""Columns that are added, dropped, renamed or moved from one export to the next."""

from pathlib import Path

import pytest

from tests.spec.hard_case import Hard, hard, mapped

COLUMNS = "  rating: [满意度, Score]\n  channel: via"
FIRST = "id,day,满意度,via\nR1,2026-05-01,5,web\n"


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    company = hard(tmp_path)
    company.map(mapped(COLUMNS, "scale: {min: 1, max: 5}"))
    return company


@pytest.mark.parametrize(
    "content",
    [
        FIRST,
        "via,满意度,day,id\nweb,5,2026-05-01,R1\n",
        "id,day,score,via\nR1,2026-05-01,5,web\n",
        "ＩＤ,Day,满意度,VIA \nR1,2026-05-01,5,web\n",
        "id,new,day,满意度,via,newer\nR1,x,2026-05-01,5,web,y\n",
    ],
    ids=["as it was", "moved", "renamed to a declared name", "other width and case", "added"],
)
def test_the_same_rows_come_of_it(company: Hard, content: str) -> None:
    columns = "response_id, rating::int, channel, submitted_at::date::varchar"
    assert company.reads("x.csv", content, columns) == [("R1", 5, "web", "2026-05-01")]


def test_an_added_column_is_named(company: Hard) -> None:
    company.put("x.csv", "id,day,new,满意度,via\nR1,2026-05-01,x,5,web\n")
    assert [str(note) for note in company.load().notes] == ["x.csv: column 'new' is not used by survey__response"]


def test_a_dropped_column_is_coverage_and_named(company: Hard) -> None:
    company.put("x.csv", "id,day,via\nR1,2026-05-01,web\n")
    report = company.load()
    assert report.batches[0].loaded_count == 1
    assert report.batches[0].absent["rating"] == "not in the file: 满意度 or Score"
    assert [str(note) for note in report.notes] == [
        "x.csv: lacks columns that mapping own names: '满意度 or Score' (for rating); next: correct the mapping if "
        "one is named otherwise now; what is absent is coverage"
    ]


def test_a_dropped_key_refuses_the_file_and_names_what_was_looked_for(company: Hard) -> None:
    reason = company.refuses("x.csv", "day,满意度,via\n2026-05-01,5,web\n")
    assert (
        "lacks the column id, which survey__response needs, by mapping own (its header has: day, 满意度, via)" in reason
    )


def test_a_name_that_two_columns_could_mean_is_not_guessed(company: Hard) -> None:
    reason = company.refuses("x.csv", "id,day,score,SCORE,via\nR1,2026-05-01,5,1,web\n")
    assert "has columns that only width, case or blanks tell apart: 'score', 'SCORE'" in reason


TWICE = "id,day,满意度,via,满意度\nR1,2026-05-01,5,web,4\n"


def test_a_column_that_is_there_twice_refuses_the_file_and_says_how_to_choose(company: Hard) -> None:
    assert company.refuses("x.csv", TWICE).endswith(
        "has 2 columns named '满意度': which of them is meant?; next: leave one in the export, or name the right "
        "one in its mapping: '满意度 (1)' (the first) or '满意度 (2)'"
    )


@pytest.mark.parametrize(("choice", "rating"), [("满意度 (1)", 5), ("满意度 (2)", 4), ("[满意度 (1), 满意度]", 5)])
def test_one_of_two_columns_of_a_name_is_named_by_its_number(company: Hard, choice: str, rating: int) -> None:
    company.map(mapped(f"  rating: {choice}", "scale: {min: 1, max: 5}"))
    assert company.reads("x.csv", TWICE, "rating::int") == [rating]


def test_both_columns_of_a_name_may_be_read(company: Hard) -> None:
    company.map(mapped("  account_id: {expression: \"coalesce(col('who (2)'), who)\"}"))
    content = "id,day,who,who\nR1,2026-05-01,A,B\nR2,2026-05-01,C,\n"
    assert company.reads("x.csv", content, "account_id") == ["B", "C"]


@pytest.mark.parametrize("column", ["response_id", "submitted_at", "rating", "item_speed"])
def test_a_file_without_a_mapping_may_not_have_a_column_twice_either(company: Hard, column: str) -> None:
    content = f"response_id,submitted_at,rating,item_speed,{column}\nR1,2026-05-01,5,5,5\n"
    reason = company.refuses("survey/response/a.csv", content)
    assert f"has 2 columns named '{column}': which of them is meant?" in reason


def test_a_column_that_is_there_twice_and_not_read_is_noted_with_the_batch(company: Hard) -> None:
    batch = company.loads("x.csv", "id,day,满意度,via,note,note,,\nR1,2026-05-01,5,web,a,b,,\n")
    assert batch.loaded_count == 1
    assert batch.notes == [
        "x.csv: has several columns named note, and none of them is read; next: if one is needed, name it in a mapping "
        "with its number, as in `x (2)`"
    ]


def test_a_second_file_may_not_have_its_column_twice(company: Hard) -> None:
    company.map(mapped("  account_id: {lookup: who.account}", "joins: {who: {file: who.csv, on: {id: id}}}"))
    company.put("who.csv", "id,account,account\nR1,A,B\n")
    assert "has several columns named 'account': name one by its number" in company.refuses("x.csv", FIRST)
    company.map(mapped("  account_id: {lookup: who.account (2)}", "joins: {who: {file: who.csv, on: {id: id}}}"))
    assert company.reads("x.csv", FIRST, "account_id") == ["B"]


def test_an_expression_without_its_column_is_absent(company: Hard) -> None:
    company.map(mapped("  comment_text: {expression: \"concat(note, '!')\"}"))
    assert company.loads("x.csv", FIRST).absent["comment_text"] == "not in the file: note"


def test_a_condition_by_which_rows_are_ignored_is_never_dropped_silently(company: Hard) -> None:
    company.map(mapped("", "ignore: status == 'test'"))
    assert "lacks the column 'status', by which mapping own ignores rows" in company.refuses("x.csv", FIRST)


def test_a_condition_may_allow_for_a_column_that_is_not_there(company: Hard) -> None:
    company.map(mapped("", "ignore: not is_blank(status) and coalesce(status, '') == 'test'"))
    assert company.loads("x.csv", FIRST).loaded_count == 1
