"""How much do subjects differ, and periods within a subject? Learned from reference answers, each subject left out once.

Belongs here: the mixing distribution over rates, its uncertainty, and leaving one subject out.
Elsewhere: which answers are a reference (reference), tails over the result (predictive, shared_effect).

Model, on the log-odds scale: rate of a period = subject's lasting level + N(0, period_sd^2); levels ~ a normal of which
a tenth has twice the spread. Mean, between_sd and period_sd lie on grids and are integrated out, never plugged in. As
real subjects are not normal (4 in 10 honest owners may have nothing but satisfied customers), the result is mixed with
a few steps of the nonparametric maximum-likelihood estimate started from it.

Source: normal mixing on a grid, Skene & Wakefield (1990), Statistics in Medicine 9; nonparametric mixing, Laird (1978),
JASA 73; leave-one-out by subtraction of log likelihoods, Gelfand, Dey & Chang (1992), Bayesian Statistics 4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, softmax

from pipelines.integrity.stats import binomial
from pipelines.integrity.stats.logit_grid import LOGITS, Array, heavy_cells, kernel

BETWEEN_SDS: Array = np.array([0.3, 0.45, 0.65, 0.95, 1.4, 2.0, 3.0])
PERIOD_SDS: Array = np.array([0.2, 0.4, 0.8])
PRIOR_MEAN, PRIOR_MEAN_SD, PRIOR_BETWEEN_SCALE, PRIOR_PERIOD_SCALE = 1.0, 1.5, 0.5, 0.4
MEANS = 21
STEPS = 3
EXACT_UP_TO = 300
"""Up to this many subjects the nonparametric part is estimated anew without each; beyond, its own part is subtracted."""
CHUNK = 4096


@dataclass(frozen=True)
class RandomEffects:
    """What reference subjects teach about a new one.

    others: (subjects + 1, grid), the distribution of a lasting level learned without each subject; the last row leaves
    nobody out. own: (subjects + 1, grid), relative likelihood of each subject's own answers (last row: ones).
    period_sd: (subjects + 1, 3), weights of PERIOD_SDS, learned in the same way.
    """

    others: Array
    own: Array
    period_sd: Array


@dataclass(frozen=True)
class _Grid:
    """Mean and between_sd on a grid: cells (h, grid) and the log prior (h, period sds)."""

    cells: Array
    log_prior: Array


def fit(successes: Array, trials: Array, subject: NDArray[np.intp], subjects: int) -> RandomEffects:
    """Learn from reference counts. (k,) each, one row a subject and period, subject in 0..subjects-1."""
    grid = _grid(successes, trials, subject, subjects)
    likelihoods = [_by_subject(successes, trials, subject, subjects, sd) for sd in PERIOD_SDS]
    marginal = np.stack([_log_marginal(likelihood, grid.cells) for likelihood in likelihoods], axis=2)
    total = grid.log_prior + marginal.sum(axis=0)
    base, period_sd = _posterior(np.concatenate([total - marginal, total[None]]), grid)
    own = _mixed(likelihoods, period_sd[-1])
    return RandomEffects(_refined(base, own), np.concatenate([own, np.ones((1, len(LOGITS)))]), period_sd)


def of_known_rate(rate: float, strength: float) -> RandomEffects:
    """A rate from elsewhere, worth `strength` answers, with the prior's spread between subjects and periods."""
    sds = np.sqrt(BETWEEN_SDS**2 + 1 / (strength * rate * (1 - rate)))
    cells = heavy_cells(np.full(len(sds), logit(rate)), sds)
    level = _between_prior() @ cells
    return RandomEffects(level[None], np.ones((1, len(LOGITS))), _period_prior()[None])


def _between_prior() -> Array:
    density = BETWEEN_SDS * PRIOR_BETWEEN_SCALE / (PRIOR_BETWEEN_SCALE**2 + BETWEEN_SDS**2)
    return density / density.sum()


def _period_prior() -> Array:
    density = PERIOD_SDS * np.exp(-((PERIOD_SDS / PRIOR_PERIOD_SCALE) ** 2) / 2)
    return density / density.sum()


