"""Intervals and design effects."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, binom, chi2, sem, t

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


def _counts(**columns: Any) -> pd.DataFrame:
    keys = {"kpi_id": "K", "org_unit_id": "company", "period_kind": "year", "period_id": "2026", "value_factor": 1.0}
    frame = pd.DataFrame({**columns}).assign(**{name: value for name, value in keys.items() if name not in columns})
    return frame.assign(sum_of_squares=frame.get("sum_of_squares"), n=frame["n"].astype("Int64"))


def test_a_kind_has_its_own_interval_or_none() -> None:
    counts = _counts(
        numerator=[30.0, 5, np.nan, 0, 3], denominator=[40.0, 900, np.nan, 0, 10], n=[40, 3, None, 0, 10],
        kind_code=["share", "money_ratio", "share", "share", None],
    )  # fmt: skip
    frame = intervals.of_kpis(counts)
    assert list(frame["interval_method"]) == ["jeffreys", "none", "none", "none", "none"]
    assert frame["lower_value"][0] < 0.75 < frame["upper_value"][0]
    assert frame["lower_value"][1:].isna().all()


def test_a_rate_has_the_exact_interval_of_its_count_in_its_own_unit() -> None:
    counts = _counts(
        numerator=[0.0, 7, -1, 4], denominator=[200.0, 500, 10, 0], n=[200, 500, 10, 0], kind_code="rate",
        value_factor=1000.0,
    )  # fmt: skip
    frame = intervals.of_kpis(counts)
    assert list(frame["interval_method"]) == ["garwood", "garwood", "none", "none"]
    assert frame["lower_value"][0] == 0
    assert frame["upper_value"][0] == pytest.approx(chi2.ppf(0.975, 2) / 2 / 0.2)
    ends = (frame["lower_value"][1], frame["upper_value"][1])
    assert ends == pytest.approx((chi2.ppf(0.025, 14) / 2 / 0.5, chi2.ppf(0.975, 16) / 2 / 0.5))


def test_a_net_promoter_score_has_the_variance_of_its_catalogue_row() -> None:
    counts = _counts(
        numerator=[20.0, 40, -9], denominator=[40.0, 40, 10], n=[40, 40, 10], sum_of_squares=[30.0, 40, 9],
        kind_code="nps", value_factor=100.0,
    )  # fmt: skip
    frame = intervals.of_kpis(counts)
    reach = 1.959963984540054 * ((0.75 - 0.5**2) / 40) ** 0.5
    assert (frame["lower_value"][0], frame["upper_value"][0]) == pytest.approx((50 - 100 * reach, 50 + 100 * reach))
    assert frame["interval_method"][1] == "none"  # forty promoters of forty are no certainty
    assert frame["lower_value"][2] == -100


def test_a_mean_has_the_interval_of_student() -> None:
    said = np.array([1.0, 2, 2, 5])
    counts = _counts(
        numerator=[said.sum(), 3], denominator=[4.0, 1], n=[4, 1], sum_of_squares=[(said**2).sum(), 9],
        kind_code="mean",
    )  # fmt: skip
    frame = intervals.of_kpis(counts)
    expected = t.interval(0.95, 3, loc=said.mean(), scale=sem(said))
    assert (frame["lower_value"][0], frame["upper_value"][0]) == pytest.approx(expected)
    assert list(frame["interval_method"]) == ["student_t", "none"]
