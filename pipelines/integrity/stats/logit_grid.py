"""One grid of satisfaction rates on the log-odds scale, and normal distributions laid on it.

Belongs here: the grid, the masses of its cells, kernels that shift and spread.
Elsewhere: what is learned on it (random_effects), tails over it (predictive).

A rate q is a cell around logit(q); the grid runs from q = .0025 to q = .9999. Distributions are rows of cell masses
that sum to one; what lies outside falls into the end cells, so nothing is lost.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

Array = NDArray[np.float64]

STEP = 0.1
LOGITS: Array = np.round(np.arange(-60, 91) * STEP, 10)
RATES: Array = expit(LOGITS)
_UPPER_EDGES: Array = LOGITS[:-1] + STEP / 2


def normal_cells(means: Array, sds: Array) -> Array:
    """Masses of normal distributions in the grid's cells.

    means, sds: (k,), sds > 0. Returns (k, grid), rows sum to one.
    """
    upper = ndtr((_UPPER_EDGES[None, :] - means[:, None]) / sds[:, None])
    ends = np.ones((len(means), 1))
    return np.diff(np.concatenate([0 * ends, upper, ends], axis=1), axis=1)


def heavy_cells(means: Array, sds: Array, *, wide_share: float = 0.1) -> Array:
    """A normal of which a share has twice the spread, so that a few exceptional subjects are expected.

    means, sds: (k,). Returns (k, grid).
    """
    return (1 - wide_share) * normal_cells(means, sds) + wide_share * normal_cells(means, 2 * sds)


def kernel(sd: float, *, shift: float = 0.0) -> Array:
    """The matrix that turns a row of masses into that of the rate plus a N(shift, sd^2) on the log-odds scale.

    Returns (grid, grid): row = where it was, column = where it goes. sd = 0 and shift = 0 give the identity.
    """
    if sd <= 0 and shift == 0:
        return np.eye(len(LOGITS))
    return normal_cells(LOGITS + shift, np.full(len(LOGITS), max(sd, 1e-6)))
