"""Predictive tails against plain sums."""

import itertools

import numpy as np
import pytest
from scipy.stats import binom

from pipelines.integrity.stats import binomial, predictive, shared_effect
from pipelines.integrity.stats.logit_grid import LOGITS, RATES, kernel, normal_cells
from pipelines.integrity.stats.random_effects import PERIOD_SDS


def rates_around(logit: float, sd: float) -> np.ndarray:
    return normal_cells(np.array([logit]), np.array([sd]))


def test_upper_tail_is_the_binomial_one() -> None:
    tail = binomial.upper_tail(np.array([0, 3, 10]), np.array([10, 10, 10]))
    assert tail[0].min() == 1
    assert tail[1] == pytest.approx(binom.sf(2, 10, RATES), abs=1e-12)
    assert tail[2] == pytest.approx(RATES**10, rel=1e-9)


@pytest.mark.parametrize("n", [1, 5, 40, 64, 500])
def test_point_masses_sum_to_the_tail(n: int) -> None:
    counts = np.arange(n + 1)
    mass = binomial.point_mass(counts, np.full(n + 1, n))
    tail = binomial.upper_tail(counts, np.full(n + 1, n))
    assert np.cumsum(mass[::-1], axis=0)[::-1] == pytest.approx(tail, abs=1e-8)


def test_the_predictive_tail_is_the_average_over_rates() -> None:
    weights = rates_around(1.5, 0.6)
    tail = predictive.tail(np.array([9.0]), np.array([10.0]), weights, np.array([0]))
    assert tail.upper[0] == pytest.approx((weights[0] * binom.sf(8, 10, RATES)).sum())
    assert tail.mass[0] == pytest.approx((weights[0] * binom.pmf(9, 10, RATES)).sum())
    assert tail.extreme[0] == pytest.approx((weights[0] * RATES**10).sum())


def test_least_count_is_the_first_that_reaches_the_level() -> None:
    weights = rates_around(1.5, 0.3)
    least = predictive.least_count(weights, level=0.01)[0]
    assert (weights[0] * RATES**least).sum() <= 0.01 < (weights[0] * RATES ** (least - 1)).sum()


def test_no_count_is_enough_where_perfect_units_are_common() -> None:
    half_perfect = 0.5 * rates_around(1.0, 0.3) + 0.5 * rates_around(9.0, 0.01)
    assert np.isnan(predictive.least_count(half_perfect, level=0.01))


def test_least_share_is_the_first_within_the_cut() -> None:
    weights, n = rates_around(0.5, 0.3), np.array([30.0])
    share = predictive.least_share(n, weights, np.array([0]), np.array([0.01]))[0]
    at, below = (predictive.tail(np.array([30 * share - k]), n, weights, np.array([0])).upper[0] for k in (0, 1))
    assert at <= 0.01 < below


@pytest.mark.parametrize("counts", [(4, 3, 2), (5, 1, 6), (3, 3, 0)])
def test_the_joint_tail_is_the_sum_over_all_ways(counts: tuple[int, ...]) -> None:
    """By enumeration, on the same grid: every way to spread dissatisfied answers over the periods."""
    levels, sds = rates_around(1.0, 0.8), np.array([[0.5, 0.3, 0.2]])
    expected = np.zeros(sum(counts) + 1)
    for weight, sd in zip(sds[0], PERIOD_SDS, strict=True):
        of_period = [kernel(sd) @ binom.pmf(np.arange(n, -1, -1)[None], n, RATES[:, None]) for n in counts]
        for ways in itertools.product(*(range(n + 1) for n in counts)):
            chance = np.prod([table[:, f] for table, f in zip(of_period, ways, strict=True)], axis=0)
            expected[sum(ways)] += weight * (levels[0] * chance).sum()
    for failures in (0, 1, 2):
        tail = shared_effect.joint_tail(
            np.array([float(failures)]),
            np.array([counts], float),
            np.array([2]),
            levels,
            sds,
            np.array([0]),
            PERIOD_SDS,
        )
        assert tail.upper[0] == pytest.approx(expected[: failures + 1].sum(), rel=0.01)
        assert tail.mass[0] == pytest.approx(expected[failures], rel=0.01)
        assert tail.extreme[0] == pytest.approx(expected[0], rel=0.01)


def test_beyond_the_countable_the_joint_tail_is_one() -> None:
    tail = shared_effect.joint_tail(
        np.array([7.0]), np.array([[10.0, 10, 10]]), np.array([3]), rates_around(1.0, 0.5),
        np.array([[1.0, 0, 0]]), np.array([0]), PERIOD_SDS,
    )  # fmt: skip
    assert tail.upper[0] == 1
    assert 0 < tail.mass[0] < 1


def test_one_shared_level_is_weaker_evidence_than_a_product_of_periods() -> None:
    levels = rates_around(1.5, 0.8)
    one = predictive.all_satisfied(np.array([10.0]), levels, np.array([0]))[0]
    joint = shared_effect.joint_tail(
        np.zeros(1), np.full((1, 4), 10.0), np.array([0]), levels, np.array([[1.0, 0, 0]]), np.array([0]), PERIOD_SDS
    )
    assert joint.upper[0] > 10 * one**4


def test_a_kernel_moves_and_spreads_without_losing_anything() -> None:
    moved = rates_around(0.0, 0.2) @ kernel(0.3, shift=0.5)
    assert moved.sum() == pytest.approx(1)
    assert (moved[0] * LOGITS).sum() == pytest.approx(0.5, abs=0.01)
    assert np.sqrt((moved[0] * (LOGITS - 0.5) ** 2).sum()) == pytest.approx(np.hypot(0.2, 0.3), abs=0.01)
