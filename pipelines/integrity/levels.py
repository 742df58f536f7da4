"""How satisfied are the judged answers, against what the reference model expects of them?

Belongs here: likelihoods of each unit's answers over its unknown level, honest and distorted; courtesy of its kind.
Elsewhere: the reference model, the tail (detectors.level), the very top (tops), patterns of periods (answer_ratios).

Only satisfied or not is read here: how many of the satisfied give the very top is custom of branches and telephones,
and read beside its custom (tops). Honest answers to the company's staff are kinder than those to strangers by a shift
that kinds and entities differ in; it is learned from the run's own kinds beside a part that may be distorted, and never
narrower than the policy's spread.

An entity's lasting deviation g (what the reference answers leave open, and its courtesy) is common to its periods; a
period's own deviation is integrated out here. So whoever was judged honest elsewhere teaches how kind its customers
are.

Source: misclassified binary answers, Magder & Hughes (1997), Am. J. Epidemiology 146; contaminated normal effects,
Box & Tiao (1968), Biometrika 55.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logsumexp

from pipelines.integrity import courtesy
from pipelines.integrity.panel import Index, Panel
from pipelines.integrity.reference_model import Model
from pipelines.integrity.stats import deviation_grid as grid
from pipelines.integrity.stats.deviation_grid import NODES
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Mask

HIDDEN: Array = np.array([0.2, 0.4, 0.6, 0.8, 0.95])
"""Shares of dissatisfied answers that a distorting unit is thought to turn."""
LOST: Array = np.array([0.0, 0.0, 0.0, 0.3, 0.7])
"""Shares that selection is thought to lose beyond what the features of the chosen explain; often nothing."""
ANSWERS_AT_ONCE = 60_000


@dataclass(frozen=True)
class Levels:
    """(units,) or (units, nodes). honest, raised, removed: log likelihood of the unit's answers at each lasting
    deviation of its entity, raised by shares hidden, too (hidden, units, nodes); prior: log weights of those; n,
    satisfied: judged answers; shift, spread: courtesy of its kind.
    """

    n: Array
    satisfied: Array
    honest: Array
    raised: Array
    removed: Array
    prior: Array
    expected: Array
    at_node: Array
    shift: Array
    spread: Array
    courtesy: Array

    @property
    def most_raised_factor(self) -> Array:
        """Log Bayes factor that nothing but satisfied answers would give, by the mean chance at each node. (units,)."""
        n = np.maximum(self.n, 1)[:, None]
        chance = np.clip(self.at_node / n, 1e-9, 1 - 1e-9)
        honest = logsumexp(n * np.log(chance) + self.prior, axis=1)
        turned = chance + (1 - chance) * HIDDEN[:, None, None]
        raised = logsumexp(logsumexp(n * np.log(turned), axis=0) - np.log(len(HIDDEN)) + self.prior, axis=1)
        return np.where(self.n > 0, raised - honest, 0.0)

    @property
    def excess(self) -> Array:
        """Standardised excess of satisfied answers over what is expected; NaN where nothing is. (units,)."""
        n = np.where(self.n > 0, self.n, np.nan)
        chance = np.clip(self.expected, 0.02, 0.98)
        return (self.satisfied - n * chance) / np.sqrt(n * chance * (1 - chance) + 0.1)

    @property
    def raised_factor(self) -> Array:
        """Log Bayes factor of raised answers, this period alone. (units,)."""
        raised = logsumexp(self.raised, axis=0) - np.log(len(HIDDEN))
        return logsumexp(raised + self.prior, axis=1) - logsumexp(self.honest + self.prior, axis=1)


def unknown(panel: Panel) -> Levels:
    """Without a reference model the answers say nothing of their level."""
    judged = panel.answers.judged
    size = by_group(panel.answers.unit[judged], None, len(panel))
    content = by_group(panel.answers.unit[judged], panel.answers.satisfied[judged], len(panel))
    flat, none = np.zeros((len(panel), len(NODES))), np.full(len(panel), np.nan)
    prior = grid.log_cells(np.zeros(len(panel)), np.ones(len(panel)))
    raised = np.zeros((len(HIDDEN), *flat.shape))
    return Levels(size, content, flat, raised, flat, prior, none, flat, none, none, np.zeros(len(panel.answers.unit)))


def measure(panel: Panel, model: Model) -> Levels:
    """Likelihoods of every unit of a panel."""
    answers = panel.answers
    rows = np.flatnonzero(answers.judged)
    width = int(answers.kind.max(initial=0)) + 1
    keys, part = np.unique(answers.unit[rows] * width + answers.kind[rows], return_inverse=True)
    unit, kind = np.divmod(keys, width)
    order = np.argsort(part.ravel(), kind="stable")
    rows, part = rows[order], part.ravel()[order]
    lasting, passing = _uncertainty(panel, model)
    sheet = _Sheet(
        part, answers.satisfied[rows], model.eta[rows] - model.cut, model.noise[rows],
        model.level[panel.entity, panel.period][unit], passing[unit], len(keys),
    )  # fmt: skip
    streams = _Streams(unit, kind, *sheet.likelihoods())
    shift, spread = courtesy.learn(panel.entity[unit], kind, streams.honest, lasting[unit])
    of_answers = np.zeros(len(answers.unit))
    of_answers[rows] = shift[part]
    size = by_group(answers.unit[rows], None, len(panel))
    content = by_group(answers.unit[rows], answers.satisfied[rows], len(panel))
    return streams.of_units(len(panel), size, content, shift, spread, lasting, of_answers)


@dataclass(frozen=True)
class _Streams:
    """One row a unit and kind of asking: tables (streams, nodes) over deviation and courtesy together."""

    unit: Index
    kind: Index
    honest: Array
    raised: Array
    removed: Array
    expected: Array

    def of_units(
        self, units: int, size: Array, content: Array, shift: Array, spread: Array, lasting: Array, of_answers: Array
    ) -> Levels:
        """Streams of a unit together. One stream at most is thought distorted; where there are several, each has a
        courtesy of its own, else the entity keeps it over its periods."""
        several = np.bincount(self.unit, None, units)[self.unit] > 1
        own = grid.period_kernels(np.where(several, spread**2, 0.0))

        def told(table: Array) -> Array:
            table = grid.moved(table, shift)
            return np.where(several[:, None], grid.smoothed(table, own), table)

        of_streams = told(self.honest)
        honest = grid.summed(of_streams, self.unit, units)
        removed, *raised = (
            honest + grid.mean_factor(told(table) - of_streams, self.unit, units)
            for table in (self.removed, *self.raised)
        )
        count = np.maximum(np.bincount(self.unit, None, units), 1)
        mean_shift, mean_spread = (by_group(self.unit, values, units) / count for values in (shift, spread))
        known = np.bincount(self.unit, None, units) > 0
        mean_spread = np.where(known, mean_spread, courtesy.COURTESY_SD)
        kept = np.where(np.bincount(self.unit, None, units) > 1, 0.0, mean_spread**2)
        prior = grid.log_cells(np.zeros(units), np.sqrt(lasting + kept))
        at_node = grid.summed(grid.moved(self.expected, shift), self.unit, units)
        share = (at_node * np.exp(prior)).sum(axis=1) / np.where(size > 0, size, np.nan)
        return Levels(
            size, content, honest, np.stack(raised), removed, prior, share, at_node, mean_shift, mean_spread, of_answers
        )


def _uncertainty(panel: Panel, model: Model) -> tuple[Array, Array]:
    """Variance of each unit's level that its entity's periods share, and the rest."""
    periods = panel.periods
    own = model.covariance[panel.entity, panel.period, panel.period]
    if periods == 1:
        return own * 0.6, own * 0.4
    total = model.covariance[panel.entity].sum(axis=(1, 2)) - np.trace(model.covariance[panel.entity], axis1=1, axis2=2)
    lasting = np.clip(total / (periods * (periods - 1)), 0, 0.95 * own)
    return lasting, own - lasting


@dataclass(frozen=True)
class _Sheet:
    """Judged answers sorted by unit, and the units' centres."""

    unit: Index
    satisfied: Mask
    eta: Array
    noise: Array
    centre: Array
    passing: Array
    units: int

    @property
    def size(self) -> Array:
        return by_group(self.unit, None, self.units).astype(float)

    def likelihoods(self) -> tuple[Array, Array, Array, Array]:
        """Log likelihoods (units, nodes): honest, raised (hidden, units, nodes), removed; and the expected satisfied
        count at each node."""
        honest, removed, expected = (np.zeros((self.units, len(NODES))) for _ in range(3))
        raised = np.zeros((len(HIDDEN), self.units, len(NODES)))
        for units, part in chunks(self.unit):
            unit = self.unit[part]
            scale = 1 / np.sqrt(1 + np.pi * self.noise[part, None] / 8)
            chance = expit((self.eta[part, None] + self.centre[unit, None] + NODES) * scale)
            chance = np.clip(chance, 1e-9, 1 - 1e-9)
            inside = np.flatnonzero(np.r_[True, np.diff(unit) != 0])
            good = self.satisfied[part, None]
            honest[units], raised[:, units], removed[units], expected[units] = _of_units(chance, good, inside)
        kernel = grid.period_kernels(self.passing)
        raised = np.stack([grid.smoothed(table, kernel) for table in raised])
        return grid.smoothed(honest, kernel), raised, grid.smoothed(removed, kernel), expected


