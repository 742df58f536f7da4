"""The engine at the edges: whatever is missing, units get finite scores, and nobody is accused for what is missing."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from benchmarks.integrity import chain_a, worlds_a
from benchmarks.integrity.company_a import Size
from benchmarks.integrity.counted import counts
from pipelines.integrity import design
from pipelines.integrity.aggregates import AggregateError, typed
from pipelines.integrity.assess import Assessment, assess
from pipelines.integrity.policy import load

Tables = dict[str, pd.DataFrame]
ANSWERS, ACCOUNTS = "agg_answer_design", "agg_account_design"
LOSSES = ["loss_severity", "loss_count", "complaint_count", "late_count", "line_count"]


@cache
def company() -> Tables:
    """Forty owners, some of whom distort."""
    return worlds_a.draw("easy", 3, size=Size(owners=40, branches=8, accounts=1000)).tables


def run(tables: Tables) -> Assessment:
    """Assess a world's tables."""
    aggregates = typed({"agg_answer_counts": counts(tables[ANSWERS])})
    return assess(aggregates, load(), designs=design.typed(tables))


def answers(**columns: object) -> Callable[[Tables], Tables]:
    """The company with columns of its answers replaced."""
    return lambda tables: {**tables, ANSWERS: tables[ANSWERS].assign(**columns)}


def scale(points: int) -> Callable[[Tables], Tables]:
    """The same answers on another scale."""

    def change(tables: Tables) -> Tables:
        frame = tables[ANSWERS]
        level = (frame["rating_level"] / (frame["level_count"] - 1) * (points - 1)).round()
        return {**tables, ANSWERS: frame.assign(level_count=points, rating_level=level)}

    return change


EDGES: dict[str, Callable[[Tables], Tables]] = {
    "one answer a unit": lambda t: {**t, ANSWERS: t[ANSWERS].groupby("unit_id").head(1)},
    "one unit": lambda t: {name: frame[frame["unit_id"] == t[ANSWERS]["unit_id"].iloc[0]] for name, frame in t.items()},
    "no losses": lambda t: {name: frame.assign(**dict.fromkeys(LOSSES, np.nan)) for name, frame in t.items()},
    "no invitations": lambda t: {**t, ACCOUNTS: t[ACCOUNTS].assign(asked_count=np.nan, completed_count=np.nan)},
    "no accounts": lambda t: {ANSWERS: t[ANSWERS]},
    "no independent answers": lambda t: {**t, ANSWERS: t[ANSWERS][~t[ANSWERS]["is_independent"]]},
    "all answers equal": answers(rating_level=4, level_count=5, is_satisfied=True, is_top=True),
    "no levels": answers(rating_level=np.nan, level_count=np.nan),
    "anonymous": answers(account_id=None),
    "one collector": answers(collector_id="one"),
    "no items, no timing": answers(items_1=None, item_mean=np.nan, item_count=0, is_straight=None,
                                   duration_seconds=np.nan, gap_seconds=np.nan, text_hash=None),
    "a period without answers": lambda t: {n: frame[frame["period_id"] != "2025-Q2"] for n, frame in t.items()},
    "nothing": lambda t: {name: frame.iloc[:0] for name, frame in t.items()},
    **{f"{points} points": scale(points) for points in (2, 3, 7, 10, 11)},
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_every_unit_gets_a_finite_score_and_a_conclusion(edge: str) -> None:
    verdict = run(EDGES[edge](company())).verdict
    assert np.isfinite(verdict["suspicion_score"]).all()
    assert verdict["conclusion_code"].notna().all()


@pytest.mark.parametrize("edge", ["one unit", "no independent answers", "all answers equal"])
def test_without_a_reference_nobody_is_accused(edge: str) -> None:
    codes = set(run(EDGES[edge](company())).verdict["conclusion_code"])
    assert not codes & {"warn", "error"}


def test_three_owners_are_too_few_to_accuse_one() -> None:
    few = worlds_a.draw("easy", 3, size=Size(owners=3, branches=3, accounts=80)).tables
    assert not set(run(few).verdict["conclusion_code"]) & {"warn", "error"}


def test_twenty_four_periods_are_judged_without_listing_patterns() -> None:
    long = worlds_a.draw("easy", 3, size=Size(owners=16, branches=4, accounts=300, periods=24)).tables
    assert np.isfinite(run(long).verdict["suspicion_score"]).all()


def test_anonymous_streams_of_a_chain_are_judged_and_what_needs_accounts_says_so() -> None:
    tables = chain_a.draw("easy", 1).tables
    assessment = run(tables)
    adjusted = assessment.adjusted[assessment.adjusted["scope_kind"] == "unit"]
    assert (adjusted["method_version"] == "eas-1").all()
    selection = assessment.finding[assessment.finding["detector_id"] == "S2"]
    assert set(selection["reason_code"]) == {"feed_absent"}


def test_row_order_changes_no_byte_with_design_tables() -> None:
    first = run(company())
    second = run({name: frame.sample(frac=1, random_state=2) for name, frame in company().items()})
    for table, frame in first.frames.items():
        pd.testing.assert_frame_equal(frame, second.frames[table], check_exact=True)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(AggregateError, match="agg_answer_design: column rating_level is missing"):
        design.typed({ANSWERS: company()[ANSWERS].drop(columns="rating_level")})
