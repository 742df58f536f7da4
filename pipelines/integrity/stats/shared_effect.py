"""One joint tail over several periods of a subject that share the subject's lasting level.

Belongs here: the distribution of the dissatisfied answers of all periods together.
Elsewhere: which periods belong together (detectors.streak).

Given the level, periods are independent, so the generating polynomials of their dissatisfied answers are multiplied;
then the level and period_sd are integrated out once, for all periods together. Multiplying the periods' p-values
instead accuses a third of honest owners, Fisher's sum a tenth. Counts above `most` dissatisfied answers are one class.

Source: counts with a shared random effect, Skellam (1948), JRSS B 10.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats import binomial
from pipelines.integrity.stats.logit_grid import Array, kernel
from pipelines.integrity.stats.predictive import Tail

NEGLIGIBLE = 1e-12
"""Lasting levels and period_sds that no row gives more weight than this are left out."""
STRIDE = 2
"""Every second cell of the lasting level is enough: a period's own spread smooths the rest."""
CELLS = 300_000


def joint_tail(
    failures: Array,
    trials: Array,
    most: NDArray[np.intp],
    levels: Array,
    period_sd: Array,
    row: NDArray[np.intp],
    period_sds: Array,
) -> Tail:
    """P(at most the observed number of dissatisfied answers), its last step, and P(none).

    failures: (k,); trials: (k, periods), 0 where a period is missing; most: (k,), the largest number that is told apart
    (beyond it the tail is 1); levels: (rows, grid), distributions of the lasting level; period_sd: (rows, sds), weights
    of `period_sds`; row: (k,), which of the rows.
    """
    upper, mass, extreme = (np.zeros(len(failures)) for _ in range(3))
    for number, sd in enumerate(period_sds):
        able = np.flatnonzero(period_sd[row, number] > NEGLIGIBLE)
        for part, of_number in _distributions(trials[able], most[able], levels, row[able], sd):
            rows = able[part]
            weighted = of_number * period_sd[row[rows], number, None]
            seen = np.minimum(failures[rows], most[rows]).astype(int)[:, None]
            upper[rows] += np.where(np.arange(weighted.shape[1]) <= seen, weighted, 0).sum(axis=1)
            mass[rows] += np.take_along_axis(weighted, seen, axis=1)[:, 0]
            extreme[rows] += weighted[:, 0]
    beyond = failures > most
    mass[beyond], upper[beyond] = 1 - upper[beyond], 1
    return Tail(np.clip(upper, 0, 1), np.clip(mass, 0, 1), np.clip(extreme, 0, 1))


def _distributions(
    trials: Array, most: NDArray[np.intp], levels: Array, row: NDArray[np.intp], sd: float
) -> Iterator[tuple[NDArray[np.intp], Array]]:
    """Rows that share a degree, a chunk at a time, with P(0), P(1), ... P(degree) dissatisfied answers of each."""
    coarse = _coarse(levels)
    used = np.flatnonzero(coarse[np.unique(row)].max(axis=0, initial=0) > NEGLIGIBLE)
    coarse = coarse[:, used].astype(np.float32)
    for degree in np.unique(most):
        rows = np.flatnonzero(most == degree)
        counts, which = np.unique(trials[rows], return_inverse=True)
        table = _of_one_period(counts, int(degree), sd)[:, :, used].astype(np.float32)
        size = max(CELLS // table[0].size, 1)
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            product = _product(table, which.reshape(len(rows), -1)[first : first + size])
            yield part, np.einsum("kdg,kg->kd", product, coarse[row[part]]).astype(float)


def _of_one_period(counts: Array, degree: int, sd: float) -> Array:
    """P(f dissatisfied of n | lasting level). Returns (counts, degree + 1, coarse grid)."""
    failures = np.arange(degree + 1)
    n = np.repeat(counts, degree + 1)
    f = np.tile(failures, len(counts))
    possible = f <= n
    mass = np.where(possible[:, None], binomial.point_mass(np.maximum(n - f, 0), n), 0)
    return (mass @ kernel(sd)[::STRIDE].T).reshape(len(counts), degree + 1, -1)


def _product(table: NDArray[np.float32], which: NDArray[np.intp]) -> NDArray[np.float32]:
    """Truncated product of the periods' polynomials. which: (k, periods). Returns (k, degree + 1, coarse grid)."""
    product = table[which[:, 0]]
    for period in range(1, which.shape[1]):
        factor = table[which[:, period]]
        longer = product * factor[:, :1]
        for f in range(1, product.shape[1]):
            longer[:, f:] += product[:, :-f] * factor[:, f : f + 1]
        product = longer
    return product


def _coarse(levels: Array) -> Array:
    coarse = levels[:, ::STRIDE].copy()
    odd = levels[:, 1::STRIDE] / 2
    coarse[:, : odd.shape[1]] += odd
    coarse[:, 1 : odd.shape[1] + 1] += odd
    return coarse
