"""How often would sums of honest answers, scattered around their own level, land just above a target?

Belongs here: closeness of a sum to the least sufficient one, its distribution over a subject's periods, the tail.
Elsewhere: whose answers, against which target (detectors.bunching).

Answers are steps above the worst, 0 to K. One edit adds K steps at most, so a sum that an edit brought to its target
lies at most K - 1 above the least sufficient one; closeness is K at that one, one less for each step above, 0 below and
beyond. Under the null each answer of a period is drawn from the subject's own distribution over the steps, moved in log
odds by a lasting amount and by one of the period; both are integrated out given the sums seen. So neither a high level
nor a custom of giving the very top counts, only where the periods land. Edited answers make their own null a little
lenient: a posterior predictive tail.

Source: posterior predictive tails, Rubin (1984), Annals of Statistics 12; Meng (1994), Annals of Statistics 22.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr

from pipelines.integrity.stats.logit_grid import Array
from pipelines.integrity.stats.sums import by_group

Index = NDArray[np.intp]
SHIFTS: Array = np.linspace(-1.5, 1.5, 13)
PERIOD_SDS: Array = np.array([0.0, 0.3, 0.7])
SUBJECTS_AT_ONCE, CELLS_AT_ONCE = 500, 4_000_000
SMALLEST = 1e-15


@dataclass(frozen=True)
class Landing:
    """(periods,) each. p: chance that the subject's periods come as close together as they did; extreme: as close as
    they could; closeness: of this period; excess: closeness together above the expected, as a share of the most."""

    p: Array
    extreme: Array
    closeness: Array
    excess: Array


def of_subjects(counts: Array, least: Array, subject: Index) -> Landing:
    """Each subject's periods, judged together.

    counts: (periods, steps + 1) answers at each step, some in every period; least: (periods,), the least sufficient
    sum, from 1 to one below the perfect sum; subject: (periods,), in 0..
    """
    steps = counts.shape[1] - 1
    answered, total = counts.sum(axis=1), counts @ np.arange(steps + 1)
    size = int(subject.max(initial=-1)) + 1
    near = closeness(total, least, answered, steps)
    periods = by_group(subject, None, size).astype(int)
    chances = _chances(_own(counts, subject, size), answered, total, least, subject)
    order, start = np.argsort(subject, kind="stable"), np.r_[0, np.cumsum(periods)]
    p, extreme, mean = (np.empty(size) for _ in range(3))
    for first in range(0, size, SUBJECTS_AT_ONCE):
        part = np.arange(first, min(first + SUBJECTS_AT_ONCE, size))
        for number in np.unique(periods[part]):
            chosen = part[periods[part] == number]
            rows = order[start[chosen][:, None] + np.arange(number)]
            of_closeness = chances.of_closeness[rows]
            p[chosen], mean[chosen] = _tail(of_closeness, chances.seen[rows], near[rows].sum(axis=1))
            best = np.full(len(chosen), float(number * steps))
            extreme[chosen] = _tail(of_closeness, of_closeness[:, :, :, steps], best)[0]
    excess = (by_group(subject, near, size) - mean) / np.maximum(periods * steps, 1)
    return Landing(p[subject], extreme[subject], near, excess[subject])


def closeness(total: Array, least: Array, answered: Array, steps: int) -> Array:
    """steps at the least sufficient sum, one less for each step above, else 0; a perfect sum was not lifted so far."""
    over = total - least
    near = (over >= 0) & (over < steps) & (total < answered * steps)
    return np.where(near, steps - over, 0.0)


def _own(counts: Array, subject: Index, size: int) -> Array:
    """The subject's own distribution over the steps, with one answer's worth of everyone's, moved by each shift.

    Returns (subjects, shifts, steps + 1).
    """
    everyone = counts.sum(axis=0) + 0.5
    own = np.stack([by_group(subject, column, size) for column in counts.T], axis=1) + everyone / everyone.sum()
    above = 1 - np.cumsum(own / own.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    moved = expit(logit(np.clip(above, 1e-9, 1 - 1e-9))[:, None, :] + SHIFTS[:, None])
    ends = np.ones((*moved.shape[:2], 1))
    return -np.diff(np.concatenate([ends, moved, 0 * ends], axis=2), axis=2)


@dataclass(frozen=True)
class _Chances:
    """At each node (lasting shift and sd of the period's): seen, (periods, nodes), chance of the sum seen;
    of_closeness, (periods, nodes, steps + 1), chance of each closeness 0, 1, ..."""

    seen: Array
    of_closeness: Array


def _chances(own: Array, answered: Array, total: Array, least: Array, subject: Index) -> _Chances:
    """Exact convolution of the answers of each period. own: (subjects, shifts, steps + 1)."""
    steps = own.shape[2] - 1
    sums = np.column_stack([total, least[:, None] + np.arange(steps)]).astype(np.intp)
    sums[:, 1:] = np.minimum(sums[:, 1:], (answered * steps)[:, None].astype(np.intp))
    table = np.empty((len(answered), len(SHIFTS), steps + 1))
    for number in np.unique(answered):
        length = int(number) * steps + 1
        rows = np.flatnonzero(answered == number)
        for part in np.array_split(rows, len(rows) * length * len(SHIFTS) // CELLS_AT_ONCE + 1):
            power = np.fft.rfft(own[subject[part]], n=length, axis=2) ** int(number)
            of_sum = np.maximum(np.fft.irfft(power, n=length, axis=2), SMALLEST)
            table[part] = np.take_along_axis(of_sum, sums[part][:, None, :], axis=2)
    table[:, :, 1:] *= (sums[:, 1:] < (answered * steps)[:, None])[:, None, :]
    table = np.concatenate([np.einsum("sr,prk->psk", _kernel(sd), table) for sd in PERIOD_SDS], axis=1)
    near = table[:, :, :0:-1]
    none = np.clip(1 - near.sum(axis=2, keepdims=True), 0, 1)
    return _Chances(table[:, :, 0], np.concatenate([none, near], axis=2))


def _kernel(sd: float) -> Array:
    """Where a lasting shift lies in one period. (lasting, of the period), rows sum to one."""
    if sd == 0:
        return np.eye(len(SHIFTS))
    upto = ndtr(((SHIFTS[1:] + SHIFTS[:-1]) / 2 - SHIFTS[:, None]) / sd)
    ends = np.ones((len(SHIFTS), 1))
    return np.diff(np.concatenate([0 * ends, upto, ends], axis=1), axis=1)


def _tail(of_closeness: Array, given: Array, reached: Array) -> tuple[Array, Array]:
    """P(closeness of all periods together >= reached) and its mean, the nodes weighed by what is given.

    of_closeness: (k, periods, nodes, steps + 1); given: (k, periods, nodes), chances; reached: (k,).
    """
    weight = np.log(np.maximum(given, SMALLEST)).sum(axis=1)
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    together = of_closeness[:, 0]
    for period in range(1, of_closeness.shape[1]):
        one = of_closeness[:, period]
        longer = np.zeros((*together.shape[:2], together.shape[2] + one.shape[2] - 1))
        for close in range(one.shape[2]):
            longer[:, :, close : close + together.shape[2]] += together * one[:, :, close, None]
        together = longer
    mass = np.einsum("kn,knc->kc", weight, together)
    value = np.arange(mass.shape[1])
    tail = np.where(value >= reached[:, None], mass, 0).sum(axis=1)
    return np.clip(tail, 0, 1), mass @ value
