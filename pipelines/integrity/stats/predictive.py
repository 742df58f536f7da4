"""Tails of a count whose rate is itself uncertain: the binomial averaged over a distribution of rates.

Belongs here: predictive tails, the most extreme tail that n answers can give, the least n that reaches a level.
Elsewhere: the distribution of rates (random_effects).

Source: posterior predictive tails, Box (1980), JRSS A 143; a plug-in rate accuses 2.6 to 3.3 % of honest units at .01.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats import binomial
from pipelines.integrity.stats.logit_grid import RATES, Array

CHUNK = 8192
COUNTS: Array = np.unique(np.r_[np.arange(1, 61), np.round(60 * 1.1 ** np.arange(1, 40))])
"""Numbers of answers among which the least sufficient one is looked for; above 60 in steps of a tenth."""
LARGE = 200
"""Above this n the smallest share that would have been found is that at this n: it can only be smaller."""


@dataclass(frozen=True)
class Tail:
    """upper: P(X >= x); mass: P(X = x); extreme: P(X = n), the smallest upper tail that n answers can give. (k,)."""

    upper: Array
    mass: Array
    extreme: Array


def tail(successes: Array, trials: Array, weights: Array, row: NDArray[np.intp]) -> Tail:
    """Predictive tails. successes, trials, row: (k,); weights: (rows, grid), row = which of them is the unit's."""
    pairs, which = np.unique(np.stack([successes, trials], axis=1), axis=0, return_inverse=True)
    x, n = pairs[:, 0], pairs[:, 1]
    which = which.ravel()
    upper = _averaged(binomial.upper_tail(x, n), which, weights, row)
    mass = _averaged(binomial.point_mass(x, n), which, weights, row)
    return Tail(np.clip(upper, 0, 1), np.clip(mass, 0, 1), all_satisfied(trials, weights, row))


def all_satisfied(trials: Array, weights: Array, row: NDArray[np.intp]) -> Array:
    """P(X = n): E[q^n] over each unit's distribution of rates. (k,)."""
    counts, which = np.unique(trials, return_inverse=True)
    return np.clip(_averaged(binomial.upper_tail(counts, counts), which, weights, row), 0, 1)


def least_count(weights: Array, *, level: float) -> Array:
    """The least n at which nothing but satisfied answers would reach the level; NaN when none would. (rows,)."""
    reached = weights @ (RATES[:, None] ** COUNTS) <= level
    return np.where(reached.any(axis=1), COUNTS[np.argmax(reached, axis=1)], np.nan)


def least_share(trials: Array, weights: Array, row: NDArray[np.intp], cut: Array) -> Array:
    """The smallest share of satisfied answers whose upper tail is within the cut; NaN when none is. (k,)."""
    share = np.full(len(trials), np.nan)
    n_used = np.minimum(trials, LARGE)
    for n in np.unique(n_used[n_used > 0]):
        counts = np.arange(n + 1)
        table = binomial.upper_tail(counts, np.full(len(counts), n)).T
        units = np.flatnonzero(n_used == n)
        for first in range(0, len(units), CHUNK):
            part = units[first : first + CHUNK]
            within = weights[row[part]] @ table <= cut[part, None]
            share[part] = np.where(within.any(axis=1), np.argmax(within, axis=1) / n, np.nan)
    return share


def mean_and_sd(weights: Array) -> tuple[Array, Array]:
    """Mean and standard deviation of the rate under each row of weights. (rows,) each."""
    mean = weights @ RATES
    return mean, np.sqrt(np.maximum(weights @ RATES**2 - mean**2, 0))


def _averaged(table: Array, which: NDArray[np.intp], weights: Array, row: NDArray[np.intp]) -> Array:
    result = np.empty(len(row))
    for first in range(0, len(row), CHUNK):
        part = slice(first, first + CHUNK)
        result[part] = np.einsum("ug,ug->u", table[which[part]], weights[row[part]])
    return result
