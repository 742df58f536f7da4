"""Two groups of answers, one of which is kinder by an uncertain amount: is it kinder than that?

Belongs here: the upper tail of Fisher's noncentral hypergeometric distribution, averaged over the log odds ratio.
Elsewhere: how kind honest answers are (policy.yml), which answers (detectors).

Source: Fisher (1935), JRSS 98; noncentral form, Harkness (1965), Annals of Mathematical Statistics 36; nodes,
Abramowitz & Stegun (1964), 25.4.46.
"""

import numpy as np
from scipy.special import gammaln

from pipelines.integrity.stats.logit_grid import Array

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
CHUNK = 1024


def upper_tail(counts: Array, *, shift: float, sd: float) -> tuple[Array, Array]:
    """P(X >= x) and P(X = x), given all satisfied of both groups; log odds ratio N(shift, sd^2). (k,) each.

    counts: (k, 4): satisfied and all of the first group, satisfied and all of the second; whole numbers.
    """
    distinct, which = np.unique(counts, axis=0, return_inverse=True)
    distinct = distinct[order := np.argsort(distinct[:, 1], kind="stable")]
    found = np.empty((len(distinct), 2))
    for first in range(0, len(distinct), CHUNK):
        found[order[first : first + CHUNK]] = _of_rows(distinct[first : first + CHUNK], shift + sd * NODES)
    return found[which.ravel(), 0], found[which.ravel(), 1]


def _of_rows(counts: Array, odds: Array) -> Array:
    """Upper tail and mass of a few rows of about the same n, padded to the largest. (rows, 2)."""
    x, n, y, m = counts.T[:, :, None]
    total, k = x + y, np.arange(counts[:, 1].max() + 1)[None, :]
    inside = (k >= total - m) & (k <= np.minimum(n, total))
    log = np.where(inside, _log_ways(n, k) + _log_ways(m, total - k), -np.inf)
    mass = np.zeros(log.shape)
    for weight, tilt in zip(WEIGHTS, odds, strict=True):
        tilted = log + tilt * k
        share = np.exp(tilted - tilted.max(axis=1, keepdims=True))
        mass += weight * share / share.sum(axis=1, keepdims=True)
    return np.stack([np.minimum((mass * (k >= x)).sum(axis=1), 1), (mass * (k == x)).sum(axis=1)], axis=1)


def _log_ways(n: Array, k: Array) -> Array:
    """Log binomial coefficient; outside 0..n it does not matter what."""
    part = np.clip(k, 0, n)
    return np.asarray(gammaln(n + 1) - gammaln(part + 1) - gammaln(n - part + 1), np.float64)
