"""Two groups of answers, one of which is kinder by an uncertain amount: is it kinder than that?

Belongs here: the upper tail of Fisher's noncentral hypergeometric distribution, averaged over the log odds ratio.
Elsewhere: how kind honest answers are (policy.yml), which answers (detectors).

Source: Fisher (1935), JRSS 98; noncentral form, Harkness (1965), Annals of Mathematical Statistics 36; nodes,
Abramowitz & Stegun (1964), 25.4.46.
"""

import numpy as np
from scipy.special import gammaln, logsumexp

from pipelines.integrity.stats.logit_grid import Array

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def upper_tail(counts: Array, *, shift: float, sd: float) -> tuple[Array, Array]:
    """P(X >= x) and P(X = x), given all satisfied of both groups; log odds ratio N(shift, sd^2). (k,) each.

    counts: (k, 4): satisfied and all of the first group, satisfied and all of the second; whole numbers.
    """
    distinct, which = np.unique(counts, axis=0, return_inverse=True)
    odds = shift + sd * NODES
    found = np.array([_of_one(row, odds) for row in distinct]).reshape(-1, 2)[which.ravel()]
    return found[:, 0], found[:, 1]


def _of_one(counts: Array, odds: Array) -> tuple[float, float]:
    x, n, y, m = counts
    total = x + y
    k = np.arange(max(0.0, total - m), min(n, total) + 1)
    log = _log_ways(n, k)[None, :] + _log_ways(m, total - k)[None, :] + odds[:, None] * k
    mass = WEIGHTS @ np.exp(log - logsumexp(log, axis=1, keepdims=True))
    return float(min(mass[k >= x].sum(), 1.0)), float(mass[k == x].sum())


def _log_ways(n: float, k: Array) -> Array:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), np.float64)