def chunks(unit: Index, size: int = ANSWERS_AT_ONCE) -> list[tuple[Index, slice]]:
    """Whole units, a chunk of answers at a time: their numbers and their rows."""
    if not len(unit):
        return []
    start = np.flatnonzero(np.r_[True, np.diff(unit) != 0])
    chunk = start // size
    first = np.flatnonzero(np.r_[True, np.diff(chunk) != 0])
    last = np.r_[first[1:], len(start)]
    ends = np.r_[start, len(unit)]
    return [(unit[start[a:b]], slice(ends[a], ends[b])) for a, b in zip(first, last, strict=True)]


def _of_units(chance: Array, good: Mask, inside: Index) -> tuple[Array, Array, Array, Array]:
    def summed(content: Array) -> Array:
        return np.add.reduceat(np.log(np.where(good, content, 1 - content)), inside, axis=0)

    raised = [summed(np.clip(chance + (1 - chance) * hidden, 0, 1 - 1e-9)) for hidden in HIDDEN]
    removed = [summed(chance / (chance + (1 - chance) * (1 - lost))) for lost in LOST]
    gone = logsumexp(np.stack(removed), axis=0) - np.log(len(LOST))
    return summed(chance), np.stack(raised), gone, np.add.reduceat(chance, inside, axis=0)
