"""A scale that becomes another one under the same name, and a month that is told again."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.vocabulary import BatchStatus
from tests.spec.built_company import held, judge, transform
from tests.spec.hard_case import Hard, hard

HEADER = "response_id,survey_id,survey_version,submitted_at,rating,scale_min,scale_max,scale_direction\n"


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path / "w")


def answers(month: str, *scale: object, version: str = "1", survey: str = "s1") -> str:
    low, high, direction = (*scale, "")[:3]
    end = f"{high},{low},{high},{direction}\n"
    return HEADER + "".join(f"{month}-{n},{survey},{version},{month}-0{n}T08:00:00Z,{end}" for n in (1, 2, 3))


def test_a_scale_that_goes_from_five_to_ten_points_holds_the_batch_and_says_what_to_do(company: Hard) -> None:
    company.put("survey/response/2026-01.csv", answers("2026-01", 1, 5))
    company.put("survey/response/2026-02.csv", answers("2026-02", 0, 10))
    company.put("survey/response/2026-03.csv", answers("2026-03", 1, 5))
    batches = judge(company)
    reason = held(batches["survey/response/2026-02.csv"])
    assert "survey s1, version 1: 0 to 10, high_good, but 1 to 5, high_good in survey/response/2026-01.csv" in reason
    assert "next: " in reason and "new survey_version" in reason
    assert company.query("select count(*), max(scale_max) from raw.survey__response") == [(6, Decimal(5))]


def test_a_scale_that_is_turned_round_holds_the_batch(company: Hard) -> None:
    company.put("survey/response/2026-01.csv", answers("2026-01", 1, 5, "high_good"))
    company.put("survey/response/2026-02.csv", answers("2026-02", 1, 5, "low_good"))
    batches = judge(company)
    assert "1 to 5, low_good, but 1 to 5, high_good" in held(batches["survey/response/2026-02.csv"])


def test_two_scales_in_one_file_hold_it(company: Hard) -> None:
    company.put("survey/response/all.csv", answers("2026-01", 1, 5) + answers("2026-02", 0, 10).removeprefix(HEADER))
    assert "scale_stays_as_declared" in held(judge(company)["survey/response/all.csv"])


def test_a_new_version_may_have_a_new_scale(company: Hard) -> None:
    company.put("survey/response/2026-01.csv", answers("2026-01", 1, 5))
    company.put("survey/response/2026-02.csv", answers("2026-02", 0, 10, version="2"))
    assert {batch.status for batch in judge(company).values()} == {BatchStatus.LOADED}


def test_a_batch_that_is_mapped_to_a_new_version_is_let_go(company: Hard) -> None:
    company.put("survey/response/2026-01.csv", answers("2026-01", 1, 5))
    company.put("survey/response/2026-02.csv", answers("2026-02", 0, 10))
    held(judge(company)["survey/response/2026-02.csv"])
    columns = ["response_id", "survey_id", "submitted_at", "rating", "scale_min", "scale_max"]
    same = "".join(f"  {column}: {column}\n" for column in columns)
    company.map("feed: survey\ntable: response\nfiles: ['survey/response/2026-02.csv']\n"
                f"columns:\n{same}  survey_version: {{constant: '2'}}\n")  # fmt: skip
    assert judge(company)["survey/response/2026-02.csv"].status is BatchStatus.LOADED
    scales = "select survey_version, max(scale_max) from raw.survey__response group by all order by all"
    assert company.query(scales) == [("1", Decimal(5)), ("2", Decimal(10))]


def test_a_question_whose_scale_changes_holds_the_list_of_questions(company: Hard) -> None:
    header = "survey_id,survey_version,item_id,item_kind,scale_min,scale_max,scale_direction\n"
    company.put("survey/item/2026-01.csv", header + "s1,1,q1,csat,1,5,high_good\ns1,1,q2,nps,0,10,high_good\n")
    company.put("survey/item/2026-02.csv", header + "s1,1,q1,csat,1,10,high_good\ns1,1,q2,nps,0,10,high_good\n")
    reason = held(judge(company)["survey/item/2026-02.csv"])
    assert "item q1: 1 to 10, high_good" in reason and "q2" not in reason


def test_a_restated_month_and_a_late_file_for_a_closed_month_leave_one_truth(company: Hard) -> None:
    header = "response_id,submitted_at,rating,scale_min,scale_max\n"
    company.put("survey/response/2026-01/answers.csv", header + "r1,2026-01-05T08:00:00Z,5,1,5\n")
    company.put("survey/response/2026-02/answers.csv", header + "r2,2026-02-05T08:00:00Z,5,1,5\n")
    judge(company)
    late = "r1,2026-01-05T08:00:00Z,2,1,5\nr0,2026-01-04T08:00:00Z,4,1,5\n"
    company.put("survey/response/2026-01/restated.csv", header + late)
    judge(company)
    transform(company)
    facts = "select response_id, month_start_on::varchar, rating from fct_response order by all"
    assert company.query(facts) == [
        ("r0", "2026-01-01", Decimal(4)),
        ("r1", "2026-01-01", Decimal(2)),
        ("r2", "2026-02-01", Decimal(5)),
    ]
