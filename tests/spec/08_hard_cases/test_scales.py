"""Scores whose scale is not what it seems."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.hard_case import Hard, hard, mapped


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def scores(*texts: str) -> str:
    return "id,day,score\n" + "".join(f"{n},2026-05-01,{text}\n" for n, text in enumerate(texts))


def test_a_reversed_scale_is_declared_and_travels_with_every_answer(company: Hard) -> None:
    company.map(mapped("  rating: {from: score, scale: {min: 1, max: 6, direction: low_good}}"))
    columns = "rating, scale_min, scale_max, scale_direction"
    assert company.reads("x.csv", scores("1", "6"), columns) == [(1, 1, 6, "low_good"), (6, 1, 6, "low_good")]


@pytest.mark.parametrize(("code", "scale"), [("0", "min: 0, max: 10"), ("6", "min: 1, max: 6")])
def test_a_code_for_no_answer_inside_the_scale_is_no_answer(company: Hard, code: str, scale: str) -> None:
    company.map(mapped(f"  rating: {{from: score, missing: [{code}], scale: {{{scale}}}}}"))
    assert company.reads("x.csv", scores(code, "5"), "rating") == [None, Decimal(5)]


def test_a_word_for_no_answer_is_no_answer_of_one_item_alone(company: Hard) -> None:
    company.map(mapped("  rating: score", "scale: {min: 1, max: 5}\nitems: {q1: {from: q1, missing: [Blank]}, q2: q2}"))
    batch = company.loads("x.csv", "id,day,score,q1,q2\n1,2026-05-01,5,Blank,4\n2,2026-05-01,5,4,Blank\n")
    assert batch.refused_by_rule == {"not_a_number": 1}
    answers = company.query("select response_id, item_id, value_num from raw.survey__answer order by all")
    assert answers == [("1", "q2", Decimal(4))]


def test_a_score_outside_its_scale_is_quarantined(company: Hard) -> None:
    company.map(mapped("  rating: {from: score, scale: {min: 1, max: 5}}"))
    company.loads("x.csv", scores("5", "6", "0"))
    assert company.quarantine("column_name, rule, value_safe") == [
        ("rating", "outside_scale", "6"), ("rating", "outside_scale", "0")
    ]  # fmt: skip


def test_words_are_scores_when_a_mapping_says_which(company: Hard) -> None:
    company.map(mapped("  rating: {from: score, scale: {min: 1, max: 5}, values: {满意: 5, 一般: 3, 不满意: 1}}"))
    assert company.reads("x.csv", scores("满意", " 不满意 ", "一般", "4"), "rating") == [5, 1, 3, 4]