def _grid(successes: Array, trials: Array, subject: NDArray[np.intp], subjects: int) -> _Grid:
    """Means around the pooled rate, wide enough that any one subject may be left out; the whole prior if few."""
    of_subject = np.bincount(subject, trials, subjects)
    kept = trials.sum() - of_subject.max(initial=0)
    rate = (successes.sum() + 1) / (trials.sum() + 2)
    centre = logit(rate) * np.sqrt(1 + 0.346 * BETWEEN_SDS**2)
    spread = np.sqrt((BETWEEN_SDS**2 + PERIOD_SDS[-1] ** 2) / max(subjects - 1, 1) + 1 / ((kept + 1) * rate * (1 - rate)))
    few = subjects < 5
    centre = np.where(few, (centre + PRIOR_MEAN) / 2, centre)
    spread = np.full_like(spread, PRIOR_MEAN_SD) if few else np.minimum(spread, PRIOR_MEAN_SD)
    means = centre[:, None] + spread[:, None] * np.linspace(-4, 4, MEANS)
    weight = np.exp(-(((means - PRIOR_MEAN) / PRIOR_MEAN_SD) ** 2) / 2) * spread[:, None] * _between_prior()[:, None]
    cells = heavy_cells(means.ravel(), np.repeat(BETWEEN_SDS, MEANS))
    return _Grid(cells, np.log(weight.reshape(-1, 1)) + np.log(_period_prior()))


def _by_subject(successes: Array, trials: Array, subject: NDArray[np.intp], subjects: int, sd: float) -> Array:
    """Log likelihood of a lasting level given all of a subject's counts. Returns (subjects, grid)."""
    pairs, which = np.unique(np.stack([successes, trials], axis=1), axis=0, return_inverse=True)
    log_row = binomial.log_likelihood(pairs[:, 0], pairs[:, 1])
    top = log_row.max(axis=1, keepdims=True)
    log_row = top + np.log(np.maximum(np.exp(log_row - top) @ kernel(sd).T, 1e-280))
    total = np.zeros((subjects, len(LOGITS)))
    order = np.argsort(subject, kind="stable")
    for first in range(0, len(order), CHUNK):
        rows = order[first : first + CHUNK]
        start = np.r_[0, np.flatnonzero(np.diff(subject[rows])) + 1]
        total[subject[rows][start]] += np.add.reduceat(log_row[which.ravel()[rows]], start, axis=0)
    return total


def _log_marginal(log_likelihood: Array, cells: Array) -> Array:
    """Log marginal likelihood of each subject at each (mean, between_sd). Returns (subjects, h)."""
    top = log_likelihood.max(axis=1, keepdims=True)
    return top + np.log(np.maximum(np.exp(log_likelihood - top) @ cells.T, 1e-280))


def _posterior(log_weight: Array, grid: _Grid) -> tuple[Array, Array]:
    """Levels (rows, grid) and weights of PERIOD_SDS (rows, 3) under each row's posterior. log_weight: (rows, h, 3)."""
    levels, sds = np.empty((len(log_weight), len(LOGITS))), np.empty((len(log_weight), len(PERIOD_SDS)))
    for first in range(0, len(log_weight), CHUNK):
        part = slice(first, first + CHUNK)
        weight = softmax(log_weight[part], axis=(1, 2))
        levels[part], sds[part] = weight.sum(axis=2) @ grid.cells, weight.sum(axis=1)
    return levels, sds


def _mixed(log_likelihoods: list[Array], weights: Array) -> Array:
    """Relative likelihood of each subject's level, its period_sd integrated out; each row's maximum is one."""
    top = np.max([likelihood.max(axis=1) for likelihood in log_likelihoods], axis=0)[:, None]
    mixed = sum(weight * np.exp(likelihood - top) for weight, likelihood in zip(weights, log_likelihoods, strict=True))
    return mixed / mixed.max(axis=1, keepdims=True)


def _refined(base: Array, own: Array) -> Array:
    """Mix each leave-one-out distribution with what the other subjects show beyond any normal shape."""
    count = len(own)
    if count < 2:
        return base
    free = np.empty_like(base)
    free[-1], shares = _free_shape(base[-1], own)
    if count <= EXACT_UP_TO:
        for left_out in range(count):
            free[left_out] = _free_shape(base[left_out], np.delete(own, left_out, axis=0))[0]
    else:
        free[:-1] = (count * free[-1] - shares) / (count - 1)
    trust = 0.5 * (count - 1) / (count + 9)
    return (1 - trust) * base + trust * free


def _free_shape(start: Array, own: Array) -> tuple[Array, Array]:
    """A few steps of expectation-maximisation from `start`; returns the mean and each subject's share in it."""
    shape = start
    for _ in range(STEPS):
        shares = own * shape
        shares /= shares.sum(axis=1, keepdims=True)
        shape = shares.mean(axis=0)
    return shape, shares
