"""Does the dbt project build, and do its tests catch what they promise? Real dbt, real DuckDB, made-up rows."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.pipeline import dbt_fixture
from tests.pipeline.dbt_fixture import Row

DATA_ONLY = ("--exclude-resource-type", "unit_test")


def _answers() -> list[Row]:
    """Twelve answers of four accounts: ten on a known scale, one without a scale, one a test."""
    scale = {"scale_min": 1, "scale_max": 5}
    asked = ("sales", "third_party", None)
    rows = [
        {"response_id": f"r{i}", "survey_id": "s", "account_id": f"a{i % 4}", "rating": 5 if i < 8 else 2,
         "submitted_at": f"2026-0{1 + i % 3}-15 10:00", "collector_org": asked[i % 3], "channel": "phone",
         "order_id": f"o{i}", **scale}
        for i in range(10)
    ]  # fmt: skip
    unscaled = {"response_id": "no_scale", "survey_id": "s", "account_id": "a0", "rating": 5}
    test = {"response_id": "test", "survey_id": "s", "rating": 5, "response_status": "test", **scale}
    corrected = {**rows[0], "rating": 1, "updated_at": "2026-03-01"}
    return [*rows, *({**row, "submitted_at": "2026-02-01"} for row in (unscaled, test)), corrected]


COMPANY: dict[str, Iterable[Row]] = {
    "raw.survey__response": _answers(),
    "raw.crm__account": [
        {"account_id": f"a{i}", "account_name": f"A{i}", "owner_person_id": "p1" if i < 3 else None} for i in range(4)
    ],
    "raw.people__person": [{"person_id": "p1", "level": "staff", "branch_id": "north"}],
    "raw.crm__sales_order": [
        {"order_id": f"o{i}", "account_id": f"a{i % 4}", "ordered_at": "2026-01-02", "order_amount": 1000}
        for i in range(10)
    ],
    "raw.quality__loss_event": [
        {"loss_id": "l1", "account_id": "a0", "loss_category": "external", "loss_type": "credit",
         "event_on": "2026-01-10", "loss_amount": 5000, "source_table": "complaint", "source_id": "c1"}
    ],
    "raw.survey__answer": [
        {"response_id": f"r{i}" if i < 9 else "back_check", "item_id": "q1", "value_num": 4} for i in range(10)
    ],
    "raw.crm__need": [{"need_id": "n1", "captured_at": "2026-01-02", "improvement_id": "i1"}],
    "raw.batch": [
        {"batch_no": 1, "feed": "survey", "table_name": "response", "sha256": "f1", "status": "loaded",
         "row_count": 13, "loaded_count": 13, "quarantined_count": 0, "ignored_count": 0, "min_on": "2026-01-15",
         "max_on": "2026-03-15", "received_at": "2026-03-31 08:00", "as_of_on": "2026-03-31",
         "is_current_snapshot": True}
    ],
    "config.target": [
        {"kpi_id": "C01", "org_unit_id": "company", "valid_from_on": "2020-01-01", "floor_value": 0.5,
         "target_value": 0.9, "weight": 100}
    ],
    "integrity.detector": [{"detector_id": "U1", "detector_name": "uniformity", "subject_kind": "unit"}],
    "integrity.reason": [{"reason_code": "too_few_answers"}],
    "integrity.finding": [
        {"unit_id": "owner_quarter:s:owner=p1:2026-Q1", "detector_id": "U1", "finding_code": "cannot_tell",
         "reason_code": "too_few_answers", "n": 8}
    ],
    "integrity.verdict": [
        {"unit_id": "owner_quarter:s:owner=p1:2026-Q1", "conclusion_code": "cannot_tell", "survey_id": "s",
         "reason_code": "too_few_answers", "suspicion_score": 0.0}
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A work file of a company that has handed over nothing yet, built."""
    file = dbt_fixture.build_work_file(tmp_path_factory.mktemp("empty") / "warehouse.duckdb", {})
    return file, dbt_fixture.run_dbt(file, "build", *DATA_ONLY)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A work file of the small company, both halves built."""
    file = dbt_fixture.build_work_file(tmp_path_factory.mktemp("company") / "warehouse.duckdb", COMPANY)
    return file, dbt_fixture.run_dbt(file, "build", *DATA_ONLY)


@pytest.fixture
def answer(company: tuple[Path, Any]) -> Callable[[str], list[tuple[Any, ...]]]:
    return lambda sql: dbt_fixture.query(company[0], sql)


def test_a_company_without_any_data_builds(empty: tuple[Path, Any]) -> None:
    file, result = empty
    assert dbt_fixture.problems(result) == []
    assert dbt_fixture.query(file, "select count(*) from mart_scorecard") == [(0,)]
    assert dbt_fixture.query(file, "select loaded_row_count, company from meta_build") == [(0, "Acme Pumps")]


def test_every_model_does_what_its_unit_tests_say(empty: tuple[Path, Any]) -> None:
    file, _ = empty
    result = dbt_fixture.run_dbt(file, "test", "--select", "test_type:unit")
    assert dbt_fixture.problems(result) == []
    assert len(result.result.results) > 50


def test_a_small_company_builds_and_passes_every_data_test(company: tuple[Path, Any]) -> None:
    assert dbt_fixture.problems(company[1]) == []


def test_each_half_builds_alone(company: tuple[Path, Any]) -> None:
    file, _ = company
    first = dbt_fixture.run_dbt(file, "build", "--selector", "transform", *DATA_ONLY)
    second = dbt_fixture.run_dbt(file, "build", "--selector", "score", *DATA_ONLY)
    assert dbt_fixture.problems(first) == [] and dbt_fixture.problems(second) == []
    names = {result.node.unique_id for half in (first, second) for result in half.result.results}
    # an exposure is a word about readers: nothing is run for it
    whole = {result.node.unique_id for result in company[1].result.results}
    assert names == {name for name in whole if not name.startswith("exposure.")}


def test_answers_are_counted_in_their_current_version(answer: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert answer("select count(*), count(*) filter (where is_satisfied) from fct_response") == [(11, 7)]
    assert answer("select answered_count, satisfied_count, severe_account_count from agg_answer_counts") == [(8, 5, 1)]
    assert answer("select missing_dimension, answered_count from agg_unattributed") == [("owner", 2)]


def test_nothing_is_shown_of_what_was_not_measured(answer: Callable[[str], list[tuple[Any, ...]]]) -> None:
    year = "select kpi_id, status_code, score is null from mart_scorecard where period_kind = 'year' and "
    shown = "org_unit_id = 'company' and kpi_id in ('C01', 'F04', 'G01', 'P02', 'I07') order by kpi_id"
    assert answer(year + shown) == [
        ("C01", "red", False),
        ("F04", "no_target", True),
        ("G01", "not_measured", True),
        ("I07", "no_target", True),
        ("P02", "not_measured", True),
    ]
    units = "select org_unit_id, parent_org_unit_id, org_level_code, org_unit_name from dim_org_unit order by all"
    assert answer(units) == [
        ("branch:north", "company", "branch", "north"),
        ("company", None, "company", "Acme Pumps"),
    ]


def test_the_headline_lays_losses_beside_satisfaction(answer: Callable[[str], list[tuple[Any, ...]]]) -> None:
    columns = "reported_share, external_failure_cost_share, satisfaction_status_code, implementation_code"
    assert answer(f"select {columns} from mart_headline") == [(0.7, 0.5, "scorable", "cannot_tell")]


def test_what_names_a_row_that_nobody_knows_is_counted(answer: Callable[[str], list[tuple[Any, ...]]]) -> None:
    columns = "column_name, named_count, unmatched_count, unmatched_share, allowed_unmatched_share"
    asked = "where feed = 'survey' and table_name = 'answer' or column_name in ('improvement_id', 'activity_id')"
    assert answer(f"select {columns} from meta_reference {asked} order by all") == [
        ("activity_id", None, None, None, 0.05),  # nothing is named
        ("improvement_id", 1, None, None, 0.05),  # what is named never came
        ("response_id", 10, 1, 0.1, 0.1),
    ]


def test_a_feed_that_never_came_is_a_row_that_says_so(answer: Callable[[str], list[tuple[Any, ...]]]) -> None:
    columns = "feed, table_name, is_optional, is_present, batch_count, loaded_row_count, is_fresh"
    asked = "where table_name in ('response', 'answer', 'complaint', 'fx_rate')"
    assert answer(f"select {columns} from meta_feed {asked} order by all") == [
        ("quality", "complaint", False, False, 0, 0, None),
        ("ref", "fx_rate", True, False, 0, 0, None),
        ("survey", "answer", False, True, 0, 0, None),  # the items of a wide questionnaire
        ("survey", "response", False, True, 1, 13, True),
    ]


# models that meet one row of configuration, or a handful of unit definitions: every other side may have millions
MEET_A_HANDFUL = {
    "int_customer_growth",  # figures of industries
    "kpi_c08_new_customers",  # three lengths of a period
    "kpi_p01_rejected_parts",  # the same
    "kpi_c11_pain_points_resolved",  # the time zone of the company
    "kpi_i02_response_rate",  # the same
    "kpi_p10_needs_converted",  # the same
    "kpi_p11_promises_kept",  # the same
    "int_account_asked",  # the same
    "int_revenue_retention",  # the first month with sales
    "agg_kpi_counts",  # KPIs of the catalogue
    "mart_scorecard_design",  # one row of the company beside eight rules of design
    "dim_date",
    "int_severe_loss_window",
    "int_unit_account_answered",
    "int_account_event",
    "int_answer_subject",
    "int_scored_answer",
    "agg_unattributed",
    "int_answer_group",  # lengths of a period and sets of dimensions
    "int_opinion_withheld",  # the smallest cell of the company
}


def test_no_join_compares_every_row_with_every_other(company: tuple[Path, Any]) -> None:
    file, result = company
    built = [node.node for node in result.result.results if node.node.resource_type == "model"]
    # these tables are so small that the engine would take the slow join even where it knows a fast one
    explain = "set nested_loop_join_threshold = 0; explain"
    plans = {model.name: dbt_fixture.query(file, f"{explain} {model.compiled_code}")[0][1] for model in built}
    assert {name for name, plan in plans.items() if "NESTED_LOOP" in plan or "BLOCKWISE_NL" in plan} <= MEET_A_HANDFUL


@pytest.mark.parametrize(
    ("damage", "test"),
    [
        ("insert into fct_loss select * replace ('copy' as loss_id) from fct_loss", "assert_losses_counted_once"),
        ("delete from fct_loss", "assert_no_loss_disappears"),
        ("insert into fct_response select * replace ('copy' as response_id) from fct_response where response_id = 'r1'",
         "assert_responses_attributed_at_most_once"),
        ("delete from agg_satisfaction_cells where team_id is null", "assert_satisfaction_cells_sum_to_responses"),
        ("update agg_score_counts set answered_count = answered_count + 1", "assert_scores_sum_to_answers"),
        ("delete from agg_unattributed", "assert_units_and_unattributed_sum_to_answers"),
        ("update agg_answer_counts set satisfied_count = 99", "assert_parts_never_exceed_their_whole"),
        ("update fct_satisfaction set answered_count = 1", "assert_small_cells_are_withheld"),
        ("delete from fct_finding", "assert_every_unit_has_one_verdict_and_all_findings"),
        ("update mart_scorecard set status_code = 'green' where reported_value is null",
         "assert_nothing_unmeasured_has_a_colour"),
        ("update mart_scorecard set status_code = 'green', gate_code = 'never_green'",
         "assert_nothing_unreliable_is_green"),
        ("update mart_scorecard set weight = 40", "assert_weights_sum_to_100_within_a_perspective"),
        ("insert into raw.survey__invitation (invitation_id, account_id) values ('i', 'a0'); "
         "update fct_response set invitation_id = 'i' where response_id = 'r1'",
         "assert_answers_are_of_the_invited_account"),
        ("insert into raw.survey__frame (survey_id, period_label, account_id) values ('s', '2026-Q1', 'a1'); "
         "insert into raw.survey__invitation (invitation_id, survey_id, account_id, sent_at) "
         "values ('in', 's', 'a1', '2026-02-01'), ('out', 's', 'a2', '2026-02-01'), ('later', 's', 'a2', '2026-05-01')",
         "assert_invited_accounts_are_in_the_frame"),
        ("insert into raw.quality__credit_note (document_id, document_on, credit_note_amount) values "
         "('d', '2026-01-10', 100); insert into raw.quality__loss_event (loss_id, source_table, source_id, event_on, "
         "loss_amount) values ('l2', 'credit_note', 'd', '2026-01-10', 98)", "assert_ledger_agrees_with_its_documents"),
        ("create or replace view stg_crm__need as from raw.crm__need union all from raw.crm__need",
         "assert_staging_keys_are_unique"),
        ("update meta_reference set unmatched_share = 0.11 where column_name = 'response_id'",
         "assert_references_find_their_rows"),
        ("update meta_batch set loaded_count = 12", "assert_every_row_of_a_file_is_accounted_for"),
    ],
)  # fmt: skip
def test_damage_is_noticed(company: tuple[Path, Any], tmp_path: Path, damage: str, test: str) -> None:
    file = tmp_path / "warehouse.duckdb"
    file.write_bytes(company[0].read_bytes())
    with duckdb.connect(str(file)) as connection:
        connection.execute(damage)
    result = dbt_fixture.run_dbt(file, "test", "--select", test)
    assert [problem.split(":")[0] for problem in dbt_fixture.problems(result)] == [test]
