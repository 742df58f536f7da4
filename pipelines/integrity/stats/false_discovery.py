"""False-discovery control within groups, and the cut that one more discovery would have to meet.

Belongs here: Benjamini-Hochberg and Benjamini-Yekutieli q-values, the run's cut.
Elsewhere: which tests count as a group (verdict, detectors).

Source: Benjamini & Hochberg (1995), JRSS B 57; Benjamini & Yekutieli (2001), Annals of Statistics 29; leaving out tests
that could not reach the level whatever the answers: Tarone (1990), Biometrics 46; Gilbert (2005), Appl. Statist. 54.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats.logit_grid import Array


def q_values(p_values: Array, group: NDArray[np.intp], *, method: str = "BH") -> Array:
    """The smallest false-discovery share at which each test is a discovery. NaN p-values are not tests and stay NaN.

    p_values, group: (k,). method: BH (independent or positively dependent tests) or BY (any dependence).
    """
    q = np.full(len(p_values), np.nan)
    tests = np.flatnonzero(~np.isnan(p_values))
    order = tests[np.lexsort((p_values[tests], group[tests]))]
    if not len(order):
        return q
    g = group[order]
    start = np.r_[0, np.flatnonzero(np.diff(g)) + 1]
    size = np.diff(np.r_[start, len(g)])
    rank = np.arange(len(g)) - np.repeat(start, size) + 1
    raw = p_values[order] * np.repeat(size * _factor(size, method), size) / rank
    for first, length in zip(start, size, strict=True):
        last = first + length
        q[order[first:last]] = np.minimum(np.minimum.accumulate(raw[first:last][::-1])[::-1], 1)
    return q


def next_cut(p_values: Array, group: NDArray[np.intp], *, level: float, method: str = "BH") -> Array:
    """The p-value that one more test of the group would have had to reach. (k,), for every row; no tests: the level."""
    q = q_values(p_values, group, method=method)
    groups = int(group.max()) + 1 if len(group) else 0
    tests = np.bincount(group, ~np.isnan(p_values), groups)
    found = np.bincount(group, np.nan_to_num(q, nan=1.0) <= level, groups)
    size = np.maximum(tests, 1)
    return (level * np.minimum(found + 1, size) / (size * _factor(size.astype(int), method)))[group]


def _factor(size: NDArray[np.intp], method: str) -> Array:
    if method == "BH":
        return np.ones(len(size))
    harmonic = np.cumsum(1 / np.arange(1, max(size.max(initial=1), 1) + 1))
    return harmonic[size - 1]
