"""Executives' time: against three lines, with its proof and its pace; without a calendar it is not measured."""

import pytest

from pipelines.report.executives import compose_executives, place
from pipelines.report.words import Say, say
from tests.unit.report.scorecard_worlds import executive


def test_without_a_calendar_nothing_is_measured() -> None:
    for rows in ([], [executive("2026", None, None)]):
        found = compose_executives(rows, "2026")
        assert (found.is_measured, found.share, found.is_below_third, found.proofs) == (False, "–", False, ())


@pytest.mark.parametrize(("share", "is_below"), [(0.0, True), (0.333, True), (1 / 3, False), (0.5, False)])
def test_a_third_is_the_line(share: float, is_below: bool) -> None:
    assert compose_executives([executive("2026", None, share)], "2026").is_below_third == is_below


@pytest.mark.parametrize(
    ("needed", "key"), [(2.2, "pace.out_of_reach"), (0.6, "pace.needed"), (0.0, "pace.reached"), (None, None)]
)
def test_the_pace_says_what_the_rest_of_the_year_must_bring(needed: float | None, key: str | None) -> None:
    found = compose_executives([executive("2026", None, 0.2, needed_share_of_rest=needed)], "2026")
    assert (found.pace.key if found.pace else None) == key


def test_the_lines_and_everybody_stay_on_the_chart() -> None:
    rows = [executive("2026", None, 0.2), executive("2026", "a", 0.9), executive("2026", "b", 0.0)]
    (year,) = compose_executives(rows, "2026").years
    assert year.dots == (0.0, 100.0)
    assert place(1 / 3) == 55.56


def test_proof_adds_up_to_all_of_the_time() -> None:
    found = compose_executives([executive("2026", None, 0.2)], "2026")
    assert [proof.share for proof in found.proofs] == ["–", "25.0\u202f%", "75.0\u202f%", "–"]
    assert sum(proof.width for proof in found.proofs) == pytest.approx(100)


def test_years_end_with_the_one_that_speaks() -> None:
    rows = [executive(str(year), None, 0.1) for year in range(2018, 2027)]
    assert [year.label for year in compose_executives(rows, "2025").years] == ["2021", "2022", "2023", "2024", "2025"]


def test_dinners_are_hospitality() -> None:
    found = compose_executives([executive("2026", None, 0.2)], "2026").people
    assert isinstance(found, Say)
    assert found.values["second"] == say("executives.dinners.many", n="40")
