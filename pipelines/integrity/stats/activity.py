"""Which of an entity's periods stand out, when the entity has a lasting level of its own?

Belongs here: patterns of active periods, the likelihood ratio of each pattern for one trace, sums over patterns.
Elsewhere: traces and their noise (peer_null, peer_rate), mechanisms (posterior).

A period's value is the entity's lasting level + noise, and `effect` more where the period is active. With
x ~ N(effect a, D + T J), w = 1 / diag(D), k = T / (1 + T sum w):

    log ratio to "never" = effect (S_wx - k S_w W_x) - effect^2 / 2 (S_w - k S_w^2)

where S sums over the active periods and W over all. T unknown without limit (k = 1 / sum w) is a flat prior: only
change against the other periods counts, and a pattern of all periods says nothing. T mixes a normal with one of twice
its spread. A share of honest entities has such values for other reasons: that bounds the ratio from above.

Source: Laird & Ware (1982), Biometrics 38; contaminated normal, Box & Tiao (1968), Biometrika 55.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from pipelines.integrity.stats.logit_grid import Array

Index = NDArray[np.intp]
EFFECTS: Array = np.array([1.0, 2.0, 3.0])
"""Effects that a distortion is thought to have, in typical standard errors of a period."""
WIDE_SHARE, WIDE = 0.1, 2.0
MOST_PERIODS = 6
"""Patterns are listed for so many periods at most; longer histories are cut into pieces."""


def patterns(periods: int) -> NDArray[np.bool_]:
    """Every set of active periods; row k has the bits of k. (2^periods, periods)."""
    return (np.arange(2**periods)[:, None] >> np.arange(periods)) % 2 == 1


def log_ratios(value: Array, noise: Array, between: Array | None, honest_share: float) -> Array:
    """Log likelihood ratio of each pattern to "never". (entities, patterns).

    value, noise: (entities, periods), NaN where there is none; between: (entities, periods) variance between entities,
    None: without limit; honest_share: of entities that look alike without distorting.
    """
    there = np.isfinite(value) & np.isfinite(noise)
    weight = np.where(there, 1 / np.where(there, noise, 1), 0.0)
    active = patterns(value.shape[1]).astype(float).T
    weighted = np.where(there, weight * np.where(there, value, 0), 0)
    sums, moments = weight @ active, weighted @ active
    total, moment = weight.sum(axis=1, keepdims=True), weighted.sum(axis=1, keepdims=True)
    unit = float(np.sqrt(np.median(noise[there]))) if there.any() else 1.0
    shrinks, base = _components(total, moment, there, between)
    found = []
    for effect in EFFECTS * unit:
        parts = [
            start + effect * (moments - k * sums * moment) - effect**2 / 2 * (sums - k * sums**2)
            for k, start in zip(shrinks, base, strict=True)
        ]
        found.append(logsumexp(parts, axis=0))
    ratio = logsumexp(found, axis=0) - np.log(len(EFFECTS)) - logsumexp(base, axis=0)
    return np.asarray(ratio - np.logaddexp(np.log1p(-honest_share), np.log(honest_share) + ratio), np.float64)


def _components(
    total: Array, moment: Array, there: NDArray[np.bool_], between: Array | None
) -> tuple[list[Array], list[Array]]:
    """Shrinkage k of each component of the lasting level, and its log weight given all values. (entities, 1) each."""
    if between is None:
        return [1 / np.maximum(total, 1e-12)], [np.zeros_like(total)]
    known = np.where(there, between, 0).sum(axis=1, keepdims=True) / np.maximum(there.sum(axis=1, keepdims=True), 1)
    shrinks, base = [], []
    for share, wide in ((1 - WIDE_SHARE, 1.0), (WIDE_SHARE, WIDE)):
        spread = wide**2 * known
        shrink = spread / (1 + spread * total)
        shrinks.append(shrink)
        base.append(np.log(share) + shrink * moment**2 / 2 - np.log1p(spread * total) / 2)
    return shrinks, base


def log_prior(periods: int, activity: float) -> Array:
    """Log probability of each pattern when periods are active independently. (patterns,)."""
    number = patterns(periods).sum(axis=1)
    return number * np.log(activity) + (periods - number) * np.log1p(-activity)
