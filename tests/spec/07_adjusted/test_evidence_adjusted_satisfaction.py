"""Chapter 7: the evidence-adjusted figure beside the reported one."""

import pandas as pd
import pytest

from pipelines.integrity.assess import assess
from tests.spec.drawn import Judged, judge


def row(world: Judged, scope: str) -> pd.Series:
    frame = world.assessment.adjusted
    return frame[frame["scope_id"] == scope].squeeze()


WORLD = """
        owner   | own staff | outsiders
        wang    | 40/40     | 14/20
        peer*20 | 30/40     | 14/20
        alone   | 40/40     | -
"""


def test_the_adjusted_share_is_what_outsiders_heard() -> None:
    unit = row(judge(WORLD), "owner_quarter:s:owner=wang:2026-Q1")
    assert unit["reported_share"] == pytest.approx(54 / 60)
    assert unit["adjusted_share"] == pytest.approx(0.7)
    assert unit["lower_share"] < 0.7 < unit["upper_share"]
    assert (unit["basis_code"], unit["reason_code"]) == ("independent_answers", "independent_answers")


def test_without_outsiders_there_is_no_adjusted_share() -> None:
    unit = row(judge(WORLD), "owner_quarter:s:owner=alone:2026-Q1")
    assert pd.isna(unit["adjusted_share"]) and pd.isna(unit["lower_share"]) and pd.isna(unit["upper_share"])
    assert (unit["basis_code"], unit["reason_code"]) == ("none", "no_independent_answers")


def test_the_company_is_estimated_from_all_its_outside_answers() -> None:
    company = row(judge(WORLD), "company:s:2026-Q1")
    assert company["independent_count"] == 21 * 20
    assert company["adjusted_share"] == pytest.approx(0.7)
    assert company["upper_share"] - company["lower_share"] < 0.15


def test_owners_that_differ_widen_the_companys_interval() -> None:
    alike = row(judge(WORLD), "company:s:2026-Q1")
    apart = row(judge("""
        owner   | own staff | outsiders
        good*10 | 30/40     | 20/20
        bad*10  | 30/40     | 8/20
    """), "company:s:2026-Q1")  # fmt: skip
    assert apart["upper_share"] - apart["lower_share"] > 2 * (alike["upper_share"] - alike["lower_share"])


def test_several_answers_of_an_account_widen_and_the_assumed_part_is_shown() -> None:
    single = row(judge(WORLD), "owner_quarter:s:owner=wang:2026-Q1")
    several = row(judge(WORLD, account_count=12), "owner_quarter:s:owner=wang:2026-Q1")
    assert several["upper_share"] - several["lower_share"] > single["upper_share"] - single["lower_share"]
    assert single["assumption_share"] == 0 < several["assumption_share"]


def test_answers_counted_under_two_definitions_count_once_for_the_company() -> None:
    from pipelines.integrity.aggregates import typed
    from pipelines.integrity.policy import load
    from tests.spec.drawn import answer_counts

    once = answer_counts(WORLD)
    again = once.assign(unit_definition_id="branch_quarter", unit_id=once["unit_id"] + "b", subject_id="b")
    world = Judged(assess(typed({"agg_answer_counts": pd.concat([once, again])}), load()))
    assert row(world, "company:s:2026-Q1")["independent_count"] == 21 * 20


def test_a_published_figure_has_no_adjusted_one() -> None:
    figure = row(judge("owner | own staff", published=[{}]), "published:s:company=acme:2025")
    assert figure["reported_share"] == 1
    assert pd.isna(figure["adjusted_share"])


def test_a_year_of_quarters_is_estimated_though_nobody_judges_years() -> None:
    year = row(judge(WORLD), "company:s:2026")
    quarter = row(judge(WORLD), "company:s:2026-Q1")
    assert year["independent_count"] == quarter["independent_count"]
    assert year["adjusted_share"] == quarter["adjusted_share"]


def test_answers_that_belong_to_no_unit_still_belong_to_the_company() -> None:
    from pipelines.integrity.aggregates import typed
    from pipelines.integrity.policy import load
    from tests.spec.drawn import answer_counts

    nobodys = pd.DataFrame([{
        "unit_definition_id": "owner_quarter", "survey_id": "s", "period_kind": "quarter", "period_id": "2026-Q1",
        "period_start_on": "2026-01-01", "missing_dimension": "owner", "answered_count": 420, "satisfied_count": 0,
        "independent_count": 420, "independent_satisfied_count": 0,
    }])  # fmt: skip
    tables = {"agg_answer_counts": answer_counts(WORLD), "agg_unattributed": nobodys}
    company = row(Judged(assess(typed(tables), load())), "company:s:2026-Q1")
    assert company["independent_count"] == 840
    assert company["adjusted_share"] == pytest.approx(0.35)
