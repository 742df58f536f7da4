"""A unit's rate against peers of its kind, exactly, however small the counts.

Belongs here: unit, entity and change tails of counts, kinds with a robust beta-binomial each, periods that run higher.
Elsewhere: the distribution (beta_binomial), values that are no counts (peer_null).

Three questions, as in peer_null: the unit against peers, habit included; the entity's total, counted once; and the
period against the entity's other periods, where only a weak prior ties the entity to its peers, so that habits
cancel.

Source: Skellam (1948), JRSS B 10; predictive tails, Box (1980), JRSS A 143.
"""

import numpy as np
from numpy.typing import NDArray

from pipelines.integrity.stats import beta_binomial, peer_null
from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.peer_null import Index, PeerNull
from pipelines.integrity.stats.sums import by_group

TIE = 3.0
"""Answers that the kind's mean is worth beside an entity's other periods; at least so many that .7 hits are due."""


def compare(
    count: Array, total: Array, *, entity: Index, period: Index, kinds: tuple[Index, ...], least: float,
    habit: bool = False,
) -> PeerNull:  # fmt: skip
    """Each unit with at least `least` in total, larger rates being suspicious. (units,) each.

    habit: honest people differ so much in this rate that nobody is set apart when the peers are learned.
    """
    usable = np.isfinite(count) & (total >= least)
    kind = peer_null.finest_kind(usable, entity, kinds)
    usable &= kind >= 0
    p, change, mean_p, effect, noise, between = (np.full(len(count), np.nan) for _ in range(6))
    for one in np.unique(kind[usable]):
        rows = np.flatnonzero(usable & (kind == one))
        found = _of_kind(count[rows], total[rows], entity[rows], period[rows], beta_binomial.HABITS if habit else None)
        p[rows], change[rows], mean_p[rows], effect[rows], noise[rows], between[rows] = found
    return PeerNull(p, change, mean_p, effect, usable, noise, between)


def _of_kind(
    count: Array, total: Array, entity: Index, period: Index, distorted: Array | None
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Tails and effect; noise and spread between entities of the rate's arcsine (Anscombe 1948): 1 / n and the
    intra-class correlation, whatever the rate."""
    _, row = np.unique(entity, return_inverse=True)
    row = row.ravel()
    size = int(row.max()) + 1
    x, n = by_group(row, count, size), by_group(row, total, size)
    parts = beta_binomial.DISTORTED if distorted is None else distorted
    mean, spread = beta_binomial.fit(x, n, distorted=parts)
    whole = max(beta_binomial.fit(count, total, distorted=parts)[1], spread)
    factor = _period_factor(count, total, period)
    of_entity = np.bincount(row, total * factor) / n
    p, mean_p = _tail(count, total, mean * factor, whole), _tail(x, n, mean * of_entity, spread)
    change = _change(count, total, x, n, row, mean * factor, max(whole - spread, 0.002))
    noise = 1 / (total + 0.5) + max(whole - spread, 0.002)
    return p, change, mean_p[row], count / total - mean * factor, noise, np.full(len(count), spread)


def _tail(count: Array, total: Array, mean: Array, spread: float) -> Array:
    mean = np.clip(mean, 1e-4, 1 - 1e-4)
    worth = 1 / spread - 1
    return beta_binomial.upper_mid(count, total, mean * worth, (1 - mean) * worth)


def _change(
    count: Array, total: Array, x: Array, n: Array, row: NDArray[np.intp], expected: Array, passing: float
) -> Array:
    """The period given the entity's other periods; these are worth less where periods differ."""
    others, hits = n[row] - total, x[row] - count
    worth = np.minimum(1.0, (1 / max(passing, 1e-6)) / np.maximum(others, 1))
    mean = np.clip(expected, 1e-3, 1 - 1e-3)
    tie = np.maximum(TIE, 0.7 / mean)
    a, b = mean * tie + hits * worth, (1 - mean) * tie + (others - hits) * worth
    return np.where(others > 0, beta_binomial.upper_mid(count, total, a, b), np.nan)


def _period_factor(count: Array, total: Array, period: Index) -> Array:
    """How much higher the kind's rate runs in each unit's period, shrunk to one; one where few units are there."""
    _, when = np.unique(period, return_inverse=True)
    when = when.ravel()
    rate = count.sum() / max(total.sum(), 1)
    of_period = (np.bincount(when, count) + 20 * rate) / (np.bincount(when, total) + 20) / max(rate, 1e-9)
    enough = np.bincount(when) >= peer_null.ENOUGH
    return np.where(enough, np.clip(of_period, 0.5, 2), 1.0)[when] if rate > 0 else np.ones(len(count))
