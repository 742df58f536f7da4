"""How many independent answers a clustered count is worth.

Belongs here: design effects, assumed (several answers of one account) and estimated (between subjects).
Elsewhere: the interval that uses the effective count (jeffreys).

Source: Kish (1965), Survey Sampling, ch. 5 and 8; ratio estimator's variance by Cochran (1977), Sampling Techniques.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from pipelines.integrity.stats.logit_grid import Array


def of_repeated_answers(trials: Array, accounts: Array, *, correlation: float) -> Array:
    """1 + (answers per account - 1) x correlation; at least 1. trials, accounts: (k,)."""
    per_account = np.asarray(trials, float) / np.maximum(np.minimum(accounts, trials), 1)
    return 1 + np.maximum(per_account - 1, 0) * correlation


def thinned(successes: Array, trials: Array, effect: Array) -> tuple[Array, Array]:
    """Whole effective counts; failures are rounded up, so thinning never makes a count look more uniform. (k,) each."""
    successes, trials = np.asarray(successes, float), np.asarray(trials, float)
    kept = np.where(trials > 0, np.maximum(np.floor(trials / effect + 1e-9), 1), 0)
    failures = np.ceil((trials - successes) * kept / np.maximum(trials, 1) - 1e-9)
    return kept - np.minimum(failures, kept), kept


def between_subjects(
    successes: Array, trials: Array, group: NDArray[np.intp], groups: int, *, correlation: float,
    alone: NDArray[np.bool_] | bool = False,
) -> tuple[Array, Array]:  # fmt: skip
    """Design effect of each group's pooled share, from how its subjects differ, and the part that is assumed.

    successes, trials: (rows,), one row a subject, or, where `alone`, each trial a subject of its own; group: (rows,) in
    0..groups-1. Returns (groups,) twice: the effect,
    and the least effect that `correlation` within subjects assumes. With few subjects the estimate is widened by the
    squared ratio of Student's to the normal quantile; with one subject only the assumption is left.
    """
    total, hits = (np.bincount(group, v, groups) for v in (trials, successes))
    subjects = np.bincount(group, np.where(alone, trials, trials > 0), groups)
    share = hits / np.maximum(total, 1)
    expected = share[group]
    apart = successes * (1 - expected) ** 2 + (trials - successes) * expected**2
    residual = np.bincount(group, np.where(alone, apart, (successes - expected * trials) ** 2), groups)
    few = np.maximum(subjects, 2)
    variance = residual * few / (few - 1) / np.maximum(total, 1) ** 2
    binomial = share * (1 - share) / np.maximum(total, 1)
    estimated = np.where(binomial > 0, variance / np.maximum(binomial, 1e-300), 1)
    estimated = estimated * (stdtrit(few - 1, 0.975) / 1.96) ** 2
    squares = np.bincount(group, np.where(alone, trials, trials**2), groups)
    assumed = 1 + np.maximum(squares / np.maximum(total, 1) - 1, 0) * correlation
    return np.maximum(np.where(subjects > 1, estimated, 1), assumed), assumed
