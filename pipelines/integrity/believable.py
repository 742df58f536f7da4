"""Evidence-adjusted satisfaction of every unit (eas-1): what share of all its customers is satisfied?

Belongs here: the mixture of the two hypotheses, the in-run check that only widens.
Elsewhere: what answers say of levels (level_information), P(distorted) (posterior), the reference model, published rows
and roll-ups (adjusted).

Main answers count by the probability that they are honest; in the period itself both hypotheses are kept apart and
mixed. Only p + (1 - p) phi can be learned from conflicted answers: where no independent answer speaks, the interval
widens.

Source: Laplace approximation, Tierney & Kadane (1986), JASA 81; mixture over hypotheses, Hoeting et al. (1999),
Statistical Science 14; prior-predictive check of the spread, Box (1980), JRSS A 143.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit, ndtr

from pipelines.integrity.level_information import Information, gather, of_entities, solve
from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Panel
from pipelines.integrity.reference_model import Model
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.tops import Tops
from pipelines.integrity.units import Array

HALF = 0.5
STREAM_SD, MODEL_VARIANCE = 0.3, 1.25
"""Least spread of the courtesy, and how much the variance is stretched for what the model leaves out."""
CHECK_WEIGHT, LEAST_CELLS, CELL_SD = 30.0, 30, 0.1


@dataclass(frozen=True)
class Believable:
    """(units,) each, NaN where nothing is known. share: of all customers; sd; lower, upper; at_face: phi = 0;
    half_hidden: phi = .5; assumed: share of the width that rests on assumption; honest, distorted: mean under each
    hypothesis; stretch: factor of the variance found by the in-run check; customers: portfolio rows behind the
    figure.
    """

    share: Array
    sd: Array
    lower: Array
    upper: Array
    at_face: Array
    half_hidden: Array
    assumed: Array
    customers: Array
    stretch: float


def estimate(
    panel: Panel, model: Model, levels: Levels, tops: Tops, distorted: Array, *, confidence: float = 0.95
) -> Believable:
    """Believable share of every unit. distorted: P(distorted) of each unit."""
    spread = np.maximum(of_entities(panel, levels.spread), STREAM_SD)
    trust = np.ones((panel.entities, panel.periods))
    judged = levels.n > 0
    trust[panel.entity[judged], panel.period[judged]] = 1 - distorted[judged]
    info = gather(panel, model, tops, trust, levels.courtesy, spread)
    stretch = _check(panel, model, info, trust)
    with_, without, face = (_level(panel, model, info, weight) for weight in _weights(panel, trust))
    honest, slope, noise = _shares(panel, model, with_[0])
    hidden, slope_hidden, noise_hidden = _shares(panel, model, without[0])
    at_face = _shares(panel, model, face[0])[0]
    extra = MODEL_VARIANCE * stretch
    variances = (
        extra * (slope**2 * with_[1] + noise),
        extra * (slope_hidden**2 * without[1] + noise_hidden),
    )
    chance = np.where(judged, distorted, 1.0)
    share = (1 - chance) * honest + chance * hidden
    lower, upper = mixture(honest, hidden, variances, chance, confidence)
    total = (1 - chance) * variances[0] + chance * variances[1] + chance * (1 - chance) * (honest - hidden) ** 2
    data = extra * (slope**2 * with_[2] + noise)
    assumed = 1 - np.sqrt(np.minimum(data / np.maximum(total, 1e-12), 1))
    customers = by_group(panel.accounts.unit[panel.accounts.account >= 0], None, len(panel)).astype(float)
    half = np.clip((at_face - HALF) / (1 - HALF), 0, 1)
    return Believable(share, np.sqrt(total), lower, upper, at_face, half, assumed, customers, stretch)


def mixture(
    first: Array, second: Array, variances: tuple[Array, Array], chance: Array, confidence: float
) -> tuple[Array, Array]:
    """Equal-tailed interval of a mixture of two normals on the log-odds scale, by bisection. (units,) each."""
    centres, sds = [], []
    for mean, variance in zip((first, second), variances, strict=True):
        inside = np.clip(mean, 1e-4, 1 - 1e-4)
        centres.append(logit(inside))
        sds.append(np.sqrt(variance) / (inside * (1 - inside)))
    limits = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        low, high = np.full(len(first), -12.0), np.full(len(first), 12.0)
        for _ in range(40):
            middle = (low + high) / 2
            below = (1 - chance) * ndtr((middle - centres[0]) / sds[0]) + chance * ndtr((middle - centres[1]) / sds[1])
            low, high = np.where(below < tail, middle, low), np.where(below < tail, high, middle)
        limits.append(expit((low + high) / 2))
    return limits[0], limits[1]


def _weights(panel: Panel, trust: Array) -> tuple[Array, Array, Array]:
    """Trust in the main answers of each unit's entity: honest in the period, distorted in it, all at face value."""
    of_unit = trust[panel.entity]
    own = np.arange(panel.periods) == panel.period[:, None]
    return np.where(own, 1.0, of_unit), np.where(own, 0.0, of_unit), np.ones_like(of_unit)


