"""How much kinder than strangers' answers are honest answers to the company's own staff?

Belongs here: courtesy of each kind of asking and its spread between entities, learned beside a part that may be
distorted.
Elsewhere: the likelihoods that it is learned from (levels), the policy of few entities (COURTESY).

Source: contaminated normal effects, Box & Tiao (1968), Biometrika 55.
"""

import numpy as np
from scipy.special import softmax

from pipelines.integrity.panel import Index
from pipelines.integrity.stats.deviation_grid import log_cells, summed
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array

COURTESY, COURTESY_SD = 0.25, 0.35
LARGEST_TOLD = 1.25
"""Courtesy of a kind (log odds) beyond which nothing is told of its units' level: .80 among strangers is .93 there."""
SHIFTS: Array = np.linspace(-0.6, 3.0, 31)
SPREADS: Array = np.array([0.25, 0.35, 0.5, 0.7, 1.0])
DISTORTED: Array = np.array([0.02, 0.1, 0.25])
FEW_ENTITIES = 8


def learn(entity: Index, kind: Index, honest: Array, lasting: Array) -> tuple[Array, Array]:
    """Shift and spread of each stream's kind; kinds of few entities keep to the policy's.

    entity, kind: (streams,); honest: (streams, nodes) log likelihoods; lasting: (streams,) variance that the entity's
    level has anyway.
    """
    shift, spread = np.full(len(kind), COURTESY), np.full(len(kind), COURTESY_SD)
    for one in np.unique(kind):
        rows = np.flatnonzero(kind == one)
        entities, row = np.unique(entity[rows], return_inverse=True)
        if len(entities) < FEW_ENTITIES:
            continue
        likelihood = summed(honest[rows], row.ravel(), len(entities))
        open_ = by_group(row.ravel(), lasting[rows], len(entities)) / np.bincount(row.ravel())
        shift[rows], spread[rows] = _fit(likelihood, open_)
    return shift, spread


def _fit(log_likelihood: Array, lasting: Array) -> tuple[float, float]:
    """Posterior mean of the shift, and spread with the shift's own uncertainty; a part of entities may be distorted."""
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    total = np.empty((len(SHIFTS), len(SPREADS), len(DISTORTED)))
    for i, shift in enumerate(SHIFTS):
        far = np.exp(log_cells(np.full(len(lasting), shift + 1.5), np.sqrt(lasting + 1.2**2)))
        raised = (likelihood * far).sum(axis=1)
        for j, spread in enumerate(SPREADS):
            near = np.exp(log_cells(np.full(len(lasting), shift), np.sqrt(lasting + spread**2)))
            honest = (likelihood * near).sum(axis=1)
            for k, part in enumerate(DISTORTED):
                total[i, j, k] = np.log(np.maximum((1 - part) * honest + part * raised, 1e-300)).sum()
    prior = -0.5 * ((SHIFTS - COURTESY) / COURTESY_SD) ** 2
    log_spread = -0.5 * (SPREADS / 0.5) ** 2
    weight = softmax(total + prior[:, None, None] + log_spread[None, :, None])
    mean = float((weight.sum(axis=(1, 2)) * SHIFTS).sum())
    variance = float((weight.sum(axis=(1, 2)) * (SHIFTS - mean) ** 2).sum())
    between = float((weight.sum(axis=(0, 2)) * SPREADS**2).sum())
    return mean, float(np.sqrt(between + variance))
