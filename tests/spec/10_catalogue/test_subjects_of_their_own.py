"""Chapter 10: collectors, mailboxes, executives, claims and scorecards; each stands by itself."""

import pandas as pd
import pytest

from pipelines.integrity import design
from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import Assessment, assess
from pipelines.integrity.policy import load
from tests.spec.drawn import Judged, figure

Row = dict[str, object]


def judge(table: str, *rows: Row, **published: object) -> Judged:
    """A company of which only one small table is known; what a row does not say is unknown."""
    columns = list(design.DESIGN_TABLES[table])
    frame = pd.DataFrame([{**dict.fromkeys(columns), **row} for row in rows], columns=columns)
    tables = {"agg_published_results": pd.DataFrame([figure(**published)])} if published else {}
    return Judged(assess(typed(tables), load(), designs=design.typed({table: frame})))


def checked(reached: int, raised: int, absent: int = 0) -> Row:
    return {"collector_id": "c", "period_id": "2026-Q2", "period_start_on": "2026-04-01", "answered_count": 90,
            "checked_count": reached, "reached_count": reached, "raised_count": raised, "no_part_count": absent,
            "lowered_count": 0}  # fmt: skip


COLLECTOR = "collector:c:2026-Q2"


@pytest.mark.parametrize(("reached", "raised", "absent"), [(20, 6, 0), (10, 4, 0), (30, 4, 4), (4, 3, 0)])
def test_errors_surely_above_one_in_ten_are_seen(reached: int, raised: int, absent: int) -> None:
    world = judge("agg_back_checks", checked(reached, raised, absent))
    assert world.says("B1", COLLECTOR) == ("suspicious", "recorded_better")
    assert world.finding("B1", COLLECTOR)["severity_code"] == "warn"


@pytest.mark.parametrize(("reached", "raised"), [(20, 4), (10, 3), (3, 1), (1, 1), (100, 12)])
def test_a_rate_above_one_in_ten_is_not_enough_its_lower_bound_must_be(reached: int, raised: int) -> None:
    assert judge("agg_back_checks", checked(reached, raised)).says("B1", COLLECTOR) == ("clear", "within_tolerance")


def test_without_back_checks_there_is_a_task_and_no_pass() -> None:
    assert judge("agg_back_checks", checked(0, 0)).says("B1", COLLECTOR) == ("cannot_tell", "schedule_back_checks")


MAIL = "mailbox:exec_mailbox:2026-03"


@pytest.mark.parametrize(
    ("received", "registered", "unconfirmed", "said"),
    [
        (9, 9, 0, ("clear", "adds_up")),
        (9, 7, 0, ("suspicious", "registered_differs")),
        (7, 9, 0, ("suspicious", "registered_differs")),
        (9, 9, 1, ("suspicious", "closed_unconfirmed")),
        (None, 9, 2, ("suspicious", "closed_unconfirmed")),
        (None, 9, 0, ("cannot_tell", "count_missing")),
        (0, 0, 0, ("clear", "adds_up")),
    ],
)
def test_a_mailbox_loses_no_letter(
    received: int | None, registered: int, unconfirmed: int, said: tuple[str, str]
) -> None:
    row = {"subject_key": "exec_mailbox", "period_id": "2026-03", "received_count": received,
           "registered_count": registered, "closed_count": registered, "closed_unconfirmed_count": unconfirmed,
           }  # fmt: skip
    assert judge("agg_mailbox", row).says("Q1", MAIL) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("overlap_count", ("suspicious", "impossible_time")),
        ("over_day_count", ("suspicious", "impossible_time")),
        ("online_as_onsite_count", ("suspicious", "no_customer_time")),
        ("dinner_only_count", ("suspicious", "dinners_only")),
        ("customer_day_count", ("clear", "adds_up")),
    ],
)
def test_a_calendar_must_be_possible(count: str, said: tuple[str, str]) -> None:
    row = {"person_id": "e", "period_id": "2026-03", "event_count": 40, count: 1}
    assert judge("agg_executive_time", row).says("E1", "executive:e:2026-03") == said


def test_a_dinner_beside_days_with_customers_is_no_fault() -> None:
    row = {"person_id": "e", "period_id": "2026-03", "event_count": 40, "dinner_only_count": 2, "customer_day_count": 5}
    assert judge("agg_executive_time", row).says("E1", "executive:e:2026-03") == ("clear", "adds_up")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, ("clear", "adds_up")),
        ({"is_signed": None}, ("clear", "adds_up")),
        ({"is_signed": False}, ("suspicious", "unsigned")),
        ({"has_baseline": False}, ("suspicious", "no_baseline")),
        ({"is_signed": False, "duplicate_of_claim_id": "b0"}, ("suspicious", "counted_twice")),
    ],
)
def test_a_gain_is_the_customers_to_confirm(fault: Row, said: tuple[str, str]) -> None:
    row = {"claim_id": "b1", "period_id": "2026", "is_signed": True, "has_baseline": True, "has_evidence": True}
    assert judge("agg_benefit_claim", {**row, **fault}).says("V1", "claim:b1") == said


SATISFACTION: Row = {
    "org_unit_id": "company", "period_id": "2025", "kpi_id": "C01", "perspective_code": "customer", "weight": 100,
    "weight_sum": 100, "direction_code": "high_good", "floor_value": 0.8, "target_value": 0.95, "stretch_value": 1,
    "has_owner": True, "has_source": True, "is_lead": False, "is_loss_kpi": False, "is_satisfaction_kpi": True,
}  # fmt: skip
LOSS: Row = {
    **SATISFACTION, "kpi_id": "F04", "perspective_code": "finance", "direction_code": "low_good", "floor_value": 0.03,
    "target_value": 0.01, "stretch_value": 0.005, "is_loss_kpi": True, "is_satisfaction_kpi": False, "is_lead": True,
}  # fmt: skip
CARD = "scorecard:company:2025"


