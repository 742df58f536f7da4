"""Do parts of a whole agree more closely than chance would let them? The lower tail of their dispersion.

Belongs here: dispersion of satisfied counts over parts, its tail given the whole, the spread that honest parts have.
Elsewhere: which parts (detectors).

Given how many of the whole are satisfied, parts that share one rate are a draw without replacement, so no rate has to
be known. Honest parts differ besides: draws are reweighted to a beta-binomial with the run's spread, which can only
sharpen the lower tail; the spread is a median over wholes and never below 0, so too small rather than too large. The
tail is simulated where the chi-square approximation is below .2, and is that approximation elsewhere.

Source: dispersion test, Cochran (1954), Biometrics 10; conservative p-values from weighted draws, Harrison (2012),
Biometrika 99.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln
from scipy.stats import chi2

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group

DRAWS, WORTH_SIMULATING, LARGEST_SPREAD, LEAST_WHOLES = 1999, 0.2, 0.2, 8


@dataclass(frozen=True)
class Parts:
    """(k,) each: satisfied and all answers of a part, and the whole that it belongs to."""

    satisfied: Array
    answered: Array
    whole: NDArray[np.intp]


def lower_tail(parts: Parts, wholes: int, spread: float) -> tuple[Array, Array]:
    """Dispersion over its degrees of freedom, and its lower tail. (wholes,) each; NaN with fewer than three parts, or
    where nobody or everybody is satisfied.
    """
    dispersion, freedom = _dispersion(parts, wholes)
    able = np.isfinite(dispersion) & (freedom >= 2)
    p = np.where(able, chi2.cdf(np.nan_to_num(dispersion), np.maximum(freedom, 1)), np.nan)
    order = np.lexsort((parts.satisfied, parts.answered, parts.whole))
    first = np.searchsorted(parts.whole[order], np.arange(wholes + 1))
    for whole in np.flatnonzero(able & (np.nan_to_num(p, nan=1.0) <= WORTH_SIMULATING)):
        rows = order[first[whole] : first[whole + 1]]
        p[whole] = _simulated(parts.satisfied[rows], parts.answered[rows], spread)
    return np.where(able, dispersion / np.maximum(freedom, 1), np.nan), p


def typical_spread(parts: Parts, wholes: int) -> float:
    """Intra-class correlation between parts: the median moment estimate over wholes, between 0 and .2."""
    dispersion, freedom = _dispersion(parts, wholes)
    size = by_group(parts.whole, parts.answered, wholes)
    rest = 1 - parts.answered / size[parts.whole]
    centre, slope = by_group(parts.whole, rest, wholes), by_group(parts.whole, rest * (parts.answered - 1), wholes)
    able = np.isfinite(dispersion) & (freedom >= 2) & (slope > 0)
    if able.sum() < LEAST_WHOLES:
        return 0.0
    return float(np.clip(np.median((dispersion[able] - centre[able]) / slope[able]), 0, LARGEST_SPREAD))


def _dispersion(parts: Parts, wholes: int) -> tuple[Array, Array]:
    satisfied, answered = (by_group(parts.whole, x, wholes) for x in (parts.satisfied, parts.answered))
    mixed = (satisfied > 0) & (satisfied < answered)
    rate = np.where(mixed, satisfied / np.maximum(answered, 1), np.nan)
    expected = parts.answered * rate[parts.whole]
    term = (parts.satisfied - expected) ** 2 / (expected * (1 - rate[parts.whole]))
    return by_group(parts.whole, term, wholes), by_group(parts.whole, None, wholes) - 1


def _simulated(satisfied: Array, answered: Array, spread: float) -> float:
    """Weighted share of draws at least as even as what was seen, which counts as one of them."""
    seen, size = satisfied.astype(np.int64), answered.astype(np.int64)
    total, rate = int(seen.sum()), satisfied.sum() / answered.sum()
    random = np.random.default_rng([17, *seen, *size])
    draws = np.vstack([seen, random.multivariate_hypergeometric(size, total, DRAWS)]).astype(float)
    even = (((draws - answered * rate) ** 2) / answered).sum(axis=1)
    log_weight = np.zeros(len(draws))
    if spread > 0:
        a, b = rate * (1 / spread - 1), (1 - rate) * (1 / spread - 1)
        log_weight = betaln(draws + a, answered - draws + b).sum(axis=1)
    weight = np.exp(log_weight - log_weight.max())
    return float(weight[even <= even[0] + 1e-9].sum() / weight.sum())
