"""The scorecard on the page: what is scored, what has a value alone, what was not measured, what gates do."""

import pytest

from pipelines.report.compose import compose
from pipelines.report.words import Say, say
from tests.unit.report import scorecard_worlds, worlds


def test_kpis_stand_in_three_groups() -> None:
    customer = compose(worlds.demo()).scorecard.perspectives[1]
    ids = [[kpi.kpi_id for kpi in group] for group in (customer.scored, customer.untargeted, customer.unmeasured)]
    assert ids == [["C01"], ["C14"], ["C09"]]


def test_a_scored_kpi_says_actual_target_score_status_and_coverage() -> None:
    (kpi,) = compose(worlds.demo()).scorecard.perspectives[1].scored
    assert (kpi.value, kpi.target, kpi.floor, kpi.score, kpi.status, kpi.coverage, kpi.n) == (
        "88.4\u202f%", "95.0\u202f%", "85.0\u202f%", "0", "red", "94.7\u202f%", "2,644",
    )  # fmt: skip
    assert kpi.adjusted_interval == "78.3–83.9\u202f%"


def test_a_gate_says_what_it_did_and_why() -> None:
    (kpi,) = compose(worlds.demo()).scorecard.perspectives[1].scored
    assert isinstance(kpi.gate, Say) and kpi.gate.values["first"] == say("gate.scored_as_adjusted")
    marts = worlds.demo()
    marts["scorecard"] = [{**row, "gate_code": None} for row in marts["scorecard"]]
    assert compose(marts).scorecard.perspectives[1].scored[0].gate == ""


def test_the_year_that_speaks_is_the_only_one_shown_and_an_earlier_value_is_told_as_such() -> None:
    card = compose(worlds.demo()).scorecard
    assert card.year == "2026"
    (success,) = card.perspectives[1].unmeasured
    assert (success.value, success.earlier) == ("–", ("2025", "−0.2\u202f%"))


def test_a_perspective_without_measured_weight_is_not_rated() -> None:
    customer = compose(worlds.essay()).scorecard.perspectives[1]
    assert (customer.score, customer.status, customer.measured) == ("–", "not_rated", "0.0\u202f%")


def test_a_kpi_under_a_gate_keeps_its_place_among_the_scored() -> None:
    (kpi,) = compose(worlds.essay()).scorecard.perspectives[1].scored
    assert (kpi.value, kpi.status, kpi.score) == ("100.0\u202f%", "not_scorable", "–")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"success_index": None}, "success.not_measured"),
        ({"success_index": 0.02, "gate_code": None}, "success.passed"),
        ({"success_index": -0.02, "gate_code": None}, "success.too_few"),
        ({"success_index": -0.02, "gate_code": "customers_did_not_succeed"}, "success.failed"),
    ],
)
def test_the_success_gate_says_what_it_found(values: dict[str, object], key: str) -> None:
    marts = worlds.demo()
    marts["totals"] = [scorecard_worlds.total("2026", score=50.0, uncapped_score=50.0, **values)]
    gate = compose(marts).scorecard.total.gate
    assert isinstance(gate, Say) and gate.key == key


def test_a_capped_total_tells_what_it_would_have_been() -> None:
    total = compose(worlds.demo()).scorecard.total
    assert (total.score, total.is_capped) == ("60", True)
    assert isinstance(total.gate, Say) and total.gate.values["second"] == say("scorecard.capped", uncapped="63")


def test_without_a_total_nothing_is_rated() -> None:
    total = compose(worlds.empty()).scorecard.total
    assert (total.score, total.status, total.measured) == ("–", "not_rated", "–")
