"""Chapter 2: when is "everyone is satisfied" too good to be true?"""

import pytest

from tests.spec.drawn import judge


def test_sixty_of_sixty_where_outsiders_say_seven_of_ten_is_suspicious() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 60/60     | 14/20
        peer*20 | 45/60     | 14/20
    """)
    assert world.says("U1", "wang") == ("suspicious", "too_uniform")
    row = world.finding("U1", "wang")
    assert (row["statistic"], row["n"], row["severity_code"]) == (60, 60, "review")
    assert row["effect"] == pytest.approx(0.3)


def test_forty_of_forty_is_not_suspicious_at_ninety_five_percent() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 40/40     | 19/20
        peer*20 | 38/40     | 19/20
    """)
    assert world.says("U1", "wang")[0] == "cannot_tell"


@pytest.mark.parametrize("answers", [1, 2, 3, 5, 8])
def test_small_surveys_with_nothing_but_fives_are_not_accused(answers: int) -> None:
    world = judge(f"""
        owner    | outsiders
        small*30 | {answers}/{answers}
        peer*30  | 11/20
    """)
    assert world.says("U1", "small0") == ("cannot_tell", "too_few_answers")
    assert world.concludes("small0") == ("cannot_tell", "too_few_answers")


@pytest.mark.parametrize("answers", [8, 15, 25, 40])
def test_many_answers_all_satisfied_are_not_accused_when_others_do_as_well(answers: int) -> None:
    world = judge(f"""
        owner      | outsiders
        perfect*20 | {answers}/{answers}
        peer*30    | 14/20
    """)
    assert world.says("U1", "perfect0")[0] == "cannot_tell"
    assert set(world.assessment.verdict["conclusion_code"]) <= {"cannot_tell", "clear"}


def test_where_perfect_units_are_common_no_number_of_answers_stands_out() -> None:
    world = judge("""
        owner      | outsiders
        perfect*20 | 60/60
        peer*20    | 28/40
        wang       | 3000/3000
    """)
    assert world.says("U1", "wang") == ("cannot_tell", "not_reachable")


def test_the_least_number_of_answers_is_told() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 6/6       | 14/20
        peer*20 | 15/20     | 14/20
    """)
    row = world.finding("U1", "wang")
    assert row["reason_code"] == "too_few_answers"
    assert row["minimum_n"] > 6


def test_ordinary_answers_are_clear_with_the_distortion_that_would_have_been_found() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 140/200   | 14/20
        peer*20 | 140/200   | 14/20
    """)
    assert world.says("U1", "wang") == ("clear", "within_expectation")
    assert world.concludes("wang") == ("clear", "nothing_found")
    assert 0.05 < world.verdict("wang")["found_effect"] < 0.31


def test_ten_answers_of_one_friend_are_not_ten_answers() -> None:
    table = """
        owner   | own staff | outsiders
        wang    | 60/60     | -
        peer*20 | -         | 14/20
    """
    alone, friends = judge(table), judge(table, account_count=6)
    assert alone.finding("U1", "wang")["p_value"] < friends.finding("U1", "wang")["p_value"]


def test_a_hundred_percent_alone_is_never_more_than_a_review() -> None:
    world = judge("""
        owner   | period  | own staff | outsiders
        wang    | 2026-Q1 | 200/200   | 7/20
        wang    | 2026-Q2 | 200/200   | 7/20
        wang    | 2026-Q3 | 200/200   | 7/20
        peer*20 | 2026-Q1 | 80/200    | 8/20
    """)
    assert world.says("U1", "wang")[0] == "suspicious"
    assert {world.concludes("wang", f"2026-Q{q}") for q in (1, 2, 3)} == {("review", "one_trace")}
