"""How often does a detector of the catalogue call an honest subject improbable? Never more often than its p-value says.

Belongs here: p-values under the null of U3, C3, I2, BU, B1 and P1's inspection, small worlds that run in seconds.
Elsewhere: U1, U2, C1 (test_calibration), the traces of the posterior (test_honest_worlds).
"""

import numpy as np
import pytest

from benchmarks.integrity import worlds_a
from benchmarks.integrity.company_a import Size
from pipelines.integrity import design
from pipelines.integrity.detectors import back_checks, published_figures, slope
from pipelines.integrity.panel import panels
from pipelines.integrity.policy import load
from pipelines.integrity.stats import biased_urn, even_split, landing
from pipelines.integrity.stats.even_split import Parts

ALPHAS = np.array([0.001, 0.01, 0.025, 0.05, 0.1, 0.2])


def assert_never_too_small(p_values: np.ndarray, *, least: int = 200, alphas: np.ndarray = ALPHAS) -> None:
    """P(p <= alpha) <= alpha up to four standard errors of the simulation."""
    known = p_values[np.isfinite(p_values)]
    assert len(known) >= least
    seen = (known[:, None] <= alphas).mean(axis=0)
    assert (seen <= alphas + 4 * np.sqrt(alphas * (1 - alphas) / len(known))).all(), seen


@pytest.mark.parametrize("between", [0.0, 0.02, 0.08])
def test_dispersion_is_conservative_whatever_the_spread_of_honest_collectors(between: float) -> None:
    random = np.random.default_rng(31)
    wholes, parts = 500, 5
    whole = np.repeat(np.arange(wholes), parts)
    answered = random.integers(3, 16, len(whole))
    level = random.beta(6, 2, wholes)[whole]
    rate = random.beta(*(x * (1 / between - 1) for x in (level, 1 - level))) if between else level
    drawn = Parts(random.binomial(answered, rate).astype(float), answered.astype(float), whole)
    _, p = even_split.lower_tail(drawn, wholes, even_split.typical_spread(drawn, wholes))
    assert_never_too_small(p)


def test_dispersion_does_not_take_some_for_all_when_a_few_collectors_inflate() -> None:
    """Inflated collectors beside honest ones make the parts differ more, and must not sharpen the tail of the rest."""
    random = np.random.default_rng(32)
    whole = np.repeat(np.arange(400), 5)
    answered = np.full(len(whole), 10)
    rate = np.where((whole < 120) & (np.arange(len(whole)) % 5 == 0), 1.0, 0.7)
    drawn = Parts(random.binomial(answered, rate).astype(float), answered.astype(float), whole)
    _, p = even_split.lower_tail(drawn, 400, even_split.typical_spread(drawn, 400))
    assert_never_too_small(p[120:])


@pytest.mark.parametrize(("main", "independent"), [(8, 4), (20, 12), (60, 40)])
def test_the_gap_is_conservative_for_courteous_customers(main: int, independent: int) -> None:
    random = np.random.default_rng(33)
    reference = load().reference
    sd = float(np.hypot(reference.courtesy_sd, 0.3))
    level = random.normal(1.2, 0.8, 6000)
    kinder = level + random.normal(reference.courtesy_shift, sd, len(level))
    n, m = np.full(len(level), main), np.full(len(level), independent)
    x, y = (random.binomial(size, 1 / (1 + np.exp(-eta))) for size, eta in ((n, kinder), (m, level)))
    p, mass = biased_urn.upper_tail(np.stack([x, n, y, m], axis=1).astype(float), shift=reference.courtesy_shift, sd=sd)
    assert_never_too_small(p)
    assert ((p >= mass - 1e-9) & (p <= 1)).all()


CUTS = {2: [-1.7], 5: [-3.5, -2.6, -1.7, -0.3], 11: [-4.5, -4, -3.6, -3.2, -2.8, -2.3, -1.7, -1.1, -0.6, 0.4]}
"""Answers above the target: about four in five."""


def near_target(points: int, target: float, *, sd: float, periods: int, bunched: float = 0.0) -> np.ndarray:
    """p-values of owners who live near a target (in steps); bunched: share of periods with edits up to it."""
    random = np.random.default_rng(points)
    counts, owner = [], np.repeat(np.arange(600), periods)
    for lasting in np.repeat(random.normal(0, 0.4, 600), periods):
        eta = lasting + random.normal(0, sd) + random.normal(0, 0.8, random.integers(6, 30))
        levels = np.sort(((random.logistic(0, 1, len(eta)) + eta)[:, None] > CUTS[points]).sum(axis=1))
        if random.random() < bunched:
            short = np.r_[0, np.cumsum(points - 1 - levels)] < len(levels) * target - levels.sum()
            levels[: short.sum()] = points - 1
        counts.append(np.bincount(levels, minlength=points))
    table = np.array(counts, float)
    least = np.ceil(table.sum(axis=1) * target - 1e-9)
    rows = least < table.sum(axis=1) * (points - 1)
    _, subject = np.unique(owner[rows], return_inverse=True)
    found = landing.of_subjects(table[rows], least[rows], subject)
    return found.p[np.unique(subject, return_index=True)[1]]


@pytest.mark.parametrize("sd", [0.0, 0.3])
@pytest.mark.parametrize(("points", "target"), [(2, 0.8), (5, 3.3), (11, 8.5)])
@pytest.mark.parametrize("periods", [4, 12])
def test_bunching_is_conservative_for_owners_who_live_near_the_target(
    points: int, target: float, sd: float, periods: int
) -> None:
    assert_never_too_small(near_target(points, target, sd=sd, periods=periods), least=400)


@pytest.mark.parametrize(("points", "target", "found"), [(2, 0.8, 0.35), (5, 3.3, 0.4), (11, 8.5, 0.4)])
def test_edits_up_to_a_target_are_seen_in_twelve_periods(points: int, target: float, found: float) -> None:
    p = near_target(points, target, sd=0.3, periods=12, bunched=0.8)
    assert (p < 0.05).mean() > found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_slope_is_conservative_in_honest_companies(seed: int) -> None:
    tables = worlds_a.draw("middle", seed, honest=True, size=Size(owners=60, accounts=1800, branches=12)).tables
    (panel,) = panels(design.typed(tables))
    measurement = slope.measure(panel)
    assert measurement is not None
    assert_never_too_small(measurement.p_value, least=100)
    known = measurement.p_value[np.isfinite(measurement.p_value)]
    assert (known < 0.2).mean() > 0.1, "vacuous"


@pytest.mark.parametrize("rate", [0.02, 0.06, 0.1])
def test_back_checks_are_exact_up_to_the_tolerated_rate(rate: float) -> None:
    random = np.random.default_rng(35)
    reached = random.integers(1, 60, 8000).astype(float)
    errors = random.binomial(reached.astype(int), rate).astype(float)
    assert_never_too_small(back_checks.upper_tail(errors, reached))


@pytest.mark.parametrize(("rate", "n", "m"), [(0.7, 60, 30), (0.85, 200, 40), (0.95, 400, 60), (0.9, 30, 10)])
def test_an_inspection_of_the_same_level_is_no_contradiction(rate: float, n: int, m: int) -> None:
    """A normal tail of coarse counts: held at the levels that accuse, where it is conservative."""
    random = np.random.default_rng(36)
    own, theirs = random.binomial(n, rate, 8000) / n, random.binomial(m, rate, 8000) / m
    p = published_figures.excess(own, np.full(8000, float(n)), theirs, np.full(8000, float(m)))
    assert_never_too_small(p, alphas=ALPHAS[ALPHAS <= 0.1])
