"""Counts whose rate differs between honest people: tails, and a fit that a few dishonest ones cannot bend.

Belongs here: the beta-binomial's upper mid-tail, and its mean and spread beside a contaminating part.
Elsewhere: which counts and which peers (peer_rate).

Source: Skellam (1948), JRSS B 10; mid-p, Lancaster (1961), JASA 56; contaminated fit as in Box & Tiao (1968).
"""

import numpy as np
from scipy.special import betaln, expit, gammaln, logit, ndtr, softmax

from pipelines.integrity.stats.logit_grid import Array

SPREADS: Array = np.array([0.002, 0.01, 0.03, 0.07, 0.15, 0.3, 0.5])
"""Intra-class correlations."""
DISTORTED: Array = np.array([0.03, 0.15, 0.3])
HABITS: Array = np.array([1e-6])
LARGE, MEANS = 400, 13


def log_mass(count: Array, total: Array, mean: Array, spread: Array) -> Array:
    """Log P(X = count); all arguments broadcast."""
    a, b = mean * (1 / spread - 1), (1 - mean) * (1 / spread - 1)
    ways = gammaln(total + 1) - gammaln(count + 1) - gammaln(total - count + 1)
    return ways + betaln(count + a, total - count + b) - betaln(a, b)


def upper_mid(count: Array, total: Array, a: Array, b: Array) -> Array:
    """P(X > count) + P(X = count) / 2 with a Beta(a, b) rate. (k,) each; large totals by a normal tail."""
    count, total, a, b = (np.asarray(values, float) for values in (count, total, a, b))
    table = np.stack([count, total, np.round(a, 6), np.round(b, 6)], axis=1)
    distinct, which = np.unique(table, axis=0, return_inverse=True)
    x, n, a, b = distinct.T
    result = np.empty(len(x))
    large = n > LARGE
    mean = a / (a + b)
    sd = np.sqrt(n * mean * (1 - mean) * (a + b + n) / (a + b + 1))
    result[large] = ndtr(-(x[large] - n[large] * mean[large]) / np.maximum(sd[large], 1e-9))
    rows = np.flatnonzero(~large)
    result[rows] = 1 - _lower_mid(x[rows], n[rows], a[rows], b[rows])
    return np.clip(result, 1e-12, 1)[which.ravel()]


def _lower_mid(x: Array, n: Array, a: Array, b: Array) -> Array:
    """P(X < x) + P(X = x) / 2 by the recursion of the masses."""
    mass = np.exp(betaln(a, n + b) - betaln(a, b))
    total = np.where(x == 0, mass / 2, mass)
    for k in range(int(x.max(initial=0))):
        with np.errstate(divide="ignore", invalid="ignore"):
            mass = mass * np.where(k < n, (n - k) * (a + k) / ((k + 1) * (n - k - 1 + b)), 0)
        total = total + np.where(x > k + 1, mass, np.where(x == k + 1, mass / 2, 0))
    return np.clip(total, 0, 1)


def fit(count: Array, total: Array, *, distorted: Array = DISTORTED) -> tuple[float, float]:
    """Mean and spread of honest people, a part of whom may be far above; the mean's uncertainty widens the spread.

    distorted: shares that may be far above; none of them where habits of honest people reach as far.

    count, total: (k,); equal rows are counted once.
    """
    pairs, times = np.unique(np.stack([count, total], axis=1), axis=0, return_counts=True)
    x, n = pairs[:, 0], pairs[:, 1]
    rates = np.repeat((x + 0.5) / (n + 1), times)
    centre = logit(np.clip(np.median(rates), 0.005, 0.995))
    pooled = logit(np.clip((count.sum() + 0.5) / (total.sum() + 1), 0.002, 0.998))
    means = expit(np.linspace(min(centre, pooled) - 0.8, max(centre, pooled) + 0.4, MEANS))
    far = log_mass(x, n, (means + (1 - means) * 0.4)[:, None], np.array(0.3))[:, None, None, :]
    near = log_mass(x, n, means[:, None, None], SPREADS[None, :, None])[:, :, None, :]
    part = distorted[:, None]
    log = np.logaddexp(np.log(1 - part) + near, np.log(part) + far) @ times
    prior = -0.5 * np.log(SPREADS / 0.01) ** 2 / 9
    weight = softmax(log + prior[None, :, None]).sum(axis=2)
    mean = float(weight.sum(axis=1) @ means)
    unsure = float(weight.sum(axis=1) @ (means - mean) ** 2) / (mean * (1 - mean))
    return mean, min(float(weight.sum(axis=0) @ SPREADS) + unsure, 0.6)
