"""How much do subjects differ, and periods within a subject? Learned with each subject left out once.

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
"""Up to this many different subjects the free shape is estimated anew without each; beyond, its part is subtracted."""
CHUNK = 2048


@dataclass(frozen=True)
class RandomEffects:
    """What reference subjects teach about a new one.

    Subjects with equal counts share a row: `row` (subjects + 1,) says which; the last one leaves nobody out.
    others: (rows, grid), the distribution of a lasting level learned without one such subject. own: (rows, grid), the
    relative likelihood of its own answers (last row: ones). period_sd: (rows, 3), weights of PERIOD_SDS.
    """

    row: NDArray[np.intp]
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
    pattern, first = _patterns(successes, trials, subject, subjects)
    number = np.bincount(pattern)
    chosen = np.isin(subject, first)
    likelihood = _likelihoods(successes[chosen], trials[chosen], pattern[subject[chosen]], len(number))
    total = grid.log_prior + sum(
        np.tensordot(number[part], _log_marginal(likelihood[:, part], grid), axes=1) for part in _chunks(len(number))
    )
    base, period_sd = _leave_one_out(total, likelihood, grid)
    own = np.tensordot(period_sd[-1], likelihood, axes=1)
    own /= own.max(axis=1, keepdims=True)
    everyone = np.ones((1, len(LOGITS)))
    row = np.r_[pattern, len(number)].astype(np.intp)
    return RandomEffects(row, _refined(base, own, number), np.concatenate([own, everyone]), period_sd)


def of_known_rate(rate: float, strength: float) -> RandomEffects:
    """A rate from elsewhere, worth `strength` answers, with the prior's spread between subjects and periods."""
    sds = np.sqrt(BETWEEN_SDS**2 + 1 / (strength * rate * (1 - rate)))
    cells = heavy_cells(np.full(len(sds), logit(rate)), sds)
    level = _between_prior() @ cells
    return RandomEffects(np.zeros(1, np.intp), level[None], np.ones((1, len(LOGITS))), _period_prior()[None])


def _between_prior() -> Array:
    density = BETWEEN_SDS * PRIOR_BETWEEN_SCALE / (PRIOR_BETWEEN_SCALE**2 + BETWEEN_SDS**2)
    return density / density.sum()


def _period_prior() -> Array:
    """Leans to small: where one period a subject cannot tell the two apart, differences are taken to last."""
    density = np.exp(-((PERIOD_SDS / PRIOR_PERIOD_SCALE) ** 2) / 2)
    return density / density.sum()


def _grid(successes: Array, trials: Array, subject: NDArray[np.intp], subjects: int) -> _Grid:
    """Means around the pooled rate, wide enough that any one subject may be left out; the whole prior if few."""
    of_subject = np.bincount(subject, trials, subjects)
    kept = trials.sum() - of_subject.max(initial=0)
    rate = (successes.sum() + 1) / (trials.sum() + 2)
    centre = logit(rate) * np.sqrt(1 + 0.346 * BETWEEN_SDS**2)
    of_subjects = (BETWEEN_SDS**2 + PERIOD_SDS[-1] ** 2) / max(subjects - 1, 1)
    spread = np.sqrt(of_subjects + 1 / ((kept + 1) * rate * (1 - rate)))
    few = subjects < 5
    centre = np.where(few, (centre + PRIOR_MEAN) / 2, centre)
    spread = np.full_like(spread, PRIOR_MEAN_SD) if few else np.minimum(spread, PRIOR_MEAN_SD)
    means = centre[:, None] + spread[:, None] * np.linspace(-4, 4, MEANS)
    weight = np.exp(-(((means - PRIOR_MEAN) / PRIOR_MEAN_SD) ** 2) / 2) * spread[:, None] * _between_prior()[:, None]
    cells = heavy_cells(means.ravel(), np.repeat(BETWEEN_SDS, MEANS))
    return _Grid(cells, np.log(weight.reshape(-1, 1)) + np.log(_period_prior()))