@pytest.mark.parametrize(
    ("of_satisfaction", "of_loss", "said"),
    [
        ({}, {}, ("clear", "adds_up")),
        ({"weight_sum": 1}, {"weight_sum": 1}, ("clear", "adds_up")),
        ({"weight_sum": 90}, {}, ("suspicious", "weights_do_not_sum")),
        ({}, {"is_lead": False}, ("suspicious", "no_lead_measure")),
        ({}, {"is_lead": None}, ("clear", "adds_up")),
        ({"incentive_weight": 0.3}, {}, ("suspicious", "loss_weighs_nothing")),
        ({"incentive_weight": 0.3}, {"incentive_weight": 0.1}, ("clear", "adds_up")),
    ],
)
def test_a_scorecard_must_be_able_to_mean_something(of_satisfaction: Row, of_loss: Row, said: tuple[str, str]) -> None:
    world = judge("agg_scorecard_lint", {**SATISFACTION, **of_satisfaction}, {**LOSS, **of_loss})
    assert world.says("K1", CARD) == said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, ("clear", "adds_up")),
        ({"target_value": 0.8}, ("suspicious", "target_is_floor")),
        ({"target_value": 0.7}, ("suspicious", "wrong_direction")),
        ({"stretch_value": 0.9}, ("suspicious", "wrong_direction")),
        ({"direction_code": "low_good"}, ("suspicious", "wrong_direction")),
        ({"direction_code": None}, ("clear", "adds_up")),
        ({"has_owner": False}, ("suspicious", "nobody_responsible")),
        ({"has_source": False}, ("suspicious", "no_source")),
    ],
)
def test_a_measure_must_be_able_to_mean_something(fault: Row, said: tuple[str, str]) -> None:
    assert judge("agg_scorecard_lint", {**SATISFACTION, **fault}, LOSS).says("K1", f"{CARD}:C01") == said


def test_pay_on_a_figure_that_is_in_doubt_comes_before_all_other_faults() -> None:
    rows = {**SATISFACTION, "incentive_weight": 0.3, "weight_sum": 90}, {**LOSS, "incentive_weight": 0.1}
    world = judge("agg_scorecard_lint", *rows, result_value=1.0)
    assert world.says("K1", CARD) == ("suspicious", "paid_on_flagged_figure")
    assert world.finding("K1", CARD)["statistic"] == 2
    calm = judge("agg_scorecard_lint", *rows, result_value=0.9, is_uniform=False)
    assert calm.says("K1", CARD) == ("suspicious", "weights_do_not_sum")


def relationship(kind: str) -> Judged:
    """Sixty accounts of six owners; what satisfaction follows is the kind."""
    rows = []
    for i in range(60):
        dinners, losses = (i * 37) % 11, (i * 53) % 7
        share = {"dinners": 0.3 + 0.06 * dinners, "losses": 0.9 - 0.1 * losses, "nothing": ((i * 29) % 10) / 10,
                 "constant": 1.0}[kind]  # fmt: skip
        rows.append({"account_id": f"a{i}", "owner_id": f"o{i % 6}", "period_id": "2026", "satisfied_share": share,
                     "answer_count": 4, "hospitality_amount": 100.0 * dinners, "loss_severity": losses,
                     "late_share": 0.1 * ((i * 17) % 3), "tenure_days": 900 + i})  # fmt: skip
    return judge("agg_relationship", *rows)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("dinners", ("suspicious", "relationship_decides")),
        ("losses", ("clear", "quality_decides")),
        ("nothing", ("cannot_tell", "uninformative")),
        ("constant", ("cannot_tell", "uninformative")),
    ],
)
def test_satisfaction_follows_dinners_or_defects(kind: str, said: tuple[str, str]) -> None:
    world = relationship(kind)
    assert world.says("I3", "relationship:company:2026") == said
    assert world.finding("I3", "relationship:company:2026")["severity_code"] == "info"


def test_the_record_says_that_there_is_none_yet() -> None:
    world = judge("agg_mailbox")
    assert world.says("L1", "record:ledger") == ("not_applicable", "no_record_yet")


def test_what_was_not_supplied_is_said_once_for_each_kind() -> None:
    world = judge("agg_mailbox")
    for detector, kind in (("B1", "collector"), ("Q1", "mailbox"), ("E1", "executive"), ("V1", "claim"),
                           ("K1", "scorecard"), ("I3", "relationship")):  # fmt: skip
        assert world.says(detector, f"{kind}:none") == ("not_applicable", "feed_absent")


def everything() -> Assessment:
    """A company in which every small table holds a scandal."""
    tables = {
        "agg_back_checks": [checked(20, 20)],
        "agg_executive_time": [{"person_id": "e", "period_id": "2026-03", "event_count": 4, "overlap_count": 3}],
        "agg_scorecard_lint": [SATISFACTION],
    }
    frames = {
        name: pd.DataFrame([{**dict.fromkeys(design.DESIGN_TABLES[name]), **row} for row in rows])
        for name, rows in tables.items()
    }
    return assess(typed({"agg_published_results": pd.DataFrame([figure()])}), load(), designs=design.typed(frames))


def test_they_stand_outside_the_conclusions_and_leave_one_finding_each() -> None:
    assessment = everything()
    assert list(assessment.verdict["unit_id"]) == [figure()["unit_id"]]
    assert not assessment.finding.duplicated(["unit_id", "detector_id"]).any()
    kinds = assessment.finding.loc[assessment.finding["survey_id"].isna(), "unit_definition_id"]
    assert set(kinds) == {"collector", "mailbox", "executive", "claim", "scorecard", "relationship", "record"}
