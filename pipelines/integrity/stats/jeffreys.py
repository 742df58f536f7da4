"""Jeffreys interval of a share, for many counts at once.

Belongs here: the equal-tailed beta interval with its ends closed at 0 and 1.
Elsewhere: how many answers a count is worth (design_effect).

Source: Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science 16.
"""

import numpy as np
from scipy.special import betaincinv

from pipelines.integrity.stats.logit_grid import Array


def interval(successes: Array, trials: Array, *, confidence: float = 0.95) -> tuple[Array, Array]:
    """Lower and upper limit of each share; no trials give NaN.

    successes, trials: (k,), not necessarily whole (an effective count is fine), 0 <= successes <= trials.
    """
    successes, trials = np.asarray(successes, float), np.asarray(trials, float)
    some = trials > 0
    a, b = np.where(some, successes, 0) + 0.5, np.where(some, trials - successes, 0) + 0.5
    tail = (1 - confidence) / 2
    lower = np.where(successes <= 0, 0.0, betaincinv(a, b, tail))
    upper = np.where(successes >= trials, 1.0, betaincinv(a, b, 1 - tail))
    return np.where(some, lower, np.nan), np.where(some, upper, np.nan)