def _patterns(
    successes: Array, trials: Array, subject: NDArray[np.intp], subjects: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number of the pattern of counts of each subject (equal counts in whatever order), and a subject of each pattern.

    A pattern is known by two 64-bit sums over its counts, as a multiset hash.
    """
    pairs, which = np.unique(np.stack([successes, trials], axis=1), axis=0, return_inverse=True)
    sums = np.zeros((subjects, 2), np.uint64)
    for column, seed in enumerate((1, 2)):
        code = np.random.default_rng(seed).integers(0, 2**64, len(pairs), dtype=np.uint64)
        np.add.at(sums[:, column], subject, code[which.ravel()])
    _, first, pattern = np.unique(sums, axis=0, return_index=True, return_inverse=True)
    return pattern.ravel(), first


def _likelihoods(successes: Array, trials: Array, pattern: NDArray[np.intp], patterns: int) -> NDArray[np.float32]:
    """Likelihood of a lasting level given all counts of a pattern, for each period_sd, relative to its largest.

    Returns (3, patterns, grid); single precision, as it is only ever averaged over.
    """
    pairs, which = np.unique(np.stack([successes, trials], axis=1), axis=0, return_inverse=True)
    log_row = binomial.log_likelihood(pairs[:, 0], pairs[:, 1])
    top = log_row.max(axis=1, keepdims=True)
    tables = [np.log(np.maximum(np.exp(log_row - top) @ kernel(sd).T, 1e-280)) for sd in PERIOD_SDS]
    order = np.argsort(pattern, kind="stable")
    start = np.searchsorted(pattern[order], np.arange(patterns))
    end = np.r_[start[1:], len(order)]
    result = np.empty((len(PERIOD_SDS), patterns, len(LOGITS)), np.float32)
    for part in _chunks(patterns):
        rows = which.ravel()[order[start[part][0] : end[part][-1]]]
        of_part = np.stack([np.add.reduceat(table[rows], start[part] - start[part][0], axis=0) for table in tables])
        result[:, part] = np.exp(of_part - of_part.max(axis=(0, 2))[:, None])
    return result


def _log_marginal(likelihood: NDArray[np.float32], grid: _Grid) -> Array:
    """Log marginal likelihood of each pattern at each point of the grid. (3, k, grid) -> (k, h, 3)."""
    return np.log(np.maximum(np.stack([of_sd @ grid.cells.T for of_sd in likelihood], axis=2), 1e-280))


def _leave_one_out(total: Array, likelihood: NDArray[np.float32], grid: _Grid) -> tuple[Array, Array]:
    """Levels and weights of PERIOD_SDS without each pattern's subject, and (last row) with everyone."""
    patterns = likelihood.shape[1]
    levels, sds = np.empty((patterns + 1, len(LOGITS))), np.empty((patterns + 1, len(PERIOD_SDS)))
    for part in _chunks(patterns):
        weight = softmax(total - _log_marginal(likelihood[:, part], grid), axis=(1, 2))
        levels[part], sds[part] = weight.sum(axis=2) @ grid.cells, weight.sum(axis=1)
    weight = softmax(total)
    levels[-1], sds[-1] = weight.sum(axis=1) @ grid.cells, weight.sum(axis=0)
    return levels, sds


def _chunks(length: int) -> list[slice]:
    return [slice(first, min(first + CHUNK, length)) for first in range(0, length, CHUNK)]


def _refined(base: Array, own: Array, number: NDArray[np.intp]) -> Array:
    """Mix each leave-one-out distribution with what the other subjects show beyond any normal shape."""
    count = number.sum()
    if count < 2:
        return base
    free = np.empty_like(base)
    free[-1], shares = _free_shape(base[-1], own, number)
    if len(own) <= EXACT_UP_TO:
        for left_out in range(len(own)):
            without = number - (np.arange(len(own)) == left_out)
            free[left_out] = _free_shape(base[left_out], own, without)[0]
    else:
        free[:-1] = (count * free[-1] - shares) / (count - 1)
    trust = 0.5 * (count - 1) / (count + 9)
    return (1 - trust) * base + trust * free


def _free_shape(start: Array, own: Array, number: NDArray[np.intp]) -> tuple[Array, Array]:
    """A few steps of expectation-maximisation from `start`; returns the mean and each pattern's share in it."""
    shape = start
    for _ in range(STEPS):
        shares = own * shape
        shares /= shares.sum(axis=1, keepdims=True)
        shape = number @ shares / number.sum()
    return shape, shares
