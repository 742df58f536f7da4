"""Ordinal answers with effects of groups, periods of groups and accounts.

Belongs here: the cumulative logit model with random effects, fitted by Laplace approximation and EM.
Elsewhere: which answers teach it and which features they have (reference_model).

P(Y >= c) = expit(eta - cut_c), eta = x beta + group effect of the period + account effect. A group's effects of its
periods are jointly normal, (between + within) on the diagonal and between off it. Accounts are eliminated exactly, so
the cost is one (periods x periods) system a group, whatever the number of answers.

Source: McCullagh (1980), Regression models for ordinal data, JRSS B 42; Breslow & Clayton (1993), Approximate inference
in generalized linear mixed models, JASA 88; EM of variance components, Laird & Ware (1982), Biometrics 38.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group

Index = NDArray[np.intp]
ROUNDS = 14
SLOPE_SD = 1.0
FLOOR_BETWEEN, FLOOR_WITHIN, FLOOR_ACCOUNT = 0.3, 0.2, 0.4
"""Standard deviations that the data may not push lower: a few answers cannot prove that owners are alike."""
PRIOR_ACCOUNTS = 200.0
CHUNK = 200_000


@dataclass(frozen=True)
class Answers:
    """Reference answers, (n,) each: features (n, p); group, period, account (-1: none); scale: row of the cut points;
    level: 0 .. number of cut points of the scale; weight: how much an answer counts."""

    features: Array
    group: Index
    period: Index
    account: Index
    scale: Index
    level: Index
    weight: Array


@dataclass(frozen=True)
class Fit:
    """slopes (p,); cuts (scales, most cuts), inf beyond a scale's own; effect (groups, periods) and its covariance
    (groups, periods, periods); account (accounts,) with its variance; sds of groups, of periods within them,
    accounts.
    """

    slopes: Array
    cuts: Array
    effect: Array
    covariance: Array
    account: Array
    account_variance: Array
    between: float
    within: float
    of_account: float


def fit(answers: Answers, *, groups: int, periods: int, accounts: int, cut_counts: Index) -> Fit:
    """Fit the model. Deterministic; a group or account without answers keeps its prior."""
    slopes = np.zeros(answers.features.shape[1])
    effect, account = np.zeros((groups, periods)), np.zeros(max(accounts, 1))
    cuts = np.full((len(cut_counts), int(cut_counts.max(initial=1))), np.inf)
    sds = (0.5, 0.3, 0.5)
    covariance = np.zeros((groups, periods, periods))
    variance = np.zeros(len(account))
    known = answers.account >= 0
    place = np.maximum(answers.account, 0)
    for _ in range(ROUNDS):
        random = effect[answers.group, answers.period] + np.where(known, account[place], 0)
        fixed = answers.features @ slopes
        cuts = _cuts(answers, fixed + random, cuts, cut_counts)
        gradient, curvature = derivatives(fixed + random, answers.scale, answers.level, cuts)
        slopes = _slopes(answers, gradient, curvature, slopes)
        eta = answers.features @ slopes + random
        gradient, curvature = derivatives(eta, answers.scale, answers.level, cuts)
        solved = effects(answers, gradient + curvature * random, curvature, sds, groups, periods, len(account))
        effect, covariance, account, variance = solved
        sds = _sds(answers, solved, sds)
    return Fit(slopes, cuts, effect, covariance, account, variance, *sds)


def bounds(eta: Array, scale: Index, level: Index, cuts: Array) -> tuple[Array, Array]:
    """P(Y < level) and P(Y <= level) of each answer."""
    padded = np.concatenate([np.full((len(cuts), 1), -np.inf), cuts, np.full((len(cuts), 1), np.inf)], axis=1)
    return expit(padded[scale, level] - eta), expit(padded[scale, level + 1] - eta)


def derivatives(eta: Array, scale: Index, level: Index, cuts: Array) -> tuple[Array, Array]:
    """First derivative of the log likelihood in eta, and minus the second."""
    below, upto = bounds(eta, scale, level, cuts)
    return below + upto - 1, below * (1 - below) + upto * (1 - upto)


def _cuts(answers: Answers, eta: Array, start: Array, cut_counts: Index) -> Array:
    """Each cut point so that as many answers are expected below it as there are (half an answer is added to both)."""
    cuts = start.copy()
    for scale, count in enumerate(cut_counts):
        rows = answers.scale == scale
        of_scale, weight = eta[rows], answers.weight[rows]
        for cut in range(count):
            below = (weight * (answers.level[rows] <= cut)).sum() + 0.5
            total = weight.sum() + 1
            at = np.log(below / (total - below)) + (of_scale.mean() if len(of_scale) else 0)
            at = cuts[scale, cut] if np.isfinite(cuts[scale, cut]) else at
            for _ in range(4):
                chance = expit(at - of_scale)
                spread = (weight * chance * (1 - chance)).sum() + 0.25
                at = at + np.clip((below - 0.5 - (weight * chance).sum() + 0.5 - expit(at)) / spread, -1, 1)
            cuts[scale, cut] = at
        cuts[scale, :count] = np.maximum.accumulate(cuts[scale, :count] + 1e-6 * np.arange(count))
    return cuts


def _slopes(answers: Answers, gradient: Array, curvature: Array, slopes: Array) -> Array:
    weight = answers.weight * curvature
    precision = (answers.features * weight[:, None]).T @ answers.features + np.eye(len(slopes)) / SLOPE_SD**2
    score = answers.features.T @ (answers.weight * gradient) - slopes / SLOPE_SD**2
    return slopes + np.clip(np.linalg.solve(precision, score), -1, 1)


def effects(
    answers: Answers, target: Array, curvature: Array, sds: tuple[float, float, float], groups: int, periods: int,
    accounts: int,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """Modes and covariances of the effects given working weights and targets (weight x working response)."""
    weight, target = answers.weight * curvature, answers.weight * target
    cell = answers.group * periods + answers.period
    known = answers.account >= 0
    data = np.zeros((groups, periods, periods))
    diagonal = np.arange(periods)
    data[:, diagonal, diagonal] = by_group(cell, weight, groups * periods).reshape(groups, periods)
    right = by_group(cell, target, groups * periods).reshape(groups, periods)
    nested = _Nested.of(answers, weight, target, known, periods, sds[2])
    nested.subtract(data, right)
    system = data + prior_precision(periods, sds)
    covariance = np.asarray(np.linalg.inv(system), np.float64)
    effect = np.einsum("gts,gs->gt", covariance, right)
    account, variance = np.zeros(accounts), np.full(accounts, sds[2] ** 2)
    nested.finish(effect, account, variance)
    return effect, covariance, account, variance


def prior_precision(periods: int, sds: tuple[float, float, float]) -> Array:
    """Inverse of within^2 I + between^2 J. (periods, periods)."""
    between, within = sds[0] ** 2, sds[1] ** 2
    return (np.eye(periods) - between / (within + periods * between)) / within


@dataclass(frozen=True)
class _Nested:
    """Accounts within groups: weight (k, periods), shrunken precision and target of each."""

    group: Index
    account: Index
    weight: Array
    precision: Array
    target: Array
    by_period: Array = None  # type: ignore[assignment]

    @classmethod
    def of(
        cls, answers: Answers, weight: Array, target: Array, known: NDArray[np.bool_], periods: int, sd: float
    ) -> "_Nested":
        pairs = answers.group[known] * (answers.account.max(initial=0) + 1) + answers.account[known]
        keys, which = np.unique(pairs, return_inverse=True)
        group, account = np.divmod(keys, answers.account.max(initial=0) + 1)
        table = by_group(which * periods + answers.period[known], weight[known], len(keys) * periods)
        table = table.reshape(len(keys), periods)
        return cls(group, account, table, table.sum(axis=1) + 1 / sd**2, by_group(which, target[known], len(keys)))

    def subtract(self, data: Array, right: Array) -> None:
        """Take out of each group's system what its accounts explain."""
        share = self.weight / self.precision[:, None]
        for first in range(0, len(self.group), CHUNK):
            part = slice(first, first + CHUNK)
            outer = self.weight[part, :, None] * share[part, None, :]
            start = np.flatnonzero(np.r_[True, np.diff(self.group[part]) != 0])
            if len(self.group[part]):
                np.subtract.at(data, self.group[part][start], np.add.reduceat(outer, start, axis=0))
                of_right = np.add.reduceat(share[part] * self.target[part, None], start, axis=0)
                np.subtract.at(right, self.group[part][start], of_right)

    def finish(self, effect: Array, account: Array, variance: Array) -> None:
        """Modes of the accounts given those of the groups; an account of two groups keeps its larger evidence."""
        mode = (self.target - (self.weight * effect[self.group]).sum(axis=1)) / self.precision
        order = np.argsort(self.precision, kind="stable")
        account[self.account[order]] = mode[order]
        variance[self.account[order]] = 1 / self.precision[order]


