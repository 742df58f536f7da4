"""What one trace says of each unit of a panel, as numbers that the combination and the findings read.

Belongs here: the common shape of a trace, and a rate held against peers.
Elsewhere: the traces (detectors), their weights in a conclusion (posterior).
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from pipelines.integrity.panel import Panel
from pipelines.integrity.stats import contrast, peer_null, peer_rate
from pipelines.integrity.stats.peer_null import PeerNull
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Mask

FLOOR, CONTRAST_FLOOR = 0.12, 0.15
FREEDOM, HABIT_FREEDOM = 20.0, 7.0
"""Degrees of freedom of the tail: fewer where people have habits of all sorts."""
HIGHEST_Z = 4.0
LEAST_PAIRS, MOST_OF_A_PAIR = 30, 2.5
SIZES: Array = np.array([1.0, 2.0, 3.0])
"""Standardised effects that a distortion is thought to have; a larger z than four counts as four."""


@dataclass(frozen=True)
class Signal:
    """(units,) each; larger means more suspicious. z: against peers, the unit's habit included; z_change: against the
    entity's other periods; NaN where it could not be asked. statistic, n: as published."""

    statistic: Array
    n: Array
    peers: PeerNull

    @property
    def tested(self) -> Mask:
        """Units with a z."""
        return np.isfinite(self.peers.p)


def of_counts(
    panel: Panel, count: Array, total: Array, *, upward: bool = True, least: float = 1, habit: bool = False
) -> Signal:
    """A rate against peers of the kind. upward: a larger rate is the suspicious one. least: smallest total."""
    hits = count if upward else total - count
    peers = peer_rate.compare(
        hits, total, entity=panel.entity, period=panel.period, kinds=panel.kinds, least=least, habit=habit
    )
    return Signal(count / np.where(total > 0, total, np.nan), total, peers)


def of_values(
    panel: Panel, statistic: Array, n: Array, value: Array, variance: Array, *, floor: float = FLOOR,
    freedom: float = FREEDOM,
) -> Signal:  # fmt: skip
    """A value with known variance against peers of the kind."""
    peers = peer_null.compare(
        value,
        variance,
        entity=panel.entity,
        period=panel.period,
        kinds=panel.kinds,
        floor=floor,
        freedom=freedom,
    )
    return Signal(statistic, n, peers)


def contrasted(panel: Panel, content: Array, base: Mask, chosen: Mask) -> Signal:
    """Standardised contrast of the chosen with the base, against peers."""
    of = panel.accounts
    rows = np.flatnonzero(base)
    z, _, _ = contrast.of_chosen(content[rows], chosen[rows], of.unit[rows], len(panel))
    n = by_group(of.unit[rows], chosen[rows], len(panel)).astype(float)
    return of_values(panel, z, n, z, np.ones(len(z)), floor=CONTRAST_FLOOR)


def beside(signal: Signal, other: Array) -> Signal:
    """What a trace says beside another of the same answers: the luck of those answers is in both and counts once.

    z - rho z' over sqrt(1 - rho^2), rho from the run's units, between 0 and .8, and never more than z: an unlucky level
    does not make a trace louder. A trace that few units have stays as it is. other: z' of each unit.

    Source: conditional normal scores, Anderson (2003), An Introduction to Multivariate Statistical Analysis, ch. 2.
    """
    z = signal.peers.z
    both = np.isfinite(z) & np.isfinite(other)
    if both.sum() < LEAST_PAIRS:
        return signal
    first, second = (np.clip(values, -MOST_OF_A_PAIR, MOST_OF_A_PAIR) for values in (z[both], other[both]))
    if first.std() * second.std() == 0:
        return signal
    rho = float(np.clip(np.corrcoef(first, second)[0, 1], 0, 0.8))
    left = z.copy()
    left[both] = np.minimum(z[both], (z[both] - rho * np.maximum(second, 0)) / np.sqrt(1 - rho**2))
    return replace(signal, peers=replace(signal.peers, p=np.where(both, ndtr(-left), signal.peers.p)))


def factor(z: Array) -> Array:
    """Log Bayes factor of a normal score: mean over SIZES of exp(size z - size^2 / 2), z at most HIGHEST_Z; NaN gives
    0.

    Source: Johnson (2005), Bayes factors based on test statistics, JRSS B 67.
    """
    score = np.clip(np.nan_to_num(z, nan=0.0), -HIGHEST_Z, HIGHEST_Z)[:, None]
    table = SIZES * score - SIZES**2 / 2
    top = table.max(axis=1)
    value = top + np.log(np.exp(table - top[:, None]).mean(axis=1))
    return np.where(np.isfinite(z), value, 0.0)


def maybe(log_factor: Array, share: float = 0.5) -> Array:
    """Log Bayes factor of a trace that a distortion leaves only in a share of the cases."""
    return np.log1p(share * np.expm1(log_factor))
