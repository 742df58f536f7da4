"""What honest peers look like when some of the peers are not honest.

Belongs here: centring by period, variance between periods, the null between entities from the lower part of their
means, tails averaged over the null's uncertainty.
Elsewhere: which rate is compared and which peers are of a kind (detectors, traces).

A statistic is turned so that distortion makes it larger. Entities above the 60 % point of their kind are censored
there: the null knows how many they are but not how large they are, so a few large ones cannot widen it and, when
nobody distorts, it is unbiased. The mean of an entity over its periods counts once, however many periods it lasts.

Source: empirical nulls, Efron (2004), JASA 99; censored normal samples, Cohen (1959), Technometrics 1; heavy tails as
protection against a kind's outliers, Lange, Little & Taylor (1989), JASA 84.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri, softmax, stdtr

from pipelines.integrity.stats.logit_grid import Array

Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
CENSORED_FROM = 0.6
FREEDOM = 7.0
QUANTILE, LEAST_SCALE = 1.415, 0.25
"""The 90 % point of Student's t with 7 degrees of freedom; how far a nominal variance may be scaled down."""
ENOUGH, FEW = 8, 4
MEANS, SDS = 15, 12
SMALLEST = 1e-12


@dataclass(frozen=True)
class PeerNull:
    """(units,) each; p, z: of the unit against its peers, its own habit included; p_change, z_change: of the period
    against the entity's other periods, habits cancelled; NaN where it could not be asked. effect: distance from peers;
    p_mean: of the entity's mean, counted once; noise, between: variance within and between honest entities."""

    p: Array
    p_change: Array
    p_mean: Array
    effect: Array
    tested: Mask
    noise: Array
    between: Array

    @property
    def value(self) -> Array:
        """z on the statistic's own scale: what is left of it when noise and spread between entities are known."""
        return self.z * np.sqrt(self.noise + self.between)

    @property
    def z(self) -> Array:
        """Normal score of p."""
        return -ndtri(np.clip(self.p, SMALLEST, 1 - SMALLEST))

    @property
    def z_change(self) -> Array:
        """Normal score of p_change."""
        return -ndtri(np.clip(self.p_change, SMALLEST, 1 - SMALLEST))


def compare(
    statistic: Array, variance: Array, *, entity: Index, period: Index, kinds: tuple[Index, ...], floor: float,
    freedom: float = FREEDOM,
) -> PeerNull:  # fmt: skip
    """Each unit against peers of its kind. NaN statistics take no part. floor: least sd between honest entities."""
    size = len(statistic)
    usable = np.isfinite(statistic) & np.isfinite(variance)
    kind = finest_kind(usable, entity, kinds)
    usable &= kind >= 0
    rows = np.flatnonzero(usable)
    p, change, mean_p, effect, within, between = (np.full(size, np.nan) for _ in range(6))
    if not len(rows):
        return PeerNull(p, change, mean_p, effect, usable, within, between)
    value = statistic[rows] - _centres(statistic[rows], kind[rows], period[rows])
    noise = np.maximum(variance[rows], 1e-9)
    sheet = _Entities.of(value, noise, entity[rows], kind[rows])
    for one in np.unique(sheet.kind):
        of_kind = sheet.kind == one
        null = _null(sheet.mean[of_kind], sheet.mean_variance[of_kind], floor)
        units = np.flatnonzero(of_kind[sheet.row])
        whole = sheet.noise[units]
        p[rows[units]] = _tail(value[units], whole, null, freedom)
        mean_p[rows[units]] = _tail(sheet.mean[sheet.row[units]], sheet.mean_variance[sheet.row[units]], null, freedom)
        effect[rows[units]] = value[units] - null.centre
        between[rows[units]] = null.weight @ (null.sds**2 + (null.means - null.centre) ** 2)
    change[rows], within[rows] = _changes(value, sheet, freedom), sheet.noise
    return PeerNull(p, change, mean_p, effect, usable, within, between)


def honest(mean: Array, variance: Array, *, floor: float, prior: tuple[float, float]) -> tuple[float, float]:
    """Mean and sd of honest entities, larger ones censored, the mean shrunk to a prior's. mean, variance: (k,)."""
    null = _null(mean, variance, floor)
    spread = np.sqrt(null.weight @ (null.means - null.centre) ** 2 + 0.05**2)
    between = float(null.weight @ null.sds)
    trust = prior[1] ** 2 / (prior[1] ** 2 + spread**2)
    return float(trust * null.centre + (1 - trust) * prior[0]), float(np.hypot(between, spread * np.sqrt(trust)))


def finest_kind(usable: Mask, entity: Index, kinds: tuple[Index, ...]) -> Index:
    """The finest kind with enough entities; -1 where even the coarsest has too few."""
    chosen = np.full(len(usable), -1, np.intp)
    offset = 0
    for place, kind in enumerate(kinds if usable.any() else ()):
        width = int(kind.max(initial=0)) + 1
        pairs = np.unique(np.stack([kind[usable], entity[usable]]), axis=1)
        least = FEW if place == len(kinds) - 1 else ENOUGH
        able = usable & (np.bincount(pairs[0], minlength=width)[kind] >= least) & (chosen < 0)
        chosen[able] = kind[able] + offset
        offset += width
    return chosen


