"""Likelihoods tabulated over an unknown deviation on the log-odds scale.

Belongs here: the nodes, normal masses on them, shifting and smoothing of tables, sums over groups of rows.
Elsewhere: what is tabulated (levels), the finer grid of rates (logit_grid).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from pipelines.integrity.stats.logit_grid import Array

Index = NDArray[np.intp]

STEP = 0.25
NODES: Array = np.linspace(-16 * STEP, 16 * STEP, 33)
"""Deviations, log odds."""


def moved(table: Array, shift: Array) -> Array:
    """Tables with each row's courtesy taken out: value at node g is that at g + shift. Linear between nodes."""
    place = np.clip(np.arange(len(NODES)) + shift[:, None] / STEP, 0, len(NODES) - 1)
    low = np.minimum(place.astype(np.intp), len(NODES) - 2)
    part = place - low
    row = np.arange(len(table))[:, None]
    return np.asarray(table[row, low] * (1 - part) + table[row, low + 1] * part, np.float64)


def summed(table: Array, unit: Index, units: int) -> Array:
    """Rows of each unit added up. (rows, nodes) -> (units, nodes)."""
    result = np.zeros((units, table.shape[1]))
    np.add.at(result, unit, table)
    return result


def mean_factor(log_factor: Array, unit: Index, units: int) -> Array:
    """Log of the mean over a unit's streams; zero for units without any."""
    top = np.full((units, log_factor.shape[1]), -np.inf)
    np.maximum.at(top, unit, log_factor)
    top = np.where(np.isfinite(top), top, 0.0)
    count = np.maximum(np.bincount(unit, None, units), 1)[:, None]
    total = summed(np.exp(log_factor - top[unit]), unit, units)
    return np.asarray(np.where(total > 0, np.log(np.maximum(total, 1e-300) / count) + top, 0.0), np.float64)


def period_kernels(variance: Array) -> tuple[Array, Index]:
    """Kernels of the period's own deviation for a few sds, and which of them is each unit's."""
    sds = np.array([0.05, 0.15, 0.25, 0.35, 0.5, 0.7, 1.0])
    which = np.abs(np.sqrt(np.maximum(variance, 0))[:, None] - sds).argmin(axis=1)
    edges = np.r_[-np.inf, NODES[:-1] + STEP / 2, np.inf]
    kernels = np.stack([np.diff(ndtr((edges[None, :] - NODES[:, None]) / sd), axis=1) for sd in sds])
    return kernels, which


def smoothed(log_likelihood: Array, kernels: tuple[Array, Index]) -> Array:
    """Average the likelihood over the period's own deviation around each node."""
    tables, which = kernels
    top = log_likelihood.max(axis=1, keepdims=True)
    likelihood = np.exp(log_likelihood - top)
    result = np.empty_like(likelihood)
    for one, table in enumerate(tables):
        units = which == one
        result[units] = likelihood[units] @ table.T
    return np.log(np.maximum(result, 1e-300)) + top


def thinned(mass: Array, kept: slice) -> Array:
    """Masses of every second node, to which those between them give a half each. (units, nodes) -> (units, kept)."""
    around = np.pad(mass, ((0, 0), (1, 1)))
    return np.asarray((mass + (around[:, :-2] + around[:, 2:]) / 2)[:, kept], np.float64)


def log_cells(centre: Array, sd: Array) -> Array:
    """Log masses of a heavy-tailed normal on the nodes. (units, nodes)."""
    edges = np.r_[-np.inf, NODES[:-1] + STEP / 2, np.inf]
    masses = 0.0
    for share, width in ((0.9, 1.0), (0.1, 2.0)):
        masses = masses + share * np.diff(ndtr((edges - centre[:, None]) / (width * sd[:, None])), axis=1)
    return np.log(np.maximum(masses, 1e-300))
