"""Binomial likelihoods and tails for many counts at many rates.

Belongs here: the binomial on the grid of rates.
Elsewhere: mixing over rates (predictive), learning rates (random_effects).

Source: Clopper & Pearson (1934), The use of confidence or fiducial limits, Biometrika 26.
"""

import numpy as np
from scipy.special import betainc, expit, gammaln

from pipelines.integrity.stats.logit_grid import LOGITS, RATES, STEP, Array

FINE_FROM = 64
"""From this n on a tail is averaged over three points of each cell, which is wider than the count's own noise."""
_OFFSETS = (-STEP / 3, 0.0, STEP / 3)


def log_likelihood(successes: Array, trials: Array) -> Array:
    """Log likelihood of each grid rate, without the binomial coefficient. (k,), (k,) -> (k, grid)."""
    failures = np.asarray(trials, float) - successes
    return np.outer(successes, np.log(RATES)) + np.outer(failures, -np.logaddexp(0, LOGITS))


def upper_tail(successes: Array, trials: Array) -> Array:
    """P(X >= successes) at each grid rate. (k,), (k,) -> (k, grid); successes = 0 gives 1."""
    successes, trials = np.asarray(successes, float), np.asarray(trials, float)
    tail = np.empty((len(successes), len(RATES)))
    fine = trials >= FINE_FROM
    tail[~fine] = _tail_at(successes[~fine], trials[~fine], RATES)
    tail[fine] = sum(_tail_at(successes[fine], trials[fine], expit(LOGITS + off)) for off in _OFFSETS) / len(_OFFSETS)
    return tail


def point_mass(successes: Array, trials: Array) -> Array:
    """P(X = successes) at each grid rate, averaged over cells as `upper_tail` is. (k,), (k,) -> (k, grid)."""
    successes, trials = np.asarray(successes, float), np.asarray(trials, float)
    ways = gammaln(trials + 1) - gammaln(successes + 1) - gammaln(trials - successes + 1)
    mass = np.exp(ways[:, None] + log_likelihood(successes, trials))
    fine = trials >= FINE_FROM
    at_points = [_mass_at(successes[fine], trials[fine], ways[fine], LOGITS + offset) for offset in _OFFSETS]
    mass[fine] = np.mean(at_points, axis=0)
    return mass


def _tail_at(successes: Array, trials: Array, rates: Array) -> Array:
    first = np.maximum(successes, 1)[:, None]
    tail = betainc(first, np.maximum(trials[:, None] - first + 1, 0.5), rates[None, :])
    return np.where(successes[:, None] <= 0, 1.0, tail)


def _mass_at(successes: Array, trials: Array, ways: Array, logits: Array) -> Array:
    content = np.outer(successes, -np.logaddexp(0, -logits))
    return np.exp(ways[:, None] + content + np.outer(trials - successes, -np.logaddexp(0, logits)))
