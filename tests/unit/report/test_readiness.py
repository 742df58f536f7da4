"""Fit to pay on or not, and how far customer orientation has landed."""

import pytest

from pipelines.report.readiness import compose_maturity, compose_pay
from pipelines.report.words import say
from tests.unit.report.scorecard_worlds import CONDITIONS, CRITERIA, conditions, criteria

SCORABLE: dict[str, object] = {"period_id": "2026", "satisfaction_status_code": "scorable"}
ALL_MET: dict[str, tuple[float | None, str]] = {code: (limit, "met") for code, _, limit in CONDITIONS}


@pytest.mark.parametrize(
    ("changed", "fitness"),
    [
        ({}, "fit"),
        ({"coverage": (0.5, "failed")}, "not_fit"),
        ({"coverage": (None, "not_measured")}, "unknown"),
        ({"coverage": (0.5, "failed"), "back_checked": (None, "not_measured")}, "not_fit"),
    ],
)
def test_one_condition_decides(changed: dict[str, tuple[float | None, str]], fitness: str) -> None:
    assert compose_pay(conditions("2026", {**ALL_MET, **changed}), [], SCORABLE).fitness == fitness


def test_what_cannot_be_scored_cannot_be_paid_on() -> None:
    pay = compose_pay(conditions("2026", {}), [], {**SCORABLE, "satisfaction_status_code": "not_scorable"})
    assert (pay.fitness, pay.why) == ("not_fit", say("pay.not_fit.not_scorable"))


def test_without_conditions_nothing_is_shown_to_be_fit() -> None:
    assert compose_pay([], [], {}).fitness == "unknown"


def test_failed_conditions_come_first_and_unmeasured_ones_say_what_they_need() -> None:
    rows = conditions("2026", {**ALL_MET, "loss_weighs": (0.0, "failed"), "coverage": (None, "not_measured")})
    failed, unmeasured, *met = compose_pay(rows, [], SCORABLE).conditions
    assert (failed.code, failed.status, failed.measured) == ("loss_weighs", "failed", "0.0\u202f%")
    assert (unmeasured.code, unmeasured.measured) == ("coverage", "–")
    assert unmeasured.feeds == "survey/invitation, finance/invoice"
    assert {condition.status for condition in met} == {"met"}
    assert all(not condition.feeds for condition in met)


def test_units_are_counted_and_shares_are_percentages() -> None:
    rows = conditions("2026", {**ALL_MET, "no_suspicious_unit": (34.0, "failed")})
    units, share, *_ = compose_pay(rows, [], SCORABLE).conditions
    assert (units.measured, units.limit) == ("34", say("limit.at_most", limit="0"))
    assert share.limit == say("limit.at_least", limit="50.0\u202f%")


@pytest.mark.parametrize(("first", "last", "is_paid"), [("2022", "2026", True), ("2022", "2025", False)])
def test_it_is_said_when_pay_hangs_on_a_figure_in_doubt(first: str, last: str, is_paid: bool) -> None:
    records: list[dict[str, object]] = [
        {"reason_code": "paid_on_flagged_figure", "first_period_id": first, "last_period_id": last}
    ]
    pay = compose_pay(conditions("2026", {}), records, SCORABLE)
    assert (pay.why == say("sentences", first=say("pay.unknown.why.many", n="8"), second=say("pay.paid"))) == is_paid


def test_maturity_is_the_weakest_first_and_what_nobody_measured_last() -> None:
    scores = {code: 100.0 - 10 * place for place, code in enumerate(CRITERIA[:6])}
    maturity = compose_maturity(criteria("2026", scores), "2026")
    assert maturity.index == say("maturity.index", index="75")
    assert [one.code for one in maturity.criteria[:6]] == list(reversed(CRITERIA[:6]))
    last = maturity.criteria[-1]
    assert (last.score, last.score_to, last.feeds) == ("–", None, "survey/response.collector_id, people/incentive")


def test_a_mean_of_a_few_criteria_is_not_told() -> None:
    maturity = compose_maturity(criteria("2026", dict.fromkeys(CRITERIA[:4], 96.0)), "2026")
    assert maturity.index == say("maturity.none")
    assert maturity.note == say("maturity.too_few", n="4")
    assert len(maturity.criteria) == 10
