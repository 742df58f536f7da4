"""How often is an honest unit called improbable? Never more often than the p-value says.

Belongs here: p-values under the null, with the mixing distribution known (exact) and estimated (conservative).
Elsewhere: whole companies (test_honest_worlds), power (test_power).
"""

import numpy as np
import pytest
from scipy.stats import kstest

from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from pipelines.integrity.stats import predictive, randomised, shared_effect
from pipelines.integrity.stats.logit_grid import RATES, heavy_cells, kernel, normal_cells
from pipelines.integrity.stats.random_effects import PERIOD_SDS
from tests.truth.worlds import World, draw

ALPHAS = np.r_[0.001, 0.005, np.arange(1, 100) / 100]
MIXINGS = {
    "ordinary": heavy_cells(np.array([1.4]), np.array([0.5])),
    "four in ten perfect": 0.6 * normal_cells(np.array([1.0]), np.array([0.5])) + 0.4 * np.eye(1, 151, 150),
    "all alike": normal_cells(np.array([0.5]), np.array([0.01])),
    "very different": normal_cells(np.array([0.0]), np.array([2.5])),
}


def assert_never_too_small(p_values: np.ndarray, *, alphas: np.ndarray = ALPHAS) -> None:
    """P(p <= alpha) <= alpha for every alpha, up to four standard errors of the simulation."""
    seen = (p_values[:, None] <= alphas).mean(axis=0)
    assert (seen <= alphas + 4 * np.sqrt(alphas * (1 - alphas) / len(p_values))).all()


@pytest.mark.parametrize("mixing", MIXINGS)
def test_uniformity_and_contradiction_are_exact_when_the_mixing_is_known(mixing: str) -> None:
    """Both are this one tail; n from 1 to 40, so that discreteness is at its worst."""
    random = np.random.default_rng(11)
    weights, n = MIXINGS[mixing], random.integers(1, 41, 20_000).astype(float)
    rates = random.choice(RATES, len(n), p=weights[0])
    tail = predictive.tail(random.binomial(n.astype(int), rates).astype(float), n, weights, np.zeros(len(n), int))
    assert_never_too_small(tail.upper)
    assert kstest(randomised.p_values(tail.upper, tail.mass, random.random(len(n))), "uniform").pvalue > 0.001


@pytest.mark.parametrize("mixing", MIXINGS)
def test_the_streak_is_exact_when_the_mixing_is_known(mixing: str) -> None:
    random = np.random.default_rng(12)
    size, levels, sds = 4000, MIXINGS[mixing], np.array([[0.5, 0.3, 0.2]])
    n = random.integers(0, 13, (size, 5)).astype(float)
    cell = random.choice(len(RATES), size, p=levels[0])
    kernels = np.cumsum([kernel(sd) for sd in PERIOD_SDS], axis=2)[random.choice(3, size, p=sds[0]), cell]
    period = (random.random((size, 5, 1)) > kernels[:, None]).sum(axis=2).clip(max=len(RATES) - 1)
    failures = (n - random.binomial(n.astype(int), RATES[period])).sum(axis=1)
    most = np.minimum(2 + n.sum(axis=1) // 16, n.sum(axis=1)).astype(int)
    tail = shared_effect.joint_tail(failures, n, most, levels, sds, np.zeros(size, int), PERIOD_SDS)
    assert_never_too_small(tail.upper)
    assert kstest(randomised.p_values(tail.upper, tail.mass, random.random(size)), "uniform").pvalue > 0.001


HONEST = {
    "ordinary": World(conflicted=20, severe=0.35),
    "six in ten perfect": World(perfect_share=0.6, conflicted=20, severe=0.3),
    "very different owners": World(owner_sd=2, level=1, conflicted=20, severe=0.3),
    "independent answers only": World(conflicted=0, independent=15, severe=0.3),
    "own staff asks again": World(conflicted=40, answers_per_account=5, account_sd=1.0, severe=0.2),
    "three owners": World(owners=3, conflicted=30, severe=0.4),
    "owners recover differently": World(recovery_sd=1.2, conflicted=20, severe=0.4),
}


def p_values(kind: str, seeds: range) -> dict[str, np.ndarray]:
    """All p-values of each level detector over the seeds."""
    found = [assess(draw(HONEST[kind], seed), load()).finding for seed in seeds]
    return {
        detector: np.concatenate([f.loc[f["detector_id"] == detector, "p_value"].dropna() for f in found])
        for detector in ("U1", "U2", "C1")
    }


def assert_conservative(kind: str, seeds: range) -> None:
    """Units of a world share its luck, so only the levels that accuse are held, with room for few worlds."""
    for detector, values in p_values(kind, seeds).items():
        for alpha in (0.001, 0.01, 0.05, 0.1):
            allowed = alpha + 4 * np.sqrt(alpha * (1 - alpha) / max(len(values), 1))
            assert (values <= alpha).mean() <= allowed, (kind, detector, alpha)


@pytest.mark.parametrize("kind", HONEST)
def test_p_values_stay_conservative_when_the_mixing_is_estimated(kind: str) -> None:
    assert_conservative(kind, range(2))


@pytest.mark.nightly
@pytest.mark.parametrize("kind", HONEST)
def test_p_values_stay_conservative_over_many_worlds(kind: str) -> None:
    assert_conservative(kind, range(1000, 1040))
