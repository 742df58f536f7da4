"""How much likelier are an entity's answers if they were distorted in some of its periods?

Belongs here: likelihood of every pattern of distorted periods, the entity's lasting deviation and custom integrated out
over all its periods together; each unit by itself.
Elsewhere: satisfied or not at each deviation (levels), the very top at each custom (tops), patterns (stats.activity).

    L(pattern) = sum over g, h of w(g) v(h) prod_t L_t(g, h), L_t raised in active periods, honest in the others

with g the deviation of the satisfied and h the custom of the very top, so that a habit counts once, however long it
lasts. v is kept apart for ordinary customs and for "everyone says five", whose share is learned in the run (posterior).

Source: Laird & Ware (1982), Biometrics 38; Magder & Hughes (1997), Am. J. Epidemiology 146.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import logsumexp

from pipelines.integrity.levels import Levels
from pipelines.integrity.panel import Index
from pipelines.integrity.stats import activity, deviation_grid
from pipelines.integrity.tops import Tops
from pipelines.integrity.units import Array

PIECES_AT_ONCE = 512
COARSE = slice(4, 29, 2)
"""Nodes of the deviation that are kept beside the custom: every second one, up to three to either side."""


@dataclass(frozen=True)
class Pieces:
    """Histories of a few periods each. row: piece of each unit; slot: its place there."""

    row: Index
    slot: Index
    count: int
    periods: int

    def table(self, values: Array, empty: float = np.nan) -> Array:
        """Values of units by piece and slot. (pieces, periods, ...)."""
        result = np.full((self.count, self.periods, *values.shape[1:]), empty, values.dtype)
        result[self.row, self.slot] = values
        return result


@dataclass(frozen=True)
class AnswerRatios:
    """Log likelihoods: by_custom (2, pieces, patterns) under ordinary customs and where everyone says five; outcome:
    (pieces, patterns) log ratio to "never" of satisfied or not alone; honest, active: (2, units) each unit by itself.
    """

    by_custom: Array
    outcome: Array
    honest: Array
    active: Array

    def ratio(self, everyone: float) -> Array:
        """Log ratio of each pattern to "never". everyone: share of entities where everyone says five."""
        mixed = _mixed(self.by_custom, everyone)
        return mixed - mixed[:, :1]

    def alone(self, everyone: float) -> Array:
        """Log ratio of each unit by itself."""
        return _mixed(self.active, everyone) - _mixed(self.honest, everyone)

    def says_five(self, everyone: float) -> Array:
        """Chance of each piece, if honest, that everyone says five there. (pieces,)."""
        never = self.by_custom[:, :, 0]
        return np.asarray(np.exp(np.log(everyone) + never[1] - _mixed(never, everyone)), np.float64)


def _mixed(by_custom: Array, everyone: float) -> Array:
    return np.asarray(np.logaddexp(np.log1p(-everyone) + by_custom[0], np.log(everyone) + by_custom[1]), np.float64)


def removed(pieces: Pieces, levels: Levels) -> AnswerRatios:
    """The dissatisfied are missing; whoever is left answers as ever, the very top included."""
    ratio = _patterns(pieces, levels.honest, levels.removed - levels.honest, np.exp(levels.prior)[None])[0]
    honest, active = (logsumexp(table + levels.prior, axis=1) for table in (levels.honest, levels.removed))
    either, of_honest, of_active = (np.stack([values, values]) for values in (ratio, honest, active))
    return AnswerRatios(either, ratio - ratio[:, :1], of_honest, of_active)


def raised(pieces: Pieces, levels: Levels, tops: Tops, way: str) -> AnswerRatios:
    """Answers raised in one of tops.WAYS."""
    gain = logsumexp(levels.raised - levels.honest, axis=0) - np.log(len(levels.raised))
    outcome = _patterns(pieces, levels.honest, gain, np.exp(levels.prior)[None])[0]
    by_custom = np.zeros((2, *outcome.shape))
    honest, active = np.zeros((2, len(pieces.row))), np.zeros((2, len(pieces.row)))
    order = np.argsort(pieces.row, kind="stable")
    edges = np.searchsorted(pieces.row[order], np.arange(0, pieces.count + PIECES_AT_ONCE, PIECES_AT_ONCE))
    for number, (start, end) in enumerate(pairwise(edges)):
        units, first = order[start:end], number * PIECES_AT_ONCE
        if not len(units):
            continue
        table, more, prior = _beside_customs(levels, tops, way, units)
        part = Pieces(
            pieces.row[units] - first, pieces.slot[units], min(PIECES_AT_ONCE, pieces.count - first), pieces.periods
        )
        by_custom[:, first : first + part.count] = _patterns(part, table, more, prior)
        honest[:, units], active[:, units] = _summed(table, prior), _summed(table + more, prior)
    return AnswerRatios(by_custom, outcome - outcome[:, :1], honest, active)


def _beside_customs(levels: Levels, tops: Tops, way: str, units: Index) -> tuple[Array, Array, Array]:
    """Honest log likelihood, what distortion adds, and the prior of both customs, over deviation x custom."""
    level = levels.honest[units][:, COARSE, None].astype(np.float32)
    custom = tops.honest(units, COARSE)
    hidden = np.moveaxis(levels.raised[:, units][:, :, COARSE], 0, 1)[..., None].astype(np.float32)
    factor = hidden - level[:, None] + tops.raised(units, COARSE, way) - custom[:, None]
    gain = np.log(np.exp(np.minimum(factor, 80)).mean(axis=1))
    mass = deviation_grid.thinned(np.exp(levels.prior[units]), COARSE)
    prior = mass[None, :, :, None] * tops.prior(units)[:, :, None, :]
    flat = len(units), -1
    return (level + custom).reshape(flat), gain.reshape(flat), prior.reshape(2, *flat).astype(np.float32)


def _summed(table: Array, prior: Array) -> Array:
    top = table.max(axis=1, keepdims=True)
    weight = np.exp(table - top)
    return np.log(np.maximum((prior * weight).sum(axis=2), 1e-30)) + top[:, 0]


def _patterns(pieces: Pieces, honest: Array, gain: Array, prior: Array) -> Array:
    """Log likelihood of each pattern under each prior. honest, gain: (units, nodes); prior: (priors, units, nodes)."""
    log, more = pieces.table(honest, 0.0).sum(axis=1), pieces.table(gain, 0.0)
    known = np.maximum(np.bincount(pieces.row, None, pieces.count), 1)[:, None]
    weights = np.stack([pieces.table(one, 0.0).sum(axis=1) / known for one in prior], axis=2)
    which = activity.patterns(pieces.periods)
    result = np.empty((len(prior), pieces.count, len(which)))
    for number, active in enumerate(which):
        table = log + more[:, active].sum(axis=1)
        top = table.max(axis=1, keepdims=True)
        mass = np.einsum("eg,egp->pe", np.exp(table - top), weights)
        result[:, :, number] = np.log(np.maximum(mass, 1e-30)) + top[:, 0]
    return result
