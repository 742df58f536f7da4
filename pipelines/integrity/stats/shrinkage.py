"""Shrunken logs of counts over expected counts, nested: entity, entity x period, account.

Belongs here: the gamma-Poisson shrinkage and its moment estimate.
Elsewhere: which counts are used (operations).

Source: Clayton & Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks, Biometrics 43.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group

Index = NDArray[np.intp]
LARGEST_SHAPE, LEAST_SHAPE = 50.0, 0.3


def log_ratio(count: Array, expected: Array) -> Array:
    """log((count + a) / (expected + a)) with a from the spread of count / expected beyond Poisson's. (k,) each."""
    total = expected.sum()
    if total <= 0:
        return np.zeros(len(count))
    excess = ((count - expected) ** 2 - expected).sum() / max((expected**2).sum(), 1e-12)
    shape = float(np.clip(1 / max(excess, 1e-6), LEAST_SHAPE, LARGEST_SHAPE))
    return np.log((count + shape) / (expected + shape))


def nested(count: Array, exposure: Array, levels: tuple[Index, ...]) -> tuple[Array, ...]:
    """Log ratios of each level given those before it. count, exposure: (k,); levels: group of each row, coarse first.

    Returns one array a level, indexed by group. Rows in no group (-1) do not count.
    """
    rate = count.sum() / max(exposure.sum(), 1e-12)
    expected = exposure * rate
    found = []
    for level in levels:
        rows = level >= 0
        size = int(level.max(initial=-1)) + 1
        of_level = log_ratio(by_group(level[rows], count[rows], size), by_group(level[rows], expected[rows], size))
        expected = np.where(rows, expected * np.exp(of_level[np.maximum(level, 0)]) if size else expected, expected)
        found.append(of_level)
    return tuple(found)