def _sds(
    answers: Answers, solved: tuple[Array, Array, Array, Array], sds: tuple[float, float, float]
) -> tuple[float, float, float]:
    """One EM step over groups that have answers; weak priors hold where few do."""
    effect, covariance, account, variance = solved
    groups = np.unique(answers.group)
    if not len(groups):
        return sds
    periods = effect.shape[1]
    moment = covariance[groups] + effect[groups, :, None] * effect[groups, None, :]
    total = moment.sum(axis=(1, 2))
    between, within = sds[0] ** 2, sds[1] ** 2
    share = between / (within + periods * between)
    lasting = share**2 * total + between * within / (within + periods * between)
    change = np.trace(moment, axis1=1, axis2=2) - 2 * share * total + periods * lasting
    new_between = (lasting.sum() + 5 * 0.45**2) / (len(groups) + 5)
    new_within = (change.sum() + 5 * 0.3**2) / (len(groups) * periods + 5)
    some = np.unique(answers.account[answers.account >= 0])
    squares = (account[some] ** 2 + variance[some]).sum() + PRIOR_ACCOUNTS * 0.6**2
    return (
        float(np.sqrt(max(new_between, FLOOR_BETWEEN**2))), float(np.sqrt(max(new_within, FLOOR_WITHIN**2))),
        float(np.sqrt(max(squares / (len(some) + PRIOR_ACCOUNTS), FLOOR_ACCOUNT**2))),
    )  # fmt: skip