def _level(panel: Panel, model: Model, info: Information, trust: Array) -> tuple[Array, Array, Array]:
    """Mean and variance of each unit's level, and the variance if courtesy and custom were known."""
    mean, covariance = solve(panel, model, info.of(panel.entity), trust)
    own = np.arange(len(panel))
    variance = covariance[own, panel.period, panel.period]
    cross = covariance[own, panel.period, panel.periods :]
    both = covariance[:, panel.periods :, panel.periods :]
    known = variance - np.einsum("ki,kij,kj->k", cross, np.linalg.inv(both), cross)
    return mean[own, panel.period], variance, known


def _shares(panel: Panel, model: Model, level: Array) -> tuple[Array, Array, Array]:
    """Mean chance over a unit's customers (its answers, if it has no portfolio), its slope in the level, its noise."""
    rows, of = panel.accounts, panel.answers
    has = by_group(rows.unit[rows.account >= 0], None, len(panel)) > 0
    named = np.flatnonzero(rows.account >= 0)
    asked = np.flatnonzero(~has[of.unit])
    unit = np.concatenate([rows.unit[named], of.unit[asked]])
    eta = np.concatenate([model.risk_eta[named], model.eta[asked]]) + level[unit] - model.cut
    noise = np.concatenate([model.risk_noise[named], model.noise[asked]])
    scale = 1 / np.sqrt(1 + np.pi * noise / 8)
    chance = expit(eta * scale)
    slope = chance * (1 - chance) * scale
    count = by_group(unit, None, len(panel))
    size = np.where(count > 0, count, np.nan)
    return (
        by_group(unit, chance, len(panel)) / size, by_group(unit, slope, len(panel)) / size,
        by_group(unit, slope**2 * (noise + CELL_SD), len(panel)) / size**2,
    )  # fmt: skip


def _check(panel: Panel, model: Model, info: Information, trust: Array) -> float:
    """How much wider the levels' variance must be for each cell's independent answers to fit what all else predicts.

    All else is the main answers of the same period and every other period. At least 1: the check never narrows.
    """
    entity, period = np.nonzero(info.reference > 0.3)
    if len(entity) < LEAST_CELLS:
        return 1.0
    reference, target = info.reference[entity].copy(), info.reference_target[entity].copy()
    row = np.arange(len(entity))
    own, own_target = reference[row, period], target[row, period]
    reference[row, period], target[row, period] = 0, 0
    left = replace(info.of(entity), reference=reference, reference_target=target)
    mean, covariance = solve(panel, model, left, trust[entity])
    seen, noise = own_target / own, 1 / own
    apart = (seen - mean[row, period]) ** 2
    predicted = covariance[row, period, period]
    excess = ((apart - noise) * own**2).sum()
    expected = (predicted * own**2).sum()
    weight = len(entity) / (len(entity) + CHECK_WEIGHT)
    return float(max(1 + weight * (excess / max(expected, 1e-9) - 1), 1.0))
