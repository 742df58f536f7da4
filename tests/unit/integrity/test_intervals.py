"""Intervals and design effects."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, binom

from pipelines.integrity import intervals
from pipelines.integrity.stats import design_effect, jeffreys


def test_jeffreys_is_the_beta_interval() -> None:
    lower, upper = jeffreys.interval(np.array([7.0]), np.array([10.0]))
    assert (lower[0], upper[0]) == pytest.approx(beta.ppf([0.025, 0.975], 7.5, 3.5))


def test_intervals_hold_the_share_and_stay_between_zero_and_one() -> None:
    n = np.repeat(np.arange(1, 30), np.arange(2, 31))
    x = np.concatenate([np.arange(k + 1) for k in range(1, 30)])
    lower, upper = jeffreys.interval(x, n)
    assert ((lower >= 0) & (lower <= x / n + 1e-12) & (x / n <= upper + 1e-12) & (upper <= 1)).all()


def test_no_answers_have_no_interval() -> None:
    lower, upper = jeffreys.interval(np.array([0.0]), np.array([0.0]))
    assert np.isnan([lower[0], upper[0]]).all()


def test_jeffreys_covers_about_as_often_as_it_says() -> None:
    counts = np.arange(41)
    lower, upper = jeffreys.interval(counts, np.full(41, 40))
    covered = [binom.pmf(counts, 40, q)[(lower <= q) & (q <= upper)].sum() for q in np.linspace(0.1, 0.95, 60)]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)


def test_several_answers_of_an_account_are_worth_less() -> None:
    effect = design_effect.of_repeated_answers(np.array([10.0, 10]), np.array([10.0, 2]), correlation=0.5)
    assert list(effect) == [1, 3]
    assert [list(part) for part in design_effect.thinned(np.array([10.0, 9]), np.array([10.0, 10]), effect)] == [
        [10, 2],
        [10, 3],
    ]


def test_thinning_never_makes_a_count_look_more_uniform() -> None:
    n = np.arange(1, 200.0)
    kept, worth = design_effect.thinned(n - 1, n, np.full(len(n), 2.5))
    assert (worth - kept >= 1).all()


def test_subjects_that_differ_widen_the_pool() -> None:
    alike = design_effect.between_subjects(np.full(9, 8.0), np.full(9, 10.0), np.zeros(9, int), 1, correlation=0)[0]
    apart = np.array([10, 10, 10, 10, 10, 2, 2, 2, 2.0])
    differing = design_effect.between_subjects(apart, np.full(9, 10.0), np.zeros(9, int), 1, correlation=0)[0]
    assert alike[0] == 1
    assert differing[0] > 5


def test_only_shares_of_cases_have_an_interval() -> None:
    counts = pd.DataFrame({
        "kpi_id": ["C01", "F04", "P02", "C01"], "org_unit_id": "company", "period_kind": "year",
        "period_id": ["2025", "2025", "2025", "2026"],
        "numerator": [30.0, 5, np.nan, 0], "denominator": [40.0, 900, np.nan, 0],
        "n": pd.array([40, 3, None, 0], dtype="Int64"), "kind_code": ["share", "money_ratio", "share", "share"],
    })  # fmt: skip
    frame = intervals.of_kpis(counts)
    assert list(frame["interval_method"]) == ["jeffreys", "none", "none", "none"]
    assert frame["lower_value"][0] < 0.75 < frame["upper_value"][0]
