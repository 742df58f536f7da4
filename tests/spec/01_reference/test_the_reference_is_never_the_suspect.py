"""Chapter 1: what a unit is held against, and where that comes from."""

from dataclasses import dataclass

import pytest

from tests.spec.drawn import judge


@dataclass(frozen=True)
class Rate:
    """A configured rate."""

    survey: str = "s"
    satisfied_share: float = 0.85
    strength: float = 200
    source: str = "industry association, 2025"


def test_own_staffs_answers_are_held_against_outsiders() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 40/40     | 4/5
        peer*20 | 36/40     | 4/5
    """)
    row = world.finding("U1", "wang")
    assert (row["reference_origin_code"], row["reference_count"]) == ("independent_answers", 105)
    assert row["reference_rate"] == pytest.approx(0.8)


def test_independent_answers_are_held_against_those_of_the_others_only() -> None:
    world = judge("""
        owner   | outsiders
        wang    | 30/30
        peer*10 | 6/10
    """)
    row = world.finding("U1", "wang")
    assert (row["reference_origin_code"], row["reference_count"]) == ("other_units", 100)
    assert row["reference_rate"] == pytest.approx(0.6)


def test_without_any_outside_answer_nothing_is_said() -> None:
    world = judge("""
        owner   | own staff
        wang    | 40/40
        peer*10 | 30/40
    """)
    assert world.says("U1", "wang") == ("cannot_tell", "no_outside_reference")
    assert world.says("U2", "wang")[1] == "no_outside_reference"
    assert world.concludes("wang") == ("no_reference", "no_outside_reference")


def test_a_configured_rate_serves_where_there_are_no_outside_answers() -> None:
    table = """
        owner | own staff
        wang  | 40/40
    """
    row = judge(table, references=[Rate(), Rate(survey="another")]).finding("U1", "wang")
    assert (row["reference_origin_code"], row["reference_count"], row["reference_rate"]) == ("configured", 200, 0.85)
    assert judge(table, references=[Rate(survey="another")]).says("U1", "wang")[1] == "no_outside_reference"
    assert judge(table, references=[Rate(survey="any")]).finding("U1", "wang")["reference_rate"] == 0.85


def test_a_reference_where_everyone_is_satisfied_is_none() -> None:
    world = judge("""
        owner   | own staff | outsiders
        wang    | 40/40     | 5/5
        peer*20 | 40/40     | 5/5
    """)
    assert world.concludes("wang") == ("no_reference", "no_outside_reference")


def test_a_handful_of_outside_answers_is_no_reference() -> None:
    world = judge("""
        owner | own staff | outsiders
        wang  | 40/40     | 3/5
        li    | 40/40     | 2/4
    """)
    assert world.says("U1", "wang") == ("cannot_tell", "no_outside_reference")


def test_what_outsiders_say_of_an_owner_protects_that_owner() -> None:
    """Equal answers to their own staff; outsiders find one owner excellent, the other ordinary."""
    world = judge("""
        owner     | own staff | outsiders
        excellent | 40/40     | 29/30
        ordinary  | 40/40     | 21/30
        peer*20   | 34/40     | 24/30
    """)
    assert world.finding("U1", "excellent")["p_value"] > 5 * world.finding("U1", "ordinary")["p_value"]


def test_answers_whose_collector_is_unknown_are_judged_like_own_staffs() -> None:
    world = judge("""
        owner   | unknown | outsiders
        wang    | 40/40   | 4/5
        peer*20 | 36/40   | 4/5
    """)
    row = world.finding("U1", "wang")
    assert (row["n"], row["reference_origin_code"]) == (40, "independent_answers")