def _centres(value: Array, kind: Index, period: Index) -> Array:
    """Median of kind and period where enough units have one, else of the kind."""
    centre = np.empty(len(value))
    for one in np.unique(kind):
        of_kind = np.flatnonzero(kind == one)
        middle = np.median(value[of_kind])
        centre[of_kind] = middle
        for when in np.unique(period[of_kind]):
            units = of_kind[period[of_kind] == when]
            if len(units) >= ENOUGH:
                centre[units] = np.median(value[units])
    return centre


@dataclass(frozen=True)
class _Entities:
    """Means of entities within a kind; row: of each unit; noise: variance of a unit around its entity's mean."""

    row: Index
    kind: Index
    mean: Array
    mean_variance: Array
    weight: Array
    noise: Array

    @classmethod
    def of(cls, value: Array, noise: Array, entity: Index, kind: Index) -> "_Entities":
        width = int(entity.max(initial=0)) + 1
        keys, row = np.unique(kind * width + entity, return_inverse=True)
        row = row.ravel()
        kinds = keys // width
        scaled = _scaled(value, noise, row, kinds)
        weight = 1 / scaled
        total = np.bincount(row, weight)
        return cls(row, kinds, np.bincount(row, weight * value) / total, 1 / total, weight, scaled)


def _scaled(value: Array, noise: Array, row: Index, kinds: Index) -> Array:
    """Noise as it really is, by kind: the 80 % point of upward deviations from the entity's mean against Student's t.

    Larger noise is added evenly (periods differ), smaller is scaled down (a nominal variance was too large). Only
    deviations upward count: they are the ones that would be called suspicious.
    """
    size = np.bincount(row)
    mean = np.bincount(row, value / noise) / np.bincount(row, 1 / noise)
    several = size[row] > 1
    result = noise.copy()
    for one in np.unique(kinds):
        of_kind = kinds[row] == one
        units = np.flatnonzero(several & of_kind)
        if len(units) < 2 * ENOUGH:
            continue
        shrink = noise[units] * (1 - 1 / size[row[units]])
        apart = (value[units] - mean[row[units]]) / np.sqrt(shrink)
        upward = apart[apart > 0]
        ratio = (np.quantile(upward, 0.8) / QUANTILE) ** 2 if len(upward) else 1.0
        extra = np.median(noise[units]) * max(ratio - 1, 0)
        result[of_kind] = noise[of_kind] * np.clip(ratio, LEAST_SCALE, 1) + extra
    return result


@dataclass(frozen=True)
class _Null:
    centre: float
    means: Array
    sds: Array
    weight: Array


def _null(mean: Array, variance: Array, floor: float) -> _Null:
    """Posterior over mean and sd of honest entities, larger entities censored."""
    centre = float(np.median(mean))
    spread = max(float(np.median(np.abs(mean - centre))) * 1.5, floor)
    few = 1 + 2 * (len(mean) < ENOUGH)
    means = centre + few * spread * np.linspace(-1.2, 1.2, MEANS)
    sds = floor * np.geomspace(1, max(4 * few * spread / floor, 1.5), SDS)
    cut = np.quantile(mean, CENSORED_FROM)
    grid_mean, grid_sd = (table.ravel() for table in np.meshgrid(means, sds, indexing="ij"))
    log_likelihood = np.zeros(len(grid_mean))
    below = mean <= cut
    for first in range(0, len(mean), 4096):
        part = slice(first, first + 4096)
        sd = np.sqrt(variance[part, None] + grid_sd**2)
        inside = -0.5 * ((mean[part, None] - grid_mean) / sd) ** 2 - np.log(sd)
        outside = log_ndtr((grid_mean - cut) / sd)
        log_likelihood += np.where(below[part, None], inside, outside).sum(axis=0)
    prior = -0.5 * ((grid_mean - centre) / spread) ** 2 - 2 * np.log1p((grid_sd / (2 * floor)) ** 2)
    weight = softmax(log_likelihood + prior)
    kept = weight > 1e-4
    return _Null(float(weight @ grid_mean), grid_mean[kept], grid_sd[kept], weight[kept] / weight[kept].sum())


def _tail(value: Array, variance: Array, null: _Null, freedom: float) -> Array:
    """Upper tail averaged over the null's uncertainty."""
    tail = np.zeros(len(value))
    for mean, sd, weight in zip(null.means, null.sds, null.weight, strict=True):
        tail += weight * stdtr(freedom, -(value - mean) / np.sqrt(variance + sd**2))
    return tail


def _changes(value: Array, sheet: _Entities, freedom: float) -> Array:
    """Upper tail of the unit against the weighted mean of its entity's other periods."""
    total = np.bincount(sheet.row, sheet.weight)[sheet.row]
    summed = np.bincount(sheet.row, sheet.weight * value)[sheet.row]
    others = total - sheet.weight
    alone = np.bincount(sheet.row)[sheet.row] < 2
    mean = np.where(alone, 0, summed - sheet.weight * value) / np.where(alone, 1, others)
    variance = sheet.noise + 1 / np.where(alone, 1, others)
    return np.where(alone, np.nan, stdtr(freedom, -(value - mean) / np.sqrt(variance)))
